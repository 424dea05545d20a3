//! Call-backs at the desk: a list with a clock, an owner, and what came of each.

use crate::app::{App, AtDealer};
use crate::auth::Staff;
use crate::http::caller::{CallbacksPage, Desk};
use crate::http::extract::{IfMatch, Json, Locale};
use crate::http::problem::{Failure, FieldChecks, Rejection};
use crate::http::reply::{fresh, tagged};
use crate::routes::callbacks::due;
use crate::wire::OnTheWire;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::callback::{CallbackOutcome, DeskCallback, DeskCallbacks, OutcomeRequest, TimeWindow};
use bayside_api::person::Person as WirePerson;
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::care::CallbackTeam;
use bayside_domain::event::{CallbackEvent, Subject};
use bayside_domain::ids::{CallbackId, VisitId};
use bayside_domain::language::Language;
use bayside_domain::limits::CALLBACK_NOTE_CHARS_MAX;
use bayside_domain::time::Instant;
use bayside_store::{CallbackRow, Person, StaffRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::visit_record::staff_name;
use chrono::NaiveTime;
use futures::future::BoxFuture;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What is needed to show call-backs.
struct Shown<'a> {
    dealer: &'a Dealer,
    staff: Vec<StaffRow>,
    locale: Option<Language>,
    now: Instant,
}

impl Shown<'_> {
    fn wire(&self, row: CallbackRow, person: &Person, note: Option<String>) -> DeskCallback {
        let speaks = self.dealer.file.speaks(self.locale);
        let at = |instant| self.dealer.wire(instant);
        let state = row.state;
        let late = (self.now.seconds() - state.due_at.seconds()).div_euclid(60);
        let late = if state.closed_at.is_some() { 0 } else { u32::try_from(late).unwrap_or(0) };
        let owner = state.owner.and_then(|id| self.staff.iter().find(|member| member.id == id));
        DeskCallback {
            id: row.id.get(),
            version: state.version,
            reference: row.reference,
            kind: state.caller,
            addressed_as: bayside_workflow::contact::addressed_as(person, self.dealer.file.language(self.locale)),
            phone: person.phone.clone(),
            plate: person.plate.clone(),
            model: person.model.clone(),
            mileage_km: person.mileage_km,
            locale: person.locale.tag().to_owned(),
            concern: person.concern.clone(),
            created_at: at(state.created_at),
            due_at: at(state.due_at),
            minutes_late: late,
            preferred_times: state
                .preferred
                .iter()
                .map(|(from, to)| TimeWindow { from: at(*from), to: at(*to) })
                .collect(),
            owner: owner.map(|member| WirePerson { id: member.login.clone(), name: staff_name(member, &speaks) }),
            attempts: state.attempts.iter().map(|tried| at(*tried)).collect(),
            outcome: state.outcome,
            closed_at: state.closed_at.map(at),
            note,
            visit: state.visit.map(VisitId::get),
            marks: person.marks.clone(),
        }
    }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(take)).routes(routes!(outcome))
}

/// Open call-backs, the most urgent first, then those closed today.
#[utoipa::path(get, path = "/desk/{dealer}/callbacks", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = DeskCallbacks), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<CallbacksPage>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let midnight = instant_of(&dealer.zone, dealer.date(now).and_time(NaiveTime::MIN), Side::Opening);
    let id = dealer.id;
    let (last_event_id, members, rows) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let mut rows = Vec::new();
                for row in tx.callbacks(id, Instant::from_seconds(midnight)).await? {
                    let note = match row.state.noted {
                        Some(event) => tx.note(id, event).await?,
                        None => None,
                    };
                    if let Some(person) = tx.person(id, row.id).await? {
                        rows.push((row, person, note));
                    }
                }
                Ok((tx.dealer(id).await?.last_event, tx.staff(id).await?, rows))
            })
        })
        .await?;
    let shown = Shown { dealer: &dealer, staff: members, locale, now };
    let reply = DeskCallbacks {
        as_of: dealer.wire(now),
        last_event_id,
        callbacks: rows.into_iter().map(|(row, person, note)| shown.wire(row, &person, note)).collect(),
    };
    Ok(fresh(reply))
}

/// Takes a call-back as one's own; whoever takes it last has it.
#[utoipa::path(post, path = "/desk/{dealer}/callbacks/{id}/take", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskCallback), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn take(
    State(app): State<App>,
    Path((_, id)): Path<(String, CallbackId)>,
    Desk { dealer, staff, .. }: Desk<CallbacksPage>,
    read: IfMatch,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    Ok(change(&app, staff, &dealer, id, read, locale, |at, row, staff| {
        Box::pin(async move {
            row.state.owner = Some(staff.row.id);
            at.append_event(row.id, staff.actor(), CallbackEvent::Taken).await?;
            Ok(())
        })
    })
    .await?)
}

