//! Call-backs, wishes on the waitlist, and freed capacity that waits to be offered.

use super::column::read_id;
use super::{NamedClaim, Result, Tx, from_document, from_json, to_json};
use bayside_domain::document::Callback;
use bayside_domain::document::Person;
use bayside_domain::document::{self};
use bayside_domain::ids::{CallbackId, DealerId, EventNumber, FreedCapacityId, HoldId, PersonKey, VisitId, WishId};
use bayside_domain::time::{Instant, day_number};
use bayside_domain::words::WishState;
use bayside_domain::words::{Mark, Stay};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
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
    pub marks: Vec<Mark>,
}

fn callback(row: &AnyRow) -> Result<CallbackRow> {
    Ok(CallbackRow {
        id: read_id(row, 0)?,
        reference: row.try_get(1)?,
        state: from_document(&row.try_get::<String, _>(2)?)?,
    })
}

fn wish(row: &AnyRow) -> Result<WishRow> {
    Ok(WishRow { id: read_id(row, 0)?, wish: from_json(&row.try_get::<String, _>(1)?, "wish")? })
}

fn day(date: NaiveDate) -> i64 {
    day_number(date)
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

    /// The note of an event.
    pub async fn note(&mut self, dealer: DealerId, event: EventNumber) -> Result<Option<String>> {
        let sql = "SELECT body FROM note WHERE dealer = $1 AND event = $2";
        let row = sqlx::query(sql).bind(dealer.get()).bind(event.get()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }

    /// A visit by its reference, with its person. Runs the same queries whether there is one or not.
    pub async fn visit_and_person(
        &mut self,
        dealer: DealerId,
        reference: &str,
    ) -> Result<Option<(super::VisitRow, Option<Person>)>> {
        let sql = "SELECT id FROM visit WHERE dealer = $1 AND reference = $2";
        let row =
            sqlx::query(sql).bind(dealer.get()).bind(reference.to_owned()).fetch_optional(&mut *self.conn).await?;
        let id = row.map(|row| read_id(&row, 0)).transpose()?.unwrap_or(VisitId::new(0));
        let person = self.person(dealer, id).await?;
        Ok(self.visit(dealer, id).await?.map(|visit| (visit, person)))
    }

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
        .bind(day(row.wish.to))
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
        let over = sqlx::query(sql).bind(dealer.get()).bind(day(today)).fetch_optional(&mut *self.conn).await?;
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

    /// Deletes the person of a wish that has ended.
    pub async fn forget_person(&mut self, dealer: DealerId, of: impl Into<PersonKey>) -> Result<()> {
        sqlx::query("DELETE FROM person WHERE dealer = $1 AND visit = $2")
            .bind(dealer.get())
            .bind(of.into().get())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }
}
