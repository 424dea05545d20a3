//! Backups, their restoring, and the move of a house from one engine to the other (docs/rules.md, "Backup").
//!
//! A backup is taken of one state while others go on writing, and read again before it gets its name. Of a SQLite store
//! it is a SQLite file, made by `VACUUM INTO`: that sees the write-ahead log, needs no lock of the writer, and leaves
//! deleted rows behind. (SQLite's backup interface begins anew with each write of others, so under steady writes it may
//! never end.) Of a PostgreSQL store it is a file of `COPY` (see `dump`), read under one snapshot.
//!
//! Restoring and copying put rows into an empty store in one transaction: it gets all of them or none.

mod conn;
mod dump;
mod erasures;
mod error;
mod line;
mod tables;

pub use erasures::note_erasures;
pub use error::BackupError;
pub use line::Contents;
pub(crate) use tables::Table;

use crate::engine::{Database, Engine};
use crate::open::migrations;
use crate::private::{self, Draft};
use conn::{Batch, Conn, Purpose};
use error::Result;
use futures::TryStreamExt;
use std::io::Read as _;
use std::path::Path;

/// How a SQLite file begins.
const SQLITE_BEGINS: &[u8] = b"SQLite format 3\0";

/// Writes a backup of a store, which may be in use, to a new file, and reads it again.
pub async fn backup(of: &Database, to: &Path) -> Result<Contents> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let mut conn = Conn::to(of, Purpose::Read).await?;
    private::make_folder_of(to).map_err(BackupError::file(to))?;
    let draft = Draft::beside(to).map_err(BackupError::file(to))?;
    match of.engine() {
        Engine::Sqlite => {
            conn.vacuum_into(draft.path()).await?;
            let mut copy = Conn::to(&Database::Sqlite(draft.path().to_owned()), Purpose::ReadAlone).await?;
            let contents = copy.contents().await?;
            copy.note(&contents).await?;
            copy.commit().await?;
        }
        Engine::Postgres => {
            let version = conn.version().await?.unwrap_or_default();
            let mut writer = dump::Writer::begin(draft.path(), version)?;
            let mut contents = Contents::default();
            for table in conn.tables().await? {
                writer.begin_table(&table)?;
                let mut lines = conn.lines(&table).await?;
                while let Some(line) = lines.try_next().await? {
                    contents.add(&table.name, &line);
                    writer.put(&[line.as_slice(), b"\n"].concat())?;
                }
                writer.end_table()?;
            }
            writer.end(&contents)?;
        }
    }
    conn.close().await?;
    let contents = verify(draft.path()).await?;
    let name = to.to_owned();
    let published = tokio::task::spawn_blocking(move || draft.publish(&name)).await.map_err(std::io::Error::other);
    published.and_then(|published| published).map_err(BackupError::file(to))?;
    Ok(contents)
}

/// The engine whose store a backup is of.
fn engine_of(file: &Path) -> Result<Engine> {
    let mut begin = Vec::new();
    let opened = std::fs::File::open(file).map_err(BackupError::file(file))?;
    opened.take(64).read_to_end(&mut begin).map_err(BackupError::file(file))?;
    if begin.starts_with(SQLITE_BEGINS) {
        Ok(Engine::Sqlite)
    } else if begin.starts_with(dump::BEGINS.as_bytes()) {
        Ok(Engine::Postgres)
    } else {
        Err(BackupError::NoBackup(file.to_owned()))
    }
}

/// Reads a whole backup; what it contains.
pub async fn verify(file: &Path) -> Result<Contents> {
    let (contents, noted) = match engine_of(file)? {
        Engine::Sqlite => read_sqlite(file).await.map_err(|error| match error {
            // What a database says of a file that was cut off or changed.
            BackupError::Database(error) => BackupError::Damaged(error.to_string()),
            error => error,
        })?,
        Engine::Postgres => {
            let mut reader = dump::Reader::open(file)?;
            let mut contents = Contents::default();
            while let Some(table) = reader.next_table()? {
                while let Some(line) = reader.next_line()? {
                    contents.add(&table.name, &line);
                }
            }
            (contents, reader.noted().map(str::to_owned))
        }
    };
    let noted = noted.ok_or_else(|| BackupError::NoBackup(file.to_owned()))?;
    if noted == contents.to_string() {
        Ok(contents)
    } else {
        Err(BackupError::Damaged("the file was changed: its rows are not those that it was made with".to_owned()))
    }
}

