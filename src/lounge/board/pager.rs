//! Which page of the board is shown: it turns by itself until somebody stops it, and news comes first.

use crate::lounge::state::PAGE_SECONDS;
use serde::{Deserialize, Serialize};

/// The page, counted on without end; the board takes it modulo its pages.
///
/// It is handed over when the page of the browser begins anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pager {
    at: usize,
    #[serde(skip)]
    turned_ms: i64,
    is_stopped: bool,
}

impl Pager {
    /// Begins at its page, which stays for its full time.
    #[must_use]
    pub fn begun(self, now_ms: i64) -> Self {
        Self { turned_ms: now_ms, ..self }
    }

    /// The turn.
    pub fn at(self) -> usize {
        self.at
    }

    /// Whether somebody stopped it.
    pub fn is_stopped(self) -> bool {
        self.is_stopped
    }

    /// A second has passed; tells whether the page turned.
    pub fn beat(&mut self, now_ms: i64) -> bool {
        let turns = !self.is_stopped && now_ms - self.turned_ms >= PAGE_SECONDS * 1000;
        if turns {
            self.turn_to(self.at + 1, now_ms);
        }
        turns
    }

    /// Something changed on this page: it is shown next, for its full time. A stopped board stays.
    pub fn show(&mut self, page: usize, now_ms: i64) {
        if !self.is_stopped {
            self.turn_to(page, now_ms);
        }
    }

    /// A key (or a tap, which has no name): arrows turn by hand and stop; anything else stops, or goes on.
    pub fn press(&mut self, key: &str, pages: usize, now_ms: i64) {
        let here = self.at % pages.max(1);
        match key {
            "ArrowRight" | "ArrowDown" | "PageDown" => self.turn_to(here + 1, now_ms),
            "ArrowLeft" | "ArrowUp" | "PageUp" => self.turn_to(here + pages.max(1) - 1, now_ms),
            _ => {
                self.is_stopped = !self.is_stopped;
                self.turned_ms = now_ms;
                return;
            }
        }
        self.is_stopped = true;
    }

    fn turn_to(&mut self, at: usize, now_ms: i64) {
        self.at = at;
        self.turned_ms = now_ms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stays_twelve_seconds() {
        let mut pager = Pager::default().begun(0);
        assert!(!pager.beat(11_999));
        assert!(pager.beat(12_000));
        assert!(!pager.beat(13_000));
        assert_eq!(pager.at(), 1);
    }

    #[test]
    fn news_is_shown_at_once_and_for_its_full_time() {
        let mut pager = Pager::default().begun(0);
        pager.show(2, 11_000);
        assert_eq!(pager.at(), 2);
        assert!(!pager.beat(22_999));
        assert!(pager.beat(23_000));
    }

    #[test]
    fn a_key_stops_the_pages_and_another_lets_them_go_on() {
        let mut pager = Pager::default().begun(0);
        pager.press(" ", 2, 5_000);
        assert!(pager.is_stopped() && !pager.beat(60_000));
        pager.show(1, 61_000);
        assert_eq!(pager.at(), 0);
        pager.press("", 2, 70_000);
        assert!(!pager.beat(81_999) && pager.beat(82_000));
    }

    #[test]
    fn a_stopped_page_stays_where_it_is_when_it_is_handed_over() {
        let mut pager = Pager::default().begun(0);
        pager.press("ArrowRight", 3, 1_000);
        let mut next = serde_json::from_str::<Pager>(&serde_json::to_string(&pager).unwrap()).unwrap().begun(50);
        assert!((next.at(), next.is_stopped()) == (1, true) && !next.beat(60_000));
    }

    #[test]
    fn arrows_turn_by_hand() {
        let mut pager = Pager::default().begun(0);
        pager.press("ArrowLeft", 3, 1_000);
        assert_eq!(pager.at() % 3, 2);
        pager.press("ArrowRight", 3, 2_000);
        assert_eq!(pager.at() % 3, 0);
        assert!(pager.is_stopped());
    }
}
