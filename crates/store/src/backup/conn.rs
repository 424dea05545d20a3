//! A connection to a store of either engine, past its queues: all rows of it are read, or put into an empty one.

use super::error::{BackupError, Result};
use super::line::{self, Cell, Contents};
use super::tables::{self, Table};
use crate::engine::{Database, Engine};
use crate::open::migrations;
use crate::private;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteLockingMode, SqliteRow};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, Row, SqliteConnection};
use std::path::Path;
use std::time::Duration;

/// How often, and at which intervals, a store is tried that a program which was just told to stop may still have open.
const TRIES: usize = 20;
/// See [`TRIES`].
const PAUSE: Duration = Duration::from_millis(50);

/// The rows that are put into a store at once, in bytes.
const BATCH: usize = 256 * 1024;

/// The name under which a backup keeps what it should contain, in `meta`; no part of the store's own rows.
const NOTE: &str = "backup";

/// A connection.
pub(super) enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To read one state while others go on.
    Read,
    /// To read, with nobody else there.
    ReadAlone,
    /// To put rows into an empty store, with nobody else there. The store is made if it is not there.
    Fill,
}

/// The lock of SQLite is held by another connection.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code().map(std::borrow::Cow::into_owned));
    // The lower eight bits of an extended code are the plain one.
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

impl Conn {
    /// Connects, and begins the transaction that the purpose needs, but for filling: see [`Conn::begin_to_fill`].
    pub(super) async fn to(database: &Database, purpose: Purpose) -> Result<Self> {
        for _ in 1..TRIES {
            match Self::once_to(database, purpose).await {
                Err(BackupError::Open(_)) => tokio::time::sleep(PAUSE).await,
                answer => return answer,
            }
        }
        Self::once_to(database, purpose).await
    }

    async fn once_to(database: &Database, purpose: Purpose) -> Result<Self> {
        let in_use = || BackupError::Open(database.clone());
        let mut conn = match database {
            Database::Sqlite(path) => {
                if purpose == Purpose::Fill {
                    private::make_folder_of(path)
                        .and_then(|()| private::make_file(path))
                        .map_err(BackupError::file(path))?;
                } else if !path.is_file() {
                    return Err(BackupError::NoStore(database.clone()));
                }
                let options = SqliteConnectOptions::new().filename(path).busy_timeout(Duration::from_millis(100));
                let options = match purpose {
                    Purpose::Read => options.busy_timeout(Duration::from_secs(10)),
                    // A store that is open elsewhere is in WAL mode, and only who is alone can leave that.
                    _ => options.locking_mode(SqliteLockingMode::Exclusive).journal_mode(SqliteJournalMode::Delete),
                };
                let connected = options.connect().await;
                Self::Sqlite(connected.map_err(|error| if is_busy(&error) { in_use() } else { error.into() })?)
            }
            Database::Postgres(url) => Self::Postgres(PgConnection::connect(url).await?),
        };
        match (&mut conn, purpose) {
            (Self::Sqlite(_), Purpose::Read) => conn.run("BEGIN").await?,
            (Self::Sqlite(conn), _) => {
                let locked = conn.execute("BEGIN EXCLUSIVE").await;
                locked.map_err(|error| if is_busy(&error) { in_use() } else { error.into() })?;
            }
            (Self::Postgres(conn), _) => {
                if purpose != Purpose::Read && others(conn).await? > 0 {
                    return Err(in_use());
                }
                conn.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
            }
        }
        match (conn.version().await?, purpose) {
            (None, Purpose::Read | Purpose::ReadAlone) => Err(BackupError::NoStore(database.clone())),
            _ => Ok(conn),
        }
    }

    /// A SQLite file that nobody changes.
    pub(super) async fn to_file(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new().filename(path).read_only(true).immutable(true);
        Ok(Self::Sqlite(options.connect().await?))
    }

