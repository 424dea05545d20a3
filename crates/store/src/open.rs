//! Opening a store: connections, settings of the engine, migrations, the listener.

use super::engine::Database;
use super::write_queue::{DealerWriteQueues, WriteQueue};
use super::writing::WriteQueues;
use super::{Change, Engine, Store, StoreError, private};
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgListener;
use sqlx::{AnyConnection, AnyPool};
use sqlx::{Connection, Executor, SqlSafeStr};
use std::sync::{Arc, Once};
use std::time::Duration;
use tokio::sync::{RwLock, broadcast};

/// The number of connections for reading (SQLite), or for reading and writing (PostgreSQL).
const CONNECTIONS_MAX: u32 = 16;

/// Why a store could not be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The file or its folder cannot be made.
    Folder(std::io::Error),
    /// The database refused.
    Database(sqlx::Error),
    /// The schema cannot be brought up to date.
    Migrate(sqlx::migrate::MigrateError),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(error) => write!(f, "the database's file or folder cannot be made: {error}"),
            Self::Database(error) => write!(f, "the database cannot be opened: {error}"),
            Self::Migrate(error) => write!(f, "the database's schema cannot be brought up to date: {error}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Aborts a task when it is dropped.
pub(super) struct AbortOnDrop(tokio::task::JoinHandle<()>);

impl AbortOnDrop {
    /// Aborts it now.
    pub(super) fn abort(&self) {
        self.0.abort();
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.abort();
    }
}

fn install_drivers() {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
}

/// A connection to a store that is there, past its queues.
pub(super) async fn connect(database: &Database) -> Result<AnyConnection, sqlx::Error> {
    install_drivers();
    match database {
        Database::Sqlite(path) => AnyConnection::connect(&format!("sqlite:{}?mode=rw", path.display())).await,
        Database::Postgres(url) => AnyConnection::connect(url).await,
    }
}

impl Store {
    /// Opens a database, creates it if need be, and migrates its schema.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        install_drivers();
        let (changes, _) = broadcast::channel(1024);
        match database {
            Database::Sqlite(path) => {
                private::make_folder_of(path).and_then(|()| private::make_file(path)).map_err(OpenError::Folder)?;
                let url = format!("sqlite:{}?mode=rwc", path.display());
                let mut writer = AnyConnection::connect(&url).await?;
                set_up_sqlite(&mut writer).await?;
                migrations(Engine::Sqlite).run_direct(None, &mut writer, false).await.map_err(OpenError::Migrate)?;
                let readers = AnyPoolOptions::new()
                    .max_connections(CONNECTIONS_MAX)
                    .after_connect(|conn, _| Box::pin(set_up_sqlite(conn)))
                    .connect(&url)
                    .await?;
                let write_queues = WriteQueues::Single(WriteQueue::new(writer, changes.clone()));
                Ok(Self::new(Engine::Sqlite, readers, write_queues, changes, None))
            }
            Database::Postgres(url) => {
                let readers = AnyPoolOptions::new()
                    .max_connections(CONNECTIONS_MAX)
                    .acquire_timeout(Duration::from_secs(10))
                    .connect(url)
                    .await?;
                let mut conn = readers.acquire().await?;
                migrations(Engine::Postgres).run_direct(None, &mut *conn, false).await.map_err(OpenError::Migrate)?;
                drop(conn);
                let listener = tokio::spawn(listen(url.clone(), changes.clone()));
                let write_queues = WriteQueues::PerDealer(DealerWriteQueues::new(readers.clone(), changes.clone()));
                Ok(Self::new(Engine::Postgres, readers, write_queues, changes, Some(AbortOnDrop(listener))))
            }
        }
    }

    fn new(
        engine: Engine,
        readers: AnyPool,
        write_queues: WriteQueues,
        changes: broadcast::Sender<Change>,
        listener: Option<AbortOnDrop>,
    ) -> Self {
        let write_queues = Arc::new(RwLock::new(Some(write_queues)));
        Self { engine, readers, write_queues, waiting: Arc::default(), changes, listener: Arc::new(listener) }
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        let asked = async { self.readers.acquire().await?.execute("SELECT 1").await };
        matches!(tokio::time::timeout(Duration::from_secs(2), asked).await, Ok(Ok(_)))
    }
}

async fn set_up_sqlite(conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
    conn.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
         PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000;",
    )
    .await?;
    Ok(())
}

/// The schema's steps in both dialects: number, name, SQLite, PostgreSQL.
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[
    (1, "begin", include_str!("sqlite/0001_begin.sql"), include_str!("postgres/0001_begin.sql")),
    (3, "messages", include_str!("sqlite/0003_messages.sql"), include_str!("postgres/0003_messages.sql")),
    (4, "care", include_str!("sqlite/0004_care.sql"), include_str!("postgres/0004_care.sql")),
    (5, "blocks", include_str!("sqlite/0005_blocks.sql"), include_str!("postgres/0005_blocks.sql")),
    (6, "marks", include_str!("sqlite/0006_marks.sql"), include_str!("postgres/0006_marks.sql")),
    (7, "repeats", include_str!("sqlite/0007_repeats.sql"), include_str!("postgres/0007_repeats.sql")),
    (8, "widget", include_str!("sqlite/0008_widget.sql"), include_str!("postgres/0008_widget.sql")),
    (9, "screens", include_str!("sqlite/0009_screens.sql"), include_str!("postgres/0009_screens.sql")),
    (10, "tickets", include_str!("sqlite/0010_tickets.sql"), include_str!("postgres/0010_tickets.sql")),
    (11, "replies", include_str!("sqlite/0011_replies.sql"), include_str!("postgres/0011_replies.sql")),
    (12, "addresses", include_str!("sqlite/0012_addresses.sql"), include_str!("postgres/0012_addresses.sql")),
    (13, "recipients", include_str!("sqlite/0013_recipients.sql"), include_str!("postgres/0013_recipients.sql")),
    (14, "viewing", include_str!("sqlite/0014_viewing.sql"), include_str!("postgres/0014_viewing.sql")),
    (15, "sign-in", include_str!("sqlite/0015_sign_in.sql"), include_str!("postgres/0015_sign_in.sql")),
    (17, "erasure", include_str!("sqlite/0017_erasure.sql"), include_str!("postgres/0017_erasure.sql")),
];

/// The steps of an engine's schema.
pub(super) fn migrations(engine: Engine) -> Migrator {
    let migration = |(version, name, sqlite, postgres): &(i64, &'static str, &'static str, &'static str)| {
        let sql = match engine {
            Engine::Sqlite => *sqlite,
            Engine::Postgres => *postgres,
        };
        Migration::new(*version, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

/// Listens for the commits of other instances.
async fn listen(url: String, changes: broadcast::Sender<Change>) {
    loop {
        if let Err(error) = hear(&url, &changes).await {
            tracing::warn!(%error, "the listener lost its connection");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn hear(url: &str, changes: &broadcast::Sender<Change>) -> Result<(), StoreError> {
    let mut listener = PgListener::connect(url).await?;
    listener.listen("bayside").await?;
    loop {
        let notification = listener.recv().await?;
        for (dealer, last_event) in notification.payload().split(' ').filter_map(|part| part.split_once(':')) {
            if let (Ok(dealer), Ok(last_event)) = (dealer.parse(), last_event.parse()) {
                let _ = changes.send(Change { dealer, last_event });
            }
        }
    }
}
