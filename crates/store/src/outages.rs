//! Outages of resources, and calls to customers with their outcomes.

use super::StoreError;
use super::column::read_id;
use super::people::person_from;
use super::visits::visit_from;
use super::{Result, Tx, VisitRow};
use bayside_domain::codes::OutageReason;
use bayside_domain::document::Person;
use bayside_domain::ids::{ContactId, DealerId, OutageId, StaffId, VisitId};
use bayside_domain::time::Instant;
use sqlx::Row;

/// A resource out of use for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutageRow {
    /// The id within the dealer.
    pub id: OutageId,
    /// The resource's stable name.
    pub resource: String,
    /// How many of its places are out of use.
    pub places: u16,
    /// When the outage begins.
    pub begins_at: Instant,
    /// When the outage ends, exclusive.
    pub ends_at: Instant,
    /// The reason.
    pub reason: OutageReason,
    /// When it was entered.
    pub created_at: Instant,
    /// Who entered it.
    pub staff: StaffId,
}

/// A call to a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    /// The id within the dealer.
    pub id: ContactId,
    /// The visit that the call is about.
    pub visit: VisitId,
    /// The purpose of the call, as a code.
    pub purpose: String,
    /// The outcome of the call, as a code.
    pub outcome: String,
    /// When the call was made.
    pub at: Instant,
    /// Who made the call.
    pub staff: StaffId,
}

impl Tx<'_> {
    /// Outages that have not ended at an instant, in the order of their beginnings.
    pub async fn outages_after(&mut self, dealer: DealerId, at: Instant) -> Result<Vec<OutageRow>> {
        let sql = "SELECT id, resource, places, begins_at, ends_at, reason, created_at, staff FROM block \
                   WHERE dealer = $1 AND ends_at > $2 ORDER BY begins_at, id";
        let rows = sqlx::query(sql).bind(dealer.get()).bind(at.micros()).fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(OutageRow {
                    id: read_id(row, 0)?,
                    resource: row.try_get(1)?,
                    places: u16::try_from(row.try_get::<i64, _>(2)?).unwrap_or(u16::MAX),
                    begins_at: Instant::from_micros(row.try_get(3)?),
                    ends_at: Instant::from_micros(row.try_get(4)?),
                    reason: OutageReason::from_word(&row.try_get::<String, _>(5)?)
                        .ok_or(StoreError::Corrupt("outage"))?,
                    created_at: Instant::from_micros(row.try_get(6)?),
                    staff: read_id(row, 7)?,
                })
            })
            .collect()
    }

    /// Inserts an outage.
    pub async fn add_outage(&mut self, dealer: DealerId, row: &OutageRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO block (dealer, id, resource, places, begins_at, ends_at, reason, created_at, staff) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.resource.clone())
        .bind(i64::from(row.places))
        .bind(row.begins_at.micros())
        .bind(row.ends_at.micros())
        .bind(row.reason.as_str())
        .bind(row.created_at.micros())
        .bind(row.staff.get())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Deletes an outage. Returns whether there was one.
    pub async fn delete_outage(&mut self, dealer: DealerId, id: OutageId) -> Result<bool> {
        let deleted = sqlx::query("DELETE FROM block WHERE dealer = $1 AND id = $2")
            .bind(dealer.get())
            .bind(id.get())
            .execute(&mut *self.conn)
            .await?;
        Ok(deleted.rows_affected() > 0)
    }

    /// Visits of a range of days with their persons, in the order of days; visits of erased persons are left out.
    pub async fn visits_with_people(
        &mut self,
        dealer: DealerId,
        first_day: i64,
        last_day: i64,
    ) -> Result<Vec<(VisitRow, Person)>> {
        let sql = "SELECT v.id, v.reference, v.day, v.last_event, v.claims, v.state, v.generation, p.body FROM visit v \
                   JOIN person p ON p.dealer = v.dealer AND p.visit = v.id \
                   WHERE v.dealer = $1 AND v.day BETWEEN $2 AND $3 ORDER BY v.day, v.id";
        let rows =
            sqlx::query(sql).bind(dealer.get()).bind(first_day).bind(last_day).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((visit_from(row)?, person_from(&row.try_get::<String, _>(7)?)?))).collect()
    }

    /// Visits of one car in a range of days with their persons, in the order of days.
    pub async fn visits_of_plate(
        &mut self,
        dealer: DealerId,
        plate: &str,
        first_day: i64,
        last_day: i64,
    ) -> Result<Vec<(VisitRow, Person)>> {
        let sql = "SELECT v.id, v.reference, v.day, v.last_event, v.claims, v.state, v.generation, p.body FROM person p \
                   JOIN visit v ON v.dealer = p.dealer AND v.id = p.visit \
                   WHERE p.dealer = $1 AND p.plate = $2 AND v.day BETWEEN $3 AND $4 ORDER BY v.day, v.id";
        let query = sqlx::query(sql).bind(dealer.get()).bind(plate.to_owned()).bind(first_day).bind(last_day);
        let rows = query.fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((visit_from(row)?, person_from(&row.try_get::<String, _>(7)?)?))).collect()
    }

    /// Keeps a call to a customer.
    pub async fn add_contact(&mut self, dealer: DealerId, row: &ContactRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO contact (dealer, id, visit, purpose, outcome, at, staff) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.visit.get())
        .bind(row.purpose.clone())
        .bind(row.outcome.clone())
        .bind(row.at.micros())
        .bind(row.staff.get())
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// Calls for a purpose since an instant, oldest first.
    pub async fn contacts_since(&mut self, dealer: DealerId, purpose: &str, since: Instant) -> Result<Vec<ContactRow>> {
        let sql = "SELECT id, visit, purpose, outcome, at, staff FROM contact \
                   WHERE dealer = $1 AND purpose = $2 AND at >= $3 ORDER BY id";
        let query = sqlx::query(sql).bind(dealer.get()).bind(purpose.to_owned()).bind(since.micros());
        let rows = query.fetch_all(&mut *self.conn).await?;
        rows.iter()
            .map(|row| {
                Ok(ContactRow {
                    id: read_id(row, 0)?,
                    visit: read_id(row, 1)?,
                    purpose: row.try_get(2)?,
                    outcome: row.try_get(3)?,
                    at: Instant::from_micros(row.try_get(4)?),
                    staff: read_id(row, 5)?,
                })
            })
            .collect()
    }
}
