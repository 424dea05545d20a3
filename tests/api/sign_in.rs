//! Signing in: wrong passwords, many at once, new passwords, and who may no longer enter.

use bayside_api::desk::{Login, PasswordChange, Session};
use bayside_api::{Problem, path};
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Engine, PASSWORD, Server, TUESDAY};
use bayside_test_support::world::ANTING;

const FILE: &str = include_str!("../../crates/server/src/demo/anting.toml");
const ADVISER: &str = "[[staff]]\nlogin = \"adviser\"\nrole = \"adviser\"";

fn enter(client: &Client, login: &str, password: &str) -> Reply {
    let body = Login { dealer: "anting".into(), login: login.into(), password: password.into() };
    client.post(&path::session(), &body)
}

fn change(client: &Client, current: &str, new: &str) -> Reply {
    let body = PasswordChange { current_password: current.into(), new_password: new.into() };
    client.post(&path::password(), &body)
}

fn is_out(desk: &Desk) {
    desk.client.get(&path::session()).problem(401, "unauthenticated");
    desk.client.get(&path::desk_visits("anting")).problem(401, "unauthenticated");
}

fn is_in(desk: &Desk) {
    desk.client.get(&path::session()).json::<Session>(200);
}

#[test]
fn who_guesses_passwords_waits_longer_and_longer_and_nobody_else_does() {
    let server = Server::start();
    // Everybody in the house has the same address.
    let house = server.client();
    for _ in 0..5 {
        enter(&house, "manager", "guess").problem(401, "bad-credentials");
    }
    for _ in 0..40 {
        let wait = enter(&house, "manager", "guess").problem(429, "too-many-requests");
        assert!(wait.retry_after_seconds.is_some_and(|seconds| (1..=5).contains(&seconds)));
    }
    enter(&house, "manager", PASSWORD).problem(429, "too-many-requests");
    // A login that nobody has waits alike.
    let nobody = (0..6).map(|_| enter(&house, "nobody", "guess").status).collect::<Vec<_>>();
    assert_eq!(nobody, [401, 401, 401, 401, 401, 429]);
    for number in 0..30 {
        enter(&house, &format!("guess-{number}"), "guess").problem(401, "bad-credentials");
    }
    enter(&house, "adviser", PASSWORD).json::<Session>(200);
    enter(&server.client(), "manager", PASSWORD).json::<Session>(200);
    server.advance(6);
    enter(&house, "manager", "guess").problem(401, "bad-credentials");
    let wait = enter(&house, "manager", PASSWORD).problem(429, "too-many-requests");
    assert!(wait.retry_after_seconds.is_some_and(|seconds| (6..=10).contains(&seconds)), "{wait:?}");
    server.advance(11);
    enter(&house, "manager", PASSWORD).json::<Session>(200);
    assert_eq!(enter(&house, "manager", "guess").status, 401, "and all is forgotten");
}

#[test]
fn of_many_sign_ins_at_once_each_is_answered_or_told_when() {
    let server = Server::start();
    let before = server.peak_mib();
    let clients: Vec<Client> = (0..60).map(|_| server.client()).collect();
    let replies: Vec<Reply> = std::thread::scope(|scope| {
        let each: Vec<_> = clients.iter().map(|it| scope.spawn(|| enter(it, "adviser", PASSWORD))).collect();
        each.into_iter().map(|each| each.join().unwrap()).collect()
    });
    let (mut entered, mut told) = (0, 0);
    for reply in &replies {
        if reply.status == 503 {
            let problem: Problem = reply.problem(503, "unavailable");
            assert_eq!((reply.header("retry-after"), problem.retry_after_seconds), ("1", Some(1)));
            told += 1;
        } else {
            reply.json::<Session>(200);
            entered += 1;
        }
    }
    assert!(entered >= 4, "{entered} entered, {told} were told when");
    // Each hash takes 19 MiB.
    let taken = server.peak_mib() - before;
    assert!(taken < 8 * 19, "{taken} MiB for them");
}

