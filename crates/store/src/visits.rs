//! Visits.

use super::batch::Insert;
use super::column::read_id;
use super::people::person_from;
use super::{NamedClaim, Result, Tx, from_json, to_json};
use bayside_domain::document::Person;
use bayside_domain::ids::{DealerId, EventNumber, VisitId};
use bayside_domain::visit::Visit;
use sqlx::Row;
use sqlx::any::AnyRow;

/// A visit: its projection and where to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The id within the dealer.
    pub id: VisitId,
    /// The reference: six characters.
    pub reference: String,
    /// The start's local date, in days since the common era.
    pub day: i64,
    /// The number of its last event.
    pub last_event: EventNumber,
    /// Raised to revoke the visit's tokens.
    pub generation: i64,
    /// The capacity that it takes.
    pub claims: Vec<NamedClaim>,
    /// The projection of its events.
    pub state: Visit,
}

const VISIT: &str = "SELECT id, reference, day, last_event, claims, state, generation FROM visit WHERE dealer = $1";
const CAR: &str = "SELECT visit.id, reference, day, last_event, claims, state, generation, person.body FROM visit \
                   LEFT JOIN person ON person.dealer = visit.dealer AND person.visit = visit.id WHERE visit.dealer = $1";

/// A visit and its person; `None` once erased.
pub type VisitAndPerson = (VisitRow, Option<Person>);

fn visit_and_person_from(row: &AnyRow) -> Result<VisitAndPerson> {
    let person: Option<String> = row.try_get(7)?;
    Ok((visit_from(row)?, person.as_deref().map(person_from).transpose()?))
}

pub(super) fn visit_from(row: &AnyRow) -> Result<VisitRow> {
    Ok(VisitRow {
        id: read_id(row, 0)?,
        reference: row.try_get(1)?,
        day: row.try_get(2)?,
        last_event: read_id(row, 3)?,
        claims: from_json(&row.try_get::<String, _>(4)?, "claims")?,
        state: from_json(&row.try_get::<String, _>(5)?, "visit")?,
        generation: row.try_get(6)?,
    })
}

impl Tx<'_> {
    /// Inserts a new visit.
    pub async fn add_visit(&mut self, dealer: DealerId, row: &VisitRow) -> Result<()> {
        self.insert(Insert {
            sql: "INSERT INTO visit (dealer, id, reference, day, on_board, number, last_event, claims, state, generation) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)".into(),
            values: vec![
                dealer.into(),
                row.id.into(),
                row.reference.clone().into(),
                row.day.into(),
                i64::from(row.state.on_board()).into(),
                row.state.number.map(i64::from).into(),
                row.last_event.into(),
                to_json(&row.claims).into(),
                to_json(&row.state).into(),
                row.generation.into(),
            ],
        })
        .await
    }

    /// Writes a visit's projection.
    pub async fn save_visit(&mut self, dealer: DealerId, row: &VisitRow) -> Result<()> {
        sqlx::query(
            "UPDATE visit SET day = $3, on_board = $4, number = $5, last_event = $6, claims = $7, state = $8, generation = $9 \
             WHERE dealer = $1 AND id = $2",
        )
        .bind(dealer.get())
        .bind(row.id.get())
        .bind(row.day)
        .bind(i64::from(row.state.on_board()))
        .bind(row.state.number.map(i64::from))
        .bind(row.last_event.get())
        .bind(to_json(&row.claims))
        .bind(to_json(&row.state))
        .bind(row.generation)
        .execute(&mut *self.conn)
        .await?;
        Ok(())
    }

    /// A visit by its id.
    pub async fn visit(&mut self, dealer: DealerId, id: VisitId) -> Result<Option<VisitRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{VISIT} AND id = $2"));
        let row = sqlx::query(sql).bind(dealer.get()).bind(id.get()).fetch_optional(&mut *self.conn).await?;
        row.as_ref().map(visit_from).transpose()
    }

    /// Whether a reference is taken.
    pub async fn reference_exists(&mut self, dealer: DealerId, reference: &str) -> Result<bool> {
        let sql = "SELECT id FROM visit WHERE dealer = $1 AND reference = $2";
        Ok(sqlx::query(sql)
            .bind(dealer.get())
            .bind(reference.to_owned())
            .fetch_optional(&mut *self.conn)
            .await?
            .is_some())
    }

    /// A day's visits and every car on the premises or not yet gone.
    pub async fn visits_of_day(&mut self, dealer: DealerId, day: i64) -> Result<Vec<VisitRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{VISIT} AND (day = $2 OR on_board = 1) ORDER BY id"));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(day).fetch_all(&mut *self.conn).await?;
        rows.iter().map(visit_from).collect()
    }

    /// The same with their persons, in the order of their last events.
    pub async fn cars_of_day(&mut self, dealer: DealerId, day: i64) -> Result<Vec<VisitAndPerson>> {
        let sql = sqlx::AssertSqlSafe(format!("{CAR} AND (day = $2 OR on_board = 1) ORDER BY last_event"));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(day).fetch_all(&mut *self.conn).await?;
        rows.iter().map(visit_and_person_from).collect()
    }

    /// Visits with events after `event`, with their persons, in the order of their last events.
    pub async fn cars_changed_since(&mut self, dealer: DealerId, event: EventNumber) -> Result<Vec<VisitAndPerson>> {
        let sql = sqlx::AssertSqlSafe(format!("{CAR} AND last_event > $2 ORDER BY last_event"));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(event.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(visit_and_person_from).collect()
    }

    /// Visits with events after `event`, in the order of their last events.
    pub async fn visits_changed_since(&mut self, dealer: DealerId, event: EventNumber) -> Result<Vec<VisitRow>> {
        let sql = sqlx::AssertSqlSafe(format!("{VISIT} AND last_event > $2 ORDER BY last_event"));
        let rows = sqlx::query(sql).bind(dealer.get()).bind(event.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(visit_from).collect()
    }

    /// Lounge numbers that were assigned on a day, to visits or tickets, and those on the board.
    pub async fn numbers_in_use(&mut self, dealer: DealerId, day: i64) -> Result<Vec<i64>> {
        let sql = "SELECT number FROM visit WHERE dealer = $1 AND (day = $2 OR on_board = 1) AND number IS NOT NULL \
                   UNION SELECT number FROM ticket WHERE dealer = $1 AND day = $2";
        let rows = sqlx::query(sql).bind(dealer.get()).bind(day).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
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
}
