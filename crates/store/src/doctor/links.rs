//! What the rows of a store say of each other: counters, and ids that must be there.

use super::problems::{Problems, Result, ask, name_of};
use crate::backup::Table;
use sqlx::{AnyConnection, Row};

/// What the rows of a table with a visit's number may belong to.
const SUBJECTS: [&str; 4] = ["visit", "callback", "wish", "ticket"];

/// Ids that must be there: the table, the column that names its rows, the column with the id, the tables that it may be
/// in with the names of their ids, and which rows.
const LINKS: &[(&str, &str, &str, &[&str], &str)] = &[
    ("person", "visit", "visit", &["visit.id", "callback.id", "wish.id"], "TRUE"),
    ("paper", "visit", "visit", &["visit.id"], "TRUE"),
    ("signature", "visit", "visit", &["visit.id"], "TRUE"),
    ("note", "event", "event", &["event.number"], "TRUE"),
    ("message", "id", "visit", &["visit.id"], "visit IS NOT NULL"),
    ("contact", "id", "visit", &["visit.id"], "TRUE"),
    ("contact", "id", "staff", &["staff.id"], "TRUE"),
    ("block", "id", "staff", &["staff.id"], "TRUE"),
    ("ticket", "id", "visit", &["visit.id"], "visit IS NOT NULL"),
    ("session", "staff", "staff", &["staff.id"], "TRUE"),
    ("pairing", "code", "screen", &["screen.id"], "screen IS NOT NULL"),
];

/// Checks the counters of each dealer.
pub(super) async fn counters(conn: &mut AnyConnection, tables: &[Table], problems: &mut Problems) -> Result<()> {
    let sql = "SELECT id, last_event, last_id, (SELECT COUNT(*) FROM event WHERE event.dealer = dealer.id), \
               (SELECT COALESCE(MIN(number), 1) FROM event WHERE event.dealer = dealer.id), \
               (SELECT COALESCE(MAX(number), 0) FROM event WHERE event.dealer = dealer.id) FROM dealer ORDER BY id";
    for row in ask(conn, sql).await? {
        let [dealer, last_event, last_id, events, first, last]: [i64; 6] =
            [row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?];
        if (events, first, last) != (last_event, 1, last_event) {
            problems.add(format!(
                "dealer {dealer}: the last event should be {last_event}, and there are {events} from {first} to {last}"
            ));
        }
        for table in tables.iter().filter(|table| table.has("dealer") && table.has("id") && table.name != "staff") {
            let sql = format!("SELECT COALESCE(MAX(id), 0) FROM {} WHERE dealer = {dealer}", table.name);
            let largest: i64 = ask(conn, sql).await?[0].try_get(0)?;
            if largest > last_id {
                let table = &table.name;
                problems.add(format!("dealer {dealer}: the last id should be {last_id}, and {table} has {largest}"));
            }
        }
    }
    Ok(())
}

/// Checks that everything belongs to something that is there.
pub(super) async fn links(conn: &mut AnyConnection, tables: &[Table], problems: &mut Problems) -> Result<()> {
    for table in tables.iter().filter(|table| table.has("dealer")) {
        let name = &table.name;
        let sql = format!(
            "SELECT dealer, COUNT(*) FROM {name} WHERE dealer IS NOT NULL AND dealer NOT IN (SELECT id FROM dealer) \
             GROUP BY dealer"
        );
        for row in ask(conn, sql).await? {
            let (dealer, count): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            problems.add(format!("{name}: {count} rows belong to dealer {dealer}, who is not there"));
        }
    }
    for (table, key, column, targets, which) in LINKS {
        missing(conn, (table, key), column, targets, which, problems).await?;
    }
    let subjects = SUBJECTS.map(|table| format!("{table}.id"));
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    for (table, key) in [("event", "number"), ("note", "event")] {
        // Number 0 stands for the house itself.
        missing(conn, (table, key), "visit", &subjects, "visit <> 0", problems).await?;
    }
    missing(conn, ("idempotency", "scope"), "visit", &subjects, "visit IS NOT NULL", problems).await
}

/// Adds the rows whose column names something that is in none of the targets.
async fn missing(
    conn: &mut AnyConnection,
    (table, key): (&str, &str),
    column: &str,
    targets: &[&str],
    which: &str,
    problems: &mut Problems,
) -> Result<()> {
    let nowhere: Vec<String> = targets
        .iter()
        .map(|target| {
            let of = target.split('.').next().unwrap_or_default();
            let is_it = target.replace(of, "target");
            format!(
                "NOT EXISTS (SELECT 1 FROM {of} target WHERE target.dealer = own.dealer AND {is_it} = own.{column})"
            )
        })
        .collect();
    let sql = format!(
        "SELECT dealer, CAST({key} AS TEXT), {column} FROM {table} own WHERE {which} AND {} ORDER BY 1, 3",
        nowhere.join(" AND ")
    );
    let mut lines = Vec::new();
    for row in ask(conn, sql).await? {
        let missing: i64 = row.try_get(2)?;
        lines.push(format!("{}: belongs to {column} {missing}, which is not there", name_of(table, &row)?));
    }
    problems.add_all(lines);
    Ok(())
}
