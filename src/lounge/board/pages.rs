//! Which rows stand on which page: cars that are ready stand first on every page, the others in turn below.

use crate::lounge::state::Board;
use bayside_api::codes::Stage;

/// Of so many rows ...
const OF: usize = 8;
/// ... ready cars take at most so many while others wait ...
const READY_MAX: usize = 5;
/// ... and fewer where the pages would be more than these.
const PAGES_MAX: usize = 4;

/// The pages of a board. Each has as many rows as the others, or one less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    ready: Vec<u16>,
    others: Vec<u16>,
    /// Over how many pages each is spread.
    ready_parts: usize,
    other_parts: usize,
}

impl Pages {
    /// Pages of at most `rows` rows, at least one.
    pub fn new(board: &Board, rows: usize) -> Self {
        let rows = rows.max(1);
        let is_ready = |number: &u16| board.row(*number).is_some_and(|row| row.stage == Stage::Ready);
        let (ready, others): (Vec<u16>, Vec<u16>) = board.order().into_iter().partition(is_ready);
        let most = if others.is_empty() { rows } else { ready.len().min((rows * READY_MAX / OF).max(1)) };
        let parts = |pinned: usize| {
            let left = rows.saturating_sub(pinned).max(1);
            (ready.len().div_ceil(pinned.max(1)).max(1), others.len().div_ceil(left).max(1))
        };
        let count = |pinned: &usize| {
            let (ready, others) = parts(*pinned);
            ready.max(others).max(PAGES_MAX)
        };
        let (ready_parts, other_parts) = parts((most.min(1)..=most).rev().min_by_key(count).unwrap_or(most));
        Self { ready, others, ready_parts, other_parts }
    }

    /// How many there are; never less than one.
    pub fn count(&self) -> usize {
        self.ready_parts.max(self.other_parts)
    }

    /// The rows of the fullest page.
    pub fn rows(&self) -> usize {
        self.ready.len().div_ceil(self.ready_parts) + self.others.len().div_ceil(self.other_parts)
    }

    /// The numbers on a page; a page beyond the last starts again at the first.
    pub fn at(&self, page: usize) -> Vec<u16> {
        let page = page % self.count();
        let part = |numbers: &[u16], parts: usize| -> Vec<u16> {
            let begin = |part: usize| (part * numbers.len()).div_ceil(parts);
            numbers[begin(page % parts)..begin(page % parts + 1)].to_vec()
        };
        [part(&self.ready, self.ready_parts), part(&self.others, self.other_parts)].concat()
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
    fn pages_are_as_full_as_each_other_and_turn_round() {
        let pages = with(0, 9, 8);
        assert_eq!((pages.count(), pages.rows()), (2, 5));
        assert_eq!(pages.at(0), (101..=105).collect::<Vec<u16>>());
        assert_eq!(pages.at(1), (106..=109).collect::<Vec<u16>>());
        assert_eq!(pages.at(2), pages.at(0));
        assert_eq!((pages.of(105, 0), pages.of(106, 0), pages.of(7, 0)), (Some(0), Some(1), None));
        assert_eq!(with(0, 8, 8).count(), 1);
        assert_eq!((with(0, 0, 8).count(), with(0, 0, 8).rows()), (1, 0));
        for others in 1..60 {
            let pages = with(0, others, 8);
            let sizes: Vec<usize> = (0..pages.count()).map(|page| pages.at(page).len()).collect();
            assert!(sizes.iter().all(|size| pages.rows() - size <= 1), "{others}: {sizes:?}");
            assert_eq!(pages.count(), usize::from(others).div_ceil(8), "not one page more than needed");
        }
    }

    #[test]
    fn ready_cars_stand_first_on_every_page() {
        let pages = with(2, 13, 8);
        assert_eq!((pages.count(), pages.rows()), (3, 7));
        for page in 0..3 {
            assert_eq!(pages.at(page)[..2], [1, 2]);
        }
        assert_eq!(pages.at(2), [1, 2, 110, 111, 112, 113]);
        assert_eq!(pages.of(1, 2), Some(2), "it stands on the page that is shown");
    }

    #[test]
    fn many_ready_cars_take_turns_and_leave_room_for_the_others() {
        let pages = with(7, 4, 8);
        assert_eq!(pages.at(0), [1, 2, 3, 4, 101, 102]);
        assert_eq!(pages.at(1), [5, 6, 7, 103, 104]);
        assert_eq!(with(9, 0, 8).at(0), [1, 2, 3, 4, 5]);
        // Five pinned rows would need seven pages, 84 seconds.
        assert_eq!(with(5, 20, 8).count(), 4);
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
