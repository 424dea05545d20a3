//! The server's time and the age of the shown data, by a steady clock.
//!
//! Data on arrival are already some time old: the connection may be slow, or a proxy may buffer. So each arrival only
//! gives a lower bound of the delay. A reply gives also an upper bound: it cannot be older than its request.

/// How far a question's time is trusted: servers tell whole seconds.
const ROUNDED_MS: i64 = 1_000;

/// Follows the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerTime {
    /// Milliseconds from our clock to the server's.
    offset_ms: i64,
}

impl ServerTime {
    /// The first answer, to a question of `asked_ms`, which arrived at `now_ms`.
    pub fn new(as_of_ms: i64, now_ms: i64) -> Self {
        Self { offset_ms: as_of_ms - now_ms }
    }

    /// Something arrived that says the server's time.
    pub fn ticked(&mut self, as_of_ms: i64, now_ms: i64) {
        self.offset_ms = self.offset_ms.max(as_of_ms - now_ms);
    }

    /// An answer arrived: where it is older than the question by our reckoning, the server's clock was set back.
    pub fn answered(&mut self, as_of_ms: i64, asked_ms: i64, now_ms: i64) {
        if as_of_ms + ROUNDED_MS < asked_ms + self.offset_ms {
            *self = Self::new(as_of_ms, now_ms);
        } else {
            self.ticked(as_of_ms, now_ms);
        }
    }

    /// Milliseconds since the epoch at the server when our clock shows `now_ms`.
    pub fn at(self, now_ms: i64) -> i64 {
        now_ms + self.offset_ms
    }
}

/// How old the shown data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Whole seconds, less than what counts as live.
    Live(i64),
    /// The machine may have slept: the server is being asked.
    Checking,
    /// Whole seconds since the last contact.
    Lost(i64),
    /// Kept from an earlier page load or from before a sleep: only the time of the last contact is known.
    Kept,
}

impl Freshness {
    /// Whether it may be called live.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Live(_) | Self::Checking)
    }
}

/// Tells a machine that slept: its wall clock went on while the other stood still. A wall clock that was set
/// forward looks the same, and asking once more than needed harms nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sleep {
    ahead_ms: i64,
}

impl Sleep {
    /// Shorter ones are the browser's own pauses.
    const MS_MIN: i64 = 5_000;

    /// As the clocks stand now.
    pub fn new(wall_ms: i64, steady_ms: i64) -> Self {
        Self { ahead_ms: wall_ms - steady_ms }
    }

    /// Whether the machine may have slept since it was last asked.
    pub fn passed(&mut self, wall_ms: i64, steady_ms: i64) -> bool {
        let before_ms = std::mem::replace(&mut self.ahead_ms, wall_ms - steady_ms);
        self.ahead_ms - before_ms > Self::MS_MIN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_does_not_turn_the_clock_back() {
        let mut time = ServerTime::new(1_000_000, 100);
        time.ticked(1_010_000, 10_100);
        assert_eq!(time.at(10_100), 1_010_000);
        time.ticked(1_020_000, 60_100);
        assert_eq!(time.at(60_100), 1_060_000, "forty seconds late");
    }

    #[test]
    fn what_comes_earlier_than_thought_corrects_the_clock() {
        let mut time = ServerTime::new(1_000_000, 5_000);
        time.ticked(1_010_000, 11_000);
        assert_eq!(time.at(11_000), 1_010_000);
    }

    #[test]
    fn a_server_whose_clock_was_set_back_is_believed_when_asked() {
        let mut time = ServerTime::new(9_000_000, 0);
        time.answered(1_000_000, 10_000, 10_050);
        assert_eq!(time.at(10_050), 1_000_000);
        time.answered(1_004_000, 14_900, 15_000);
        assert_eq!(time.at(15_000), 1_004_950, "within a second and the way it is the same clock");
    }

    #[test]
    fn only_a_wall_clock_that_went_on_alone_tells_of_sleep() {
        let mut sleep = Sleep::new(1_000_000, 0);
        assert!(!sleep.passed(1_060_000, 60_000));
        assert!(!sleep.passed(1_063_000, 61_000), "a correction of two seconds");
        assert!(sleep.passed(4_664_000, 62_000), "an hour's sleep, or a clock set forward");
        assert!(!sleep.passed(4_665_000, 63_000));
        assert!(!sleep.passed(1_000_000, 64_000), "a clock set back");
    }
}
