//! Which rows stand on which page: cars that are ready stand first on every page, the others in turn below.

use crate::lounge::state::Board;
use bayside_api::codes::Stage;

/// Of so many rows ...
const OF: usize = 8;
/// ... ready cars take at most so many while others wait, so that the pages stay few.
const READY_MAX: usize = 5;

/// The pages of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    ready: Vec<u16>,
    others: Vec<u16>,
    ready_rows: usize,
    other_rows: usize,
}

impl Pages {
    /// Pages of `rows` rows, at least one.
    pub fn new(board: &Board, rows: usize) -> Self {
        let rows = rows.max(1);
        let is_ready = |number: &u16| board.row(*number).is_some_and(|row| row.stage == Stage::Ready);
        let (ready, others): (Vec<u16>, Vec<u16>) = board.order().into_iter().partition(is_ready);
        let ready_rows = if others.is_empty() { rows } else { ready.len().min((rows * READY_MAX / OF).max(1)) };
        let other_rows = rows.saturating_sub(ready_rows).max(1);
        Self { ready, others, ready_rows: ready_rows.max(1), other_rows }
    }

    /// How many there are; never less than one.
    pub fn count(&self) -> usize {
        let ready = self.ready.len().div_ceil(self.ready_rows);
        ready.max(self.others.len().div_ceil(self.other_rows)).max(1)
    }

    /// The numbers on a page; a page beyond the last starts again at the first.
    pub fn at(&self, page: usize) -> Vec<u16> {
        let page = page % self.count();
        let part = |numbers: &[u16], rows: usize| -> Vec<u16> {
            let parts = numbers.len().div_ceil(rows).max(1);
            numbers.iter().skip(page % parts * rows).take(rows).copied().collect()
        };
        [part(&self.ready, self.ready_rows), part(&self.others, self.other_rows)].concat()
    }

    /// The first page from `from` on on which a number stands.
    pub fn of(&self, number: u16, from: usize) -> Option<usize> {
        let count = self.count();
        (0..count).map(|ahead| (from + ahead) % count).find(|page| self.at(*page).contains(&number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lounge::state::tests::{lounge, row};

    fn with(ready: u16, others: u16, rows: usize) -> Pages {
        let cars = (1..=ready).map(|n| row(n, Stage::Ready, None));
        let all = cars.chain((101..=100 + others).map(|n| row(n, Stage::Repair, None))).collect();
        Pages::new(&Board::new(lounge(1, all), 0, 0), rows)
    }

    #[test]
    fn eight_rows_make_a_page_and_pages_turn_round() {
        let pages = with(0, 10, 8);
        assert_eq!(pages.count(), 2);
        assert_eq!(pages.at(0), (101..=108).collect::<Vec<u16>>());
        assert_eq!(pages.at(1), [109, 110]);
        assert_eq!(pages.at(2), pages.at(0));
        assert_eq!((pages.of(108, 0), pages.of(109, 0), pages.of(7, 0)), (Some(0), Some(1), None));
        assert_eq!(with(0, 0, 8).count(), 1);
    }

    #[test]
    fn ready_cars_stand_first_on_every_page() {
        let pages = with(2, 13, 8);
        assert_eq!(pages.count(), 3);
        for page in 0..3 {
            assert_eq!(pages.at(page)[..2], [1, 2]);
        }
        assert_eq!(pages.at(2), [1, 2, 113]);
        assert_eq!(pages.of(1, 2), Some(2), "it stands on the page that is shown");
    }

    #[test]
    fn many_ready_cars_take_turns_and_leave_room_for_the_others() {
        let pages = with(7, 4, 8);
        assert_eq!(pages.at(0), [1, 2, 3, 4, 5, 101, 102, 103]);
        assert_eq!(pages.at(1), [6, 7, 104]);
        assert_eq!(with(9, 0, 8).at(0), (1..=8).collect::<Vec<u16>>());
    }

    #[test]
    fn every_car_stands_on_some_page_within_its_rows() {
        for (ready, others, rows) in [(0, 1, 1), (1, 1, 1), (3, 3, 2), (12, 40, 8), (5, 0, 4), (1, 9, 5), (6, 1, 3)] {
            let pages = with(ready, others, rows);
            let mut seen: Vec<u16> = (0..pages.count()).flat_map(|page| pages.at(page)).collect();
            // One row cannot hold a ready car and another: then they share the screen for once.
            assert!((0..pages.count()).all(|page| pages.at(page).len() <= rows.max(2)), "{pages:?}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), usize::from(ready + others), "{pages:?}");
        }
    }
}
