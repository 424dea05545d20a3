//! Backups by command and by timetable, their restoring, and a house that moves to the other engine.

use crate::recorded::{every_page_answers_as_then, recordings};
use bayside_api::booking::{Booking, BookingCreated};
use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::postgres;
use bayside_test_support::server::{ENGINES, Engine, METRICS_TOKEN, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A store that is not there yet, of this name in the server's folder if it is a file.
fn new_store(server: &Server, engine: Engine, name: &str) -> String {
    match engine {
        Engine::Sqlite => format!("sqlite:{}", server.folder().join(name).display()),
        Engine::Postgres => postgres::database(),
    }
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().mode() & 0o777
}

/// Nothing is wrong with a store, says the program.
#[track_caller]
fn is_sound(server: &Server, database: &str) {
    let said = server.command(&["doctor", "--database", database]).unwrap_or_else(|problems| panic!("{problems}"));
    assert!(said.ends_with("rows, and nothing is wrong"), "{said}");
}

#[test]
fn a_backup_under_bookings_restores_to_a_house_that_goes_on() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let mut desk = Desk::sign_in(&server, ANTING, "manager");
        let screen = server.client().with_token(&desk.pair(&server, ScreenKind::Lounge).device_token);
        let customer = server.client();
        let slots = ANTING.slots(&customer, "2026-06-15", "2026-07-03");
        let before = ANTING.book(&customer, &slots[0].offer);
        let next = AtomicUsize::new(1);
        let (done, notices) = std::sync::mpsc::channel();
        let file = "backups/now";
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let (customer, done) = (server.client(), done.clone());
                let (slots, next) = (&slots, &next);
                scope.spawn(move || {
                    // Until nobody listens any more.
                    while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let reply = ANTING.try_book(&customer, &slot.offer);
                        assert!(matches!(reply.status, 201 | 409), "{}", reply.text());
                        if done.send(()).is_err() {
                            break;
                        }
                    }
                });
            }
            (0..5).for_each(|_| notices.recv().unwrap());
            server.command(&["backup", file, "--database", server.database()]).unwrap();
            (0..5).for_each(|_| notices.recv().unwrap());
            drop(notices);
        });
        server.stop();
        let restored = new_store(&server, engine, "restored.db");
        server.command(&["restore", file, "--database", &restored]).unwrap_or_else(|said| panic!("{engine:?} {said}"));
        is_sound(&server, &restored);

        server.move_to(&restored);
        server.run();
        let booking: Booking = server.client().get(&path::booking(&before.manage_token)).json(200);
        assert_eq!(booking.reference, before.reference, "the private link goes on");
        let mut screen = screen;
        screen.moved_to(&server.url);
        screen.get(&path::lounge("anting")).json::<Lounge>(200);
        desk.client.moved_to(&server.url);
        assert!(!desk.list("2026-06-09").visits.is_empty(), "who was signed in still is");
        let slots = ANTING.slots(&server.client(), "2026-06-15", "2026-07-03");
        let after: BookingCreated = ANTING.book(&server.client(), &slots[0].offer);
        assert_ne!(after.reference, before.reference);
        server.stop();
        is_sound(&server, &restored);
    }
}

/// All rows of all tables, in text.
fn all_rows(server: &Server, tables: &[(String, Vec<String>)]) -> Vec<String> {
    let texts = tables.iter().flat_map(|(table, columns)| {
        let columns: Vec<String> =
            columns.iter().map(|column| format!("COALESCE(CAST({column} AS TEXT), 'null')")).collect();
        let mut rows = server.store().column(&format!("SELECT {} FROM {table}", columns.join(" || '|' || ")));
        rows.sort();
        rows.into_iter().map(move |row| format!("{table}: {row}"))
    });
    texts.collect()
}

