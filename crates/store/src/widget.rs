//! The websites that may embed a dealer's booking form.

use super::column::read_id;
use super::{Result, Tx, from_json, to_json};
use bayside_domain::ids::DealerId;
use bayside_domain::origin::Origin;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// A dealer's allowed origins; a dealer that never set any has none, in version 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Rises with every change.
    pub version: i64,
    /// In the dealer's order.
    pub list: Vec<Origin>,
}

fn origins_from(row: &AnyRow) -> Result<Origins> {
    Ok(Origins { version: row.try_get(0)?, list: from_json(&row.try_get::<String, _>(1)?, "origins")? })
}

impl Tx<'_> {
    /// The origins that a dealer allows.
    pub async fn origins(&mut self, dealer: DealerId) -> Result<Origins> {
        let sql = "SELECT version, origins FROM widget WHERE dealer = $1";
        let row = sqlx::query(sql).bind(dealer.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map_or_else(|| Ok(Origins::default()), origins_from)
    }

    /// The origins of every dealer that ever set any.
    pub async fn origins_of_all(&mut self) -> Result<BTreeMap<DealerId, Origins>> {
        let rows = sqlx::query("SELECT version, origins, dealer FROM widget").fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((read_id(row, 2)?, origins_from(row)?))).collect()
    }

    /// Sets the origins that a dealer allows. Returns their version.
    pub async fn put_origins(&mut self, dealer: DealerId, list: &[Origin]) -> Result<i64> {
        let row = sqlx::query(
            "INSERT INTO widget (dealer, version, origins) VALUES ($1, 1, $2) ON CONFLICT (dealer) DO UPDATE \
             SET version = widget.version + 1, origins = excluded.origins RETURNING version",
        )
        .bind(dealer.get())
        .bind(to_json(&list))
        .fetch_one(&mut *self.conn)
        .await?;
        Ok(row.try_get(0)?)
    }
}