    async fn run(&mut self, sql: &str) -> Result<()> {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop)?,
            Self::Postgres(conn) => sqlx::raw_sql(sql).execute(conn).await.map(drop)?,
        }
        Ok(())
    }

    /// Whether a question has a row.
    async fn has(&mut self, sql: String) -> Result<bool> {
        let sql = AssertSqlSafe(sql);
        Ok(match self {
            Self::Sqlite(conn) => sqlx::query(sql).fetch_optional(conn).await?.is_some(),
            Self::Postgres(conn) => sqlx::query(sql).fetch_optional(conn).await?.is_some(),
        })
    }

    /// The number of the last migration; `None` where there is no schema.
    pub(super) async fn version(&mut self) -> Result<Option<i64>> {
        let made = match self {
            Self::Sqlite(_) => "SELECT 1 FROM sqlite_schema WHERE name = '_sqlx_migrations'",
            Self::Postgres(_) => "SELECT 1 WHERE to_regclass('_sqlx_migrations') IS NOT NULL",
        };
        if !self.has(made.to_owned()).await? {
            return Ok(None);
        }
        let sql = "SELECT MAX(version) FROM _sqlx_migrations";
        Ok(match self {
            Self::Sqlite(conn) => sqlx::query_scalar(sql).fetch_one(conn).await?,
            Self::Postgres(conn) => sqlx::query_scalar(sql).fetch_one(conn).await?,
        })
    }

    /// The tables with their columns.
    pub(super) async fn tables(&mut self) -> Result<Vec<Table>> {
        match self {
            Self::Sqlite(conn) => tables::of_sqlite(conn).await,
            Self::Postgres(conn) => tables::of_postgres(conn).await,
        }
    }

    /// The rows of a table as lines.
    pub(super) async fn lines<'c>(&'c mut self, table: &'c Table) -> Result<BoxStream<'c, Result<Vec<u8>>>> {
        let (name, columns) = (&table.name, table.columns());
        match self {
            Self::Sqlite(conn) => {
                let sql = AssertSqlSafe(format!("SELECT {columns} FROM \"{name}\""));
                let rows = sqlx::query(sql).fetch(conn).map(|row| line_of(table, &row?));
                Ok(rows.try_filter(|line| std::future::ready(!is_note(table, line))).boxed())
            }
            Self::Postgres(conn) => {
                let rows = conn.copy_out_raw(&format!("COPY \"{name}\" ({columns}) TO STDOUT")).await?;
                // PostgreSQL sends one row at a time, with the line's end.
                let lines = rows.map(move |row| {
                    let row = row?;
                    let line = row.strip_suffix(b"\n").filter(|line| !line.contains(&b'\n'));
                    line.map(<[u8]>::to_vec).ok_or_else(|| BackupError::Damaged(format!("a row of {name} is no line")))
                });
                Ok(lines.boxed())
            }
        }
    }

    /// Counts all rows.
    pub(super) async fn contents(&mut self) -> Result<Contents> {
        let mut contents = Contents::default();
        for table in self.tables().await? {
            let mut lines = self.lines(&table).await?;
            while let Some(line) = lines.try_next().await? {
                contents.add(&table.name, &line);
            }
        }
        Ok(contents)
    }

    /// Brings the schema to a version, makes sure that there are no rows, and begins the transaction in which
    /// [`Conn::put`] puts some. The key that every new store makes is no row that counts; it goes.
    pub(super) async fn begin_to_fill(&mut self, database: &Database, version: i64) -> Result<()> {
        // What was begun while connecting must end, since a migration begins its own transaction.
        self.run("ROLLBACK").await?;
        if self.version().await?.is_some_and(|own| own > version) {
            return Err(BackupError::NewerStore(database.clone()));
        }
        match self {
            Self::Sqlite(conn) => migrations(Engine::Sqlite).run_direct(Some(version), conn, false).await,
            Self::Postgres(conn) => migrations(Engine::Postgres).run_direct(Some(version), conn, false).await,
        }
        .map_err(BackupError::Migrate)?;
        let tables = self.tables().await?;
        match self {
            Self::Sqlite(_) => self.run("BEGIN EXCLUSIVE").await?,
            Self::Postgres(_) => {
                let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
                self.run(&format!("BEGIN; LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", names.join(", "))).await?;
            }
        }
        for table in tables.iter().filter(|table| table.name != "signing_key") {
            if self.has(format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name)).await? {
                return Err(BackupError::NotEmpty(database.clone(), table.name.clone()));
            }
        }
        self.run("DELETE FROM signing_key").await
    }

    /// Puts rows into a table: lines, each with its end.
    pub(super) async fn put(&mut self, table: &Table, lines: &[u8]) -> Result<()> {
        let (name, columns) = (&table.name, table.columns());
        match self {
            Self::Postgres(conn) => {
                let mut copy = conn.copy_in_raw(&format!("COPY \"{name}\" ({columns}) FROM STDIN")).await?;
                copy.send(lines).await?;
                copy.finish().await?;
            }
            Self::Sqlite(conn) => {
                let places = vec!["?"; table.columns.len()].join(", ");
                let sql = AssertSqlSafe(format!("INSERT INTO \"{name}\" ({columns}) VALUES ({places})"));
                let sql = sqlx::SqlSafeStr::into_sql_str(sql);
                for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                    let mut query = sqlx::query(sql.clone());
                    for cell in cells_of(table, line)? {
                        query = match cell {
                            Cell::Int(number) => query.bind(number),
                            Cell::Text(text) => query.bind(text),
                        };
                    }
                    query.execute(&mut *conn).await?;
                }
            }
        }
        Ok(())
    }

    /// Makes what was put in last.
    pub(super) async fn commit(mut self) -> Result<()> {
        self.run("COMMIT").await?;
        self.close().await
    }

    /// Ends the connection; what was not committed is undone.
    pub(super) async fn close(self) -> Result<()> {
        match self {
            Self::Sqlite(conn) => conn.close().await?,
            Self::Postgres(conn) => conn.close().await?,
        }
        Ok(())
    }

    /// Writes a copy of what the connection sees into an empty file (SQLite).
    pub(super) async fn vacuum_into(&mut self, file: &Path) -> Result<()> {
        let Self::Sqlite(conn) = self else { return Ok(()) };
        // VACUUM runs in a transaction of its own, which sees what is in the write-ahead log, too.
        conn.execute("ROLLBACK").await?;
        let file = file.to_str().ok_or_else(|| BackupError::Damaged("the file's name is no text".to_owned()))?;
        sqlx::query("VACUUM INTO ?").bind(file.to_owned()).execute(conn).await?;
        Ok(())
    }

    /// What the engine itself finds wrong (SQLite).
    pub(super) async fn integrity(&mut self) -> Result<Vec<String>> {
        let Self::Sqlite(conn) = self else { return Ok(Vec::new()) };
        let said: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(conn).await?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    /// How long the file is according to what it says of itself, in bytes (SQLite).
    pub(super) async fn length(&mut self) -> Result<u64> {
        let Self::Sqlite(conn) = self else { return Ok(0) };
        let sql = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        let length: i64 = sqlx::query_scalar(sql).fetch_one(conn).await?;
        Ok(u64::try_from(length).unwrap_or_default())
    }

    /// Keeps in a backup what it should contain (SQLite).
    pub(super) async fn note(&mut self, contents: &Contents) -> Result<()> {
        let Self::Sqlite(conn) = self else { return Ok(()) };
        let sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ($1, $2)";
        sqlx::query(sql).bind(NOTE).bind(contents.to_string()).execute(conn).await?;
        Ok(())
    }

    /// What a backup should contain; `None` if this is none (SQLite).
    pub(super) async fn noted(&mut self) -> Result<Option<String>> {
        let Self::Sqlite(conn) = self else { return Ok(None) };
        Ok(sqlx::query_scalar("SELECT value FROM meta WHERE name = $1").bind(NOTE).fetch_optional(conn).await?)
    }
}

