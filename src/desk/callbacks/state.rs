//! The state of the call-backs' page: due times, figures, and selection by keys. Pure.

use bayside_api::callback::DeskCallback;
use bayside_domain::ids::CallbackId;

/// A call-back is due soon if fewer minutes than this are left.
const SOON_MINUTES: i64 = 10;

/// The time left of a call-back, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The promise was missed by this many minutes.
    Late(i64),
    /// Only this many minutes are left.
    Soon(i64),
    /// This many minutes are left.
    Left(i64),
    /// It has ended.
    Closed,
}

/// What the clock says at an instant.
pub fn clock(callback: &DeskCallback, now_ms: i64) -> Clock {
    if callback.closed_at.is_some() {
        return Clock::Closed;
    }
    // A promise counts as missed only after a full minute.
    let left = callback.due_at.epoch_ms() - now_ms;
    match left.div_euclid(60_000) {
        minutes if minutes < 0 => Clock::Late((-left).div_euclid(60_000)),
        minutes if minutes < SOON_MINUTES => Clock::Soon(minutes),
        minutes => Clock::Left(minutes),
    }
}

/// The counts of open, late and unassigned call-backs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Open call-backs.
    pub open: usize,
    /// Open call-backs whose promise was missed.
    pub late: usize,
    /// Open call-backs without an owner.
    pub unowned: usize,
}

/// The figures of a list.
pub fn figures(callbacks: &[DeskCallback], now_ms: i64) -> Figures {
    let open = || callbacks.iter().filter(|callback| callback.closed_at.is_none());
    Figures {
        open: open().count(),
        late: open().filter(|callback| matches!(clock(callback, now_ms), Clock::Late(_))).count(),
        unowned: open().filter(|callback| callback.owner.is_none()).count(),
    }
}

/// The row after (1) or before (-1) the chosen one; the first if none is chosen.
pub fn moved(callbacks: &[DeskCallback], chosen: Option<CallbackId>, by: isize) -> Option<CallbackId> {
    let last = callbacks.len().checked_sub(1)?;
    let at = chosen.and_then(|id| callbacks.iter().position(|callback| callback.id == id));
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
    Some(callbacks[next].id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::Instant;
    use bayside_api::callback::CallbackTeam;

    fn at(text: &str) -> Instant {
        Instant(chrono::DateTime::parse_from_rfc3339(&format!("2026-12-01T{text}+08:00")).unwrap())
    }

    fn due(id: i64, time: &str, closed: bool) -> DeskCallback {
        DeskCallback {
            id: CallbackId::new(id),
            version: 1,
            reference: "R5M8T12".into(),
            kind: CallbackTeam::Adviser,
            addressed_as: "高先生".into(),
            phone: "+8613912342207".into(),
            plate: "沪B3H771".into(),
            model: "途观 L".into(),
            mileage_km: 30_000,
            locale: "zh-CN".into(),
            concern: "油漆上有一道印".into(),
            created_at: at("09:00:00"),
            due_at: at(time),
            minutes_late: 0,
            preferred_times: Vec::new(),
            owner: None,
            attempts: Vec::new(),
            outcome: None,
            closed_at: closed.then(|| at("10:00:00")),
            note: None,
            visit: None,
            marks: Vec::new(),
        }
    }

    #[test]
    fn the_clock_says_late_soon_left_or_closed() {
        let now = at("10:24:00").epoch_ms();
        for (time, expected) in [
            ("10:10:00", Clock::Late(14)),
            ("10:23:30", Clock::Late(0)),
            ("10:24:00", Clock::Soon(0)),
            ("10:31:00", Clock::Soon(7)),
            ("10:54:00", Clock::Left(30)),
        ] {
            assert_eq!(clock(&due(1, time, false), now), expected, "{time}");
        }
        assert_eq!(clock(&due(1, "10:10:00", true), now), Clock::Closed);
    }

    #[test]
    fn figures_count_what_is_open() {
        let list = [due(1, "10:10:00", false), due(2, "10:54:00", false), due(3, "10:10:00", true)];
        assert_eq!(figures(&list, at("10:24:00").epoch_ms()), Figures { open: 2, late: 1, unowned: 2 });
    }

    #[test]
    fn the_keys_walk_the_rows_and_stop_at_the_ends() {
        let list = [due(7, "10:10:00", false), due(8, "10:54:00", false)];
        let id = CallbackId::new;
        assert_eq!(moved(&list, None, 1), Some(id(7)));
        assert_eq!(moved(&list, Some(id(7)), 1), Some(id(8)));
        assert_eq!(moved(&list, Some(id(8)), 1), Some(id(8)));
        assert_eq!(moved(&list, Some(id(7)), -1), Some(id(7)));
        assert_eq!(moved(&[], None, 1), None);
    }
}
