//! Formatting of instants and dates. Replies about free times consist of little else, and chrono's formatter, which
//! knows many formats, takes several times as long and as much memory for each.

use super::{Date, Instant};
use chrono::{Datelike as _, NaiveDate, Timelike as _};
use serde::ser::{Serialize, Serializer};

/// The longest text, in bytes: a year of six digits with its sign, and a fraction of nine digits.
const BYTES_MAX: usize = 40;

/// A short ASCII text on the stack, without an allocation.
struct Text {
    bytes: [u8; BYTES_MAX],
    length: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; BYTES_MAX], length: 0 }
    }

    fn push(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }

    /// Appends a number, padded with zeros to `digits` digits.
    fn number(&mut self, mut number: u32, digits: usize) {
        for place in self.bytes[self.length..self.length + digits].iter_mut().rev() {
            *place = b'0' + (number % 10) as u8;
            number /= 10;
        }
        self.length += digits;
    }

    /// Appends `2026-12-01`. A year of more than four digits has a sign, as in ISO 8601.
    fn date(&mut self, date: NaiveDate) {
        let year = date.year();
        let digits = if year.unsigned_abs() > 99_999 {
            6
        } else if year.unsigned_abs() > 9_999 {
            5
        } else {
            4
        };
        if !(0..=9_999).contains(&year) {
            self.push(if year < 0 { b'-' } else { b'+' });
        }
        self.number(year.unsigned_abs(), digits);
        self.push(b'-');
        self.number(date.month(), 2);
        self.push(b'-');
        self.number(date.day(), 2);
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).expect("ASCII is UTF-8")
    }
}

impl Instant {
    fn written(&self) -> Text {
        let (mut text, local) = (Text::new(), self.0.naive_local());
        text.date(local.date());
        text.push(b'T');
        text.number(local.hour(), 2);
        text.push(b':');
        text.number(local.minute(), 2);
        text.push(b':');
        // chrono stores a leap second as the second before it with 1000 to 1999 milliseconds.
        let (leap, nanos) = (local.nanosecond() / 1_000_000_000, local.nanosecond() % 1_000_000_000);
        text.number(local.second() + leap, 2);
        if nanos > 0 {
            text.push(b'.');
            match nanos {
                whole if whole % 1_000_000 == 0 => text.number(whole / 1_000_000, 3),
                whole if whole % 1_000 == 0 => text.number(whole / 1_000, 6),
                whole => text.number(whole, 9),
            }
        }
        let offset = self.0.offset().local_minus_utc();
        if offset == 0 {
            text.push(b'Z');
            return text;
        }
        // Offsets from before time zones were introduced have seconds: they are rounded to minutes.
        let minutes = (offset.unsigned_abs() + 30) / 60;
        text.push(if offset < 0 { b'-' } else { b'+' });
        text.number(minutes / 60, 2);
        text.push(b':');
        text.number(minutes % 60, 2);
        text
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.written().as_str())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Text::new();
        text.date(self.0);
        serializer.serialize_str(text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, FixedOffset};

    fn check(instant: DateTime<FixedOffset>) {
        let chronos = serde_json::to_string(&instant).expect("chrono writes it");
        assert_eq!(serde_json::to_string(&Instant(instant)).expect("it is text"), chronos);
        let date = instant.date_naive();
        let chronos = serde_json::to_string(&date).expect("chrono writes it");
        assert_eq!(serde_json::to_string(&Date(date)).expect("it is text"), chronos);
    }

    #[test]
    fn instants_are_written_as_chrono_writes_them() {
        let offsets = [0, 28_800, 3_600, -12_600, 20_700, 50_400, -43_200, 29_143, -1];
        // The step is chosen so that every month, hour, minute and second occurs.
        let mut seconds = -62_135_600_000_i64;
        while seconds < 253_402_300_799 {
            for (place, offset) in offsets.into_iter().enumerate() {
                let nanos = [0, 5_000_000, 120_000, 7, 999_999_999][(seconds.unsigned_abs() as usize + place) % 5];
                let utc = DateTime::from_timestamp(seconds, nanos).expect("within chrono's years");
                check(utc.with_timezone(&FixedOffset::east_opt(offset).expect("an offset")));
            }
            seconds += 8_640_000 * 47 + 3_661;
        }
    }

    #[test]
    fn years_that_nobody_books_in_and_leap_seconds_are_written_too() {
        for text in ["+12026-01-02T03:04:05Z", "-0044-03-15T12:00:00Z", "+262142-12-31T23:59:59Z"] {
            let instant: DateTime<FixedOffset> = text.parse().expect(text);
            check(instant);
        }
        check(DateTime::parse_from_rfc3339("2016-12-31T23:59:60.25Z").expect("a leap second"));
    }
}
