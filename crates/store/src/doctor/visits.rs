//! A visit is its events: what is stored of it must be what they say, and the capacity that is counted must be what
//! visits and holds take.

use super::problems::{Problems, Result, ask};
use crate::capacity::sums;
use crate::events::visit_event;
use crate::visits::visit_from;
use crate::{NamedClaim, VisitRow, from_json};
use bayside_domain::event::{Recorded, VisitEvent};
use bayside_domain::ids::{DealerId, VisitId};
use bayside_domain::visit::Visit;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// How many visits are read at once.
const PAGE: usize = 500;

/// What is taken of a resource in a bucket, and how much of that by bookings.
type Taken = BTreeMap<(String, i64), (i64, i64)>;

/// Checks a dealer's visits and capacity.
pub(super) async fn visits_and_capacity(
    conn: &mut AnyConnection,
    dealer: DealerId,
    problems: &mut Problems,
) -> Result<()> {
    let mut taken = Taken::new();
    let mut after = 0;
    let mut lines = Vec::new();
    loop {
        let sql = format!(
            "SELECT id, reference, day, last_event, claims, state, generation, on_board, number FROM visit \
             WHERE dealer = {dealer} AND id > {after} ORDER BY id LIMIT {PAGE}"
        );
        let rows = ask(conn, sql).await?;
        let Some(last) = rows.last() else { break };
        let (first, last): (i64, i64) = (after + 1, last.try_get(0)?);
        let mut events = events_between(conn, dealer, first, last).await?;
        for row in &rows {
            let id = VisitId::new(row.try_get(0)?);
            let Ok(visit) = visit_from(row) else {
                lines.push(format!("dealer {dealer}, visit {id}: cannot be read"));
                continue;
            };
            let events = events.remove(&id).unwrap_or_default();
            let columns: (i64, Option<i64>) = (row.try_get(7)?, row.try_get(8)?);
            let differs = differs(&visit, columns, &events);
            lines.extend(differs.map(|how| format!("dealer {dealer}, visit {id}: {how}")));
            count(&mut taken, &visit.claims, !visit.state.walk_in);
        }
        after = last;
    }
    problems.add_all(lines);
    holds(conn, dealer, &mut taken, problems).await?;
    compare(conn, dealer, &taken, problems).await
}

/// The events of the visits from one id to another, oldest first.
async fn events_between(
    conn: &mut AnyConnection,
    dealer: DealerId,
    first: i64,
    last: i64,
) -> Result<BTreeMap<VisitId, Vec<Recorded<VisitEvent>>>> {
    let sql = format!(
        "SELECT event.number, at, actor, body, visit FROM event \
         JOIN visit ON visit.dealer = event.dealer AND visit.id = event.visit \
         WHERE event.dealer = {dealer} AND visit BETWEEN {first} AND {last} ORDER BY visit, event.number"
    );
    let mut events: BTreeMap<VisitId, Vec<_>> = BTreeMap::new();
    for row in ask(conn, sql).await? {
        // One that cannot be read is told with all other texts.
        if let Ok(event) = visit_event(&row) {
            events.entry(VisitId::new(row.try_get(4)?)).or_default().push(event);
        }
    }
    Ok(events)
}

/// In what a visit differs from its events; `None` if it does not.
fn differs(row: &VisitRow, (on_board, number): (i64, Option<i64>), events: &[Recorded<VisitEvent>]) -> Option<String> {
    let Some(mut visit) = events.first().and_then(Visit::begin) else {
        return Some("its events do not begin with a booking".to_owned());
    };
    events[1..].iter().for_each(|event| visit.apply(event));
    let last = events.last().map(|event| event.number);
    if visit != row.state {
        Some("is not what its events say".to_owned())
    } else if last != Some(row.last_event) {
        Some(format!("its last event should be {}", row.last_event))
    } else if (on_board, number) != (i64::from(visit.on_board()), visit.number.map(i64::from)) {
        Some("is listed otherwise than it stands".to_owned())
    } else {
        None
    }
}

fn count(taken: &mut Taken, claims: &[NamedClaim], booked: bool) {
    for ((bucket, resource), sum) in sums(claims) {
        let (used, of_bookings) = taken.entry((resource.to_owned(), bucket)).or_default();
        *used += sum;
        *of_bookings += if booked { sum } else { 0 };
    }
}

/// Counts what holds take that are not over.
async fn holds(conn: &mut AnyConnection, dealer: DealerId, taken: &mut Taken, problems: &mut Problems) -> Result<()> {
    let sql = format!("SELECT id, claims FROM hold WHERE dealer = {dealer} AND state = 'live' ORDER BY id");
    for row in ask(conn, sql).await? {
        match from_json::<Vec<NamedClaim>>(&row.try_get::<String, _>(1)?, "claims") {
            Ok(claims) => count(taken, &claims, true),
            Err(_) => problems.add(format!("dealer {dealer}, hold {}: cannot be read", row.try_get::<i64, _>(0)?)),
        }
    }
    Ok(())
}

/// Compares what is counted with what is taken.
async fn compare(conn: &mut AnyConnection, dealer: DealerId, taken: &Taken, problems: &mut Problems) -> Result<()> {
    let sql = format!("SELECT resource, bucket, used, booked FROM capacity WHERE dealer = {dealer} AND used <> 0");
    let mut counted = Taken::new();
    for row in ask(conn, sql).await? {
        counted.insert((row.try_get(0)?, row.try_get(1)?), (row.try_get(2)?, row.try_get(3)?));
    }
    let mut lines = Vec::new();
    for place in taken.keys().chain(counted.keys().filter(|place| !taken.contains_key(*place))) {
        let of = |places: &Taken| places.get(place).copied().unwrap_or_default();
        let ((used, booked), (is_used, is_booked)) = (of(taken), of(&counted));
        if (used, booked) != (is_used, is_booked) {
            let (resource, bucket) = place;
            lines.push(format!(
                "dealer {dealer}, {resource} in bucket {bucket}: {is_used} counted ({is_booked} by bookings), \
                 and visits and holds take {used} ({booked})"
            ));
        }
    }
    problems.add_all(lines);
    Ok(())
}
