//! The log of each dealer: what happened, and the free text beside it.

use super::batch::Insert;
use super::column::read_id;
use super::{DealerRow, Result, StoreError, Tx, from_json, to_json};
use bayside_domain::event::{
    Actor, CallbackEvent, DealerEvent, EventKind, HouseEvent, LoggedEvent, Recorded, ScreenEvent, Subject, TicketEvent,
    VisitEvent, WishEvent,
};
use bayside_domain::ids::{DealerId, EventNumber, VisitId};
use bayside_domain::time::Instant;
use serde::Deserialize;
use sqlx::Row;
use sqlx::any::AnyRow;

/// The subject id of events of the dealer itself; real ids begin with 1.
const HOUSE: i64 = 0;

/// The id of a subject as the table stores it, without its kind: the ids of a dealer are unique across kinds.
fn id_of(subject: Subject) -> i64 {
    match subject {
        Subject::House => HOUSE,
        Subject::Visit(id) => id.get(),
        Subject::Callback(id) => id.get(),
        Subject::Wish(id) => id.get(),
        Subject::Ticket(id) => id.get(),
    }
}

/// Reads a row of the event table; `event` parses the JSON of the event.
fn recorded<E>(row: &AnyRow, event: impl FnOnce(&str) -> Result<E>) -> Result<Recorded<E>> {
    Ok(Recorded {
        number: read_id(row, 0)?,
        at: Instant::from_micros(row.try_get(1)?),
        by: from_json(&row.try_get::<String, _>(2)?, "actor")?,
        event: event(&row.try_get::<String, _>(3)?)?,
    })
}

/// The kind of an event, under which it is stored.
#[derive(Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    kind: EventKind,
}

/// Parses an event whose subject is the dealer; its kind says whether it is a screen's.
fn house_event(text: &str) -> Result<HouseEvent> {
    match from_json::<Typed>(text, "event")?.kind {
        EventKind::Screen(_) => from_json(text, "event").map(HouseEvent::Screen),
        EventKind::Dealer(_) => from_json(text, "event").map(HouseEvent::Dealer),
        _ => Err(StoreError::Corrupt("event")),
    }
}

/// Whether a text is an event of any kind.
pub(super) fn is_event(text: &str) -> bool {
    fn is<E: serde::de::DeserializeOwned>(text: &str) -> bool {
        serde_json::from_str::<E>(text).is_ok()
    }
    serde_json::from_str::<Typed>(text).is_ok_and(|typed| match typed.kind {
        EventKind::Visit(_) => is::<VisitEvent>(text),
        EventKind::Screen(_) => is::<ScreenEvent>(text),
        EventKind::Dealer(_) => is::<DealerEvent>(text),
        EventKind::Callback(_) => is::<CallbackEvent>(text),
        EventKind::Wish(_) => is::<WishEvent>(text),
        EventKind::Ticket(_) => is::<TicketEvent>(text),
    })
}

/// Reads a row of the event table as an event of a visit.
pub(super) fn visit_event(row: &AnyRow) -> Result<Recorded<VisitEvent>> {
    recorded(row, |text| from_json(text, "event"))
}

impl Tx<'_> {
    /// Appends an event under the dealer's lock, gives it the next number, and marks the dealer changed.
    pub async fn append<E: LoggedEvent>(
        &mut self,
        dealer: &mut DealerRow,
        of: E::Of,
        at: Instant,
        by: Actor,
        event: E,
    ) -> Result<Recorded<E>> {
        dealer.last_event = dealer.last_event.next();
        let recorded = Recorded { number: dealer.last_event, at, by, event };
        self.insert(Insert {
            sql: "INSERT INTO event (dealer, number, visit, at, actor, body) VALUES ($1, $2, $3, $4, $5, $6)".into(),
            values: vec![
                dealer.id.into(),
                recorded.number.into(),
                id_of(E::subject(of)).into(),
                at.micros().into(),
                to_json(&by).into(),
                to_json(&recorded.event).into(),
            ],
        })
        .await?;
        self.touched.insert(dealer.id, dealer.last_event);
        Ok(recorded)
    }

    /// All events of a visit, oldest first.
    pub async fn events_of(&mut self, dealer: DealerId, visit: VisitId) -> Result<Vec<Recorded<VisitEvent>>> {
        let rows =
            sqlx::query("SELECT number, at, actor, body FROM event WHERE dealer = $1 AND visit = $2 ORDER BY number")
                .bind(dealer.get())
                .bind(visit.get())
                .fetch_all(&mut *self.conn)
                .await?;
        rows.iter().map(visit_event).collect()
    }

    /// The events of the dealer itself and its screens after an event, oldest first.
    pub async fn house_events_since(
        &mut self,
        dealer: DealerId,
        event: EventNumber,
    ) -> Result<Vec<Recorded<HouseEvent>>> {
        let sql = "SELECT number, at, actor, body FROM event WHERE dealer = $1 AND visit = $2 AND number > $3 ORDER BY number";
        let rows = sqlx::query(sql).bind(dealer.get()).bind(HOUSE).bind(event.get()).fetch_all(&mut *self.conn).await?;
        rows.iter().map(|row| recorded(row, house_event)).collect()
    }

    /// Stores a note with an event.
    pub async fn add_note(&mut self, dealer: DealerId, event: EventNumber, of: Subject, body: &str) -> Result<()> {
        sqlx::query("INSERT INTO note (dealer, event, visit, body) VALUES ($1, $2, $3, $4)")
            .bind(dealer.get())
            .bind(event.get())
            .bind(id_of(of))
            .bind(body.to_owned())
            .execute(&mut *self.conn)
            .await?;
        Ok(())
    }

    /// The notes of a visit's events.
    pub async fn notes_of(&mut self, dealer: DealerId, visit: VisitId) -> Result<Vec<(EventNumber, String)>> {
        let rows = sqlx::query("SELECT event, body FROM note WHERE dealer = $1 AND visit = $2 ORDER BY event")
            .bind(dealer.get())
            .bind(visit.get())
            .fetch_all(&mut *self.conn)
            .await?;
        rows.iter().map(|row| Ok((read_id(row, 0)?, row.try_get(1)?))).collect()
    }

    /// The note of an event.
    pub async fn note(&mut self, dealer: DealerId, event: EventNumber) -> Result<Option<String>> {
        let sql = "SELECT body FROM note WHERE dealer = $1 AND event = $2";
        let row = sqlx::query(sql).bind(dealer.get()).bind(event.get()).fetch_optional(&mut *self.conn).await?;
        row.map(|row| Ok(row.try_get(0)?)).transpose()
    }
}
