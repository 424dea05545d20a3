//! Every stored text can be read as what it is, and the columns that repeat a part of it agree.

use super::problems::{Problems, Result, ask, name_of};
use crate::events::is_event;
use crate::people::person_from;
use crate::{NamedClaim, StoredWish, Ticket, from_document, from_json};
use bayside_domain::codes::{
    HoldState, MessageChannel, MessageKind, MessageReason, MessageState, Role, ScreenKind, SignaturePurpose,
};
use bayside_domain::document::{Callback, MessageAbout, VisitDocuments};
use bayside_domain::event::Actor;
use bayside_domain::time::{Instant, day_number};
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

const UNREADABLE: Option<&str> = Some("cannot be read");

/// Whether a text can be read.
type IsReadable = fn(&str) -> bool;

fn json<T: DeserializeOwned>(text: &str) -> bool {
    serde_json::from_str::<T>(text).is_ok()
}

/// Columns of text: the table, the column that names its rows, the column, and how it is read. Those of visits and
/// holds, and bodies with columns beside them, are read elsewhere.
const TEXTS: &[(&str, &str, &str, IsReadable)] = &[
    ("event", "number", "actor", json::<Actor>),
    ("event", "number", "body", is_event),
    ("paper", "visit", "body", |text| from_document::<VisitDocuments>(text).is_ok()),
    ("message", "id", "about", |text| from_document::<MessageAbout>(text).is_ok()),
    ("message", "id", "kind", |text| MessageKind::from_word(text).is_some()),
    ("message", "id", "state", |text| MessageState::from_word(text).is_some()),
    ("message", "id", "channel", |text| MessageChannel::from_word(text).is_some()),
    ("message", "id", "reason", |text| MessageReason::from_word(text).is_some()),
    ("hold", "id", "state", |text| HoldState::from_word(text).is_some()),
    ("hold", "id", "claims", json::<Vec<NamedClaim>>),
    ("freed", "id", "claims", json::<Vec<NamedClaim>>),
    ("signature", "visit", "purpose", |text| SignaturePurpose::from_word(text).is_some()),
    ("screen", "id", "kind", |text| ScreenKind::from_word(text).is_some()),
    ("staff", "id", "role", |text| Role::from_word(text).is_some()),
    ("staff", "id", "name", json::<BTreeMap<String, String>>),
    ("widget", "version", "origins", json::<Vec<String>>),
];

/// Reads every text.
pub(super) async fn texts(conn: &mut AnyConnection, problems: &mut Problems) -> Result<()> {
    for (table, key, column, is_readable) in TEXTS {
        let sql = format!("SELECT dealer, CAST({key} AS TEXT), {column} FROM {table} WHERE {column} IS NOT NULL");
        let mut lines = Vec::new();
        for row in ask(conn, sql).await? {
            if !is_readable(&row.try_get::<String, _>(2)?) {
                lines.push(format!("{}: its {column} cannot be read", name_of(table, &row)?));
            }
        }
        problems.add_all(lines);
    }
    Ok(())
}

/// Reads every body that has columns beside it.
pub(super) async fn bodies(conn: &mut AnyConnection, problems: &mut Problems) -> Result<()> {
    let sql = "SELECT dealer, CAST(visit AS TEXT), body, phone, plate FROM person";
    check(conn, "person", sql, problems, |row| {
        let Ok(person) = person_from(&row.try_get::<String, _>(2)?) else {
            return Ok(UNREADABLE);
        };
        let columns: (String, String) = (row.try_get(3)?, row.try_get(4)?);
        Ok(unequal(columns == (person.phone, person.plate)))
    })
    .await?;
    let sql = "SELECT dealer, CAST(id AS TEXT), body, open, due_at, closed_at FROM callback";
    check(conn, "callback", sql, problems, |row| {
        let Ok(state) = from_document::<Callback>(&row.try_get::<String, _>(2)?) else {
            return Ok(UNREADABLE);
        };
        let columns: (i64, i64, Option<i64>) = (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        let open = i64::from(state.closed_at.is_none());
        Ok(unequal(columns == (open, state.due_at.micros(), state.closed_at.map(Instant::micros))))
    })
    .await?;
    let sql = "SELECT dealer, CAST(id AS TEXT), body, state, passed, last_day FROM wish";
    check(conn, "wish", sql, problems, |row| {
        let Ok(wish) = from_json::<StoredWish>(&row.try_get::<String, _>(2)?, "wish") else {
            return Ok(UNREADABLE);
        };
        let columns: (String, i64, i64) = (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        Ok(unequal(columns == (wish.state.as_str().to_owned(), wish.passed.len() as i64, day_number(wish.to))))
    })
    .await?;
    let sql = "SELECT dealer, CAST(id AS TEXT), body, open FROM ticket";
    check(conn, "ticket", sql, problems, |row| {
        let Ok(ticket) = from_json::<Ticket>(&row.try_get::<String, _>(2)?, "ticket") else {
            return Ok(UNREADABLE);
        };
        Ok(unequal(row.try_get::<i64, _>(3)? == i64::from(ticket.ended.is_none())))
    })
    .await
}

/// Adds what is wrong with each row of a question.
async fn check(
    conn: &mut AnyConnection,
    table: &str,
    sql: impl Into<String>,
    problems: &mut Problems,
    wrong: impl Fn(&AnyRow) -> Result<Option<&'static str>>,
) -> Result<()> {
    let mut lines = Vec::new();
    for row in ask(conn, sql).await? {
        if let Some(how) = wrong(&row)? {
            lines.push(format!("{}: {how}", name_of(table, &row)?));
        }
    }
    problems.add_all(lines);
    Ok(())
}

fn unequal(equal: bool) -> Option<&'static str> {
    (!equal).then_some("its columns are not what its body says")
}
