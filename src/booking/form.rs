//! The context of a page with fields of a person and a car, and its error messages, at the top and at each field.

use super::draft::country_of;
use super::edit::Edit;
use super::state::{Draft, Field, FieldFault};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::live;
use crate::ui::view;
use bayside_api::dealer::Dealer;
use bayside_domain::country::Country;
use leptos::prelude::*;
use std::sync::Arc;

/// The context of a page with fields of a person and a car.
#[derive(Clone, Copy)]
pub struct PersonFields {
    /// Whose page.
    pub dealer: Signal<Arc<Dealer>>,
    /// What was typed.
    pub draft: Memo<Draft>,
    /// What is wrong, in the order of the fields.
    pub faults: Memo<Vec<(Field, FieldFault)>>,
    /// What is typed or chosen.
    pub edit: Callback<Edit>,
    /// What is wrong, in words.
    pub say: fn(Field, FieldFault, Country, Language) -> String,
    /// The error message for missing consent in the summary at the top.
    pub ask_consent: fn(Language) -> &'static str,
}

impl PersonFields {
    /// A part of the draft that is followed.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, read: fn(&Draft) -> T) -> Memo<T> {
        Memo::new(move |_| self.draft.with(read))
    }

    /// What is wrong with a field, in words.
    pub fn error(self, field: Field) -> Signal<Option<String>> {
        let locale = use_lang().now();
        Signal::derive(move || self.fault(field).map(|fault| (self.say)(field, fault, self.country(), locale)))
    }

    /// The value of `aria-invalid` for a field.
    pub fn invalid(self, field: Field) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.fault(field).is_some().then_some("true"))
    }

    fn fault(self, field: Field) -> Option<FieldFault> {
        self.faults.with(|faults| faults.iter().find(|(at, _)| *at == field).map(|(_, fault)| *fault))
    }

    fn country(self) -> Country {
        self.dealer.with_untracked(|dealer| country_of(dealer))
    }
}

/// Every wrong field of the step, each a link to it.
#[component]
pub fn Errors(form: PersonFields) -> impl IntoView {
    let locale = use_lang().now();
    let say = move |(field, fault)| {
        let text = match field {
            Field::Consent => (form.ask_consent)(locale).to_owned(),
            _ => (form.say)(field, fault, form.country(), locale),
        };
        (field.id(), text)
    };
    live(move || errors(form.faults.get().into_iter().map(say).collect(), locale))
}

/// What is wrong, each a link to its control.
pub fn errors(found: Vec<(&'static str, String)>, locale: Language) -> Option<AnyView> {
    let title = match found.len() {
        0 => return None,
        1 => td_string!(locale, booking.errs_one).to_owned(),
        n => td_string!(locale, booking.errs_many, n = n),
    };
    let rows = found.into_iter().map(|(id, text)| {
        let to_field = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            crate::ui::focus::on(id);
        };
        view! { <li><a href=format!("#{id}") on:click=to_field>{text}</a></li> }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <div class="errs" role="alert" id="errors" tabindex="-1" data-test="errors"><b>{title}</b><ul>{rows}</ul></div>
        }
        .into_any(),
    )
}
