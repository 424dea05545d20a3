//! Alternatives to a start that is no longer free.

use super::{CapacityRequest, Occupancy, Start, Workshop};

/// The most alternatives that are given.
const ALTERNATIVES_MAX: usize = 3;

impl Workshop {
    /// Up to three other starts, nearest first; before all, the same start with another adviser if the requested one is
    /// not free then. Of two starts that are equally near, the one with the requested adviser comes first, then the
    /// earlier one.
    pub fn alternatives(
        &self,
        occupancy: &Occupancy,
        request: &CapacityRequest<'_>,
        wanted: i64,
        now_seconds: i64,
    ) -> Vec<Start> {
        let anyone = CapacityRequest { adviser: None, ..*request };
        let asks = if request.adviser.is_some() { &[*request, anyone][..] } else { &[anyone][..] };
        let days = &self.calendar.days;
        // To a start of an earlier day, the first day is the nearest.
        let Some(day) = self.calendar.day_index(wanted.max(self.origin)) else { return Vec::new() };
        let mut found: Vec<Start> = Vec::new();
        if let Ok((adviser, plan)) = self.best_adviser(occupancy, &anyone, wanted, now_seconds) {
            let load = self.load(occupancy, &plan);
            found.push(Start::of(adviser, &plan, load));
        }
        // Search day by day outwards, until no day further away can have a nearer start.
        for away in 0..days.len() {
            let (before, after) = (day.checked_sub(away), Some(day + away).filter(|day| *day < days.len()));
            for index in [before, after.filter(|_| away > 0)].into_iter().flatten() {
                for request in asks {
                    for start in self.day(occupancy, request, days[index].date, now_seconds).starts {
                        if !found.iter().any(|known| known.at == start.at) {
                            found.push(start);
                        }
                    }
                }
            }
            found.sort_by_key(|start| {
                let distance = (start.at - wanted).abs();
                (distance, request.adviser.is_some_and(|asked| asked != start.adviser), start.at)
            });
            found.truncate(ALTERNATIVES_MAX);
            let unseen_before = before.map_or(i64::MAX, |day| wanted - days[day].whole.from + 1);
            let unseen_after = after.map_or(i64::MAX, |day| days[day].whole.to - wanted);
            if let [.., last] = found.as_slice()
                && found.len() == ALTERNATIVES_MAX
                && (last.at - wanted).abs() < unseen_before.min(unseen_after)
            {
                break;
            }
        }
        found
    }
}
