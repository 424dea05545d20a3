//! Authentication: who signs in, staff sessions, screen tokens.

use crate::app::App;
use crate::http::extract::query;
use crate::http::limits::Client;
use crate::http::problem::{Failure, Rejection};
use crate::passwords::fits;
use crate::wire;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use bayside_api::Code;
use bayside_api::screen::{Report, Viewing, Viewport};
use bayside_domain::codes::{Role, ScreenKind};
use bayside_domain::event::Actor;
use bayside_domain::ids::ScreenId;
use bayside_domain::limits::{LOGIN_BYTES_MAX, PASSWORD_BYTES_MAX};
use bayside_domain::typed;
use bayside_store::{ScreenReport, StaffRow};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::screen;
use bayside_workflow::session;
use bayside_workflow::tokens::sha256_hex;
use cookie::Cookie;
use std::sync::Arc;

/// The member of staff with this login and password. Whoever is not known gets the same refusal, after the same time.
pub async fn member(
    app: &App,
    client: Client,
    (dealer, login): (&str, &str),
    password: String,
) -> Result<(Arc<Dealer>, StaffRow), Failure> {
    let refused = || Failure::new(Code::BadCredentials);
    if password.len() > PASSWORD_BYTES_MAX || dealer.len().max(login.len()) > LOGIN_BYTES_MAX {
        return Err(refused());
    }
    let who = (typed::login(dealer), typed::login(login), client.key());
    app.passwords.tries.begin(&who, app.now())?;
    let dealer = app.dealers.by_slug(&who.0).ok();
    let row = session::member(app, dealer.as_deref(), login).await?;
    let hash = row.as_ref().map(|row| row.password_hash.clone()).unwrap_or_default();
    let fits = app.passwords.hash(client, move |memory| fits(&password, &hash, memory)).await;
    let fits = fits.inspect_err(|_| app.passwords.tries.take_back(&who))?;
    let (Some(dealer), Some(row), true) = (dealer, row, fits) else { return Err(refused()) };
    app.passwords.tries.succeeded(&who);
    Ok((dealer, row))
}

/// The member of staff who is signed in, once more by the password.
pub async fn confirm(
    app: &App,
    client: Client,
    staff: &SignedInStaff,
    password: String,
) -> Result<(Arc<Dealer>, StaffRow), Failure> {
    let who = (staff.dealer.file.slug.as_str(), staff.row.login.as_str());
    member(app, client, who, password).await.map_err(|failure| match failure {
        Failure::Refused(refusal) if refusal.code == Code::BadCredentials => {
            Failure::at("/current_password", "wrong-password")
        }
        other => other,
    })
}

/// The session cookie's name.
pub fn session_cookie(https: bool) -> &'static str {
    if https { "__Host-bayside-session" } else { "bayside-session" }
}

/// A cookie's value.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let cookies = all.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.into_iter().find(|cookie| cookie.name() == name).and_then(|cookie| cookie.value_raw())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

/// Refuses a write that a page of another site makes in the browser (CSRF). The cookies are SameSite=Strict already;
/// this also checks the origin that browsers send.
fn refuse_foreign(parts: &Parts) -> Result<(), Failure> {
    let foreign =
        parts.headers.get("sec-fetch-site").is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"));
    if foreign && parts.method != Method::GET { Err(Failure::new(Code::Forbidden)) } else { Ok(()) }
}

/// A signed-in member of staff.
#[derive(Debug, Clone)]
pub struct SignedInStaff {
    /// The dealer that they work for.
    pub dealer: Arc<Dealer>,
    /// Their row in the store, the password's hash included: never sent.
    pub row: StaffRow,
    /// What they may do.
    pub role: Role,
    /// The hash of the session's token; empty where the demo acts.
    pub session: String,
}

impl SignedInStaff {
    /// The actor, as events store it.
    pub const fn actor(&self) -> Actor {
        Actor::Staff(self.row.id)
    }
}

impl SignedInStaff {
    /// The member of staff whose session the cookie names.
    pub(crate) async fn signed_in(parts: &Parts, app: &App) -> Result<Self, Rejection> {
        let token = cookie(&parts.headers, session_cookie(app.is_https()))
            .ok_or_else(|| Failure::new(Code::Unauthenticated))?;
        refuse_foreign(parts)?;
        let session = sha256_hex(token.as_bytes());
        let row = session::running(app, session.clone()).await?.ok_or_else(|| Failure::new(Code::Unauthenticated))?;
        let role = Role::from_word(&row.staff.role).ok_or_else(|| Failure::new(Code::Unauthenticated))?;
        Ok(Self { dealer: app.dealers.by_id(row.dealer)?, row: row.staff, role, session })
    }
}

