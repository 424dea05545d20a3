//! Pairing of screens, and the data of lounge screens.

use crate::app::App;
use crate::auth::set_screen_cookie;
use crate::http::caller::{PairedScreen, RequiredScreen, ScreensPage, StaffCaller};
use crate::http::extract::{Json, NoBody, Path, query};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::{fresh, stored};
use crate::live;
use crate::wire::{self, OnTheWire};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{Code, Problem};
use bayside_api::screen::{
    Claimed, Lounge, Pairing, PairingRequest, PairingState, PairingStatus, Screen, ScreenAddress, ScreenAddressRequest,
    ScreenConfirm, Screens, Viewport,
};
use bayside_domain::codes::ScreenKind;
use bayside_domain::ids::{EventNumber, ScreenId};
use bayside_domain::time::Instant;
use bayside_domain::token;
use bayside_store::ScreenRow;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::screen;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Screens in the lounge.
pub enum LoungeScreen {}

impl RequiredScreen for LoungeScreen {
    const KIND: ScreenKind = ScreenKind::Lounge;
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(status))
        .routes(routes!(claim))
        .routes(routes!(open_address))
        .routes(routes!(address))
        .routes(routes!(confirm, list))
        .routes(routes!(revoke))
        .routes(routes!(reload))
        .routes(routes!(lounge))
        .routes(routes!(lounge_events))
}

/// Begins to pair a screen, which gets a code to show.
#[utoipa::path(post, path = "/screens/pairing", tag = "screens", request_body = PairingRequest,
    responses((status = 201, body = Pairing), (status = 422, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem)))]
pub async fn begin(State(app): State<App>, client: Client, body: Json<PairingRequest>) -> Result<Response, Rejection> {
    app.limits.check(Operation::PairingCode, client)?;
    let screen::Begun { code, poll_token, expires_at } = screen::begin_pairing(&app, body.value.kind).await?;
    let utc = chrono::DateTime::from_timestamp_micros(expires_at.micros()).unwrap_or_default();
    let reply = Pairing { code, poll_token, expires_at: bayside_api::Instant(utc.fixed_offset()) };
    Ok((StatusCode::CREATED, axum::Json(reply)).into_response())
}

/// Whether the desk has confirmed the code.
#[utoipa::path(get, path = "/screens/pairing/{poll_token}", tag = "screens", params(("poll_token" = String, Path)),
    responses((status = 200, body = PairingState), (status = 404, body = Problem)))]
pub async fn status(
    State(app): State<App>,
    Path(poll_token): Path<String>,
) -> Result<axum::Json<PairingState>, Rejection> {
    let row = screen::pairing(&app, &poll_token).await?;
    let status = if row.screen.is_some() { PairingStatus::Confirmed } else { PairingStatus::Waiting };
    Ok(axum::Json(PairingState { status }))
}

/// Exchanges a confirmed pairing for the device token; repeatable until the token is first used.
#[utoipa::path(post, path = "/screens/pairing/{poll_token}/claim", tag = "screens", params(("poll_token" = String, Path)),
    responses((status = 200, body = Claimed), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn claim(State(app): State<App>, Path(poll_token): Path<String>) -> Result<Response, Rejection> {
    let row = screen::pairing(&app, &poll_token).await?;
    let (dealer, id) = row.screen.ok_or_else(|| Failure::new(Code::PairingWaiting))?;
    let dealer = app.dealers.by_id(dealer)?;
    let device_token = screen::claim(&app, &poll_token, (dealer.id, id)).await?;
    Ok(claimed(&app, &dealer, row.kind, device_token))
}

/// Opens a screen by the token of its lasting address, as often as its storage was emptied.
#[utoipa::path(post, path = "/screens/address", tag = "screens", request_body = ScreenAddressRequest,
    responses((status = 200, body = Claimed), (status = 401, body = Problem), (status = 429, body = Problem)))]
pub async fn open_address(
    State(app): State<App>,
    client: Client,
    body: Json<ScreenAddressRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Pair, client)?;
    let ScreenAddressRequest { token, kind } = body.value;
    let token = token::token(&token).ok_or_else(|| Failure::new(Code::Unauthenticated))?.to_owned();
    let (dealer, row) = screen::known(&app, &token).await?;
    if row.kind != kind {
        return Err(Failure::new(Code::Forbidden).into());
    }
    let dealer = app.dealers.by_id(dealer)?;
    Ok(claimed(&app, &dealer, row.kind, token))
}

/// The reply that hands a screen its token, also as a cookie.
fn claimed(app: &App, dealer: &Dealer, kind: ScreenKind, device_token: String) -> Response {
    let claimed = Claimed { device_token, dealer: dealer.file.slug.clone() };
    let mut response = axum::Json(&claimed).into_response();
    set_screen_cookie(&mut response, app.is_https(), &claimed.dealer, kind, &claimed.device_token);
    response
}

/// Confirms a pairing code at the desk.
#[utoipa::path(post, path = "/desk/{dealer}/screens", tag = "desk", params(("dealer" = String, Path)), request_body = ScreenConfirm,
    responses((status = 201, body = Screen), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn confirm(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<ScreensPage>,
    client: Client,
    body: Json<ScreenConfirm>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Pair, client)?;
    let ScreenConfirm { code, name, viewing } = body.value;
    let viewing = viewing.map(|it| (it.inches.into(), it.distance_cm.into()));
    let input = screen::ConfirmInput::check(&code, name, viewing)?;
    let by = staff.actor();
    let work = stored::write(&app, &dealer, body.once, move |at| {
        Box::pin(async move {
            let row = screen::confirm(at, input, by).await?;
            Ok(stored::reply(StatusCode::CREATED, &on_the_wire(at.dealer, &row), None))
        })
    });
    work.await
}

