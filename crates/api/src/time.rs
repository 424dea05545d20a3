//! Parsing of instants and dates. The wire has one format; chrono's parser knows many, and browsers would have to
//! download all of it.

use super::{Date, Instant};
use chrono::{FixedOffset, NaiveDate, NaiveTime, TimeZone as _};
use serde::de::{Deserialize, Deserializer, Error};

impl Instant {
    /// Parses `2026-12-01T09:30:00+08:00`; a fraction of a second is allowed, and `Z` instead of the offset.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let date = Date::parse(date)?.0;
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let (time, rest) = rest.split_at_checked(8)?;
        let time = time_of_day(time)?;
        let (nanos, offset) = match rest.strip_prefix('.') {
            Some(rest) => {
                let end = rest.find(|c: char| !c.is_ascii_digit())?;
                let (digits, offset) = rest.split_at(end);
                (nanoseconds(digits)?, offset)
            }
            None => (0, rest),
        };
        let time = NaiveTime::from_num_seconds_from_midnight_opt(time, nanos)?;
        offset_of(offset)?.from_local_datetime(&date.and_time(time)).single().map(Self)
    }
}

impl Date {
    /// Parses `2026-12-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let [year, month, day] = parts(text, '-')?;
        let date = NaiveDate::from_ymd_opt(number(year, 4)?.try_into().ok()?, number(month, 2)?, number(day, 2)?);
        date.map(Self)
    }
}

/// Parses `09:30:00` as seconds since midnight.
fn time_of_day(text: &str) -> Option<u32> {
    let [hour, minute, second] = parts(text, ':')?;
    let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
    (hour < 24 && minute < 60 && second < 60).then_some((hour * 60 + minute) * 60 + second)
}

/// Parses `Z` or `+08:00` as the offset from UTC.
fn offset_of(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z") {
        return FixedOffset::east_opt(0);
    }
    let west = text.starts_with('-');
    let (hour, minute) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
    let seconds = i32::try_from((hour * 60 + minute) * 60).ok()?;
    if minute > 59 { None } else { FixedOffset::east_opt(if west { -seconds } else { seconds }) }
}

/// The fraction of a second as nanoseconds, from the digits after the point.
fn nanoseconds(digits: &str) -> Option<u32> {
    let kept = digits.get(..digits.len().min(9))?;
    let power = u32::try_from(9 - kept.len()).ok()?;
    number(kept, kept.len()).map(|fraction| fraction * 10_u32.pow(power))
}

fn parts(text: &str, between: char) -> Option<[&str; 3]> {
    let mut parts = text.split(between);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(three)
}

/// Parses a number of exactly `digits` digits, 1 to 9.
fn number(text: &str, digits: usize) -> Option<u32> {
    let is_number = text.len() == digits && digits > 0 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.bytes().fold(0, |sum, byte| sum * 10 + u32::from(byte - b'0')))
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not an instant as in RFC 3339"))
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a date as 2026-12-01"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "2026-12-01T09:30:00+08:00",
            "2026-10-25T02:30:00+01:00",
            "2028-02-29T23:59:59-03:30",
            "2026-12-01T09:30:00.123456789+08:00",
            "0001-01-01T00:00:00Z",
        ] {
            let read = Instant::parse(text).expect(text);
            assert_eq!(Some(read.0), DateTime::parse_from_rfc3339(text).ok(), "{text}");
            assert_eq!(serde_json::to_string(&read).unwrap(), format!("{text:?}"));
        }
    }

    #[test]
    fn zulu_and_fractions_mean_what_rfc_3339_says() {
        for text in ["2026-12-01T01:30:00Z", "2026-12-01t01:30:00.5z", "2026-12-01 01:30:00.000000001-00:00"] {
            assert_eq!(Instant::parse(text).map(|read| read.0), DateTime::parse_from_rfc3339(text).ok(), "{text}");
        }
    }

    #[test]
    fn whatever_else_stands_there_is_refused() {
        for text in [
            "",
            "now",
            "2026-12-01",
            "2026-12-01T09:30:00",
            "2026-12-01T09:30+08:00",
            "2026-13-01T09:30:00+08:00",
            "2026-02-29T09:30:00+08:00",
            "2026-12-01T24:00:00+08:00",
            "2026-12-01T09:60:00+08:00",
            "2026-12-01T09:30:00+0800",
            "2026-12-01T09:30:00+08:60",
            "2026-12-01T09:30:00+25:00",
            "2026-12-01T09:30:00.+08:00",
            "2026-12-01T09:30:00+08:00 ",
            "２０２６-12-01T09:30:00+08:00",
            "+026-12-01T09:30:00+08:00",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
            assert_eq!(DateTime::parse_from_rfc3339(text).ok(), None, "{text}");
        }
        for text in ["2026-1-01", "2026-02-30", "26-02-01", "2026-02-01T", "2026/02/01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