/// A paired screen, by its header or cookie.
#[derive(Debug, Clone)]
pub struct Device {
    /// The dealer whose screen it is.
    pub dealer: Arc<Dealer>,
    /// The id of the screen.
    pub screen: ScreenId,
    /// The kind of the screen.
    pub kind: ScreenKind,
    /// From where the screen is seen, as the desk said.
    pub viewing: Option<Viewing>,
    /// What the screen reports about itself with this call.
    pub report: Report,
    /// The token, if it came in a cookie.
    cookie: Option<String>,
}

/// The cookie of a screen of this kind; each kind has its own, because one browser may show several. Over https its name
/// has the prefix that no other site and no other path can set (RFC 6265bis, `__Host-`).
pub fn set_screen_cookie(response: &mut Response, https: bool, dealer: &str, kind: ScreenKind, token: &str) {
    let (name, rest) = if https {
        (host_screen_cookie(kind, dealer), "Path=/; Secure".to_owned())
    } else {
        (screen_cookie(kind), format!("Path=/api/v1/dealers/{dealer}"))
    };
    let cookie = format!("{name}={token}; {rest}; HttpOnly; SameSite=Strict; Max-Age={SCREEN_COOKIE_SECONDS}");
    let cookie = HeaderValue::from_str(&cookie).expect("tokens and slugs are header text");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
}

/// 400 days, the longest that browsers keep a cookie; a screen's is set anew when it reads its board.
const SCREEN_COOKIE_SECONDS: u32 = 34_560_000;

/// The name of the cookie over https.
fn host_screen_cookie(kind: ScreenKind, dealer: &str) -> String {
    format!("__Host-bayside-{kind}-{dealer}")
}

/// The name of the cookie over plain http, and of those that were set before over https.
pub fn screen_cookie(kind: ScreenKind) -> String {
    match kind {
        // Existing screens have their cookie under this name.
        ScreenKind::Lounge => "bayside-screen".to_owned(),
        kind => format!("bayside-{kind}"),
    }
}

/// The token of the calling screen: that of the header, else the cookie for the kind of screen that the call is for,
/// else the cookie of another kind, which is then refused; and whether it came in a cookie.
fn screen_token(parts: &Parts, dealer: &str, wanted: ScreenKind) -> Result<Option<(String, bool)>, Failure> {
    if let Some(token) = bearer(&parts.headers) {
        return Ok(Some((token.to_owned(), false)));
    }
    refuse_foreign(parts)?;
    let kinds = std::iter::once(&wanted).chain(ScreenKind::ALL);
    let mut names = kinds.flat_map(|kind| [host_screen_cookie(*kind, dealer), screen_cookie(*kind)]);
    Ok(names.find_map(|name| Some((cookie(&parts.headers, &name)?.to_owned(), true))))
}

impl Device {
    /// Sets the cookie anew that the call came with, so that it does not end while the screen is in use.
    pub fn renew_cookie(&self, app: &App, response: &mut Response) {
        if let Some(token) = &self.cookie {
            set_screen_cookie(response, app.is_https(), &self.dealer.file.slug, self.kind, token);
        }
    }

    /// The screen whose token the request carries, preferably one of the required kind. Also records the contact.
    pub(crate) async fn paired(parts: &Parts, app: &App, slug: &str, wanted: ScreenKind) -> Result<Self, Rejection> {
        let unknown = || Failure::new(Code::Unauthenticated);
        let (token, is_cookie) = screen_token(parts, slug, wanted)?.ok_or_else(unknown)?;
        let (dealer, row) = screen::known(app, &token).await?;
        let asked = parts.uri.query().unwrap_or_default();
        let report =
            Report::read(|name| query(asked, name)).map_err(|name| Failure::at(format!("/{name}"), "invalid"))?;
        let said = ScreenReport {
            version: report.version.clone(),
            viewport: report.viewport.map(|Viewport { width, height }| (i64::from(width), i64::from(height))),
            reloaded: report.reload,
        };
        screen::record_call(app, dealer, &row, said).await?;
        let (screen, kind, viewing) = (row.id, row.kind, wire::viewing(&row));
        let cookie = is_cookie.then_some(token);
        Ok(Self { dealer: app.dealers.by_id(dealer)?, screen, kind, viewing, report, cookie })
    }
}
