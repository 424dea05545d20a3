//! Invitations: who is due and agreed to hear of it is told once, and the desk sees what came of it.

use crate::messages::book;
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::capacity::{ContactRequest, Invitation, InvitationList};
use bayside_api::codes::{CallOutcome, MessageChannel, MessageReason, MessageState};
use bayside_api::path;
use bayside_domain::ids::VisitId;
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::gateway::Gateway;
use bayside_test_support::http::Reply;
use bayside_test_support::postbox::{Mail, Postbox, Security};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;
use std::time::Duration;

/// When those who were served on Tuesday are due.
const DUE: &str = "2027-04-05T09:30:00+08:00";
const LATER: Duration = Duration::from_secs(30);

/// A car that was served on Tuesday; its visit.
fn served(server: &Server, change: impl FnOnce(&mut BookingRequest)) -> VisitId {
    let desk = Desk::sign_in(server, ANTING, "manager");
    let offer = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09").swap_remove(0).offer;
    let mut request = ANTING.request(&offer);
    request.consent.marketing = true;
    change(&mut request);
    let made: BookingCreated = server.client().post(&path::bookings("anting"), &request).json(201);
    let id = desk.card("2026-06-09", &made.reference).id;
    desk.serve(id);
    id
}

fn list(server: &Server) -> InvitationList {
    Desk::sign_in(server, ANTING, "reception").client.get(&path::desk_invitations("anting")).json(200)
}

fn car(server: &Server, visit: VisitId) -> Option<Invitation> {
    list(server).invitations.into_iter().find(|car| car.id == visit)
}

fn invite(server: &Server, visit: VisitId) -> Reply {
    let desk = Desk::sign_in(server, ANTING, "reception");
    desk.client.post(&path::desk_invitation_message("anting", visit), &json!({}))
}

/// The car, once its message is in a state.
fn in_state(server: &Server, visit: VisitId, state: MessageState) -> Invitation {
    until(&format!("the invitation to be {state}"), LATER, || {
        car(server, visit).filter(|car| car.message.as_ref().is_some_and(|message| message.state == state))
    })
}

/// The invitations among the mails, once there are so many.
fn invitations(postbox: &Postbox, count: usize) -> Vec<Mail> {
    until(&format!("{count} invitations"), LATER, || {
        let mails: Vec<Mail> = postbox.mails().into_iter().filter(|mail| mail.subject().contains("该保养了")).collect();
        (mails.len() >= count).then_some(mails)
    })
}

fn with_mail(engine: Engine) -> (Postbox, Server) {
    let postbox = Postbox::open(Security::Plain);
    let server = Server::with(engine, TUESDAY, |folder| postbox.flags(folder));
    (postbox, server)
}

/// Books by the invitation's link.
fn follow(server: &Server, day: &str) -> BookingCreated {
    let mut request = ANTING.request(&ANTING.slots(&server.client(), day, day).swap_remove(5).offer);
    request.source = Some("invitation".into());
    server.client().post(&path::bookings("anting"), &request).json(201)
}

#[test]
fn who_agreed_to_hear_of_it_is_invited_when_the_service_is_due() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let agreed = served(&server, |request| request.vehicle.plate = "沪A10001".into());
        let silent = served(&server, |request| {
            request.vehicle.plate = "沪A10002".into();
            request.consent.marketing = false;
        });
        assert_eq!(car(&server, agreed), None, "it was here today");
        server.set_clock(DUE);
        let due = list(&server);
        assert!(due.invitations.iter().all(|car| car.id != silent) && due.without_consent >= 1, "{engine:?}");
        assert_eq!(due.more, 0);
        invite(&server, silent).problem(404, "not-found");
        let car = car(&server, agreed).expect("it is due");
        assert_eq!(
            (car.last_visit.to_string().as_str(), car.last_km, car.due_by.as_str()),
            ("2026-06-09", 58_200, "mileage")
        );
        assert!((69_000..72_000).contains(&car.estimated_km), "{}", car.estimated_km);
        let (before, after) = car.link.split_once('#').expect("what names the car stands after #");
        assert!(before.contains("/anting/book?") && before.contains("services=oil") && !before.contains("10001"));
        assert!(after.contains("plate=") && after.contains("10001"), "{after}");
        // Here is nothing to send it by.
        assert_eq!((car.channel, car.message), (None, None));
        invite(&server, agreed).problem(409, "step-not-allowed");
        let outcome = ContactRequest { outcome: CallOutcome::CallAgain };
        let desk = Desk::sign_in(&server, ANTING, "reception");
        assert_eq!(desk.client.post(&path::desk_invitation("anting", agreed), &outcome).status, 204);
        let contact = self::car(&server, agreed).and_then(|car| car.contact);
        assert_eq!(contact.map(|contact| contact.outcome), Some(CallOutcome::CallAgain));
    }
}

