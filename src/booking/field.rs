//! The steps and fields of the form, and what can be wrong with a field.

use bayside_domain::car_criteria::NotForCar;
use serde::{Deserialize, Serialize};

/// One of the five steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// What is needed.
    Need,
    /// Which car.
    Car,
    /// When to come.
    When,
    /// Who comes.
    You,
    /// What was confirmed.
    Done,
}

impl Step {
    /// The steps, in order.
    pub const ALL: [Self; 5] = [Self::Need, Self::Car, Self::When, Self::You, Self::Done];

    /// The index of the step, from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The anchor after `#` in the page's address.
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::Need => "need",
            Self::Car => "car",
            Self::When => "when",
            Self::You => "you",
            Self::Done => "done",
        }
    }
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The chosen jobs.
    Services,
    /// Own words.
    Concern,
    /// Licence plate.
    Plate,
    /// The car's model.
    Model,
    /// Kilometres on the clock.
    Mileage,
    /// Vehicle identification number.
    Vin,
    /// The customer's name.
    Name,
    /// Mobile number.
    Phone,
    /// The agreement to the consent text.
    Consent,
}

impl Field {
    /// In the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Services,
        Self::Concern,
        Self::Plate,
        Self::Model,
        Self::Mileage,
        Self::Vin,
        Self::Name,
        Self::Phone,
        Self::Consent,
    ];

    /// The step that asks for it.
    pub const fn step(self) -> Step {
        match self {
            Self::Services | Self::Concern => Step::Need,
            Self::Plate | Self::Model | Self::Mileage | Self::Vin => Step::Car,
            Self::Name | Self::Phone | Self::Consent => Step::You,
        }
    }

    /// The id of its control, where a link in the error summary leads.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Concern => "concern",
            Self::Plate => "plate",
            Self::Model => "model",
            Self::Mileage => "km",
            Self::Vin => "vin",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Consent => "consent",
        }
    }

    /// The field that a pointer of the server's answer means.
    pub fn at(pointer: &str) -> Option<Self> {
        Some(match pointer {
            "/concern" => Self::Concern,
            "/vehicle/plate" | "/vehicle/plate_kind" => Self::Plate,
            "/vehicle/model" => Self::Model,
            "/vehicle/mileage_km" => Self::Mileage,
            "/vehicle/vin" => Self::Vin,
            "/customer/name" => Self::Name,
            "/customer/phone" => Self::Phone,
            _ if pointer == "/services" || pointer.starts_with("/services/") => Self::Services,
            _ if pointer == "/consent" || pointer.starts_with("/consent/") => Self::Consent,
            _ => return None,
        })
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing was given.
    Required,
    /// The text is too long.
    TooLong,
    /// The plate's first character is no province.
    Province,
    /// Too few or too many characters or digits, with the number that was typed.
    Length(usize),
    /// A character that cannot stand there.
    Format,
    /// The job is not for this model.
    NotForModel,
    /// The job is not for cars of this mileage.
    NotForMileage,
    /// The job is not for cars of this age.
    NotForAge,
    /// Refused by the server for another reason.
    Refused,
}

impl From<NotForCar> for FieldFault {
    fn from(unfit: NotForCar) -> Self {
        match unfit {
            NotForCar::Model => Self::NotForModel,
            NotForCar::Mileage => Self::NotForMileage,
            NotForCar::Age => Self::NotForAge,
        }
    }
}

impl FieldFault {
    /// The fault for an error code of the server; `typed` is the number of typed characters.
    pub fn of_code(code: &str, typed: usize) -> Self {
        match code {
            "required" => Self::Required,
            "too-long" => Self::TooLong,
            "plate-province" => Self::Province,
            "plate-length" | "vin-length" | "phone-length" => Self::Length(typed),
            "not-for-model" => Self::NotForModel,
            "not-for-mileage" => Self::NotForMileage,
            "not-for-age" => Self::NotForAge,
            "plate-format" | "vin-format" | "phone-format" | "name-format" => Self::Format,
            _ => Self::Refused,
        }
    }
}
