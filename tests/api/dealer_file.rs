//! A dealer's file that is wrong: whoever writes it is told where, and the dealer stays as it was.

use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;

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
#[test]
fn an_import_names_the_bookings_that_another_zone_or_other_hours_concern() {
    for engine in ENGINES {
        let server = Server::on(engine, "2036-06-09T09:00:00+08:00");
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

        assert!(server.try_import(FILE).is_ok());
        let told = server.try_import(&with("zone = \"Asia/Shanghai\"", "zone = \"Asia/Tokyo\"").0).unwrap();
        for booking in [&early, &late] {
            let wall = booking.start.0.naive_local();
            let moved = format!(
                "{}: {wall} was agreed on, which is {} in the new zone",
                booking.reference,
                wall + chrono::Duration::hours(1)
            );
            assert!(told.contains(&moved), "{engine:?}: {told}");
        }
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
