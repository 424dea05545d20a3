//! `/{dealer}/wait`: the page on which customers join the waitlist.

use crate::appointment::asked::asked;
use crate::appointment::days_and_hours;
use crate::appointment::days_and_hours::{Days, Hours};
use crate::appointment::frame::{DealerPage, Frame};
use crate::appointment::new_wish::fields::{Contact, Vehicle, What};
use crate::appointment::new_wish::form::FormError;
use crate::appointment::new_wish::state::{NewWishState, slug};
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
pub fn NewWishPage() -> impl IntoView {
    let lang = use_lang();
    let page = DealerPage::of(slug());
    let state = NewWishState::new(page, lang);
    Effect::new(move |_| {
        if let Some(dealer) = page.loaded.dealer.get() {
            state.begin(&dealer);
        }
    });
    let wrong = Memo::new(move |_| state.errors.with(|errors| !errors.is_empty()));
    Effect::new(move |_| {
        let locale = lang.get();
        let heading = td_string!(locale, appointment.ask_title);
        let heading =
            if wrong.get() { td_string!(locale, booking.error_title, title = heading) } else { heading.to_owned() };
        focus::title(&format!("{heading} · {}", page.name()));
    });
    let begun = Memo::new(move |_| state.form.with(Option::is_some));
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        begun.get().then(|| NewWishForm(NewWishFormProps { state, dealer }).into_any())
    });
    let retry = Callback::new(move |()| {});
    view! {
        <div class="booking"><Frame page=page failure=Signal::derive(|| None) retry=retry body=body/></div>
    }
}

#[component]
fn NewWishForm(state: NewWishState, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = state.lang.now();
    let (today, horizon_days) = (dealer.now.date(), dealer.booking.horizon_days);
    let window = state.part(|form| form.window.clone(), Window::default());
    let typed = Callback::new(move |typed: Window| {
        state.change("to", |form| form.window = typed);
        state.errors.update(|errors| errors.retain(|error| error.id() != "from"));
    });
    let fault_at = Callback::new(move |edge: Edge| {
        state.errors.with(|errors| {
            errors.iter().find_map(|error| match error {
                FormError::Day(at, fault) if *at == edge => Some(*fault),
                _ => None::<DayFault>,
            })
        })
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        state.send();
    };
    let back = format!("/{}/book", dealer.slug);
    let send_word = move || {
        if state.busy.get() { td_string!(locale, appointment.sending) } else { td_string!(locale, appointment.send) }
    };
    let open = parts(&dealer.opening_hours);
    let fields = state.fields(dealer.clone());
    let mails = dealer.booking.waitlist.as_ref().is_some_and(|policy| policy.mails);
    let asked = dealer.booking.waitlist.as_ref().map(|policy| asked(policy, None, locale));
    view! {
        <form class="step" novalidate on:submit=submit>
            <div>
                <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.ask_title)}</h1>
                <p class="lead">{td_string!(locale, appointment.ask_lead)}</p>
            </div>
            <Errors state=state country=country_of(&dealer)/>
            <What state=state dealer=dealer.clone()/>
            <Days window=window.into() typed=typed fault_at=fault_at today=today horizon_days=horizon_days/>
            <Hours window=window.into() typed=typed open=open/>
            <Vehicle form=fields/>
            <Contact state=state form=fields mails=mails/>
            <Notice kind=Severity::Note icon="info" title=td_string!(locale, appointment.how)><p>{td_string!(locale, appointment.how_free)}</p>{asked.map(|asked| view! { <p data-test="asked">{asked}</p> })}</Notice>
            <Failed failure=state.failure retry=move |()| state.send()/>
            <p class="row">
                <button type="submit" class="btn" data-test="wish-send" aria-disabled=tied(move || state.busy.get().then_some("true"))>{live(send_word)}</button>
                <a class="btn b3" href=back data-test="wish-not">{td_string!(locale, appointment.ask_back)}</a>
            </p>
        </form>
    }
}

/// Every wrong field, each a link to it.
#[component]
fn Errors(state: NewWishState, country: Country) -> impl IntoView {
    let locale = state.lang.now();
    let said = move |error: FormError| match error {
        FormError::Day(_, fault) => days_and_hours::fault(fault, locale),
        FormError::Email => td_string!(locale, appointment.e_email).to_owned(),
        FormError::Given(Field::Consent, _) => td_string!(locale, appointment.e_consent).to_owned(),
        FormError::Given(field, fault) => labels::fault(field, fault, country, locale),
    };
    live(move || errors(state.errors.get().into_iter().map(|error| (error.id(), said(error))).collect(), locale))
}
