//! The form state of a booking by phone.

use bayside_api::FieldError;
use bayside_api::booking::{BookingRequest, Slot};
use bayside_api::callback::DeskCallback;
use bayside_api::codes::{PlateKind, Stay};
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::vehicle::Vehicle;
use bayside_domain::country::Country;
use bayside_domain::typed::{self, NumberError};

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Licence plate.
    pub plate: String,
    /// The phone number as typed.
    pub phone: String,
    /// The name as typed.
    pub name: String,
    /// E-mail, if they want messages there.
    pub email: String,
    /// The language of messages to them; empty is the dealer's own.
    pub locale: String,
    /// The car's model as typed.
    pub model: String,
    /// Kilometres on the clock, as typed.
    pub km: String,
    /// In the customer's own words.
    pub concern: String,
    /// Service ids.
    pub services: Vec<String>,
    /// The customer agrees to the use of these details.
    pub agreed: bool,
}

/// The dealer's settings that a phone booking needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingDefaults {
    /// Which rule plates obey.
    pub plate_kind: PlateKind,
    /// The language of messages unless the customer wants another.
    pub locale: String,
    /// Version of the consent.
    pub consent_version: String,
}

impl BookingDefaults {
    /// The settings from the dealer's public data; `country` is an ISO 3166-1 code.
    pub fn of(country: &str, locales: &[String], consent_version: &str) -> Self {
        Self {
            plate_kind: Country::from_code(country).unwrap_or(Country::UNKNOWN).plate_kind(),
            locale: locales.first().cloned().unwrap_or_default(),
            consent_version: consent_version.to_owned(),
        }
    }
}

impl Draft {
    /// What a customer who asked to be called has told already; their name is asked for, it is not in the list.
    pub fn of_callback(callback: &DeskCallback) -> Self {
        Self {
            plate: callback.plate.clone(),
            phone: callback.phone.clone(),
            locale: callback.locale.clone(),
            model: callback.model.clone(),
            km: Some(callback.mileage_km).filter(|km| *km > 0).map(|km| km.to_string()).unwrap_or_default(),
            concern: callback.concern.clone(),
            ..Self::default()
        }
    }

    /// The booking to be sent, with an offer or without (a manager's override); or what is missing.
    pub fn request(
        &self,
        defaults: &BookingDefaults,
        stay: Stay,
        offer: Option<String>,
        adviser: Option<String>,
    ) -> Result<BookingRequest, Vec<FieldError>> {
        let mut wrong = Vec::new();
        let mut needs = |pointer: &str, text: &str| {
            if text.trim().is_empty() {
                wrong.push(FieldError { pointer: pointer.to_owned(), code: "required".to_owned() });
            }
        };
        needs("/vehicle/plate", &self.plate);
        needs("/customer/phone", &self.phone);
        needs("/customer/name", &self.name);
        needs("/vehicle/model", &self.model);
        needs("/services", &self.services.concat());
        needs("/consent", if self.agreed { "yes" } else { "" });
        let mileage_km = match typed::kilometres(&self.km) {
            Err(NumberError::Required) => Some(0),
            read => read.ok(),
        };
        if mileage_km.is_none() {
            wrong.push(FieldError { pointer: "/vehicle/mileage_km".to_owned(), code: "number".to_owned() });
        }
        let (Some(mileage_km), true) = (mileage_km, wrong.is_empty()) else { return Err(wrong) };
        Ok(BookingRequest {
            hold: None,
            offer,
            services: self.services.clone(),
            concern: self.concern.trim().to_owned(),
            vehicle: Vehicle {
                first_registered: None,
                plate: self.plate.trim().to_owned(),
                plate_kind: defaults.plate_kind,
                model: self.model.trim().to_owned(),
                mileage_km,
                vin: None,
            },
            customer: Customer {
                name: self.name.trim().to_owned(),
                salutation: None,
                phone: self.phone.trim().to_owned(),
                email: Some(self.email.trim().to_owned()).filter(|email| !email.is_empty()),
                locale: Some(self.locale.clone())
                    .filter(|locale| !locale.is_empty())
                    .unwrap_or(defaults.locale.clone()),
            },
            stay,
            adviser,
            consent: ConsentGiven { version: defaults.consent_version.clone(), marketing: false, display_name: false },
            source: Some("phone".to_owned()),
            utm: None,
            website: None,
            filled_seconds: None,
        })
    }
}

/// A field of the booking by phone as a field of what is typed.
pub fn within(error: FieldError) -> FieldError {
    let pointer = error.pointer.strip_prefix("/booking").unwrap_or(&error.pointer).to_owned();
    FieldError { pointer, ..error }
}

/// The slot that stays chosen when the times are read anew: the same start, else the nearest, else the first.
pub fn keep(slots: &[Slot], chosen_ms: Option<i64>) -> Option<usize> {
    let wanted = chosen_ms.or_else(|| slots.first().map(|slot| slot.start.epoch_ms()))?;
    (0..slots.len()).min_by_key(|at| (slots[*at].start.epoch_ms() - wanted).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> Draft {
        Draft {
            plate: " 沪A12345 ".into(),
            phone: "13812345678".into(),
            name: "王小明".into(),
            model: "朗逸".into(),
            km: "５８,200".into(),
            services: vec!["oil".into()],
            agreed: true,
            ..Draft::default()
        }
    }

    fn defaults() -> BookingDefaults {
        BookingDefaults::of("CN", &["zh-CN".to_owned(), "en".to_owned()], "2026-11")
    }

    #[test]
    fn what_was_typed_becomes_a_booking() {
        let request = typed().request(&defaults(), Stay::Wait, Some("offer".into()), None).expect("nothing is missing");
        assert_eq!((request.vehicle.plate.as_str(), request.vehicle.mileage_km), ("沪A12345", 58_200));
        assert_eq!((request.customer.locale.as_str(), request.consent.version.as_str()), ("zh-CN", "2026-11"));
        assert!(!request.consent.marketing, "nobody agrees to more than was asked");
        assert_eq!(request.customer.email, None);
        let draft = Draft { email: " li@example.org ".into(), locale: "en".into(), ..typed() };
        let customer = draft.request(&defaults(), Stay::Wait, None, None).expect("nothing is missing").customer;
        assert_eq!((customer.email.as_deref(), customer.locale.as_str()), (Some("li@example.org"), "en"));
    }

    #[test]
    fn a_field_of_the_booking_is_one_of_what_is_typed() {
        let at = |pointer: &str| FieldError { pointer: pointer.into(), code: "required".into() };
        assert_eq!(within(at("/booking/vehicle/plate")), at("/vehicle/plate"));
        assert_eq!(within(at("/overriding/start")), at("/overriding/start"));
    }

    #[test]
    fn every_field_that_is_missing_is_named_at_once() {
        let wrong = Draft { km: "many".into(), ..Draft::default() }.request(&defaults(), Stay::Wait, None, None);
        let pointers: Vec<String> =
            wrong.expect_err("much is missing").into_iter().map(|error| error.pointer).collect();
        assert_eq!(pointers.len(), 7, "{pointers:?}");
        let no_yes = Draft { agreed: false, ..typed() }.request(&defaults(), Stay::Wait, None, None);
        assert_eq!(no_yes.expect_err("consent is missing")[0].pointer, "/consent");
    }

    #[test]
    fn nothing_is_chosen_where_nothing_is_free() {
        assert_eq!(keep(&[], None), None);
        assert_eq!(keep(&[], Some(5)), None);
    }
}
