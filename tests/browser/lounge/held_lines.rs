//! The lounge's screen behind lines that hold up what they carry, and after sleep.

use crate::lounge::trial::{SLACK_MS, Trial};
use bayside_test_support::line::Weather;
use serde_json::json;
use std::time::{Duration, Instant};

impl Trial {
    /// So much time passes, in which cars come, change and go.
    async fn lives_for(&mut self, time: Duration, count: &mut usize) {
        let start = Instant::now();
        while start.elapsed() < time {
            self.change(*count);
            self.guest_goes_on();
            *count += 1;
            tokio::time::sleep(Duration::from_millis(900)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_alone_tells_all_where_streams_are_held_and_the_server_is_killed() {
    let mut trial = Trial::begin().await;
    trial.line.is(Weather::HoldsStreams);
    trial.wall.see("[data-via=poll]").await;
    for count in 0..40 {
        trial.change(count);
        trial.guest_goes_on();
        match count % 8 {
            4 => trial.restart(),
            7 => trial.is_level().await,
            _ => {}
        }
        trial.look().await;
    }
    trial.wall.see("[data-via=poll]").await;
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_lets_go_late_what_it_held() {
    let mut trial = Trial::begin().await;
    let mut count = 0;
    for (weather, seconds) in [(Weather::HoldsStreams, 15), (Weather::HoldsAll, 40), (Weather::HoldsStreams, 40)] {
        let before = trial.seen.len();
        trial.line.is(weather);
        trial.lives_for(Duration::from_secs(seconds), &mut count).await;
        trial.look().await;
        let was_stale = trial.seen[before..].iter().any(|look| look.is_stale);
        assert_eq!(was_stale, weather == Weather::HoldsAll, "where only streams are held, asking keeps it live");
        trial.line.is(Weather::Fair);
        trial.is_level().await;
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_slept_calls_nothing_live_that_is_from_before() {
    let mut trial = Trial::begin().await;
    let mut count = 0;
    // As a page that stops, and as a machine whose steady clock stands still meanwhile.
    for (stands_still, seconds) in [(false, 8), (false, 40), (true, 8), (true, 40)] {
        trial.wall.run("window.standsStill = arguments[0]", vec![json!(stands_still)]).await;
        trial.look().await;
        trial.wall.sleeps().await;
        trial.lives_for(Duration::from_secs(seconds), &mut count).await;
        trial.wall.wakes().await;
        trial.is_level().await;
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}
