//! The fields of a car and of a person, for every page that asks for them.

use super::event::Event;
use super::form::Form;
use super::state::Field;
use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Field as LabelledField, heard, live, tied};
use bayside_api::words::Salutation;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The model: one of the dealer's, or typed.
#[component]
pub fn Model(form: Form) -> impl IntoView {
    let locale = use_lang().now();
    let model = form.part(|draft| draft.model.clone());
    let models = move || {
        let models = form.dealer.with(|dealer| dealer.models.clone());
        models.into_iter().map(|model| view! { <option value=model></option> }).collect_view()
    };
    view! {
        <LabelledField
            id="model"
            label=td_string!(locale, booking.model)
            hint=td_string!(locale, booking.model_hint)
            error=form.error(Field::Model)
        >
            <input
                type="text"
                id="model"
                list="models"
                autocomplete="off"
                maxlength="60"
                aria-describedby="model-hint model-error"
                aria-invalid=form.invalid(Field::Model)
                prop:value=model
                on:input=heard(move |event| form.typed(Field::Model, event_target_value(&event)))
            />
            <datalist id="models">{live(models)}</datalist>
        </LabelledField>
    }
}

/// The odometer, roughly.
#[component]
pub fn Mileage(form: Form) -> impl IntoView {
    let locale = use_lang().now();
    let mileage = form.part(|draft| draft.mileage.clone());
    view! {
        <LabelledField
            id="km"
            label=td_string!(locale, booking.km)
            hint=td_string!(locale, booking.km_hint)
            error=form.error(Field::Mileage)
        >
            <span class="unit">
                <input
                    type="text"
                    id="km"
                    inputmode="numeric"
                    autocomplete="off"
                    maxlength="12"
                    aria-describedby="km-hint km-error"
                    aria-invalid=form.invalid(Field::Mileage)
                    prop:value=mileage
                    on:input=heard(move |event| form.typed(Field::Mileage, event_target_value(&event)))
                />
                <span>{td_string!(locale, booking.km_unit)}</span>
            </span>
        </LabelledField>
    }
}

/// The name.
#[component]
pub fn Name(form: Form) -> impl IntoView {
    let locale = use_lang().now();
    let name = form.part(|draft| draft.name.clone());
    view! {
        <LabelledField
            id="name"
            label=td_string!(locale, booking.name)
            error=form.error(Field::Name)
        >
            <input
                type="text"
                id="name"
                autocomplete="name"
                maxlength="60"
                aria-describedby="name-error"
                aria-invalid=form.invalid(Field::Name)
                prop:value=name
                on:input=heard(move |event| form.typed(Field::Name, event_target_value(&event)))
            />
        </LabelledField>
    }
}

/// 先生 or 女士, optional.
#[component]
pub fn FormOfAddress(form: Form) -> impl IntoView {
    let locale = use_lang().now();
    let chosen = form.part(|draft| draft.salutation);
    let chip = move |salutation: Salutation| {
        let on = move || chosen.get() == Some(salutation);
        let word = move || match salutation {
            Salutation::Mr => td_string!(locale, booking.mr),
            Salutation::Ms => td_string!(locale, booking.ms),
        };
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" name="salutation" data-test=format!("salutation-{salutation}") prop:checked=on on:change=heard(move |_| form.edit.run(Event::Salutation(salutation)))/>
                {live(word)}
            </label>
        }
    };
    view! {
        <fieldset class="sec tight">
            <legend>{td_string!(locale, booking.salutation)}" "<small>{td_string!(locale, ui.optional)}</small></legend>
            <div class="chips">{chip(Salutation::Ms)}{chip(Salutation::Mr)}</div>
        </fieldset>
    }
}

/// The mobile number.
#[component]
pub fn Phone(
    form: Form,
    /// What it is used for.
    hint: &'static str,
) -> impl IntoView {
    let phone = form.part(|draft| draft.phone.clone());
    let locale = use_lang().now();
    view! {
        <LabelledField
            id="phone"
            label=td_string!(locale, booking.phone)
            hint=hint
            error=form.error(Field::Phone)
        >
            <input
                type="tel"
                id="phone"
                autocomplete="tel"
                maxlength="24"
                aria-describedby="phone-hint phone-error"
                aria-invalid=form.invalid(Field::Phone)
                prop:value=phone
                on:input=heard(move |event| form.typed(Field::Phone, event_target_value(&event)))
            />
        </LabelledField>
    }
}
