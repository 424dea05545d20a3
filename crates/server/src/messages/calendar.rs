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

/// Who organizes and who attends, each with name and e-mail address.
#[derive(Debug, Clone)]
pub struct Parties {
    /// The dealer.
    pub organizer: (String, String),
    /// The customer; nobody in a file that is only published (RFC 5546, 3.2.1).
    pub attendee: Option<(String, String)>,
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
pub fn file(entry: &Entry, method: Method, parties: &Parties) -> String {
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
    let (name, mail) = &parties.organizer;
    let organizer = Property::new("ORGANIZER", format!("mailto:{mail}")).add_parameter("CN", &plain(name)).done();
    event.append_property(organizer);
    if let Some((name, mail)) = &parties.attendee {
        let attendee = Property::new("ATTENDEE", format!("mailto:{mail}"))
            .add_parameter("CN", &plain(name))
            .add_parameter("ROLE", "REQ-PARTICIPANT")
            .add_parameter("PARTSTAT", "ACCEPTED")
            .add_parameter("RSVP", "FALSE")
            .done();
        event.append_multi_property(attendee);
    }
    let mut calendar = Calendar::empty();
    for (name, value) in
        [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method.as_str())]
    {
        calendar.append_property(Property::new(name, value));
    }
    calendar.push(event.done());
    folded(&calendar.to_string())
}

/// What wrote the file (RFC 5545, 3.7.3).
const PRODUCT: &str = concat!("-//Bayside//Bayside ", env!("CARGO_PKG_VERSION"), "//EN");
/// How long a line may be, in bytes without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// The same file with no line longer than it may be: `icalendar` writes some one byte longer.
fn folded(file: &str) -> String {
    let mut folded = String::with_capacity(file.len() + file.len() / 32);
    for line in file.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE_BYTES_MAX {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(letter);
            length += letter.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// Removes quotes and line ends, which the value of a parameter must not have.
fn plain(text: &str) -> String {
    text.chars().filter(|character| *character != '"' && !character.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let now = Instant::from_seconds(1_780_000_000);
        let entry = Entry {
            uid: "7K4M2P@aller".to_owned(),
            summary: text.to_owned(),
            description: format!("{text}\n{text}"),
            location: text.to_owned(),
            start: now,
            end: now,
            stamp: now,
            sequence: 1,
            is_cancelled: false,
            link: "https://service.example/booking#x".to_owned(),
        };
        let organizer = (text.to_owned(), "service@aller.example".to_owned());
        file(&entry, Method::Publish, &Parties { organizer, attendee: None })
    }

    #[test]
    fn a_published_file_has_one_organizer_nobody_who_attends_and_our_name() {
        let file = written("Autohaus Aller");
        assert_eq!(
            file.matches("\r\nORGANIZER;CN=Autohaus Aller:mailto:service@aller.example\r\n").count(),
            1,
            "{file}"
        );
        assert!(!file.contains("ATTENDEE"), "{file}");
        assert_eq!(file.matches("PRODID:-//Bayside//Bayside ").count(), 1, "{file}");
        assert_eq!(file.matches("VERSION:2.0").count(), 1, "{file}");
        assert!(file.ends_with("END:VCALENDAR\r\n"), "{file}");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(letter in "[Aäß維😀]", count in 0usize..400) {
            let text = letter.repeat(count);
            let file = written(&text);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX), "{file}");
            let summary = format!("SUMMARY:{text}\r\n");
            prop_assert!(file.replace("\r\n ", "").contains(&summary), "{file}");
        }
    }
}
