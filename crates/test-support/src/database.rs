//! A store read and written beside the program: fixtures are put into it, and what no page shows is looked up.

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};
use std::sync::Once;
use tokio::runtime::Runtime;

/// A store of either engine.
pub struct Database {
    url: String,
    runtime: Runtime,
}

impl Database {
    /// The store at an address as the program takes it; a file that is not there is made.
    pub fn at(address: &str) -> Self {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let options = if address.starts_with("sqlite:") { "?mode=rwc" } else { "" };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Self { url: format!("{address}{options}"), runtime: runtime.expect("a runtime can be made") }
    }

    /// Where it is, as the engine's own programs take it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs statements one after the other.
    pub fn run(&self, sql: &str) {
        let done: Result<(), sqlx::Error> = self.runtime.block_on(async {
            let mut connection = AnyConnection::connect(&self.url).await?;
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
            connection.close().await
        });
        done.unwrap_or_else(|error| panic!("{error} in: {sql:.400}"));
    }

    /// The rows of a question whose columns are all text.
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let rows: Result<Vec<Vec<String>>, sqlx::Error> = self.runtime.block_on(async {
            let mut connection = AnyConnection::connect(&self.url).await?;
            let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&mut connection).await?;
            connection.close().await?;
            rows.iter().map(|row| (0..row.len()).map(|column| row.try_get(column)).collect()).collect()
        });
        rows.unwrap_or_else(|error| panic!("{error} in: {sql}"))
    }

    /// The rows of a question with one column of text.
    pub fn column(&self, sql: &str) -> Vec<String> {
        self.rows(sql).into_iter().flatten().collect()
    }
}
