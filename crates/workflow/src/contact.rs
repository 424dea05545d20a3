//! Validation of customer and car; every wrong field is reported.

use crate::dealers::Dealer;
use crate::failure::FieldChecks;
use crate::failure::escaped;
use bayside_domain::codes::{PlateKind, Salutation};
use bayside_domain::document::Person;
use bayside_domain::language::Language;
use bayside_domain::limits::{
    CONCERN_CHARS_MAX, MILEAGE_KM_MAX, MODEL_CHARS_MAX, SOURCE_CHARS_MAX, UTM_MAX, UTM_NAME_CHARS_MAX,
    UTM_VALUE_CHARS_MAX,
};
use bayside_domain::mask::{DisplayName, MaskedPhone, MaskedPlate};
use bayside_domain::phone::Phone;
use bayside_domain::plate::Plate;
use bayside_domain::time::Instant;
use bayside_domain::typed::{is_line, line, mail_address};
use bayside_domain::vin::{Vin, VinError};

use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The unchecked input of a car.
#[derive(Debug, Clone)]
pub struct VehicleInput {
    /// Licence plate.
    pub plate: String,
    /// Which rule the plate obeys.
    pub plate_kind: PlateKind,
    /// Model, free text.
    pub model: String,
    /// Odometer, kilometres; 0 where nobody knew it.
    pub mileage_km: u32,
    /// Vehicle identification number; a wrong check digit warns, never blocks.
    pub vin: Option<String>,
    /// When it was first registered, if known. It is not kept.
    pub first_registered: Option<NaiveDate>,
}

/// The unchecked input of a person.
#[derive(Debug, Clone)]
pub struct CustomerInput {
    /// The name, as they wish to be called.
    pub name: String,
    /// The form of address, as in 「王女士」.
    pub salutation: Option<Salutation>,
    /// Mobile number.
    pub phone: String,
    /// The e-mail address, for the confirmation.
    pub email: Option<String>,
    /// The language, a BCP 47 tag; one of the dealer's.
    pub locale: String,
}

/// The unchecked input of the consent.
#[derive(Debug, Clone)]
pub struct ConsentInput {
    /// The version of the consent text.
    pub version: String,
    /// Whether reminders and offers may be sent.
    pub marketing: bool,
    /// Whether 「王女士」 may be shown on the welcome sign and in the lounge.
    pub display_name: bool,
}

/// The customer, the car and the consent of a request.
#[derive(Debug, Clone)]
pub struct ContactInput {
    /// The customer's own words.
    pub concern: String,
    /// The car.
    pub vehicle: VehicleInput,
    /// The customer.
    pub customer: CustomerInput,
    /// What they agreed to.
    pub consent: ConsentInput,
    /// The source of the request, e.g. `widget:hero`.
    pub source: Option<String>,
    /// Campaign parameters, by name.
    pub utm: BTreeMap<String, String>,
}

impl ContactInput {
    /// Checks all fields, reports wrong ones, and returns the person to be stored.
    pub fn check(mut self, dealer: &Dealer, now: Instant, checks: &mut FieldChecks) -> Option<Person> {
        let before = checks.count();
        checks.text("/concern", &mut self.concern, 0, CONCERN_CHARS_MAX);
        let plate = Plate::parse(self.vehicle.plate_kind, &self.vehicle.plate);
        if let Err(error) = &plate {
            checks.wrong("/vehicle/plate", error.code());
        }
        checks.line("/vehicle/model", &mut self.vehicle.model, 1, MODEL_CHARS_MAX);
        if self.vehicle.mileage_km > MILEAGE_KM_MAX {
            checks.wrong("/vehicle/mileage_km", "too-large");
        }
        if self.vehicle.first_registered.is_some_and(|date| date > dealer.date(now)) {
            checks.wrong("/vehicle/first_registered", "future");
        }
        let vin = match self.vehicle.vin.as_deref().map(Vin::parse) {
            Some(Err(VinError::Required)) | None => None,
            Some(Err(error)) => {
                checks.wrong("/vehicle/vin", error.code());
                None
            }
            Some(Ok(vin)) => Some(vin.as_str().to_owned()),
        };
        checks.name("/customer/name", &mut self.customer.name);
        let phone = Phone::parse(dealer.file.country, &self.customer.phone);
        if let Err(error) = &phone {
            checks.wrong("/customer/phone", error.code());
        }
        let typed = self.customer.email.as_deref().filter(|typed| !line(typed).is_empty());
        let email = typed.and_then(mail_address);
        checks.check(typed.is_none() || email.is_some(), "/customer/email", "email-format");
        let language = Language::from_word(&self.customer.locale).filter(|asked| dealer.file.locales.contains(asked));
        if language.is_none() {
            checks.wrong("/customer/locale", "unknown-locale");
        }
        if self.consent.version != dealer.file.consent.version {
            checks.wrong("/consent/version", "consent-version");
        }
        if let Some(source) = &mut self.source {
            checks.line("/source", source, 0, SOURCE_CHARS_MAX);
        }
        if self.utm.len() > UTM_MAX {
            checks.wrong("/utm", "too-many");
        }
        for (name, value) in &self.utm {
            if name.len() > UTM_NAME_CHARS_MAX
                || value.chars().count() > UTM_VALUE_CHARS_MAX
                || !name.starts_with("utm_")
                || !is_line(name)
                || !is_line(value)
            {
                checks.wrong(format!("/utm/{}", escaped(name)), "invalid");
            }
        }
        let (Ok(plate), Ok(phone), Some(language)) = (plate, phone, language) else { return None };
        (checks.count() == before).then(|| Person {
            name: self.customer.name,
            salutation: self.customer.salutation,
            phone: phone.as_str().to_owned(),
            email,
            locale: language,
            plate: plate.to_string(),
            plate_kind: plate.kind(),
            model: self.vehicle.model,
            mileage_km: self.vehicle.mileage_km,
            vin,
            concern: self.concern,
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

/// A person's masked plate.
pub fn masked_plate(person: &Person) -> Option<MaskedPlate> {
    Plate::parse(person.plate_kind, &person.plate).ok().map(|plate| MaskedPlate::of(&plate))
}

/// A person's masked phone.
pub fn masked_phone(dealer: &Dealer, person: &Person) -> String {
    masked_phone_of(dealer, &person.phone)
}

/// A stored phone number, masked.
pub fn masked_phone_of(dealer: &Dealer, phone: &str) -> String {
    Phone::parse(dealer.file.country, phone).map(|phone| MaskedPhone::of(&phone).to_string()).unwrap_or_default()
}

/// A mail address, masked: `l***@example.org`.
pub fn masked_mail(address: &str) -> String {
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}***@{domain}", name.chars().next().map(String::from).unwrap_or_default())
}

/// How a person is addressed on pages of their own and at the desk.
pub fn addressed_as(person: &Person, language: Language) -> String {
    DisplayName::of(&person.name, person.salutation, language).to_string()
}
