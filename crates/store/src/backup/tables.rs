//! The tables of a store with their columns, read from its schema, so that no table and no column can be forgotten.

use super::error::{BackupError, Result};
use sqlx::{PgConnection, Row, SqliteConnection};
use std::collections::BTreeMap;

/// Holds what the migrations have done; each engine has its own.
const OF_MIGRATIONS: &str = "_sqlx_migrations";

/// A table, with its columns in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(super) columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// Whether it holds whole numbers; otherwise it holds text.
    pub(super) is_number: bool,
}

impl Table {
    /// Whether it has a column of this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|own| own.name == column)
    }

    /// The columns, as SQL lists them.
    pub(super) fn columns(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
        names.join(", ")
    }
}

/// The tables of a SQLite store.
pub(super) async fn of_sqlite(conn: &mut SqliteConnection) -> Result<Vec<Table>> {
    let sql = "SELECT place.name, part.name, part.type FROM sqlite_schema place, pragma_table_info(place.name) part \
               WHERE place.type = 'table' AND place.name NOT GLOB 'sqlite_*' AND place.name <> $1";
    let rows = sqlx::query(sql).bind(OF_MIGRATIONS).fetch_all(conn).await?;
    tables(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))))
}

/// The tables of a PostgreSQL store.
pub(super) async fn of_postgres(conn: &mut PgConnection) -> Result<Vec<Table>> {
    let sql = "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
               WHERE table_schema = current_schema() AND table_name <> $1";
    let rows = sqlx::query(sql).bind(OF_MIGRATIONS).fetch_all(conn).await?;
    tables(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))))
}

/// Puts columns together: the table's name, the column's name and its type.
fn tables(columns: impl Iterator<Item = Result<(String, String, String), sqlx::Error>>) -> Result<Vec<Table>> {
    let mut tables: BTreeMap<String, Vec<Column>> = BTreeMap::new();
    for column in columns {
        let (table, name, kind) = column?;
        let is_number = match kind.to_ascii_lowercase().as_str() {
            "bigint" => true,
            "text" => false,
            _ => {
                let how = format!("{table}.{name} is of the type {kind}, which is not known");
                return Err(BackupError::Damaged(how));
            }
        };
        tables.entry(table).or_default().push(Column { name, is_number });
    }
    let in_order = |(name, mut columns): (String, Vec<Column>)| {
        columns.sort_by(|one, other| one.name.cmp(&other.name));
        Table { name, columns }
    };
    Ok(tables.into_iter().map(in_order).collect())
}
