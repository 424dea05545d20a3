//! Calls that the house makes: invitations to those whose service is due (主动邀约), and tomorrow's
//! bookings to be confirmed. Who has not agreed to hear from the house is counted, never named.

use super::view::card;
use crate::app::App;
use crate::auth::Staff;
use crate::dealers::Dealer;
use crate::dossier::staff_name;
use crate::due::{Car, cars_due};
use crate::extract::{Json, Locale, query};
use crate::failure::Failure;
use crate::people::addressed_as;
use crate::store::{ContactRow, StaffRow};
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::Date;
use bayside_api::capacity::{Confirmation, ConfirmationList, Contact, ContactRequest, Invitation, InvitationList};
use bayside_api::desk::Page;
use bayside_api::problem::{Code, Problem};
use bayside_domain::time::Instant;
use bayside_domain::visit::Phase;
use bayside_domain::words::CallOutcome;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Why a customer is called.
const INVITATION: &str = "invitation";
/// Why a customer is called.
const CONFIRMATION: &str = "confirmation";
/// How far back visits are looked at, days: two usual service intervals.
const DAYS_BACK: i64 = 800;
/// How many invitations are listed.
const INVITATIONS_MAX: usize = 200;

/// The last call about each visit.
fn last_calls(
    dealer: &Dealer,
    rows: Vec<ContactRow>,
    staff: &[StaffRow],
    locale: Option<&str>,
) -> BTreeMap<i64, Contact> {
    let speaks = dealer.file.speaks(locale);
    let name = |id: i64| {
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

/// Cars whose service is due, by date or estimated mileage.
#[utoipa::path(get, path = "/api/v1/desk/{dealer}/invitations", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = InvitationList), (status = 403, body = Problem)))]
pub async fn invitations(
    State(app): State<App>,
    Path(slug): Path<String>,
    staff: Staff,
    Locale(locale): Locale,
) -> Result<Response, Failure> {
    let dealer = staff.at(&slug)?;
    staff.must_be(Page::Calls.roles())?;
    let now = app.now();
    let today = dealer.date(now);
    let (id, day) = (dealer.id, i64::from(today.num_days_from_ce()));
    let last_day = day + i64::from(dealer.file.booking.horizon_days) + 1;
    let since = now.plus_minutes(-DAYS_BACK * 24 * 60);
    let (visits, calls, people) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let visits = tx.visits_with_people(id, day - DAYS_BACK, last_day).await?;
                Ok((visits, tx.contacts_since(id, INVITATION, since).await?, tx.staff(id).await?))
            })
        })
        .await?;
    let mut calls = last_calls(&dealer, calls, &people, locale.as_deref());
    let speaks = dealer.file.speaks(locale.as_deref());
    let language = speaks.first().copied().unwrap_or_default();
    let (agreed, silent): (Vec<Car<'_>>, Vec<Car<'_>>) =
        cars_due(&visits, today, &dealer.file).into_iter().partition(|car| car.person.marketing);
    let invitations = agreed
        .into_iter()
        .take(INVITATIONS_MAX)
        .map(|car| Invitation {
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
            link: link(&app, &dealer, &car),
            contact: calls.remove(&car.visit.id),
        })
        .collect();
    let reply = InvitationList { as_of: dealer.wire(now), invitations, without_consent: silent.len() as u32 };
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(reply)).into_response())
}

/// The booking page with the service that is due; what names the car stands after `#`, so it reaches no log.
fn link(app: &App, dealer: &Dealer, car: &Car<'_>) -> String {
    let last = || car.visit.state.services.iter().find_map(|id| dealer.file.service(id));
    let service = car.service.or_else(last).map(|service| format!("&services={}", service.id)).unwrap_or_default();
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut escaped, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => escaped.push(char::from(byte)),
                _ => write!(escaped, "%{byte:02X}").expect("text grows"),
            }
            escaped
        })
    };
    format!(
        "{}/{}/book?source=invitation{service}#plate={}&model={}&km={}",
        app.public_url,
        dealer.file.slug,
        escaped(&car.person.plate),
        escaped(&car.person.model),
        car.estimated_km
    )
}

