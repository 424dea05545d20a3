//! The stored content of a message that is not about a visit.

use super::{Document, Person};
use crate::appointment::Appointment;
use crate::codes::Salutation;
use crate::language::Language;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// The recipient of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name, as they wish to be called.
    pub name: String,
    /// How they are addressed, as in 「王女士」; `None` if they did not say.
    pub salutation: Option<Salutation>,
    /// The phone number as typed; obeys the rules of the dealer's country.
    pub phone: String,
    /// The mail address, which is used rather than the phone; `None` if they gave none.
    pub email: Option<String>,
    /// The language to write to them in.
    #[serde(deserialize_with = "Language::read_kept")]
    pub locale: Language,
}

impl From<Person> for Recipient {
    fn from(person: Person) -> Self {
        let Person { name, salutation, phone, email, locale, .. } = person;
        Self { name, salutation, phone, email, locale }
    }
}

/// The appointment that a message announces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// The id of the adviser who receives.
    pub adviser: String,
    /// The ids of the services.
    pub services: Vec<String>,
}

impl From<&Appointment> for Announcement {
    fn from(appointment: &Appointment) -> Self {
        let Appointment { start, ready_estimate, adviser, services, .. } = appointment.clone();
        Self { start, ready_estimate, adviser, services }
    }
}

/// The content of a message that is not about a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAbout {
    /// The recipient.
    pub to: Recipient,
    /// The offered appointment; stored flat, beside the other fields.
    #[serde(flatten)]
    pub announced: Announcement,
    /// The full address of the page on which the customer answers.
    pub link: String,
    /// Until when the time is held; after that the message is no longer sent.
    pub held_until: Instant,
}

impl Document for MessageAbout {
    const NAME: &'static str = "message";
}
