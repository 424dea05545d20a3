//! Records a store of a program and what its pages answer: `record FOLDER`.
//!
//! On each engine the demo's dealers go through every step that there is, over HTTP only. The store is then written
//! down as SQL, made anew, and asked for every page at one fixed time. `tests/fixtures/recorded/README.md` says when.

mod care;
mod dump;
mod house;
mod life;
mod pages;

use bayside_test_support::clock::until;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::recorded::{PUBLIC_URL, Page, Reader, Recording};
use bayside_test_support::server::{ENGINES, Engine, Server};
use house::{ALLER, ANTING, Facts, House, api};
use pages::Pages;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Both houses are open: two in the afternoon at the one, eight in the morning at the other.
const MORNING: &str = "2026-06-09T14:00:00+08:00";
/// A service ago.
const LONG_AGO: &str = "2025-07-01T14:00:00+08:00";
/// No hold is over in the minutes after, no promise is due, and half a minute is left in every way of counting.
const NOW: &str = "2026-06-09T16:32:30+08:00";

/// Both dealers of the demo.
const HOUSES: [&Facts; 2] = [&ANTING, &ALLER];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = arguments.as_slice() else { panic!("FOLDER; BAYSIDE_PROGRAM names the program") };
    for engine in ENGINES {
        record(engine, Path::new(folder));
    }
}

fn record(engine: Engine, folder: &Path) {
    let postbox = Postbox::open(Security::Plain);
    let (server, pages) = drive(engine, &postbox);
    let sql = dump::dump(engine, &server.store());
    drop(server);
    let mut recording = Recording { clock: NOW.to_owned(), sql, pages: Vec::new() };
    let mut again = recording.server(engine);
    again.run();
    let mut reader = Reader::new(&again, NOW);
    let pages: Vec<Page> = pages
        .questions
        .into_iter()
        .map(|question| {
            let answer = reader.ask(&question);
            Page { question, answer }
        })
        .collect();
    println!("{engine:?}: {} pages", pages.len());
    recording.pages = pages;
    recording.write(folder, engine);
}

/// Lets everything happen; the program has stopped, and knows which pages it can be asked for.
fn drive(engine: Engine, postbox: &Postbox) -> (Server, Pages) {
    let mut mail = Vec::new();
    let mut server = Server::with(engine, MORNING, |folder| {
        mail = postbox.flags(folder);
        mail.push(format!("--public-url={PUBLIC_URL}"));
        mail.clone()
    });
    server.set_clock(LONG_AGO);
    let served = HOUSES.map(|facts| {
        let house = House::open(&server, facts);
        [60, 63, 66, 69].map(|n| house.served(n))
    });
    server.set_clock(MORNING);
    let mut told = Vec::new();
    for (facts, served) in HOUSES.into_iter().zip(&served) {
        let house = House::open(&server, facts);
        house.settings();
        house.blocks();
        house.bookings();
        let expected = house.override_soon(70, 30..110).id;
        house.callbacks();
        let wishes = [vec![house.silent_wish()], house.wishes()].concat();
        invite(&house, postbox, served);
        told.push((expected, wishes, house.screens()));
    }
    println!("{engine:?}: booked, asked and invited");
    for facts in HOUSES {
        let house = House::open(&server, facts);
        house.whole_life();
        house.on_the_way();
    }
    println!("{engine:?}: worked");
    server.set_clock("2026-06-09T15:55:00+08:00");
    messages(&mut server, postbox, &mail);
    server.set_clock("2026-06-09T16:10:00+08:00");
    for (facts, (expected, wishes, screens)) in HOUSES.into_iter().zip(&mut told) {
        let house = House::open(&server, facts);
        house.step(*expected, "no-show", &json!({ "reason": facts.words[1] }));
        house.arrivals(&screens[2]);
        wishes.extend(house.offered_wishes());
    }
    // Not over yet when the pages are asked for.
    server.set_clock("2026-06-09T16:31:00+08:00");
    let mut pages = Pages::new();
    pages.public(api("dealers"));
    for (facts, (_, wishes, [wall, reloading, kiosk])) in HOUSES.into_iter().zip(&told) {
        let house = House::open(&server, facts);
        let held = house.slots(&house.date(3), "oil", "wait").swap_remove(1);
        house.customer(&house.public("holds"), &json!({ "offer": held["offer"] }));
        pages.of_house(&house);
        house.visits().into_iter().for_each(|id| pages.of_visit(&house, id));
        for wish in wishes {
            pages.public(api(&format!("waitlist/{wish}")));
        }
        for poll_token in house.pairings() {
            pages.public(api(&format!("screens/pairing/{poll_token}")));
        }
        pages.screen(&kiosk.token, house.public("arrivals"));
        for screen in [wall, reloading, reloading] {
            pages.screen(&screen.token, house.public("lounge"));
        }
    }
    settle(&mut server, &mail);
    (server, pages)
}

