//! A cache of the dealer rows that a transaction has locked: read once and written back once per group. A query that
//! reads dealer rows writes them back first.

use super::{DealerRow, Result, Tx};
use bayside_domain::ids::DealerId;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// The locked rows in their current state, each with whether the database has that state.
#[derive(Debug, Clone, Default)]
pub(super) struct LockedDealers(BTreeMap<DealerId, (DealerRow, bool)>);

impl LockedDealers {
    /// A locked row.
    pub(super) fn get(&self, dealer: DealerId) -> Option<&DealerRow> {
        self.0.get(&dealer).map(|(row, _)| row)
    }

    /// Adds a row that was read under lock.
    pub(super) fn keep(&mut self, row: &DealerRow) {
        self.0.insert(row.id, (row.clone(), true));
    }

    /// Stores the new state of a locked row; `false` if the dealer is not locked.
    pub(super) fn change(&mut self, row: &DealerRow) -> bool {
        let kept = self.0.get_mut(&row.id);
        kept.is_some_and(|kept| {
            *kept = (row.clone(), false);
            true
        })
    }

    /// Writes the changed rows to the database.
    pub(super) async fn write_back(&mut self, conn: &mut AnyConnection) -> Result<()> {
        for (row, is_written) in self.0.values_mut().filter(|(_, is_written)| !is_written) {
            write(conn, row).await?;
            *is_written = true;
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Writes the counters of locked dealers, so that the following query sees them.
    pub(super) async fn write_back(&mut self) -> Result<()> {
        self.locked.write_back(self.conn).await
    }

    /// Stores the counters of a dealer; for a locked one they are written with the transaction.
    pub async fn save_dealer(&mut self, row: &DealerRow) -> Result<()> {
        if self.locked.change(row) { Ok(()) } else { write(self.conn, row).await }
    }
}

async fn write(conn: &mut AnyConnection, row: &DealerRow) -> Result<()> {
    sqlx::query("UPDATE dealer SET last_event = $2, last_id = $3, last_number = $4, stock_mark = $5 WHERE id = $1")
        .bind(row.id.get())
        .bind(row.last_event.get())
        .bind(row.last_id)
        .bind(row.last_number)
        .bind(row.capacity_version)
        .execute(conn)
        .await?;
    Ok(())
}
