//! Who gave no mail address is told by a text.

use crate::messages::{book, in_state};
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_api::message::{Message, UntoldList};
use bayside_api::path;
use bayside_test_support::desk::Desk;
use bayside_test_support::gateway::Gateway;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::server::{ENGINES, Engine, SMS_TOKEN, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, At};

const MONDAY: &str = "2026-06-15";

/// A server on which a dealer has both channels; `more` is added to the settings of the gateway.
fn texting(engine: Engine, gateway: &Gateway, postbox: &Postbox, (at, more): (At, &str)) -> Server {
    let mut server = Server::with(engine, TUESDAY, |folder| {
        let roots = folder.join("gateway.pem");
        std::fs::write(&roots, gateway.certificate()).unwrap();
        let mut flags = postbox.flags(folder);
        flags.push(format!("--tls-roots={}", roots.display()));
        flags
    });
    let file = match at.dealer {
        "aller" => include_str!("../../crates/server/src/demo/aller.toml"),
        _ => include_str!("../../crates/server/src/demo/anting.toml"),
    };
    let url = gateway.url();
    server.import(&format!("{file}\n[messages.sms]\nurl = \"{url}\"\nbody = \"{{to}} {{text}}\"\n{more}\n"));
    server
}

/// Books without a mail address.
fn book_by_phone(server: &Server, from: &str, index: usize) -> BookingCreated {
    book_as(server, ANTING, (from, index), "13812345678")
}

/// The same with a telephone number.
fn book_as(server: &Server, at: At, (from, index): (&str, usize), phone: &str) -> BookingCreated {
    let customer = server.client();
    let slot = at.slots(&customer, from, from).swap_remove(index);
    let mut request: BookingRequest = at.request(&slot.offer);
    request.customer.email = None;
    request.customer.phone = phone.into();
    customer.post(&path::bookings(at.dealer), &request).json(201)
}

#[test]
fn who_gave_no_address_is_texted_through_the_dealers_gateway() {
    for engine in ENGINES {
        let gateway = Gateway::open();
        gateway.answer_with(&[503]);
        let mut server = Server::with(engine, TUESDAY, |folder| {
            let roots = folder.join("gateway.pem");
            std::fs::write(&roots, gateway.certificate()).unwrap();
            vec![format!("--tls-roots={}", roots.display())]
        });
        let unreached = book_by_phone(&server, MONDAY, 3);
        let kept =
            in_state(&server, ANTING, &unreached.reference, MessageKind::Confirmation, MessageState::NotConfigured);
        assert_eq!(
            (kept.channel, kept.attempts, kept.reason),
            (MessageChannel::Sms, 0, Some(MessageReason::NoChannel))
        );

        let file = include_str!("../../crates/server/src/demo/anting.toml");
        server.import(&format!(
            "{file}\n[messages.sms]\nurl = \"{}/send?id={{id}}\"\n\
             body = '{{\"to\": \"{{to}}\", \"text\": \"{{text}}\"}}'\n\
             headers = {{ content-type = \"application/json\", authorization = \"Bearer ${{BAYSIDE_SMS_TOKEN}}\" }}\n",
            gateway.url()
        ));
        let booking = book_by_phone(&server, MONDAY, 5);
        gateway.wait_for(1);
        in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Waiting);
        server.advance(120);
        let asked = gateway.wait_for(2);
        assert_eq!((asked[0].status, asked[1].status), (503, 200));
        assert_eq!((&asked[0].line, &asked[0].body), (&asked[1].line, &asked[1].body), "the id tells it is the same");
        assert!(asked[0].line.starts_with("POST /send?id=bayside.anting."), "{}", asked[0].line);
        assert_eq!(asked[0].headers["authorization"], format!("Bearer {SMS_TOKEN}"));
        let body: serde_json::Value = serde_json::from_str(&asked[1].body).unwrap();
        assert_eq!(body["to"], "+8613812345678");
        let text = body["text"].as_str().unwrap();
        assert!(text.contains("我是您的服务顾问") && text.contains(&booking.manage_url), "{text}");
        let sent = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Sent);
        assert_eq!((sent.channel, sent.to.as_str()), (MessageChannel::Sms, "138****5678"));
        // What was not set up then is not sent late by itself.
        assert_eq!(gateway.asked().len(), 2, "{engine:?}");
    }
}

