//! A dealer's screens: whose they are, what they say of themselves, and what the desk can tell them.

use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_api::screen::{
    Claimed, Command, Lounge, Pairing, PairingRequest, Screen, ScreenAddress, ScreenAddressRequest, ScreenConfirm,
    Screens, Tick, Viewing, Viewport,
};
use bayside_domain::ids::ScreenId;
use bayside_test_support::desk::Desk;
use bayside_test_support::events::{Event, Events};
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};

fn screens(desk: &Desk) -> Vec<Screen> {
    desk.client.get(&path::desk_screens("anting")).json::<Screens>(200).screens
}

/// The screen that was paired last.
fn newest(desk: &Desk) -> Screen {
    screens(desk).pop().expect("a screen is paired")
}

/// A paired screen, as it calls, and as the desk lists it.
fn paired(server: &Server, desk: &Desk) -> (Client, Screen) {
    let token = desk.pair(server, ScreenKind::Lounge).device_token;
    (server.client().with_token(&token), newest(desk))
}

fn lounge(query: &str) -> String {
    format!("{}?{query}", path::lounge("anting"))
}

fn stream(screen: &Client, query: &str) -> Events {
    screen.events(&format!("{}?{query}", path::lounge_events("anting")), &[])
}

fn reload(desk: &Desk, id: ScreenId) {
    let told: Screen = desk.client.post(&path::desk_screen_reload("anting", id), &serde_json::json!({})).json(200);
    assert!(told.reloading);
}

/// Everything up to the next tick, which a stream begins with.
fn until_tick(events: &Events) -> Vec<Event> {
    let mut all = Vec::new();
    loop {
        let event = events.receive();
        let is_tick = event.kind == "tick";
        all.push(event);
        if is_tick {
            return all;
        }
    }
}

fn commands(events: &[Event]) -> Vec<i64> {
    events.iter().filter(|event| event.kind == "command").map(|event| event.json::<Command>().reload).collect()
}

#[test]
fn the_store_has_the_hash_of_a_screens_token_and_nothing_to_make_it_from() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let screen = server.client();
    let pairing: Pairing = screen.post(&path::pairing(), &PairingRequest { kind: ScreenKind::Lounge }).json(201);
    let confirm = ScreenConfirm { code: pairing.code, name: "休息区东".into(), viewing: None };
    let confirmed: Screen = desk.client.post(&path::desk_screens("anting"), &confirm).json(201);
    assert_eq!((confirmed.name.as_str(), confirmed.seen_at, confirmed.version), ("休息区东", None, None));
    let claim =
        || -> Claimed { screen.post(&path::pairing_claim(&pairing.poll_token), &serde_json::json!({})).json(200) };
    let token = claim().device_token;
    assert_eq!(claim().device_token, token, "a claim whose answer was lost is made again");

    let stored = server.stored_bytes();
    let holds = |text: &str| stored.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("休息区东"), "the store can be read at all");
    assert!(!holds(&token), "the token is in the store");
    assert!(!holds(&pairing.poll_token), "what it is made from is in the store");

    // With its first use the pairing is over.
    let screen_now = server.client().with_token(&token);
    assert_eq!(screen_now.get(&path::lounge("anting")).status, 200);
    screen.post(&path::pairing_claim(&pairing.poll_token), &serde_json::json!({})).problem(404, "pairing-unknown");
    assert!(newest(&desk).seen_at.is_some());
}

