//! The day's visits, one visit, walk-ins, the desk's stream.

use super::view::{card, desk_visit};
use crate::app::{App, AtDealer};
use crate::auth::Staff;
use crate::http::caller::{Anyone, Desk, Reception};
use crate::http::extract::{IdempotencyKey, IfMatch, Json, Locale, query};
use crate::http::idempotency::{Answer, Once};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::http::reply::{fresh, tagged};
use crate::live;
use crate::routes::bookings::{begin, not_for_car, reference};
use crate::routes::screens::resume_after;
use crate::wire::OnTheWire;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bayside_api::desk::{DeskVisit, VisitList, WalkInRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::appointment::Appointment;
use bayside_domain::capacity::{Ask, Class};
use bayside_domain::event::VisitEvent;
use bayside_domain::ids::{TicketId, VisitId};
use bayside_domain::language::Language;
use bayside_domain::time::{Bucket, buckets_of};
use bayside_domain::words::Step;
use bayside_store::VisitRow;
use bayside_workflow::contact::ContactInput;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers::adviser_place;
use bayside_workflow::step;
use bayside_workflow::ticket;
use bayside_workflow::visit;
use bayside_workflow::visit_record::VisitRecord;
use chrono::{Datelike, NaiveDate};
use futures::future::BoxFuture;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, walk_in)).routes(routes!(get)).routes(routes!(events))
}

/// That day's bookings, and every car on the premises.
#[utoipa::path(get, path = "/desk/{dealer}/visits", tag = "desk", params(("dealer" = String, Path), ("date" = Option<String>, Query, description = "Local date; default today")),
    responses((status = 200, body = VisitList), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<Anyone>,
    Locale(locale): Locale,
    RawQuery(text): RawQuery,
) -> Result<Response, Rejection> {
    let asked = query(text.as_deref().unwrap_or_default(), "date").filter(|date| !date.is_empty());
    let date: NaiveDate = match asked {
        Some(date) => date.parse().map_err(|_| Failure::at("?date", "date-format"))?,
        None => dealer.date(app.now()),
    };
    let (id, day, shared, now) = (dealer.id, i64::from(date.num_days_from_ce()), dealer.clone(), app.now());
    let (last_event_id, visits) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let last_event = tx.dealer(id).await?.last_event;
                let mut cards = Vec::new();
                for visit in tx.visits_of_day(id, day).await? {
                    if let Some(person) = tx.person(id, visit.id).await? {
                        cards.push(card(&shared, &visit, &person, now, locale));
                    }
                }
                Ok((last_event, cards))
            })
        })
        .await?;
    let reply = VisitList { as_of: dealer.wire(now), date: bayside_api::Date(date), last_event_id, visits };
    Ok(fresh(reply))
}

/// One visit; its `ETag` goes back as `If-Match`.
#[utoipa::path(get, path = "/desk/{dealer}/visits/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskVisit), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    Path((_, id)): Path<(String, VisitId)>,
    Desk { dealer, staff, .. }: Desk<Anyone>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let record = VisitRecord::load(&app, &dealer, id, locale).await?;
    Ok(tagged(StatusCode::OK, record.state().version, desk_visit(&app, &staff, &record)))
}