#[test]
fn who_has_an_address_that_no_mail_reaches_is_texted_and_a_strangers_words_are_no_name() {
    for engine in ENGINES {
        let (gateway, postbox) = (Gateway::open(), Postbox::open(Security::Plain));
        let server = texting(engine, &gateway, &postbox, (ANTING, ""));
        let customer = server.client();
        let slot = ANTING.slots(&customer, MONDAY, MONDAY).swap_remove(3);
        let mut request: BookingRequest = ANTING.request(&slot.offer);
        // The mail server of this dealer knows no such letters before the @.
        request.customer.email = Some("jörg@example.com".into());
        request.customer.name = "中奖100万".into();
        let booking: BookingCreated = customer.post(&path::bookings("anting"), &request).json(201);
        let text = gateway.wait_for(1).swap_remove(0).body;
        assert!(text.contains("【安亭湾汽车】我是您的服务顾问") && !text.contains("中奖"), "{engine:?}: {text}");
        let sent = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Sent);
        assert_eq!((sent.channel, postbox.mails().len()), (MessageChannel::Sms, 0), "{engine:?}");
    }
}

/// Longer than anybody waits here, an attempt at a gateway that does not answer keeps its place.
#[test]
fn a_gateway_that_does_not_answer_holds_up_nobody_but_its_own_texts() {
    for engine in ENGINES {
        let (gateway, postbox) = (Gateway::open(), Postbox::open(Security::Plain));
        gateway.fall_silent();
        let server = texting(engine, &gateway, &postbox, (ANTING, ""));
        for (at, day) in (15..20).cycle().take(20).enumerate() {
            book_as(&server, ANTING, (&format!("2026-06-{day}"), 2), &format!("138123456{at:02}"));
        }
        gateway.wait_for(4);
        let booked = book(&server, ANTING, MONDAY, 3);
        assert!(postbox.wait_for(1)[0].text().contains(&booked.reference), "{engine:?}");
        assert_eq!(gateway.asked().len(), 4, "{engine:?}: a quarter of all places");
    }
}

#[test]
fn nobody_can_have_a_number_flooded_and_the_desk_calls_instead() {
    for engine in ENGINES {
        let (gateway, postbox) = (Gateway::open(), Postbox::open(Security::Plain));
        let server = texting(engine, &gateway, &postbox, (ANTING, ""));
        let book = |day: &str, at: usize| book_as(&server, ANTING, (day, at), "13812345678");
        let state = |booking: &BookingCreated, state| {
            in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, state)
        };
        let booked: Vec<_> = (0..5).map(|at| book(MONDAY, at)).collect();
        for booking in &booked[..3] {
            state(booking, MessageState::Sent);
        }
        for booking in &booked[3..] {
            let held = state(booking, MessageState::Failed);
            let why = (held.reason, held.attempts, held.can_retry);
            assert_eq!(why, (Some(MessageReason::TooMany), 0, true), "{engine:?}");
        }
        // Each recipient has a count of their own.
        state(&book_as(&server, ANTING, (MONDAY, 0), "13912345678"), MessageState::Sent);
        assert_eq!(gateway.asked().len(), 4, "{engine:?}");

        // Nothing of it is silent: each is a call to make, and staff may still send it.
        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let calls = desk.client.get(&path::desk_untold("anting")).json::<UntoldList>(200).calls;
        let mut to_call: Vec<_> = calls.iter().map(|call| call.reference.as_str()).collect();
        let mut held: Vec<_> = booked[3..].iter().map(|booking| booking.reference.as_str()).collect();
        to_call.sort_unstable();
        held.sort_unstable();
        assert_eq!(to_call, held, "{engine:?}");
        let again = state(&booked[3], MessageState::Failed);
        desk.client.post(&path::desk_message_retry("anting", again.id), &serde_json::json!({})).json::<Message>(200);
        state(&booked[3], MessageState::Sent);

        // After an hour it is the day's count that holds: four went out so far.
        server.advance(61 * 60);
        for (day, sent) in [("2026-06-17", 3), ("2026-06-18", 1)] {
            for at in 0..4 {
                state(&book(day, at), if at < sent { MessageState::Sent } else { MessageState::Failed });
            }
            server.advance(61 * 60);
        }
        assert_eq!(gateway.asked().len(), 9, "{engine:?}");
    }
}

