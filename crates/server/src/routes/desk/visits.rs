//! The day's visits, one visit, walk-ins, the desk's stream.

use super::view::{card, desk_visit};
use crate::app::{App, DealerTransaction};
use crate::auth::SignedInStaff;
use crate::http::caller::{Anyone, Reception, StaffCaller};
use crate::http::extract::{IfMatch, Json, Locale, Path, query};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored, tagged};
use crate::live;
use crate::routes::screens::resume_after;
use crate::wire;
use crate::wire::OnTheWire;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bayside_api::Date;
use bayside_api::desk::{DeskVisit, VisitList, WalkInRequest};
use bayside_api::problem::Problem;
use bayside_domain::ids::VisitId;
use bayside_domain::language::Asked;
use bayside_domain::time::{Instant, day_number};
use bayside_store::VisitRow;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::idempotency::IdempotentRequest;
use bayside_workflow::visit;
use bayside_workflow::visit_record::VisitRecord;
use bayside_workflow::walk_in;
use chrono::NaiveDate;
use futures::future::BoxFuture;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, take_in)).routes(routes!(get)).routes(routes!(events))
}

/// A day's bookings, and every car on the premises.
#[utoipa::path(get, path = "/desk/{dealer}/visits", tag = "desk", params(("dealer" = String, Path), ("date" = Option<String>, Query, description = "Local date; default today")),
    responses((status = 200, body = VisitList), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<Anyone>,
    Locale(locale): Locale,
    RawQuery(text): RawQuery,
) -> Result<Response, Rejection> {
    let date = asked_date(&dealer, app.now(), text.as_deref())?;
    Ok(fresh(visits_of_day(&app, dealer, date, locale).await?))
}

/// The requested date; today by default.
fn asked_date(dealer: &Dealer, now: Instant, text: Option<&str>) -> Result<NaiveDate, Failure> {
    match query(text.unwrap_or_default(), "date").filter(|date| !date.is_empty()) {
        Some(date) => date.parse().map_err(|_| Failure::at("?date", "date-format")),
        None => Ok(dealer.date(now)),
    }
}

/// The cards of a day, and the number of the last event that they contain.
async fn visits_of_day(app: &App, dealer: Arc<Dealer>, date: NaiveDate, locale: Asked) -> Result<VisitList, Failure> {
    let (id, day, shared, now) = (dealer.id, day_number(date), dealer.clone(), app.now());
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
    Ok(VisitList { as_of: dealer.wire(now), date: Date(date), last_event_id, visits })
}

/// One visit; its `ETag` goes back as `If-Match`.
#[utoipa::path(get, path = "/desk/{dealer}/visits/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskVisit), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<Anyone>,
    Path((_, id)): Path<(String, VisitId)>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let record = VisitRecord::load(&app, &dealer, id, locale).await?;
    Ok(tagged(StatusCode::OK, record.state().version, desk_visit(&app, &staff, &record)))
}

/// Changes a visit once under the dealer's lock, if it has the expected version, and replies with it.
pub async fn change(
    app: &App,
    staff: SignedInStaff,
    once: IdempotentRequest,
    (id, expected, locale): (VisitId, IfMatch, Asked),
    work: impl for<'t> FnOnce(&'t mut DealerTransaction<'_, '_>, &'t mut VisitRow) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Response, Rejection> {
    let dealer = Arc::clone(&staff.dealer);
    let work = stored::write(app, &dealer, once, move |at| {
        Box::pin(async move {
            visit::change(at, id, expected.0, work).await?;
            let visit = desk_visit(at.context, &staff, &VisitRecord::at(at, id, locale).await?);
            Ok(stored::tagged(visit.version, &visit, id.into()))
        })
    });
    work.await
}

/// Takes in a walk-in: it may use the walk-in reserve, and begins in the running quarter hour. With the ticket of the
/// arrival kiosk the car arrives at once, under the number that was drawn.
#[utoipa::path(post, path = "/desk/{dealer}/visits", tag = "desk", params(("dealer" = String, Path)), request_body = WalkInRequest,
    responses((status = 201, body = DeskVisit), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn take_in(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<Reception>,
    Locale(locale): Locale,
    body: Json<WalkInRequest>,
) -> Result<Response, Rejection> {
    let checked = wire::walk_in(body.value).check(&dealer, app.now())?;
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let visit = walk_in::take_in(at, checked, staff.actor()).await?;
            let record = VisitRecord::at(at, visit.id, locale).await?;
            let reply = desk_visit(at.context, &staff, &record);
            Ok(stored::reply(StatusCode::CREATED, &reply, Some(visit.id.into())))
        })
    });
    work.await
}

/// Which visits have changed, as server-sent events.
#[utoipa::path(get, path = "/desk/{dealer}/events", tag = "desk", params(("dealer" = String, Path), ("after" = Option<i64>, Query)),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem)))]
pub async fn events(
    State(app): State<App>,
    StaffCaller { staff, .. }: StaffCaller<Anyone>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    Ok(live::desk_stream(&app, &staff, resume_after(&headers, query.as_deref())).await?)
}
