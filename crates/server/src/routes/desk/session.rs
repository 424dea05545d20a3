//! Signing in and out.

use crate::app::App;
use crate::auth::{self, SignedInStaff, cookie, session_cookie};
use crate::http::caller::SignedIn;
use crate::http::extract::{Json, Locale};
use crate::http::limits::Client;
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::fresh;
use crate::live;
use crate::passwords::{self, hash_password};
use crate::wire::OnTheWire;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::desk::{Login, PasswordChange, Session};
use bayside_api::person::Person;
use bayside_api::problem::{Code, Problem};
use bayside_domain::codes::Role;
use bayside_domain::language::Asked;
use bayside_workflow::session::{self, SESSION_MINUTES};
use bayside_workflow::tokens::sha256_hex;
use bayside_workflow::visit_record::staff_name;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_in, get, sign_out)).routes(routes!(change_password))
}

/// Signs a member of staff in and sets the session cookie.
#[utoipa::path(post, path = "/desk/session", tag = "desk", request_body = Login,
    responses((status = 200, body = Session), (status = 401, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem)))]
pub async fn sign_in(
    State(app): State<App>,
    client: Client,
    Locale(locale): Locale,
    body: Json<Login>,
) -> Result<Response, Rejection> {
    let Login { dealer, login, password } = body.value;
    let refused = || Failure::new(Code::BadCredentials);
    let (dealer, row) = auth::member(&app, client, (&dealer, &login), password).await?;
    let role = Role::from_word(&row.role).ok_or_else(refused)?;
    let token = session::begin(&app, dealer.id, row.clone()).await?.ok_or_else(refused)?;
    let staff = SignedInStaff { dealer, row, role, session: sha256_hex(token.as_bytes()) };
    let mut response = axum::Json(wire(&app, &staff, locale)).into_response();
    set_cookie(&mut response, &app, &token, SESSION_MINUTES * 60);
    Ok(response)
}

fn set_cookie(response: &mut Response, app: &App, value: &str, max_age_seconds: i64) {
    let secure = if app.is_https() { "; Secure" } else { "" };
    let name = session_cookie(app.is_https());
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={max_age_seconds}{secure}");
    let cookie = HeaderValue::from_str(&cookie).expect("hexadecimal is header text");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

fn wire(app: &App, staff: &SignedInStaff, locale: Asked) -> Session {
    let file = &staff.dealer.file;
    let speaks = file.speaks(locale);
    Session {
        dealer: file.slug.clone(),
        dealer_name: file.name.get(&speaks).to_owned(),
        zone: file.zone.clone(),
        offsets: staff.dealer.wire_offsets(app.now()),
        country: file.country.code().to_owned(),
        currency: file.currency.as_str().to_owned(),
        currency_digits: file.currency.digits(),
        login: staff.row.login.clone(),
        name: staff_name(&staff.row, &speaks),
        role: staff.role,
        technicians: file
            .teams
            .iter()
            .flat_map(|team| &team.technicians)
            .map(|technician| Person { id: technician.id.clone(), name: technician.name.get(&speaks).to_owned() })
            .collect(),
        now: staff.dealer.wire(app.now()),
    }
}

/// Who is signed in.
#[utoipa::path(get, path = "/desk/session", tag = "desk", responses((status = 200, body = Session), (status = 401, body = Problem)))]
pub async fn get(State(app): State<App>, SignedIn(staff): SignedIn, Locale(locale): Locale) -> Response {
    fresh(wire(&app, &staff, locale))
}

/// Sets a new password for the signed-in member of staff: all their sessions end, and the caller gets a new one.
#[utoipa::path(post, path = "/desk/session/password", tag = "desk", request_body = PasswordChange,
    responses((status = 204), (status = 401, body = Problem), (status = 422, body = Problem), (status = 429, body = Problem), (status = 503, body = Problem)))]
pub async fn change_password(
    State(app): State<App>,
    SignedIn(staff): SignedIn,
    client: Client,
    body: Json<PasswordChange>,
) -> Result<Response, Rejection> {
    let PasswordChange { current_password, new_password } = body.value;
    passwords::check_new(&new_password)?;
    let (dealer, row) = auth::confirm(&app, client, &staff, current_password).await?;
    let hash = app.passwords.hash(client, move |_| hash_password(&new_password)).await?;
    let changed = session::change_password(&app, dealer.id, row, hash).await?;
    let token = changed.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
    live::session_ended(&app, dealer.id);
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &app, &token, SESSION_MINUTES * 60);
    Ok(response)
}

/// Signs out and ends the session.
#[utoipa::path(delete, path = "/desk/session", tag = "desk", responses((status = 204)))]
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response, Rejection> {
    if let Some(token) = cookie(&headers, session_cookie(app.is_https())) {
        session::end(&app, token).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &app, "", 0);
    Ok(response)
}
