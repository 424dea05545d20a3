//! The values of the booking form, and their validation.

use super::field::{Field, FieldFault, Step};
use bayside_api::Date;
use bayside_api::codes::{PlateKind, Salutation, Stay};
use bayside_api::dealer::Dealer;
use bayside_api::limits::{CONCERN_CHARS_MAX, MODEL_CHARS_MAX, PERSON_NAME_CHARS_MAX};
use bayside_api::person::Customer;
use bayside_api::vehicle::Vehicle;
use bayside_domain::country::Country;
use bayside_domain::phone::{Phone, PhoneError};
use bayside_domain::plate::{Plate, PlateError};
use bayside_domain::typed::{self, NumberError, is_han};
use bayside_domain::vin::{Vin, VinError};
use serde::{Deserialize, Serialize};

/// What was typed and chosen; survives reloads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Service ids, in the order of the catalogue.
    pub services: Vec<String>,
    /// What the customer notices, in their own words.
    pub concern: String,
    /// Whose rule the plate obeys.
    pub plate_kind: PlateKind,
    /// The province of a Chinese plate.
    pub province: String,
    /// The plate, for Chinese ones without the province.
    pub plate: String,
    /// The car's model as typed.
    pub model: String,
    /// Odometer, as typed.
    pub mileage: String,
    /// Vehicle identification number, may be empty.
    pub vin: String,
    /// How the customer stays.
    pub stay: Stay,
    /// The id of the only adviser wanted; `None` for any.
    pub adviser: Option<String>,
    /// The customer's name as typed.
    pub name: String,
    /// The form of address, as in 「王女士」.
    pub salutation: Option<Salutation>,
    /// Mobile number.
    pub phone: String,
    /// Whether the consent text is agreed to.
    pub consent: bool,
    /// Agreed to be greeted by name.
    pub display_name: bool,
    /// Agreed to reminders.
    pub marketing: bool,
    /// The date of the last service, as typed.
    pub last_date: String,
    /// The odometer at the last service, as typed.
    pub last_km: String,
    /// The date of the first registration, as typed.
    pub registered: String,
    /// The honeypot field: people do not see it, so only a program fills it in.
    #[serde(skip)]
    pub website: String,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            services: Vec::new(),
            concern: String::new(),
            plate_kind: PlateKind::Cn,
            province: "沪".to_owned(),
            plate: String::new(),
            model: String::new(),
            mileage: String::new(),
            vin: String::new(),
            stay: Stay::Wait,
            adviser: None,
            name: String::new(),
            salutation: None,
            phone: String::new(),
            consent: false,
            display_name: false,
            marketing: false,
            last_date: String::new(),
            last_km: String::new(),
            registered: String::new(),
            website: String::new(),
        }
    }
}

impl Draft {
    /// An empty draft by the rules of a dealer's country.
    pub fn for_country(country: Country) -> Self {
        Self { plate_kind: country.plate_kind(), ..Self::default() }
    }

    /// The whole plate, as it goes to the server.
    pub fn whole_plate(&self) -> String {
        match self.plate_kind {
            PlateKind::Cn if !starts_with_han(&self.plate) => format!("{}{}", self.province, self.plate.trim()),
            _ => self.plate.trim().to_owned(),
        }
    }

    /// Takes a whole plate apart as the form shows it.
    pub fn put_plate(&mut self, plate: &str) {
        let mut letters = plate.trim().chars();
        if self.plate_kind == PlateKind::Cn && starts_with_han(plate) {
            self.province = letters.next().map(String::from).unwrap_or_default();
        }
        self.plate = letters.collect();
    }

    /// The odometer in kilometres.
    pub fn mileage_km(&self) -> Option<u32> {
        kilometres(&self.mileage)
    }

    /// The car, as it goes to the server.
    pub fn vehicle(&self) -> Option<Vehicle> {
        Some(Vehicle {
            plate: self.whole_plate(),
            plate_kind: self.plate_kind,
            model: self.model.trim().to_owned(),
            mileage_km: self.mileage_km()?,
            vin: None,
            first_registered: Date::parse(&self.registered),
        })
    }

