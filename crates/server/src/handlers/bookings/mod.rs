//! Bookings, as they are made (semantics.md, "Offers, holds, changes"); [`read`] and [`change`] are what follows.

pub mod change;
pub mod read;

use crate::app::{App, AtDealer};
use crate::dealers::Dealer;
use crate::extract::{IdempotencyKey, Json};
use crate::failure::Failure;
use crate::handlers::availability::SERVICES_MAX;
use crate::handlers::holds::{genuine, named, place, redeem};
use crate::idempotency::{Answer, Once};
use crate::limits::{Client, Operation};
use crate::marks::Form;
use crate::messages;
use crate::papers::Papers;
use crate::people::Said;
use crate::store::{HoldState, NamedClaim, Person, VisitRow};
use crate::tokens::Offer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::booking::{BookingCreated, BookingRequest, Vehicle};
use bayside_api::problem::{Code, FieldError, Problem};
use bayside_domain::span::Unfit;
use bayside_domain::time::Bucket;
use bayside_domain::visit::{Actor, Event, Visit};
use chrono::Datelike;

/// Characters of a reference: none that look or sound alike.
const REFERENCE_ALPHABET: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWXYZ";
/// Characters of a reference.
const REFERENCE_LEN: usize = 6;

/// Makes a booking.
#[utoipa::path(post, path = "/api/v1/dealers/{dealer}/bookings", tag = "public", params(("dealer" = String, Path)), request_body = BookingRequest,
    responses((status = 201, body = BookingCreated), (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Path(slug): Path<String>,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<BookingRequest>,
) -> Result<Response, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
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
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(visit.id)).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// The request without what names a person, how it was filled in, and the person as they are kept. Jobs must be for
/// the car unless `any_car`.
pub(crate) fn checked(
    app: &App,
    dealer: &Dealer,
    request: BookingRequest,
    any_car: bool,
) -> Result<(BookingRequest, Form, Person), Failure> {
    let mut problem = Problem::new(Code::Invalid);
    let form = Form::read(request.website.as_ref(), request.filled_seconds, &mut problem);
    if !any_car {
        not_for_car(app, dealer, &request.services, &request.vehicle, &mut problem);
    }
    let mut wrong = |pointer: String, code: &str| problem.errors.push(FieldError { pointer, code: code.to_owned() });
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
    let said = Said {
        concern: request.concern.clone(),
        vehicle: request.vehicle.clone(),
        customer: request.customer.clone(),
        consent: request.consent.clone(),
        source: request.source.clone(),
        utm: request.utm.clone().unwrap_or_default(),
    };
    let person = said.check(dealer, app.now(), &mut problem);
    match person {
        Some(person) if problem.errors.is_empty() => Ok((request, form, person)),
        _ => Err(problem.into()),
    }
}

/// Notes jobs that are not for this car.
pub(crate) fn not_for_car(app: &App, dealer: &Dealer, services: &[String], vehicle: &Vehicle, problem: &mut Problem) {
    // By phone nobody may know it; then it is 0.
    let km = Some(vehicle.mileage_km).filter(|km| *km > 0);
    let registered = vehicle.first_registered.map(|date| date.0);
    for (index, id) in services.iter().enumerate().take(SERVICES_MAX) {
        let unfit = dealer.file.service(id).and_then(|service| {
            if !service.is_for(vehicle.model.trim(), &dealer.file.models) {
                return Some(Unfit::Model);
            }
            service.span.unfit(km, registered, dealer.date(app.now()))
        });
        problem.errors.extend(
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
    let mut problem = Problem::new(Code::OfferMismatch);
    if sorted(&request.services) != sorted(&offer.services) {
        problem = problem.at("/services", "offer-mismatch");
    }
    if request.stay != offer.stay {
        problem = problem.at("/stay", "offer-mismatch");
    }
    if request.adviser.as_ref().is_some_and(|adviser| *adviser != offer.adviser) {
        problem = problem.at("/adviser", "offer-mismatch");
    }
    if problem.errors.is_empty() { Ok(()) } else { Err(problem.into()) }
}

/// Redeems a hold; one that has expired books all the same if there is still room.
pub(crate) async fn from_hold(
    at: &mut AtDealer<'_, '_>,
    name: &str,
    check: impl Fn(&Offer) -> Result<(), Failure>,
) -> Result<(Offer, Vec<NamedClaim>), Failure> {
    let hold = named(at, name, "/hold").await?;
    let offer = at.app.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
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

/// Adds the visit of a booking, its person, its draft papers and its confirmation.
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
    let start = Bucket(offer.start).start();
    let event = Event::Booked {
        start,
        ready_estimate: Bucket(offer.ready_estimate).start(),
        adviser: offer.adviser.clone(),
        services: offer.services.clone(),
        stay: offer.stay,
        price: offer.price,
        benefit: offer.benefit,
        walk_in: false,
    };
    let visit = begin(at, (event, Actor::Customer), claims, person, reference).await?;
    messages::confirmed(at, &visit).await?;
    Ok(visit)
}

/// Adds a visit with its first event and whose it is, its person and its draft papers.
pub async fn begin(
    at: &mut AtDealer<'_, '_>,
    (event, by): (Event, Actor),
    claims: Vec<NamedClaim>,
    person: &Person,
    reference: String,
) -> Result<VisitRow, Failure> {
    let id = at.row.next_id();
    let recorded = at.tx.append(&mut at.row, id, at.now, by, event).await?;
    let state = Visit::begin(&recorded).ok_or_else(|| Failure::new(Code::Internal))?;
    let day = i64::from(at.dealer.date(state.start).num_days_from_ce());
    let visit = VisitRow { id, reference, day, last_event: recorded.number, generation: 0, claims, state };
    at.tx.add_visit(at.dealer.id, &visit).await?;
    at.made.bookings += u64::from(!visit.state.walk_in);
    at.tx.put_person(at.dealer.id, id, person).await?;
    let papers = Papers::draft(&at.dealer.file, &visit.state, &person.locale, person.mileage_km);
    at.tx.put_paper(at.dealer.id, id, &papers.to_json()).await?;
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
    let manage_token = at.app.manage_token(at.dealer, visit);
    BookingCreated {
        reference: visit.reference.clone(),
        manage_url: format!("{}/booking#{manage_token}", at.app.public_url),
        manage_token,
        start: at.dealer.wire(visit.state.start),
        ready_estimate: at.dealer.wire(visit.state.ready_estimate),
        adviser: visit.state.adviser.clone(),
        stay: visit.state.stay,
        price: at.dealer.file.money(visit.state.price),
        benefit: at.dealer.file.money(visit.state.benefit),
    }
}
