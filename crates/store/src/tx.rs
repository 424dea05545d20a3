//! An open transaction. The other files of this crate add the queries and writes of their part.

use super::engine::Engine;
use super::error::Result;
use super::{batch, locked};
use bayside_domain::ids::{DealerId, EventNumber};
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// An open transaction.
pub struct Tx<'c> {
    pub(super) conn: &'c mut AnyConnection,
    pub(super) engine: Engine,
    /// Dealers with new events, and the last event's number.
    pub(super) touched: Touched,
    /// The rows of locked dealers.
    pub(super) locked: locked::LockedDealers,
    /// Queued inserts; `None` if inserts are sent at once.
    pub(super) queued_inserts: Option<Vec<batch::Insert>>,
}

/// A dealer has new events up to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The dealer whose numbers have moved on.
    pub dealer: DealerId,
    /// The last event's number.
    pub last_event: EventNumber,
}

/// Dealers with new events, and the number of each one's last.
pub(super) type Touched = BTreeMap<DealerId, EventNumber>;

/// Runs statements that answer nothing.
pub(super) async fn run(conn: &mut AnyConnection, sql: &'static str) -> Result<()> {
    sqlx::Executor::execute(conn, sqlx::raw_sql(sql)).await?;
    Ok(())
}