/// The screens that are paired with a dealer and made a call within a week; or all of them, which are trusted still.
#[utoipa::path(get, path = "/desk/{dealer}/screens", tag = "desk",
    params(("dealer" = String, Path), ("all" = Option<bool>, Query, description = "`true`: also those not heard of for a week")),
    responses((status = 200, body = Screens), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<ScreensPage>,
    RawQuery(text): RawQuery,
) -> Result<axum::Json<Screens>, Rejection> {
    let all = query(&text.unwrap_or_default(), "all").is_some_and(|all| all == "true");
    let since = if all { Instant::from_micros(0) } else { app.now().plus_days(-screen::LISTED_DAYS) };
    let id = dealer.id;
    let rows =
        app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.screens(id, since).await?) })).await?;
    Ok(axum::Json(Screens { screens: rows.iter().map(|row| on_the_wire(&dealer, row)).collect() }))
}

/// Makes a lasting address for a screen whose storage is emptied; an older one is no longer valid. Whoever knows it sees
/// what the screen shows. Revoking the screen ends it.
#[utoipa::path(post, path = "/desk/{dealer}/screens/{id}/address", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = ScreenAddress), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn address(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<ScreensPage>,
    Path((_, id)): Path<(String, ScreenId)>,
) -> Result<Response, Rejection> {
    let (kind, token) = screen::new_address(&app, &dealer, id, staff.actor()).await?;
    let url = format!("{}/{}/{kind}#s={token}", app.public_url, dealer.file.slug);
    Ok(fresh(ScreenAddress { url }))
}

/// Trusts a screen no longer: it is refused at once, and its open streams end.
#[utoipa::path(delete, path = "/desk/{dealer}/screens/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<ScreensPage>,
    Path((_, id)): Path<(String, ScreenId)>,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let by = staff.actor();
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            screen::revoke(at, id, by).await?;
            Ok(stored::done())
        })
    });
    work.await
}

/// Tells a screen to load itself anew; it hears of it by its stream, or with its next snapshot.
#[utoipa::path(post, path = "/desk/{dealer}/screens/{id}/reload", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = Screen), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn reload(
    State(app): State<App>,
    StaffCaller { dealer, staff, .. }: StaffCaller<ScreensPage>,
    Path((_, id)): Path<(String, ScreenId)>,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let by = staff.actor();
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let row = screen::reload(at, id, by).await?;
            Ok(stored::reply(StatusCode::OK, &on_the_wire(at.dealer, &row), None))
        })
    });
    work.await
}

fn on_the_wire(dealer: &Dealer, row: &ScreenRow) -> Screen {
    let side = |side| u32::try_from(side).ok();
    let viewport = row.viewport.and_then(|(width, height)| side(width).zip(side(height)));
    Screen {
        version: row.version.clone(),
        viewport: viewport.map(|(width, height)| Viewport { width, height }),
        viewing: wire::viewing(row),
        reloading: row.reload > row.reloaded,
        id: row.id,
        name: row.name.clone(),
        kind: row.kind,
        seen_at: row.seen_at.map(|seen| dealer.wire(seen)),
    }
}

/// The lounge board as it is now.
#[utoipa::path(get, path = "/dealers/{dealer}/lounge", tag = "screens",
    params(("dealer" = String, Path),
        ("version" = Option<String>, Query, description = "The version of the screen's page"),
        ("viewport" = Option<String>, Query, description = "The size of the screen's page, as 1920x1080"),
        ("reload" = Option<i64>, Query, description = "The last reload that the screen obeyed; without, each is told once")),
    responses((status = 200, body = Lounge), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn lounge(
    State(app): State<App>,
    PairedScreen { dealer, device, .. }: PairedScreen<LoungeScreen>,
) -> Result<Response, Rejection> {
    let mut board = live::snapshot(&app, &dealer).await?;
    board.command = live::command_for(&app, &device).await?;
    board.viewing = device.viewing;
    let mut response = fresh(board);
    device.renew_cookie(&app, &mut response);
    Ok(response)
}

/// The lounge board's changes, as server-sent events.
#[utoipa::path(get, path = "/dealers/{dealer}/lounge/events", tag = "screens",
    params(("dealer" = String, Path), ("after" = Option<i64>, Query, description = "Resume after this event number; as Last-Event-ID"),
        ("version" = Option<String>, Query, description = "The version of the screen's page"),
        ("viewport" = Option<String>, Query, description = "The size of the screen's page, as 1920x1080"),
        ("reload" = Option<i64>, Query, description = "The last reload that the screen obeyed; without, each is told once")),
    responses((status = 200, content_type = "text/event-stream"), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn lounge_events(
    State(app): State<App>,
    PairedScreen { dealer, device, .. }: PairedScreen<LoungeScreen>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    Ok(live::lounge_stream(&app, &dealer, &device, resume_after(&headers, query.as_deref())).await?)
}

/// The event number after which a stream resumes. An unreadable number counts as unknown, so the stream sends `reset`.
pub fn resume_after(headers: &HeaderMap, text: Option<&str>) -> Option<EventNumber> {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let asked = header.or_else(|| query(text.unwrap_or_default(), "after")).filter(|asked| !asked.is_empty());
    asked.map(|asked| asked.trim().parse().unwrap_or(EventNumber::new(-1)))
}