#[test]
fn a_new_password_ends_every_session_of_the_old_one() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (mut here, elsewhere) =
            (Desk::sign_in(&server, ANTING, "adviser"), Desk::sign_in(&server, ANTING, "adviser"));
        let other = Desk::sign_in(&server, ANTING, "manager");
        let live = elsewhere.client.events(&path::desk_events("anting"), &[]);
        let beside = (engine == Engine::Postgres).then(|| server.beside());
        let live_beside = beside.as_ref().map(|beside| {
            let mut client = elsewhere.client.clone();
            client.moved_to(&beside.url);
            client.events(&path::desk_events("anting"), &[])
        });

        let wrong = change(&here.client, "guess", "ein neues Wort").problem(422, "invalid");
        assert_eq!(
            (wrong.errors[0].pointer.as_str(), wrong.errors[0].code.as_str()),
            ("/current_password", "wrong-password")
        );
        let short = change(&here.client, PASSWORD, "kurz").problem(422, "invalid");
        assert_eq!((short.errors[0].pointer.as_str(), short.errors[0].code.as_str()), ("/new_password", "too-short"));
        is_in(&elsewhere);

        // As a Mac composes it, and as others do.
        let changed = change(&here.client, PASSWORD, "Gru\u{308}\u{df}e aus Verden");
        assert_eq!(changed.status, 204, "{engine:?}: {}", changed.text());
        is_out(&elsewhere);
        is_out(&here);
        here.client.keep_cookies(&changed);
        is_in(&here);
        is_in(&other);
        assert!(live.ends(), "{engine:?}: who listens is out, too");
        assert!(live_beside.is_none_or(|live| live.ends()), "at every server");

        let client = server.client();
        enter(&client, "adviser", PASSWORD).problem(401, "bad-credentials");
        enter(&client, "ADVISER ", "Gr\u{fc}\u{df}e aus Verden").json::<Session>(200);
        server.client().post(&path::password(), &serde_json::json!({})).problem(401, "unauthenticated");
    }
}

#[test]
fn who_is_no_longer_in_the_dealers_file_is_out_at_once() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (gone, stays) = (Desk::sign_in(&server, ANTING, "adviser"), Desk::sign_in(&server, ANTING, "manager"));
        let live = gone.client.events(&path::desk_events("anting"), &[]);
        assert!(FILE.contains(ADVISER));
        let login = ADVISER.replace("login = \"adviser\"", "login = \"li-min-2\"");
        server.try_import(&FILE.replace(ADVISER, &login)).unwrap();
        is_out(&gone);
        is_in(&stays);
        enter(&server.client(), "adviser", PASSWORD).problem(401, "bad-credentials");
        assert!(live.ends(), "{engine:?}");
        // Whoever comes back, or has the same login later, needs a password of their own.
        server.try_import(FILE).unwrap();
        enter(&server.client(), "adviser", PASSWORD).problem(401, "bad-credentials");
        let made = server.command_on_store(&["staff", "reset", "anting", "adviser"]).unwrap();
        let made = made.rsplit(' ').next().unwrap();
        enter(&server.client(), "adviser", made).json::<Session>(200);
    }
}

#[test]
fn who_is_disabled_is_out_at_once_until_given_another_password() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (mut gone, stays) = (Desk::sign_in(&server, ANTING, "adviser"), Desk::sign_in(&server, ANTING, "gate"));
        let live = gone.client.events(&path::desk_events("anting"), &[]);
        server.command_on_store(&["staff", "disable", "anting", "Adviser"]).unwrap();
        is_out(&gone);
        is_in(&stays);
        assert!(live.ends(), "{engine:?}");
        // An import of the same file changes nothing.
        server.try_import(FILE).unwrap();
        enter(&server.client(), "adviser", PASSWORD).problem(401, "bad-credentials");
        assert!(server.command_on_store(&["staff", "disable", "anting", "nobody"]).is_err());

        let made = server.command_on_store(&["staff", "reset", "anting", "adviser"]).unwrap();
        let first = made.rsplit(' ').next().unwrap().to_owned();
        gone.client = server.client();
        let reply = enter(&gone.client, "adviser", &first);
        gone.client.keep_cookies(&reply);
        is_in(&gone);
        // The operator's new password ends sessions, too.
        server.command_on_store(&["staff", "reset", "anting", "adviser"]).unwrap();
        is_out(&gone);
        enter(&server.client(), "adviser", &first).problem(401, "bad-credentials");
        let added = server.command_on_store(&["staff", "add", "anting", "Wu-Di", "--role", "gate"]).unwrap();
        let made = added.rsplit(' ').next().unwrap();
        for login in ["wu-di", "WU-DI", "Wu-Di"] {
            enter(&server.client(), login, made).json::<Session>(200);
        }
    }
}
