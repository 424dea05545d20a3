//! Announcements of cars that are ready: the number and where to go, never a name.
//!
//! Each car is announced once when it becomes ready, and once more if it still waits. A car that became ready while the
//! screen was offline, or in quiet hours, is not announced late: it is on the board.

use crate::lounge::hours::{minute_of_day, minutes};
use bayside_api::Instant;
use bayside_api::dealer::Announce;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};

/// A gap of this many seconds in what the screen saw makes its news old.
const GAP_SECONDS_MAX: i64 = 120;
/// No more than so many wait to be said; the oldest is left out.
const QUEUE_MAX: usize = 8;

/// What was said of a car.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Announced {
    /// Unix seconds at the server.
    at: i64,
    /// Whether it is to be said once more.
    again: bool,
}

/// What was said, and what is to be said. It is handed over when the page loads itself anew.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcer {
    /// Unix seconds at the server when the board was last seen.
    seen: Option<i64>,
    told: BTreeMap<u16, Announced>,
    #[serde(skip)]
    queue: VecDeque<u16>,
}

impl Announcer {
    /// Sees which cars are ready now. `rules` is nothing where and while nothing may be said.
    pub fn see(&mut self, ready: &[u16], now: Instant, rules: Option<&Announce>) {
        let now_s = now.0.timestamp();
        let is_old = self.seen.is_none_or(|seen| !(0..=GAP_SECONDS_MAX).contains(&(now_s - seen)));
        self.seen = Some(now_s);
        self.told.retain(|number, _| ready.contains(number));
        self.queue.retain(|number| ready.contains(number));
        let rules = rules.filter(|rules| !is_quiet(rules, now));
        for number in ready {
            match (self.told.get_mut(number), rules) {
                (None, Some(rules)) if !is_old => {
                    self.told.insert(*number, Announced { at: now_s, again: rules.again_minutes > 0 });
                    self.put(*number);
                }
                (None, _) => {
                    self.told.insert(*number, Announced { at: now_s, again: false });
                }
                (Some(told), Some(rules)) if told.again && now_s - told.at >= i64::from(rules.again_minutes) * 60 => {
                    told.again = false;
                    self.put(*number);
                }
                _ => {}
            }
        }
    }

    fn put(&mut self, number: u16) {
        if self.queue.len() == QUEUE_MAX {
            self.queue.pop_front();
        }
        self.queue.push_back(number);
    }

    /// The next number to say.
    pub fn next(&mut self) -> Option<u16> {
        self.queue.pop_front()
    }

    /// Whether nothing waits to be said.
    pub fn is_done(&self) -> bool {
        self.queue.is_empty()
    }
}

fn is_quiet(rules: &Announce, now: Instant) -> bool {
    let minute = minute_of_day(now);
    rules.quiet.iter().any(|hours| match (minutes(&hours.from), minutes(&hours.to)) {
        (Some(from), Some(to)) if from < to => (from..to).contains(&minute),
        (Some(from), Some(to)) => minute >= from || minute < to,
        _ => false,
    })
}

/// A voice of the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// BCP 47, or with an underscore.
    pub lang: String,
    /// On this machine: it speaks without the network.
    pub is_local: bool,
}

