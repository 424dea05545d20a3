//! Backups, their restoring, and the move from one engine to the other.

use crate::world::{NOW, World, booked, visit};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::{DealerId, VisitId};
use bayside_domain::visit::Visit;
use bayside_store::{BackupError, Database, Engine, NamedClaim, Store, backup, copy, examine, restore, verify};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What a test's backups and stores lie in.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A store that is not there yet.
    pub fn store(&self, engine: Engine, name: &str) -> Database {
        match engine {
            Engine::Sqlite => Database::Sqlite(self.file(name)),
            Engine::Postgres => Database::Postgres(bayside_test_support::postgres::database()),
        }
    }
}

fn other(engine: Engine) -> Engine {
    match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    }
}

/// Books a visit or flags one, each with the capacity and the event that belong to it.
async fn write_once(store: &Store, dealer: DealerId, book: bool) {
    write_at!(store, dealer, tx => {
        let mut row = tx.lock_dealer(dealer).await?;
        let claims = vec![NamedClaim("team:wash".into(), 10, 14)];
        if book || row.last_id == 0 {
            let id: VisitId = row.next_id();
            let event = tx.append(&mut row, id, NOW, Actor::Customer, booked(NOW)).await?;
            let state = Visit::begin(&event).unwrap();
            let made = bayside_store::VisitRow { claims: claims.clone(), state, last_event: event.number, ..visit(id.get(), 740_000) };
            tx.take_capacity(dealer, &claims, true, &|_, _| 60_000).await?;
            tx.add_visit(dealer, &made).await?;
        } else {
            let mut last = tx.visit(dealer, VisitId::new(row.last_id)).await?.unwrap();
            let event = tx.append(&mut row, last.id, NOW, Actor::System, VisitEvent::Flagged { on: true }).await?;
            last.state.apply(&event);
            last.last_event = event.number;
            tx.save_visit(dealer, &last).await?;
        }
        tx.save_dealer(&row).await
    })
    .await
    .unwrap();
}

/// Nothing is wrong with a store.
async fn is_sound(database: &Database) {
    let found = examine(database).await.unwrap();
    assert_eq!(found.problems, Vec::<String>::new());
}