/// How many other programs are connected to this database (PostgreSQL).
async fn others(conn: &mut PgConnection) -> Result<i64> {
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
               AND usesysid IS NOT NULL AND COALESCE(backend_type, 'client backend') = 'client backend'";
    Ok(sqlx::query_scalar(sql).fetch_one(conn).await?)
}

/// A row of SQLite, whose columns may hold what their types do not allow.
fn line_of(table: &Table, row: &SqliteRow) -> Result<Vec<u8>> {
    let cell = |(index, column): (usize, &tables::Column)| {
        let cell =
            if column.is_number { row.try_get(index).map(Cell::Int) } else { row.try_get(index).map(Cell::Text) };
        cell.map_err(|error| BackupError::Damaged(format!("{}.{}: {error}", table.name, column.name)))
    };
    let cells: Vec<Cell> = table.columns.iter().enumerate().map(cell).collect::<Result<_>>()?;
    Ok(line::write(&cells))
}

/// The values of a line.
fn cells_of(table: &Table, line: &[u8]) -> Result<Vec<Cell>> {
    let wrong = || BackupError::Damaged(format!("a row of {} cannot be read", table.name));
    let texts = line::read(line).filter(|texts| texts.len() == table.columns.len()).ok_or_else(wrong)?;
    let cell = |(column, text): (&tables::Column, Option<String>)| {
        if column.is_number {
            let number = text.map(|text| text.parse::<i64>().map_err(|_| wrong())).transpose();
            number.map(Cell::Int)
        } else {
            Ok(Cell::Text(text))
        }
    };
    table.columns.iter().zip(texts).map(cell).collect()
}

/// Whether a line is what [`Conn::note`] wrote.
fn is_note(table: &Table, line: &[u8]) -> bool {
    table.name == "meta" && line.strip_prefix(NOTE.as_bytes()).is_some_and(|rest| rest.starts_with(b"\t"))
}

/// Collects lines until there are enough to be put into a store.
#[derive(Default)]
pub(super) struct Batch(Vec<u8>);

impl Batch {
    /// Adds a line; whether there are enough.
    pub(super) fn add(&mut self, line: &[u8]) -> bool {
        self.0.extend_from_slice(line);
        self.0.push(b'\n');
        self.0.len() >= BATCH
    }

    /// Hands the lines over.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}