/// What a backup of a SQLite store contains, and what it should.
async fn read_sqlite(file: &Path) -> Result<(Contents, Option<String>)> {
    let mut conn = Conn::to_file(file).await?;
    let length = std::fs::metadata(file).map_err(BackupError::file(file))?.len();
    if length != conn.length().await? {
        return Err(BackupError::Damaged("the file is cut off, or longer than it was".to_owned()));
    }
    if let Some(problem) = conn.integrity().await?.first() {
        return Err(BackupError::Damaged(problem.clone()));
    }
    let noted = conn.noted().await?;
    let contents = conn.contents().await?;
    conn.close().await?;
    Ok((contents, noted))
}

/// What was read of a store.
pub(crate) struct WholeStore {
    /// The number of the last migration.
    pub(crate) version: i64,
    /// The tables.
    pub(crate) tables: Vec<Table>,
    /// All rows.
    pub(crate) contents: Contents,
    /// What the engine itself finds wrong.
    pub(crate) integrity: Vec<String>,
}

/// Reads all of a store, which may be in use.
pub(crate) async fn read(of: &Database) -> Result<WholeStore> {
    let mut conn = Conn::to(of, Purpose::Read).await?;
    let integrity = conn.integrity().await?;
    let version = conn.version().await?.unwrap_or_default();
    let tables = conn.tables().await?;
    let contents = conn.contents().await?;
    conn.close().await?;
    Ok(WholeStore { version, tables, contents, integrity })
}

/// Puts a backup into an empty store of the same engine, which nobody else has open. Whoever was erased since, by the
/// list beside the backup, is erased from it before anybody reads it.
pub async fn restore(file: &Path, into: &Database) -> Result<Contents> {
    let engine = engine_of(file)?;
    if engine != into.engine() {
        return Err(BackupError::Engine(engine, into.clone()));
    }
    // A list that cannot be read is found before anything is restored.
    let erased = erasures::beside(file)?;
    let expected = verify(file).await?;
    let (target, contents) = match engine {
        Engine::Sqlite => fill(Conn::to_file(file).await?, into).await?,
        Engine::Postgres => {
            let mut reader = dump::Reader::open(file)?;
            let mut target = empty(into, reader.version).await?;
            let (mut contents, mut batch) = (Contents::default(), Batch::default());
            while let Some(table) = reader.next_table()? {
                while let Some(line) = reader.next_line()? {
                    contents.add(&table.name, &line);
                    if batch.add(&line) {
                        target.put(&table, &batch.take()).await?;
                    }
                }
                target.put(&table, &batch.take()).await?;
            }
            (target, contents)
        }
    };
    let contents = finish(target, contents, expected).await?;
    erasures::apply(erased, into).await?;
    Ok(contents)
}

/// Copies a store into an empty one of either engine; nobody else has either of them open.
pub async fn copy(from: &Database, to: &Database) -> Result<Contents> {
    let (mut target, contents) = fill(Conn::to(from, Purpose::ReadAlone).await?, to).await?;
    let arrived = target.contents().await?;
    finish(target, arrived, contents).await
}

/// Puts all rows of a store into an empty one, not committed yet.
async fn fill(mut source: Conn, into: &Database) -> Result<(Conn, Contents)> {
    let version = source.version().await?.unwrap_or_default();
    let mut target = empty(into, version).await?;
    let (mut contents, mut batch) = (Contents::default(), Batch::default());
    for table in source.tables().await? {
        let mut lines = source.lines(&table).await?;
        while let Some(line) = lines.try_next().await? {
            contents.add(&table.name, &line);
            if batch.add(&line) {
                target.put(&table, &batch.take()).await?;
            }
        }
        target.put(&table, &batch.take()).await?;
    }
    source.close().await?;
    Ok((target, contents))
}

/// An empty store with the schema of a version, in the transaction that fills it.
async fn empty(at: &Database, version: i64) -> Result<Conn> {
    if !migrations(at.engine()).iter().any(|step| step.version == version) {
        return Err(BackupError::NewerSchema(version));
    }
    let mut conn = Conn::to(at, Purpose::Fill).await?;
    conn.begin_to_fill(at, version).await?;
    Ok(conn)
}

/// Makes what was put in last, if it is what it should be.
async fn finish(target: Conn, contents: Contents, expected: Contents) -> Result<Contents> {
    if contents != expected {
        return Err(BackupError::Damaged("not all rows arrived as they were".to_owned()));
    }
    target.commit().await?;
    Ok(contents)
}