pub async fn a_backup_under_five_hundred_writes_restores_to_what_the_events_prove(world: World) {
    let dealers = [world.dealer("anting").await, world.dealer("aller").await];
    let (ends, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writers: Vec<_> = (0..32)
        .map(|index| {
            let (store, ends, written) = (world.store.clone(), Arc::clone(&ends), Arc::clone(&written));
            tokio::spawn(async move {
                while !ends.load(Ordering::Relaxed) {
                    write_once(&store, dealers[index % 2], index % 3 == 0).await;
                    written.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let folder = Folder::new();
    let mut sizes = Vec::new();
    let mut during = 0;
    while during < 500 {
        let before = written.load(Ordering::Relaxed);
        let made = backup(&world.database, &folder.file(&format!("{}", sizes.len()))).await.unwrap();
        during += written.load(Ordering::Relaxed) - before;
        sizes.push(made.rows);
    }
    ends.store(true, Ordering::Relaxed);
    for writer in writers {
        writer.await.unwrap();
    }
    assert!(sizes.is_sorted(), "{sizes:?}");
    for index in [0, sizes.len() - 1] {
        let into = folder.store(world.store.engine(), &format!("store {index}"));
        let restored = restore(&folder.file(&index.to_string()), &into).await.unwrap();
        assert_eq!(restored.rows, sizes[index]);
        is_sound(&into).await;
    }
    is_sound(&world.database).await;
}

pub async fn a_restored_store_goes_on_where_the_backup_was(world: World) {
    let dealer = world.dealer("anting").await;
    write!(world.store, tx => tx.add_signing_key(1, "abcd", NOW).await).await.unwrap();
    for book in [true, false, true] {
        write_once(&world.store, dealer, book).await;
    }
    let folder = Folder::new();
    backup(&world.database, &folder.file("backup")).await.unwrap();
    write_once(&world.store, dealer, true).await;
    let into = folder.store(world.store.engine(), "restored");
    // A store that was started once has a key of its own, which counts as nothing.
    let empty = Store::open(&into).await.unwrap();
    write!(empty, tx => tx.add_signing_key(1, "its own", NOW).await).await.unwrap();
    empty.close().await;
    restore(&folder.file("backup"), &into).await.unwrap();
    let restored = Store::open(&into).await.unwrap();
    assert_eq!(read!(restored, tx => tx.signing_keys().await), [(1, "abcd".to_owned())]);
    let row = read!(restored, tx => tx.dealer(dealer).await);
    assert_eq!((row.last_event.get(), row.last_id), (3, 2));
    write_once(&restored, dealer, true).await;
    is_sound(&into).await;
}

/// The tables of a store and their columns, read past it.
async fn columns(world: &World) -> Vec<Vec<Option<String>>> {
    match world.store.engine() {
        Engine::Sqlite => {
            let of = "(SELECT place.name AS place, part.name AS part, lower(part.type) AS type, part.\"notnull\" AS needed \
                      FROM sqlite_schema place, pragma_table_info(place.name) part WHERE place.type = 'table' \
                      AND place.name NOT IN ('_sqlx_migrations', 'sqlite_stat1', 'sqlite_stat4')) AS columns";
            world.cells(of, &["place || '.' || part", "place", "part", "type", "needed"]).await
        }
        Engine::Postgres => {
            let of = "(SELECT table_name AS place, column_name AS part, data_type AS type, \
                      CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS needed FROM information_schema.columns \
                      WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations') AS columns";
            world.cells(of, &["place || '.' || part COLLATE \"C\"", "place", "part", "type", "needed"]).await
        }
    }
}

/// Puts two rows into every table, with a value in every column, and with none where there may be none.
async fn fill_every_table(world: &World) -> Vec<(String, Vec<String>)> {
    /// Its name, whether it is a number, and whether it must not be empty.
    type Column = (String, bool, bool);
    let mut tables: Vec<(String, Vec<Column>)> = Vec::new();
    for column in columns(world).await {
        let texts: [Option<String>; 5] = column.try_into().unwrap();
        let [_, place, part, kind, needed] = texts.map(Option::unwrap_or_default);
        if tables.last().is_none_or(|(last, _)| *last != place) {
            tables.push((place, Vec::new()));
        }
        tables.last_mut().unwrap().1.push((part, kind == "bigint", needed == "1"));
    }
    for (table, columns) in &tables {
        for row in 0..2_i64 {
            let value = |(index, (name, is_number, needed)): (usize, &Column)| match (name, is_number) {
                _ if row == 1 && !needed => "NULL".to_owned(),
                // What is used never exceeds what there is.
                (name, true) if name == "used" => "1".to_owned(),
                (_, true) => (i64::try_from(index).unwrap() + if row == 0 { i64::MAX - 50 } else { 10 }).to_string(),
                (_, false) if world.store.engine() == Engine::Sqlite => {
                    format!("'{row}, 沪A, \\N, \\.' || char(9, 10, 13, 92, 8, 1, 39) || 'end \\'")
                }
                (_, false) => format!(
                    "'{row}, 沪A, \\N, \\.' || chr(9) || chr(10) || chr(13) || chr(92) || chr(8) || chr(1) || chr(39) || 'end \\'"
                ),
            };
            let values: Vec<String> = columns.iter().enumerate().map(value).collect();
            let names: Vec<&str> = columns.iter().map(|(name, ..)| name.as_str()).collect();
            world.run(&format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "))).await;
        }
    }
    tables.into_iter().map(|(table, columns)| (table, columns.into_iter().map(|(name, ..)| name).collect())).collect()
}

/// All rows of all tables, read past the store.
async fn all_rows(database: &Database, tables: &[(String, Vec<String>)]) -> Vec<Vec<Vec<Option<String>>>> {
    let world = World::at(database.clone()).await;
    let mut all = Vec::new();
    for (table, columns) in tables {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut rows = world.cells(table, &columns).await;
        rows.sort();
        assert_eq!(rows.len(), 2, "{table}");
        all.push(rows);
    }
    world.store.close().await;
    all
}

/// Whatever table or column a migration adds, it is backed up and copied.
pub async fn every_row_of_every_table_is_backed_up_and_copied_to_the_other_engine_and_back(world: World) {
    let folder = Folder::new();
    let engine = world.store.engine();
    let there = World::at(folder.store(other(engine), "there")).await;
    assert_eq!(columns(&world).await, columns(&there).await, "both engines have the same tables");
    there.store.close().await;

    let tables = fill_every_table(&world).await;
    assert!(tables.len() > 20, "{tables:?}");
    world.store.close().await;
    let rows = all_rows(&world.database, &tables).await;
    let back = folder.store(engine, "back");
    let contents = copy(&world.database, &there.database).await.unwrap();
    assert_eq!(contents.rows, 2 * tables.len() as u64);
    assert_eq!(copy(&there.database, &back).await.unwrap(), contents);
    assert_eq!(all_rows(&there.database, &tables).await, rows);
    assert_eq!(all_rows(&back, &tables).await, rows);

    let restored = folder.store(engine, "restored");
    assert_eq!(backup(&world.database, &folder.file("backup")).await.unwrap(), contents);
    assert_eq!(restore(&folder.file("backup"), &restored).await.unwrap(), contents);
    assert_eq!(all_rows(&restored, &tables).await, rows);
}

pub async fn what_was_cut_off_or_changed_is_refused_and_leaves_the_store_empty(world: World) {
    world.dealer("anting").await;
    let folder = Folder::new();
    let good = folder.file("good");
    let contents = backup(&world.database, &good).await.unwrap();
    let bytes = std::fs::read(&good).unwrap();
    let into = folder.store(world.store.engine(), "restored");
    let bad = folder.file("bad");
    for length in [0, 10, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&bad, &bytes[..length]).unwrap();
        let error = restore(&bad, &into).await.unwrap_err().to_string();
        assert!(error.contains("damaged") || error.contains("was not made by `bayside backup`"), "{length}: {error}");
    }
    // A letter of a row, which no check of the engine notices.
    let letter = bytes.windows(8).position(|window| window == b"the file").unwrap();
    let mut changed = bytes.clone();
    changed[letter] = b'T';
    std::fs::write(&bad, &changed).unwrap();
    let error = restore(&bad, &into).await.unwrap_err().to_string();
    assert!(error.contains("it is damaged and cannot be used: the file was changed"), "{error}");
    // Whatever byte changes, it is noticed, unless it lies where nothing is.
    for index in 0..60 {
        let mut changed = bytes.clone();
        let at = index * bytes.len() / 60;
        changed[at] ^= 0x15;
        std::fs::write(&bad, &changed).unwrap();
        if let Ok(read) = verify(&bad).await {
            assert_eq!(read, contents, "byte {at}");
        }
    }
    std::fs::write(&bad, [bytes.as_slice(), b"more\n"].concat()).unwrap();
    assert!(matches!(restore(&bad, &into).await, Err(BackupError::Damaged(_))));
    assert_eq!(restore(&good, &into).await.unwrap(), contents, "nothing came in before");
}

pub async fn a_backup_goes_into_an_empty_store_of_its_engine_that_nobody_has_open(world: World) {
    world.dealer("anting").await;
    let folder = Folder::new();
    let engine = world.store.engine();
    let file = folder.file("backup");
    backup(&world.database, &file).await.unwrap();
    let said = |result: Result<_, BackupError>| result.unwrap_err().to_string();

    let open = World::at(folder.store(engine, "open")).await;
    let refusal = said(restore(&file, &open.database).await);
    assert_eq!(refusal, format!("{} is open in another program: stop it first", open.database));
    assert_eq!(
        said(copy(&world.database, &folder.store(engine, "there")).await),
        format!("{} is open in another program: stop it first", world.database)
    );
    open.store.close().await;
    restore(&file, &open.database).await.unwrap();

    let refusal = said(restore(&file, &open.database).await);
    assert_eq!(refusal, format!("{} is not empty (it has rows in dealer): nothing is replaced", open.database));
    world.store.close().await;
    assert_eq!(said(copy(&world.database, &open.database).await), refusal);

    let elsewhere = folder.store(other(engine), "elsewhere");
    let refusal = said(restore(&file, &elsewhere).await);
    assert!(
        refusal.starts_with(&format!("this is a backup of {engine} and does not go into {elsewhere}")),
        "{refusal}"
    );

    assert_eq!(
        said(backup(&world.database, &file).await),
        format!("{} exists already, and a backup replaces no file", file.display())
    );
    let nowhere = folder.store(engine, "nowhere");
    assert_eq!(said(backup(&nowhere, &folder.file("none")).await), format!("there is no store at {nowhere}"));
    assert!(!folder.file("none").exists() && !folder.file("none.part").exists());
    assert_eq!(said(examine(&nowhere).await.map(|found| found.contents)), format!("there is no store at {nowhere}"));
    let none = folder.file("notes.txt");
    std::fs::write(&none, "no backup\n").unwrap();
    assert_eq!(said(restore(&none, &nowhere).await), format!("{} was not made by `bayside backup`", none.display()));
}

pub async fn what_a_newer_program_wrote_is_left_to_it(world: World) {
    world.dealer("anting").await;
    let folder = Folder::new();
    let file = folder.file("backup");
    world.set_back("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1").await;
    backup(&world.database, &file).await.unwrap();
    let into = folder.store(world.store.engine(), "restored");
    let error = restore(&file, &into).await.unwrap_err().to_string();
    assert_eq!(error, "a newer version of the program wrote this (schema 9999): use that version");
    let found = examine(&world.database).await.unwrap();
    assert!(found.problems[0].starts_with("its schema is 9999, and this program's is "), "{found:?}");
}

#[cfg(unix)]
pub async fn only_the_owner_reads_a_store_and_its_backups(world: World) {
    use std::os::unix::fs::MetadataExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    let folder = Folder::new();
    let file = folder.file("backups/of/today");
    backup(&world.database, &file).await.unwrap();
    assert_eq!((mode(&file), mode(file.parent().unwrap()), mode(&folder.file("backups"))), (0o600, 0o700, 0o700));
    if let Database::Sqlite(path) = &world.database {
        for name in ["bayside.db", "bayside.db-wal", "bayside.db-shm"] {
            assert_eq!(mode(&path.with_file_name(name)), 0o600, "{name}");
        }
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        let into = folder.file("data/restored.db");
        restore(&file, &Database::Sqlite(into.clone())).await.unwrap();
        assert_eq!((mode(&into), mode(into.parent().unwrap())), (0o600, 0o700));
    }
}
