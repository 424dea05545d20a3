//! The dealers that a transaction has locked: read once, written back once, whatever a group does to them in
//! between. What asks the database for a dealer's row writes them back first.

use super::{DealerRow, Result, Tx};
use bayside_domain::ids::DealerId;
use sqlx::AnyConnection;
use std::collections::BTreeMap;

/// Rows under lock, as the transaction left them, and whether the database knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Locked(BTreeMap<DealerId, (DealerRow, bool)>);

impl Locked {
    /// A row under lock.
    pub(super) fn get(&self, dealer: DealerId) -> Option<&DealerRow> {
        self.0.get(&dealer).map(|(row, _)| row)
    }

    /// Keeps a row that was read under lock.
    pub(super) fn keep(&mut self, row: &DealerRow) {
        self.0.insert(row.id, (row.clone(), true));
    }

    /// Keeps a row that has changed; `false` if it is not under lock.
    pub(super) fn change(&mut self, row: &DealerRow) -> bool {
        let kept = self.0.get_mut(&row.id);
        kept.is_some_and(|kept| {
            *kept = (row.clone(), false);
            true
        })
    }

    /// Writes what has changed.
    pub(super) async fn write_back(&mut self, conn: &mut AnyConnection) -> Result<()> {
        for (row, is_written) in self.0.values_mut().filter(|(_, is_written)| !is_written) {
            write(conn, row).await?;
            *is_written = true;
        }
        Ok(())
    }
}

impl Tx<'_> {
    /// Writes locked dealers' counters, so that a question to the database sees them.
    pub(super) async fn write_back(&mut self) -> Result<()> {
        self.locked.write_back(self.conn).await
    }

    /// Keeps a locked dealer's counters; the transaction writes them.
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
        .bind(row.stock_mark)
        .execute(conn)
        .await?;
    Ok(())
}
