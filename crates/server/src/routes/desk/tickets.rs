//! Tickets that customers drew at the arrival kiosk, as the desk calls them.

use crate::app::{App, DealerTransaction};
use crate::http::caller::{Anyone, Reception, StaffCaller};
use crate::http::extract::{IfMatch, Json, Locale, NoBody, Path};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::arrival::{DeskTicket, DeskTickets, TicketEndRequest};
use bayside_api::problem::Problem;
use bayside_domain::ids::TicketId;
use bayside_domain::language::Asked;
use bayside_store::{StaffRow, TicketRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::idempotency::StoredReply;
use bayside_workflow::ticket;
use bayside_workflow::visit_record::staff_name;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

fn wire(dealer: &Dealer, staff: &[StaffRow], row: &TicketRow, locale: Asked) -> DeskTicket {
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
    StaffCaller { dealer, .. }: StaffCaller<Anyone>,
    Locale(locale): Locale,
) -> Result<Response, Rejection> {
    let now = app.now();
    let (id, day) = (dealer.id, dealer.day(now));
    let (last_event_id, members, rows) = app
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                Ok((tx.dealer(id).await?.last_event, tx.staff(id).await?, tx.open_tickets(id, day).await?))
            })
        })
        .await?;
    let tickets = rows.iter().map(|row| wire(&dealer, &members, row, locale)).collect();
    let reply = DeskTickets { as_of: dealer.wire(now), last_event_id, tickets };
    Ok(fresh(reply))
}

/// Calls a number, or calls it again.
#[utoipa::path(post, path = "/desk/{dealer}/tickets/{id}/call", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = DeskTicket), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn call(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<Reception>,
    Path((_, id)): Path<(String, TicketId)>,
    read: IfMatch,
    Locale(locale): Locale,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let who = (staff.row.id, staff.actor());
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let row = ticket::call(at, id, read.0, who).await?;
            changed(at, &row, locale).await
        })
    });
    work.await
}

/// Notes how a number ended that became no visit.
#[utoipa::path(post, path = "/desk/{dealer}/tickets/{id}/end", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)), request_body = TicketEndRequest,
    responses((status = 200, body = DeskTicket), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn end(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<Reception>,
    Path((_, id)): Path<(String, TicketId)>,
    read: IfMatch,
    Locale(locale): Locale,
    body: Json<TicketEndRequest>,
) -> Result<Response, Rejection> {
    let end = body.value.end;
    ticket::check_end(end)?;
    let by = staff.actor();
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let row = ticket::end(at, id, read.0, end, by).await?;
            changed(at, &row, locale).await
        })
    });
    work.await
}

/// The reply with a ticket that was changed.
async fn changed(at: &mut DealerTransaction<'_, '_>, row: &TicketRow, locale: Asked) -> Result<StoredReply, Failure> {
    let members = at.tx.staff(at.dealer.id).await?;
    let ticket = wire(at.dealer, &members, row, locale);
    Ok(StoredReply { version: Some(ticket.version), ..stored::reply(StatusCode::OK, &ticket, None) })
}
