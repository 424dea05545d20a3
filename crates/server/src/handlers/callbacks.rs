//! Whoever has no time to choose, or a fault that is not clear, is called back.

use crate::app::{App, AtDealer};
use crate::dealers::{Dealer, instant};
use crate::extract::{IdempotencyKey, Json, checked_len};
use crate::failure::Failure;
use crate::handlers::bookings::reference;
use crate::idempotency::{Answer, Once};
use crate::limits::{Client, Operation};
use crate::marks::Form;
use crate::people::Said;
use crate::store::{Callback, CallbackRow, Person};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::care::{CallbackCreated, CallbackRequest, TimeWindow};
use bayside_api::problem::{Code, FieldError, Problem};
use bayside_domain::care::{Caller, CareEvent, due_after};
use bayside_domain::time::Instant;
use bayside_domain::visit::{Actor, Event};

/// The times that suit, earliest first.
type Preferred = Vec<(Instant, Instant)>;

/// How many times one may name.
const TIMES_MAX: usize = 5;
/// How far ahead they may lie.
const AHEAD_MINUTES_MAX: i64 = 14 * 24 * 60;

/// Asks to be called back.
#[utoipa::path(post, path = "/api/v1/dealers/{dealer}/callbacks", tag = "public", params(("dealer" = String, Path)), request_body = CallbackRequest,
    responses((status = 201, body = CallbackCreated), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Path(slug): Path<String>,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<CallbackRequest>,
) -> Result<Response, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
    app.limits.check(Operation::Ask, client)?;
    let once = Once::new(&dealer, "callbacks", key, body.hash);
    let caller = body.value.kind;
    let (mut person, form, preferred) = checked(&app, &dealer, body.value)?;
    let answer = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                if let Some(answer) = once.before(at).await? {
                    return Ok(answer);
                }
                person.marks = form.marks_of(at, &person).await?;
                let row = add(at, caller, &person, preferred).await?;
                let due_at = at.dealer.wire(row.state.due_at);
                let reply = CallbackCreated { reference: row.reference, due_at };
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(row.id)).await
            })
        })
        .await?;
    Ok(answer.into())
}

fn checked(app: &App, dealer: &Dealer, request: CallbackRequest) -> Result<(Person, Form, Preferred), Failure> {
    let mut problem = Problem::new(Code::Invalid);
    let form = Form::read(request.website.as_ref(), request.filled_seconds, &mut problem);
    checked_len("/concern", &request.concern, 1, usize::MAX, &mut problem);
    let preferred = preferred(app.now(), &request.preferred_times, &mut problem);
    let said = Said {
        concern: request.concern,
        vehicle: request.vehicle,
        customer: request.customer,
        consent: request.consent,
        source: None,
        utm: std::collections::BTreeMap::new(),
    };
    match said.check(dealer, app.now(), &mut problem) {
        Some(person) if problem.errors.is_empty() => Ok((person, form, preferred)),
        _ => Err(problem.into()),
    }
}

/// The times that suit, earliest first.
fn preferred(now: Instant, times: &[TimeWindow], problem: &mut Problem) -> Preferred {
    let mut wrong = |pointer: String, code: &str| problem.errors.push(FieldError { pointer, code: code.to_owned() });
    if times.len() > TIMES_MAX {
        wrong("/preferred_times".to_owned(), "too-many");
    }
    let mut preferred = Vec::new();
    for (index, window) in times.iter().enumerate().take(TIMES_MAX) {
        let (from, to) = (instant(window.from), instant(window.to));
        if from >= to {
            wrong(format!("/preferred_times/{index}/to"), "before-from");
        } else if to <= now {
            wrong(format!("/preferred_times/{index}/to"), "past");
        } else if from > now.plus_minutes(AHEAD_MINUTES_MAX) {
            wrong(format!("/preferred_times/{index}/from"), "too-far");
        } else {
            preferred.push((from, to));
        }
    }
    preferred.sort();
    preferred
}

/// Keeps a call-back with its promise.
pub(crate) async fn add(
    at: &mut AtDealer<'_, '_>,
    caller: Caller,
    person: &Person,
    preferred: Preferred,
) -> Result<CallbackRow, Failure> {
    let id = at.row.next_id();
    let reference = loop {
        let reference = format!("R{}", reference(at).await?);
        if !at.tx.callback_reference_exists(at.dealer.id, &reference).await? {
            break reference;
        }
    };
    // The promise begins when it suits the customer.
    let from = preferred.first().map_or(at.now, |(from, _)| (*from).max(at.now));
    let due_at = due(at, from, at.dealer.file.care.promise_minutes(caller));
    let state = Callback {
        version: 1,
        caller,
        created_at: at.now,
        due_at,
        preferred,
        owner: None,
        attempts: Vec::new(),
        outcome: None,
        closed_at: None,
        visit: None,
        noted: None,
    };
    let row = CallbackRow { id, reference, state };
    at.tx.put_person(at.dealer.id, id, person).await?;
    at.tx.put_callback(at.dealer.id, &row).await?;
    tell(at, id, Actor::Customer, CareEvent::CallbackAsked { caller, due_at }).await?;
    Ok(row)
}

/// When so many opening minutes have passed.
pub fn due(at: &AtDealer<'_, '_>, from: Instant, minutes: u32) -> Instant {
    due_after(&at.stock.workshop.calendar, from, minutes)
}

/// Appends an event of a call-back; gives its number.
pub async fn tell(at: &mut AtDealer<'_, '_>, id: i64, by: Actor, event: CareEvent) -> Result<i64, Failure> {
    Ok(at.tx.append(&mut at.row, id, at.now, by, Event::Care(event)).await?.number)
}
