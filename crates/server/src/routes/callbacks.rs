//! Whoever has no time to choose, or a fault that is not clear, is called back.

use crate::app::{App, AtDealer};
use crate::http::caller::PublicDealer;
use crate::http::extract::{IdempotencyKey, Json};
use crate::http::idempotency::{Answer, Once};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::routes::bookings::reference;
use crate::wire::OnTheWire;
use crate::wire::instant;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::callback::{CallbackCreated, CallbackRequest, TimeWindow};
use bayside_api::problem::Problem;
use bayside_domain::care::{CallbackTeam, due_after};
use bayside_domain::event::{Actor, CallbackEvent};
use bayside_domain::limits::{CALLBACK_AHEAD_MINUTES_MAX, CALLBACK_TIMES_MAX};
use bayside_domain::time::Instant;
use bayside_store::{Callback, CallbackRow, Person};
use bayside_workflow::House;
use bayside_workflow::contact::ContactInput;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::spam_signals::FormSignals;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The times that suit, earliest first.
type Preferred = Vec<(Instant, Instant)>;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create))
}

/// Asks to be called back.
#[utoipa::path(post, path = "/dealers/{dealer}/callbacks", tag = "public", params(("dealer" = String, Path)), request_body = CallbackRequest,
    responses((status = 201, body = CallbackCreated), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    IdempotencyKey(key): IdempotencyKey,
    body: Json<CallbackRequest>,
) -> Result<Response, Rejection> {
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
                once.after(at, Answer::new(StatusCode::CREATED, &reply), Some(row.id.into())).await
            })
        })
        .await?;
    Ok(answer.into())
}

fn checked(
    house: &House,
    dealer: &Dealer,
    request: CallbackRequest,
) -> Result<(Person, FormSignals, Preferred), Failure> {
    let mut checks = FieldChecks::new();
    let form = FormSignals::read(request.website.as_ref(), request.filled_seconds, &mut checks);
    checks.text("/concern", &request.concern, 1, usize::MAX);
    let preferred = preferred(house.now(), &request.preferred_times, &mut checks);
    let said = ContactInput {
        concern: request.concern,
        vehicle: crate::wire::vehicle(request.vehicle),
        customer: crate::wire::customer(request.customer),
        consent: crate::wire::consent(request.consent),
        source: None,
        utm: std::collections::BTreeMap::new(),
    };
    match said.check(dealer, house.now(), &mut checks) {
        Some(person) if checks.is_empty() => Ok((person, form, preferred)),
        _ => Err(checks.refuse()),
    }
}

/// The times that suit, earliest first.
fn preferred(now: Instant, times: &[TimeWindow], checks: &mut FieldChecks) -> Preferred {
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    if times.len() > CALLBACK_TIMES_MAX {
        wrong("/preferred_times".to_owned(), "too-many");
    }
    let mut preferred = Vec::new();
    for (index, window) in times.iter().enumerate().take(CALLBACK_TIMES_MAX) {
        let (from, to) = (instant(window.from), instant(window.to));
        if from >= to {
            wrong(format!("/preferred_times/{index}/to"), "before-from");
        } else if to <= now {
            wrong(format!("/preferred_times/{index}/to"), "past");
        } else if from > now.plus_minutes(CALLBACK_AHEAD_MINUTES_MAX) {
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
    caller: CallbackTeam,
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
    at.append_event(id, Actor::Customer, CallbackEvent::Asked { caller, due_at }).await?;
    Ok(row)
}

/// When so many opening minutes have passed.
pub fn due(at: &AtDealer<'_, '_>, from: Instant, minutes: u32) -> Instant {
    due_after(&at.capacity.workshop.calendar, from, minutes)
}
