//! Whose data are kept, until when, and that nothing is left of who was erased.

use super::column::read_id;
use super::{Engine, Result, Store, Tx, VisitRow};
use bayside_domain::ids::{DealerId, PersonKey, VisitId};
use bayside_domain::time::{DAY_MINUTES, Instant, day_number};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use sqlx::{Executor, Row};

/// A visit, wish or call-back that names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPerson {
    /// The visit, wish or call-back.
    pub key: PersonKey,
    /// The telephone number, else the mail address, which tells who it is; empty where neither is known.
    pub who: String,
    /// The last day of it, as a day number; `None` while it is open: a car that is here, a wish that waits, a call that
    /// is to be made.
    pub last_day: Option<i64>,
}

/// The tables in which a person's rows carry the key of the visit, wish or call-back.
const ABOUT_A_PERSON: &[&str] = &["person", "paper", "note", "signature", "idempotency", "message"];

/// What a person who asks is told: the table, the column with the key, and what of it says something.
const TOLD_TO_A_PERSON: &[(&str, &str, &[&str])] = &[
    ("visit", "id", &["reference", "state"]),
    ("wish", "id", &["body"]),
    ("callback", "id", &["reference", "body"]),
    ("person", "visit", &["body"]),
    ("paper", "visit", &["body"]),
    ("note", "visit", &["body"]),
    ("signature", "visit", &["purpose", "name", "path"]),
    ("message", "visit", &["kind", "channel", "state", "about"]),
];

/// The day of an instant in UTC, as a day number.
fn day(micros: i64) -> i64 {
    day_number(NaiveDate::default()) + micros.div_euclid(DAY_MINUTES * 60_000_000)
}

