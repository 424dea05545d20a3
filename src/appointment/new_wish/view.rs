//! `/{dealer}/wait`: the page on which customers join the waitlist.

use crate::appointment::days_and_hours;
use crate::appointment::days_and_hours::{Days, Hours};
use crate::appointment::frame::{DealerPage, Frame};
use crate::appointment::new_wish::fields::{Contact, Vehicle, What};
use crate::appointment::new_wish::form::Flaw;
use crate::appointment::new_wish::state::{Ask, slug};
use crate::appointment::window::{DayFault, Edge, Window, parts};
use crate::booking::form::errors;
use crate::booking::labels;
use crate::booking::state::{Field, country_of};
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Notice, Severity, focus, live, tied};
use bayside_api::dealer::Dealer;
use bayside_domain::country::Country;
use leptos::prelude::*;
use std::sync::Arc;

/// `/{dealer}/wait`.
#[component]
pub fn AskPage() -> impl IntoView {
    let lang = use_lang();
    let page = DealerPage::of(slug());
    let ask = Ask::new(page, lang);
    Effect::new(move |_| {
        if let Some(dealer) = page.loaded.dealer.get() {
            ask.begin(&dealer);
        }
    });
    let wrong = Memo::new(move |_| ask.flaws.with(|flaws| !flaws.is_empty()));
    Effect::new(move |_| {
        let locale = lang.get();
        let heading = td_string!(locale, appointment.ask_title);
        let heading =
            if wrong.get() { td_string!(locale, booking.error_title, title = heading) } else { heading.to_owned() };
        focus::title(&format!("{heading} · {}", page.name()));
    });
    let begun = Memo::new(move |_| ask.form.with(Option::is_some));
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        begun.get().then(|| AskForm(AskFormProps { ask, dealer }).into_any())
    });
    let retry = Callback::new(move |()| {});
    view! {
        <div class="booking"><Frame page=page failure=Signal::derive(|| None) retry=retry body=body/></div>
    }
}

#[component]
fn AskForm(ask: Ask, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = ask.lang.now();
    let (today, horizon_days) = (dealer.now.date(), dealer.booking.horizon_days);
    let window = ask.part(|form| form.window.clone(), Window::default());
    let typed = Callback::new(move |typed: Window| {
        ask.change("to", |form| form.window = typed);
        ask.flaws.update(|flaws| flaws.retain(|flaw| flaw.id() != "from"));
    });
    let fault_at = Callback::new(move |edge: Edge| {
        ask.flaws.with(|flaws| {
            flaws.iter().find_map(|flaw| match flaw {
                Flaw::Day(at, fault) if *at == edge => Some(*fault),
                _ => None::<DayFault>,
            })
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        ask.send();
    };
    let back = format!("/{}/book", dealer.slug);
    let send_word = move || {
        if ask.busy.get() { td_string!(locale, appointment.sending) } else { td_string!(locale, appointment.send) }
    };
    let open = parts(&dealer.opening_hours);
    let fields = ask.fields(dealer.clone());
    view! {
        <form class="step" novalidate on:submit=submit>
            <div>
                <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.ask_title)}</h1>
                <p class="lead">{td_string!(locale, appointment.ask_lead)}</p>
            </div>
            <Errors ask=ask country=country_of(&dealer)/>
            <What ask=ask dealer=dealer.clone()/>
            <Days window=window.into() typed=typed fault_at=fault_at today=today horizon_days=horizon_days/>
            <Hours window=window.into() typed=typed open=open/>
            <Vehicle form=fields/>
            <Contact form=fields/>
            <Notice kind=Severity::Note icon="info" title=td_string!(locale, appointment.how)><p>{td_string!(locale, appointment.how_free)}</p></Notice>
            <Failed failure=ask.failure retry=move |()| ask.send()/>
            <p class="row">
                <button type="submit" class="btn" data-test="wish-send" aria-disabled=tied(move || ask.busy.get().then_some("true"))>{live(send_word)}</button>
                <a class="btn b3" href=back data-test="wish-not">{td_string!(locale, appointment.ask_back)}</a>
            </p>
        </form>
    }
}

/// Every wrong field, each a link to it.
#[component]
fn Errors(ask: Ask, country: Country) -> impl IntoView {
    let locale = ask.lang.now();
    let said = move |flaw: Flaw| match flaw {
        Flaw::Day(_, fault) => days_and_hours::fault(fault, locale),
        Flaw::Given(Field::Consent, _) => td_string!(locale, appointment.e_consent).to_owned(),
        Flaw::Given(field, fault) => labels::fault(field, fault, country, locale),
    };
    live(move || errors(ask.flaws.get().into_iter().map(|flaw| (flaw.id(), said(flaw))).collect(), locale))
}