    /// The customer, as it goes to the server.
    pub fn customer(&self, locale: &str) -> Customer {
        Customer {
            name: self.name.trim().to_owned(),
            salutation: self.salutation,
            phone: self.phone.trim().to_owned(),
            email: None,
            locale: locale.to_owned(),
        }
    }

    /// The text of the honeypot field, if any.
    pub fn website(&self) -> Option<String> {
        Some(self.website.clone()).filter(|text| !text.is_empty())
    }

    /// What is wrong with the fields of a step, in their order.
    pub fn faults(&self, step: Step, country: Country) -> Vec<(Field, FieldFault)> {
        let mut found = Vec::new();
        let mut check = |field, fault: Option<FieldFault>| found.extend(fault.map(|fault| (field, fault)));
        match step {
            Step::Need => {
                check(Field::Services, self.services.is_empty().then_some(FieldFault::Required));
                check(Field::Concern, too_long(&typed::words(&self.concern), CONCERN_CHARS_MAX));
            }
            Step::Car => {
                check(Field::Plate, self.plate_fault());
                check(Field::Model, line_fault(&self.model, MODEL_CHARS_MAX));
                check(Field::Mileage, self.mileage_fault());
                check(Field::Vin, self.vin_fault());
            }
            Step::You => {
                check(Field::Name, line_fault(&self.name, PERSON_NAME_CHARS_MAX));
                check(Field::Phone, self.phone_fault(country));
                check(Field::Consent, (!self.consent).then_some(FieldFault::Required));
            }
            Step::When | Step::Done => {}
        }
        found
    }

    fn plate_fault(&self) -> Option<FieldFault> {
        if typed::line(&self.plate).is_empty() {
            return Some(FieldFault::Required);
        }
        let plate = self.whole_plate();
        let error = Plate::parse(self.plate_kind, &plate).err().map(PlateError::code)?;
        Some(FieldFault::of_code(error, count(&plate)))
    }

    fn mileage_fault(&self) -> Option<FieldFault> {
        match typed::kilometres(&self.mileage) {
            Ok(_) => None,
            Err(NumberError::Required) => Some(FieldFault::Required),
            Err(_) => Some(FieldFault::Format),
        }
    }

    fn vin_fault(&self) -> Option<FieldFault> {
        match Vin::parse(&self.vin) {
            Ok(_) | Err(VinError::Required) => None,
            Err(error) => Some(FieldFault::of_code(error.code(), count(&self.vin))),
        }
    }

    fn phone_fault(&self, country: Country) -> Option<FieldFault> {
        let error = Phone::parse(country, &self.phone).err().map(PhoneError::code)?;
        Some(FieldFault::of_code(error, typed::digits(&self.phone).len()))
    }

    /// The fault that the server found at a field.
    pub fn refused(&self, field: Field, code: &str) -> FieldFault {
        let typed = match field {
            Field::Plate => count(&self.whole_plate()),
            Field::Vin => count(&self.vin),
            Field::Phone => typed::digits(&self.phone).len(),
            _ => 0,
        };
        FieldFault::of_code(code, typed)
    }
}

/// The rules of a dealer's country.
pub fn country_of(dealer: &Dealer) -> Country {
    Country::from_code(&dealer.country).unwrap_or(Country::UNKNOWN)
}

/// An odometer reading, in kilometres.
pub fn kilometres(typed: &str) -> Option<u32> {
    typed::kilometres(typed).ok()
}

fn line_fault(text: &str, chars_max: usize) -> Option<FieldFault> {
    let line = typed::line(text);
    if line.is_empty() { Some(FieldFault::Required) } else { too_long(&line, chars_max) }
}

fn too_long(text: &str, chars_max: usize) -> Option<FieldFault> {
    (text.chars().count() > chars_max).then_some(FieldFault::TooLong)
}

fn starts_with_han(text: &str) -> bool {
    text.trim_start().starts_with(is_han)
}

/// Letters and digits, without dots, hyphens and spaces.
fn count(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
