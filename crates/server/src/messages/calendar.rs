//! A booking as a calendar file (RFC 5545), and as an invitation in an e-mail (RFC 5546, RFC 6047).

use bayside_domain::time::Instant;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

/// A booking as a calendar entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The unique id, the same for all versions of the booking.
    pub uid: String,
    /// The title of the entry.
    pub summary: String,
    /// The description, of several lines.
    pub description: String,
    /// The location, one line.
    pub location: String,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// When the entry was written.
    pub stamp: Instant,
    /// The version: rises with every change.
    pub sequence: u32,
    /// Whether the booking was cancelled.
    pub is_cancelled: bool,
    /// The address of the private page.
    pub link: String,
}

/// The organizer and the attendee, each with name and e-mail address.
#[derive(Debug, Clone)]
pub struct Parties {
    /// The dealer.
    pub organizer: (String, String),
    /// The customer.
    pub attendee: (String, String),
}

/// What a calendar program does with an entry (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Adds it, without an invitation.
    Publish,
    /// Invites, or changes what was invited to.
    Request,
    /// Removes it.
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

/// The content of the calendar file.
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

/// Removes quotes and line ends, which the value of a parameter must not have.
fn plain(text: &str) -> String {
    text.chars().filter(|character| *character != '"' && !character.is_control()).collect()
}
