//! The parameters of a link to the booking form: from an invitation, the widget, or another page of Bayside.

use crate::booking::draft::Draft;
use bayside_api::codes::{PlateKind, Stay};
use bayside_api::limits::{SOURCE_CHARS_MAX, UTM_VALUE_CHARS_MAX};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The campaign parameters that are kept.
const UTM: [&str; 5] = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];

/// Where a booking comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Named by the link: `invitation`, `widget`.
    pub source: Option<String>,
    /// Campaign parameters.
    pub utm: BTreeMap<String, String>,
}

/// The parameters of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkParams {
    origin: Origin,
    services: Vec<String>,
    concern: Option<String>,
    plate: Option<String>,
    plate_kind: Option<PlateKind>,
    model: Option<String>,
    km: Option<String>,
    stay: Option<Stay>,
    adviser: Option<String>,
}

impl LinkParams {
    /// Reads a link by its parameters. What the dealer does not know is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>, services: &[String], advisers: &[String]) -> Self {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
        let mut utm = BTreeMap::new();
        for name in UTM {
            if let Some(value) = get(name) {
                utm.insert(name.to_owned(), cut(value, UTM_VALUE_CHARS_MAX));
            }
        }
        let asked = get("services").unwrap_or_default();
        let asked: Vec<&str> = asked.split(',').collect();
        Self {
            origin: Origin { source: get("source").map(|source| cut(source, SOURCE_CHARS_MAX)), utm },
            services: services.iter().filter(|id| asked.contains(&id.as_str())).cloned().collect(),
            concern: get("concern"),
            plate: get("plate"),
            plate_kind: get("plate_kind").and_then(|kind| PlateKind::from_word(&kind)),
            model: get("model"),
            km: get("km"),
            stay: get("stay").and_then(|stay| Stay::from_word(&stay)),
            adviser: get("adviser").filter(|id| advisers.contains(id)),
        }
    }

    /// Where the booking comes from, if the link says.
    pub fn origin(&self) -> Option<&Origin> {
        Some(&self.origin).filter(|origin| **origin != Origin::default())
    }

    /// Whether anything is to be booked or filled in.
    pub fn fills(&self) -> bool {
        *self != Self { origin: self.origin.clone(), ..Self::default() }
    }

    /// Fills the parameters into the form; other fields stay as they are.
    pub fn fill(self, draft: &mut Draft) {
        let put = |place: &mut String, brought: Option<String>| {
            if let Some(brought) = brought {
                *place = brought;
            }
        };
        if !self.services.is_empty() {
            draft.services = self.services;
        }
        put(&mut draft.concern, self.concern);
        put(&mut draft.model, self.model);
        put(&mut draft.mileage, self.km);
        draft.plate_kind = self.plate_kind.unwrap_or(draft.plate_kind);
        draft.stay = self.stay.unwrap_or(draft.stay);
        draft.adviser = self.adviser.or(draft.adviser.take());
        if let Some(plate) = self.plate {
            draft.put_plate(&plate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::country::Country;

    fn read(link: &[(&str, &str)]) -> LinkParams {
        let get = |name: &str| link.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        LinkParams::read(get, &["oil".to_owned(), "tyres".to_owned()], &["li-min".to_owned()])
    }

    fn filled(link: &[(&str, &str)]) -> Draft {
        let mut draft =
            Draft { name: "王怡".to_owned(), concern: "old".to_owned(), ..Draft::for_country(Country::Cn) };
        read(link).fill(&mut draft);
        draft
    }

    #[test]
    fn an_invitation_fills_in_the_car_and_the_job() {
        let draft = filled(&[("services", "tyres,oil"), ("plate", "苏E·12345"), ("model", "Lavida"), ("km", "58600")]);
        assert_eq!(draft.services, ["oil", "tyres"], "in the order of the catalogue");
        assert_eq!((draft.province.as_str(), draft.plate.as_str()), ("苏", "E·12345"));
        assert_eq!((draft.model.as_str(), draft.mileage.as_str()), ("Lavida", "58600"));
        assert_eq!((draft.name.as_str(), draft.concern.as_str()), ("王怡", "old"), "what was typed stays");
    }

    #[test]
    fn what_the_dealer_does_not_know_is_left_out() {
        let strange = [("services", "rocket"), ("adviser", "nobody"), ("stay", "forever"), ("plate_kind", "moon")];
        assert!(!read(&strange).fills());
        assert_eq!(read(&strange).origin(), None);
    }

    #[test]
    fn the_source_and_the_campaign_are_kept_within_their_limits() {
        let long = "x".repeat(300);
        let brought = read(&[("source", "invitation"), ("utm_medium", &long), ("utm_other", "no")]);
        assert!(!brought.fills());
        let origin = brought.origin().expect("an origin");
        assert_eq!(origin.source.as_deref(), Some("invitation"));
        assert_eq!(origin.utm.len(), 1);
        assert_eq!(origin.utm["utm_medium"].len(), UTM_VALUE_CHARS_MAX);
    }
}
