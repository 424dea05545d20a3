//! Calls to customers: the next day's bookings to be confirmed, what no message told them, and the outcome of calls.

use super::view::card;
use crate::app::App;
use crate::http::caller::{CallsPage, StaffCaller};
use crate::http::extract::{Json, Locale, Path, query};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::wire::OnTheWire;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bayside_api::Date;
use bayside_api::capacity::{Confirmation, ConfirmationList, Contact, ContactRequest};
use bayside_api::desk::VisitCard;
use bayside_api::message::{Untold, UntoldList};
use bayside_api::problem::{Code, Problem};
use bayside_domain::codes::CallOutcome;
use bayside_domain::document::Person;
use bayside_domain::ids::{DealerId, MessageId, StaffId, VisitId};
use bayside_domain::language::Asked;
use bayside_domain::mask::DisplayName;
use bayside_domain::time::{Instant, day_number};
use bayside_domain::visit::Phase;
use bayside_store::{ContactRow, StaffRow, VisitRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::visit_record::staff_name;
use bayside_workflow::{contact_log, untold};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The purpose of a call: a booking is to be confirmed.
const CONFIRMATION: &str = "confirmation";
/// How long a call is remembered in the lists, in days.
const CALLS_COUNT_DAYS: i64 = 100;

/// A day's visits, the recent calls, and the staff who made them.
type BookedAndCalled = (Vec<(VisitRow, Person)>, Vec<ContactRow>, Vec<StaffRow>);

/// The last call about each visit.
pub fn last_calls(
    dealer: &Dealer,
    rows: Vec<ContactRow>,
    staff: &[StaffRow],
    locale: Asked,
) -> BTreeMap<VisitId, Contact> {
    let speaks = dealer.file.speaks(locale);
    let name = |id: StaffId| {
        let member = staff.iter().find(|member| member.id == id);
        member.map(|member| staff_name(member, &speaks)).unwrap_or_default()
    };
    rows.into_iter()
        .filter_map(|row| {
            let outcome = CallOutcome::from_word(&row.outcome)?;
            Some((row.visit, Contact { outcome, at: dealer.wire(row.at), by: name(row.staff) }))
        })
        .collect()
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(confirmed))
        .routes(routes!(confirmations))
        .routes(routes!(untold_calls))
        .routes(routes!(told))
}

