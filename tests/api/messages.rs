//! What customers are told: once, when it is time, and as long as it is true.

use bayside_api::booking::{BookingCreated, CancelRequest, RescheduleRequest};
use bayside_api::capacity::ContactRequest;
use bayside_api::codes::{CallOutcome, MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_api::message::{Message, MessageList, MessagePreview, UntoldList};
use bayside_api::path;
use bayside_domain::ids::MessageId;
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::postbox::{Mail, Postbox, Security};
use bayside_test_support::postgres::free_port;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, At};
use std::collections::BTreeSet;
use std::time::Duration;

const MONDAY: &str = "2026-06-15";
const FRIDAY: &str = "2026-06-19";

fn start(engine: Engine, clock: &str, postbox: &Postbox) -> Server {
    Server::with(engine, clock, |folder| postbox.flags(folder))
}

fn list(server: &Server, at: At) -> MessageList {
    Desk::sign_in(server, at, "reception").client.get(&path::desk_messages(at.dealer)).json(200)
}

/// The message of a booking and kind, once it is in a state.
pub fn in_state(server: &Server, at: At, reference: &str, kind: MessageKind, state: MessageState) -> Message {
    let desk = Desk::sign_in(server, at, "reception");
    until(&format!("{kind} of {reference} to be {state}"), Duration::from_secs(30), || {
        let list: MessageList = desk.client.get(&path::desk_messages(at.dealer)).json(200);
        let mut messages = list.messages.into_iter();
        messages.find(|message| (message.reference.as_str(), message.kind, message.state) == (reference, kind, state))
    })
}

pub fn book(server: &Server, at: At, from: &str, index: usize) -> BookingCreated {
    let customer = server.client();
    let slot = at.slots(&customer, from, from).swap_remove(index);
    at.book(&customer, &slot.offer)
}

fn move_to(server: &Server, booking: &BookingCreated, day: &str) -> String {
    let customer = server.client();
    let slot = ANTING.slots(&customer, day, day).swap_remove(5);
    let request = RescheduleRequest { hold: None, offer: Some(slot.offer) };
    let moved = customer.post(&path::reschedule(&booking.manage_token), &request);
    assert_eq!(moved.status, 200, "{}", moved.text());
    slot.start.0.to_rfc3339()
}

fn cancel(server: &Server, booking: &BookingCreated) {
    let reply = server.client().post(&path::cancel(&booking.manage_token), &CancelRequest { reason: None });
    assert_eq!(reply.status, 200, "{}", reply.text());
}

#[track_caller]
fn invites(mail: &Mail, method: &str, sequence: u32, status: &str) {
    let raw = String::from_utf8_lossy(&mail.raw);
    assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"), "{raw}");
    let (named, calendar) = mail.calendar().expect("a calendar's part");
    assert_eq!(named, method);
    for line in [
        format!("METHOD:{method}"),
        format!("SEQUENCE:{sequence}"),
        format!("STATUS:{status}"),
        "ORGANIZER;CN=安亭湾汽车:mailto:service@bayside.example".to_owned(),
    ] {
        assert!(calendar.lines().any(|found| found == line), "{line} is not in\n{calendar}");
    }
    assert!(calendar.contains(":mailto:wang@example.org"), "{calendar}");
}