impl Tx<'_> {
    /// All that names a person at a dealer. Days of instants are counted in UTC.
    pub async fn kept_persons(&mut self, dealer: DealerId) -> Result<Vec<KeptPerson>> {
        let sql = "SELECT person.visit, person.phone, CASE WHEN person.phone = '' THEN person.body ELSE '' END, \
                     visit.day, visit.on_board, wish.last_day, wish.state, callback.open, callback.closed_at \
                   FROM person \
                   LEFT JOIN visit ON visit.dealer = person.dealer AND visit.id = person.visit \
                   LEFT JOIN wish ON wish.dealer = person.dealer AND wish.id = person.visit \
                   LEFT JOIN callback ON callback.dealer = person.dealer AND callback.id = person.visit \
                   WHERE person.dealer = $1";
        let rows = sqlx::query(sql).bind(dealer.get()).fetch_all(&mut *self.conn).await?;
        let mut kept = Vec::with_capacity(rows.len());
        for row in rows {
            let phone: String = row.try_get(1)?;
            let who = if phone.is_empty() {
                super::people::person_from(&row.try_get::<String, _>(2)?)?.email.unwrap_or_default()
            } else {
                phone
            };
            let (visited, on_board): (Option<i64>, Option<i64>) = (row.try_get(3)?, row.try_get(4)?);
            let (wish, state): (Option<i64>, Option<String>) = (row.try_get(5)?, row.try_get(6)?);
            let (open, closed_at): (Option<i64>, Option<i64>) = (row.try_get(7)?, row.try_get(8)?);
            let is_open =
                on_board == Some(1) || open == Some(1) || matches!(state.as_deref(), Some("waiting" | "offered"));
            kept.push(KeptPerson {
                key: PersonKey::from(VisitId::new(row.try_get(0)?)),
                who,
                // What has no row of its own any more has no day either, and goes at the next night.
                last_day: (!is_open).then(|| visited.max(wish).max(closed_at.map(day)).unwrap_or_default()),
            });
        }
        Ok(kept)
    }

    /// Whether nothing else than `keys` names this person. Who is known by nothing has nothing else.
    pub async fn has_no_other(&mut self, dealer: DealerId, who: &str, keys: &[PersonKey]) -> Result<bool> {
        if who.is_empty() {
            return Ok(true);
        }
        let rows = sqlx::query("SELECT visit FROM person WHERE dealer = $1 AND phone = $2")
            .bind(dealer.get())
            .bind(who.to_owned())
            .fetch_all(&mut *self.conn)
            .await?;
        for row in rows {
            if !keys.contains(&PersonKey::from(read_id::<VisitId>(&row, 0)?)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The booking or call-back with a reference.
    pub async fn key_of_reference(&mut self, dealer: DealerId, reference: &str) -> Result<Option<PersonKey>> {
        let sql = "SELECT id FROM visit WHERE dealer = $1 AND reference = $2 \
                   UNION ALL SELECT id FROM callback WHERE dealer = $1 AND reference = $2";
        let row =
            sqlx::query(sql).bind(dealer.get()).bind(reference.to_owned()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok(PersonKey::from(read_id::<VisitId>(&row, 0)?))).transpose()
    }

    /// The visit with a person's key; `None` of a wish or a call-back.
    pub async fn visit_of(&mut self, dealer: DealerId, of: PersonKey) -> Result<Option<VisitRow>> {
        self.visit(dealer, VisitId::new(of.get())).await
    }

    /// Erases what names the person of a visit, wish or call-back: the person, the papers, what was noted and signed,
    /// kept replies and messages. Events and amounts stay; links that were given open nothing any more. `at` is kept,
    /// so that a backup that is older forgets the person, too.
    pub async fn erase_person(&mut self, dealer: DealerId, of: PersonKey, at: Instant) -> Result<()> {
        for table in ABOUT_A_PERSON {
            let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE dealer = $1 AND visit = $2"));
            sqlx::query(sql).bind(dealer.get()).bind(of.get()).execute(&mut *self.conn).await?;
        }
        for sql in [
            "UPDATE visit SET generation = generation + 1 WHERE dealer = $1 AND id = $2",
            "DELETE FROM wish WHERE dealer = $1 AND id = $2",
            "DELETE FROM callback WHERE dealer = $1 AND id = $2",
        ] {
            sqlx::query(sql).bind(dealer.get()).bind(of.get()).execute(&mut *self.conn).await?;
        }
        sqlx::query(
            "INSERT INTO erasure (dealer, visit, at) VALUES ($1, $2, $3) ON CONFLICT (dealer, visit) DO NOTHING",
        )
        .bind(dealer.get())
        .bind(of.get())
        .bind(at.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// All that the store holds of the person of a visit, wish or call-back: the rows of each table as JSON.
    pub async fn rows_about(&mut self, dealer: DealerId, of: PersonKey) -> Result<Value> {
        let mut tables = Map::new();
        for (table, key, columns) in TOLD_TO_A_PERSON {
            let texts: Vec<String> = columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
            let sql = format!("SELECT {} FROM {table} WHERE dealer = $1 AND {key} = $2", texts.join(", "));
            let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(dealer.get()).bind(of.get());
            let mut told = Vec::new();
            for row in rows.fetch_all(&mut *self.conn).await? {
                let mut cells = Map::new();
                for (index, column) in columns.iter().enumerate() {
                    let text: Option<String> = row.try_get(index)?;
                    // Documents are JSON themselves; notes are mere text.
                    let cell = text.map(|text| match serde_json::from_str(&text) {
                        Ok(document @ Value::Object(_)) => document,
                        _ => Value::String(text),
                    });
                    cells.insert((*column).to_owned(), cell.unwrap_or_default());
                }
                told.push(Value::Object(cells));
            }
            if !told.is_empty() {
                tables.insert((*table).to_owned(), Value::Array(told));
            }
        }
        Ok(Value::Object(tables))
    }

    /// Who was erased at a dealer, and when: the keys of their visits, wishes and call-backs.
    pub async fn erasures(&mut self, dealer: DealerId) -> Result<Vec<(PersonKey, Instant)>> {
        let sql = "SELECT visit, at FROM erasure WHERE dealer = $1 ORDER BY at, visit";
        let rows = sqlx::query(sql).bind(dealer.get()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| Ok((PersonKey::from(read_id::<VisitId>(row, 0)?), Instant::from_micros(row.try_get(1)?))))
            .collect()
    }
}

impl Store {
    /// Removes what erased rows leave behind: PostgreSQL's dead rows; with SQLite its log, and copies of rows that were
    /// once moved within their page, which `secure_delete` does not reach. The whole file is written anew for that, and
    /// writers wait for it: work for the night.
    pub async fn scrub(&self) -> Result<()> {
        let mut conn = self.readers.acquire().await?;
        match self.engine {
            Engine::Sqlite => {
                conn.execute("VACUUM").await?;
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
            }
            Engine::Postgres => {
                conn.execute("VACUUM person, paper, note, signature, idempotency, message, wish, callback").await?;
            }
        }
        Ok(())
    }
}
