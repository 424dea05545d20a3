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
use bayside_api::booking::{BookedService, Booking, BookingStatus};
use bayside_api::problem::{Code, Problem};
use bayside_api::waitlist::BookingWish;
use bayside_domain::document::Person;
use bayside_domain::language::Asked;
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use bayside_workflow::Context;
use bayside_workflow::booking::change_until;
use bayside_workflow::contact::{addressed_as, masked_phone, masked_plate};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::tokens::Purpose;
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
    let wish = wish_of(&app, &dealer, &visit).await?;
    let booking = wire(&dealer, &visit, &person, wish, locale);
    Ok(fresh(booking))
}

/// The wish for an earlier time that waits with a booking.
pub(super) async fn wish_of(
    context: &Context,
    dealer: &Arc<Dealer>,
    visit: &VisitRow,
) -> Result<Option<BookingWish>, Failure> {
    let (asked, dealer, visit) = (context.clone(), Arc::clone(dealer), visit.clone());
    context.store.read(move |tx| Box::pin(async move { of_booking(&asked, &dealer, tx, &visit).await })).await
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
