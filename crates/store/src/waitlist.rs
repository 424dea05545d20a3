//! Wishes on the waitlist, and freed capacity that waits to be offered.

use super::column::read_id;
use super::{NamedClaim, Result, Tx, from_json, to_json};
use bayside_domain::codes::{SpamSignal, Stay, WishState};
use bayside_domain::ids::{DealerId, FreedCapacityId, HoldId, PersonKey, VisitId, WishId};
use bayside_domain::time::{Instant, day_number};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A wish on the waitlist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishRow {
    /// The id within the dealer.
    pub id: WishId,
    /// The content and the state of the wish.
    pub wish: StoredWish,
}

impl WishRow {
    /// The key of the person who waits: that of the booking that is to be earlier, or the wish's own.
    pub fn person(&self) -> PersonKey {
        self.wish.visit.map_or_else(|| self.id.into(), PersonKey::from)
    }
}

/// The content and the state of the wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredWish {
    /// The state of the wish.
    pub state: WishState,
    /// When the wish was made.
    pub created_at: Instant,
    /// The ids of the services.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The id of the only adviser wanted; `None` for any.
    pub adviser: Option<String>,
    /// The first local date.
    pub from: NaiveDate,
    /// The last local date, inclusive.
    pub to: NaiveDate,
    /// The intervals of the day, local time; an end at midnight is stored as 23:59:59.
    pub hours: Vec<(NaiveTime, NaiveTime)>,
    /// The booking that is to be earlier; once accepted, the visit that was booked or moved.
    pub visit: Option<VisitId>,
    /// The offered hold: its id, its start as a bucket, and when the offer expires.
    pub offer: Option<(HoldId, i64, Instant)>,
    /// Starts that were offered and not accepted, as buckets.
    pub passed: Vec<i64>,
    /// The local date on which an offer was not answered; the next offer is made on a later day.
    pub silent_on: Option<NaiveDate>,
    /// The spam signals of the request.
    #[serde(default)]
    pub marks: Vec<SpamSignal>,
}

impl Tx<'_> {
    /// Inserts or replaces a wish.
    pub async fn put_wish(&mut self, dealer: DealerId, row: &WishRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO wish (dealer, id, state, passed, last_day, body) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (dealer, id) DO UPDATE SET state = excluded.state, passed = excluded.passed, \
             last_day = excluded.last_day, body = excluded.body",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.wish.state.as_str())
        .bind(row.wish.passed.len() as i64)
        .bind(day_number(row.wish.to))
        .bind(to_json(&row.wish))
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A wish by its id.
    pub async fn wish(&mut self, dealer: DealerId, id: WishId) -> Result<Option<WishRow>> {
        let sql = "SELECT id, body FROM wish WHERE dealer = $1 AND id = $2";
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(wish).transpose()
    }

    /// All wishes that wait or have an offer, in the order of offers: those with the fewest missed offers first, then
    /// the oldest.
    pub async fn queue(&mut self, dealer: DealerId) -> Result<Vec<WishRow>> {
        let sql = "SELECT id, body FROM wish WHERE dealer = $1 AND state IN ('waiting', 'offered') ORDER BY passed, id";
        let rows = sqlx::query(sql).bind(dealer.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(wish).collect()
    }

    /// Whether a dealer's waitlist has something due: wishes whose days have passed, or freed capacity that waits to be
    /// offered.
    pub async fn waitlist_is_due(&mut self, dealer: DealerId, today: NaiveDate) -> Result<(bool, bool)> {
        let sql = "SELECT id FROM wish WHERE dealer = $1 AND state IN ('waiting', 'offered') AND last_day < $2 LIMIT 1";
        let over = sqlx::query(sql).bind(dealer.get()).bind(day_number(today)).fetch_optional(&mut *self.conn).await?;
        let sql = "SELECT id FROM freed WHERE dealer = $1 LIMIT 1";
        let freed = sqlx::query(sql).bind(dealer.get()).fetch_optional(&mut *self.conn).await?;
        Ok((over.is_some(), freed.is_some()))
    }

    /// Stores freed capacity until it may be offered.
    pub async fn add_freed(&mut self, dealer: DealerId, id: FreedCapacityId, claims: &[NamedClaim]) -> Result<()> {
        sqlx::query("INSERT INTO freed (dealer, id, claims) VALUES ($1, $2, $3)")
            .bind(dealer.get())
            .bind(id.get())
            .bind(to_json(&claims))
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// Removes and returns all stored freed capacity.
    pub async fn take_freed(&mut self, dealer: DealerId) -> Result<Vec<NamedClaim>> {
        let sql = "DELETE FROM freed WHERE dealer = $1 RETURNING claims";
        let rows = sqlx::query(sql).bind(dealer.get()).fetch_all(&mut *self.conn).await?;
        let mut freed = Vec::new();
        for row in rows {
            freed.extend(from_json::<Vec<NamedClaim>>(&row.try_get::<String, _>(0)?, "claims")?);
        }
        Ok(freed)
    }
}

fn wish(row: &AnyRow) -> Result<WishRow> {
    Ok(WishRow { id: read_id(row, 0)?, wish: from_json(&row.try_get::<String, _>(1)?, "wish")? })
}
