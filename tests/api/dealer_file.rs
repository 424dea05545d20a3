//! A dealer's file that is wrong: whoever writes it is told where, and the dealer stays as it was.

use bayside_api::booking::{Booking, BookingCreated};
use bayside_api::capacity::{Outage, OutageList};
use bayside_api::codes::{MessageKind, MessageState};
use bayside_api::message::MessageList;
use bayside_api::path;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

const FILE: &str = include_str!("../../crates/server/src/demo/anting.toml");

/// The demo's file with one thing exchanged, and the line on which it stands.
fn with(old: &str, new: &str) -> (String, usize) {
    let at = FILE.find(old).unwrap_or_else(|| panic!("“{old}” is in the file"));
    let line = FILE[..at].matches('\n').count() + 1;
    (FILE.replacen(old, new, 1), line)
}

#[test]
fn a_wrong_file_is_refused_at_its_line_and_changes_nothing() {
    let hours = "monday-friday = [\"08:00-12:00\", \"13:00-18:00\"]";
    let cases = [
        ("zone = \"Asia/Shanghai\"", "zone = \"Asia/Anting\"", "zone: “Asia/Anting” is no IANA time zone"),
        (
            hours,
            "monday-friday = [\"08:00-12:00\", \"11:00-18:00\"]",
            "hours.monday-friday[1]: overlaps 08:00-12:00 on monday",
        ),
        (
            hours,
            "monday-friday = [\"08:00-12:00\", \"18:00-13:00\"]",
            "hours.monday-friday[1]: 18:00 must be before 13:00",
        ),
        ("skill = \"electrics\"\n", "skill = \"hydraulics\"\n", "no team has the skill “electrics”"),
    ];
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let before = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19");
        for (old, new, said) in &cases {
            let (file, line) = with(old, new);
            for told in [server.check(&file), server.try_import(&file)] {
                let told = told.expect_err("it is refused");
                assert!(told.contains(said), "{told}");
                assert!(told.lines().all(|told| told.starts_with("dealer.toml: line ")), "{told}");
                if said.contains("hours") || said.contains("zone") {
                    assert!(told.starts_with(&format!("dealer.toml: line {line}, ")), "{line}: {told}");
                }
            }
        }
        let after = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19");
        let starts = |slots: &[bayside_api::booking::Slot]| slots.iter().map(|slot| slot.start).collect::<Vec<_>>();
        assert_eq!(starts(&after), starts(&before), "{engine:?}");
    }
}

#[test]
fn a_job_that_nobody_can_ever_do_is_told_to_the_dealer_and_not_to_the_customer() {
    let server = Server::start();
    // Longer than any day, and to be waited for.
    let start = FILE.find("[[service]]").expect("there are jobs");
    let job = "[[service]]\nid = \"rebuild\"\nname = { zh-CN = \"发动机大修\", en = \"Engine rebuild\", de = \"Motor überholen\" }\n\
               minutes = 1_200\nskill = \"maintenance\"\nprice_from = 9800\nstays = [\"wait\"]\n\n";
    let second = start + 1 + FILE[start + 1..].find("[[service]]").expect("there are several");
    let file = format!("{}{job}{}", &FILE[..second], &FILE[second..]);
    for told in [server.check(&file), server.try_import(&file)] {
        let told = told.expect_err("it is refused");
        let line = FILE[..second].matches('\n').count() + 1;
        assert_eq!(
            told,
            format!(
                "dealer.toml: line {line}, column 1: service[1]: can never be booked, even in an empty workshop: \
                 it takes longer than the opening hours allow"
            )
        );
    }
    assert!(ANTING.face(&server.client()).services.iter().all(|service| service.id != "rebuild"));
    // Left here, it is done in a few days.
    let left = file.replace("stays = [\"wait\"]\n\n", "stays = [\"leave\"]\n\n");
    assert_eq!(server.check(&left).as_deref(), Ok("dealer.toml: anting is in order"));
}

#[test]
fn a_file_in_another_encoding_is_told_where_it_begins() {
    let server = Server::start();
    let (file, line) = with("zone = \"Asia/Shanghai\"", "zone = \"Asia/Shanghai\" # é");
    let latin: Vec<u8> = file.chars().filter_map(|letter| u8::try_from(u32::from(letter)).ok()).collect();
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(file.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, at, looks) in [
        (latin, format!("line {line}, column "), "GBK or Windows-1252"),
        (utf16, "line 1, column 1: ".to_owned(), "UTF-16"),
    ] {
        let told = server.check_bytes(&bytes).expect_err("it is refused");
        assert!(told.starts_with(&format!("dealer.toml: {at}")) && told.contains(looks), "{told}");
    }
    assert_eq!(server.check(&format!("\u{feff}{FILE}")), server.check(FILE), "a mark at the beginning is no harm");
}

/// The command reads the machine's clock: these bookings are ahead of it for some years to come.
const LATER: &str = "2036-06-09T09:00:00+08:00";

