//! Outages such as training, sickness or a broken lift, and the bookings that they affect.

use crate::app::App;
use crate::http::caller::{Anyone, OutagesPage, StaffCaller};
use crate::http::extract::{Json, Locale, NoBody, Path};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::routes::availability::capacity_snapshot;
use crate::routes::desk::view::card;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::capacity::{AffectedBooking, Outage, OutageList, OutageRequest, Resource as WireResource};
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::capacity::{Resource, ResourceId};
use bayside_domain::document::Person;
use bayside_domain::ids::OutageId;
use bayside_domain::language::{Asked, Language};
use bayside_domain::time::{Bucket, Instant};
use bayside_domain::visit::Phase;
use bayside_store::{OutageRow, VisitRow};
use bayside_workflow::capacity_cache::{CapacitySnapshot, outage_in_buckets};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::idempotency::StoredReply;
use bayside_workflow::outage::{self, OutageInput};
use chrono::{Datelike, NaiveDateTime};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How many days before an outage a visit may begin that still needs the resource: longer than any stay.
const DAYS_BEFORE: i64 = 60;

/// The instant of a local time at the dealer.
pub fn from_wall(dealer: &Dealer, text: &str, side: Side) -> Option<Instant> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    // Only years that make sense.
    (2000..2200).contains(&local.year()).then(|| Instant::from_seconds(instant_of(&dealer.zone, local, side)))
}

/// A resource as the desk sees it.
pub fn wire_resource(
    dealer: &Dealer,
    capacity: &CapacitySnapshot,
    id: ResourceId,
    speaks: &[Language],
) -> WireResource {
    let resource = capacity.workshop.resource(id);
    let name = match resource {
        Resource::Adviser(id) => dealer.file.adviser(id).map(|adviser| adviser.name.get(speaks).to_owned()),
        Resource::Team(_) | Resource::Seat | Resource::Loaner => None,
    };
    WireResource { id: resource.to_string(), name: name.unwrap_or_default(), places: capacity.workshop.limit(id) }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(lift))
}

/// What is out of use, now or later.
#[utoipa::path(get, path = "/desk/{dealer}/blocks", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = OutageList), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<Anyone>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let capacity = capacity_snapshot(&app, &dealer).await?;
    let now = app.now();
    let rows: Vec<OutageRow> = capacity.outages.iter().filter(|outage| outage.ends_at > now).cloned().collect();
    let (first, last) = days(&dealer, &rows);
    let id = dealer.id;
    let visits = app
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visits_with_people(id, first, last).await?) }))
        .await?;
    let speaks = dealer.file.speaks(locale);
    let resources = (0..capacity.workshop.resources().len() as u16)
        .map(|id| wire_resource(&dealer, &capacity, ResourceId(id), &speaks))
        .filter(|resource| resource.places > 0)
        .collect();
    let wire = |row: &OutageRow| wire(&dealer, &capacity, row, &visits, now, locale);
    let reply = OutageList { as_of: dealer.wire(now), resources, blocks: rows.iter().filter_map(wire).collect() };
    Ok(fresh(reply))
}

/// The days on which a visit may begin that one of these outages affects.
fn days(dealer: &Dealer, rows: &[OutageRow]) -> (i64, i64) {
    let day = |at: Instant| dealer.day(at);
    let first = rows.iter().map(|row| day(row.begins_at)).min().unwrap_or(0) - DAYS_BEFORE;
    let last = rows.iter().map(|row| day(row.ends_at)).max().unwrap_or(first);
    (first, last)
}

fn wire(
    dealer: &Dealer,
    capacity: &CapacitySnapshot,
    row: &OutageRow,
    visits: &[(VisitRow, Person)],
    now: Instant,
    locale: Asked,
) -> Option<Outage> {
    let out = outage_in_buckets(&capacity.workshop, dealer, row)?;
    let speaks = dealer.file.speaks(locale);
    let is_short = |at: &i64| {
        let (used, limit) = (
            capacity.occupancy.used(&capacity.workshop, out.resource, *at),
            capacity.occupancy.limit(&capacity.workshop, out.resource, *at),
        );
        used > limit
    };
    let hits = visits.iter().filter_map(|(visit, person)| {
        if !matches!(visit.state.phase, Phase::Booked | Phase::OnSite) {
            return None;
        }
        let claims = capacity.claims(&visit.claims).into_iter().filter(|claim| claim.resource == out.resource);
        let short_at =
            claims.filter_map(|claim| (claim.from.max(out.from)..claim.to.min(out.to)).find(is_short)).min()?;
        let card = card(dealer, visit, person, now, locale);
        let short_at = if out.resource == capacity.workshop.loaner() {
            visit.state.appointment.start
        } else {
            Bucket(short_at).start()
        };
        Some(AffectedBooking {
            id: visit.id,
            reference: card.reference,
            plate: card.plate,
            addressed_as: card.addressed_as,
            phone: person.phone.clone(),
            work: card.jobs,
            start: card.start,
            short_at: dealer.wire(short_at),
        })
    });
    Some(Outage {
        id: row.id,
        resource: wire_resource(dealer, capacity, out.resource, &speaks),
        blocked: row.places,
        from: dealer.wire(row.begins_at),
        to: dealer.wire(row.ends_at),
        reason: row.reason,
        hits: hits.collect(),
    })
}

/// Puts something out of use. The reply names the bookings that this hits.
#[utoipa::path(post, path = "/desk/{dealer}/blocks", tag = "desk", params(("dealer" = String, Path)), request_body = OutageRequest,
    responses((status = 201, body = Outage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<OutagesPage>,
    Locale(locale): Locale,
    body: Json<OutageRequest>,
) -> Result<Response, Rejection> {
    let outage = outage_of(&dealer, body.value);
    let member = staff.row.id;
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let row = outage::add(at, &outage, member).await?;
            let (first, last) = days(at.dealer, std::slice::from_ref(&row));
            let visits = at.tx.visits_with_people(at.dealer.id, first, last).await?;
            let outage = wire(at.dealer, &at.capacity, &row, &visits, at.now, locale);
            let outage = outage.ok_or_else(|| Failure::new(Code::Internal))?;
            let reply = stored::reply(StatusCode::CREATED, &outage, None);
            // Whom it hits stands in the list.
            let kept = stored::reply(StatusCode::CREATED, &Outage { hits: Vec::new(), ..outage }, None).body;
            Ok(StoredReply { kept: Some(kept), ..reply })
        })
    });
    work.await
}

/// Lifts a block: the resource can be used again.
#[utoipa::path(delete, path = "/desk/{dealer}/blocks/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn lift(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<OutagesPage>,
    Path((_, id)): Path<(String, OutageId)>,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            outage::lift(at, id).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// An outage as it was sent, with the dealer's wall times as instants.
fn outage_of(dealer: &Dealer, request: OutageRequest) -> OutageInput {
    OutageInput {
        from: from_wall(dealer, &request.from, Side::Opening),
        to: from_wall(dealer, &request.to, Side::Closing),
        resource: request.resource,
        places: request.places,
        reason: request.reason,
    }
}