/// Writes down what came of a call.
#[utoipa::path(post, path = "/desk/{dealer}/callbacks/{id}/outcome", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)), request_body = OutcomeRequest,
    responses((status = 200, body = DeskCallback), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn outcome(
    State(app): State<App>,
    Path((_, id)): Path<(String, CallbackId)>,
    Desk { dealer, staff, .. }: Desk<CallbacksPage>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<OutcomeRequest>,
) -> Result<Response, Rejection> {
    let request = body.value;
    let mut checks = FieldChecks::new();
    let note = request.note.clone().unwrap_or_default().trim().to_owned();
    checks.text("/note", &note, usize::from(request.outcome == CallbackOutcome::Advice), CALLBACK_NOTE_CHARS_MAX);
    if request.outcome == CallbackOutcome::Booked && request.reference.is_none() {
        checks.wrong("/reference".to_owned(), "required");
    }
    checks.finish()?;
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, row, staff| {
        Box::pin(async move {
            let event = came_of_it(at, row, &request).await?;
            // Who calls has taken it; an expert who is asked for has not yet.
            row.state.owner = (request.outcome != CallbackOutcome::Technical).then_some(staff.row.id);
            let number = at.append_event(row.id, staff.actor(), event).await?;
            if !note.is_empty() {
                at.tx.add_note(at.dealer.id, number, Subject::Callback(row.id), &note).await?;
                row.state.noted = Some(number);
            }
            Ok(())
        })
    })
    .await?)
}

async fn came_of_it(
    at: &mut AtDealer<'_, '_>,
    row: &mut CallbackRow,
    request: &OutcomeRequest,
) -> Result<CallbackEvent, Failure> {
    let care = &at.dealer.file.care;
    match request.outcome {
        CallbackOutcome::Booked => {
            let reference = request.reference.as_deref().unwrap_or_default().trim().to_uppercase();
            let found = at.tx.visit_and_person(at.dealer.id, &reference).await?;
            let (visit, _) = found.ok_or_else(|| Failure::at("/reference", "unknown-booking"))?;
            row.state.visit = Some(visit.id);
        }
        CallbackOutcome::Advice => {}
        CallbackOutcome::NotReached => {
            row.state.attempts.push(at.now);
            row.state.due_at = due(at, at.now, care.retry_minutes);
            return Ok(CallbackEvent::Tried { due_at: row.state.due_at });
        }
        CallbackOutcome::Technical => {
            row.state.caller = CallbackTeam::Technical;
            row.state.due_at = due(at, at.now, care.technical_minutes);
            return Ok(CallbackEvent::PassedOn { due_at: row.state.due_at });
        }
    }
    row.state.outcome = Some(request.outcome);
    row.state.closed_at = Some(at.now);
    Ok(CallbackEvent::Closed { booked: request.outcome == CallbackOutcome::Booked })
}

/// Changes an open call-back under the dealer's lock, if it is still what was read, and answers with it.
async fn change(
    app: &App,
    staff: Staff,
    dealer: &Arc<Dealer>,
    id: CallbackId,
    read: IfMatch,
    locale: Option<Language>,
    work: impl for<'t> FnOnce(
        &'t mut AtDealer<'_, '_>,
        &'t mut CallbackRow,
        &'t Staff,
    ) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Response, Failure> {
    let dealer = Arc::clone(dealer);
    let callback = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let unknown = || Failure::new(Code::NotFound);
                let mut row = at.tx.callback(at.dealer.id, id).await?.ok_or_else(unknown)?;
                let person = at.tx.person(at.dealer.id, id).await?.ok_or_else(unknown)?;
                read.0.check(row.state.version)?;
                if row.state.closed_at.is_some() {
                    return Err(Failure::new(Code::AlreadyDone));
                }
                work(at, &mut row, &staff).await?;
                row.state.version += 1;
                at.tx.put_callback(at.dealer.id, &row).await?;
                let note = match row.state.noted {
                    Some(event) => at.tx.note(at.dealer.id, event).await?,
                    None => None,
                };
                let members = at.tx.staff(at.dealer.id).await?;
                let shown = Shown { dealer: at.dealer, staff: members, locale, now: at.now };
                Ok(shown.wire(row, &person, note))
            })
        })
        .await?;
    Ok(tagged(StatusCode::OK, callback.version, callback))
}