/// Everything that can happen is in the recorded house, and it was recorded by an earlier program.
#[test]
fn a_house_that_moves_to_the_other_engine_and_back_answers_as_before() {
    for (what, recording) in recordings(Engine::Sqlite) {
        let mut server = recording.server(Engine::Sqlite);
        let [first, there, back] = [
            server.database().to_owned(),
            new_store(&server, Engine::Postgres, ""),
            new_store(&server, Engine::Sqlite, "back.db"),
        ];
        server.run();
        server.stop();
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%sql%'";
        let tables = server.store().column(names).into_iter().map(|table| {
            let columns =
                server.store().column(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"));
            (table, columns)
        });
        let tables: Vec<_> = tables.collect();
        let rows = all_rows(&server, &tables);
        assert!(rows.len() > 1000, "{}", rows.len());
        for (from, to) in [(&first, &there), (&there, &back)] {
            server.command(&["copy", "--from", from, "--to", to]).unwrap_or_else(|said| panic!("{what}: {said}"));
            is_sound(&server, to);
            server.move_to(to);
            assert!(all_rows(&server, &tables) == rows, "{what}: {to} has other rows");
        }
        for at in [&there, &back] {
            server.move_to(at);
            server.run();
            every_page_answers_as_then(&server, &recording, &format!("{what}, copied to {at}"));
            server.stop();
        }
        let said = server.command(&["copy", "--from", &first, "--to", &there]).unwrap_err();
        assert!(said.contains("is not empty (it has rows in"), "{said}");
    }
}

#[test]
fn a_backup_of_an_earlier_program_is_restored_and_brought_up_to_date() {
    for engine in ENGINES {
        for (what, recording) in recordings(engine) {
            let mut server = recording.server(engine);
            server.command(&["backup", "old", "--database", server.database()]).unwrap();
            let restored = new_store(&server, engine, "restored.db");
            server
                .command(&["restore", "old", "--database", &restored])
                .unwrap_or_else(|said| panic!("{what}: {said}"));
            let said = server.command(&["doctor", "--database", &restored]).unwrap_err();
            assert!(said.contains("its schema is"), "{said}");
            server.move_to(&restored);
            server.run();
            every_page_answers_as_then(&server, &recording, &what);
            is_sound(&server, &restored);
        }
    }
}

#[test]
fn commands_refuse_in_one_sentence_what_would_do_harm() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let own = server.database();
        let said = server.command(&["backup", "kept/now", "--database", own]).unwrap();
        assert!(said.starts_with("kept/now: ") && said.contains(" rows of "), "{said}");
        let file = server.folder().join("kept/now");
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        std::fs::write(server.folder().join("half"), &std::fs::read(&file).unwrap()[..20_000]).unwrap();
        let other =
            new_store(&server, if engine == Engine::Sqlite { Engine::Postgres } else { Engine::Sqlite }, "other.db");
        let new = new_store(&server, engine, "new.db");
        for (words, refusal) in [
            (["backup", "kept/now", "--database", own], "kept/now exists already"),
            (["backup", "then", "--database", &new], "there is no store at"),
            (["restore", "kept/now", "--database", own], "is open in another program: stop it first"),
            (["restore", "kept/now", "--database", &other], "this is a backup of"),
            (["restore", "half", "--database", &new], "it is damaged and cannot be used"),
            (["restore", "none", "--database", &new], "none: "),
        ] {
            let said = server.command(&words).unwrap_err();
            assert!(said.contains(refusal) && said.lines().count() == 1, "{words:?}: {said}");
        }
        server.command(&["restore", "kept/now", "--database", &new]).unwrap();
        let said = server.command(&["restore", "kept/now", "--database", &new]).unwrap_err();
        assert!(said.contains("is not empty (it has rows in"), "{said}");
    }
}

/// The names in a folder, in their order; empty where there is no folder.
fn names(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A sample of the program's counters.
fn counted(server: &Server, sample: &str) -> i64 {
    let text = server.client().with_token(METRICS_TOKEN).get("/metrics").text();
    let line = text.lines().find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{sample} in\n{text}")).parse().unwrap()
}

fn ready(server: &Server) -> String {
    let reply = server.client().get("/readyz");
    assert_eq!(reply.status, 200, "nobody is turned away for want of a backup");
    reply.text()
}

const A_WHILE: Duration = Duration::from_secs(20);
const DAY_SECONDS: u64 = 86_400;

#[test]
fn a_timetable_keeps_the_newest_backups_and_says_when_one_fails() {
    for engine in ENGINES {
        let server = Server::with(engine, TUESDAY, |folder| {
            let folder = folder.join("kept/backups");
            vec![format!("--backup-dir={}", folder.display()), "--backup-at=03:15".into(), "--backup-keep=3".into()]
        });
        let folder = server.folder().join("kept/backups");
        let newest = |after: Option<String>| {
            until("the next backup", A_WHILE, || {
                names(&folder).into_iter().rfind(|name| !name.contains(".part") && Some(name) > after.as_ref())
            })
        };
        // There is none yet, so the first is taken at once; then comes one a day.
        let mut all = vec![newest(None)];
        for _ in 0..4 {
            server.advance(DAY_SECONDS);
            all.push(newest(all.last().cloned()));
        }
        until("the oldest to be deleted", A_WHILE, || (names(&folder) == all[2..]).then_some(()));
        let newest_is_counted = || counted(&server, "bayside_backup_newest_timestamp_seconds");
        let last = until("the newest to be counted", A_WHILE, || Some(newest_is_counted()).filter(|at| *at > 0));
        assert_eq!((ready(&server), counted(&server, "bayside_backup_failures_total")), ("ok\n".to_owned(), 0));
        let file = folder.join(&all[4]);
        assert_eq!((mode(&file), mode(&folder), mode(folder.parent().unwrap())), (0o600, 0o700, 0o700));
        let new = new_store(&server, engine, "new.db");
        server.command(&["restore", file.to_str().unwrap(), "--database", &new]).unwrap();
        is_sound(&server, &new);

        // The folder is gone, and a file is in its place.
        let aside = server.folder().join("aside");
        std::fs::rename(&folder, &aside).unwrap();
        std::fs::write(&folder, "").unwrap();
        server.advance(DAY_SECONDS);
        let words =
            until("the failure to be told", A_WHILE, || Some(ready(&server)).filter(|text| text.contains("failed")));
        assert_eq!(words, "ok\nthe last backup failed, the log says why; there is none\n", "{engine:?}");
        assert_eq!(counted(&server, "bayside_backup_failures_total"), 1);
        assert!(server.log_text().contains("the store could not be backed up"), "{}", server.log_text());

        std::fs::remove_file(&folder).unwrap();
        std::fs::rename(&aside, &folder).unwrap();
        server.advance(660);
        newest(all.last().cloned());
        until("it to be well again", A_WHILE, || (ready(&server) == "ok\n").then_some(()));
        assert!(newest_is_counted() > last);
        assert_eq!(names(&folder).len(), 3);
    }
}

#[test]
fn without_a_timetable_nothing_is_said_of_backups() {
    let server = Server::start();
    assert_eq!(ready(&server), "ok\n");
    assert_eq!(counted(&server, "bayside_backup_newest_timestamp_seconds"), 0);
}
