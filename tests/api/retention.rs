//! What the form promises is carried out: after the dealer's months no byte of a person is left.

use crate::customers::person;
use crate::privacy::{Screen, ask_for_more, begin, drive};
use bayside_api::codes::{ScreenKind, Step};
use bayside_api::path;
use bayside_test_support::clock;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
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
        clock::until("the night's work", Duration::from_mins(1), || (seen() == 404).then_some(()));
        server.client().get(&path::visit(token)).problem(404, "not-found");
        // The store's log is emptied when all are erased.
        let nothing = || found(&server, traces).is_empty().then_some(());
        clock::until("the last byte to go", Duration::from_secs(20), nothing);
    }
}

#[test]
fn who_asks_is_told_everything_and_is_erased() {
    for engine in ENGINES {
        // What is to come is to come by the machine's own clock.
        let server = Server::on(engine, "2099-06-09T08:30:00+08:00");
        let customer = server.client();
        let slot = ANTING.slots(&customer, "2099-06-10", "2099-06-12").swap_remove(0);
        let created = ANTING.book(&customer, &slot.offer);
        let reference = format!("--reference={}", created.reference);
        let person = |what: &str, by: &str| server.command_on_store(&["person", what, "--dealer=anting", by]);

        let told = person("export", "--phone=138 1234 5678").expect("the house keeps them");
        let told: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
        assert_eq!(told["kept"][0]["person"][0]["body"]["name"], "王小明", "{engine:?}: {told}");
        assert_eq!(told["kept"][0]["visit"][0]["reference"], created.reference.as_str());
        assert_eq!(person("export", &reference).map(|told| told.contains("王小明")), Ok(true));

        let refused = person("erase", &reference).expect_err("a booking is to come");
        assert!(refused.contains("cancel it first"), "{engine:?}: {refused}");
        assert_eq!(customer.post(&path::cancel(&created.manage_token), &serde_json::json!({})).status, 200);
        assert_eq!(person("erase", &reference).as_deref(), Ok("erased, with 1 visits, wishes and call-backs"));
        for by in [&reference, "--phone=13812345678"] {
            let nobody = person("export", by).expect_err("nothing is kept");
            assert!(nobody.contains("keeps nothing"), "{engine:?}: {nobody}");
        }
        customer.get(&path::booking(&created.manage_token)).problem(404, "not-found");
        let sound = server.command_on_store(&["doctor"]).expect("a visit without its person is no fault");
        assert!(sound.contains("nothing is wrong"), "{engine:?}: {sound}");
    }
}
