//! Training, sickness, a lift out of order: less room at once, and the bookings that this hits.

use crate::app::{App, AtDealer};
use crate::http::caller::{Anyone, Desk, RoomPage};
use crate::http::extract::{Json, Locale};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::http::reply::fresh;
use crate::routes::availability::stock;
use crate::routes::desk::view::card;
use crate::wire::OnTheWire;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bayside_api::capacity::{Block, BlockList, BlockRequest, Hit, Resource as WireResource};
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::capacity::{Resource, ResourceId};
use bayside_domain::ids::OutageId;
use bayside_domain::language::Language;
use bayside_domain::limits::{OUTAGE_MINUTES_MAX, OUTAGES_MAX};
use bayside_domain::time::{Bucket, Instant};
use bayside_domain::visit::Phase;
use bayside_domain::words::BlockReason;
use bayside_store::{BlockRow, NamedClaim, Person, VisitRow};
use bayside_workflow::capacity_cache::{CapacitySnapshot, blocked};
use bayside_workflow::dealers::Dealer;
use chrono::{Datelike, NaiveDateTime};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How many days before a block a visit may begin that still needs the resource: longer than any stay.
const DAYS_BEFORE: i64 = 60;

/// An instant from a time on the dealer's wall.
pub fn from_wall(dealer: &Dealer, text: &str, side: Side) -> Option<Instant> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok()?;
    // Years that calendars know.
    (2000..2200).contains(&local.year()).then(|| Instant::from_seconds(instant_of(&dealer.zone, local, side)))
}

/// A resource as the desk sees it.
pub fn wire_resource(dealer: &Dealer, stock: &CapacitySnapshot, id: ResourceId, speaks: &[Language]) -> WireResource {
    let resource = stock.workshop.resource(id);
    let name = match resource {
        Resource::Adviser(id) => dealer.file.adviser(id).map(|adviser| adviser.name.get(speaks).to_owned()),
        Resource::Team(_) | Resource::Seat | Resource::Loaner => None,
    };
    WireResource { id: resource.to_string(), name: name.unwrap_or_default(), places: stock.workshop.limit(id) }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(lift))
}

/// What is out of use, now or later.
#[utoipa::path(get, path = "/desk/{dealer}/blocks", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = BlockList), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<Anyone>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let stock = stock(&app, &dealer).await?;
    let now = app.now();
    let rows: Vec<BlockRow> = stock.blocks.iter().filter(|block| block.ends_at > now).cloned().collect();
    let (first, last) = days(&dealer, &rows);
    let id = dealer.id;
    let visits = app
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visits_with_people(id, first, last).await?) }))
        .await?;
    let speaks = dealer.file.speaks(locale);
    let resources = (0..stock.workshop.resources().len() as u16)
        .map(|id| wire_resource(&dealer, &stock, ResourceId(id), &speaks))
        .filter(|resource| resource.places > 0)
        .collect();
    let wire = |row: &BlockRow| wire(&dealer, &stock, row, &visits, now, locale);
    let reply = BlockList { as_of: dealer.wire(now), resources, blocks: rows.iter().filter_map(wire).collect() };
    Ok(fresh(reply))
}

/// The days on which a visit may begin that one of these blocks hits.
fn days(dealer: &Dealer, rows: &[BlockRow]) -> (i64, i64) {
    let day = |at: Instant| i64::from(dealer.date(at).num_days_from_ce());
    let first = rows.iter().map(|row| day(row.begins_at)).min().unwrap_or(0) - DAYS_BEFORE;
    let last = rows.iter().map(|row| day(row.ends_at)).max().unwrap_or(first);
    (first, last)
}

