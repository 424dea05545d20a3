//! Why a backup, a restore or a copy did not happen.

use crate::engine::{Database, Engine};
use crate::error::StoreError;
use crate::open::OpenError;
use std::path::{Path, PathBuf};

/// Why a backup, a restore or a copy did not happen; as a sentence for who asked for it.
#[derive(Debug)]
pub enum BackupError {
    /// A file or folder cannot be read or written.
    File(PathBuf, std::io::Error),
    /// The file is there already.
    Exists(PathBuf),
    /// There is no store.
    NoStore(Database),
    /// The store is open in another program.
    Open(Database),
    /// The store has rows in a table.
    NotEmpty(Database, String),
    /// The store's schema is newer than that of what is to come in.
    NewerStore(Database),
    /// What is to come in was written by a newer version of the program.
    NewerSchema(i64),
    /// A backup of this engine does not go into a store of another.
    Engine(Engine, Database),
    /// The file was not made by `backup`.
    NoBackup(PathBuf),
    /// The file or the store is not what it was: how.
    Damaged(String),
    /// The database refused.
    Database(sqlx::Error),
    /// The restored store cannot be opened, to erase who was erased since.
    Reopened(OpenError),
    /// The store refused.
    Store(StoreError),
    /// The schema cannot be made.
    Migrate(sqlx::migrate::MigrateError),
}

impl BackupError {
    /// The error of a file.
    pub(super) fn file(path: &Path) -> impl Fn(std::io::Error) -> Self {
        move |error| Self::File(path.to_owned(), error)
    }
}

impl std::fmt::Display for BackupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Exists(path) => write!(f, "{} exists already, and a backup replaces no file", path.display()),
            Self::NoStore(at) => write!(f, "there is no store at {at}"),
            Self::Open(at) => write!(f, "{at} is open in another program: stop it first"),
            Self::NotEmpty(at, table) => write!(f, "{at} is not empty (it has rows in {table}): nothing is replaced"),
            Self::NewerStore(at) => {
                write!(f, "{at} has a newer schema than what is to come in: name a new file or an empty database")
            }
            Self::NewerSchema(version) => {
                write!(f, "a newer version of the program wrote this (schema {version}): use that version")
            }
            Self::Engine(of, into) => write!(
                f,
                "this is a backup of {of} and does not go into {into}: restore it into a store of {of}, \
                 and then use `bayside copy`"
            ),
            Self::NoBackup(path) => {
                write!(f, "{} was not made by `bayside backup`", path.display())
            }
            Self::Damaged(how) => write!(f, "it is damaged and cannot be used: {how}"),
            Self::Reopened(error) => write!(f, "the restored store cannot be opened: {error}"),
            Self::Store(error) => write!(f, "store: {error}"),
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Migrate(error) => write!(f, "the schema cannot be made: {error}"),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// A result of this part of the store.
pub(super) type Result<T, E = BackupError> = std::result::Result<T, E>;