#[test]
fn a_message_invites_once_within_the_interval_and_the_booking_that_comes_of_it_is_seen() {
    for engine in ENGINES {
        let (postbox, server) = with_mail(engine);
        let visit = served(&server, |_| {});
        server.set_clock(DUE);
        let before = car(&server, visit).expect("it is due");
        assert_eq!((before.channel, before.message), (Some(MessageChannel::Mail), None));
        let gate = Desk::sign_in(&server, ANTING, "gate");
        gate.client.post(&path::desk_invitation_message("anting", visit), &json!({})).problem(403, "forbidden");
        assert_eq!(invite(&server, visit).status, 204);
        invite(&server, visit).problem(409, "already-done");
        let mail = invitations(&postbox, 1).remove(0);
        let text = mail.text();
        assert!(text.contains("王先生") && text.contains("我是您的服务顾问"), "{text}");
        assert!(text.lines().any(|line| line == before.link), "{} is not in\n{text}", before.link);
        assert!(!text.contains("12345，") && mail.calendar().is_none(), "{text}");
        let message = in_state(&server, visit, MessageState::Sent).message.expect("it is there");
        let until = message.until.map(|until| until.seconds_since(&message.at));
        assert_eq!((until, message.reason), (Some(30 * 86_400), None), "{engine:?}");
        server.advance(29 * 86_400);
        invite(&server, visit).problem(409, "already-done");
        server.advance(86_400);
        assert_eq!(in_state(&server, visit, MessageState::Sent).message.and_then(|message| message.until), None);
        assert_eq!(invite(&server, visit).status, 204);
        let mails = invitations(&postbox, 2);
        assert!(mails.len() == 2 && mails[0].id() != mails[1].id(), "{engine:?}");

        assert!(list(&server).booked.is_empty());
        let made = follow(&server, "2027-05-10");
        let after = list(&server);
        assert!(after.invitations.iter().all(|car| car.id != visit), "who has a booking is not due");
        let booked: Vec<_> = after.booked.iter().map(|booked| (booked.plate.as_str(), booked.start)).collect();
        assert_eq!(booked, [(before.plate.as_str(), made.start)], "{engine:?}");
        invite(&server, visit).problem(404, "not-found");
    }
}