fn wire(
    dealer: &Dealer,
    stock: &CapacitySnapshot,
    row: &BlockRow,
    visits: &[(VisitRow, Person)],
    now: Instant,
    locale: Option<Language>,
) -> Option<Block> {
    let out = blocked(&stock.workshop, dealer, row)?;
    let speaks = dealer.file.speaks(locale);
    let is_short = |at: &i64| {
        let (used, limit) =
            (stock.room.used(&stock.workshop, out.resource, *at), stock.room.limit(&stock.workshop, out.resource, *at));
        used > limit
    };
    let hits = visits.iter().filter_map(|(visit, person)| {
        if !matches!(visit.state.phase, Phase::Booked | Phase::OnSite) {
            return None;
        }
        let claims = stock.claims(&visit.claims).into_iter().filter(|claim| claim.resource == out.resource);
        let short_at =
            claims.filter_map(|claim| (claim.from.max(out.from)..claim.to.min(out.to)).find(is_short)).min()?;
        let card = card(dealer, visit, person, now, locale);
        let short_at = if out.resource == stock.workshop.loaner() {
            visit.state.appointment.start
        } else {
            Bucket(short_at).start()
        };
        Some(Hit {
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
    Some(Block {
        id: row.id,
        resource: wire_resource(dealer, stock, out.resource, &speaks),
        blocked: row.places,
        from: dealer.wire(row.begins_at),
        to: dealer.wire(row.ends_at),
        reason: BlockReason::from_word(&row.reason).unwrap_or(BlockReason::Other),
        hits: hits.collect(),
    })
}

/// What is wanted, checked.
struct Wanted {
    resource: String,
    places: u16,
    begins_at: Instant,
    ends_at: Instant,
    reason: BlockReason,
}

fn checked(dealer: &Dealer, stock: &CapacitySnapshot, now: Instant, request: &BlockRequest) -> Result<Wanted, Failure> {
    let mut checks = FieldChecks::new();
    let mut wrong = |pointer: &str, code: &str| {
        checks.wrong(pointer.to_owned(), code);
    };
    let id = Resource::from_name(&request.resource).and_then(|resource| stock.workshop.resource_id(&resource));
    if id.is_none() {
        wrong("/resource", "unknown-resource");
    }
    let limit = id.map_or(1, |id| stock.workshop.limit(id));
    let places = request.places.unwrap_or(limit);
    if places == 0 || places > limit {
        wrong("/places", "out-of-range");
    }
    let from = from_wall(dealer, &request.from, Side::Opening);
    let to = from_wall(dealer, &request.to, Side::Closing);
    if from.is_none() {
        wrong("/from", "wall-time");
    }
    if to.is_none() {
        wrong("/to", "wall-time");
    }
    if let (Some(from), Some(to)) = (from, to) {
        if to <= from {
            wrong("/to", "before-from");
        } else if to <= now {
            wrong("/to", "past");
        } else if to > from.plus_minutes(OUTAGE_MINUTES_MAX) {
            wrong("/to", "too-far");
        }
    }
    match (from, to) {
        (Some(begins_at), Some(ends_at)) if checks.is_empty() => {
            Ok(Wanted { resource: request.resource.clone(), places, begins_at, ends_at, reason: request.reason })
        }
        _ => Err(checks.refuse()),
    }
}

/// Puts something out of use. The reply names the bookings that this hits.
#[utoipa::path(post, path = "/desk/{dealer}/blocks", tag = "desk", params(("dealer" = String, Path)), request_body = BlockRequest,
    responses((status = 201, body = Block), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Desk { dealer, staff, .. }: Desk<RoomPage>,
    Locale(locale): Locale,
    body: Json<BlockRequest>,
) -> Result<Response, Rejection> {
    let request = body.value;
    let block = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let wanted = checked(at.dealer, &at.capacity, at.now, &request)?;
                if at.capacity.blocks.len() >= OUTAGES_MAX {
                    return Err(Failure::at("", "too-many"));
                }
                let row = BlockRow {
                    id: at.row.next_id(),
                    resource: wanted.resource,
                    places: wanted.places,
                    begins_at: wanted.begins_at,
                    ends_at: wanted.ends_at,
                    reason: wanted.reason.as_str().to_owned(),
                    created_at: at.now,
                    staff: staff.row.id,
                };
                at.tx.add_block(at.dealer.id, &row).await?;
                let mut blocks = at.capacity.blocks.clone();
                blocks.push(row.clone());
                set(at, blocks);
                let (first, last) = days(at.dealer, std::slice::from_ref(&row));
                let visits = at.tx.visits_with_people(at.dealer.id, first, last).await?;
                wire(at.dealer, &at.capacity, &row, &visits, at.now, locale).ok_or_else(|| Failure::new(Code::Internal))
            })
        })
        .await?;
    Ok((StatusCode::CREATED, axum::Json(block)).into_response())
}

/// Lifts a block.
#[utoipa::path(delete, path = "/desk/{dealer}/blocks/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn lift(
    State(app): State<App>,
    Path((_, id)): Path<(String, OutageId)>,
    Desk { dealer, .. }: Desk<RoomPage>,
) -> Result<StatusCode, Rejection> {
    Ok(app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if !at.tx.delete_block(at.dealer.id, id).await? {
                    return Err(Failure::new(Code::NotFound));
                }
                let (lifted, blocks): (Vec<_>, Vec<_>) =
                    at.capacity.blocks.clone().into_iter().partition(|block| block.id == id);
                set(at, blocks);
                // Somebody may be waiting for what is whole again.
                for block in lifted.iter().filter_map(|block| blocked(&at.capacity.workshop, at.dealer, block)) {
                    let name = at.capacity.workshop.resource(block.resource).to_string();
                    let places = block.places.min(at.capacity.workshop.limit(block.resource));
                    at.freed.extend((0..places).map(|_| NamedClaim(name.clone(), block.from, block.to)));
                }
                Ok(StatusCode::NO_CONTENT)
            })
        })
        .await?)
}

/// The room of this transaction, and of all that follow, has these blocks.
fn set(at: &mut AtDealer<'_, '_>, mut blocks: Vec<BlockRow>) {
    blocks.sort_by_key(|block| (block.begins_at, block.id));
    let dealer = Arc::clone(at.dealer);
    Arc::make_mut(&mut at.capacity).set_blocks(&dealer, &mut at.row, blocks);
}
