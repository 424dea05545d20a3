//! Tickets of customers without a booking, and the visits of a car.

use super::column::{read_id, read_id_if_any};
use super::people::person_from;
use super::visits::visit_from;
use super::{Result, Tx, VisitRow, from_json, to_json};
use bayside_domain::codes::{TicketEnd, VisitReason};
use bayside_domain::document::Person;
use bayside_domain::ids::{DealerId, ScreenId, StaffId, TicketId, VisitId};
use bayside_domain::time::Instant;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// The id within the dealer.
    pub id: TicketId,
    /// The local date on which it was drawn, in days since the common era.
    pub day: i64,
    /// The lounge number of the ticket.
    pub number: u16,
    /// The visit that it became.
    pub visit: Option<VisitId>,
    /// The state of the ticket.
    pub state: Ticket,
}

/// The stored state of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The version: rises with every change.
    pub version: i64,
    /// Why the customer came.
    pub reason: VisitReason,
    /// When it was drawn.
    pub drawn_at: Instant,
    /// The kiosk at which it was drawn.
    pub screen: ScreenId,
    /// When it was called last, and by whom.
    pub called: Option<(Instant, StaffId)>,
    /// How it ended, and when.
    pub ended: Option<(TicketEnd, Instant)>,
}

const TICKET: &str = "SELECT id, day, number, visit, body FROM ticket WHERE dealer = $1";

/// The most visits of one car that are read; the latest ones.
const VISITS_OF_CAR_MAX: i64 = 20;

fn ticket(row: &AnyRow) -> Result<TicketRow> {
    Ok(TicketRow {
        id: read_id(row, 0)?,
        day: row.try_get(1)?,
        number: u16::try_from(row.try_get::<i64, _>(2)?).unwrap_or_default(),
        visit: read_id_if_any(row, 3)?,
        state: from_json(&row.try_get::<String, _>(4)?, "ticket")?,
    })
}

impl Tx<'_> {
    /// Inserts or replaces a ticket.
    pub async fn put_ticket(&mut self, dealer: DealerId, row: &TicketRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO ticket (dealer, id, day, number, open, visit, body) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (dealer, id) DO UPDATE SET open = excluded.open, visit = excluded.visit, body = excluded.body",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.day)
        .bind(i64::from(row.number))
        .bind(i64::from(row.state.ended.is_none()))
        .bind(row.visit.map(VisitId::get))
        .bind(to_json(&row.state))
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A ticket by its id.
    pub async fn ticket(&mut self, dealer: DealerId, id: TicketId) -> Result<Option<TicketRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{TICKET} AND id = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(ticket).transpose()
    }

    /// The ticket that became a visit.
    pub async fn ticket_of_visit(&mut self, dealer: DealerId, visit: VisitId) -> Result<Option<TicketRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{TICKET} AND visit = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(visit.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(ticket).transpose()
    }

    /// The tickets of a day that wait, in the order in which they were drawn.
    pub async fn open_tickets(&mut self, dealer: DealerId, day: i64) -> Result<Vec<TicketRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{TICKET} AND day = $2 AND open = 1 ORDER BY id"));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(day).fetch_all(&mut *self.conn).await?;
        rows.iter().map(ticket).collect()
    }

    /// The latest visits of a car by its plate, with their persons; one query, also for an unknown plate.
    pub async fn visits_of_car(&mut self, dealer: DealerId, plate: &str) -> Result<Vec<(VisitRow, Person)>> {
        let sql = "SELECT v.id, v.reference, v.day, v.last_event, v.claims, v.state, v.generation, p.body FROM \
                   (SELECT visit, body FROM person WHERE dealer = $1 AND plate = $2 ORDER BY visit DESC LIMIT $3) p \
                   JOIN visit v ON v.dealer = $1 AND v.id = p.visit ORDER BY v.id DESC";
        let query = sqlx::query(sql).bind(dealer.get()).bind(plate.to_owned()).bind(VISITS_OF_CAR_MAX);
        let rows = query.fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok((visit_from(row)?, person_from(&row.try_get::<String, _>(7)?)?))).collect()
    }
}
