//! Opening hours, reception hours and closures.

use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::calendar::{Closure, Hours};
use chrono::{NaiveDate, NaiveTime, Timelike};
use toml::de::DeValue;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Minutes of the last bound of a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The dealer's opening hours.
pub(super) fn opening(file: &Table<'_>) -> Vec<Hours> {
    let Some(node) = file.need("hours") else { return Vec::new() };
    let hours = week(&node);
    if hours.as_ref().is_some_and(Vec::is_empty) {
        node.fail("must open at least once a week");
    }
    hours.unwrap_or_default()
}

/// A week, sorted: `monday = ["08:00-12:00", "13:00-18:00"]`, or a span of days in one key,
/// `monday-friday`.
pub(super) fn week(node: &Node<'_>) -> Option<Vec<Hours>> {
    let mut stretches: Vec<(u8, u32, u32)> = Vec::new();
    node.table(|table| {
        for (days, stretches_of_days, key) in table.entries() {
            let Some((first, last)) = span_of_days(days) else {
                key.fail("must be a day such as monday, or a span such as monday-friday");
                continue;
            };
            for item in stretches_of_days.items(0..=8) {
                let Some((from, to)) = stretch(&item) else { continue };
                for weekday in first..=last {
                    let clash = stretches.iter().find(|(day, a, b)| *day == weekday && from < *b && *a < to);
                    if let Some((_, a, b)) = clash {
                        let day = WEEKDAYS[usize::from(weekday) - 1];
                        item.fail(format!("overlaps {}-{} on {day}", clock(*a), clock(*b)));
                        break;
                    }
                    stretches.push((weekday, from, to));
                }
            }
        }
    })?;
    stretches.sort_unstable();
    Some(stretches.into_iter().map(|(weekday, from, to)| hours(weekday, from, to)).collect())
}

fn hours(weekday: u8, from: u32, to: u32) -> Hours {
    let time = |minutes: u32| NaiveTime::from_num_seconds_from_midnight_opt(minutes * 60, 0);
    Hours { weekday, from: time(from).unwrap_or_default(), to: time(to) }
}

/// The weekdays of a key: `monday` is 1 to 1, `monday-friday` 1 to 5.
fn span_of_days(key: &str) -> Option<(u8, u8)> {
    let number = |name: &str| WEEKDAYS.iter().position(|day| *day == name).map(|index| index as u8 + 1);
    let (first, last) = key.split_once('-').unwrap_or((key, key));
    let (first, last) = (number(first)?, number(last)?);
    (first <= last).then_some((first, last))
}

/// The range `08:00-12:00` in minutes from midnight.
fn stretch(node: &Node<'_>) -> Option<(u32, u32)> {
    let text = node.str()?;
    let Some((from, to)) = text.split_once(['-', '–']) else {
        node.fail(format!("“{text}” must be two times, e.g. \"08:00-12:00\""));
        return None;
    };
    let (from, to) = (minutes(node, from.trim(), false)?, minutes(node, to.trim(), true)?);
    if from >= to {
        node.fail(format!("{} must be before {}", clock(from), clock(to)));
        return None;
    }
    Some((from, to))
}

/// `HH:MM` in minutes; only full quarters of an hour, as capacity is counted in them; `24:00` only as an end.
fn minutes(node: &Node<'_>, text: &str, is_end: bool) -> Option<u32> {
    let minutes = match text {
        "24:00" if is_end => Some(DAY_MINUTES),
        _ if text.len() == 5 => {
            NaiveTime::parse_from_str(text, "%H:%M").ok().map(|time| time.hour() * 60 + time.minute())
        }
        _ => None,
    };
    let Some(minutes) = minutes else {
        node.fail(format!("“{text}” is no time of day, HH:MM"));
        return None;
    };
    if minutes % 15 != 0 {
        node.fail(format!("{text} must lie on a quarter of an hour"));
        return None;
    }
    Some(minutes)
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Days without work.
pub(super) fn closures(file: &Table<'_>, locales: &Locales) -> Vec<Closure> {
    let closure = |node: &Node<'_>| {
        node.table(|table| {
            let from = table.need("from").and_then(|node| date(&node));
            let to = match table.take("to") {
                Some(node) => {
                    let to = date(&node);
                    if from.zip(to).is_some_and(|(from, to)| to < from) {
                        node.fail("must not be before “from”");
                    }
                    to
                }
                None => from,
            };
            let reason = locales.take(table, "reason", 80).unwrap_or_default();
            from.zip(to).map(|(from, to)| Closure { from, to, reason })
        })
    };
    file.items("closure", 0..=200).iter().filter_map(closure).flatten().collect()
}

/// A local date: `2026-10-01`, with or without quotes.
fn date(node: &Node<'_>) -> Option<NaiveDate> {
    let date = match node.value() {
        DeValue::Datetime(moment) if moment.time.is_none() => moment
            .date
            .and_then(|date| NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))),
        DeValue::String(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
        _ => None,
    };
    if date.is_none() {
        node.fail("must be a date, YYYY-MM-DD");
    }
    date
}
