//! Batched inserts: each statement is a round trip to the database, and most inserts of a booking need no result of
//! their own.

use super::{Engine, Result, Tx};
use bayside_domain::ids::{DealerId, EventNumber, MessageId, VisitId};
use sqlx::AnyConnection;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A value that is bound to a placeholder of a statement; `None` is NULL.
pub(super) enum Value {
    Int(Option<i64>),
    Text(Option<String>),
}

macro_rules! from {
    ($($kind:ty => $make:expr),+ $(,)?) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                $make(value)
            }
        })+
    };
}

from! {
    i64 => |value| Self::Int(Some(value)),
    Option<i64> => Self::Int,
    EventNumber => |number: EventNumber| Self::Int(Some(number.get())),
    DealerId => |id: DealerId| Self::Int(Some(id.get())),
    VisitId => |id: VisitId| Self::Int(Some(id.get())),
    Option<VisitId> => |id: Option<VisitId>| Self::Int(id.map(VisitId::get)),
    MessageId => |id: MessageId| Self::Int(Some(id.get())),
    &str => |value: &str| Self::Text(Some(value.to_owned())),
    String => |value| Self::Text(Some(value)),
    Option<&str> => |value: Option<&str>| Self::Text(value.map(str::to_owned)),
    Option<String> => Self::Text,
}

/// An `INSERT` with placeholders `$1`, `$2`, … and the values bound to them.
pub(super) struct Insert {
    pub(super) sql: Cow<'static, str>,
    pub(super) values: Vec<Value>,
}

impl Tx<'_> {
    /// From here on, inserts are queued until [`Tx::flush_inserts`] or the end of the command. Until then no query
    /// sees them.
    pub fn queue_inserts(&mut self) {
        self.queued_inserts.get_or_insert_default();
    }

    /// Sends the queued inserts in one round trip.
    pub async fn flush_inserts(&mut self) -> Result<()> {
        match self.queued_inserts.take() {
            Some(inserts) if !inserts.is_empty() => execute(self.conn, self.engine, inserts).await,
            _ => Ok(()),
        }
    }

    /// Inserts a row now, or queues it.
    pub(super) async fn insert(&mut self, insert: Insert) -> Result<()> {
        match &mut self.queued_inserts {
            Some(queued_inserts) => {
                queued_inserts.push(insert);
                Ok(())
            }
            None => execute(self.conn, self.engine, vec![insert]).await,
        }
    }
}

/// Sends inserts in one round trip.
pub(super) async fn execute(conn: &mut AnyConnection, engine: Engine, inserts: Vec<Insert>) -> Result<()> {
    let mut query = sqlx::query(sqlx::AssertSqlSafe(text(engine, &inserts)));
    for value in inserts.into_iter().flat_map(|insert| insert.values) {
        query = match value {
            Value::Int(value) => query.bind(value),
            Value::Text(value) => query.bind(value),
        };
    }
    query.execute(conn).await?;
    Ok(())
}

/// The SQL text of all inserts, with placeholders numbered across them. SQLite gets several statements in a row,
/// PostgreSQL one statement of several parts. Consecutive rows for the same table share one `INSERT`.
fn text(engine: Engine, inserts: &[Insert]) -> String {
    let mut text = String::with_capacity(inserts.iter().map(|insert| insert.sql.len() + 24).sum());
    let mut bound = 0;
    let mut statements =
        inserts.chunk_by(|one, next| one.sql == next.sql && one.sql.ends_with(')')).enumerate().peekable();
    while let Some((number, rows)) = statements.next() {
        let is_last = statements.peek().is_none();
        let (before, after) = match engine {
            Engine::Sqlite => ("", if is_last { "" } else { ";\n" }),
            Engine::Postgres if is_last => (if number == 0 { "" } else { ")\n" }, ""),
            Engine::Postgres => (if number == 0 { "WITH " } else { "), " }, ""),
        };
        text.push_str(before);
        if engine == Engine::Postgres && !is_last {
            write!(text, "part{number} AS (").expect("a string takes all");
        }
        for (row, Insert { sql, values }) in rows.iter().enumerate() {
            if row == 0 {
                renumber(&mut text, sql, bound);
            } else {
                text.push_str(", ");
                renumber(&mut text, sql.rsplit("VALUES ").next().unwrap_or_default(), bound);
            }
            bound += values.len();
        }
        text.push_str(after);
    }
    text
}

/// Appends SQL with its placeholders numbered after those already used.
fn renumber(text: &mut String, sql: &str, taken: usize) {
    let mut parts = sql.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.find(|char: char| !char.is_ascii_digit()).unwrap_or(part.len());
        let place: usize = part[..digits].parse().expect("places are numbered");
        write!(text, "${}{}", place + taken, &part[digits..]).expect("a string takes all");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inserts() -> Vec<Insert> {
        let values = || vec![Value::from(1), Value::from("a")];
        vec![
            Insert { sql: "INSERT INTO one (a, b) VALUES ($1, $2)".into(), values: values() },
            Insert { sql: "INSERT INTO two (a, b, c) VALUES ($1, $2, $1)".into(), values: values() },
            Insert { sql: "INSERT INTO three (a) VALUES ($2)".into(), values: values() },
        ]
    }

    #[test]
    fn sqlite_takes_them_in_a_row() {
        assert_eq!(
            text(Engine::Sqlite, &inserts()),
            "INSERT INTO one (a, b) VALUES ($1, $2);\nINSERT INTO two (a, b, c) VALUES ($3, $4, $3);\n\
             INSERT INTO three (a) VALUES ($6)"
        );
    }

    #[test]
    fn postgres_takes_them_as_parts_of_one() {
        assert_eq!(
            text(Engine::Postgres, &inserts()),
            "WITH part0 AS (INSERT INTO one (a, b) VALUES ($1, $2)), part1 AS (INSERT INTO two (a, b, c) VALUES ($3, $4, $3))\n\
             INSERT INTO three (a) VALUES ($6)"
        );
        assert_eq!(text(Engine::Postgres, &inserts()[..1]), "INSERT INTO one (a, b) VALUES ($1, $2)");
    }

    #[test]
    fn rows_for_one_table_are_one_statement() {
        let insert = |sql: &'static str| Insert { sql: sql.into(), values: vec![Value::from(1), Value::from("a")] };
        let row = || insert("INSERT INTO one (a, b) VALUES ($1, $2)");
        let upsert = || insert("INSERT INTO two (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b");
        assert_eq!(
            text(Engine::Sqlite, &[row(), row(), row()]),
            "INSERT INTO one (a, b) VALUES ($1, $2), ($3, $4), ($5, $6)"
        );
        // Inserts with `ON CONFLICT` are not merged: it would be unclear which of two rows wins.
        assert_eq!(
            text(Engine::Postgres, &[row(), row(), upsert(), upsert()]),
            "WITH part0 AS (INSERT INTO one (a, b) VALUES ($1, $2), ($3, $4)), \
             part1 AS (INSERT INTO two (a, b) VALUES ($5, $6) ON CONFLICT (a) DO UPDATE SET b = excluded.b)\n\
             INSERT INTO two (a, b) VALUES ($7, $8) ON CONFLICT (a) DO UPDATE SET b = excluded.b"
        );
    }
}
