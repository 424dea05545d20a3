//! The lounge's screen while everything around it goes wrong: after each trial it shows what the server has, and during
//! it nothing is older than the screen says.

use crate::booking::phone::test;
use crate::lounge::trial::{LEVEL_WITHIN, SLACK_MS, Trial, board, board_of, is_level_at, screen, seen_by};
use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_test_support::desk::Desk;
use bayside_test_support::line::{Line, Weather};
use bayside_test_support::world::ALLER;
use serde_json::json;
use std::time::{Duration, Instant};

/// A screen that cannot know how much time has passed is told by the server within this.
const DOUBT_MS: i64 = 3_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_fifty_times_during_five_hundred_changes() {
    let mut trial = Trial::begin().await;
    for count in 0..500 {
        trial.change(count);
        match count % 10 {
            1 | 6 => trial.guest_goes_on(),
            4 if count == 254 => trial.notices_change(),
            4 => trial.restart(),
            _ => {}
        }
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_is_slow_and_cut_and_closed_by_halves() {
    const PAUSE: Duration = Duration::from_millis(300);
    let mut trial = Trial::begin().await;
    for count in 0..90 {
        trial.change(count);
        match count % 9 {
            0 => trial.line.is(Weather::Slow(PAUSE)),
            2 => trial.line.cut(),
            4 => trial.line.half_close_answers(),
            6 => trial.line.half_close_questions(),
            8 => trial.line.is(Weather::Fair),
            _ => trial.guest_goes_on(),
        }
        trial.look().await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    trial.line.is(Weather::Fair);
    trial.ends(SLACK_MS + PAUSE.as_millis() as i64 * 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_dies_without_a_word_and_a_server_that_is_away() {
    let mut trial = Trial::begin().await;
    for (count, weather) in [Weather::Silent, Weather::Down].into_iter().enumerate() {
        trial.line.is(weather);
        if weather == Weather::Down {
            trial.line.cut();
        }
        trial.change(count);
        // A car comes while nobody hears of it.
        trial.guest_goes_on();
        trial.guest_goes_on();
        trial.says_that_it_is_not_live().await;
        assert!(!trial.wall.has(&test("pairing-code")).await, "the last state stays");
        trial.line.is(Weather::Fair);
        trial.is_level().await;
        trial.look().await;
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_altered_on_its_way() {
    let mut trial = Trial::begin().await;
    for count in 0..4 {
        // Two letters exchanged: still a row, still a plate.
        let number = trial.cars[count % trial.cars.len()].1;
        let row = board(&trial.reader).rows.into_iter().find(|row| row.number == number).expect("it is on the board");
        let false_plate = row.plate.replace("345", "543");
        assert_ne!(row.plate, false_plate);
        trial.line.alter(&row.plate, &false_plate);
        trial.change(count);
        let start = Instant::now();
        while !trial.line.has_altered() {
            assert!(start.elapsed() < LEVEL_WITHIN, "no row came by");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        trial.is_level().await;
        trial.look().await;
        // What was altered stood there, for no longer than until the next proof.
        trial.forgives(&false_plate);
    }
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_clock_that_jumps_by_a_day() {
    let mut trial = Trial::begin().await;
    for (count, skew_ms) in [86_400_000_i64, -86_400_000, 0, 3_600_000].into_iter().enumerate() {
        let set = "window.skewMs = arguments[0]; sessionStorage.setItem('skewMs', arguments[0])";
        trial.wall.run(set, vec![json!(skew_ms)]).await;
        trial.change(count);
        trial.is_level().await;
        trial.look().await;
        let ages: Vec<i64> = trial.seen.iter().map(|seen| seen.age_seconds).collect();
        assert!(ages.iter().all(|age| (0..30).contains(age)), "the wall clock is no measure of age: {ages:?}");
        trial.doubts_no_longer_than(DOUBT_MS);
        if skew_ms > 0 {
            trial.wall.reload().await;
        }
    }
    // Also a line that dies is noticed while the clock is wrong, and its age is the true one.
    trial.line.is(Weather::Silent);
    trial.change(4);
    trial.says_that_it_is_not_live().await;
    trial.line.is(Weather::Fair);
    trial.ends(SLACK_MS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_screens_of_two_dealers_know_nothing_of_each_other() {
    let mut trial = Trial::begin().await;
    let desk = Desk::sign_in(&trial.server, ALLER, "manager");
    let mut reader = trial.server.client().with_token(&desk.pair(&trial.server, ScreenKind::Lounge).device_token);
    let other_line = Line::to(&trial.server.url);
    let other = screen(&other_line, &desk, ALLER).await;
    let mut seen = Vec::new();
    for count in 0..30 {
        trial.change(count);
        trial.guest_goes_on();
        if count % 10 == 4 {
            trial.restart();
            other_line.leads_to(&trial.server.url);
            reader.moved_to(&trial.server.url);
        }
        trial.look().await;
        seen.extend(seen_by(&other).await);
    }
    is_level_at(&other, &reader, ALLER).await;
    seen.extend(seen_by(&other).await);
    let (own, others) = (board(&trial.reader), board_of(&reader, ALLER));
    let own_plates: Vec<&str> = trial.seen.iter().flat_map(|look| &look.cars).map(|car| car.plate.as_str()).collect();
    let other_plates: Vec<&str> = seen.iter().flat_map(|look| &look.cars).map(|car| car.plate.as_str()).collect();
    // Nothing of the other dealer's was shown at any time, nor was any byte of it sent.
    let sides = [(&trial.line, own_plates, &own, &others), (&other_line, other_plates, &others, &own)];
    for (line, shown, own, foreign) in sides {
        let bytes = String::from_utf8_lossy(&line.passed()).into_owned();
        // As the feed writes it: the program brings the plates of its made-up day along.
        let quoted = |plate: &str| format!("\"{plate}\"");
        assert!(own.rows.iter().all(|row| shown.contains(&row.plate.as_str()) && bytes.contains(&quoted(&row.plate))));
        for row in &foreign.rows {
            assert!(!shown.contains(&row.plate.as_str()), "{} of the other dealer was shown", row.plate);
            assert!(!bytes.contains(&quoted(&row.plate)), "{} of the other dealer was sent", row.plate);
        }
    }
    // The screen of one dealer that is sent to the other's page begins there as if new.
    trial.wall.go(&format!("{}/aller/lounge", trial.line.url)).await;
    trial.wall.see(&test("pairing-code")).await;
    let page = trial.wall.source().await;
    assert!(own.rows.iter().all(|row| !page.contains(&row.plate)), "{page}");
    let refused = trial.reader.get(&path::lounge(ALLER.dealer));
    assert!([401, 403].contains(&refused.status), "{}", refused.text());
    trial.wall.go(&format!("{}/anting/lounge", trial.line.url)).await;
    other.close().await;
    trial.ends(SLACK_MS).await;
}
