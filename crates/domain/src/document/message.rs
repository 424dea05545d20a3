//! What is stored of a message that speaks of no visit.

use super::{Document, Person};
use crate::appointment::Appointment;
use crate::language::Language;
use crate::time::Instant;
use crate::words::Salutation;
use serde::{Deserialize, Serialize};

/// Who is told.
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

/// What a message says of an appointment.
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

/// What a message is about that no visit says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageAbout {
    /// Who is told.
    pub to: Recipient,
    /// The time that is offered; what is stored has its fields beside these.
    #[serde(flatten)]
    pub announced: Announcement,
    /// Where the answer is given: a whole address.
    pub link: String,
    /// Until when the time is held; afterwards the message is not sent any more.
    pub held_until: Instant,
}

impl Document for MessageAbout {
    const NAME: &'static str = "message";
}
