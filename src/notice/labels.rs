//! Sentences of this page.

use crate::booking::field::{Field, FieldFault};
use crate::booking::labels;
use crate::i18n::{Language, td_string};
use bayside_api::triage::WarningLamp;
use bayside_domain::callback::CallbackTeam;
use bayside_domain::country::Country;

/// What is wrong with a field, and what to do.
pub fn fault(field: Field, fault: FieldFault, country: Country, locale: Language) -> String {
    match (field, fault) {
        (Field::Concern, FieldFault::Required) => td_string!(locale, notice.e_words).to_owned(),
        (Field::Consent, _) => td_string!(locale, notice.e_consent).to_owned(),
        _ => labels::fault(field, fault, country, locale),
    }
}

/// The symbol of a lamp on the dashboard (ISO 2575).
pub const fn lamp(lamp: WarningLamp) -> &'static str {
    match lamp {
        WarningLamp::Engine => "lamp-engine",
        WarningLamp::Oil => "lamp-oil",
        WarningLamp::Battery => "lamp-batt",
        WarningLamp::Brake => "lamp-brake",
        WarningLamp::Tyre => "lamp-tyre",
        WarningLamp::Coolant => "lamp-temp",
    }
}

/// Who calls, as the heading of the form.
pub fn wish(team: CallbackTeam, locale: Language) -> &'static str {
    match team {
        CallbackTeam::Adviser => td_string!(locale, notice.call_adviser),
        CallbackTeam::Technical => td_string!(locale, notice.call_technical),
    }
}

/// Who calls, as a promise.
pub fn promise(team: CallbackTeam, locale: Language) -> &'static str {
    match team {
        CallbackTeam::Adviser => td_string!(locale, notice.done_adviser),
        CallbackTeam::Technical => td_string!(locale, notice.done_technical),
    }
}

/// Who calls.
pub fn who(team: CallbackTeam, locale: Language) -> &'static str {
    match team {
        CallbackTeam::Adviser => td_string!(locale, notice.adviser),
        CallbackTeam::Technical => td_string!(locale, notice.technical),
    }
}

/// `R 5M8 T12`: as it is said at the telephone.
pub fn spelt(reference: &str) -> String {
    let letters: Vec<char> = reference.chars().collect();
    match letters.as_slice() {
        [first, rest @ ..] if rest.len() == 6 => {
            let (front, back) = rest.split_at(3);
            format!("{first} {} {}", front.iter().collect::<String>(), back.iter().collect::<String>())
        }
        _ => reference.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_spelt_in_threes() {
        assert_eq!(spelt("R5M8T12"), "R 5M8 T12");
        assert_eq!(spelt("7K4Q29"), "7K4Q29");
    }
}