/// Which of the voices speaks a language (BCP 47) best, if any does.
pub fn voice(voices: &[Voice], tag: &str) -> Option<usize> {
    let tag = tag.to_ascii_lowercase();
    let language = tag.split('-').next().unwrap_or_default().to_owned();
    let rank = |voice: &Voice| {
        let own = voice.lang.replace('_', "-").to_ascii_lowercase();
        let mut parts = own.split('-');
        // Hong Kong's voices read Cantonese.
        let is_other = language == "zh" && parts.clone().any(|part| part == "hk" || part == "yue");
        // Some systems name Mandarin by its own code (ISO 639-3).
        let spoken = parts.next().map(|part| if part == "cmn" { "zh" } else { part });
        (spoken == Some(&language) && !is_other).then_some((own != tag, !voice.is_local))
    };
    let ranked = voices.iter().enumerate().filter_map(|(at, voice)| Some((rank(voice)?, at)));
    ranked.min().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::dealer::QuietHours;

    fn at(clock: &str) -> Instant {
        serde_json::from_value(serde_json::Value::String(format!("2026-12-01T{clock}+08:00"))).unwrap()
    }

    fn rules() -> Announce {
        let quiet = |from: &str, to: &str| QuietHours { from: from.into(), to: to.into() };
        Announce { place: None, again_minutes: 5, quiet: vec![quiet("12:30", "13:30"), quiet("20:00", "08:00")] }
    }

    /// What is said when the board shows these ready cars at these times.
    #[track_caller]
    fn check(seen: &[(&str, &[u16])], expected: &[u16]) {
        assert_eq!(said(&mut Announcer::default(), seen), expected);
    }

    fn said(announcer: &mut Announcer, seen: &[(&str, &[u16])]) -> Vec<u16> {
        let mut said = Vec::new();
        for (clock, ready) in seen {
            announcer.see(ready, at(clock), Some(&rules()));
            said.extend(std::iter::from_fn(|| announcer.next()));
        }
        said
    }

    #[test]
    fn a_car_is_said_when_it_becomes_ready_and_what_stood_there_before_is_not() {
        check(&[("10:00:00", &[14]), ("10:00:10", &[14, 27]), ("10:00:20", &[14, 27])], &[27]);
    }

    #[test]
    fn it_is_said_once_more_after_some_minutes_and_never_again() {
        let minutes = ["10:01:00", "10:02:00", "10:04:00", "10:05:00", "10:05:10", "10:06:00", "10:08:00", "10:10:10"];
        let mut seen: Vec<(&str, &[u16])> = vec![("10:00:00", &[]), ("10:00:10", &[27])];
        seen.extend(minutes.map(|minute| (minute, &[27_u16][..])));
        check(&seen, &[27, 27]);
    }

    #[test]
    fn who_came_for_the_car_is_not_called_again() {
        check(
            &[("10:00:00", &[]), ("10:00:10", &[27]), ("10:02:00", &[]), ("10:03:00", &[]), ("10:05:00", &[])],
            &[27],
        );
    }

    #[test]
    fn the_same_number_next_day_is_another_car() {
        check(&[("10:00:00", &[27]), ("10:00:10", &[]), ("10:00:20", &[27])], &[27]);
    }

    #[test]
    fn in_quiet_hours_nothing_is_said_nor_afterwards() {
        check(&[("12:29:00", &[]), ("12:30:00", &[27]), ("12:31:00", &[27]), ("13:31:00", &[27])], &[]);
        check(&[("21:00:00", &[]), ("21:00:10", &[27])], &[]);
        check(&[("07:59:00", &[]), ("07:59:50", &[27]), ("08:00:00", &[27, 28])], &[28]);
    }

    #[test]
    fn what_became_ready_during_an_outage_is_not_said_late() {
        check(&[("10:00:00", &[]), ("10:02:01", &[27]), ("10:02:05", &[27, 28])], &[28]);
        check(&[("10:00:00", &[]), ("10:02:00", &[27])], &[27]);
    }

    #[test]
    fn what_was_said_is_handed_over_when_the_page_loads_itself_anew() {
        let mut before = Announcer::default();
        assert_eq!(said(&mut before, &[("10:00:00", &[14]), ("10:00:10", &[14, 27])]), [27]);
        let mut after: Announcer = serde_json::from_str(&serde_json::to_string(&before).unwrap()).unwrap();
        assert_eq!(said(&mut after, &[("10:00:15", &[14, 27, 28]), ("10:00:16", &[14, 27, 28])]), [28]);
    }

    #[test]
    fn no_more_wait_than_can_be_said() {
        let mut announcer = Announcer::default();
        announcer.see(&[], at("10:00:00"), Some(&rules()));
        let all: Vec<u16> = (1..=30).collect();
        announcer.see(&all, at("10:00:01"), Some(&rules()));
        assert_eq!(std::iter::from_fn(|| announcer.next()).collect::<Vec<u16>>(), (23..=30).collect::<Vec<u16>>());
        assert!(announcer.is_done());
    }

    #[test]
    fn where_nothing_may_be_said_nothing_is_and_later_neither() {
        let mut announcer = Announcer::default();
        announcer.see(&[], at("10:00:00"), None);
        announcer.see(&[27], at("10:00:10"), None);
        assert!(said(&mut announcer, &[("10:00:20", &[27])]).is_empty());
    }

    #[test]
    fn the_voice_is_one_of_the_language_and_rather_of_the_machine() {
        let voices = |list: &[(&str, bool)]| -> Vec<Voice> {
            list.iter().map(|(lang, is_local)| Voice { lang: (*lang).into(), is_local: *is_local }).collect()
        };
        let all = voices(&[
            ("en-US", true),
            ("zh-HK", true),
            ("zh-TW", true),
            ("zh-CN", false),
            ("zh_CN", true),
            ("de", true),
        ]);
        assert_eq!(voice(&all, "zh-CN"), Some(4));
        assert_eq!(voice(&all, "en"), Some(0));
        assert_eq!(voice(&all, "de"), Some(5));
        assert_eq!(voice(&voices(&[("zh-HK", true), ("yue-HK", true), ("en-GB", true)]), "zh-CN"), None);
        assert_eq!(voice(&voices(&[("zh-TW", true)]), "zh-CN"), Some(0));
        assert_eq!(voice(&voices(&[("yue", true), ("cmn", true)]), "zh-CN"), Some(1), "as espeak-ng names it");
    }
}
