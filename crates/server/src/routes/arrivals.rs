//! The calls of the arrival kiosk: a customer with a booking gets a lounge number by the same step that the desk takes,
//! a customer without one draws a ticket. All failed searches get the same reply after the same work.

use crate::app::{App, DealerTransaction};
use crate::http::caller::{PairedScreen, RequiredScreen};
use crate::http::extract::{Json, Locale};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::live;
use crate::routes::availability::capacity_snapshot;
use crate::wire;
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bayside_api::arrival::{ArrivalQueue, ArrivalRequest, CheckIn};
use bayside_api::problem::{Code, Problem};
use bayside_domain::codes::{CheckInOutcome, ScreenKind};
use bayside_domain::language::Asked;
use bayside_domain::lounge::ShortName;
use bayside_domain::time::Bucket;
use bayside_workflow::arrival::{self, ArrivalResult};
use bayside_workflow::idempotency::StoredReply;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Arrival kiosks.
pub enum ArrivalScreen {}

impl RequiredScreen for ArrivalScreen {
    const KIND: ScreenKind = ScreenKind::Arrival;
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
    Locale(locale): Locale,
    body: Json<ArrivalRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Arrive, client)?;
    let asked = wire::arrival(body.value).check(&dealer)?;
    let screen = device.screen;
    let guessed = asked.plate().map(|plate| (dealer.id, screen, plate.to_owned()));
    guessed.as_ref().map_or(Ok(()), |guessed| app.wrong_digits.begin(guessed, app.now()))?;
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let came = arrival::check_in_or_draw(at, screen, asked).await?;
            Ok(answer(at, &came, locale))
        })
    });
    let answer = work.await;
    if let (Some(guessed), false) = (guessed, answer.as_ref().is_err_and(|refused| refused.is(Code::NotFound))) {
        app.wrong_digits.succeeded(&guessed);
    }
    answer
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
    let (id, day) = (dealer.id, dealer.day(now));
    let read = app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.open_tickets(id, day).await?) }));
    let (ahead, command) = (arrival::waiting(&read.await?), live::command_for(&app, &device).await?);
    let capacity = capacity_snapshot(&app, &dealer).await?;
    let receiving = capacity.occupancy.receiving(&capacity.workshop, Bucket::at(now).0);
    let mut response = fresh(ArrivalQueue { as_of: dealer.wire(now), ahead, receiving, command });
    device.renew_cookie(&app, &mut response);
    Ok(response)
}

/// The reply to an arrival; it is stored with the person of the visit.
fn answer(at: &DealerTransaction<'_, '_>, came: &ArrivalResult, locale: Asked) -> StoredReply {
    let (status, reply, visit) = match came {
        ArrivalResult::Visit { visit, number, already } => {
            let speaks = at.dealer.file.speaks(locale);
            let adviser = at.dealer.file.adviser(&visit.state.appointment.adviser);
            let reply = CheckIn {
                outcome: if *already { CheckInOutcome::Already } else { CheckInOutcome::CheckedIn },
                number: *number,
                adviser: adviser.map(|adviser| ShortName::of(adviser, &speaks).as_str().to_owned()),
                start: Some(at.dealer.wire(visit.state.appointment.start)),
                stage: visit.state.stage(),
                promised_at: visit.state.promised_at().map(|promised| at.dealer.wire(promised)),
                private_url: at.context.visit_url(at.dealer, visit),
                ahead: None,
            };
            (if *already { StatusCode::OK } else { StatusCode::CREATED }, reply, Some(visit.id))
        }
        ArrivalResult::Ticket { number, ahead } => {
            let (outcome, ahead) = (CheckInOutcome::Ticket, Some(*ahead));
            let reply = CheckIn {
                outcome,
                number: *number,
                adviser: None,
                start: None,
                stage: None,
                promised_at: None,
                private_url: None,
                ahead,
            };
            (StatusCode::CREATED, reply, None)
        }
    };
    stored::reply(status, &reply, visit.map(Into::into))
}