/// Writes down what came of a confirmation call.
#[utoipa::path(post, path = "/desk/{dealer}/confirmations/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ContactRequest, responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn confirmed(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<CallsPage>,
    Path((_, id)): Path<(String, VisitId)>,
    body: Json<ContactRequest>,
) -> Result<Response, Rejection> {
    let (member, outcome) = (staff.row.id, body.value.outcome);
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            contact_log::called(at, id, CONFIRMATION, outcome, member).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// Whom to call about a day's bookings.
#[utoipa::path(get, path = "/desk/{dealer}/confirmations", tag = "desk",
    params(("dealer" = String, Path), ("date" = Option<String>, Query, description = "Local date; default tomorrow")),
    responses((status = 200, body = ConfirmationList), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn confirmations(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<CallsPage>,
    Locale(locale): Locale,
    RawQuery(text): RawQuery,
) -> Result<Response, Rejection> {
    let now = app.now();
    let date = asked_date(&dealer, now, text.as_deref())?;
    let (visits, contacts, people) = booked_and_called(&app, dealer.id, date).await?;
    let mut contacts = last_calls(&dealer, contacts, &people, locale);
    let booked = visits.iter().filter(|(visit, _)| visit.state.phase == Phase::Booked);
    let mut calls: Vec<Confirmation> = booked
        .map(|(visit, person)| {
            confirmation(card(&dealer, visit, person, now, locale), person, contacts.remove(&visit.id))
        })
        .collect();
    calls.sort_by_key(|call| (call.start, call.id));
    Ok(fresh(ConfirmationList { as_of: dealer.wire(now), date: Date(date), calls }))
}

/// The visits of a day, the calls that confirm bookings, and who makes them.
async fn booked_and_called(app: &App, dealer: DealerId, date: NaiveDate) -> Result<BookedAndCalled, Failure> {
    let (day, since) = (day_number(date), app.now().plus_days(-CALLS_COUNT_DAYS));
    let read = app.store.read::<_, Failure>(move |tx| {
        Box::pin(async move {
            let visits = tx.visits_with_people(dealer, day, day).await?;
            Ok((visits, tx.contacts_since(dealer, CONFIRMATION, since).await?, tx.staff(dealer).await?))
        })
    });
    read.await
}

/// The requested date; tomorrow by default.
fn asked_date(dealer: &Dealer, now: Instant, text: Option<&str>) -> Result<NaiveDate, Failure> {
    let asked = query(text.unwrap_or_default(), "date").filter(|date| !date.is_empty());
    match asked {
        Some(date) => date.parse().map_err(|_| Failure::at("?date", "date-format")),
        None => dealer.date(now).succ_opt().ok_or_else(|| Failure::new(Code::Internal)),
    }
}

/// A booking in the list of confirmation calls.
fn confirmation(card: VisitCard, person: &Person, contact: Option<Contact>) -> Confirmation {
    Confirmation {
        id: card.id,
        reference: card.reference,
        start: card.start,
        plate: card.plate,
        addressed_as: card.addressed_as,
        phone: person.phone.clone(),
        work: card.jobs,
        adviser: card.adviser,
        contact,
    }
}

/// Whom to call, because a message did not reach them.
#[utoipa::path(get, path = "/desk/{dealer}/untold", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = UntoldList), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn untold_calls(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<CallsPage>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let (found, contacts, people) = untold_and_called(&app, dealer.id).await?;
    let call = |untold: untold::Untold| {
        let about = |call: &&ContactRow| Some(call.visit) == untold.row.visit && call.at >= untold.row.created_at;
        let since = contacts.iter().filter(about).cloned().collect();
        let last = last_calls(&dealer, since, &people, locale).into_values().next();
        untold_call(&dealer, untold, last)
    };
    let mut calls: Vec<Untold> = found.into_iter().map(call).collect();
    calls.sort_by_key(|call| (call.useful_until.is_none() || call.visit.is_some(), call.starts_at, call.message));
    Ok(fresh(UntoldList { as_of: dealer.wire(now), calls }))
}

/// What customers still have to be told, the calls about that, and who made them.
async fn untold_and_called(
    app: &App,
    dealer: DealerId,
) -> Result<(Vec<untold::Untold>, Vec<ContactRow>, Vec<StaffRow>), Failure> {
    let (now, since) = (app.now(), app.now().plus_days(-CALLS_COUNT_DAYS));
    let read = app.store.read::<_, Failure>(move |tx| {
        Box::pin(async move {
            let contacts = tx.contacts_since(dealer, untold::UNTOLD, since).await?;
            Ok((untold::untold(tx, dealer, now).await?, contacts, tx.staff(dealer).await?))
        })
    });
    read.await
}

/// A customer in the list of those to be told.
fn untold_call(dealer: &Dealer, untold: untold::Untold, contact: Option<Contact>) -> Untold {
    let untold::Untold { row, to, booking } = untold;
    let (visit, person) = booking.unzip();
    Untold {
        message: row.id,
        kind: row.kind,
        reason: row.reason,
        visit: row.visit,
        reference: visit.map(|visit: VisitRow| visit.reference).unwrap_or_default(),
        starts_at: dealer.wire(row.starts_at),
        useful_until: row.useless_at.map(|at| dealer.wire(at)),
        plate: person.map(|person: Person| person.plate).unwrap_or_default(),
        addressed_as: DisplayName::of(&to.name, to.salutation, to.locale).to_string(),
        phone: to.phone,
        contact,
    }
}

/// Writes down what came of a call in place of a message; unless it has to be tried again, the entry is done.
#[utoipa::path(post, path = "/desk/{dealer}/untold/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ContactRequest, responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn told(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<CallsPage>,
    Path((_, id)): Path<(String, MessageId)>,
    body: Json<ContactRequest>,
) -> Result<Response, Rejection> {
    let (member, outcome) = (staff.row.id, body.value.outcome);
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            untold::called(at, id, outcome, member).await?;
            Ok(stored::done())
        })
    });
    work.await
}
