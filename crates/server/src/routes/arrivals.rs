//! The arrival kiosk: whoever has a booking gets the lounge number by the step that the desk takes, whoever has none
//! draws a number to be called by. Every miss has one answer, after the same work.

use crate::app::{App, AtDealer};
use crate::http::caller::{ArrivalScreen, PairedScreen};
use crate::http::extract::{IdempotencyKey, Json, Locale};
use crate::http::idempotency::{Answer, Once};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::http::reply::fresh;
use crate::live;
use crate::routes::availability::stock;
use crate::routes::find::tidy;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bayside_api::arrival::{ArrivalQueue, ArrivalRequest, CheckIn};
use bayside_api::problem::{Code, Problem};
use bayside_domain::arrival::{Door, at_the_door, is_four_digits, last_four};
use bayside_domain::event::{Actor, TicketEvent};
use bayside_domain::ids::{ScreenId, VisitId};
use bayside_domain::language::Language;
use bayside_domain::limits::{QR_CHARS_MAX, TICKETS_WAITING_MAX};
use bayside_domain::lounge::ShortName;
use bayside_domain::plate::{Plate, PlateError};
use bayside_domain::time::Bucket;
use bayside_domain::words::{CheckInOutcome, Step, VisitReason};
use bayside_store::{Person, Ticket, TicketRow, VisitRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::step::{self, StepInput};
use bayside_workflow::ticket::draw_number;
use bayside_workflow::tokens::{Claimed, KeyRing, Purpose};
use chrono::Datelike;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who comes, or why somebody comes without a booking.
enum Asked {
    Reference(String),
    Token(Claimed),
    Car { plate: String, digits: String },
    WalkIn(VisitReason),
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, queue))
}

/// Takes somebody in at the arrival kiosk. Wrong plate, wrong digits, wrong reference and a code of somebody else's
/// are answered alike.
#[utoipa::path(post, path = "/dealers/{dealer}/arrivals", tag = "screens", params(("dealer" = String, Path)), request_body = ArrivalRequest,
    responses((status = 200, body = CheckIn, description = "The car was here already: its number again"), (status = 201, body = CheckIn),
    (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PairedScreen { dealer, device, .. }: PairedScreen<ArrivalScreen>,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    Locale(locale): Locale,
    body: Json<ArrivalRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Arrive, client)?;
    let once = Once::new(&dealer, "arrivals", key, body.hash);
    let asked = checked(&dealer, body.value)?;
    let screen = device.screen;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                let (reply, visit) = match asked {
                    Asked::WalkIn(reason) => (draw(at, screen, reason).await?, None),
                    booked => check_in(at, screen, booked, locale).await?,
                };
                let again = reply.outcome == CheckInOutcome::Already;
                let status = if again { StatusCode::OK } else { StatusCode::CREATED };
                once.after(at, Answer::new(status, &reply), visit.map(Into::into)).await
            })
        })
        .await?;
    let mut response = Response::from(answer);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// How many wait with a number, and what the kiosk is to do.
#[utoipa::path(get, path = "/dealers/{dealer}/arrivals", tag = "screens",
    params(("dealer" = String, Path),
        ("version" = Option<String>, Query, description = "The version of the screen's page"),
        ("viewport" = Option<String>, Query, description = "The size of the screen's page, as 1920x1080"),
        ("reload" = Option<i64>, Query, description = "The last reload that the screen obeyed; without, each is told once")),
    responses((status = 200, body = ArrivalQueue), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn queue(
    State(app): State<App>,
    PairedScreen { dealer, device, .. }: PairedScreen<ArrivalScreen>,
) -> Result<Response, Rejection> {
    let now = app.now();
    let (id, day) = (dealer.id, i64::from(dealer.date(now).num_days_from_ce()));
    let read = app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.open_tickets(id, day).await?) }));
    let (ahead, command) = (waiting(&read.await?), live::command_for(&app, &device).await?);
    let stock = stock(&app, &dealer).await?;
    let receiving = stock.room.receiving(&stock.workshop, Bucket::at(now).0);
    let reply = ArrivalQueue { as_of: dealer.wire(now), ahead, receiving, command };
    Ok(fresh(reply))
}

