//! Wall-clock times as staff type them, turned into instants of the dealer's zone.

use crate::i18n::Language;
use bayside_api::Instant;
use bayside_domain::typed::plain;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

/// A time of day as typed: `12:15`, `12：15`, `12.15`, `1215`, `9:05`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = plain(text);
    let text = text.trim();
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((hour, minute)) => (hour, minute),
        None if matches!(text.len(), 3 | 4) && text.is_ascii() => text.split_at(text.len() - 2),
        None => return None,
    };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&hour.len()) || minute.len() != 2 || !digits(hour) || !digits(minute) {
        return None;
    }
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

/// Date and time as typed in two fields, or both in the second as `2026-12-02T12:15`.
pub fn moment(date: &str, at: &str) -> Option<NaiveDateTime> {
    if let Some((date, at)) = at.trim().split_once(['T', ' ']) {
        return Some(date.parse::<NaiveDate>().ok()?.and_time(time(at)?));
    }
    Some(date.trim().parse::<NaiveDate>().ok()?.and_time(time(at)?))
}

/// A day as people type it: `2026-12-01`, `12-01`, `1.12.`, `12月1日`, `12/1` (in the order of the language), a word for
/// one of the next days, or how many days from now: `+3`. Without a year it is the nearest that is not long past.
pub fn day(text: &str, today: NaiveDate, language: Language) -> Option<NaiveDate> {
    let text = plain(text).trim().to_lowercase();
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(date);
    }
    let days_on = match text.as_str() {
        "今天" | "today" | "heute" => Some(0),
        "明天" | "tomorrow" | "morgen" => Some(1),
        "后天" | "übermorgen" => Some(2),
        _ => text.strip_prefix('+').and_then(|days| days.trim().parse().ok()).filter(|days| *days <= DAYS_ON_MAX),
    };
    if let Some(days) = days_on {
        return today.checked_add_days(Days::new(days));
    }
    let parts: Vec<u32> = text
        .split(['-', '.', '/', '月', '日', '年'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let slash_is_day_first = match language {
        Language::ZhCn => false,
        Language::En | Language::De => true,
    };
    let is_day_first = text.contains('.') || (text.contains('/') && slash_is_day_first);
    let in_order = |first: u32, second: u32| if is_day_first { (second, first) } else { (first, second) };
    let (year, (month, day)) = match *parts.as_slice() {
        [first, second] => (None, in_order(first, second)),
        [first, second, year] if is_day_first => (Some(year), in_order(first, second)),
        [year, month, day] => (Some(year), (month, day)),
        _ => return None,
    };
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    match year {
        Some(year @ 2000..) => of(i32::try_from(year).ok()?),
        Some(_) => None,
        None => {
            let long_past = today.checked_sub_days(Days::new(DAYS_PAST_MAX))?;
            of(today.year()).filter(|date| *date >= long_past).or_else(|| of(today.year() + 1))
        }
    }
}

/// More days on than this are a slip of the hand.
const DAYS_ON_MAX: u64 = 400;

/// A date without a year that is longer past than this is next year's.
const DAYS_PAST_MAX: u64 = 60;

/// The same with a time of day behind it: `明天 9:00`, `12-01 09:00`, `2026-12-01T09:00`.
pub fn day_and_time(text: &str, today: NaiveDate, language: Language) -> Option<NaiveDateTime> {
    let (date, at) = text.trim().rsplit_once([' ', '\u{3000}', 'T'])?;
    Some(day(date, today, language)?.and_time(time(at)?))
}

/// The instant of a wall time, where `offset_at` tells the zone's offset east of UTC in minutes at
/// so many milliseconds since the epoch. A repeated hour takes its first instant, a skipped one
/// moves on by what was skipped.
pub fn instant(wall: NaiveDateTime, offset_at: impl Fn(i64) -> i32) -> Option<Instant> {
    const DAY_MS: i64 = 86_400_000;
    let as_utc = wall.and_utc().timestamp_millis();
    let before = offset_at(as_utc - DAY_MS);
    let after = offset_at(as_utc + DAY_MS);
    let at = |offset: i32| as_utc - i64::from(offset) * 60_000;
    let ms = if offset_at(at(before)) == before || offset_at(at(after)) != after { at(before) } else { at(after) };
    let offset = FixedOffset::east_opt(offset_at(ms) * 60)?;
    Some(Instant(DateTime::from_timestamp_millis(ms)?.with_timezone(&offset)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Berlin in October 2026: summer time ends on the 25th at 01:00 UTC.
    fn berlin(ms: i64) -> i32 {
        let end = "2026-10-25T01:00:00Z".parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis();
        if ms < end { 120 } else { 60 }
    }

    /// Berlin in March 2027: summer time begins on the 28th at 01:00 UTC.
    fn berlin_in_spring(ms: i64) -> i32 {
        let begin = "2027-03-28T01:00:00Z".parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis();
        if ms < begin { 60 } else { 120 }
    }

    fn check(date: &str, at: &str, offset: impl Fn(i64) -> i32, expected: &str) {
        let instant = instant(moment(date, at).unwrap(), offset).unwrap();
        assert_eq!(instant.0.to_rfc3339(), expected);
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        let quarter = NaiveTime::from_hms_opt(12, 15, 0);
        for text in ["12:15", "12：15", "12.15", "1215", " 12:15 ", "１２：１５"] {
            assert_eq!(time(text), quarter, "{text}");
        }
        assert_eq!(time("9:05"), NaiveTime::from_hms_opt(9, 5, 0));
        assert_eq!(time("905"), NaiveTime::from_hms_opt(9, 5, 0));
        for text in ["", "12", "24:00", "12:60", "noon", "12:5", "12345", "+1:00"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn a_wall_time_becomes_an_instant_with_the_dealers_offset() {
        check("2026-12-02", "12:15", |_| 480, "2026-12-02T12:15:00+08:00");
        check("", "2026-12-02T12:15", |_| 480, "2026-12-02T12:15:00+08:00");
    }

    #[test]
    fn days_are_read_as_people_type_them() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let read = |text: &str, language| day(text, today, language).map(|day| day.to_string());
        for text in
            ["2026-12-01", "12-01", "12-1", "1.12.", "1.12.2026", "12月1日", "明天", "tomorrow", "Morgen", "+1", "12/1"]
        {
            assert_eq!(read(text, Language::ZhCn).as_deref(), Some("2026-12-01"), "{text}");
        }
        assert_eq!(read("1/12", Language::De).as_deref(), Some("2026-12-01"));
        assert_eq!(read("01-05", Language::En).as_deref(), Some("2027-01-05"), "the next one");
        assert_eq!(read("11-02", Language::En).as_deref(), Some("2026-11-02"), "not long past");
        for text in ["", "12", "12-", "13-45", "+9999", "soon", "1.12.26", "30.2."] {
            assert_eq!(read(text, Language::De), None, "{text}");
        }
        let moment = |text| day_and_time(text, today, Language::ZhCn).map(|at| at.to_string());
        for text in ["明天 9:00", "12-01 0900", "2026-12-01T09:00"] {
            assert_eq!(moment(text).as_deref(), Some("2026-12-01 09:00:00"), "{text}");
        }
        assert_eq!(moment("9:00"), None);
    }

    #[test]
    fn the_clock_change_is_respected() {
        check("2026-10-24", "16:00", berlin, "2026-10-24T16:00:00+02:00");
        check("2026-10-25", "02:30", berlin, "2026-10-25T02:30:00+02:00");
        check("2026-10-25", "09:00", berlin, "2026-10-25T09:00:00+01:00");
        check("2026-10-26", "09:00", berlin, "2026-10-26T09:00:00+01:00");
        check("2027-03-28", "02:30", berlin_in_spring, "2027-03-28T03:30:00+02:00");
        check("2027-03-28", "09:00", berlin_in_spring, "2027-03-28T09:00:00+02:00");
    }
}
