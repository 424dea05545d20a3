//! Call-backs: who calls, and until when a call is promised (docs/rules.md, "Call-backs and guided questions").

use crate::calendar::Calendar;
use crate::time::{BUCKET_SECONDS, Instant};
use serde::{Deserialize, Serialize};

/// The team that calls a customer back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallbackTeam {
    /// The service adviser.
    Adviser,
    /// A technical expert (请求支援).
    Technical,
}

/// The instant at which `minutes` of opening time have passed. After the last day of the calendar, all time counts.
pub fn due_after(calendar: &Calendar, from: Instant, minutes: u32) -> Instant {
    let mut left = i64::from(minutes) * 60;
    // The promise is rounded up to a whole second.
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
    use crate::calendar::Hours;
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

    /// Checks that a call requested at `asked`, with a promise of one hour, is due at `expected`.
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
