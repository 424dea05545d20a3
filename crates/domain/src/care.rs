//! What a dealer promises to those who are not booked yet, or not well enough: call-backs with a
//! clock, a waitlist, help in an emergency (domain.md, stage 1).

use crate::calendar::Calendar;
use crate::time::{BUCKET_SECONDS, Instant};
use crate::triage::Triage;
use serde::{Deserialize, Serialize};

/// The dealer's promises; every number is a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Care {
    /// Opening minutes until an adviser calls back. Default 60.
    pub adviser_minutes: u32,
    /// Opening minutes until a technical expert calls back. Default 30.
    pub technical_minutes: u32,
    /// Opening minutes until the next try after nobody answered. Default 10.
    pub retry_minutes: u32,
    /// How long freed room is kept for who waits for it. Default 30.
    pub offer_minutes: u32,
    /// From how long after the start a booking may be marked as a no-show. Default 15.
    pub no_show_grace_minutes: u32,
    /// How long before its start a booking is taken in at the arrival kiosk. Default 120.
    pub early_minutes: u32,
    /// Whom to call when a car must not be driven: E.164, and as people read it.
    pub emergency: Option<(String, String)>,
    /// Guided questions of those who notice something.
    pub triage: Triage,
}

impl Default for Care {
    fn default() -> Self {
        Self {
            adviser_minutes: 60,
            technical_minutes: 30,
            retry_minutes: 10,
            offer_minutes: 30,
            no_show_grace_minutes: 15,
            early_minutes: 120,
            emergency: None,
            triage: Triage::default(),
        }
    }
}

/// Who calls back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallbackTeam {
    /// The service adviser.
    Adviser,
    /// A technical expert (请求支援).
    Technical,
}

impl Care {
    /// Opening minutes within which this caller calls back.
    pub const fn promise_minutes(&self, caller: CallbackTeam) -> u32 {
        match caller {
            CallbackTeam::Adviser => self.adviser_minutes,
            CallbackTeam::Technical => self.technical_minutes,
        }
    }
}

/// When `minutes` of opening time have passed from an instant on. Behind the calendar's days the
/// clock runs through.
pub fn due_after(calendar: &Calendar, from: Instant, minutes: u32) -> Instant {
    let mut left = i64::from(minutes) * 60;
    // The promise is a whole second that has not passed.
    let asked = from.plus_seconds(1).seconds() - i64::from(from.micros().rem_euclid(1_000_000) == 0);
    for span in calendar.days.iter().flat_map(|day| &day.open) {
        let (begins, ends) = ((span.from * BUCKET_SECONDS).max(asked), span.to * BUCKET_SECONDS);
        if begins >= ends {
            continue;
        }
        if begins + left <= ends {
            return Instant::from_seconds(begins + left);
        }
        left -= ends - begins;
    }
    from.plus_seconds(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dealer::Hours;
    use chrono::{NaiveDate, NaiveTime};
    use chrono_tz::Asia::Shanghai;

    fn calendar() -> Calendar {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
        let hours: Vec<Hours> = (1..=5)
            .flat_map(|weekday| [(8, 12), (13, 18)].map(|(from, to)| (weekday, from, to)))
            .map(|(weekday, from, to)| Hours { weekday, from: time(from).expect("an hour"), to: time(to) })
            .collect();
        let day = |day| NaiveDate::from_ymd_opt(2026, 6, day).expect("a date");
        Calendar::of(&Shanghai, &hours, &[], day(9), day(20))
    }

    /// A call asked for at `asked` with a promise of an hour is due at `expected`.
    fn check(asked: &str, expected: &str) {
        let at = |text: &str| {
            let at = chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+08:00")).expect("a test's instant");
            Instant::from_seconds(at.timestamp())
        };
        assert_eq!(due_after(&calendar(), at(asked), 60), at(expected), "{asked}");
    }

    #[test]
    fn the_clock_of_a_promise_runs_in_opening_hours() {
        check("2026-06-09T09:07", "2026-06-09T10:07");
        check("2026-06-09T11:30", "2026-06-09T13:30");
        check("2026-06-09T05:00", "2026-06-09T09:00");
        check("2026-06-09T17:30", "2026-06-10T08:30");
        // From Friday evening to Monday morning.
        check("2026-06-12T22:00", "2026-06-15T09:00");
    }
}
