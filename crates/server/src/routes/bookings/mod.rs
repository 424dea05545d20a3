//! Bookings, as they are made (semantics.md, "Offers, holds, changes"); [`read`] and [`change`] are what follows.

pub mod change;
pub mod read;

use crate::app::{App, AtDealer};
use crate::http::caller::PublicDealer;
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::idempotency::{Answer, Once};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::messages;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::problem::{Code, FieldError, Problem};
use bayside_api::vehicle::Vehicle;
use bayside_domain::document::VisitDocuments;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::VisitId;
use bayside_domain::limits::SERVICES_MAX;
use bayside_domain::span::Unfit;
use bayside_domain::visit::Visit;
use bayside_store::{HoldState, NamedClaim, Person, VisitRow};
use bayside_workflow::House;
use bayside_workflow::contact::ContactInput;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::holds::{genuine, named, place, redeem};
use bayside_workflow::spam_signals::FormSignals;
use bayside_workflow::tokens::Offer;
use chrono::Datelike;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Characters of a reference: none that look or sound alike.
const REFERENCE_ALPHABET: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWXYZ";
/// Characters of a reference.
const REFERENCE_LEN: usize = 6;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create)).merge(read::routes()).merge(change::routes())
}

/// Makes a booking.
#[utoipa::path(post, path = "/dealers/{dealer}/bookings", tag = "public", params(("dealer" = String, Path)), request_body = BookingRequest,
    responses((status = 201, body = BookingCreated), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<BookingRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Book, client)?;
    let once = Once::new(&dealer, "bookings", key, body.hash);
    let (request, form, mut person) = checked(&app, &dealer, body.value, false)?;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                // One way to the database asks all there is to ask, and one writes all there is to write.
                at.tx.gather();
                let (offer, claims) = match (&request.hold, &request.offer) {
                    (Some(name), _) => from_hold(at, name, |offer| matches(&request, offer)).await?,
                    (None, Some(text)) => {
                        let offer = genuine(at, text, "/offer")?;
                        matches(&request, &offer)?;
                        let claims = place(at, &offer, Code::SlotTaken)?;
                        at.take(&claims, true).await?;
                        (offer, claims)
                    }
                    (None, None) => return Err(Failure::at("/hold", "required")),
                };
                let (marks, reference) = form.marks_and_reference(at, &person).await?;
                person.marks = marks;
                let visit = book(at, &offer, claims, &person, reference).await?;
                let reply = created(at, &visit);
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(visit.id.into())).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// The request without what names a person, how it was filled in, and the person as they are kept. Jobs must be for
/// the car unless `any_car`.
pub(crate) fn checked(
    house: &House,
    dealer: &Dealer,
    request: BookingRequest,
    any_car: bool,
) -> Result<(BookingRequest, FormSignals, Person), Failure> {
    let mut checks = FieldChecks::new();
    let form = FormSignals::read(request.website.as_ref(), request.filled_seconds, &mut checks);
    if !any_car {
        not_for_car(house, dealer, &request.services, &request.vehicle, &mut checks);
    }
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    match (&request.hold, &request.offer) {
        (None, None) => wrong("/hold".to_owned(), "required"),
        (Some(_), Some(_)) => wrong("/offer".to_owned(), "hold-or-offer"),
        _ => {}
    }
    if request.services.is_empty() {
        wrong("/services".to_owned(), "required");
    } else if request.services.len() > SERVICES_MAX {
        wrong("/services".to_owned(), "too-many");
    }
    for (index, id) in request.services.iter().enumerate().take(SERVICES_MAX) {
        if dealer.file.service(id).is_none() {
            wrong(format!("/services/{index}"), "unknown-service");
        } else if request.services[..index].contains(id) {
            wrong(format!("/services/{index}"), "duplicate");
        }
    }
    if request.adviser.as_ref().is_some_and(|id| dealer.file.adviser(id).is_none()) {
        wrong("/adviser".to_owned(), "unknown-adviser");
    }
    let said = ContactInput {
        concern: request.concern.clone(),
        vehicle: crate::wire::vehicle(request.vehicle.clone()),
        customer: crate::wire::customer(request.customer.clone()),
        consent: crate::wire::consent(request.consent.clone()),
        source: request.source.clone(),
        utm: request.utm.clone().unwrap_or_default(),
    };
    let person = said.check(dealer, house.now(), &mut checks);
    match person {
        Some(person) if checks.is_empty() => Ok((request, form, person)),
        _ => Err(checks.refuse()),
    }
}

/// Notes jobs that are not for this car.
pub(crate) fn not_for_car(
    house: &House,
    dealer: &Dealer,
    services: &[String],
    vehicle: &Vehicle,
    checks: &mut FieldChecks,
) {
    // By phone nobody may know it; then it is 0.
    let km = Some(vehicle.mileage_km).filter(|km| *km > 0);
    let registered = vehicle.first_registered.map(|date| date.0);
    for (index, id) in services.iter().enumerate().take(SERVICES_MAX) {
        let unfit = dealer.file.service(id).and_then(|service| {
            if !service.is_for(vehicle.model.trim(), &dealer.file.models) {
                return Some(Unfit::Model);
            }
            service.span.unfit(km, registered, dealer.date(house.now()))
        });
        checks.extend(
            unfit.map(|unfit| FieldError { pointer: format!("/services/{index}"), code: unfit.code().to_owned() }),
        );
    }
}