#[test]
fn a_screen_tells_its_version_and_size_and_the_desk_lists_them() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (screen, listed) = paired(&server, &desk);
        assert_eq!((listed.seen_at, listed.viewport), (None, None), "{engine:?}");
        screen.get(&lounge("version=0.1.0%2Babc&viewport=1920x1080&reload=0")).json::<Lounge>(200);
        let first = newest(&desk);
        let wide = Some(Viewport { width: 1920, height: 1080 });
        assert_eq!((first.version.as_deref(), first.viewport), (Some("0.1.0+abc"), wide), "{engine:?}");
        let seen = first.seen_at.expect("it was heard of");

        // At most one write a minute, whatever a screen says meanwhile.
        screen.get(&lounge("version=0.2.0&viewport=1080x1920&reload=0")).json::<Lounge>(200);
        assert_eq!(newest(&desk), first, "{engine:?}");
        server.advance(61);
        screen.get(&lounge("version=0.2.0&viewport=1080x1920&reload=0")).json::<Lounge>(200);
        let later = newest(&desk);
        let tall = Some(Viewport { width: 1080, height: 1920 });
        assert_eq!((later.version.as_deref(), later.viewport), (Some("0.2.0"), tall), "{engine:?}");
        assert!(later.seen_at.is_some_and(|at| at.0 > seen.0), "{engine:?}");

        for (query, pointer) in
            [("version=%3Cb%3E", "/version"), ("viewport=wide", "/viewport"), ("reload=-1", "/reload")]
        {
            let problem = screen.get(&lounge(query)).problem(422, "invalid");
            assert_eq!(problem.errors[0].pointer, pointer, "{engine:?}");
        }
    }
}

#[test]
fn a_screen_that_listens_is_heard_of_without_calling() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (screen, _) = paired(&server, &desk);
    let events = stream(&screen, "viewport=1280x720");
    until_tick(&events);
    let seen = newest(&desk).seen_at.expect("it was heard of");
    server.advance(120);
    // Each tick is a chance to look; the server looks every 20 s.
    let heard = (0..6).any(|_| {
        events.receive_kind("tick");
        newest(&desk).seen_at.is_some_and(|at| at.0 > seen.0)
    });
    assert!(heard, "nobody noted that it listens");
}

#[test]
fn a_revoked_screen_is_refused_at_once_and_its_stream_ends() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (screen, listed) = paired(&server, &desk);
        let (other, _) = paired(&server, &desk);
        let (its, others) = (stream(&screen, ""), stream(&other, ""));
        until_tick(&its);
        until_tick(&others);
        assert_eq!(desk.client.delete(&path::desk_screen("anting", listed.id)).status, 204, "{engine:?}");
        assert!(its.ends(), "{engine:?}");
        for path in [path::lounge("anting"), path::lounge_events("anting")] {
            screen.get(&path).problem(401, "unauthenticated");
        }
        assert!(screens(&desk).iter().all(|screen| screen.id != listed.id), "{engine:?}");
        let tick: Tick = others.receive_kind("tick").json();
        assert_eq!(tick.digest, other.get(&path::lounge("anting")).json::<Lounge>(200).digest, "{engine:?}");
        // There is nothing left to revoke or to reload.
        desk.client.delete(&path::desk_screen("anting", listed.id)).problem(404, "not-found");
        let gone = path::desk_screen_reload("anting", listed.id);
        desk.client.post(&gone, &serde_json::json!({})).problem(404, "not-found");
    }
}

#[test]
fn a_reload_reaches_one_screen_by_its_stream_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (screen, listed) = paired(&server, &desk);
        let (other, _) = paired(&server, &desk);
        let (its, others) = (stream(&screen, "reload=0"), stream(&other, "reload=0"));
        assert_eq!(commands(&until_tick(&its)), [0_i64; 0], "{engine:?}");
        until_tick(&others);
        reload(&desk, listed.id);
        let number = its.receive_kind("command").json::<Command>().reload;
        assert!(newest(&desk).id != listed.id && !newest(&desk).reloading, "{engine:?}: only the one");
        assert_eq!(commands(&until_tick(&others)), [0_i64; 0], "{engine:?}");

        // It is told until it says that it has obeyed, and never again after.
        assert_eq!(commands(&until_tick(&stream(&screen, "reload=0"))), [number], "{engine:?}");
        assert_eq!(commands(&until_tick(&stream(&screen, &format!("reload={number}")))), [0_i64; 0], "{engine:?}");
        let listed_now = screens(&desk).into_iter().find(|screen| screen.id == listed.id).unwrap();
        assert!(!listed_now.reloading, "{engine:?}");
        assert_eq!(screen.get(&lounge(&format!("reload={number}"))).json::<Lounge>(200).command, None, "{engine:?}");

        // The next one has another number.
        reload(&desk, listed.id);
        let next = screen.get(&lounge(&format!("reload={number}"))).json::<Lounge>(200).command;
        assert_eq!(next, Some(Command { reload: number + 1 }), "{engine:?}: asked again and again");
    }
}

