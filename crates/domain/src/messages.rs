//! Messages to customers: the dealer's rules, quiet hours, reminders, and texts with placeholders (docs/rules.md,
//! "Messages").

use crate::calendar::{Side, instant_of};
use crate::codes::MessageKind;
use crate::country::Country;
use crate::language::LocalText;
use crate::time::Instant;
use chrono::{Days, NaiveTime, TimeZone};
use std::collections::BTreeMap;

/// A daily interval in local time, half-open; it may span midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    /// When it begins, local time.
    pub from: NaiveTime,
    /// When it ends, local time.
    pub to: NaiveTime,
}

impl QuietHours {
    fn holds(self, time: NaiveTime) -> bool {
        if self.from <= self.to { (self.from..self.to).contains(&time) } else { time >= self.from || time < self.to }
    }
}

/// A dealer's own texts for one kind of message, instead of the default ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// The e-mail's subject.
    pub subject: LocalText,
    /// The e-mail's text.
    pub mail: LocalText,
    /// The text message.
    pub sms: LocalText,
}

/// How a text message is sent through an SMS gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsGateway {
    /// The HTTP method.
    pub method: String,
    /// The address; `{to}`, `{text}` and `{id}` are filled in.
    pub url: String,
    /// Header names and values; `${NAME}` names an environment variable of the server.
    pub headers: Vec<(String, String)>,
    /// The body; filled in like the address.
    pub body: String,
    /// The calling codes of the countries that texts go to, digits only; `None` is the dealer's own country.
    pub calling_codes: Option<Vec<String>>,
}

impl SmsGateway {
    /// Whether a text of a dealer in this country may go to a number, E.164. Where nothing is known of the country, it
    /// may.
    pub fn may_reach(&self, own: Country, number: &str) -> bool {
        let digits = number.strip_prefix('+').unwrap_or(number);
        match &self.calling_codes {
            Some(codes) => codes.iter().any(|code| digits.starts_with(code.as_str())),
            None => own.calling_code().is_none_or(|code| digits.starts_with(code)),
        }
    }
}

/// The most messages that anybody may cause to one recipient in an hour and in a day.
pub const TO_ONE_RECIPIENT_MAX: [(i64, i64); 2] = [(60, 3), (24 * 60, 8)];

/// A dealer's rules of messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessagePolicy {
    /// The sender's mail address, in place of the program's.
    pub from: Option<String>,
    /// The e-mail address for replies.
    pub reply_to: Option<String>,
    /// The hours in which no messages are sent. Default 21:00 to 08:00.
    pub quiet: Option<QuietHours>,
    /// The local time at which customers of the next day are reminded; `None` means never. Default 17:00.
    pub day_before: Option<NaiveTime>,
    /// How long before the start the last reminder goes out; 0 is never. Default 60.
    pub hour_before_minutes: u32,
    /// After how many days a customer may be invited again to a service that is due. Default 30.
    pub invite_again_days: u32,
    /// The gateway for text messages; `None` if there is none.
    pub sms: Option<SmsGateway>,
    /// The dealer's own texts, by kind of message.
    pub texts: BTreeMap<MessageKind, Wording>,
}

impl Default for MessagePolicy {
    fn default() -> Self {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("a full hour of the day");
        Self {
            from: None,
            reply_to: None,
            quiet: Some(QuietHours { from: at(21), to: at(8) }),
            day_before: Some(at(17)),
            hour_before_minutes: 60,
            invite_again_days: 30,
            sms: None,
            texts: BTreeMap::new(),
        }
    }
}

/// The first instant, not before `at`, outside the quiet hours.
pub fn after_quiet<Z: TimeZone>(zone: &Z, quiet: QuietHours, at: Instant) -> Instant {
    let utc = chrono::DateTime::from_timestamp_micros(at.micros()).unwrap_or_default();
    let local = zone.from_utc_datetime(&utc.naive_utc()).naive_local();
    if !quiet.holds(local.time()) {
        return at;
    }
    let date = if local.time() < quiet.to { Some(local.date()) } else { local.date().checked_add_days(Days::new(1)) };
    let Some(end) = date.map(|date| date.and_time(quiet.to)) else { return at };
    // When clocks go back, the end may lie in the repeated hour and have passed once already.
    let first = Instant::from_seconds(instant_of(zone, end, Side::Opening));
    let last = Instant::from_seconds(instant_of(zone, end, Side::Closing));
    if first > at { first } else { last.max(at) }
}

/// The reminders of a booking that begins at `start`, with their times; those that would be too late at `now` are left
/// out.
pub fn reminders<Z: TimeZone>(
    policy: &MessagePolicy,
    zone: &Z,
    start: Instant,
    now: Instant,
) -> Vec<(MessageKind, Instant)> {
    let utc = chrono::DateTime::from_timestamp_micros(start.micros()).unwrap_or_default();
    let date = zone.from_utc_datetime(&utc.naive_utc()).date_naive();
    let day_before = policy.day_before.and_then(|time| Some(date.checked_sub_days(Days::new(1))?.and_time(time)));
    let day_before = day_before.map(|local| {
        let due = Instant::from_seconds(instant_of(zone, local, Side::Opening));
        (MessageKind::DayBefore, due)
    });
    let minutes = i64::from(policy.hour_before_minutes);
    let hour_before = (minutes > 0).then(|| (MessageKind::HourBefore, start.plus_minutes(-minutes)));
    day_before.into_iter().chain(hour_before).filter(|(_, due)| *due > now).collect()
}

/// What is wrong with the placeholders of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// A brace without its partner.
    Brace,
    /// A placeholder that does not exist.
    Unknown(String),
    /// A required placeholder is missing.
    Missing(&'static str),
}

/// The placeholders `{name}` of a text, in order.
pub fn placeholders(text: &str) -> Result<Vec<&str>, TemplateError> {
    let mut placeholders = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let after = rest[open..].strip_prefix('{').ok_or(TemplateError::Brace)?;
        let close = after.find(['{', '}']).filter(|at| after[*at..].starts_with('}')).ok_or(TemplateError::Brace)?;
        placeholders.push(&after[..close]);
        rest = &after[close + 1..];
    }
    Ok(placeholders)
}

/// Checks a text of a kind of message: its placeholders exist, and the link is there if it is required.
pub fn check_text(kind: MessageKind, text: &str, needs_link: bool) -> Result<(), TemplateError> {
    let found = placeholders(text)?;
    if let Some(unknown) = found.iter().find(|place| !kind.placeholders().contains(place)) {
        return Err(TemplateError::Unknown((*unknown).to_owned()));
    }
    let needs_link = needs_link && kind.needs_link();
    if needs_link && !found.contains(&"link") { Err(TemplateError::Missing("link")) } else { Ok(()) }
}

/// The character that stands right behind a link, where some programs take it for a part of the address.
pub fn behind_link(text: &str) -> Option<char> {
    text.split("{link}").skip(1).filter_map(|rest| rest.chars().next()).find(|letter| !letter.is_whitespace())
}

/// Fills in the placeholders of a text. One without a value stays as it is; placeholders inside values are not
/// expanded.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        filled.push_str(before);
        let place = after.find('}').map(|close| (&after[1..close], close));
        if let Some((value, close)) = place.and_then(|(name, close)| Some((value(name)?, close))) {
            filled.push_str(&value);
            rest = &after[close + 1..];
        } else {
            filled.push('{');
            rest = &after[1..];
        }
    }
    filled + rest
}

#[cfg(test)]
#[path = "messages_tests.rs"]
mod tests;
