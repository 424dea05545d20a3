//! What is wrong with a store, as lines for people. A line names ids and tables, never a person.

use crate::backup::BackupError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// A result of this part of the store.
pub(super) type Result<T> = std::result::Result<T, BackupError>;

/// The most lines of one kind.
const LINES_MAX: usize = 10;

/// The lines so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<String>);

impl Problems {
    /// Adds a line.
    pub(super) fn add(&mut self, line: impl Into<String>) {
        self.0.push(line.into());
    }

    /// Adds a line for each, and says how many more there are if they are many.
    pub(super) fn add_all(&mut self, lines: Vec<String>) {
        let more = lines.len().saturating_sub(LINES_MAX);
        self.0.extend(lines.into_iter().take(LINES_MAX));
        if more > 0 {
            self.add(format!("… and {more} more of this kind"));
        }
    }

    /// All of them.
    pub(super) fn lines(self) -> Vec<String> {
        self.0
    }
}

/// All rows of a question.
pub(super) async fn ask(conn: &mut AnyConnection, sql: impl Into<String>) -> Result<Vec<AnyRow>> {
    Ok(sqlx::query(AssertSqlSafe(sql.into())).fetch_all(conn).await?)
}

/// A row that two columns name: the dealer, and the id within.
pub(super) fn name_of(table: &str, row: &AnyRow) -> Result<String> {
    let (dealer, id): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
    Ok(format!("dealer {dealer}, {table} {id}"))
}