#[test]
fn a_screen_that_does_not_say_what_it_obeyed_is_told_once() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (screen, listed) = paired(&server, &desk);
    reload(&desk, listed.id);
    let asked = || screen.get(&path::lounge("anting")).json::<Lounge>(200).command;
    assert_eq!(asked(), Some(Command { reload: 1 }));
    assert_eq!(asked(), None);
    assert!(!newest(&desk).reloading);
    let events = stream(&screen, "");
    assert_eq!(commands(&until_tick(&events)), [0_i64; 0]);
    reload(&desk, listed.id);
    assert_eq!(events.receive_kind("command").json::<Command>().reload, 2);
    assert_eq!(commands(&until_tick(&stream(&screen, ""))), [0_i64; 0]);
}

#[test]
fn the_desk_reaches_a_screen_that_listens_to_another_server() {
    let server = Server::on(Engine::Postgres, TUESDAY);
    let beside = server.beside();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let (mut screen, listed) = paired(&server, &desk);
    screen.moved_to(&beside.url);
    let events = stream(&screen, "reload=0");
    until_tick(&events);
    reload(&desk, listed.id);
    assert_eq!(events.receive_kind("command").json::<Command>().reload, 1);
    assert_eq!(desk.client.delete(&path::desk_screen("anting", listed.id)).status, 204);
    assert!(events.ends());
    screen.get(&path::lounge("anting")).problem(401, "unauthenticated");
}

#[test]
fn only_the_dealers_own_manager_has_the_screens() {
    let server = Server::start();
    let manager = Desk::sign_in(&server, ANTING, "manager");
    let (screen, listed) = paired(&server, &manager);
    let of_another = Desk::sign_in(&server, ALLER, "manager");
    let adviser = Desk::sign_in(&server, ANTING, "adviser");
    let body = serde_json::json!({});
    for client in [&of_another.client, &adviser.client, &screen] {
        for reply in [
            client.get(&path::desk_screens("anting")),
            client.post(&path::desk_screen_reload("anting", listed.id), &body),
            client.delete(&path::desk_screen("anting", listed.id)),
        ] {
            assert!([401, 403].contains(&reply.status), "{} {}", reply.status, reply.text());
        }
    }
    // The number of a screen is its dealer's own: another dealer has none of that number.
    of_another.client.delete(&path::desk_screen("aller", listed.id)).problem(404, "not-found");
    assert_eq!(screen.get(&path::lounge("anting")).status, 200);
}

#[test]
fn a_new_screen_and_a_lost_one_are_news_at_the_desk() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let news = desk.client.events(&path::desk_events("anting"), &[]);
    until_tick(&news);
    let (_, listed) = paired(&server, &desk);
    news.receive_kind("change");
    assert_eq!(desk.client.delete(&path::desk_screen("anting", listed.id)).status, 204);
    news.receive_kind("change");
}

