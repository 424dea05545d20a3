//! Screens and their pairing.

use super::StoreError;
use super::column::{read_id, read_id_if_any};
use super::{Result, Tx};
use bayside_domain::codes::ScreenKind;
use bayside_domain::ids::{DealerId, ScreenId};
use bayside_domain::time::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The most screens that one statement updates.
const SEEN_MAX: usize = 500;

/// A paired screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenRow {
    /// The id within the dealer.
    pub id: ScreenId,
    /// The kind of the screen.
    pub kind: ScreenKind,
    /// Where it hangs.
    pub name: String,
    /// When the screen last made a call.
    pub seen_at: Option<Instant>,
    /// Whether it was revoked.
    pub revoked: bool,
    /// SHA-256 of its token; empty until it is claimed, `None` for one that was paired before hashes were kept.
    pub token_hash: Option<String>,
    /// SHA-256 of the token in its lasting address, if it has one.
    pub address_hash: Option<String>,
    /// The version of its page, as it last reported.
    pub version: Option<String>,
    /// The size of its page in CSS pixels, as it last reported.
    pub viewport: Option<(i64, i64)>,
    /// The inches across its diagonal and the centimetres to who is farthest away, as said at its pairing.
    pub viewing: Option<(i64, i64)>,
    /// How often it was told to reload: the number of the last command.
    pub reload: i64,
    /// The number of the last reload command that it carried out or was sent.
    pub reloaded: i64,
}

impl ScreenRow {
    /// A screen that was just confirmed.
    pub fn new(id: ScreenId, kind: ScreenKind, name: &str) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            seen_at: None,
            revoked: false,
            token_hash: Some(String::new()),
            address_hash: None,
            version: None,
            viewport: None,
            viewing: None,
            reload: 0,
            reloaded: 0,
        }
    }
}

/// What a screen reports about itself with a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScreenReport {
    /// The version of its page, if it tells.
    pub version: Option<String>,
    /// The size of its page, if it tells.
    pub viewport: Option<(i64, i64)>,
    /// The number of the last reload command that it carried out, if it reports that.
    pub reloaded: Option<i64>,
}

/// A pairing in progress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingRow {
    /// The hash of the token with which the screen polls.
    pub poll_hash: String,
    /// The code of six digits.
    pub code: String,
    /// What the screen is for.
    pub kind: ScreenKind,
    /// When the code expires.
    pub expires_at: Instant,
    /// Dealer and screen, once confirmed.
    pub screen: Option<(DealerId, ScreenId)>,
}

fn kind(row: &AnyRow, index: usize) -> Result<ScreenKind> {
    ScreenKind::from_word(&row.try_get::<String, _>(index)?).ok_or(StoreError::Corrupt("screen"))
}

const SCREEN: &str = "SELECT id, kind, name, seen_at, revoked, token_hash, version, width, height, reload, reloaded, address_hash, inches, distance_cm FROM screen WHERE dealer = $1";

fn screen(row: &AnyRow) -> Result<ScreenRow> {
    let (width, height): (Option<i64>, Option<i64>) = (row.try_get(7)?, row.try_get(8)?);
    let (inches, distance_cm): (Option<i64>, Option<i64>) = (row.try_get(12)?, row.try_get(13)?);
    Ok(ScreenRow {
        id: read_id(row, 0)?,
        kind: kind(row, 1)?,
        name: row.try_get(2)?,
        seen_at: row.try_get::<Option<i64>, _>(3)?.map(Instant::from_micros),
        revoked: row.try_get::<i64, _>(4)? == 1,
        token_hash: row.try_get(5)?,
        address_hash: row.try_get(11)?,
        version: row.try_get(6)?,
        viewport: width.zip(height),
        viewing: inches.zip(distance_cm),
        reload: row.try_get(9)?,
        reloaded: row.try_get(10)?,
    })
}

fn pairing(row: &AnyRow) -> Result<PairingRow> {
    let dealer: Option<DealerId> = read_id_if_any(row, 4)?;
    let screen: Option<ScreenId> = read_id_if_any(row, 5)?;
    Ok(PairingRow {
        poll_hash: row.try_get(0)?,
        code: row.try_get(1)?,
        kind: kind(row, 2)?,
        expires_at: Instant::from_micros(row.try_get(3)?),
        screen: dealer.zip(screen),
    })
}