/// Services, stay and adviser must be the offer's.
pub(crate) fn matches(request: &BookingRequest, offer: &Offer) -> Result<(), Failure> {
    let sorted = |services: &[String]| {
        let mut services = services.to_vec();
        services.sort();
        services
    };
    let mut checks = FieldChecks::new();
    if sorted(&request.services) != sorted(&offer.appointment.services) {
        checks.wrong("/services", "offer-mismatch");
    }
    if request.stay != offer.appointment.stay {
        checks.wrong("/stay", "offer-mismatch");
    }
    if request.adviser.as_ref().is_some_and(|adviser| *adviser != offer.appointment.adviser) {
        checks.wrong("/adviser", "offer-mismatch");
    }
    checks.finish_as(Code::OfferMismatch)
}

/// Redeems a hold; one that has expired books all the same if there is still room.
pub(crate) async fn from_hold(
    at: &mut AtDealer<'_, '_>,
    name: &str,
    check: impl Fn(&Offer) -> Result<(), Failure>,
) -> Result<(Offer, Vec<NamedClaim>), Failure> {
    let hold = named(at, name, "/hold").await?;
    let offer = at.house.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
    check(&offer)?;
    let claims = match hold.state {
        HoldState::Live => redeem(at, hold).await?,
        HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
        HoldState::Dropped => {
            let claims = place(at, &offer, Code::HoldExpired)?;
            at.take(&claims, true).await?;
            redeem(at, hold).await?;
            claims
        }
    };
    Ok((offer, claims))
}

/// Adds the visit of a booking, its person, its first work order and its confirmation.
pub(crate) async fn add(
    at: &mut AtDealer<'_, '_>,
    offer: &Offer,
    claims: Vec<NamedClaim>,
    person: &Person,
) -> Result<VisitRow, Failure> {
    let reference = reference(at).await?;
    at.tx.gather();
    let visit = book(at, offer, claims, person, reference).await?;
    at.tx.send().await?;
    Ok(visit)
}

/// The same under a reference that no visit has.
async fn book(
    at: &mut AtDealer<'_, '_>,
    offer: &Offer,
    claims: Vec<NamedClaim>,
    person: &Person,
    reference: String,
) -> Result<VisitRow, Failure> {
    let event = VisitEvent::Booked { appointment: offer.appointment.clone(), walk_in: false };
    let visit = begin(at, (event, Actor::Customer), claims, person, reference).await?;
    messages::confirmed(at, &visit).await?;
    Ok(visit)
}

/// Adds a visit with its first event and whose it is, its person and its first work order.
pub async fn begin(
    at: &mut AtDealer<'_, '_>,
    (event, by): (VisitEvent, Actor),
    claims: Vec<NamedClaim>,
    person: &Person,
    reference: String,
) -> Result<VisitRow, Failure> {
    let id: VisitId = at.row.next_id();
    let recorded = at.tx.append(&mut at.row, id, at.now, by, event).await?;
    let state = Visit::begin(&recorded).ok_or_else(|| Failure::new(Code::Internal))?;
    let day = i64::from(at.dealer.date(state.appointment.start).num_days_from_ce());
    let visit = VisitRow { id, reference, day, last_event: recorded.number, generation: 0, claims, state };
    at.tx.add_visit(at.dealer.id, &visit).await?;
    at.pending.bookings += u64::from(!visit.state.walk_in);
    at.tx.put_person(at.dealer.id, id, person).await?;
    let documents = VisitDocuments::draft(&at.dealer.file, &visit.state, person.locale, person.mileage_km);
    at.tx.put_documents(at.dealer.id, id, &documents).await?;
    Ok(visit)
}

/// A reference that no visit has.
pub(crate) async fn reference(at: &mut AtDealer<'_, '_>) -> Result<String, Failure> {
    loop {
        let text = random_reference();
        if !at.tx.reference_exists(at.dealer.id, &text).await? {
            return Ok(text);
        }
    }
}

/// A reference that hardly any visit has.
pub(crate) fn random_reference() -> String {
    let random = rand::random::<[u8; REFERENCE_LEN]>();
    let letter = |byte: u8| char::from(REFERENCE_ALPHABET[usize::from(byte) % REFERENCE_ALPHABET.len()]);
    random.into_iter().map(letter).collect()
}

pub(crate) fn created(at: &AtDealer<'_, '_>, visit: &VisitRow) -> BookingCreated {
    let manage_token = at.house.manage_token(at.dealer, visit);
    BookingCreated {
        reference: visit.reference.clone(),
        manage_url: format!("{}/booking#{manage_token}", at.house.public_url),
        manage_token,
        start: at.dealer.wire(visit.state.appointment.start),
        ready_estimate: at.dealer.wire(visit.state.appointment.ready_estimate),
        adviser: visit.state.appointment.adviser.clone(),
        stay: visit.state.appointment.stay,
        price: at.dealer.file.money(visit.state.appointment.price),
        benefit: at.dealer.file.money(visit.state.appointment.benefit),
    }
}
