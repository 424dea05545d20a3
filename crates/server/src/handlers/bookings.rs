//! Bookings: made, read, moved, given up (semantics.md, "Offers, holds, changes").

use crate::app::{App, AtDealer};
use crate::dealers::Dealer;
use crate::extract::{IdempotencyKey, Json, Locale};
use crate::failure::Failure;
use crate::handlers::availability::SERVICES_MAX;
use crate::handlers::dealers::adviser;
use crate::handlers::holds::{genuine, lost, named, place, redeem};
use crate::idempotency::{Answer, Once};
use crate::limits::{Client, Operation};
use crate::messages::facts::entry;
use crate::messages::{self, calendar};
use crate::papers::Papers;
use crate::people::{Said, addressed_as, masked_phone, masked_plate};
use crate::store::{HoldState, NamedClaim, Person, VisitRow};
use crate::tokens::{Offer, Purpose};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::booking::{
    BookedService, Booking, BookingCreated, BookingRequest, BookingStatus, CancelRequest, RescheduleRequest,
};
use bayside_api::problem::{Code, FieldError, Problem};
use bayside_domain::time::Bucket;
use bayside_domain::visit::{Actor, Event, Phase, Visit};
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
    let (request, person) = checked(&app, &dealer, body.value)?;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
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
                let visit = add(at, &offer, claims, &person).await?;
                let reply = created(at, &visit);
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(visit.id)).await
            })
        })
        .await?;
    Ok(answer.into())
}

/// The request without what names a person, and the person as they are kept.
pub(crate) fn checked(
    app: &App,
    dealer: &Dealer,
    request: BookingRequest,
) -> Result<(BookingRequest, Person), Failure> {
    let mut problem = Problem::new(Code::Invalid);
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
        Some(person) if problem.errors.is_empty() => Ok((request, person)),
        _ => Err(problem.into()),
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
    let visit = begin(at, event, claims, person, Actor::Customer).await?;
    messages::confirmed(at, &visit).await?;
    Ok(visit)
}

/// Adds a visit with its first event, its person and its draft papers.
pub async fn begin(
    at: &mut AtDealer<'_, '_>,
    event: Event,
    claims: Vec<NamedClaim>,
    person: &Person,
    by: Actor,
) -> Result<VisitRow, Failure> {
    let id = at.row.next_id();
    let reference = reference(at).await?;
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

pub(crate) async fn reference(at: &mut AtDealer<'_, '_>) -> Result<String, Failure> {
    loop {
        let random = rand::random::<[u8; REFERENCE_LEN]>();
        let text: String = random
            .iter()
            .map(|byte| char::from(REFERENCE_ALPHABET[usize::from(*byte) % REFERENCE_ALPHABET.len()]))
            .collect();
        if !at.tx.reference_exists(at.dealer.id, &text).await? {
            return Ok(text);
        }
    }
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

/// A booking by its private token.
#[utoipa::path(get, path = "/api/v1/bookings/{manage_token}", tag = "public", params(("manage_token" = String, Path)),
    responses((status = 200, body = Booking), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Failure> {
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let booking = wire(&dealer, &visit, &person, locale.as_deref());
    Ok(([(header::CACHE_CONTROL, "no-store")], axum::Json(booking)).into_response())
}

/// Who brings a visit's car; once erased there is nothing here any more.
pub async fn person(app: &App, dealer: &Dealer, visit: &VisitRow) -> Result<Person, Failure> {
    let (dealer, id) = (dealer.id, visit.id);
    let person = app.store.read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.person(dealer, id).await?) })).await?;
    person.ok_or_else(|| Failure::new(Code::NotFound))
}

fn wire(dealer: &Dealer, visit: &VisitRow, person: &Person, locale: Option<&str>) -> Booking {
    let state = &visit.state;
    let speaks = dealer.file.speaks(locale.or(Some(&person.locale)));
    let language = speaks.first().copied().unwrap_or_default();
    Booking {
        dealer: dealer.file.slug.clone(),
        reference: visit.reference.clone(),
        status: match state.phase {
            Phase::Booked => BookingStatus::Booked,
            Phase::Cancelled => BookingStatus::Cancelled,
            Phase::NoShow => BookingStatus::NoShow,
            Phase::OnSite | Phase::Accepted | Phase::Left | Phase::Closed => BookingStatus::Arrived,
        },
        start: dealer.wire(state.start),
        ready_estimate: dealer.wire(state.ready_estimate),
        adviser: adviser(dealer, &state.adviser, &speaks),
        services: state
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
        stay: state.stay,
        plate: masked_plate(person).map(String::from).unwrap_or_default(),
        model: person.model.clone(),
        phone: masked_phone(dealer, person),
        addressed_as: addressed_as(person, language),
        concern: person.concern.clone(),
        price: dealer.file.money(state.price),
        benefit: dealer.file.money(state.benefit),
        change_until: dealer.wire(change_until(dealer, state)),
        sequence: state.sequence,
        prepared: state.is_prepared(),
    }
}

fn change_until(dealer: &Dealer, visit: &Visit) -> bayside_domain::time::Instant {
    visit.start.plus_minutes(-i64::from(dealer.file.booking.change_cutoff_minutes))
}

/// Refuses to change what is past changing.
fn changeable(at: &AtDealer<'_, '_>, visit: &VisitRow) -> Result<(), Failure> {
    if visit.state.phase != Phase::Booked {
        return Err(Failure::new(Code::NotChangeable));
    }
    if at.now > change_until(at.dealer, &visit.state) {
        return Err(Failure::new(Code::TooLate));
    }
    Ok(())
}

