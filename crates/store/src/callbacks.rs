//! Call-backs.

use super::column::read_id;
use super::{Result, Tx, from_document};
use bayside_domain::document::{self, Callback};
use bayside_domain::ids::{CallbackId, DealerId};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A call-back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackRow {
    /// The id within the dealer.
    pub id: CallbackId,
    /// The reference, for the telephone.
    pub reference: String,
    /// The state of the call-back.
    pub state: Callback,
}

impl Tx<'_> {
    /// Inserts or replaces a call-back.
    pub async fn put_callback(&mut self, dealer: DealerId, row: &CallbackRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO callback (dealer, id, reference, open, due_at, closed_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (dealer, id) DO UPDATE SET open = excluded.open, due_at = excluded.due_at, \
             closed_at = excluded.closed_at, body = excluded.body",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.reference.clone())
        .bind(i64::from(row.state.closed_at.is_none()))
        .bind(row.state.due_at.micros())
        .bind(row.state.closed_at.map(Instant::micros))
        .bind(document::write(&row.state))
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A call-back by its id.
    pub async fn callback(&mut self, dealer: DealerId, id: CallbackId) -> Result<Option<CallbackRow>> {
        let sql = "SELECT id, reference, body FROM callback WHERE dealer = $1 AND id = $2";
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(callback).transpose()
    }

    /// Whether a call-back has this reference.
    pub async fn callback_reference_exists(&mut self, dealer: DealerId, reference: &str) -> Result<bool> {
        let sql = "SELECT id FROM callback WHERE dealer = $1 AND reference = $2";
        Ok(sqlx::query(sql)
            .bind(dealer.get())
            .bind(reference.to_owned())
            .fetch_optional(&mut *self.conn)
            .await?
            .is_some())
    }

    /// Open call-backs, the most urgent first; then those closed since an instant, the latest first.
    pub async fn callbacks(&mut self, dealer: DealerId, closed_since: Instant) -> Result<Vec<CallbackRow>> {
        let sql = "SELECT id, reference, body FROM callback WHERE dealer = $1 AND (open = 1 OR closed_at >= $2) \
                   ORDER BY open DESC, CASE WHEN open = 1 THEN due_at ELSE -closed_at END, id";
        let rows = sqlx::query(sql).bind(dealer.get()).bind(closed_since.micros()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(callback).collect()
    }
}

fn callback(row: &AnyRow) -> Result<CallbackRow> {
    Ok(CallbackRow {
        id: read_id(row, 0)?,
        reference: row.try_get(1)?,
        state: from_document(&row.try_get::<String, _>(2)?)?,
    })
}
