//! When the screen may reload: for a new version whenever it is idle, and once a night.

use crate::lounge::state::Board;
use crate::ui::guard::Duty;
use chrono::Timelike;

/// After a change nothing else happens for so long before the screen counts as idle.
const REST_MS: i64 = 10_000;
/// The hours of the night in which it begins anew, at the server.
const NIGHT: std::ops::Range<u32> = 3..5;
/// Not again within so many hours.
const AWAKE_HOURS: i64 = 6;

/// What the screen is doing. `minute` is this screen's own minute after three, so that not all begin at once;
/// `has_more_to_say` while an announcement runs or waits.
pub fn duty(board: Option<&Board>, has_more_to_say: bool, minute: u32, now_ms: i64) -> Duty {
    let Some(board) = board else { return Duty::Busy };
    if has_more_to_say || !board.rests(REST_MS, now_ms) || !board.is_live(now_ms) || !board.knows_now() {
        return Duty::Busy;
    }
    let now = board.server_now(now_ms).0;
    let after = i64::from(now.hour()) * 60 + i64::from(now.minute()) - i64::from(NIGHT.start * 60 + minute);
    let is_night = after >= 0 && NIGHT.contains(&now.hour());
    if is_night && now_ms >= AWAKE_HOURS * 3_600_000 { Duty::Reload } else { Duty::Idle }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lounge::state::tests::{at, lounge, row};
    use bayside_api::codes::Stage;
    use bayside_api::screen::Lounge;

    const AWAKE_MS: i64 = AWAKE_HOURS * 3_600_000;

    fn at_night(clock: &str, now_ms: i64) -> Duty {
        let board = Board::new(Lounge { as_of: at(clock), ..lounge(1, vec![]) }, now_ms, now_ms);
        duty(Some(&board), false, 20, now_ms)
    }

    #[test]
    fn it_begins_anew_once_a_night_at_a_minute_of_its_own() {
        assert_eq!(at_night("03:19:59", AWAKE_MS), Duty::Idle);
        assert_eq!(at_night("03:20:00", AWAKE_MS), Duty::Reload);
        assert_eq!(at_night("04:10:00", AWAKE_MS), Duty::Reload, "it was busy until now");
        assert_eq!(at_night("04:10:00", AWAKE_MS - 1), Duty::Idle, "it has done so already");
        assert_eq!(at_night("05:00:00", AWAKE_MS), Duty::Idle);
        assert_eq!(at_night("10:20:00", AWAKE_MS), Duty::Idle);
    }

    #[test]
    fn it_is_busy_while_something_changes_or_is_said_and_while_nobody_answers() {
        let mut board = Board::new(lounge(1, vec![]), 0, 0);
        assert_eq!(duty(Some(&board), false, 0, 0), Duty::Idle);
        assert_eq!(duty(Some(&board), true, 0, 0), Duty::Busy);
        board.replace(lounge(2, vec![row(1, Stage::Ready, None)]), 1_000, 1_000);
        assert_eq!(duty(Some(&board), false, 0, 10_999), Duty::Busy);
        assert_eq!(duty(Some(&board), false, 0, 11_000), Duty::Idle);
        assert_eq!(duty(Some(&board), false, 0, 40_000), Duty::Busy, "out of contact");
        assert_eq!(duty(None, false, 0, 0), Duty::Busy);
    }
}