#[test]
fn an_import_names_the_bookings_that_other_hours_concern() {
    for engine in ENGINES {
        let server = Server::on(engine, LATER);
        let customer = server.client();
        let slots = ANTING.slots(&customer, "2036-06-10", "2036-06-10");
        let at = |time: &str| {
            slots.iter().find(|slot| slot.start.0.format("%H:%M").to_string().as_str() >= time).expect("a start")
        };
        let early = ANTING.book(&customer, &at("08:00").offer);
        let late = ANTING.book(&customer, &at("15:00").offer);
        let quiet = server.try_import(FILE).unwrap();
        assert!(!quiet.contains("call these customers"), "{engine:?}: {quiet}");

        let hours = "monday-friday = [\"08:00-12:00\", \"13:00-18:00\"]";
        let told = server.try_import(&with(hours, "monday-friday = [\"08:00-14:00\"]").0).unwrap();
        let of_late = format!("{}: {} is outside the new hours", late.reference, late.start.0.naive_local());
        assert!(told.contains(&of_late) && !told.contains(&early.reference), "{engine:?}: {told}");
    }
}

#[test]
fn an_import_of_another_zone_keeps_what_was_agreed_on_at_its_time_of_day() {
    let wall = |at: bayside_api::Instant| at.0.naive_local();
    for (engine, zone, offset) in ENGINES.iter().flat_map(|engine| {
        [(*engine, "Asia/Tokyo", 9), (*engine, "America/New_York", -4), (*engine, "Asia/Kathmandu", 5)]
    }) {
        let mut server = Server::on(engine, LATER);
        let customer = server.client();
        let free = |server: &Server| {
            let slots = ANTING.slots(&server.client(), "2036-06-10", "2036-06-12");
            slots.iter().map(|slot| (wall(slot.start), wall(slot.ready_estimate))).collect::<Vec<_>>()
        };
        let untouched = free(&server);
        let slots = ANTING.slots(&customer, "2036-06-10", "2036-06-10");
        let held = ANTING.hold(&customer, &slots[3].offer);
        let booked: Vec<BookingCreated> =
            [0, slots.len() / 2].map(|at| ANTING.book(&customer, &slots[at].offer)).into_iter().collect();
        let desk = Desk::sign_in(&server, ANTING, "workshop");
        let out = json!({ "resource": "adviser:li-min", "from": "2036-06-11T08:00", "to": "2036-06-11T12:00", "reason": "sickness" });
        let outage: Outage = desk.client.post(&path::desk_outages("anting"), &out).json(201);
        customer.delete(&path::hold("anting", &held.hold));
        let before = free(&server);
        ANTING.hold(&customer, &slots[3].offer);

        server.import(&with("zone = \"Asia/Shanghai\"", &format!("zone = \"{zone}\"")).0);
        let customer = server.client();
        for made in &booked {
            let now: Booking = customer.get(&path::booking(&made.manage_token)).json(200);
            assert_eq!(wall(now.start), wall(made.start), "{engine:?} {zone}");
            assert_eq!(wall(now.ready_estimate), wall(made.ready_estimate), "{engine:?} {zone}");
            assert_eq!(now.start.0.offset().local_minus_utc() / 3600, offset, "{engine:?} {zone}");
        }
        // What is free is free at the same times: each claim, each outage and no hold went along.
        assert_eq!(free(&server), before, "{engine:?} {zone}");
        let desk = Desk::sign_in(&server, ANTING, "workshop");
        let list: OutageList = desk.client.get(&path::desk_outages("anting")).json(200);
        let moved = list.blocks.iter().find(|block| block.id == outage.id).expect("the outage is there");
        assert_eq!((wall(moved.from), wall(moved.to)), (wall(outage.from), wall(outage.to)), "{engine:?} {zone}");
        // The reminders go out at the same time of day, and nobody is told of a change.
        let adviser = Desk::sign_in(&server, ANTING, "manager");
        let messages: MessageList = adviser.client.get(&path::desk_messages("anting")).json(200);
        for made in &booked {
            let of = messages.messages.iter().filter(|message| message.reference == made.reference);
            let planned: Vec<_> = of.filter(|message| message.state == MessageState::Waiting).collect();
            assert!(!planned.is_empty(), "{engine:?} {zone}");
            for message in planned {
                assert_ne!(message.kind, MessageKind::Changed);
                if message.kind == MessageKind::HourBefore {
                    assert!(wall(message.due_at) < wall(made.start));
                }
            }
        }
        // All of it can be given back.
        for made in &booked {
            customer.post(&path::cancel(&made.manage_token), &json!({})).json::<Booking>(200);
        }
        desk.client.delete(&path::desk_outage("anting", outage.id));
        assert_eq!(free(&server), untouched, "{engine:?} {zone}");
    }
}

#[test]
fn a_check_warns_of_what_stands_behind_a_link() {
    let server = Server::not_started(ENGINES[0], TUESDAY);
    let own = |sms: &str| format!("{FILE}\n[messages.texts.confirmation]\nsms.zh-CN = \"{sms}\"\n");
    let warned = server.check(&own("看预约：{link}。")).unwrap();
    assert!(warned.contains("warning: messages.texts.confirmation.sms: “。” behind {link}"), "{warned}");
    assert!(warned.contains("is in order"), "{warned}");
    assert!(!server.check(&own("看预约：{link} 谢谢")).unwrap().contains("warning"));
}