/// Cars whose service is due: told by mail, called, and booked again.
fn invite(house: &House<'_>, postbox: &Postbox, served: &[i64; 4]) {
    let [told, refused, called, comes] = *served;
    for visit in [told, comes] {
        let before = postbox.mails().len();
        house.post(&format!("invitations/{visit}/message"), &json!({}));
        postbox.wait_for(before + 1);
    }
    house.book_invited(69);
    house.post(&format!("invitations/{called}"), &json!({ "outcome": "declined" }));
    house.post(&format!("invitations/{refused}"), &json!({ "outcome": "wrong-number" }));
}

/// Waits until so many messages are in a state.
fn until_messages(server: &Server, state: &str, count: usize) {
    let sql = format!("SELECT state FROM message WHERE state = '{state}'");
    until(&format!("{count} messages to be {state}"), Duration::from_secs(30), || {
        (server.store().column(&sql).len() >= count).then_some(())
    });
}

/// Starts the program anew at another time.
fn begin_again(server: &mut Server, clock: &str, flags: &[String]) {
    server.stop();
    server.start_with(clock, flags.to_vec());
    server.run();
}

/// Messages that were refused, may have arrived, or had no way to go.
fn messages(server: &mut Server, postbox: &Postbox, mail: &[String]) {
    let mut failed = 0;
    for facts in HOUSES {
        let house = House::open(server, facts);
        for (n, line) in [(80, "554 no"), (81, "hang up")] {
            until_messages(server, "sent", postbox.mails().len());
            postbox.refuse(&[line]);
            house.book_on(n, &house.date(11), 1, &["oil"]);
            failed += 1;
            until_messages(server, "failed", failed);
        }
    }
    // Without a mail server nothing can be sent.
    begin_again(server, "2026-06-09T16:00:00+08:00", &[format!("--public-url={PUBLIC_URL}")]);
    for facts in HOUSES {
        let house = House::open(server, facts);
        house.book_on(90, &house.date(11), 2, &["oil"]);
    }
    until_messages(server, "not-configured", 2);
    begin_again(server, "2026-06-09T16:05:00+08:00", mail);
}

/// Waits until nothing happens by itself any more at the time of the pages, and stops the program.
fn settle(server: &mut Server, mail: &[String]) {
    begin_again(server, NOW, mail);
    let micros = chrono::DateTime::parse_from_rfc3339(NOW).expect("an instant").timestamp_micros();
    until("everything to be done that was due", Duration::from_mins(1), || {
        let holds = format!("SELECT state FROM hold WHERE state = 'live' AND expires_at <= {micros}");
        let due = format!("SELECT state FROM message WHERE state IN ('waiting', 'sending') AND due_at <= {micros}");
        let open = [holds, due].map(|sql| server.store().column(&sql).len());
        (open == [0, 0]).then_some(())
    });
    server.kill();
}
