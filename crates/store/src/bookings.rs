//! Holds and idempotency keys.

use super::StoreError;
use super::batch::Insert;
use super::column::read_id;
use super::{NamedClaim, Result, Tx, from_json, to_json};
use bayside_domain::codes::HoldState;
use bayside_domain::ids::{DealerId, HoldId, PersonKey};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A reply that is kept for an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReply {
    /// SHA-256 of the body of the request.
    pub body_hash: String,
    /// The HTTP status.
    pub status: u16,
    /// The body of the reply.
    pub body: String,
    /// The version of what was answered.
    pub version: Option<i64>,
    /// When it was given.
    pub at: Instant,
    /// For how many days it is kept.
    pub days: i64,
}

impl KeptReply {
    /// Whether it counts no longer.
    pub fn is_over(&self, now: Instant) -> bool {
        self.at.plus_days(self.days) < now
    }
}

/// A hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// The id within the dealer.
    pub id: HoldId,
    /// The secret part of the hold's name, which proves that a request comes from its holder.
    pub secret: String,
    /// The signed offer of the start that is held.
    pub offer: String,
    /// The capacity that it takes.
    pub claims: Vec<NamedClaim>,
    /// When the hold expires.
    pub expires_at: Instant,
    /// Whether it was renewed.
    pub renewed: bool,
    /// The state of the hold.
    pub state: HoldState,
}

const HOLD: &str = "SELECT id, secret, offer, claims, expires_at, renewed, state FROM hold WHERE dealer = $1";

fn hold(row: &AnyRow) -> Result<HoldRow> {
    Ok(HoldRow {
        id: read_id(row, 0)?,
        secret: row.try_get(1)?,
        offer: row.try_get(2)?,
        claims: from_json(&row.try_get::<String, _>(3)?, "claims")?,
        expires_at: Instant::from_micros(row.try_get(4)?),
        renewed: row.try_get::<i64, _>(5)? == 1,
        state: HoldState::from_word(&row.try_get::<String, _>(6)?).ok_or(StoreError::Corrupt("hold"))?,
    })
}

impl Tx<'_> {
    /// Inserts a new hold.
    pub async fn add_hold(&mut self, dealer: DealerId, hold: &HoldRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO hold (dealer, id, secret, offer, claims, expires_at, renewed, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(dealer.get())
        .bind(hold.id.get())
        .bind(hold.secret.clone())
        .bind(hold.offer.clone())
        .bind(to_json(&hold.claims))
        .bind(hold.expires_at.micros())
        .bind(i64::from(hold.renewed))
        .bind(hold.state.as_str())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A hold by its id.
    pub async fn hold(&mut self, dealer: DealerId, id: HoldId) -> Result<Option<HoldRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{HOLD} AND id = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(hold).transpose()
    }

    /// Holds that take capacity: in state live, whether expired or not.
    pub async fn live_holds(&mut self, dealer: DealerId) -> Result<Vec<HoldRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{HOLD} AND state = 'live' ORDER BY id"));
        let rows = sqlx::query(sql).bind(dealer.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(hold).collect()
    }

    /// Dealers with expired holds whose capacity is not given back yet.
    pub async fn dealers_with_expired_holds(&mut self, now: Instant) -> Result<Vec<DealerId>> {
        let rows = sqlx::query("SELECT DISTINCT dealer FROM hold WHERE state = 'live' AND expires_at <= $1")
            .bind(now.micros())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(|row| read_id(row, 0)).collect()
    }

    /// Updates the state of a hold.
    pub async fn save_hold(&mut self, dealer: DealerId, hold: &HoldRow) -> Result<()> {
        sqlx::query("UPDATE hold SET expires_at = $3, renewed = $4, state = $5 WHERE dealer = $1 AND id = $2")
            .bind(dealer.get())
            .bind(hold.id.get())
            .bind(hold.expires_at.micros())
            .bind(i64::from(hold.renewed))
            .bind(hold.state.as_str())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Deletes holds that ended before `before`.
    pub async fn forget_holds(&mut self, before: Instant) -> Result<()> {
        sqlx::query("DELETE FROM hold WHERE state <> 'live' AND expires_at < $1")
            .bind(before.micros())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// The reply that is kept under a scope and an idempotency key, however old it is.
    pub async fn kept_reply(&mut self, scope: &str, key: &str) -> Result<Option<KeptReply>> {
        let row = sqlx::query(
            "SELECT body_hash, status, reply, version, created_at, days FROM idempotency \
             WHERE scope = $1 AND key = $2",
        )
        .bind(scope.to_owned())
        .bind(key.to_owned())
        .fetch_optional(&mut *self.conn)
        .await?;
        row.map(|row| {
            Ok(KeptReply {
                body_hash: row.try_get(0)?,
                status: u16::try_from(row.try_get::<i64, _>(1)?).unwrap_or(200),
                body: row.try_get(2)?,
                version: row.try_get(3)?,
                at: Instant::from_micros(row.try_get(4)?),
                days: row.try_get(5)?,
            })
        })
        .transpose()
    }

    /// Keeps a reply under a scope and an idempotency key; an older one of the same key gives way. `person` if it is
    /// to be erased together with one.
    pub async fn keep_reply(
        &mut self,
        dealer: DealerId,
        (scope, key): (&str, &str),
        reply: &KeptReply,
        person: Option<PersonKey>,
    ) -> Result<()> {
        self.insert(Insert {
            sql: "INSERT INTO idempotency (scope, key, body_hash, status, reply, version, created_at, days, dealer, visit) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (scope, key) DO UPDATE SET body_hash = excluded.body_hash, \
                  status = excluded.status, reply = excluded.reply, version = excluded.version, \
                  created_at = excluded.created_at, days = excluded.days, visit = excluded.visit"
                .into(),
            values: vec![
                scope.into(),
                key.into(),
                reply.body_hash.as_str().into(),
                i64::from(reply.status).into(),
                reply.body.as_str().into(),
                reply.version.into(),
                reply.at.micros().into(),
                reply.days.into(),
                dealer.into(),
                person.map(PersonKey::get).into(),
            ],
        })
        .await
    }

    /// Deletes replies whose days are over.
    pub async fn forget_replies(&mut self, now: Instant) -> Result<()> {
        // The second condition is the one that the index by age serves.
        sqlx::query("DELETE FROM idempotency WHERE created_at + days * $1 < $2 AND created_at < $3")
            .bind(now.plus_days(1).micros() - now.micros())
            .bind(now.micros())
            .bind(now.plus_days(-1).micros())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
