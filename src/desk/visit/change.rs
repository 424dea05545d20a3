//! What somebody else did since this page was read: for the notice when two people edit.

use bayside_api::desk::{DeskVisit, LogEntry};
use bayside_domain::ids::EventNumber;

/// At most this many entries are told; the log holds the rest.
const TOLD: usize = 3;

/// The newest event that a read visit contains.
pub fn newest(visit: &DeskVisit) -> EventNumber {
    visit.log.iter().map(|entry| entry.event_id).max().unwrap_or(EventNumber::new(0))
}

/// What happened after `seen`, newest first.
pub fn since(visit: &DeskVisit, seen: EventNumber) -> Vec<LogEntry> {
    let mut news: Vec<_> = visit.log.iter().filter(|entry| entry.event_id > seen).cloned().collect();
    news.sort_by_key(|entry| std::cmp::Reverse(entry.event_id));
    news.truncate(TOLD);
    news
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fixtures;
    use bayside_domain::event::VisitEventKind;

    #[test]
    fn only_what_is_newer_than_the_page_is_told() {
        let before = fixtures::visit();
        let mut after = before.clone();
        after.log.insert(0, fixtures::entry(8, VisitEventKind::Washed));
        after.log.insert(0, fixtures::entry(9, VisitEventKind::PromiseChanged));
        let told: Vec<_> = since(&after, newest(&before)).iter().map(|entry| entry.event_id.get()).collect();
        assert_eq!(told, [9, 8]);
        assert!(since(&before, newest(&before)).is_empty());
    }

    #[test]
    fn a_long_absence_is_summed_up() {
        let mut visit = fixtures::visit();
        visit.log = (1..=9).rev().map(|id| fixtures::entry(id, VisitEventKind::Started)).collect();
        assert_eq!(since(&visit, EventNumber::new(0)).len(), 3);
    }
}