/// How many of these were not called yet.
fn waiting(tickets: &[TicketRow]) -> u32 {
    let waiting = tickets.iter().filter(|ticket| ticket.state.called.is_none()).count();
    u32::try_from(waiting).unwrap_or(u32::MAX)
}

fn checked(dealer: &Dealer, request: ArrivalRequest) -> Result<Asked, Failure> {
    let ArrivalRequest { reference, qr, plate, plate_kind, phone_digits, walk_in } = request;
    let ways = [reference.is_some(), qr.is_some(), plate.is_some(), walk_in.is_some()];
    if ways.iter().filter(|way| **way).count() != 1 {
        return Err(Failure::at("", "one-way"));
    }
    let mut checks = FieldChecks::new();
    if plate.is_none() {
        for (pointer, is_there) in [("/plate_kind", plate_kind.is_some()), ("/phone_digits", phone_digits.is_some())] {
            if is_there {
                checks.wrong(pointer, "without-plate");
            }
        }
    }
    let asked = match (reference, qr, plate, walk_in) {
        (Some(reference), ..) => Asked::Reference(tidy(&reference)),
        (_, Some(qr), ..) => {
            if qr.chars().count() > QR_CHARS_MAX {
                checks.wrong("/qr", "too-long");
            }
            scanned(&qr)
        }
        (_, _, Some(plate), _) => {
            let kind = plate_kind.unwrap_or(dealer.file.country.plate_kind());
            let plate = Plate::parse(kind, &plate).map_err(PlateError::code);
            if let Err(code) = plate {
                checks.wrong("/plate", code);
            }
            let digits = phone_digits.unwrap_or_default();
            if !is_four_digits(&digits) {
                checks.wrong("/phone_digits", "digits-format");
            }
            Asked::Car { plate: plate.map(|plate| plate.to_string()).unwrap_or_default(), digits }
        }
        (.., reason) => Asked::WalkIn(reason.unwrap_or(VisitReason::Other)),
    };
    if checks.is_empty() { Ok(asked) } else { Err(checks.refuse()) }
}

/// What a scanner read: the token of a link of ours, else a reference.
fn scanned(text: &str) -> Asked {
    let text = text.trim();
    let token = text.rsplit(['#', '/', '?', '=']).next().unwrap_or(text);
    KeyRing::read(token).map_or_else(|| Asked::Reference(tidy(text)), Asked::Token)
}

/// The visits that were asked for, of people who are not erased.
async fn found(at: &mut AtDealer<'_, '_>, asked: &Asked) -> Result<Vec<VisitRow>, Failure> {
    let dealer = at.dealer.id;
    let (visits, digits): (Vec<(VisitRow, Option<Person>)>, _) = match asked {
        Asked::WalkIn(_) => (Vec::new(), None),
        Asked::Reference(reference) => (at.tx.visit_and_person(dealer, reference).await?.into_iter().collect(), None),
        Asked::Token(claimed) => {
            let id: VisitId = claimed.id();
            let visit = at.tx.visit(dealer, id).await?.filter(|visit| {
                let is_ours = |purpose| at.house.keys.is_genuine(claimed, purpose, visit.generation);
                claimed.dealer == dealer && (is_ours(Purpose::Manage) || is_ours(Purpose::Visit))
            });
            let person = at.tx.person(dealer, id).await?;
            (visit.map(|visit| (visit, person)).into_iter().collect(), None)
        }
        Asked::Car { plate, digits } => {
            let visits = at.tx.visits_of_car(dealer, plate).await?;
            (visits.into_iter().map(|(visit, person)| (visit, Some(person))).collect(), Some(digits))
        }
    };
    let known = visits.into_iter().filter_map(|(visit, person)| Some((visit, person?)));
    Ok(known
        .filter(|(_, person)| digits.is_none_or(|digits| has_digits(person, digits)))
        .map(|(visit, _)| visit)
        .collect())
}