/// Changes a visit under the dealer's lock, if it is still what was read, and answers with it.
pub async fn change(
    app: &App,
    staff: &Staff,
    dealer: &Arc<Dealer>,
    (id, expected, locale): (VisitId, IfMatch, Option<Language>),
    work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Response, Rejection> {
    let record = app.at_dealer(dealer, move |at| {
        Box::pin(async move {
            visit::change(at, id, expected.0, work).await?;
            VisitRecord::at(at, id, locale).await
        })
    });
    let visit = desk_visit(app, staff, &record.await?);
    Ok(tagged(StatusCode::OK, visit.version, visit))
}

/// Takes in a walk-in: it may use the walk-in reserve, and begins in the running quarter hour. With the ticket of the
/// arrival kiosk the car arrives at once, under the number that was drawn.
#[utoipa::path(post, path = "/desk/{dealer}/visits", tag = "desk", params(("dealer" = String, Path)), request_body = WalkInRequest,
    responses((status = 201, body = DeskVisit), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn walk_in(
    State(app): State<App>,
    Desk { dealer, staff, .. }: Desk<Reception>,
    IdempotencyKey(key): IdempotencyKey,
    Locale(locale): Locale,
    body: Json<WalkInRequest>,
) -> Result<Response, Rejection> {
    let once = Once::new(&dealer, "desk/visits", key, body.hash);
    let request = body.value;
    let mut checks = FieldChecks::new();
    not_for_car(&app, &dealer, &request.services, &request.vehicle, &mut checks);
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    if request.services.is_empty() {
        wrong("/services".to_owned(), "required");
    }
    for (index, service) in request.services.iter().enumerate() {
        if dealer.file.service(service).is_none() {
            wrong(format!("/services/{index}"), "unknown-service");
        } else if request.services[..index].contains(service) {
            wrong(format!("/services/{index}"), "duplicate");
        }
    }
    let adviser = adviser_place(&dealer, &request.adviser);
    if adviser.is_none() {
        wrong("/adviser".to_owned(), "unknown-adviser");
    }
    let said = ContactInput {
        concern: request.concern,
        vehicle: crate::wire::vehicle(request.vehicle),
        customer: crate::wire::customer(request.customer),
        consent: crate::wire::consent(request.consent),
        source: Some("walk-in".to_owned()),
        utm: std::collections::BTreeMap::new(),
    };
    let person = said.check(&dealer, app.now(), &mut checks);
    let (Some(person), Some(adviser), true) = (person, adviser, checks.is_empty()) else {
        return Err(checks.refuse().into());
    };
    let (services, stay, adviser_id, ticket) = (request.services, request.stay, request.adviser, request.ticket);
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                let ticket = match ticket {
                    Some(id) => Some(ticket::waiting(at, TicketId::new(id)).await.map_err(at_ticket)?),
                    None => None,
                };
                let bucket = Bucket::at(at.now).0;
                let ids: Vec<&str> = services.iter().map(String::as_str).collect();
                let ask = Ask { services: &ids, stay, adviser: Some(adviser), wash: true, class: Class::House };
                // A walk-in is here whether there is room or not: what does not fit takes none and shows as a conflict.
                let plan = at.capacity.workshop.plan(&at.capacity.room, &ask, bucket, adviser, at.now.seconds()).ok();
                let claims = plan.as_ref().map(|plan| at.capacity.named(&plan.claims)).unwrap_or_default();
                at.take(&claims, false).await?;
                let minutes: u32 =
                    services.iter().filter_map(|id| at.dealer.file.service(id)).map(|service| service.minutes).sum();
                let ready = plan.map_or_else(|| bucket + buckets_of(minutes + 60), |plan| plan.ready_estimate);
                let price =
                    services.iter().filter_map(|id| at.dealer.file.service(id)).map(|service| service.price_from).sum();
                let appointment = Appointment {
                    start: at.now,
                    ready_estimate: Bucket(ready).start(),
                    adviser: adviser_id,
                    services,
                    stay,
                    price,
                    benefit: 0,
                };
                let event = VisitEvent::Booked { appointment, walk_in: true };
                let reference = reference(at).await?;
                let mut visit = begin(at, (event, staff.actor()), claims, &person, reference).await?;
                if let Some(ticket) = ticket {
                    // Who drew a number is here: the car comes under it.
                    ticket::taken_in(at, ticket, visit.id, staff.actor()).await?;
                    step::take(at, &mut visit, staff.actor(), Step::Arrive, step::StepInput::default()).await?;
                    at.tx.save_visit(at.dealer.id, &visit).await?;
                }
                let record = VisitRecord::at(at, visit.id, locale).await?;
                let reply = desk_visit(at.house, &staff, &record);
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(visit.id.into())).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// A ticket that nobody has is a wrong field; one that waits no longer was somebody else's to take in.
fn at_ticket(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem) if problem.code == Code::NotFound => Failure::at("/ticket", "unknown-ticket"),
        other => other,
    }
}

/// Which visits have changed, as server-sent events.
#[utoipa::path(get, path = "/desk/{dealer}/events", tag = "desk", params(("dealer" = String, Path), ("after" = Option<i64>, Query)),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem)))]
pub async fn events(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<Anyone>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    Ok(live::desk_stream(&app, &dealer, resume_after(&headers, query.as_deref())).await?)
}
