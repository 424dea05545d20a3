//! Those who drew a number at the arrival kiosk, as the desk calls them.

use crate::app::{App, AtDealer};
use crate::auth::Staff;
use crate::http::caller::{Anyone, Desk};
use crate::http::extract::{IfMatch, Json, Locale};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, tagged};
use crate::wire::OnTheWire;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::arrival::{DeskTicket, DeskTickets, TicketEndRequest};
use bayside_api::problem::{Code, Problem};
use bayside_domain::event::{Actor, TicketEvent};
use bayside_domain::words::{Role, TicketEnd};
use bayside_store::{StaffRow, TicketRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::visit_record::staff_name;
use chrono::Datelike;
use futures::future::BoxFuture;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Who calls numbers.
const CALLERS: &[Role] = &[Role::Reception, Role::Adviser];

fn wire(dealer: &Dealer, staff: &[StaffRow], row: &TicketRow, locale: Option<&str>) -> DeskTicket {
    let called = row.state.called;
    let caller = called.and_then(|(_, by)| staff.iter().find(|member| member.id == by));
    DeskTicket {
        id: row.id,
        version: row.state.version,
        number: row.number,
        reason: row.state.reason,
        drawn_at: dealer.wire(row.state.drawn_at),
        called_at: called.map(|(at, _)| dealer.wire(at)),
        called_by: caller.map(|member| staff_name(member, &dealer.file.speaks(locale))),
        end: row.state.ended.map(|(end, _)| end),
    }
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(call)).routes(routes!(end))
}

/// Who waits with a number, in the order in which they came.
#[utoipa::path(get, path = "/desk/{dealer}/tickets", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = DeskTickets), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<Anyone>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let (id, day) = (dealer.id, i64::from(dealer.date(now).num_days_from_ce()));
    let (last_event_id, members, rows) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                Ok((tx.dealer(id).await?.last_event, tx.staff(id).await?, tx.open_tickets(id, day).await?))
            })
        })
        .await?;
    let tickets = rows.iter().map(|row| wire(&dealer, &members, row, locale.as_deref())).collect();
    let reply = DeskTickets { as_of: dealer.wire(now), last_event_id, tickets };
    Ok(fresh(reply))
}

/// Calls a number, or calls it again.
#[utoipa::path(post, path = "/desk/{dealer}/tickets/{id}/call", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskTicket), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn call(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Anyone>,
    read: IfMatch,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    Ok(change(&app, staff, &dealer, id, read, locale, |at, row, staff| {
        Box::pin(async move {
            row.state.called = Some((at.now, staff.row.id));
            at.append_event(row.id, staff.actor(), TicketEvent::Called).await?;
            Ok(())
        })
    })
    .await?)
}

/// Notes how a number ended that became no visit.
#[utoipa::path(post, path = "/desk/{dealer}/tickets/{id}/end", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)), request_body = TicketEndRequest,
    responses((status = 200, body = DeskTicket), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn end(
    State(app): State<App>,
    Path((_, id)): Path<(String, i64)>,
    Desk { dealer, staff, .. }: Desk<Anyone>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<TicketEndRequest>,
) -> Result<Response, Rejection> {
    let end = body.value.end;
    if end == TicketEnd::TakenIn {
        return Err(Failure::at("/end", "by-walk-in").into());
    }
    Ok(change(&app, staff, &dealer, id, read, locale, move |at, row, staff| {
        Box::pin(async move {
            row.state.ended = Some((end, at.now));
            at.append_event(row.id, staff.actor(), TicketEvent::Ended { end, visit: None }).await?;
            Ok(())
        })
    })
    .await?)
}

/// A ticket that waits today; one that does not is told apart from one that never was.
pub async fn waiting(at: &mut AtDealer<'_, '_>, id: i64) -> Result<TicketRow, Failure> {
    let today = i64::from(at.dealer.date(at.now).num_days_from_ce());
    let row = at.tx.ticket(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    if row.state.ended.is_some() || row.day != today { Err(Failure::new(Code::AlreadyDone)) } else { Ok(row) }
}

/// The ticket became a visit.
pub async fn taken_in(at: &mut AtDealer<'_, '_>, mut row: TicketRow, visit: i64, by: Actor) -> Result<(), Failure> {
    row.visit = Some(visit);
    row.state.ended = Some((TicketEnd::TakenIn, at.now));
    row.state.version += 1;
    at.tx.put_ticket(at.dealer.id, &row).await?;
    at.append_event(row.id, by, TicketEvent::Ended { end: TicketEnd::TakenIn, visit: row.visit }).await?;
    Ok(())
}

/// Changes a ticket that waits under the dealer's lock, if it is still what was read, and answers with it.
async fn change(
    app: &App,
    staff: Staff,
    dealer: &Arc<Dealer>,
    id: i64,
    read: IfMatch,
    locale: Option<String>,
    work: impl for<'t> FnOnce(&'t mut AtDealer<'_, '_>, &'t mut TicketRow, &'t Staff) -> BoxFuture<'t, Result<(), Failure>>
    + Send
    + 'static,
) -> Result<Response, Failure> {
    let dealer = Arc::clone(dealer);
    let ticket = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let mut row = waiting(at, id).await?;
                read.check(row.state.version)?;
                work(at, &mut row, &staff).await?;
                row.state.version += 1;
                at.tx.put_ticket(at.dealer.id, &row).await?;
                let members = at.tx.staff(at.dealer.id).await?;
                Ok(wire(at.dealer, &members, &row, locale.as_deref()))
            })
        })
        .await?;
    Ok(tagged(StatusCode::OK, ticket.version, ticket))
}
