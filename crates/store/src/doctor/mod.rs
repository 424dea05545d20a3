//! Reads everything in a store and says what is wrong. It changes nothing, and may run beside the program: all of it
//! sees one state.

mod links;
mod problems;
mod readable;
mod visits;

use crate::backup::{self, Contents};
use crate::column::read_id;
use crate::engine::{Database, Engine};
use crate::open::{connect, migrations};
use crate::private;
use problems::{Problems, Result, ask};
use sqlx::{Connection, Row};

/// What was found.
#[derive(Debug)]
pub struct Diagnosis {
    /// How much was read.
    pub contents: Contents,
    /// What is wrong, a line each; empty for a sound store.
    pub problems: Vec<String>,
    /// The file of each dealer, by slug; who knows how to read it should.
    pub files: Vec<(String, String)>,
}

/// Reads everything in a store.
pub async fn examine(database: &Database) -> Result<Diagnosis> {
    let mut problems = Problems::default();
    let read = backup::read(database).await?;
    read.integrity.into_iter().for_each(|line| problems.add(line));
    let newest = migrations(database.engine()).iter().map(|step| step.version).max();
    if Some(read.version) != newest {
        // What follows knows the newest schema only.
        problems.add(format!("its schema is {}, and this program's is {}", read.version, newest.unwrap_or_default()));
        return Ok(Diagnosis { contents: read.contents, problems: problems.lines(), files: Vec::new() });
    }
    if let Database::Sqlite(path) = database
        && private::is_open_to_others(path)
    {
        problems.add(format!("{} can be read by others than its owner: chmod 600", path.display()));
    }
    let mut conn = connect(database).await?;
    let begin = match database.engine() {
        Engine::Sqlite => "BEGIN",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    let mut transaction = conn.begin_with(begin).await?;
    links::counters(&mut transaction, &read.tables, &mut problems).await?;
    links::links(&mut transaction, &read.tables, &mut problems).await?;
    readable::texts(&mut transaction, &mut problems).await?;
    readable::bodies(&mut transaction, &mut problems).await?;
    let mut files = Vec::new();
    for row in ask(&mut transaction, "SELECT id, slug, file FROM dealer ORDER BY id").await? {
        visits::visits_and_capacity(&mut transaction, read_id(&row, 0)?, &mut problems).await?;
        files.push((row.try_get(1)?, row.try_get(2)?));
    }
    transaction.rollback().await?;
    conn.close().await?;
    Ok(Diagnosis { contents: read.contents, problems: problems.lines(), files })
}
