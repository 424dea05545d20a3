//! `?demo`: a day of made-up cars in a minute, for showing the screen where there is no server to show.

use super::hours::Hours;
use super::screen::LoungeScreen;
use super::state::Board;
use crate::i18n::{td_string, use_lang};
use crate::ui::clock::steady_ms;
use crate::ui::timer;
use bayside_api::Instant;
use bayside_api::codes::{Flag, Stage};
use bayside_api::dealer::{Dealer, OpeningHours};
use bayside_api::screen::{Arrival, Lounge, LoungeRow};
use bayside_domain::country::Country;
use bayside_domain::ids::EventNumber;
use chrono::TimeDelta;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// The day, in minutes from midnight, and how long it takes.
const FROM: i64 = 7 * 60 + 40;
const TO: i64 = 18 * 60 + 30;
const DAY_MS: i64 = 60_000;
/// How often the day goes on.
const STEP: Duration = Duration::from_millis(500);

/// How many cars come, and how far apart.
const CARS: i64 = 29;
const MINUTES_APART: i64 = 17;
/// Minutes in the workshop, in turn.
const REPAIRS: [i64; 6] = [40, 75, 55, 130, 35, 95];
/// Minutes that the other stages take, and how long a ready car waits.
const RECEIVED: i64 = 10;
const WAITING: i64 = 15;
const INSPECTION: i64 = 12;
const WASH: i64 = 16;
const PREPARING: i64 = 10;
const READY: i64 = 35;

const PLATES_CN: [&str; 6] = ["沪A·**345", "沪B·**771", "苏E·D***08", "浙F·**90K", "皖A·**263", "沪A·F***17"];
const PLATES: [&str; 6] = ["VER·*71", "HB·*12", "ROW·*08", "OHZ·*90", "VER·*63", "NI·*17"];

/// What is written on the day's board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cast {
    is_chinese: bool,
    advisers: [String; 3],
    guests: [String; 3],
    notice: String,
}

/// The board of the made-up day at a minute of it.
fn board(minute: i64, cast: &Cast) -> Lounge {
    let at = |minute: i64| Instant(midnight().0 + TimeDelta::minutes(minute));
    let rows: Vec<LoungeRow> = (0..CARS).filter_map(|car| row(car, minute, cast)).collect();
    let arrivals = (0..3_i64)
        .map(|guest| (minute / 30 + 1 + guest) * 30)
        .filter(|start| (8 * 60..17 * 60).contains(start))
        .map(|start| {
            let turn = (start / 30 % 3) as usize;
            Arrival {
                at: at(start),
                name: cast.guests[turn].clone(),
                names: BTreeMap::new(),
                adviser: cast.advisers[turn].clone(),
                adviser_names: BTreeMap::new(),
            }
        })
        .collect();
    Lounge {
        as_of: at(minute),
        last_event_id: EventNumber::new(minute),
        digest: super::digest::of(rows.iter()),
        rows,
        arrivals,
        notices: vec![cast.notice.clone()],
        calls: Vec::new(),
        viewing: None,
        command: None,
    }
}

/// A Tuesday somewhere.
fn midnight() -> Instant {
    Instant::parse("2026-06-09T00:00:00+08:00").expect("an instant as the wire writes it")
}