#[test]
fn a_booking_is_confirmed_moved_and_reminded_of_once_each() {
    for (engine, security) in [(Engine::Sqlite, Security::StartTls), (Engine::Postgres, Security::Tls)] {
        let postbox = Postbox::open(security);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        assert_eq!(booking.told_to.as_deref(), Some("w***@example.org"), "the customer is told where to look");
        let confirmed = postbox.wait_for(1).remove(0);
        assert_eq!(confirmed.to, "wang@example.org", "{engine:?}");
        assert!(confirmed.subject().contains("6月15日（周一）"), "{}", confirmed.subject());
        let text = confirmed.text();
        assert!(text.contains("王先生") && text.contains("我是您的服务顾问"), "{text}");
        assert!(text.contains(&booking.reference) && text.contains(&booking.manage_url), "{text}");
        invites(&confirmed, "REQUEST", 0, "CONFIRMED");

        let moved_to = move_to(&server, &booking, FRIDAY);
        let changed = postbox.wait_for(2).remove(1);
        assert!(changed.text().contains("6月19日（周五）"), "{}", changed.text());
        invites(&changed, "REQUEST", 1, "CONFIRMED");

        // The day before the first start passes in silence.
        server.set_clock("2026-06-15T12:00:00+08:00");
        server.set_clock("2026-06-18T16:59:00+08:00");
        in_state(&server, ANTING, &booking.reference, MessageKind::DayBefore, MessageState::Dropped);
        assert_eq!(postbox.mails().len(), 2);
        server.set_clock("2026-06-18T17:00:00+08:00");
        let day_before = postbox.wait_for(3).remove(2);
        assert!(day_before.text().contains("6月19日（周五）"), "{}", day_before.text());
        assert_eq!(day_before.calendar(), None);

        let hour_before = chrono::DateTime::parse_from_rfc3339(&moved_to).unwrap() - chrono::Duration::minutes(60);
        server.set_clock(&hour_before.to_rfc3339());
        let hour_before = postbox.wait_for(4).remove(3);
        assert!(hour_before.subject().starts_with("稍后见"), "{}", hour_before.subject());

        server.set_clock("2026-06-20T12:00:00+08:00");
        for kind in [MessageKind::Confirmation, MessageKind::Changed, MessageKind::DayBefore, MessageKind::HourBefore] {
            let message = in_state(&server, ANTING, &booking.reference, kind, MessageState::Sent);
            assert_eq!((message.channel, message.attempts), (MessageChannel::Mail, 1));
            assert_eq!((message.to.as_str(), message.addressed_as.as_str()), ("w***@example.org", "王先生"));
        }
        let ids: BTreeSet<String> = postbox.mails().iter().map(Mail::id).collect();
        assert_eq!((postbox.mails().len(), ids.len()), (4, 4), "{engine:?}");
        let log = server.log_text();
        for secret in ["wang@example.org", "王", "13812345678", booking.manage_token.as_str()] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
    }
}

#[test]
fn a_booking_that_is_given_up_is_taken_out_of_the_calendar_and_reminds_nobody() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        invites(&postbox.wait_for(1)[0], "REQUEST", 0, "CONFIRMED");
        cancel(&server, &booking);
        let cancelled = postbox.wait_for(2).remove(1);
        invites(&cancelled, "CANCEL", 1, "CANCELLED");
        for kind in [MessageKind::DayBefore, MessageKind::HourBefore] {
            let dropped = in_state(&server, ANTING, &booking.reference, kind, MessageState::Dropped);
            assert_eq!(dropped.reason, Some(MessageReason::Obsolete));
        }
        server.set_clock("2026-06-16T12:00:00+08:00");
        // A booking made after the reminders' time is confirmed after them.
        book(&server, ANTING, FRIDAY, 3);
        assert_eq!(postbox.wait_for(3).len(), 3, "{engine:?}");
    }
}

#[test]
fn at_night_only_what_cannot_wait_is_sent() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        let server = start(engine, "2026-06-09T22:30:00+08:00", &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let waits = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Waiting);
        assert_eq!(waits.due_at.0.to_rfc3339(), "2026-06-10T08:00:00+08:00");
        // At the other dealer it is afternoon.
        let there = book(&server, ALLER, MONDAY, 3);
        let sent = postbox.wait_for(1).remove(0);
        assert!(sent.text().contains(&there.reference), "{}", sent.text());
        // Moved before anybody was told: the confirmation says it all.
        move_to(&server, &booking, FRIDAY);
        server.set_clock("2026-06-10T08:00:00+08:00");
        let mails = postbox.wait_for(2);
        assert!(mails[1].text().contains("6月19日（周五）"), "{}", mails[1].text());
        invites(&mails[1], "REQUEST", 1, "CONFIRMED");
        let list: MessageList = desk.client.get(&path::desk_messages("anting")).json(200);
        assert!(list.messages.iter().all(|message| message.kind != MessageKind::Changed), "{:?}", list.messages);
    }
}