/// Writes down what came of an invitation.
#[utoipa::path(post, path = "/api/v1/desk/{dealer}/invitations/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ContactRequest, responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn invited(
    State(app): State<App>,
    Path((slug, id)): Path<(String, i64)>,
    staff: Staff,
    body: Json<ContactRequest>,
) -> Result<StatusCode, Failure> {
    called(&app, &slug, id, staff, body.value.outcome, INVITATION).await
}

/// Writes down what came of a confirmation call.
#[utoipa::path(post, path = "/api/v1/desk/{dealer}/confirmations/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    request_body = ContactRequest, responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn confirmed(
    State(app): State<App>,
    Path((slug, id)): Path<(String, i64)>,
    staff: Staff,
    body: Json<ContactRequest>,
) -> Result<StatusCode, Failure> {
    called(&app, &slug, id, staff, body.value.outcome, CONFIRMATION).await
}

async fn called(
    app: &App,
    slug: &str,
    visit: i64,
    staff: Staff,
    outcome: CallOutcome,
    purpose: &'static str,
) -> Result<StatusCode, Failure> {
    let dealer = staff.at(slug)?;
    staff.must_be(Page::Calls.roles())?;
    app.at_dealer(&dealer, move |at| {
        Box::pin(async move {
            if at.tx.visit(at.dealer.id, visit).await?.is_none() {
                return Err(Failure::new(Code::NotFound));
            }
            let id = at.row.next_id();
            let (purpose, outcome) = (purpose.to_owned(), outcome.as_str().to_owned());
            let row = ContactRow { id, visit, purpose, outcome, at: at.now, staff: staff.row.id };
            at.tx.add_contact(at.dealer.id, &row).await?;
            Ok(StatusCode::NO_CONTENT)
        })
    })
    .await
}

/// Whom to call about a day's bookings.
#[utoipa::path(get, path = "/api/v1/desk/{dealer}/confirmations", tag = "desk",
    params(("dealer" = String, Path), ("date" = Option<String>, Query, description = "Local date; default tomorrow")),
    responses((status = 200, body = ConfirmationList), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn confirmations(
    State(app): State<App>,
    Path(slug): Path<String>,
    staff: Staff,
    Locale(locale): Locale,
    RawQuery(text): RawQuery,
) -> Result<Response, Failure> {
    let dealer = staff.at(&slug)?;
    staff.must_be(Page::Calls.roles())?;
    let now = app.now();
    let asked = query(text.as_deref().unwrap_or_default(), "date").filter(|date| !date.is_empty());
    let date: NaiveDate = match asked {
        Some(date) => date.parse().map_err(|_| Failure::at("?date", "date-format"))?,
        None => dealer.date(now).succ_opt().ok_or_else(|| Failure::new(Code::Internal))?,
    };
    let (id, day) = (dealer.id, i64::from(date.num_days_from_ce()));
    let since = Instant::from_seconds(now.seconds() - 100 * 24 * 3600);
    let (visits, calls, people) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let visits = tx.visits_with_people(id, day, day).await?;
                Ok((visits, tx.contacts_since(id, CONFIRMATION, since).await?, tx.staff(id).await?))
            })
        })
        .await?;
    let mut contacts = last_calls(&dealer, calls, &people, locale.as_deref());
    let mut calls: Vec<Confirmation> = visits
        .iter()
        .filter(|(visit, _)| visit.state.phase == Phase::Booked)
        .map(|(visit, person)| {
            let card = card(&dealer, visit, person, now, locale.as_deref());
            Confirmation {
                id: visit.id,
                reference: card.reference,
                start: card.start,
                plate: card.plate,
                addressed_as: card.addressed_as,
                phone: person.phone.clone(),
                work: card.jobs,
                adviser: card.adviser,
                contact: contacts.remove(&visit.id),
            }
        })
        .collect();
    calls.sort_by_key(|call| (call.start, call.id));
    let reply = ConfirmationList { as_of: dealer.wire(now), date: Date(date), calls };
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(reply)).into_response())
}
