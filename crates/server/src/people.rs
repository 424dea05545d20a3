//! Checking who books and with which car: every wrong field is named.

use crate::config::is_mail_address;
use crate::dealers::Dealer;
use crate::extract::checked_len;
use crate::store::Person;
use bayside_api::booking::{ConsentGiven, Customer, Vehicle};
use bayside_api::problem::{FieldError, Problem};
use bayside_domain::mask::{DisplayName, MaskedPhone, MaskedPlate};
use bayside_domain::phone::Phone;
use bayside_domain::plate::Plate;
use bayside_domain::time::Instant;
use bayside_domain::vin::Vin;
use std::collections::BTreeMap;

/// The longest odometer reading that is believed.
pub const MILEAGE_KM_MAX: u32 = 2_000_000;
/// The longest concern, in characters.
const CONCERN_CHARS_MAX: usize = 2000;
/// How many campaign parameters are kept.
const UTM_MAX: usize = 10;

/// What a booking or walk-in says of a person and a car.
pub struct Said {
    /// Own words.
    pub concern: String,
    /// The car.
    pub vehicle: Vehicle,
    /// Who.
    pub customer: Customer,
    /// Agreed to.
    pub consent: ConsentGiven,
    /// From where.
    pub source: Option<String>,
    /// Campaign.
    pub utm: BTreeMap<String, String>,
}

impl Said {
    /// Checks everything, notes what is wrong, and gives the person as they are kept.
    pub fn check(self, dealer: &Dealer, now: Instant, problem: &mut Problem) -> Option<Person> {
        let before = problem.errors.len();
        let wrong = |problem: &mut Problem, pointer: &str, code: &str| {
            problem.errors.push(FieldError { pointer: pointer.to_owned(), code: code.to_owned() });
        };
        checked_len("/concern", &self.concern, 0, CONCERN_CHARS_MAX, problem);
        let plate = Plate::parse(self.vehicle.plate_kind, &self.vehicle.plate);
        if let Err(error) = &plate {
            wrong(problem, "/vehicle/plate", error.code());
        }
        checked_len("/vehicle/model", &self.vehicle.model, 1, 80, problem);
        if self.vehicle.mileage_km > MILEAGE_KM_MAX {
            wrong(problem, "/vehicle/mileage_km", "too-large");
        }
        if self.vehicle.first_registered.is_some_and(|date| date.0 > dealer.date(now)) {
            wrong(problem, "/vehicle/first_registered", "future");
        }
        let vin = match self.vehicle.vin.as_deref().map(str::trim).filter(|vin| !vin.is_empty()).map(Vin::parse) {
            Some(Err(error)) => {
                wrong(problem, "/vehicle/vin", error.code());
                None
            }
            Some(Ok(vin)) => Some(vin.as_str().to_owned()),
            None => None,
        };
        checked_len("/customer/name", &self.customer.name, 1, 60, problem);
        let phone = Phone::parse(dealer.file.country, &self.customer.phone);
        if let Err(error) = &phone {
            wrong(problem, "/customer/phone", error.code());
        }
        let email = self.customer.email.as_deref().map(str::trim).filter(|email| !email.is_empty());
        if email.is_some_and(|email| !is_mail_address(email)) {
            wrong(problem, "/customer/email", "email-format");
        }
        if !dealer.file.locales.contains(&self.customer.locale) {
            wrong(problem, "/customer/locale", "unknown-locale");
        }
        if self.consent.version != dealer.file.consent.version {
            wrong(problem, "/consent/version", "consent-version");
        }
        if let Some(source) = &self.source {
            checked_len("/source", source, 0, 80, problem);
        }
        if self.utm.len() > UTM_MAX {
            wrong(problem, "/utm", "too-many");
        }
        for (name, value) in &self.utm {
            if name.len() > 40 || value.chars().count() > 200 || !name.starts_with("utm_") {
                wrong(problem, &format!("/utm/{name}"), "invalid");
            }
        }
        let (Ok(plate), Ok(phone)) = (plate, phone) else { return None };
        (problem.errors.len() == before).then(|| Person {
            name: self.customer.name.trim().to_owned(),
            salutation: self.customer.salutation,
            phone: phone.as_str().to_owned(),
            email: email.map(str::to_owned),
            locale: self.customer.locale.clone(),
            plate: plate.to_string(),
            plate_kind: plate.kind(),
            model: self.vehicle.model.trim().to_owned(),
            mileage_km: self.vehicle.mileage_km,
            vin,
            concern: self.concern.trim().to_owned(),
            consent_version: self.consent.version.clone(),
            consent_at: now,
            marketing: self.consent.marketing,
            display_name: self.consent.display_name,
            source: self.source.filter(|source| !source.is_empty()),
            utm: self.utm,
            follow_up: None,
            marks: Vec::new(),
        })
    }
}

/// A person's masked plate; what was kept parses.
pub fn masked_plate(person: &Person) -> Option<MaskedPlate> {
    Plate::parse(person.plate_kind, &person.plate).ok().map(|plate| MaskedPlate::of(&plate))
}

/// A person's masked phone.
pub fn masked_phone(dealer: &Dealer, person: &Person) -> String {
    masked_phone_of(dealer, &person.phone)
}

/// A phone that was kept, masked.
pub fn masked_phone_of(dealer: &Dealer, phone: &str) -> String {
    Phone::parse(dealer.file.country, phone).map(|phone| MaskedPhone::of(&phone).to_string()).unwrap_or_default()
}

/// How a person is addressed on pages of their own and at the desk.
pub fn addressed_as(person: &Person, locale: &str) -> String {
    DisplayName::of(&person.name, person.salutation, locale).to_string()
}