#[test]
fn what_is_refused_for_now_is_tried_again_with_growing_pauses_and_arrives_once() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        postbox.refuse(&["451 later", "421 full"]);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        let mut pauses = Vec::new();
        for attempts in [1, 2] {
            let desk = Desk::sign_in(&server, ANTING, "adviser");
            let message = until("the next attempt", Duration::from_secs(30), || {
                let list: MessageList = desk.client.get(&path::desk_messages("anting")).json(200);
                let found = list.messages.into_iter().find(|message| {
                    (message.kind, message.attempts) == (MessageKind::Confirmation, attempts)
                        && message.state == MessageState::Waiting
                });
                found.map(|message| (message, list.as_of))
            });
            let (message, now) = message;
            assert_eq!(
                (message.reference, message.reason),
                (booking.reference.clone(), Some(MessageReason::RefusedForNow))
            );
            pauses.push(message.due_at.seconds_since(&now));
            server.advance(180);
        }
        assert!(pauses[0] <= 75 && pauses[1] > 75 && pauses[1] <= 150, "{pauses:?}");
        let sent = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Sent);
        assert_eq!((sent.attempts, sent.reason), (3, None));
        assert_eq!(postbox.mails().len(), 1, "{engine:?}");
    }
}

#[test]
fn what_nobody_takes_is_given_up_shown_and_sent_when_staff_try_again() {
    let port = free_port();
    let server = Server::with(Engine::Sqlite, TUESDAY, |_| {
        let (from, user) = ("--smtp-from=a@bayside.example".to_owned(), "--smtp-user=bayside".to_owned());
        vec![format!("--smtp=smtp+plain://127.0.0.1:{port}"), from, user, "--smtp-password=penny-lane".to_owned()]
    });
    let booking = book(&server, ANTING, MONDAY, 3);
    let desk = Desk::sign_in(&server, ANTING, "adviser");
    for attempts in 1..=8 {
        until(&format!("attempt {attempts}"), Duration::from_secs(30), || {
            let list: MessageList = desk.client.get(&path::desk_messages("anting")).json(200);
            let message = list.messages.into_iter().find(|message| message.kind == MessageKind::Confirmation)?;
            assert_ne!(message.state, MessageState::Sent);
            (message.attempts == attempts && message.state != MessageState::Sending).then_some(())
        });
        server.advance(75 * 60);
    }
    let failed = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Failed);
    assert_eq!((failed.reason, failed.can_retry), (Some(MessageReason::Unreachable), true));
    let desk = Desk::sign_in(&server, ANTING, "adviser");
    let only: MessageList = desk.client.get(&format!("{}?state=failed", path::desk_messages("anting"))).json(200);
    assert_eq!((only.failed, only.messages.len(), only.has_mail, only.has_sms), (1, 1, true, false));

    let postbox = Postbox::open_at(port, Security::Plain);
    let retry = path::desk_message_retry("anting", failed.id);
    let waits: Message = desk.client.post(&retry, &serde_json::json!({})).json(200);
    assert_eq!((waits.state, waits.attempts, waits.reason), (MessageState::Waiting, 0, None));
    postbox.wait_for(1);
    in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Sent);
    desk.client.post(&retry, &serde_json::json!({})).problem(409, "step-not-allowed");
}

#[test]
fn whom_no_message_reaches_is_called_until_somebody_told_them() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        postbox.refuse(&["554 no", "554 no"]);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        let failed = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Failed);
        let given_up = book(&server, ANTING, FRIDAY, 3);
        in_state(&server, ANTING, &given_up.reference, MessageKind::Confirmation, MessageState::Failed);

        let desk = Desk::sign_in(&server, ANTING, "adviser");
        let calls = || desk.client.get(&path::desk_untold("anting")).json::<UntoldList>(200).calls;
        let [call, _] = calls().try_into().expect("two calls, by their starts");
        let said = (call.kind, call.reference.as_str(), call.phone.as_str(), call.starts_at, call.contact);
        assert_eq!(said, (failed.kind, booking.reference.as_str(), "+8613812345678", booking.start, None));
        assert_eq!((call.reason, call.plate.as_str()), (Some(MessageReason::Refused), "沪A·12345"), "{engine:?}");
        // What became untrue needs no call.
        cancel(&server, &given_up);
        assert_eq!(calls().len(), 1, "{engine:?}");

        let told = path::desk_told("anting", call.message);
        let came = |outcome: CallOutcome| desk.client.post(&told, &ContactRequest { outcome });
        assert_eq!(came(CallOutcome::NoAnswer).status, 204);
        let tried = calls().remove(0).contact.expect("the call is remembered");
        assert_eq!(tried.outcome, CallOutcome::NoAnswer, "{engine:?}");
        assert_eq!(came(CallOutcome::Agreed).status, 204);
        assert_eq!(calls(), [], "{engine:?}");
        came(CallOutcome::Agreed).problem(409, "already-done");
        let settled = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Dropped);
        assert_eq!((settled.reason, settled.can_retry), (Some(MessageReason::ToldByPhone), false));
        Desk::sign_in(&server, ANTING, "workshop").client.get(&path::desk_untold("anting")).problem(403, "forbidden");
    }
}