/// A car while it is there.
fn row(car: i64, minute: i64, cast: &Cast) -> Option<LoungeRow> {
    let turn = car as usize;
    let came = 8 * 60 + car * MINUTES_APART;
    let repair = REPAIRS[turn % REPAIRS.len()];
    let lasts = [
        (Stage::Received, RECEIVED),
        (Stage::Waiting, WAITING),
        (Stage::Repair, repair),
        (Stage::Inspection, INSPECTION),
        (Stage::Wash, WASH),
        (Stage::Preparing, PREPARING),
        (Stage::Ready, READY),
    ];
    let mut ends = came;
    let stage = lasts.into_iter().find_map(|(stage, lasts)| {
        ends += lasts;
        (came <= minute && minute < ends).then_some(stage)
    })?;
    let takes = RECEIVED + WAITING + repair + INSPECTION + WASH + PREPARING;
    // Promised to the next ten minutes; a few are late, a few are told in time that they will be.
    let promised = (came + takes + 9) / 10 * 10;
    let at = |minute: i64| Some(Instant(midnight().0 + TimeDelta::minutes(minute)));
    let (promised_at, promised_before) = match car % 7 {
        _ if stage == Stage::Received => (None, None),
        3 => (at(promised - 20), None),
        5 if stage >= Stage::Inspection => (at(promised), at(promised - 30)),
        5 => (at(promised - 30), None),
        _ => (at(promised), None),
    };
    let plates = if cast.is_chinese { PLATES_CN } else { PLATES };
    Some(LoungeRow {
        number: turn as u16 + 11,
        plate: plates[turn * 5 % plates.len()].to_owned(),
        stage,
        flag: (car % 8 == 2 && stage == Stage::Repair).then_some(Flag::SeeAdviser),
        promised_at,
        promised_before,
        ready_at: (stage == Stage::Ready).then(|| at(came + takes)).flatten(),
        adviser: cast.advisers[turn % 3].clone(),
        adviser_names: BTreeMap::new(),
    })
}

/// Plays the day again and again.
pub fn play(screen: LoungeScreen) {
    let lang = use_lang();
    let step = move || {
        let locale = lang.now();
        let text = |text: &'static str| text.to_owned();
        let cast = Cast {
            is_chinese: screen.dealer.with_untracked(|dealer| {
                dealer.as_ref().is_none_or(|dealer| Country::from_code(&dealer.country) == Some(Country::Cn))
            }),
            advisers: [
                text(td_string!(locale, lounge.demo.adviser_1)),
                text(td_string!(locale, lounge.demo.adviser_2)),
                text(td_string!(locale, lounge.demo.adviser_3)),
            ],
            guests: [
                text(td_string!(locale, lounge.demo.guest_1)),
                text(td_string!(locale, lounge.demo.guest_2)),
                text(td_string!(locale, lounge.demo.guest_3)),
            ],
            notice: text(td_string!(locale, lounge.demo.notice)),
        };
        let now_ms = steady_ms();
        let minute = FROM + now_ms % DAY_MS * (TO - FROM) / DAY_MS;
        let shown = board(minute, &cast);
        screen.board.update(|board| match board {
            Some(board) => board.replace(shown, now_ms, now_ms),
            None => *board = Some(Board::new(shown, now_ms, now_ms)),
        });
        screen.now_ms.set(now_ms);
    };
    step();
    timer::every(STEP, step);
}

impl Hours {
    /// The hours of the made-up day.
    pub fn made_up(dealer: &mut Dealer) {
        let day = |weekday| OpeningHours { weekday, from: "08:00".to_owned(), to: "18:00".to_owned() };
        dealer.opening_hours = (1..=7).map(day).collect();
        dealer.closures = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast() -> Cast {
        Cast {
            is_chinese: true,
            advisers: ["a", "b", "c"].map(str::to_owned),
            guests: ["x", "y", "z"].map(str::to_owned),
            notice: "n".into(),
        }
    }

    #[test]
    fn the_day_shows_every_state_and_no_number_twice() {
        let minutes: Vec<Lounge> = (FROM..TO).map(|minute| board(minute, &cast())).collect();
        let rows = || minutes.iter().flat_map(|board| &board.rows);
        for stage in Stage::ALL {
            assert!(rows().any(|row| row.stage == *stage), "{stage:?}");
        }
        assert!(rows().any(|row| row.flag.is_some()) && rows().any(|row| row.promised_before.is_some()));
        let is_late =
            |board: &Lounge, row: &LoungeRow| row.stage != Stage::Ready && row.promised_at < Some(board.as_of);
        assert!(
            minutes.iter().any(|board| board.rows.iter().any(|row| row.promised_at.is_some() && is_late(board, row)))
        );
        assert!(minutes.iter().any(|board| board.rows.len() > 8), "it fills more than a page");
        assert!(minutes[0].rows.is_empty());
        for board in &minutes {
            assert!(board.rows.is_sorted_by(|a, b| a.number < b.number) && board.rows.len() < 24);
            assert_eq!(board.digest, super::super::digest::of(board.rows.iter()));
        }
    }
}
