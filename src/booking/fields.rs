//! The fields of a car and of a person, for every page that asks for them.

use super::edit::Edit;
use super::form::PersonFields;
use super::state::{Draft, Field};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Field as LabelledField, Icon, heard, live, tied};
use bayside_api::codes::Salutation;
use leptos::prelude::*;

/// A control for one line of text.
#[derive(Clone, Copy)]
pub struct Line {
    field: Field,
    text: fn(&Draft) -> String,
    /// The ids of what is said about it.
    described: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    list: Option<&'static str>,
    class: Option<&'static str>,
    capitals: Option<&'static str>,
}

impl Line {
    const fn new(field: Field, described: &'static str, text: fn(&Draft) -> String) -> Self {
        Self {
            field,
            text,
            described,
            kind: "text",
            autocomplete: "off",
            inputmode: None,
            list: None,
            class: None,
            capitals: None,
        }
    }

    /// The control.
    pub fn input(self, form: PersonFields) -> AnyView {
        let Self { field, kind, .. } = self;
        let value = form.part(self.text);
        view! {
            <input
                type=kind
                id=field.id()
                class=self.class
                list=self.list
                inputmode=self.inputmode
                autocomplete=self.autocomplete
                autocapitalize=self.capitals
                spellcheck=self.capitals.map(|_| "false")
                aria-describedby=self.described
                aria-invalid=form.invalid(field)
                prop:value=value
                on:input=heard(move |event| form.edit.run(Edit::Typed(field, event_target_value(&event))))
            />
        }
        .into_any()
    }
}

/// The plate, for Chinese ones without the province.
pub const PLATE: Line = Line {
    capitals: Some("characters"),
    ..Line::new(Field::Plate, "plate-hint plate-help plate-error", |draft| draft.plate.clone())
};
/// The vehicle identification number.
pub const VIN: Line = Line {
    class: Some("vin"),
    capitals: Some("characters"),
    ..Line::new(Field::Vin, "vin-hint vin-doubt vin-error", |draft| draft.vin.clone())
};
const MODEL: Line =
    Line { list: Some("models"), ..Line::new(Field::Model, "model-hint model-error", |draft| draft.model.clone()) };
const MILEAGE: Line =
    Line { inputmode: Some("numeric"), ..Line::new(Field::Mileage, "km-hint km-error", |draft| draft.mileage.clone()) };
const NAME: Line = Line { autocomplete: "name", ..Line::new(Field::Name, "name-error", |draft| draft.name.clone()) };
const PHONE: Line = Line {
    kind: "tel",
    autocomplete: "tel",
    ..Line::new(Field::Phone, "phone-hint phone-error", |draft| draft.phone.clone())
};

/// The model: one of the dealer's, or typed.
#[component]
pub fn Model(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
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
            <span class="unit">{MODEL.input(form)}<Icon name="down"/></span>
            <datalist id="models">{live(models)}</datalist>
        </LabelledField>
    }
}

/// The odometer, roughly.
#[component]
pub fn Mileage(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <LabelledField
            id="km"
            label=td_string!(locale, booking.km)
            hint=td_string!(locale, booking.km_hint)
            error=form.error(Field::Mileage)
        >
            <span class="unit">{MILEAGE.input(form)}<span>{td_string!(locale, booking.km_unit)}</span></span>
        </LabelledField>
    }
}

/// The control of the customer's own words.
pub fn own_words(form: PersonFields) -> AnyView {
    let concern = form.part(|draft| draft.concern.clone());
    view! {
        <textarea
            id="concern"
            rows="2"
            aria-describedby="concern-hint concern-error"
            aria-invalid=form.invalid(Field::Concern)
            prop:value=concern
            on:input=heard(move |event| form.edit.run(Edit::Typed(Field::Concern, event_target_value(&event))))
        ></textarea>
    }
    .into_any()
}

/// What else is to be told, in the customer's own words.
#[component]
pub fn Concern(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <LabelledField
            id="concern"
            label=td_string!(locale, booking.concern)
            aside=td_string!(locale, ui.optional)
            hint=td_string!(locale, booking.concern_hint)
            error=form.error(Field::Concern)
        >
            {own_words(form)}
        </LabelledField>
    }
}

/// The name.
#[component]
pub fn Name(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <LabelledField id="name" label=td_string!(locale, booking.name) error=form.error(Field::Name)>
            {NAME.input(form)}
        </LabelledField>
    }
}

/// 先生 or 女士, optional.
#[component]
pub fn FormOfAddress(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    let chosen = form.part(|draft| draft.salutation);
    let chip = move |salutation: Salutation| {
        let on = move || chosen.get() == Some(salutation);
        let word = locale.title(salutation);
        view! {
            <label class="chip" data-on=tied(move || on().then_some(""))>
                <input type="radio" name="salutation" data-test=format!("salutation-{salutation}") prop:checked=on on:change=heard(move |_| form.edit.run(Edit::Salutation(salutation)))/>
                {word}
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
    form: PersonFields,
    /// What it is used for.
    hint: &'static str,
) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <LabelledField id="phone" label=td_string!(locale, booking.phone) hint=hint error=form.error(Field::Phone)>
            {PHONE.input(form)}
        </LabelledField>
    }
}

/// The honeypot field, which people do not see. If it is filled in, the request is marked for the desk, not refused.
#[component]
pub fn Unseen(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <label class="vh" aria-hidden="true">
            {td_string!(locale, booking.website)}
            <input
                type="text"
                name="website"
                tabindex="-1"
                autocomplete="off"
                on:input=heard(move |event| form.edit.run(Edit::Website(event_target_value(&event))))
            />
        </label>
    }
}

/// The consent boxes. None is ticked beforehand.
#[component]
pub fn Consents(
    form: PersonFields,
    /// What is agreed to, of which dealer, for how many months.
    sentence: fn(Language, String, u32) -> String,
    /// What else may be agreed to.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let locale = use_lang().now();
    let consent = form.part(|draft| draft.consent);
    let error = form.error(Field::Consent);
    let sentence =
        move || form.dealer.with(|dealer| sentence(locale, dealer.name.clone(), dealer.consent.retention_months));
    view! {
        <fieldset class="sec ticks">
            <legend class="vh">{td_string!(locale, booking.consent_group)}</legend>
            <label class="tick">
                <input
                    type="checkbox"
                    id="consent"
                    aria-describedby="consent-error"
                    aria-invalid=form.invalid(Field::Consent)
                    prop:checked=consent
                    on:change=heard(move |event| form.edit.run(Edit::Consent(event_target_checked(&event))))
                />
                <span>{live(sentence)}</span>
            </label>
            <span id="consent-error" class="errbox">
                {live(move || error.get().map(|text| view! { <span class="err"><Icon name="stop"/><span>{text}</span></span> }))}
            </span>
            <details>
                <summary>{td_string!(locale, booking.consent_more)}<Icon name="down" class="turn"/></summary>
                <p class="soft">{live(move || form.dealer.with(|dealer| dealer.consent.text.clone()))}</p>
            </details>
            {children.map(|children| children())}
        </fieldset>
    }
}