/// Whether a phone ends in these digits; every one is looked at, however early one differs.
fn has_digits(person: &Person, digits: &str) -> bool {
    let kept = last_four(&person.phone).unwrap_or("....");
    kept.bytes().zip(digits.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0
}

fn door(at: &AtDealer<'_, '_>, visit: &VisitRow) -> Option<Door> {
    let today = i64::from(at.dealer.date(at.now).num_days_from_ce());
    Door::of(&visit.state, visit.day == today, at.now, at.dealer.file.care.early_minutes)
}

/// Takes the step of arrival, once; the reply, and the visit with which it is kept.
async fn check_in(
    at: &mut AtDealer<'_, '_>,
    screen: ScreenId,
    asked: Asked,
    locale: Option<Language>,
) -> Result<(CheckIn, Option<VisitId>), Failure> {
    let visits = found(at, &asked).await?;
    let standing = visits.into_iter().map(|visit| {
        let (door, start) = (door(at, &visit), visit.state.appointment.start);
        (visit, door, start)
    });
    let counts = at_the_door(standing.collect::<Vec<_>>(), at.now);
    let (mut visit, door) = counts.ok_or_else(|| Failure::new(Code::NotFound))?;
    let (outcome, number) = match door {
        Door::Already(number) => (CheckInOutcome::Already, number),
        Door::Open => {
            step::take(at, &mut visit, Actor::Device(screen), Step::Arrive, StepInput::default()).await?;
            at.tx.save_visit(at.dealer.id, &visit).await?;
            (CheckInOutcome::CheckedIn, visit.state.number.ok_or_else(|| Failure::new(Code::Internal))?)
        }
        Door::TooEarly => return Err(Failure::new(Code::ArrivalTooEarly)),
        Door::OtherDay => return Err(Failure::new(Code::ArrivalOtherDay)),
        Door::Void => return Err(Failure::new(Code::ArrivalVoid)),
    };
    let speaks = at.dealer.file.speaks(locale);
    let adviser = at.dealer.file.adviser(&visit.state.appointment.adviser);
    let reply = CheckIn {
        outcome,
        number,
        adviser: adviser.map(|adviser| ShortName::of(adviser, &speaks).as_str().to_owned()),
        start: Some(at.dealer.wire(visit.state.appointment.start)),
        private_url: at.house.visit_url(at.dealer, &visit),
        ahead: None,
    };
    Ok((reply, Some(visit.id)))
}

/// Draws a number for somebody without a booking.
async fn draw(at: &mut AtDealer<'_, '_>, screen: ScreenId, reason: VisitReason) -> Result<CheckIn, Failure> {
    let day = i64::from(at.dealer.date(at.now).num_days_from_ce());
    let before = at.tx.open_tickets(at.dealer.id, day).await?;
    if before.len() >= TICKETS_WAITING_MAX {
        return Err(Failure::new(Code::QueueFull));
    }
    let number = draw_number(at).await?;
    let state = Ticket { version: 1, reason, drawn_at: at.now, screen, called: None, ended: None };
    let row = TicketRow { id: at.row.next_id(), day, number, visit: None, state };
    at.tx.put_ticket(at.dealer.id, &row).await?;
    at.append_event(row.id, Actor::Device(screen), TicketEvent::Drawn { number, reason }).await?;
    let ahead = Some(waiting(&before));
    Ok(CheckIn { outcome: CheckInOutcome::Ticket, number, adviser: None, start: None, private_url: None, ahead })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::ids::DealerId;

    fn reference_of(text: &str) -> String {
        match scanned(text) {
            Asked::Reference(reference) => reference,
            _ => panic!("{text} is no reference"),
        }
    }

    #[test]
    fn a_scanner_reads_references_and_our_links() {
        assert_eq!(reference_of(" 7k4 m2p\r\n"), "7K4M2P");
        assert_eq!(reference_of("7K4M2P"), "7K4M2P");
        let keys = KeyRing::new(&[(1, "secret".to_owned())]);
        let token = keys.mint(Purpose::Manage, DealerId::new(1), VisitId::new(77), 0);
        for text in [
            token.clone(),
            format!("https://service.example.com/booking#{token}"),
            format!("http://127.0.0.1:8080/visit#{token}\n"),
        ] {
            let Asked::Token(claimed) = scanned(&text) else { panic!("{text} holds a token") };
            assert_eq!((claimed.dealer, claimed.id()), (DealerId::new(1), VisitId::new(77)), "{text}");
        }
    }
}
