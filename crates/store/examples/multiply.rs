//! Fills a SQLite store with history for the bench: `multiply sqlite:PATH COUNT` copies its first visit so many
//! times into the past, with person, papers, event and the room that was taken.

use bayside_store::Database;
use bayside_store::Store;
use sqlx::{AnyConnection, Connection, Executor};

/// Days over which the copies are spread.
const DAYS: i64 = 2000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (url, count) = (arguments.next().ok_or("sqlite:PATH")?, arguments.next().ok_or("COUNT")?);
    let count: i64 = count.parse()?;
    // Installs the drivers and brings the schema up to date.
    let store = Store::open(&url.parse::<Database>()?).await?;
    store.close().await;
    let mut conn = AnyConnection::connect(&url).await?;
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    let days = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})", DAYS / 20);
    let first = "(SELECT dealer AS of, MIN(id) AS id FROM visit GROUP BY dealer LIMIT 1)";
    for sql in [
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN".to_owned(),
        format!(
            "INSERT INTO visit (dealer, id, reference, day, on_board, number, last_event, generation, claims, state) \
             {numbers} SELECT v.dealer, 10000000 + i, 'M' || i, v.day - 10 - i % {DAYS}, 0, NULL, 0, 0, v.claims, v.state \
             FROM n, visit v, {first} f WHERE v.dealer = f.of AND v.id = f.id"
        ),
        format!(
            "INSERT INTO person (dealer, visit, body) {numbers} SELECT p.dealer, 10000000 + i, p.body \
             FROM n, person p, {first} f WHERE p.dealer = f.of AND p.visit = f.id"
        ),
        format!(
            "INSERT INTO paper (dealer, visit, body) {numbers} SELECT p.dealer, 10000000 + i, p.body \
             FROM n, paper p, {first} f WHERE p.dealer = f.of AND p.visit = f.id"
        ),
        format!(
            "INSERT INTO event (dealer, number, visit, at, actor, body) {numbers} \
             SELECT e.dealer, -i, 10000000 + i, e.at, e.actor, e.body \
             FROM n, event e, {first} f WHERE e.dealer = f.of AND e.visit = f.id"
        ),
        // The future's room again, twenty days further back each time.
        format!(
            "INSERT INTO capacity (dealer, bucket, resource, used, booked, places) {days} \
             SELECT dealer, bucket - 96 * 20 * i, resource, used, booked, places FROM n, capacity WHERE resource <> 'loaner'"
        ),
        "COMMIT".to_owned(),
    ] {
        conn.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
    }
    conn.close().await?;
    Ok(())
}
