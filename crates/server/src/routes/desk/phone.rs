//! Bookings by phone: the same engine, the same rules, and a manager's override with a reason.

use super::blocks::from_wall;
use crate::app::{App, AtDealer};
use crate::http::caller::{Desk, PhonePage};
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::idempotency::{Answer, Once};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::messages;
use crate::routes::bookings::{begin, checked, created, from_hold, matches};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::capacity::{Override, PhoneBooking};
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::Side;
use bayside_domain::capacity::{Ask, Class, Start};
use bayside_domain::event::{Subject, VisitEvent};
use bayside_domain::limits::{OVERRIDE_REASON_CHARS_MIN, REASON_CHARS_MAX};
use bayside_domain::time::{BUCKET_SECONDS, Bucket};
use bayside_domain::words::Role;
use bayside_store::NamedClaim;
use bayside_workflow::holds::{genuine, place};
use bayside_workflow::offers::{Wanted, adviser_place};
use bayside_workflow::spam_signals::FormSignals;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Where a booking came from, if the desk does not say.
const SOURCE: &str = "phone";

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Books for a customer on the phone.
#[utoipa::path(post, path = "/desk/{dealer}/bookings", tag = "desk", params(("dealer" = String, Path)), request_body = PhoneBooking,
    responses((status = 201, body = BookingCreated), (status = 403, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Desk { dealer, staff, .. }: Desk<PhonePage>,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<PhoneBooking>,
) -> Result<Response, Rejection> {
    let once = Once::new(&dealer, "desk/bookings", key, body.hash);
    let PhoneBooking { mut booking, overriding } = body.value;
    booking.source = booking.source.filter(|source| !source.is_empty()).or_else(|| Some(SOURCE.to_owned()));
    if let Some(overriding) = &overriding {
        if staff.role != Role::Manager {
            return Err(Failure::new(Code::Forbidden).into());
        }
        if booking.hold.is_some() || booking.offer.is_some() {
            return Err(Failure::at("/overriding", "hold-or-offer").into());
        }
        let mut checks = FieldChecks::new();
        checks.text("/overriding/reason", &overriding.reason, OVERRIDE_REASON_CHARS_MIN, REASON_CHARS_MAX);
        checks.finish()?;
        // It stands for the offer that there is none of.
        booking.offer = Some(String::new());
    }
    // What a manager books with a reason may be for any car.
    let (request, _, mut person) = checked(&app, &dealer, booking, overriding.is_some()).map_err(below_booking)?;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                let (event, claims) = match &overriding {
                    Some(overriding) => by_override(at, &request, overriding).await?,
                    None => by_offer(at, &request).await?,
                };
                let (marks, reference) = FormSignals::default().marks_and_reference(at, &person).await?;
                person.marks = marks;
                let visit = begin(at, (event, staff.actor()), claims, &person, reference).await?;
                if let Some(overriding) = &overriding {
                    at.tx
                        .add_note(at.dealer.id, visit.last_event, Subject::Visit(visit.id), overriding.reason.trim())
                        .await?;
                }
                messages::confirmed(at, &visit).await?;
                let reply = created(at, &visit);
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(visit.id.into())).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// The booking is one level deeper than where the customer sends it.
fn below_booking(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut problem) => {
            for error in &mut problem.errors {
                error.pointer.insert_str(0, "/booking");
            }
            Failure::Refused(problem)
        }
        Failure::Store(error) => Failure::Store(error),
    }
}

/// As a customer books: a live hold, or an offer that still has its room.
async fn by_offer(
    at: &mut AtDealer<'_, '_>,
    request: &BookingRequest,
) -> Result<(VisitEvent, Vec<NamedClaim>), Failure> {
    let (offer, claims) = match (&request.hold, &request.offer) {
        (Some(name), _) => from_hold(at, name, |offer| matches(request, offer)).await?,
        (None, text) => {
            let offer = genuine(at, text.as_deref().unwrap_or_default(), "/booking/offer")?;
            matches(request, &offer)?;
            let claims = place(at, &offer, Code::SlotTaken)?;
            at.take(&claims, true).await?;
            (offer, claims)
        }
    };
    let event = VisitEvent::Booked { appointment: offer.appointment, walk_in: false };
    Ok((event, claims))
}

/// Into the walk-in reserve, or at short notice; never into a place that is taken or out of use.
async fn by_override(
    at: &mut AtDealer<'_, '_>,
    request: &BookingRequest,
    overriding: &Override,
) -> Result<(VisitEvent, Vec<NamedClaim>), Failure> {
    let start = from_wall(at.dealer, &overriding.start, Side::Opening)
        .filter(|start| start.seconds() % BUCKET_SECONDS == 0)
        .ok_or_else(|| Failure::at("/overriding/start", "wall-time"))?;
    let adviser = request.adviser.as_deref().and_then(|id| adviser_place(at.dealer, id));
    let wanted = Wanted { services: request.services.clone(), stay: request.stay, adviser };
    let ids: Vec<&str> = request.services.iter().map(String::as_str).collect();
    let ask = Ask { services: &ids, stay: request.stay, adviser, wash: true, class: Class::House };
    let (workshop, room) = (&at.capacity.workshop, &at.capacity.room);
    let (adviser, plan) = workshop
        .best_adviser(room, &ask, Bucket::at(start).0, at.now.seconds())
        .map_err(|binding| Refusal::new(Code::SlotTaken).at("/overriding/start", binding.code()))?;
    let start = Start::of(adviser, &plan, workshop.load(room, &plan));
    let event = VisitEvent::Booked { appointment: wanted.appointment(at.dealer, &start), walk_in: false };
    let claims = at.capacity.named(&plan.claims);
    at.take(&claims, true).await?;
    Ok((event, claims))
}
