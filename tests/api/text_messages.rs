//! Who gave no mail address is told by a text.

use crate::messages::{book, in_state};
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_api::path;
use bayside_test_support::gateway::Gateway;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::server::{ENGINES, SMS_TOKEN, Server, TUESDAY};
use bayside_test_support::world::ANTING;

const MONDAY: &str = "2026-06-15";

/// Books without a mail address.
fn book_by_phone(server: &Server, from: &str, index: usize) -> BookingCreated {
    let customer = server.client();
    let slot = ANTING.slots(&customer, from, from).swap_remove(index);
    let mut request: BookingRequest = ANTING.request(&slot.offer);
    request.customer.email = None;
    customer.post(&path::bookings("anting"), &request).json(201)
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
        let mut server = Server::with(engine, TUESDAY, |folder| {
            let roots = folder.join("gateway.pem");
            std::fs::write(&roots, gateway.certificate()).unwrap();
            let mut flags = postbox.flags(folder);
            flags.push(format!("--tls-roots={}", roots.display()));
            flags
        });
        let file = include_str!("../../crates/server/src/demo/anting.toml");
        server.import(&format!("{file}\n[messages.sms]\nurl = \"{}\"\nbody = \"{{to}} {{text}}\"\n", gateway.url()));
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
        let mut server = Server::with(engine, TUESDAY, |folder| {
            let roots = folder.join("gateway.pem");
            std::fs::write(&roots, gateway.certificate()).unwrap();
            let mut flags = postbox.flags(folder);
            flags.push(format!("--tls-roots={}", roots.display()));
            flags
        });
        let file = include_str!("../../crates/server/src/demo/anting.toml");
        server.import(&format!("{file}\n[messages.sms]\nurl = \"{}\"\nbody = \"{{to}} {{text}}\"\n", gateway.url()));
        for day in (15..20).cycle().take(20) {
            book_by_phone(&server, &format!("2026-06-{day}"), 2);
        }
        gateway.wait_for(4);
        let booked = book(&server, ANTING, MONDAY, 3);
        assert!(postbox.wait_for(1)[0].text().contains(&booked.reference), "{engine:?}");
        assert_eq!(gateway.asked().len(), 4, "{engine:?}: a quarter of all places");
    }
}
