//! Who comes to the kiosk without a booking draws a number, and is called by it.

use crate::arrivals::{arrive, book, kiosk, slots};
use bayside_api::arrival::{ArrivalQueue, ArrivalRequest, CheckIn, DeskTicket, DeskTickets, TicketEndRequest};
use bayside_api::codes::{CheckInOutcome, ScreenKind, Stage, TicketEnd, VisitReason};
use bayside_api::desk::{DeskVisit, WalkInRequest};
use bayside_api::path;
use bayside_api::screen::{Lounge, NumberCall};
use bayside_domain::ids::TicketId;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ANTING, walk_in};
use serde_json::json;

const DAY: &str = "2026-06-09";

fn waiting(desk: &Desk) -> Vec<DeskTicket> {
    desk.client.get(&path::desk_tickets("anting")).json::<DeskTickets>(200).tickets
}

/// What reception enters for whoever drew a number.
fn with_ticket(ticket: TicketId) -> WalkInRequest {
    WalkInRequest { ticket: Some(ticket), ..walk_in(ANTING.request(""), "li-min") }
}

#[test]
fn a_number_without_a_booking_is_called_and_becomes_a_visit_under_it() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let manager = Desk::sign_in(&server, ANTING, "manager");
        let reception = Desk::sign_in(&server, ANTING, "reception");
        let kiosk = kiosk(&server, &manager);
        let stream = reception.client.events(&path::desk_events("anting"), &[]);
        let draw = |reason: &str| -> CheckIn { arrive(&kiosk, &json!({ "walk_in": reason })).json(201) };
        let first = draw("tyres");
        assert_eq!((first.outcome, first.ahead, &first.private_url), (CheckInOutcome::Ticket, Some(0), &None));
        stream.receive_kind("change");
        let second = draw("repair");
        assert_eq!(second.ahead, Some(1), "{engine:?}");

        let listed = waiting(&reception);
        let seen: Vec<_> = listed.iter().map(|ticket| (ticket.number, ticket.reason, ticket.called_at)).collect();
        assert_eq!(seen, [(first.number, VisitReason::Tyres, None), (second.number, VisitReason::Repair, None)]);
        let call = path::desk_ticket_call("anting", listed[0].id);
        Desk::sign_in(&server, ANTING, "parts").client.post(&call, &json!({})).problem(403, "forbidden");
        let called: DeskTicket = reception.client.post_with(&call, &[("if-match", "\"1\"")], &json!({})).json(200);
        assert!(called.called_at.is_some() && called.called_by.is_some() && called.version == 2, "{called:?}");
        let wall = server.client().with_token(&manager.pair(&server, ScreenKind::Lounge).device_token);
        let shown = || wall.get(&path::lounge("anting")).json::<Lounge>(200).calls;
        let call_of = |ticket: &DeskTicket| NumberCall { number: ticket.number, at: ticket.called_at.unwrap() };
        assert_eq!(shown(), [call_of(&called)], "{engine:?}: the number, and nothing of its customer");
        reception.client.post_with(&call, &[("if-match", "\"1\"")], &json!({})).problem(412, "changed-meanwhile");
        assert_eq!(draw("other").ahead, Some(1), "{engine:?}: who was called is ahead of nobody");

        let taken: DeskVisit =
            reception.client.post(&path::desk_visits("anting"), &with_ticket(listed[0].id)).json(201);
        assert_eq!((taken.card.number, taken.card.stage), (Some(first.number), Some(Stage::Received)), "{engine:?}");
        assert!(taken.private_url.is_some());
        assert_eq!(shown(), [], "{engine:?}: who came is called no more");
        let screen = server.client().with_token(&manager.pair(&server, ScreenKind::Lounge).device_token);
        let board: Lounge = screen.get(&path::lounge("anting")).json(200);
        assert!(board.rows.iter().any(|row| row.number == first.number), "{engine:?}");

        // It is nobody else's any more, and the next car does not get its number.
        let again = reception.client.post(&path::desk_visits("anting"), &with_ticket(listed[0].id));
        again.problem(409, "already-done");
        reception.client.post(&call, &json!({})).problem(409, "already-done");
        let unknown = reception
            .client
            .post(&path::desk_visits("anting"), &with_ticket(TicketId::new(999_999)))
            .problem(422, "invalid");
        assert_eq!(unknown.errors[0].pointer, "/ticket");
        let end = path::desk_ticket_end("anting", listed[1].id);
        let late: DeskTicket = reception
            .client
            .post_with(&path::desk_ticket_call("anting", listed[1].id), &[("if-match", "\"1\"")], &json!({}))
            .json(200);
        assert_eq!(shown(), [call_of(&late)], "{engine:?}");
        server.advance(4 * 60);
        assert_eq!(shown(), [], "{engine:?}: for three minutes");
        let missed: DeskTicket = reception.client.post(&end, &TicketEndRequest { end: TicketEnd::Missed }).json(200);
        assert_eq!(missed.end, Some(TicketEnd::Missed));
        let by_hand = reception.client.post(&end, &json!({ "end": "taken-in" })).problem(422, "invalid");
        assert_eq!(by_hand.errors[0].code, "by-walk-in");
        assert_eq!(waiting(&reception).len(), 1);
        let booked = book(&server, &slots(&server, DAY)[0], "沪A50000", "13800000000");
        let checked_in: CheckIn = arrive(&kiosk, &json!({ "qr": booked.reference })).json(201);
        assert!(![first.number, second.number].contains(&checked_in.number), "{engine:?}");
        // The day after nobody waits from the day before.
        server.set_clock("2026-06-10T08:30:00+08:00");
        assert_eq!(kiosk.get(&path::arrivals("anting")).json::<ArrivalQueue>(200).ahead, 0);
        assert!(waiting(&Desk::sign_in(&server, ANTING, "reception")).is_empty(), "{engine:?}");
    }
}

#[test]
fn a_kiosk_does_not_give_away_every_number_of_the_house() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let body = serde_json::to_value(ArrivalRequest { walk_in: Some(VisitReason::Other), ..ArrivalRequest::default() })
        .unwrap();
    let kiosks: Vec<Client> = (0..4).map(|_| kiosk(&server, &desk)).collect();
    let statuses: Vec<u16> = (0..60).map(|at| arrive(&kiosks[at % 4], &body).status).collect();
    assert!(statuses.iter().all(|status| *status == 201), "{statuses:?}");
    arrive(&kiosks[0], &body).problem(409, "queue-full");
    let first = waiting(&desk)[0].id;
    let end = TicketEndRequest { end: TicketEnd::Answered };
    assert_eq!(desk.client.post(&path::desk_ticket_end("anting", first), &end).status, 200);
    assert_eq!(arrive(&kiosks[1], &body).status, 201);
}
