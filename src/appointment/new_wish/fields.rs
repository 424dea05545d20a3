//! The fields of a wish besides days and hours: jobs, car, customer.

use crate::appointment::days_and_hours::Advisers;
use crate::appointment::labels::stay_word;
use crate::appointment::new_wish::form::FormError;
use crate::appointment::new_wish::state::NewWishState;
use crate::booking::car::plate::PlateField;
use crate::booking::fields::{Concern, Consents, FormOfAddress, Mileage, Model, Name, Phone, Unseen};
use crate::booking::form::PersonFields;
use crate::booking::state::Field;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, heard, live, tied};
use bayside_api::codes::Stay;
use bayside_api::dealer::Dealer;
use leptos::prelude::*;
use std::sync::Arc;

/// Jobs, the way of staying, the adviser.
#[component]
pub fn What(state: NewWishState, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let error = state.fields(dealer.clone()).error(Field::Services);
    let ways = {
        let dealer = dealer.clone();
        state.part(move |form| form.stays(&dealer), Vec::new())
    };
    let jobs = dealer.services.iter().map(|job| {
        let (own, dealer) = (StoredValue::new(job.id.clone()), dealer.clone());
        let on = move || state.form.with(|form| form.as_ref().is_some_and(|form| own.with_value(|id| form.draft.services.contains(id))));
        let choose = heard(move |event| {
            let on = event_target_checked(&event);
            state.change(Field::Services.id(), |form| form.choose(&dealer, &own.get_value(), on));
        });
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="checkbox" data-test=format!("job-{}", own.get_value()) prop:checked=tied(on) on:change=choose/>
                {job.name.clone()}
            </label>
        }
    });
    let jobs = jobs.collect_view();
    let stay = state.part(|form| form.draft.stay, Stay::Wait);
    let stays = move || {
        let chips = ways.get().into_iter().map(|way| {
            let on = move || stay.get() == way;
            view! {
                <label class="chip" data-on=tied(move || on().then_some(""))>
                    <input type="radio" name="stay" data-test=format!("stay-{way}") prop:checked=tied(on) on:change=heard(move |_| state.change("stay", |form| form.draft.stay = way))/>
                    {stay_word(way, locale)}
                </label>
            }
        });
        chips.collect_view()
    };
    let people = dealer.advisers.iter().map(|adviser| (adviser.id.clone(), adviser.name.clone())).collect();
    let adviser = state.part(|form| form.draft.adviser.clone(), None);
    let choose = Callback::new(move |id: Option<String>| state.change("adviser", |form| form.draft.adviser = id));
    view! {
        <fieldset class="sec" id="services" tabindex="-1" aria-describedby="services-error">
            <legend>{td_string!(locale, appointment.what)}</legend>
            <div class="chips">{jobs}</div>
            <span id="services-error" class="errbox">{live(move || error.get().map(|text| view! { <span class="err"><Icon name="stop"/><span>{text}</span></span> }))}</span>
        </fieldset>
        <fieldset class="sec"><legend>{td_string!(locale, booking.stay)}</legend><div class="chips">{live(stays)}</div></fieldset>
        <Advisers people=people chosen=adviser.into() choose=choose/>
    }
}

/// Plate, model, mileage, own words.
#[component]
pub fn Vehicle(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <section class="sec wish-part">
            <h2>{td_string!(locale, booking.car_title)}</h2>
            <PlateField form=form/>
            <div class="two"><Model form=form/><Mileage form=form/></div>
            <Concern form=form/>
        </section>
    }
}

/// Name, form of address, phone, consent; an e-mail address where the dealer writes mails.
#[component]
pub fn Contact(state: NewWishState, form: PersonFields, mails: bool) -> impl IntoView {
    let locale = use_lang().now();
    let email = mails.then(|| view! { <Email state=state/> });
    view! {
        <section class="sec wish-part">
            <h2>{td_string!(locale, booking.you_title)}</h2>
            <Name form=form/>
            <FormOfAddress form=form/>
            <Phone form=form hint=td_string!(locale, booking.phone_hint)/>
            {email}
            <Unseen form=form/>
            <Consents form=form sentence=|locale, dealer, n| td_string!(locale, booking.consent, dealer = dealer, n = n)/>
        </section>
    }
}

#[component]
fn Email(state: NewWishState) -> impl IntoView {
    let locale = use_lang().now();
    let is_wrong = Memo::new(move |_| state.errors.with(|errors| errors.contains(&FormError::Email)));
    let error = Signal::derive(move || is_wrong.get().then(|| td_string!(locale, appointment.e_email).to_owned()));
    let value = state.part(|form| form.email.clone(), String::new());
    view! {
        <LabelledField id="email" label=td_string!(locale, appointment.email) aside=td_string!(locale, ui.optional) hint=td_string!(locale, appointment.email_hint) error=error>
            <input
                type="email"
                id="email"
                data-test="email"
                autocomplete="email"
                spellcheck="false"
                aria-describedby="email-hint email-error"
                aria-invalid=tied(move || is_wrong.get().then_some("true"))
                prop:value=tied(move || value.get())
                on:input=heard(move |event| state.change("email", |form| form.email = event_target_value(&event)))
            />
        </LabelledField>
    }
}
