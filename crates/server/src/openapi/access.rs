//! The authentication that each call needs, derived from its path, so that no call can be documented without it.

use crate::auth;
use bayside_domain::codes::ScreenKind;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{OpenApi, RefOr};

const SESSION: &str = "session";
const SECURE_SESSION: &str = "secureSession";
const SCREEN_TOKEN: &str = "screenToken";
const METRICS_TOKEN: &str = "metricsToken";

/// The authentication that a call needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// None, or the private token in the path.
    Open,
    /// A staff session.
    Session,
    /// The token of a paired screen of this kind.
    Screen(ScreenKind),
    /// The operator's token for the program's counters.
    Metrics,
}

/// The authentication of the call with this method and path.
pub fn needed(method: &str, path: &str) -> Access {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    match path {
        "/metrics" => Access::Metrics,
        // Signing in needs no session; signing out gets the same reply with and without one.
        "/desk/session" if method != "get" => Access::Open,
        path if path.starts_with("/desk/") => Access::Session,
        _ => path.strip_prefix("/dealers/{dealer}/").and_then(screen_of).map_or(Access::Open, Access::Screen),
    }
}

/// The kind of screen for a path that begins like `lounge/events` or `arrivals`.
fn screen_of(path: &str) -> Option<ScreenKind> {
    ScreenKind::SHOWN.iter().copied().find(|kind| path.starts_with(kind.as_str()))
}

fn cookie_scheme(kind: ScreenKind) -> String {
    format!("{kind}Screen")
}

impl Access {
    /// The security schemes, of which one is enough; empty if none is needed.
    pub fn requirements(self) -> Vec<SecurityRequirement> {
        let schemes = match self {
            Self::Open => vec![],
            Self::Session => vec![SESSION.to_owned(), SECURE_SESSION.to_owned()],
            Self::Screen(kind) => vec![SCREEN_TOKEN.to_owned(), cookie_scheme(kind)],
            Self::Metrics => vec![METRICS_TOKEN.to_owned()],
        };
        schemes.into_iter().map(|scheme| SecurityRequirement::new(scheme, Vec::<String>::new())).collect()
    }
}

/// Describes the schemes that [`Access::requirements`] names.
pub fn add_schemes(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let schemes = [
        (
            SESSION,
            cookie(
                auth::session_cookie(false),
                "The staff session where the program is reached by http, set by \
        `POST /api/v1/desk/session`. A change that another site's page asks for is refused.",
            ),
        ),
        (
            SECURE_SESSION,
            cookie(
                auth::session_cookie(true),
                "The staff session where the program is reached by https, \
        set by `POST /api/v1/desk/session`. A change that another site's page asks for is refused.",
            ),
        ),
        (
            SCREEN_TOKEN,
            bearer(
                "The device token of a paired screen, from `POST /api/v1/screens/pairing/{poll_token}/claim`. \
        It opens the calls of its own dealer and of its own kind of screen.",
            ),
        ),
        (
            METRICS_TOKEN,
            bearer(
                "The token that the operator gave to the program for its counters. Where none was \
        given, there is no such page on the main listener.",
            ),
        ),
    ];
    components.security_schemes.extend(schemes.map(|(name, scheme)| (name.to_owned(), RefOr::T(scheme))));
    let screens = ScreenKind::SHOWN.iter().map(|kind| {
        let about = format!(
            "The device token of a paired {kind} screen, set as a cookie when the pairing is claimed. \
             Over https the cookie is called `__Host-bayside-{kind}-` and the dealer's slug."
        );
        (cookie_scheme(*kind), RefOr::T(cookie(&auth::screen_cookie(*kind), &about)))
    });
    components.security_schemes.extend(screens);
}

fn cookie(name: &str, description: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(name, description)))
}

fn bearer(description: &str) -> SecurityScheme {
    SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build())
}