#[test]
fn a_lasting_address_opens_a_screen_as_often_as_its_storage_is_emptied() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let (by_code, screen) = paired(&server, &desk);
        let make = || {
            let made: ScreenAddress =
                desk.client.post(&path::desk_screen_address("anting", screen.id), &serde_json::json!({})).json(200);
            let (before, token) = made.url.split_once("#s=").expect("the secret stands behind the #");
            assert!(before.ends_with("/anting/lounge"), "{before}");
            token.to_owned()
        };
        let open = |token: &str, kind: ScreenKind| {
            let request = ScreenAddressRequest { token: token.to_owned(), kind };
            server.client().post(&path::screen_address(), &request)
        };
        let first = make();
        for morning in 0..3 {
            let claimed: Claimed = open(&first, ScreenKind::Lounge).json(200);
            let emptied = server.client().with_token(&claimed.device_token);
            assert_eq!(emptied.get(&path::lounge("anting")).status, 200, "{engine:?} {morning}");
        }
        assert_eq!(
            screens(&desk).iter().filter(|row| row.name == screen.name).count(),
            1,
            "{engine:?}: one and the same"
        );
        open(&first, ScreenKind::Arrival).problem(403, "forbidden");
        open("nonsense", ScreenKind::Lounge).problem(401, "unauthenticated");

        // A new address ends the one before, open streams too; what was paired by its code goes on.
        let opened = server.client().with_token(&first);
        let events = stream(&opened, "");
        until_tick(&events);
        let second = make();
        assert!(events.ends(), "{engine:?}");
        open(&first, ScreenKind::Lounge).problem(401, "unauthenticated");
        assert_eq!(by_code.get(&path::lounge("anting")).status, 200);
        assert!(!server.log_text().contains(&second), "no secret stands in the log");
        // Only who may pair screens makes one, and a revoked screen has none.
        let reception = Desk::sign_in(&server, ANTING, "reception");
        let path = path::desk_screen_address("anting", screen.id);
        reception.client.post(&path, &serde_json::json!({})).problem(403, "forbidden");
        assert_eq!(desk.client.delete(&path::desk_screen("anting", screen.id)).status, 204);
        open(&second, ScreenKind::Lounge).problem(401, "unauthenticated");
        desk.client.post(&path, &serde_json::json!({})).problem(404, "not-found");
    }
}

#[test]
fn a_screen_that_nobody_heard_of_for_a_week_leaves_the_list_and_comes_back() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (call, screen) = paired(&server, &Desk::sign_in(&server, ANTING, "manager"));
        assert_eq!(call.get(&path::lounge("anting")).status, 200);
        let is_listed = || {
            let desk = Desk::sign_in(&server, ANTING, "manager");
            screens(&desk).iter().any(|row| row.id == screen.id)
        };
        server.advance(7 * 24 * 60 * 60 - 60);
        assert!(is_listed(), "{engine:?}");
        server.advance(120);
        assert!(!is_listed(), "{engine:?}");
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let all: Screens = desk.client.get(&format!("{}?all=true", path::desk_screens("anting"))).json(200);
        assert!(all.screens.iter().any(|row| row.id == screen.id), "{engine:?}: it can still be unpaired");
        assert_eq!(call.get(&path::lounge("anting")).status, 200, "{engine:?}: it is still trusted");
        assert!(is_listed(), "{engine:?}");
    }
}

#[test]
fn from_where_a_screen_is_seen_is_said_at_its_pairing_and_told_to_it() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let pair = |viewing: serde_json::Value| {
            let begun: Pairing =
                server.client().post(&path::pairing(), &PairingRequest { kind: ScreenKind::Lounge }).json(201);
            let body = serde_json::json!({ "code": begun.code, "name": "休息区", "viewing": viewing });
            (begun.poll_token, desk.client.post(&path::desk_screens("anting"), &body))
        };
        for (wrong, pointer) in [
            (serde_json::json!({ "inches": 9, "distance_cm": 600 }), "/viewing/inches"),
            (serde_json::json!({ "inches": 55, "distance_cm": 2001 }), "/viewing/distance_cm"),
        ] {
            let problem = pair(wrong).1.problem(422, "invalid");
            assert_eq!(
                (problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()),
                (pointer, "out-of-range")
            );
        }
        let (poll_token, reply) = pair(serde_json::json!({ "inches": 32, "distance_cm": 750 }));
        let viewing = Some(Viewing { inches: 32, distance_cm: 750 });
        assert_eq!(reply.json::<Screen>(201).viewing, viewing, "{engine:?}");
        assert_eq!(newest(&desk).viewing, viewing, "{engine:?}");
        let claimed: Claimed =
            server.client().post(&path::pairing_claim(&poll_token), &serde_json::json!({})).json(200);
        let screen = server.client().with_token(&claimed.device_token);
        assert_eq!(screen.get(&path::lounge("anting")).json::<Lounge>(200).viewing, viewing, "{engine:?}");
        // One that nobody measured is told nothing.
        assert_eq!(paired(&server, &desk).0.get(&path::lounge("anting")).json::<Lounge>(200).viewing, None);
    }
}
