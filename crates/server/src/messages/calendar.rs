//! A booking as calendars read it (RFC 5545), and as mails invite to it (RFC 5546, RFC 6047).

use bayside_domain::time::Instant;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// A booking as an entry of a calendar.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The same for the booking's whole life.
    pub uid: String,
    /// The title of the entry.
    pub summary: String,
    /// Some lines.
    pub description: String,
    /// Where to come to, one line.
    pub location: String,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// When it was written.
    pub stamp: Instant,
    /// Rises with every change.
    pub sequence: u32,
    /// Was given up.
    pub is_cancelled: bool,
    /// The private page.
    pub link: String,
}

/// Who invites and who is invited, each with name and mail address.
#[derive(Debug, Clone)]
pub struct Parties {
    /// The dealer.
    pub organizer: (String, String),
    /// The customer.
    pub attendee: (String, String),
}

/// What a calendar does with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Keeps it; nobody answers.
    Publish,
    /// Invites, or changes what was invited to.
    Request,
    /// Takes it out.
    Cancel,
}

impl Method {
    /// The word of RFC 5546.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// The file.
pub fn file(entry: &Entry, method: Method, parties: Option<&Parties>) -> String {
    let utc = |instant: Instant| chrono::DateTime::from_timestamp(instant.seconds(), 0).unwrap_or_default();
    let mut event = Event::new();
    event
        .uid(&entry.uid)
        .summary(&entry.summary)
        .description(&entry.description)
        .location(&entry.location)
        .starts(utc(entry.start))
        .ends(utc(entry.end))
        .timestamp(utc(entry.stamp))
        .sequence(entry.sequence)
        .status(if entry.is_cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed })
        .url(&entry.link);
    if let Some(parties) = parties {
        let (name, mail) = &parties.organizer;
        let organizer = Property::new("ORGANIZER", format!("mailto:{mail}")).add_parameter("CN", &plain(name)).done();
        event.append_property(organizer);
        let (name, mail) = &parties.attendee;
        let attendee = Property::new("ATTENDEE", format!("mailto:{mail}"))
            .add_parameter("CN", &plain(name))
            .add_parameter("ROLE", "REQ-PARTICIPANT")
            .add_parameter("PARTSTAT", "ACCEPTED")
            .add_parameter("RSVP", "FALSE")
            .done();
        event.append_multi_property(attendee);
    }
    let mut calendar = Calendar::new();
    calendar.append_property(Property::new("METHOD", method.as_str()));
    calendar.push(event.done());
    calendar.to_string()
}

/// A parameter's value may hold neither quotes nor line ends.
fn plain(text: &str) -> String {
    text.chars().filter(|character| *character != '"' && !character.is_control()).collect()
}
