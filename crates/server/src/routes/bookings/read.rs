//! Reading a booking by its private link, and as a calendar file.

use crate::app::App;
use crate::http::extract::{Locale, Path};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::fresh;
use crate::messages::calendar as file;
use crate::messages::content::entry;
use crate::routes::dealers::adviser;
use crate::routes::waitlist::of_booking;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_api::booking::{BookedService, Booking, BookingChange, BookingChangeKind, BookingStatus};
use bayside_api::problem::{Code, Problem};
use bayside_api::waitlist::BookingWish;
use bayside_domain::codes::Step;
use bayside_domain::document::Person;
use bayside_domain::event::{Recorded, VisitEvent};
use bayside_domain::language::Asked;
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use bayside_workflow::Context;
use bayside_workflow::booking::change_until;
use bayside_workflow::contact::{addressed_as, masked_phone, masked_plate};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::tokens::Purpose;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get)).routes(routes!(calendar))
}

/// A booking as its customer sees it, by its private token.
#[utoipa::path(get, path = "/bookings/{manage_token}", tag = "public", params(("manage_token" = String, Path)),
    responses((status = 200, body = Booking), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let (wish, history) = around(&app, &dealer, &visit).await?;
    Ok(fresh(wire(&dealer, &visit, &person, wish, history, locale)))
}

/// The wish for an earlier time that waits with a booking, and what happened to the booking.
async fn around(
    context: &Context,
    dealer: &Arc<Dealer>,
    visit: &VisitRow,
) -> Result<(Option<BookingWish>, Vec<BookingChange>), Failure> {
    let (asked, dealer, visit) = (context.clone(), Arc::clone(dealer), visit.clone());
    let read = context.store.read(move |tx| {
        Box::pin(async move {
            let wish = of_booking(&asked, &dealer, tx, &visit).await?;
            Ok((wish, history(&dealer, &tx.events_of(dealer.id, visit.id).await?)))
        })
    });
    read.await
}

/// What happened to a booking until the car came.
pub(super) fn history(dealer: &Dealer, events: &[Recorded<VisitEvent>]) -> Vec<BookingChange> {
    let mut ticked = BTreeSet::new();
    let change = |recorded: &Recorded<VisitEvent>| {
        let (what, start) = match &recorded.event {
            VisitEvent::Booked { walk_in: false, appointment } => (BookingChangeKind::Booked, Some(appointment.start)),
            VisitEvent::Rescheduled { start, .. } => (BookingChangeKind::Moved, Some(*start)),
            VisitEvent::Prepared { step } => {
                let is_last = ticked.insert(step.as_str()) && ticked.len() == Step::ALL.len();
                (is_last.then_some(BookingChangeKind::Prepared)?, None)
            }
            VisitEvent::Arrived { .. } => (BookingChangeKind::Arrived, None),
            VisitEvent::Cancelled => (BookingChangeKind::Cancelled, None),
            VisitEvent::NoShow => (BookingChangeKind::NoShow, None),
            _ => return None,
        };
        Some(BookingChange { at: dealer.wire(recorded.at), what, start: start.map(|start| dealer.wire(start)) })
    };
    events.iter().filter_map(change).collect()
}

/// The person of a visit; refused as "not found" if their data were erased.
pub async fn person(context: &Context, dealer: &Dealer, visit: &VisitRow) -> Result<Person, Failure> {
    let (dealer, id) = (dealer.id, visit.id);
    let person =
        context.store.read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.person(dealer, id).await?) })).await?;
    person.ok_or_else(|| Failure::new(Code::NotFound))
}

pub(super) fn wire(
    dealer: &Dealer,
    visit: &VisitRow,
    person: &Person,
    wish: Option<BookingWish>,
    history: Vec<BookingChange>,
    locale: Asked,
) -> Booking {
    let state = &visit.state;
    let speaks = dealer.file.speaks(locale.or(person.locale));
    let language = dealer.file.language(locale.or(person.locale));
    Booking {
        dealer: dealer.file.slug.clone(),
        reference: visit.reference.clone(),
        status: match state.phase {
            Phase::Booked => BookingStatus::Booked,
            Phase::Cancelled => BookingStatus::Cancelled,
            Phase::NoShow => BookingStatus::NoShow,
            Phase::OnSite | Phase::Accepted | Phase::Delivered | Phase::Closed => BookingStatus::Arrived,
        },
        start: dealer.wire(state.appointment.start),
        ready_estimate: dealer.wire(state.appointment.ready_estimate),
        adviser: adviser(dealer, &state.appointment.adviser, &speaks),
        services: state
            .appointment
            .services
            .iter()
            .map(|id| {
                let service = dealer.file.service(id);
                BookedService {
                    id: id.clone(),
                    name: service.map_or(id.as_str(), |service| service.name.get(&speaks)).to_owned(),
                    price_from: dealer.file.money(service.map_or(0, |service| service.price_from)),
                }
            })
            .collect(),
        stay: state.appointment.stay,
        plate: masked_plate(person).map(String::from).unwrap_or_default(),
        model: person.model.clone(),
        phone: masked_phone(dealer, person),
        addressed_as: addressed_as(person, language),
        concern: person.concern.clone(),
        price: dealer.file.money(state.appointment.price),
        benefit: dealer.file.money(state.appointment.benefit),
        change_until: dealer.wire(change_until(dealer, state)),
        sequence: state.sequence,
        prepared: state.is_prepared(),
        wish,
        history,
    }
}

/// The booking as a calendar file (RFC 5545).
#[utoipa::path(get, path = "/bookings/{manage_token}/calendar.ics", tag = "public", params(("manage_token" = String, Path)),
    responses((status = 200, content_type = "text/calendar"), (status = 404, body = Problem)))]
pub async fn calendar(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let link = format!("{}/booking#{token}", app.public_url);
    let locale = locale.or(person.locale);
    let entry = entry(&dealer, &visit, locale, link, app.now());
    let parties = file::Parties { organizer: organizer(&app, &dealer, locale), attendee: None };
    let mut response = file::file(&entry, file::Method::Publish, &parties).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8; method=PUBLISH"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"booking.ics\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The dealer as the organizer of a calendar entry: the address that its mails come from, else the one that answers are
/// sent to, else that of a mailbox at this server which nobody reads.
fn organizer(app: &App, dealer: &Dealer, locale: Asked) -> (String, String) {
    let settings = &dealer.file.messages;
    let own = settings.from.clone().or_else(|| settings.reply_to.clone());
    let address =
        own.or_else(|| app.senders.mail.as_ref().map(crate::messages::Mailer::address)).unwrap_or_else(|| {
            let host = app.public_url.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
            format!("noreply@{}", host.unwrap_or("localhost"))
        });
    (dealer.file.name.get(&dealer.file.speaks(locale)).to_owned(), address)
}
