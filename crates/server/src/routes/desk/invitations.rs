//! Invitations to a service that is due (主动邀约). Customers who have not agreed to be contacted are counted, never named.

use super::calls::last_calls;
use crate::app::App;
use crate::http::caller::{CallsPage, StaffCaller};
use crate::http::extract::{Json, Locale, NoBody, Path};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::invitations::link;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::response::Response;
use bayside_api::Date;
use bayside_api::capacity::Contact;
use bayside_api::capacity::{ContactRequest, Invitation, InvitationList, InvitationMessage, InvitedBooking};
use bayside_api::problem::Problem;
use bayside_domain::codes::MessageKind;
use bayside_domain::document::Person;
use bayside_domain::ids::VisitId;
use bayside_domain::language::{Asked, Language};
use bayside_domain::time::{Instant, day_number};
use bayside_domain::visit::Phase;
use bayside_store::{MessageRow, VisitRow};
use bayside_workflow::contact::addressed_as;
use bayside_workflow::contact_log;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::due_cars::{DueCar, cars_due};
use bayside_workflow::invitation::{self, days, not_again_before};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The purpose of a call, and the source of bookings made with an invitation's link.
const INVITATION: &str = "invitation";
/// How many invitations are listed.
const INVITATIONS_MAX: usize = 200;
/// How long bookings from invitations are listed, in days.
const BOOKED_DAYS: i64 = 30;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(invitations)).routes(routes!(invited)).routes(routes!(invite))
}

/// Cars whose service is due, by date or estimated mileage.
#[utoipa::path(get, path = "/desk/{dealer}/invitations", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = InvitationList), (status = 403, body = Problem)))]
pub async fn invitations(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<CallsPage>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let today = dealer.date(now);
    let (id, (first_day, last_day)) = (dealer.id, days(&dealer, now));
    let since = now.plus_days(first_day - day_number(today));
    let (visits, calls, messages, people) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let visits = tx.visits_with_people(id, first_day, last_day).await?;
                let calls = tx.contacts_since(id, INVITATION, since).await?;
                let messages = tx.messages_since(id, MessageKind::Invitation, since).await?;
                Ok((visits, calls, messages, tx.staff(id).await?))
            })
        })
        .await?;
    let calls = last_calls(&dealer, calls, &people, locale);
    let messages = messages.into_iter().filter_map(|row| Some((row.visit?, row))).collect();
    Ok(fresh(shown(&app, &dealer, &visits, (calls, messages), locale)))
}

/// The reply: the due cars whose owners agreed, with the contacts so far; the count of those who did not agree; and the
/// bookings that followed.
fn shown(
    app: &App,
    dealer: &Dealer,
    visits: &[(VisitRow, Person)],
    (mut calls, mut messages): (BTreeMap<VisitId, Contact>, BTreeMap<VisitId, MessageRow>),
    locale: Asked,
) -> InvitationList {
    let now = app.now();
    let today = dealer.date(now);
    let speaks = dealer.file.speaks(locale);
    let language = dealer.file.language(locale);
    let (agreed, silent): (Vec<DueCar<'_>>, Vec<DueCar<'_>>) =
        cars_due(visits, today, &dealer.file).into_iter().partition(|car| car.person.marketing);
    let more = agreed.len().saturating_sub(INVITATIONS_MAX) as u32;
    let invitations = agreed
        .into_iter()
        .take(INVITATIONS_MAX)
        .map(|car| {
            let (channel, is_set_up) = app.senders.channel(dealer, car.person.email.is_some());
            Invitation {
                id: car.visit.id,
                plate: car.person.plate.clone(),
                model: car.person.model.clone(),
                addressed_as: addressed_as(car.person, language),
                phone: car.person.phone.clone(),
                last_visit: Date(car.last_visit),
                last_km: car.last_km,
                due: Date(car.due),
                due_by: if car.by_mileage { "mileage" } else { "date" }.to_owned(),
                work: car.service.map(|service| service.name.get(&speaks).to_owned()),
                estimated_km: car.estimated_km,
                link: link(app, dealer, &car),
                channel: is_set_up.then_some(channel),
                message: messages.remove(&car.visit.id).map(|row| message(dealer, &row, now)),
                contact: calls.remove(&car.visit.id),
            }
        })
        .collect();
    InvitationList {
        as_of: dealer.wire(now),
        invitations,
        more,
        without_consent: silent.len() as u32,
        booked: booked(dealer, visits, day_number(today) - BOOKED_DAYS, language),
    }
}

fn message(dealer: &Dealer, row: &MessageRow, now: Instant) -> InvitationMessage {
    let until = not_again_before(dealer, row).filter(|until| *until > now);
    InvitationMessage {
        state: row.state,
        at: dealer.wire(row.sent_at.unwrap_or(row.due_at)),
        reason: row.reason,
        until: until.map(|until| dealer.wire(until)),
    }
}

/// Bookings since a day that were made with an invitation's link for a known car, the latest start first.
fn booked(dealer: &Dealer, visits: &[(VisitRow, Person)], since: i64, language: Language) -> Vec<InvitedBooking> {
    let mut known = BTreeSet::new();
    let mut booked = Vec::new();
    for (visit, person) in visits {
        let was_here = !known.insert(&person.plate);
        let stands = !matches!(visit.state.phase, Phase::Cancelled | Phase::NoShow);
        if was_here && stands && visit.day >= since && person.source.as_deref() == Some(INVITATION) {
            booked.push(InvitedBooking {
                id: visit.id,
                plate: person.plate.clone(),
                addressed_as: addressed_as(person, language),
                start: dealer.wire(visit.state.appointment.start),
            });
        }
    }
    booked.reverse();
    booked
}

/// Writes down what came of an invitation.
#[utoipa::path(post, path = "/desk/{dealer}/invitations/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ContactRequest, responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn invited(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<CallsPage>,
    Path((_, id)): Path<(String, VisitId)>,
    body: Json<ContactRequest>,
) -> Result<Response, Rejection> {
    let (member, outcome) = (staff.row.id, body.value.outcome);
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            contact_log::called(at, id, INVITATION, outcome, member).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// Invites by a message with the link: a car that is on the list, and once within the dealer's interval.
#[utoipa::path(post, path = "/desk/{dealer}/invitations/{id}/message", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn invite(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<CallsPage>,
    Path((_, id)): Path<(String, VisitId)>,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let (asking, of) = (app.clone(), Arc::clone(&dealer));
    let has_channel = move |mail| asking.senders.channel(&of, mail).1;
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            invitation::invite(at, id, has_channel).await?;
            Ok(stored::done())
        })
    });
    work.await
}
