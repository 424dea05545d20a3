//! Pairing a screen, and what a lounge screen reads.

use crate::app::App;
use crate::auth::screen_cookie;
use crate::http::caller::{Desk, LoungeScreen, PairedScreen, ScreensPage};
use crate::http::extract::{Json, query};
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::http::reply::fresh;
use crate::live;
use crate::wire::OnTheWire;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{Code, Problem};
use bayside_api::screen::{
    Claimed, Lounge, Pairing, PairingRequest, PairingState, PairingStatus, Screen, ScreenConfirm, Screens, Viewport,
};
use bayside_domain::event::{HouseSubject, ScreenEvent};
use bayside_domain::ids::ScreenId;
use bayside_domain::limits::SCREEN_NAME_CHARS_MAX;
use bayside_domain::words::ScreenKind;
use bayside_store::{PairingRow, ScreenRow};
use bayside_workflow::tokens::{device_token, random_hex, sha256_hex};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long a code stands.
const CODE_MINUTES: i64 = 10;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .routes(routes!(status))
        .routes(routes!(claim))
        .routes(routes!(confirm, list))
        .routes(routes!(revoke))
        .routes(routes!(reload))
        .routes(routes!(lounge))
        .routes(routes!(lounge_events))
}

/// Begins a pairing.
#[utoipa::path(post, path = "/screens/pairing", tag = "screens", request_body = PairingRequest,
    responses((status = 201, body = Pairing), (status = 422, body = Problem), (status = 429, body = Problem)))]
pub async fn begin(State(app): State<App>, client: Client, body: Json<PairingRequest>) -> Result<Response, Rejection> {
    app.limits.check(Operation::Pair, client)?;
    let now = app.now();
    let kind = body.value.kind;
    let pairing = app
        .store
        .write::<_, Failure>(move |tx| {
            Box::pin(async move {
                let poll_token = random_hex::<16>();
                loop {
                    let row = PairingRow {
                        poll_hash: sha256_hex(poll_token.as_bytes()),
                        code: format!("{:06}", rand::random::<u32>() % 1_000_000),
                        kind: kind.as_str().to_owned(),
                        expires_at: now.plus_minutes(CODE_MINUTES),
                        screen: None,
                    };
                    if tx.add_pairing(&row, now).await? {
                        return Ok((row.code, poll_token, row.expires_at));
                    }
                }
            })
        })
        .await?;
    let (code, poll_token, expires_at) = pairing;
    let utc = chrono::DateTime::from_timestamp_micros(expires_at.micros()).unwrap_or_default();
    let reply = Pairing { code, poll_token, expires_at: bayside_api::Instant(utc.fixed_offset()) };
    Ok((StatusCode::CREATED, axum::Json(reply)).into_response())
}

async fn pairing(app: &App, poll_token: &str) -> Result<PairingRow, Failure> {
    let (hash, now) = (sha256_hex(poll_token.as_bytes()), app.now());
    let row =
        app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.pairing(&hash, now).await?) })).await?;
    row.ok_or_else(|| Failure::new(Code::PairingUnknown))
}

/// Whether the desk has confirmed the code.
#[utoipa::path(get, path = "/screens/pairing/{poll_token}", tag = "screens", params(("poll_token" = String, Path)),
    responses((status = 200, body = PairingState), (status = 404, body = Problem)))]
pub async fn status(
    State(app): State<App>,
    Path(poll_token): Path<String>,
) -> Result<axum::Json<PairingState>, Rejection> {
    let row = pairing(&app, &poll_token).await?;
    let status = if row.screen.is_some() { PairingStatus::Confirmed } else { PairingStatus::Waiting };
    Ok(axum::Json(PairingState { status }))
}

/// Exchanges a confirmed pairing for the device token; repeatable until the token is first used.
#[utoipa::path(post, path = "/screens/pairing/{poll_token}/claim", tag = "screens", params(("poll_token" = String, Path)),
    responses((status = 200, body = Claimed), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn claim(State(app): State<App>, Path(poll_token): Path<String>) -> Result<Response, Rejection> {
    let row = pairing(&app, &poll_token).await?;
    let (dealer, screen) = row.screen.ok_or_else(|| Failure::new(Code::PairingWaiting))?;
    let dealer = app.dealers.by_id(dealer)?;
    let device_token = device_token(&poll_token, dealer.id, screen);
    let (id, hash) = (dealer.id, sha256_hex(device_token.as_bytes()));
    let claimed = app
        .store
        .write::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.claim_screen(id, screen, &hash).await?) }))
        .await?;
    if !claimed {
        return Err(Failure::new(Code::PairingUnknown).into());
    }
    let slug = dealer.file.slug.clone();
    let secure = if app.is_https() { "; Secure" } else { "" };
    let name = screen_cookie(ScreenKind::from_word(&row.kind).unwrap_or(ScreenKind::Lounge));
    let cookie = format!(
        "{name}={device_token}; Path=/api/v1/dealers/{slug}; HttpOnly; SameSite=Strict; Max-Age=34560000{secure}"
    );
    let mut response = axum::Json(Claimed { device_token, dealer: slug }).into_response();
    let cookie = HeaderValue::from_str(&cookie).expect("tokens and slugs are header text");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Confirms a pairing code at the desk.