#[test]
fn whoever_was_invited_ends_it_by_one_press_in_the_mail_program() {
    for engine in ENGINES {
        let (postbox, server) = with_mail(engine);
        let visit = served(&server, |_| {});
        let other = served(&server, |request| request.vehicle.plate = "沪A10001".into());
        let same_mail = served(&server, |request| {
            request.vehicle.plate = "沪A10003".into();
            request.customer.phone = "13812345679".into();
        });
        let neighbour = served(&server, |request| {
            request.vehicle.plate = "沪A10002".into();
            request.customer.phone = "13912345678".into();
            request.customer.email = Some("neighbour@example.com".into());
        });
        server.set_clock(DUE);
        assert_eq!(invite(&server, visit).status, 204);
        let mail = invitations(&postbox, 1).remove(0);
        let raw = String::from_utf8_lossy(&mail.raw).replace("\r\n ", " ");
        let header = |name: &str| raw.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        assert_eq!(header("List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
        let stop = header("List-Unsubscribe")
            .and_then(|url| url.trim().strip_prefix('<')?.strip_suffix('>'))
            .expect("an address");
        let path = stop.find("/api/").map(|at| stop[at..].to_owned()).expect("a path of ours");
        // Opened in a browser, it only asks.
        let asked = server.client().get(&path);
        assert!(asked.status == 200 && asked.text().contains("<form method=\"post\">"), "{}", asked.text());
        assert!(car(&server, other).is_some_and(|car| car.channel.is_some()));
        // The mail program sends a form (RFC 8058, section 3.1); twice does no harm.
        let form = [("content-type", "application/x-www-form-urlencoded")];
        for _ in 0..2 {
            let body = b"List-Unsubscribe=One-Click".to_vec();
            assert_eq!(server.client().post_bytes(&path, &form, body).status, 204);
        }
        for visit in [visit, other, same_mail] {
            assert!(car(&server, visit).is_none(), "{engine:?}: at none of their cars");
        }
        assert!(car(&server, neighbour).is_some(), "{engine:?}: others are still invited");
        invite(&server, other).problem(404, "not-found");
        let pressed = server.client().post_bytes(&path, &[("accept", "text/html")], Vec::new());
        assert!(pressed.status == 200 && !pressed.text().contains("<form"), "{}", pressed.text());
        let (begin, end) = path.split_at(path.len() - 8);
        server
            .client()
            .post_bytes(&format!("{}A{end}", &begin[..begin.len() - 1]), &form, Vec::new())
            .problem(404, "not-found");

        // A confirmation is no invitation.
        book(&server, ANTING, "2027-05-10", 3);
        let mails = postbox.wait_for(2);
        let confirmation = mails.iter().find(|mail| !mail.subject().contains("该保养了")).expect("a confirmation");
        assert!(!String::from_utf8_lossy(&confirmation.raw).contains("List-Unsubscribe"));
    }
}

#[test]
fn an_invitation_waits_for_the_morning_and_is_dropped_if_the_car_is_booked_by_then() {
    for engine in ENGINES {
        let (postbox, server) = with_mail(engine);
        let booked = served(&server, |_| {});
        let waits = served(&server, |request| request.vehicle.plate = "沪A10001".into());
        server.set_clock("2027-04-05T22:30:00+08:00");
        for visit in [booked, waits] {
            assert_eq!(invite(&server, visit).status, 204);
            let message = car(&server, visit).and_then(|car| car.message).expect("it is planned");
            assert_eq!(message.state, MessageState::Waiting);
            assert_eq!(message.at.0.to_rfc3339(), "2027-04-06T08:00:00+08:00", "{engine:?}");
        }
        let made = follow(&server, "2027-04-12");
        server.set_clock("2027-04-06T08:00:00+08:00");
        in_state(&server, waits, MessageState::Sent);
        let mails = invitations(&postbox, 1);
        assert!(mails.len() == 1 && mails[0].text().contains("10001"), "{engine:?}");
        // It was planned for nothing: once the booking is given up, it may be sent.
        server.client().post(&path::cancel(&made.manage_token), &json!({})).json::<serde_json::Value>(200);
        let message = in_state(&server, booked, MessageState::Dropped).message.expect("it was planned");
        assert_eq!((message.reason, message.until), (Some(MessageReason::Obsolete), None));
        assert_eq!(invite(&server, booked).status, 204);
        assert_eq!(invitations(&postbox, 2).len(), 2, "{engine:?}");
    }
}

#[test]
fn an_invitation_that_was_refused_is_sent_again_as_the_same_message() {
    for engine in ENGINES {
        let (postbox, server) = with_mail(engine);
        let visit = served(&server, |_| {});
        server.set_clock(DUE);
        in_silence(&server, &postbox);
        postbox.refuse(&["554 no"]);
        assert_eq!(invite(&server, visit).status, 204);
        let message = in_state(&server, visit, MessageState::Failed).message.expect("it is there");
        assert_eq!((message.reason, message.until), (Some(MessageReason::Refused), None), "{engine:?}");
        let id = |server: &Server| {
            let desk = Desk::sign_in(server, ANTING, "reception");
            let list: bayside_api::message::MessageList = desk.client.get(&path::desk_messages("anting")).json(200);
            list.messages[0].id
        };
        let first = id(&server);
        assert_eq!(invite(&server, visit).status, 204);
        in_state(&server, visit, MessageState::Sent);
        assert_eq!((invitations(&postbox, 1).len(), id(&server)), (1, first), "{engine:?}");
    }
}

/// Waits until nothing else is on its way.
fn in_silence(server: &Server, postbox: &Postbox) {
    let booked = ANTING.slots(&server.client(), "2027-04-12", "2027-04-12").swap_remove(0);
    let mut request = ANTING.request(&booked.offer);
    (request.vehicle.plate, request.customer.email) = ("沪A99999".into(), Some("last@example.org".into()));
    server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201);
    until("the last mail", LATER, || postbox.mails().into_iter().find(|mail| mail.to == "last@example.org"));
}

#[test]
fn who_gave_no_address_is_invited_by_a_text_in_their_language() {
    for engine in ENGINES {
        let gateway = Gateway::open();
        let mut server = Server::with(engine, TUESDAY, |folder| {
            let roots = folder.join("gateway.pem");
            std::fs::write(&roots, gateway.certificate()).unwrap();
            vec![format!("--tls-roots={}", roots.display())]
        });
        let visit = served(&server, |request| {
            request.customer.email = None;
            request.customer.locale = "en".into();
        });
        let file = include_str!("../../crates/server/src/demo/anting.toml");
        server.import(&format!(
            "{file}\n[messages]\ninvite_again_days = 7\n[messages.sms]\nurl = \"{}/send?id={{id}}\"\n\
             body = '{{\"to\": \"{{to}}\", \"text\": \"{{text}}\"}}'\n",
            gateway.url()
        ));
        server.set_clock(DUE);
        let before = car(&server, visit).expect("it is due");
        assert_eq!(before.channel, Some(MessageChannel::Sms));
        assert_eq!(invite(&server, visit).status, 204);
        let asked = gateway.wait_for(1).remove(0);
        let body: serde_json::Value = serde_json::from_str(&asked.body).unwrap();
        let text = body["text"].as_str().unwrap();
        assert!(text.contains("I am your service adviser") && text.contains(&before.link), "{text}");
        assert_eq!(body["to"], "+8613812345678");
        let message = in_state(&server, visit, MessageState::Sent).message.expect("it is there");
        assert_eq!(message.until.map(|until| until.seconds_since(&message.at)), Some(7 * 86_400), "{engine:?}");
    }
}