#[test]
fn texts_go_to_the_countries_of_the_dealer_only() {
    let abroad = ["+43 660 1234567", "+1 212 555 0101", "+882 99 1234567", "+881 6 12345678"];
    let of_germany = ("", [("0171 1234567", true)].to_vec());
    let of_two = ("calling_codes = [\"49\", \"+43\"]", [("+49 171 1234567", true), ("+43 660 1234567", true)].to_vec());
    for (more, mut numbers) in [of_germany, of_two] {
        let (gateway, postbox) = (Gateway::open(), Postbox::open(Security::Plain));
        let server = texting(ENGINES[0], &gateway, &postbox, (ALLER, more));
        // Then it is day in Verden, too.
        server.advance(8 * 3600);
        let others = abroad.into_iter().filter(|number| !more.contains(&number[..3])).map(|number| (number, false));
        numbers.extend(others.collect::<Vec<_>>());
        for (number, is_served) in numbers {
            let booking = book_as(&server, ALLER, (MONDAY, 0), number);
            let state = if is_served { MessageState::Sent } else { MessageState::Failed };
            let message = in_state(&server, ALLER, &booking.reference, MessageKind::Confirmation, state);
            let why = (!is_served).then_some(MessageReason::CountryClosed);
            assert_eq!(message.reason, why, "{more} {number}");
        }
    }
}

/// An address that refuses each mail at once must not be a way around the number's own limits.
#[test]
fn what_a_mail_address_refuses_counts_for_the_number_it_goes_to_as_a_text() {
    for engine in ENGINES {
        let (gateway, postbox) = (Gateway::open(), Postbox::open(Security::Plain));
        let server = texting(engine, &gateway, &postbox, (ALLER, ""));
        server.advance(8 * 3600);
        let customer = server.client();
        let book = |at: usize, phone: &str| {
            let slot = ALLER.slots(&customer, MONDAY, MONDAY).swap_remove(at);
            let mut request: BookingRequest = ALLER.request(&slot.offer);
            // Each is another recipient, and none is known to the mail server.
            request.customer.email = Some(format!("jörg{at}@example.com"));
            request.customer.phone = phone.into();
            customer.post(&path::bookings("aller"), &request).json::<BookingCreated>(201)
        };
        let ended = |booking: &BookingCreated, state| {
            in_state(&server, ALLER, &booking.reference, MessageKind::Confirmation, state).reason
        };
        for at in 0..3 {
            assert_eq!(ended(&book(at, "0171 1234567"), MessageState::Sent), None, "{engine:?}");
        }
        let held = Some(MessageReason::TooMany);
        assert_eq!(ended(&book(3, "0171 1234567"), MessageState::Failed), held, "{engine:?}");
        let abroad = Some(MessageReason::CountryClosed);
        assert_eq!(ended(&book(4, "+882 99 1234567"), MessageState::Failed), abroad, "{engine:?}");
        assert_eq!((gateway.asked().len(), postbox.mails().len()), (3, 0), "{engine:?}");
    }
}
