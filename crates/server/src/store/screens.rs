//! Screens and their pairing.

use super::{Result, Tx};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A paired screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenRow {
    /// Names it within the dealer.
    pub id: i64,
    /// What it is for.
    pub kind: String,
    /// Where it hangs.
    pub name: String,
    /// When it was last heard of.
    pub seen_at: Option<Instant>,
    /// No longer trusted.
    pub revoked: bool,
}

/// A pairing in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingRow {
    /// Hash of what the screen polls with.
    pub poll_hash: String,
    /// Six digits.
    pub code: String,
    /// What the screen is for.
    pub kind: String,
    /// Then the code is void.
    pub expires_at: Instant,
    /// Dealer and screen, once confirmed.
    pub screen: Option<(i64, i64)>,
}

fn screen(row: &AnyRow) -> Result<ScreenRow> {
    Ok(ScreenRow {
        id: row.try_get(0)?,
        kind: row.try_get(1)?,
        name: row.try_get(2)?,
        seen_at: row.try_get::<Option<i64>, _>(3)?.map(Instant::from_micros),
        revoked: row.try_get::<i64, _>(4)? == 1,
    })
}

fn pairing(row: &AnyRow) -> Result<PairingRow> {
    let dealer: Option<i64> = row.try_get(4)?;
    let screen: Option<i64> = row.try_get(5)?;
    Ok(PairingRow {
        poll_hash: row.try_get(0)?,
        code: row.try_get(1)?,
        kind: row.try_get(2)?,
        expires_at: Instant::from_micros(row.try_get(3)?),
        screen: dealer.zip(screen),
    })
}

impl Tx<'_> {
    /// Begins a pairing, unless its code is in use; forgets those that have expired.
    pub async fn add_pairing(&mut self, row: &PairingRow, now: Instant) -> Result<bool> {
        sqlx::query("DELETE FROM pairing WHERE expires_at <= $1").bind(now.micros()).execute(&mut *self.conn).await?;
        let added = sqlx::query(
            "INSERT INTO pairing (poll_hash, code, kind, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(row.poll_hash.clone())
        .bind(row.code.clone())
        .bind(row.kind.clone())
        .bind(row.expires_at.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// A pairing by what the screen polls with.
    pub async fn pairing(&mut self, poll_hash: &str, now: Instant) -> Result<Option<PairingRow>> {
        let row = sqlx::query("SELECT poll_hash, code, kind, expires_at, dealer, screen FROM pairing WHERE poll_hash = $1 AND expires_at > $2")
            .bind(poll_hash.to_owned())
            .bind(now.micros())
            .fetch_optional(&mut *self.conn)
            .await?;
        row.as_ref().map(pairing).transpose()
    }

    /// A pairing by its code.
    pub async fn pairing_by_code(&mut self, code: &str, now: Instant) -> Result<Option<PairingRow>> {
        let row = sqlx::query(
            "SELECT poll_hash, code, kind, expires_at, dealer, screen FROM pairing WHERE code = $1 AND expires_at > $2",
        )
        .bind(code.to_owned())
        .bind(now.micros())
        .fetch_optional(&mut *self.conn)
        .await?;
        row.as_ref().map(pairing).transpose()
    }

    /// Confirms a pairing for a new screen.
    pub async fn confirm_pairing(&mut self, poll_hash: &str, dealer: i64, row: &ScreenRow, now: Instant) -> Result<()> {
        sqlx::query("INSERT INTO screen (dealer, id, kind, name, created_at, revoked) VALUES ($1, $2, $3, $4, $5, 0)")
            .bind(dealer)
            .bind(row.id)
            .bind(row.kind.clone())
            .bind(row.name.clone())
            .bind(now.micros())
            .execute(&mut *self.conn)
            .await?;
        sqlx::query("UPDATE pairing SET dealer = $2, screen = $3 WHERE poll_hash = $1")
            .bind(poll_hash.to_owned())
            .bind(dealer)
            .bind(row.id)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// A screen by its id.
    pub async fn screen(&mut self, dealer: i64, id: i64) -> Result<Option<ScreenRow>> {
        let row = sqlx::query("SELECT id, kind, name, seen_at, revoked FROM screen WHERE dealer = $1 AND id = $2")
            .bind(dealer)
            .bind(id)
            .fetch_optional(&mut *self.conn)
            .await?;
        row.as_ref().map(screen).transpose()
    }

    /// All screens of a dealer that are trusted, oldest first.
    pub async fn screens(&mut self, dealer: i64) -> Result<Vec<ScreenRow>> {
        let rows = sqlx::query(
            "SELECT id, kind, name, seen_at, revoked FROM screen WHERE dealer = $1 AND revoked = 0 ORDER BY id",
        )
        .bind(dealer)
        .fetch_all(&mut *self.conn)
        .await?;
        rows.iter().map(screen).collect()
    }

    /// Notes that a screen was heard of. Its pairing is over with its first use.
    pub async fn screen_seen(&mut self, dealer: i64, id: i64, now: Instant) -> Result<()> {
        sqlx::query("UPDATE screen SET seen_at = $3 WHERE dealer = $1 AND id = $2")
            .bind(dealer)
            .bind(id)
            .bind(now.micros())
            .execute(&mut *self.conn)
            .await?;
        sqlx::query("DELETE FROM pairing WHERE dealer = $1 AND screen = $2")
            .bind(dealer)
            .bind(id)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