/// Reads the visit of a token anew, under the dealer's lock.
async fn reread(at: &mut AtDealer<'_, '_>, id: i64) -> Result<VisitRow, Failure> {
    at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))
}

/// Gives a booking up.
#[utoipa::path(post, path = "/api/v1/bookings/{manage_token}/cancel", tag = "public", params(("manage_token" = String, Path)), request_body = CancelRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<CancelRequest>,
) -> Result<axum::Json<Booking>, Failure> {
    app.limits.check(Operation::Write, client)?;
    let mut problem = Problem::new(Code::Invalid);
    let reason = body.value.reason.unwrap_or_default();
    crate::extract::checked_len("/reason", &reason, 0, 500, &mut problem);
    if !problem.errors.is_empty() {
        return Err(problem.into());
    }
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let visit = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut visit = reread(at, id).await?;
                changeable(at, &visit)?;
                let event = at.append(&mut visit, Actor::Customer, Event::Cancelled).await?;
                if !reason.trim().is_empty() {
                    at.tx.add_note(at.dealer.id, event, id, reason.trim()).await?;
                }
                free(at, &mut visit).await?;
                at.tx.save_visit(at.dealer.id, &visit).await?;
                messages::cancelled(at, &visit).await?;
                Ok(visit)
            })
        })
        .await?;
    Ok(axum::Json(wire(&dealer, &visit, &person, locale.as_deref())))
}

/// Gives back what a visit has not used yet: buckets from now on, loaners from today on.
pub async fn free(at: &mut AtDealer<'_, '_>, visit: &mut VisitRow) -> Result<(), Failure> {
    let bucket = Bucket::at(at.now).0;
    let today = i64::from(at.dealer.date(at.now).num_days_from_ce());
    let mut given_back = Vec::new();
    for NamedClaim(resource, from, to) in std::mem::take(&mut visit.claims) {
        let cut = if resource == "loaner" { today } else { bucket }.clamp(from, to);
        if cut < to {
            given_back.push(NamedClaim(resource.clone(), cut, to));
        }
        if from < cut {
            visit.claims.push(NamedClaim(resource, from, cut));
        }
    }
    if !given_back.is_empty() {
        at.give_back(&given_back, !visit.state.walk_in).await?;
    }
    Ok(())
}

/// Moves a booking: same booking, same token, same reference.
#[utoipa::path(post, path = "/api/v1/bookings/{manage_token}/reschedule", tag = "public", params(("manage_token" = String, Path)), request_body = RescheduleRequest,
    responses((status = 200, body = Booking), (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn reschedule(
    State(app): State<App>,
    Path(token): Path<String>,
    client: Client,
    Locale(locale): Locale,
    body: Json<RescheduleRequest>,
) -> Result<axum::Json<Booking>, Failure> {
    app.limits.check(Operation::Book, client)?;
    let request = body.value;
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let id = visit.id;
    let visit = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut visit = reread(at, id).await?;
                changeable(at, &visit)?;
                let services = visit.state.services.clone();
                let same = move |offer: &Offer| {
                    let mut offered = offer.services.clone();
                    let mut booked = services.clone();
                    offered.sort();
                    booked.sort();
                    if offered == booked {
                        Ok(())
                    } else {
                        Err(Problem::new(Code::OfferMismatch).at("/offer", "offer-mismatch").into())
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
                if offer.stay != visit.state.stay {
                    return Err(lost(at, &offer, Code::OfferMismatch));
                }
                move_to(at, &mut visit, offer, claims).await?;
                Ok(visit)
            })
        })
        .await?;
    Ok(axum::Json(wire(&dealer, &visit, &person, locale.as_deref())))
}

/// Moves a booking to an offer whose room is taken: the old room is given back after the new was taken.
pub(crate) async fn move_to(
    at: &mut AtDealer<'_, '_>,
    visit: &mut VisitRow,
    offer: Offer,
    claims: Vec<NamedClaim>,
) -> Result<(), Failure> {
    free(at, visit).await?;
    visit.claims = claims;
    let event = Event::Rescheduled {
        start: Bucket(offer.start).start(),
        ready_estimate: Bucket(offer.ready_estimate).start(),
        adviser: offer.adviser,
        benefit: offer.benefit,
    };
    at.append(visit, Actor::Customer, event).await?;
    visit.day = i64::from(at.dealer.date(visit.state.start).num_days_from_ce());
    let papers = Papers::draft(&at.dealer.file, &visit.state, &person_locale(at, visit.id).await?, 0);
    papers.replace_lines_of(at, visit.id).await?;
    at.tx.save_visit(at.dealer.id, visit).await?;
    messages::moved(at, visit).await
}

async fn person_locale(at: &mut AtDealer<'_, '_>, visit: i64) -> Result<String, Failure> {
    Ok(at.tx.person(at.dealer.id, visit).await?.map(|person| person.locale).unwrap_or_default())
}

/// The booking as a calendar file (RFC 5545).
#[utoipa::path(get, path = "/api/v1/bookings/{manage_token}/calendar.ics", tag = "public", params(("manage_token" = String, Path)),
    responses((status = 200, content_type = "text/calendar"), (status = 404, body = Problem)))]
pub async fn calendar(
    State(app): State<App>,
    Path(token): Path<String>,
    Locale(locale): Locale,
) -> Result<Response, Failure> {
    let (dealer, visit) = app.open_token(Purpose::Manage, &token).await?;
    let person = person(&app, &dealer, &visit).await?;
    let link = format!("{}/booking#{token}", app.public_url);
    let entry = entry(&dealer, &visit, locale.as_deref().or(Some(&person.locale)), link, app.now());
    let mut response = calendar::file(&entry, calendar::Method::Publish, None).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8; method=PUBLISH"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"booking.ics\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