#[test]
fn what_staff_try_again_at_night_goes_out_in_the_morning() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        postbox.refuse(&["554 no"]);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        let failed = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Failed);
        server.set_clock("2026-06-09T22:30:00+08:00");
        let desk = Desk::sign_in(&server, ANTING, "reception");
        let retry = path::desk_message_retry("anting", failed.id);
        let waits: Message = desk.client.post(&retry, &serde_json::json!({})).json(200);
        assert_eq!(waits.state, MessageState::Waiting);
        assert_eq!(waits.due_at.0.to_rfc3339(), "2026-06-10T08:00:00+08:00", "{engine:?}: it says when it goes out");
        // At the other dealer it is afternoon: who sends has looked.
        book(&server, ALLER, MONDAY, 3);
        assert_eq!(postbox.wait_for(1).len(), 1, "{engine:?}: nobody is disturbed at night");
        in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Waiting);
        server.set_clock("2026-06-10T08:00:00+08:00");
        assert!(postbox.wait_for(2)[1].text().contains(&booking.reference));
    }
}

#[test]
fn what_may_have_arrived_is_never_sent_again_by_itself() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        postbox.refuse(&["hang up", "554 no"]);
        let server = start(engine, TUESDAY, &postbox);
        let booking = book(&server, ANTING, MONDAY, 3);
        let failed = in_state(&server, ANTING, &booking.reference, MessageKind::Confirmation, MessageState::Failed);
        assert_eq!(failed.reason, Some(MessageReason::OutcomeUnknown));
        let refused = book(&server, ANTING, FRIDAY, 3);
        let failed = in_state(&server, ANTING, &refused.reference, MessageKind::Confirmation, MessageState::Failed);
        assert_eq!(failed.reason, Some(MessageReason::Refused));
        server.advance(3 * 3600);
        book(&server, ANTING, FRIDAY, 9);
        postbox.wait_for(1);
        assert_eq!(postbox.sessions(), 3, "{engine:?}");
    }
}

#[test]
fn who_waits_for_an_earlier_time_is_told_once_and_only_while_it_is_held() {
    for engine in ENGINES {
        let postbox = Postbox::open(Security::Plain);
        let server = start(engine, TUESDAY, &postbox);
        let customer = server.client();
        let slot = ANTING.slots(&customer, MONDAY, MONDAY).swap_remove(2);
        let booked = ANTING.book(&customer, &slot.offer);
        let said = serde_json::to_value(ANTING.request("")).unwrap();
        let hour = |minutes| (slot.start.0 + chrono::Duration::minutes(minutes)).format("%H:%M").to_string();
        let wish = serde_json::json!({
            "from": slot.start.date(), "to": slot.start.date(), "hours": [{ "from": hour(0), "to": hour(1) }],
            "adviser": slot.adviser, "services": ["oil"], "stay": "wait",
            "vehicle": said["vehicle"], "customer": said["customer"], "consent": said["consent"],
        });
        let wished = customer.post(&path::waitlist("anting"), &wish);
        assert_eq!(wished.status, 201, "{}", wished.text());
        postbox.wait_for(1);
        cancel(&server, &booked);
        let mails = postbox.wait_for(3);
        let offer = mails.iter().find(|mail| mail.subject().starts_with("有空位了")).expect("an offer");
        let text = offer.text();
        assert!(text.contains("我是您的服务顾问") && text.contains("/waitlist#"), "{text}");
        assert_eq!(offer.calendar(), None);
        let list = list(&server, ANTING).messages;
        let told: Vec<_> = list.iter().filter(|message| message.kind == MessageKind::WaitlistOffer).collect();
        assert_eq!((told.len(), told[0].visit), (1, None), "{engine:?}");
    }
}

