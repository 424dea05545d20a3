//! Changes of a booking by the customer: moved, given up (semantics.md, "Offers, holds, changes").

use super::from_hold;
use super::read::{change_until, person, wire};
use crate::app::{App, AtDealer};
use crate::http::extract::{Json, Locale};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::messages;
use crate::routes::waitlist::of_booking;
use axum::extract::{Path, State};
use bayside_api::booking::{Booking, CancelRequest, RescheduleRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::appointment::Appointment;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::ids::VisitId;
use bayside_domain::language::Language;
use bayside_domain::limits::REASON_CHARS_MAX;
use bayside_domain::visit::Phase;
use bayside_store::{NamedClaim, VisitRow};
use bayside_workflow::holds::{genuine, place, without_start};
use bayside_workflow::remaining_work;
use bayside_workflow::tokens::{Offer, Purpose};
use chrono::Datelike;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Reads the visit of a token anew, under the dealer's lock, and refuses to change what is past changing.
async fn to_change(at: &mut AtDealer<'_, '_>, id: VisitId) -> Result<VisitRow, Failure> {
    let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    if visit.state.phase != Phase::Booked {
        return Err(Failure::new(Code::NotChangeable));
    }
    // To the second, as people are told it.
    if at.now.seconds() > change_until(at.dealer, &visit.state).seconds() {
        return Err(Failure::new(Code::TooLate));
    }
    Ok(visit)
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(cancel)).routes(routes!(reschedule))
}

/// Gives a booking up.
#[utoipa::path(post, path = "/bookings/{manage_token}/cancel", tag = "public", params(("manage_token" = String, Path)), request_body = CancelRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<CancelRequest>,
) -> Result<axum::Json<Booking>, Rejection> {
    app.limits.check(Operation::Write, client)?;
    let mut checks = FieldChecks::new();
    let reason = body.value.reason.unwrap_or_default();
    checks.text("/reason", &reason, 0, REASON_CHARS_MAX);
    checks.finish()?;
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let visit = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut visit = to_change(at, id).await?;
                let event = at.append(&mut visit, Actor::Customer, VisitEvent::Cancelled).await?;
                if !reason.trim().is_empty() {
                    at.tx.add_note(at.dealer.id, event, Subject::Visit(id), reason.trim()).await?;
                }
                remaining_work::free(at, &mut visit).await?;
                at.tx.save_visit(at.dealer.id, &visit).await?;
                messages::cancelled(at, &visit).await?;
                Ok(visit)
            })
        })
        .await?;
    Ok(axum::Json(wire(&dealer, &visit, &person, None, locale)))
}

/// Moves a booking: same booking, same token, same reference.
#[utoipa::path(post, path = "/bookings/{manage_token}/reschedule", tag = "public", params(("manage_token" = String, Path)), request_body = RescheduleRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn reschedule(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<RescheduleRequest>,
) -> Result<axum::Json<Booking>, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let request = body.value;
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let (visit, wish) = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut visit = to_change(at, id).await?;
                let services = visit.state.appointment.services.clone();
                let same = move |offer: &Offer| {
                    let mut offered = offer.appointment.services.clone();
                    let mut booked = services.clone();
                    offered.sort();
                    booked.sort();
                    if offered == booked {
                        Ok(())
                    } else {
                        Err(Refusal::new(Code::OfferMismatch).at("/offer", "offer-mismatch").into())
                    }
                };
                let (offer, claims) = match (&request.hold, &request.offer) {
                    (Some(_), Some(_)) => return Err(Failure::at("/offer", "hold-or-offer")),
                    (Some(name), None) => from_hold(at, name, same).await?,
                    (None, Some(text)) => {
                        let offer = genuine(at, text, "/offer")?;
                        same(&offer)?;
                        let claims = place(at, &offer, Code::SlotTaken)?;
                        at.take(&claims, true).await?;
                        (offer, claims)
                    }
                    (None, None) => return Err(Failure::at("/hold", "required")),
                };
                if offer.appointment.stay != visit.state.appointment.stay {
                    return Err(without_start(at, &offer, Code::OfferMismatch).into());
                }
                move_to(at, &mut visit, offer, claims).await?;
                let wish = of_booking(at.house, at.dealer, at.tx, &visit).await?;
                Ok((visit, wish))
            })
        })
        .await?;
    Ok(axum::Json(wire(&dealer, &visit, &person, wish, locale)))
}

/// Moves a booking to an offer whose room is taken: the old room is given back after the new was taken.
pub(crate) async fn move_to(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    offer: Offer,
    claims: Vec<NamedClaim>,
) -> Result<(), Failure> {
    remaining_work::free(at, visit).await?;
    visit.claims = claims;
    let Appointment { start, ready_estimate, adviser, benefit, .. } = offer.appointment;
    let event = VisitEvent::Rescheduled { start, ready_estimate, adviser, benefit };
    at.append(visit, Actor::Customer, event).await?;
    visit.day = i64::from(at.dealer.date(visit.state.appointment.start).num_days_from_ce());
    // The advantage belongs to the hour.
    let locale = person_locale(at, visit.id).await?;
    let documents =
        at.tx.documents(at.dealer.id, visit.id).await?.with_advantage(visit.state.appointment.benefit, locale);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.tx.save_visit(at.dealer.id, visit).await?;
    messages::moved(at, visit).await
}

async fn person_locale(at: &mut AtDealer<'_, '_>, visit: VisitId) -> Result<Language, Failure> {
    let person = at.tx.person(at.dealer.id, visit).await?;
    Ok(at.dealer.file.language(person.map(|person| person.locale)))
}
