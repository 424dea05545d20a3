//! Call-backs at the desk: a list with due times, owners and outcomes.

use crate::app::{App, DealerTransaction};
use crate::http::caller::{CallbacksPage, StaffCaller};
use crate::http::extract::{IfMatch, Json, Locale, NoBody, Path};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::wire;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::response::Response;
use bayside_api::callback::{DeskCallback, DeskCallbacks, OutcomeRequest, TimeWindow};
use bayside_api::person::Person as WirePerson;
use bayside_api::problem::Problem;
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::document::Person;
use bayside_domain::ids::{CallbackId, EventNumber};
use bayside_domain::language::Asked;
use bayside_domain::time::Instant;
use bayside_store::{CallbackRow, StaffRow};
use bayside_workflow::callback;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::idempotency::StoredReply;
use bayside_workflow::visit_record::staff_name;
use chrono::NaiveTime;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The context for showing call-backs.
struct Shown<'a> {
    dealer: &'a Dealer,
    staff: Vec<StaffRow>,
    locale: Asked,
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
            id: row.id,
            version: state.version,
            reference: row.reference,
            kind: state.team,
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
            visit: state.visit,
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
    StaffCaller { dealer, .. }: StaffCaller<CallbacksPage>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let (last_event_id, members, rows) = read(&app, &dealer).await?;
    let shown = Shown { dealer: &dealer, staff: members, locale, now };
    let reply = DeskCallbacks {
        as_of: dealer.wire(now),
        last_event_id,
        callbacks: rows.into_iter().map(|(row, person, note)| shown.wire(row, &person, note)).collect(),
    };
    Ok(fresh(reply))
}

/// Reads the open call-backs and those closed today, each with its person and the last note.
async fn read(app: &App, dealer: &Dealer) -> Result<(EventNumber, Vec<StaffRow>, Vec<callback::Changed>), Failure> {
    let now = app.now();
    let midnight = instant_of(&dealer.zone, dealer.date(now).and_time(NaiveTime::MIN), Side::Opening);
    let id = dealer.id;
    app.store
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
        .await
}

/// Takes a call-back as one's own; whoever takes it last has it.
#[utoipa::path(post, path = "/desk/{dealer}/callbacks/{id}/take", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskCallback), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn take(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<CallbacksPage>,
    Path((_, id)): Path<(String, CallbackId)>,
    read: IfMatch,
    Locale(locale): Locale,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let who = (staff.row.id, staff.actor());
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let changed = callback::take(at, id, read.0, who).await?;
            answer(at, changed, locale).await
        })
    });
    work.await
}

/// Writes down what came of a call.
#[utoipa::path(post, path = "/desk/{dealer}/callbacks/{id}/outcome", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)), request_body = OutcomeRequest,
    responses((status = 200, body = DeskCallback), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn outcome(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<CallbacksPage>,
    Path((_, id)): Path<(String, CallbackId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<OutcomeRequest>,
) -> Result<Response, Rejection> {
    let mut came = wire::outcome(body.value);
    came.check()?;
    let who = (staff.row.id, staff.actor());
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let changed = callback::close(at, id, read.0, came, who).await?;
            answer(at, changed, locale).await
        })
    });
    work.await
}

/// The reply with a call-back that was changed.
async fn answer(
    at: &mut DealerTransaction<'_, '_>,
    (row, person, note): callback::Changed,
    locale: Asked,
) -> Result<StoredReply, Failure> {
    let staff = at.tx.staff(at.dealer.id).await?;
    let id = row.id;
    let callback = Shown { dealer: at.dealer, staff, locale, now: at.now }.wire(row, &person, note);
    Ok(stored::tagged(callback.version, &callback, id.into()))
}