#[test]
fn several_servers_on_one_database_send_each_message_once() {
    let postbox = Postbox::open(Security::Plain);
    let one = start(Engine::Postgres, TUESDAY, &postbox);
    let other = one.beside();
    let third = one.beside();
    let mut references = BTreeSet::new();
    for day in ["2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19"] {
        for (at, server) in [&one, &other, &third].into_iter().enumerate() {
            let customer = server.client();
            let slot = ANTING.slots(&customer, day, day).swap_remove(2);
            // To one recipient only so many are sent.
            let booked = ANTING.book_for(&format!("{day}.{at}@example.org"), &customer, &slot.offer);
            references.insert(booked.reference);
        }
    }
    assert_eq!(references.len(), 15);
    postbox.wait_for(15);
    for reference in &references {
        in_state(&one, ANTING, reference, MessageKind::Confirmation, MessageState::Sent);
    }
    // Every server wakes for the same reminders at the same time.
    std::thread::scope(|scope| {
        for server in [&one, &other, &third] {
            scope.spawn(|| server.set_clock("2026-06-18T17:00:00+08:00"));
        }
    });
    let reminded = |kind| {
        let list: MessageList = Desk::sign_in(&one, ANTING, "manager")
            .client
            .get(&format!("{}?limit=100&state=sent", path::desk_messages("anting")))
            .json(200);
        list.messages.iter().filter(|message| message.kind == kind).count()
    };
    until("the reminders of Friday", Duration::from_secs(30), || (reminded(MessageKind::DayBefore) == 3).then_some(()));
    let ids: Vec<String> = postbox.mails().iter().map(Mail::id).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), unique.len()), (18, 18));
}

#[test]
fn the_desk_reads_every_message_in_every_language_before_anybody_gets_it() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "adviser");
    let asked = |kind: &str, locale: &str| {
        desk.client.get(&format!("{}?kind={kind}&locale={locale}", path::desk_message_preview("anting")))
    };
    for locale in ["zh-CN", "en", "de"] {
        for kind in MessageKind::ALL {
            let preview: MessagePreview = asked(kind.as_str(), locale).json(200);
            assert_eq!((preview.kind, preview.locale.as_str()), (*kind, locale));
            for text in [&preview.subject, &preview.mail, &preview.sms] {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{text}");
            }
        }
    }
    asked("greeting", "en").problem(422, "invalid");
    asked("confirmation", "fr").problem(422, "invalid");
    let gate = Desk::sign_in(&server, ANTING, "gate");
    gate.client.get(&path::desk_messages("anting")).problem(403, "forbidden");
    desk.client.get(&path::desk_messages("aller")).problem(403, "forbidden");
    server.client().get(&path::desk_messages("anting")).problem(401, "unauthenticated");
    for query in ["state=lost", "before=x", "limit=-1"] {
        desk.client.get(&format!("{}?{query}", path::desk_messages("anting"))).problem(422, "invalid");
    }
    let retry = path::desk_message_retry("anting", MessageId::new(999_999));
    desk.client.post(&retry, &serde_json::json!({})).problem(404, "not-found");
}

#[test]
fn the_desks_list_goes_on_where_the_page_before_ended() {
    let server = Server::start();
    for index in [1, 3, 5] {
        book(&server, ANTING, MONDAY, index);
    }
    let all = list(&server, ANTING).messages;
    assert_eq!(all.len(), 9, "a confirmation and two reminders each");
    let desk = Desk::sign_in(&server, ANTING, "reception");
    let mut before = String::new();
    let mut seen = Vec::new();
    loop {
        let path = format!("{}?limit=4{before}", path::desk_messages("anting"));
        let page: MessageList = desk.client.get(&path).json(200);
        seen.extend(page.messages.iter().map(|message| message.id));
        let Some(next) = page.next else { break };
        before = format!("&before={next}");
    }
    assert_eq!(seen, all.iter().map(|message| message.id).collect::<Vec<_>>());
    assert!(seen.is_sorted_by(|one, other| one > other), "newest first: {seen:?}");
}