impl Tx<'_> {
    /// Begins a pairing, unless its code is in use; deletes expired ones.
    pub async fn add_pairing(&mut self, row: &PairingRow, now: Instant) -> Result<bool> {
        sqlx::query("DELETE FROM pairing WHERE expires_at <= $1").bind(now.micros()).execute(&mut *self.conn).await?;
        let added = sqlx::query(
            "INSERT INTO pairing (poll_hash, code, kind, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        )
        .bind(row.poll_hash.clone())
        .bind(row.code.clone())
        .bind(row.kind.as_str())
        .bind(row.expires_at.micros())
        .execute(&mut *self.conn)
        .await?;
        Ok(added.rows_affected() == 1)
    }

    /// How many pairings have begun and not expired.
    pub async fn count_pairings(&mut self, now: Instant) -> Result<i64> {
        let row = sqlx::query("SELECT COUNT(*) FROM pairing WHERE expires_at > $1")
            .bind(now.micros())
            .fetch_one(&mut *self.conn)
            .await?;
        Ok(row.try_get(0)?)
    }

    /// A pairing by the hash of its poll token.
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

    /// Confirms a pairing for a new screen, unless it is confirmed already: two dealers could enter the same code at
    /// once. Returns whether it was confirmed now.
    pub async fn confirm_pairing(
        &mut self,
        poll_hash: &str,
        dealer: DealerId,
        row: &ScreenRow,
        now: Instant,
    ) -> Result<bool> {
        let sql = "UPDATE pairing SET dealer = $2, screen = $3 WHERE poll_hash = $1 AND screen IS NULL";
        let confirmed = sqlx::query(sql)
            .bind(poll_hash.to_owned())
            .bind(dealer.get())
            .bind(row.id.get())
            .execute(&mut *self.conn)
            .await?;
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO screen (dealer, id, kind, name, created_at, revoked, token_hash, inches, distance_cm) VALUES ($1, $2, $3, $4, $5, 0, '', $6, $7)",
        )
            .bind(dealer.get())
            .bind(row.id.get())
            .bind(row.kind.as_str())
            .bind(row.name.clone())
            .bind(now.micros())
            .bind(row.viewing.map(|(inches, _)| inches))
            .bind(row.viewing.map(|(_, distance_cm)| distance_cm))
            .execute(&mut *self.conn)
            .await?;
        Ok(true)
    }

    /// A screen by its id.
    pub async fn screen(&mut self, dealer: DealerId, id: ScreenId) -> Result<Option<ScreenRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{SCREEN} AND id = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(screen).transpose()
    }

    /// The screens of a dealer that are not revoked and made a call or were confirmed since then, oldest first.
    pub async fn screens(&mut self, dealer: DealerId, since: Instant) -> Result<Vec<ScreenRow>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "{SCREEN} AND revoked = 0 AND COALESCE(seen_at, created_at) >= $2 ORDER BY id"
        ));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(since.micros()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(screen).collect()
    }

    /// Stores the hash of a screen's token, unless it has one; returns whether the screen has this hash now.
    pub async fn claim_screen(&mut self, dealer: DealerId, id: ScreenId, token_hash: &str) -> Result<bool> {
        let sql = "UPDATE screen SET token_hash = $3 \
                   WHERE dealer = $1 AND id = $2 AND revoked = 0 AND (token_hash = '' OR token_hash = $3)";
        let done = sqlx::query(sql)
            .bind(dealer.get())
            .bind(id.get())
            .bind(token_hash.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Stores the hash of the token in a screen's lasting address, in place of an older one; returns whether there is
    /// such a screen.
    pub async fn put_screen_address(&mut self, dealer: DealerId, id: ScreenId, address_hash: &str) -> Result<bool> {
        let done = sqlx::query("UPDATE screen SET address_hash = $3 WHERE dealer = $1 AND id = $2 AND revoked = 0")
            .bind(dealer.get())
            .bind(id.get())
            .bind(address_hash.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Dealer and id of the screens that were paired before hashes were kept.
    pub async fn screens_without_hash(&mut self) -> Result<Vec<(DealerId, ScreenId)>> {
        let sql = "SELECT dealer, id FROM screen WHERE token_hash IS NULL";
        let rows = sqlx::query(sql).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((read_id(row, 0)?, read_id(row, 1)?))).collect()
    }

    /// Stores the hash of such a screen.
    pub async fn put_screen_hash(&mut self, dealer: DealerId, id: ScreenId, token_hash: &str) -> Result<()> {
        sqlx::query("UPDATE screen SET token_hash = $3 WHERE dealer = $1 AND id = $2 AND token_hash IS NULL")
            .bind(dealer.get())
            .bind(id.get())
            .bind(token_hash.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Records a call of a screen and what it reported. The first call ends its pairing.
    pub async fn record_screen_contact(
        &mut self,
        dealer: DealerId,
        id: ScreenId,
        now: Instant,
        said: &ScreenReport,
    ) -> Result<()> {
        sqlx::query("DELETE FROM pairing WHERE dealer = $1 AND screen = $2")
            .bind(dealer.get())
            .bind(id.get())
            .execute(&mut *self.conn)
            .await?;
        let reloaded = said.reloaded.unwrap_or(0);
        sqlx::query(
            "UPDATE screen SET seen_at = $3, version = COALESCE($4, version), \
             width = COALESCE($5, width), height = COALESCE($6, height), \
             reload = CASE WHEN $7 > reload THEN $7 ELSE reload END, \
             reloaded = CASE WHEN $7 > reloaded THEN $7 ELSE reloaded END WHERE dealer = $1 AND id = $2",
        )
        .bind(dealer.get())
        .bind(id.get())
        .bind(now.micros())
        .bind(said.version.clone())
        .bind(said.viewport.map(|(width, _)| width))
        .bind(said.viewport.map(|(_, height)| height))
        .bind(reloaded)
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Records that screens are still connected, if their last contact is before `before`.
    pub async fn record_screen_contacts(
        &mut self,
        dealer: DealerId,
        ids: &[ScreenId],
        now: Instant,
        before: Instant,
    ) -> Result<()> {
        for some in ids.chunks(SEEN_MAX) {
            let list: Vec<String> = some.iter().map(ScreenId::to_string).collect();
            let sql = format!(
                "UPDATE screen SET seen_at = $2 WHERE dealer = $1 AND seen_at <= $3 AND id IN ({})",
                list.join(", ")
            );
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(dealer.get())
                .bind(now.micros())
                .bind(before.micros())
                .execute(&mut *self.conn)
                .await?;
        }
        Ok(())
    }

    /// Revokes a screen; `false` if there is none that is not revoked.
    pub async fn revoke_screen(&mut self, dealer: DealerId, id: ScreenId) -> Result<bool> {
        let done =
            sqlx::query("UPDATE screen SET revoked = 1, token_hash = '' WHERE dealer = $1 AND id = $2 AND revoked = 0")
                .bind(dealer.get())
                .bind(id.get())
                .execute(&mut *self.conn)
                .await?;
        sqlx::query("DELETE FROM pairing WHERE dealer = $1 AND screen = $2")
            .bind(dealer.get())
            .bind(id.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Adds a reload command for a screen; `false` if there is none that is not revoked.
    pub async fn reload_screen(&mut self, dealer: DealerId, id: ScreenId) -> Result<bool> {
        let sql = "UPDATE screen SET reload = reload + 1 WHERE dealer = $1 AND id = $2 AND revoked = 0";
        let done = sqlx::query(sql).bind(dealer.get()).bind(id.get()).execute(&mut *self.conn).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Records that a reload command was sent to a screen which does not report what it carried out.
    pub async fn record_reload_sent(&mut self, dealer: DealerId, id: ScreenId, reload: i64) -> Result<()> {
        sqlx::query("UPDATE screen SET reloaded = $3 WHERE dealer = $1 AND id = $2 AND reloaded < $3")
            .bind(dealer.get())
            .bind(id.get())
            .bind(reload)
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
