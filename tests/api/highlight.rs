//! A customer's phone makes the row of their car on the wall glow.

use bayside_api::codes::{ScreenKind, Step};
use bayside_api::desk::StepRequest;
use bayside_api::path;
use bayside_api::screen::{Highlight, Lounge, Tick};
use bayside_domain::ids::VisitId;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use std::time::Instant;

const DAY: &str = "2026-06-09";

/// A car on the board, and the token of its private page.
fn car(server: &Server, desk: &Desk) -> (VisitId, String) {
    let customer = server.client();
    let slots = ANTING.slots(&customer, DAY, DAY);
    let created = ANTING.book(&customer, &slots[0].offer);
    let id = desk.card(DAY, &created.reference).id;
    let here = desk.step(id, Step::Arrive, &StepRequest::default());
    let url = here.private_url.expect("the page lives from arrival on");
    (id, url.rsplit_once('#').expect("the token stands behind #").1.to_owned())
}

fn snapshot(screen: &Client) -> Lounge {
    screen.get(&path::lounge("anting")).json(200)
}

#[test]
fn the_row_glows_on_the_wall_and_stays_what_it_is() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let (id, token) = car(&server, &desk);
        let before = snapshot(&screen);
        let stream = screen.events(&format!("{}?after={}", path::lounge_events("anting"), before.last_event_id), &[]);
        stream.receive_kind("tick");
        let asked: Highlight = server.client().post(&path::highlight(&token), &serde_json::json!({})).json(200);
        let event = stream.receive_kind("highlight");
        assert_eq!(event.json::<Highlight>(), asked, "{engine:?}");
        assert_eq!(Some(asked.number), desk.visit(id).card.number, "{engine:?}");
        assert!((3..=30).contains(&asked.seconds), "{engine:?}");
        let fields: serde_json::Value = event.json();
        assert_eq!(fields.as_object().unwrap().len(), 2, "{engine:?}: nothing else is told: {fields}");

        // It is no part of the rows: snapshot, digest and whoever resumes know nothing of it.
        let after = snapshot(&screen);
        assert_eq!((&after.rows, &after.digest), (&before.rows, &before.digest), "{engine:?}");
        let tick: Tick = stream.receive_kind("tick").json();
        assert_eq!(tick.digest, before.digest, "{engine:?}");
        let resumed = screen.events(&format!("{}?after={}", path::lounge_events("anting"), before.last_event_id), &[]);
        loop {
            let event = resumed.receive();
            assert_ne!(event.kind, "highlight", "{engine:?}");
            if event.kind == "tick" {
                break;
            }
        }
    }
}

#[test]
fn screens_of_every_server_hear_of_it() {
    let server = Server::on(Engine::Postgres, TUESDAY);
    let beside = server.beside();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let mut screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
    screen.moved_to(&beside.url);
    let (_, token) = car(&server, &desk);
    let stream = screen.events(&path::lounge_events("anting"), &[]);
    stream.receive_kind("tick");
    let asked: Highlight = server.client().post(&path::highlight(&token), &serde_json::json!({})).json(200);
    assert_eq!(stream.receive_kind("highlight").json::<Highlight>(), asked);
}

#[test]
fn it_is_for_who_has_the_link_of_a_car_on_the_board_and_not_too_often() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (id, token) = car(&server, &desk);
    let body = serde_json::json!({});
    server.client().post(&path::highlight("nonsense"), &body).problem(404, "not-found");
    let customer = server.client();
    let start = Instant::now();
    customer.post(&path::highlight(&token), &body).json::<Highlight>(200);
    let mut accepted = 1;
    // Six at once, and one for each ten seconds that this machine takes.
    let refused = loop {
        let reply = customer.post(&path::highlight(&token), &body);
        if reply.status != 200 {
            break reply;
        }
        accepted += 1;
        assert!(accepted <= 6 + start.elapsed().as_secs() / 10, "{accepted} in {:?}", start.elapsed());
    };
    refused.problem(429, "too-many-requests");
    assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));

    desk.plain(id, Step::Inspect);
    desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
    desk.repair(id);
    desk.release_statement(id);
    desk.plain(id, Step::Accept);
    server.client().post(&path::highlight(&token), &body).problem(409, "not-on-board");
}