#[utoipa::path(post, path = "/desk/{dealer}/screens", tag = "desk", params(("dealer" = String, Path)), request_body = ScreenConfirm,
    responses((status = 201, body = Screen), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn confirm(
    State(app): State<App>,
    Desk { dealer, staff, .. }: Desk<ScreensPage>,
    client: Client,
    body: Json<ScreenConfirm>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Pair, client)?;
    let ScreenConfirm { code, name } = body.value;
    let mut checks = FieldChecks::new();
    checks.text("/name", &name, 1, SCREEN_NAME_CHARS_MAX);
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if code.len() != 6 {
        checks.wrong("/code", "pairing-code-format");
    }
    checks.finish()?;
    let screen = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let found = at.tx.pairing_by_code(&code, at.now).await?.filter(|row| row.screen.is_none());
                let row =
                    found.ok_or_else(|| Failure::from(Refusal::new(Code::Invalid).at("/code", "pairing-unknown")))?;
                let id = at.row.next_id();
                let screen = ScreenRow::new(id, &row.kind, name.trim());
                at.tx.confirm_pairing(&row.poll_hash, at.dealer.id, &screen, at.now).await?;
                let event = ScreenEvent::Paired { screen: id };
                at.append_event(HouseSubject, staff.actor(), event).await?;
                Ok(screen)
            })
        })
        .await?;
    Ok((StatusCode::CREATED, axum::Json(wire(&dealer, &screen))).into_response())
}

/// The screens of a dealer.
#[utoipa::path(get, path = "/desk/{dealer}/screens", tag = "desk", params(("dealer" = String, Path)),
    responses((status = 200, body = Screens), (status = 403, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Desk { dealer, .. }: Desk<ScreensPage>,
) -> Result<axum::Json<Screens>, Rejection> {
    let id = dealer.id;
    let rows = app.store.read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.screens(id).await?) })).await?;
    Ok(axum::Json(Screens { screens: rows.iter().map(|row| wire(&dealer, row)).collect() }))
}

/// Trusts a screen no longer: it is refused at once, and its open streams end.
#[utoipa::path(delete, path = "/desk/{dealer}/screens/{id}", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn revoke(
    State(app): State<App>,
    Path((_, id)): Path<(String, ScreenId)>,
    Desk { dealer, staff, .. }: Desk<ScreensPage>,
) -> Result<StatusCode, Rejection> {
    app.at_dealer(&dealer, move |at| {
        Box::pin(async move {
            if !at.tx.revoke_screen(at.dealer.id, id).await? {
                return Err(Failure::new(Code::NotFound));
            }
            let event = ScreenEvent::Revoked { screen: id };
            at.append_event(HouseSubject, staff.actor(), event).await?;
            Ok(())
        })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tells a screen to load itself anew; it hears of it by its stream, or with its next snapshot.
#[utoipa::path(post, path = "/desk/{dealer}/screens/{id}/reload", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = Screen), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn reload(
    State(app): State<App>,
    Path((_, id)): Path<(String, ScreenId)>,
    Desk { dealer, staff, .. }: Desk<ScreensPage>,
) -> Result<axum::Json<Screen>, Rejection> {
    let row = app
        .at_dealer(&dealer, move |at| {
            Box::pin(async move {
                let known = at.tx.screen(at.dealer.id, id).await?.filter(|row| !row.revoked);
                let mut row = known.ok_or_else(|| Failure::new(Code::NotFound))?;
                // Who has not obeyed yet needs no second order.
                if row.reload == row.reloaded {
                    at.tx.reload_screen(at.dealer.id, id).await?;
                    row.reload += 1;
                }
                let event = ScreenEvent::Reloaded { screen: id };
                at.append_event(HouseSubject, staff.actor(), event).await?;
                Ok(row)
            })
        })
        .await?;
    Ok(axum::Json(wire(&dealer, &row)))
}

fn wire(dealer: &bayside_workflow::dealers::Dealer, row: &ScreenRow) -> Screen {
    let side = |side| u32::try_from(side).ok();
    let viewport = row.viewport.and_then(|(width, height)| side(width).zip(side(height)));
    Screen {
        version: row.version.clone(),
        viewport: viewport.map(|(width, height)| Viewport { width, height }),
        reloading: row.reload > row.reloaded,
        id: row.id,
        name: row.name.clone(),
        kind: ScreenKind::from_word(&row.kind).unwrap_or(ScreenKind::Lounge),
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
    Ok(fresh(board))
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

/// Where a stream resumes. A number that cannot be read is unknown: the stream says `reset`.
pub fn resume_after(headers: &HeaderMap, text: Option<&str>) -> Option<i64> {
    let header = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let asked = header.or_else(|| query(text.unwrap_or_default(), "after")).filter(|asked| !asked.is_empty());
    asked.map(|asked| asked.trim().parse().unwrap_or(-1))
}
