//! What the form promises is carried out: after the dealer's months no byte of a person is left.

use crate::customers::person;
use crate::privacy::{Screen, ask_for_more, begin, drive};
use bayside_api::codes::{ScreenKind, Step};
use bayside_api::path;
use bayside_test_support::clock;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRng, TestRunner};
use std::time::Duration;

/// What of a person is in the store, its log file, or the program's log and counters.
fn found(server: &Server, traces: &[String]) -> Vec<String> {
    let counters = Client::new(server.metrics_url()).get("/metrics").body;
    let everything = [server.stored_bytes(), server.log_text().into_bytes(), counters].concat();
    let is_there = |trace: &&String| everything.windows(trace.len()).any(|bytes| bytes == trace.as_bytes());
    traces.iter().filter(is_there).cloned().collect()
}

#[test]
fn after_its_months_no_byte_of_a_person_is_left() {
    let server = Server::with(Engine::Sqlite, TUESDAY, |_| vec!["--metrics-listen=127.0.0.1:0".to_owned()]);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let paired = |kind| server.client().with_token(&desk.pair(&server, kind).device_token);
    let (wall, kiosk) = (paired(ScreenKind::Lounge), paired(ScreenKind::Arrival));
    let config = Config::default();
    let mut runner = TestRunner::new_with_rng(config.clone(), TestRng::deterministic_rng(config.rng_algorithm));
    let mut seen = Vec::new();
    for _ in 0..4 {
        let mut person = person().new_tree(&mut runner).expect("a person").current();
        // Who is still in the house is kept.
        person.stays = false;
        let mut screen = Screen::new(wall.clone(), kiosk.clone(), ANTING);
        ask_for_more(&server, ANTING, &person);
        let (id, _) = begin(&server, ANTING, &person, &mut screen);
        let token = drive(&server, ANTING, &person, id, &mut screen);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        for last in [Step::Settle, Step::HandOver, Step::FollowUp, Step::Close] {
            desk.plain(id, last);
        }
        seen.push((person.traces(), token, id));
    }
    for (traces, ..) in &seen {
        assert!(!found(&server, traces).is_empty(), "what was never there cannot go");
    }

    server.set_clock("2028-04-09T10:00:00+08:00");
    let early = Desk::sign_in(&server, ANTING, "manager");
    for (_, _, id) in &seen {
        assert_eq!(early.visit(*id).card.id, *id, "two years are not over");
    }
    server.set_clock("2028-07-20T10:00:00+08:00");
    let late = Desk::sign_in(&server, ANTING, "manager");
    for (traces, token, id) in &seen {
        let seen = || late.client.get(&path::desk_visit(ANTING.dealer, *id)).status;
        clock::until("the night's work", Duration::from_secs(60), || (seen() == 404).then_some(()));
        server.client().get(&path::visit(token)).problem(404, "not-found");
        // The store's log is emptied when all are erased.
        let nothing = || found(&server, traces).is_empty().then_some(());
        clock::until("the last byte to go", Duration::from_secs(20), nothing);
    }
}
