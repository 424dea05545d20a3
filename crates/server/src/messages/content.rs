//! The content of a message, before it is put into words.

use super::calendar::Entry;
use super::texts::{MessageTexts, message_texts};
use bayside_domain::codes::MessageKind;
use bayside_domain::document::Person;
use bayside_domain::document::{Announcement, MessageAbout, Recipient};
use bayside_domain::language::{Asked, Language};
use bayside_domain::mask::{DisplayName, MaskedPlate};
use bayside_domain::plate::Plate;
use bayside_domain::time::Instant;
use bayside_domain::typed::may_be_told;
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use bayside_workflow::contact::addressed_as;
use bayside_workflow::dealers::Dealer;
use chrono::{NaiveDateTime, TimeZone, Timelike};

/// The content of a message.
#[derive(Debug, Clone)]
pub struct MessageContent {
    /// The kind of message.
    pub kind: MessageKind,
    /// The language of the message; one of the dealer's.
    pub language: Language,
    /// How the reader is addressed; empty if the name could be taken for words of the house.
    pub name: String,
    /// The appointment: time, adviser and services.
    pub announced: Announcement,
    /// The booking's reference; empty without a visit.
    pub reference: String,
    /// The masked plate; empty if it is not known.
    pub plate: String,
    /// The link in the message.
    pub link: String,
    /// Until when an offered time is held.
    pub until: Option<Instant>,
    /// Where who is invited says that they want no more of it.
    pub stop: Option<String>,
}

impl MessageContent {
    /// The content of a message about a visit.
    pub fn of_visit(dealer: &Dealer, kind: MessageKind, visit: &VisitRow, person: &Person, link: String) -> Self {
        let language = dealer.file.language(Some(person.locale));
        let plate = Plate::parse(person.plate_kind, &person.plate).ok();
        Self {
            kind,
            name: told(&person.name, addressed_as(person, language)),
            language,
            announced: Announcement::from(&visit.state.appointment),
            reference: visit.reference.clone(),
            plate: plate.map(|plate| MaskedPlate::of(&plate).to_string()).unwrap_or_default(),
            link,
            until: None,
            stop: None,
        }
    }

    /// The content of a message that is not about a visit.
    pub fn of_about(dealer: &Dealer, kind: MessageKind, about: &MessageAbout) -> Self {
        let Recipient { name, salutation, locale, .. } = &about.to;
        let language = dealer.file.language(Some(*locale));
        Self {
            kind,
            name: told(name, DisplayName::of(name, *salutation, language).to_string()),
            language,
            announced: about.announced.clone(),
            reference: String::new(),
            plate: String::new(),
            link: about.link.clone(),
            until: Some(about.held_until),
            stop: None,
        }
    }

    /// The message in words, with its placeholders filled in.
    pub fn texts(&self, dealer: &Dealer) -> MessageTexts {
        let unfilled = message_texts(&dealer.file, self.kind, self.language);
        unfilled.filled(|placeholder| self.value(dealer, placeholder))
    }

    fn value(&self, dealer: &Dealer, placeholder: &str) -> Option<String> {
        let file = &dealer.file;
        let speaks = file.speaks(Some(self.language));
        let start = local(dealer, self.announced.start);
        // The ready time names its day only if that differs from the start's.
        let moment = |instant: Instant| {
            let at = local(dealer, instant);
            let date = (at.date() != start.date()).then(|| format!("{} ", self.language.short_date(at.date())));
            format!("{}{}", date.unwrap_or_default(), time(at))
        };
        Some(match placeholder {
            "name" => self.name.clone(),
            "dealer" => file.name.get(&speaks).to_owned(),
            "adviser" => {
                file.adviser(&self.announced.adviser).map_or("", |adviser| adviser.name.get(&speaks)).to_owned()
            }
            "date" => self.language.short_date(start.date()),
            "time" => time(start),
            "ready" => moment(self.announced.ready_estimate),
            "services" => self.services_in_words(dealer),
            "reference" => self.reference.clone(),
            "link" => self.link.clone(),
            "phone" => file.phone_display.clone(),
            "address" => file.address.get(&speaks).to_owned(),
            "plate" => self.plate.clone(),
            "until" => moment(self.until?),
            _ => return None,
        })
    }

    fn services_in_words(&self, dealer: &Dealer) -> String {
        let speaks = dealer.file.speaks(Some(self.language));
        let names: Vec<&str> = self.announced.services.iter().map(|id| dealer.file.service_name(id, &speaks)).collect();
        names.join(self.language.list_separator())
    }
}

/// How somebody is addressed in a message, if their name may stand there.
fn told(name: &str, addressed_as: String) -> String {
    if may_be_told(name) { addressed_as } else { String::new() }
}

/// The calendar's entry of a booking.
pub fn entry(dealer: &Dealer, visit: &VisitRow, locale: Asked, link: String, now: Instant) -> Entry {
    let file = &dealer.file;
    let speaks = file.speaks(locale);
    let services: Vec<&str> =
        visit.state.appointment.services.iter().map(|id| file.service_name(id, &speaks)).collect();
    let adviser = file.adviser(&visit.state.appointment.adviser).map_or("", |adviser| adviser.name.get(&speaks));
    Entry {
        uid: format!("{}-{}@{}.bayside", dealer.id, visit.id, file.slug),
        summary: format!("{}: {}", file.name.get(&speaks), services.join(", ")),
        description: format!("{} · {adviser}\n{}", visit.reference, file.phone_display),
        location: file.address.get(&speaks).to_owned(),
        start: visit.state.appointment.start,
        end: visit.state.appointment.ready_estimate,
        stamp: now,
        sequence: visit.state.sequence,
        is_cancelled: matches!(visit.state.phase, Phase::Cancelled | Phase::NoShow),
        link,
    }
}

fn local(dealer: &Dealer, instant: Instant) -> NaiveDateTime {
    let utc = chrono::DateTime::from_timestamp_micros(instant.micros()).unwrap_or_default();
    dealer.zone.from_utc_datetime(&utc.naive_utc()).naive_local()
}

fn time(at: NaiveDateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_its_readers_write_it() {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 6, 9).unwrap().and_hms_opt(9, 5, 0).unwrap();
        assert_eq!(Language::ZhCn.short_date(at.date()), "6月9日（周二）");
        assert_eq!(Language::En.short_date(at.date()), "Tue 9 Jun");
        assert_eq!(Language::De.short_date(at.date()), "Di. 9. 6.");
        assert_eq!(time(at), "09:05");
    }
}
