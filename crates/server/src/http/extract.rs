//! Extractors of requests: paths, strict JSON with pointers to what is wrong, idempotency keys, versions, languages.

use crate::app::App;
use crate::http::problem::{Failure, Refusal, Rejection};
use crate::http::{if_match, integers, languages};
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use bayside_api::problem::Code;
use bayside_domain::language::{Asked, Language};
use bayside_workflow::expected_version::ExpectedVersion;
use bayside_workflow::failure::escaped;
use bayside_workflow::idempotency::IdempotentRequest;
use bayside_workflow::tokens::sha256_hex;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

/// The largest body that is accepted.
const BODY_BYTES_MAX: usize = 64 * 1024;
/// The largest body that is read to its end before it is refused, so that the client reads the reply.
const BODY_BYTES_READ_MAX: usize = 1024 * 1024;
/// The longest `Idempotency-Key`.
const IDEMPOTENCY_KEY_BYTES_MAX: usize = 200;
/// For how many days a reply is kept for its idempotency key.
const KEPT_DAYS: i64 = 1;
/// The same at the desk, whose writes may wait for a network for a week.
const DESK_KEPT_DAYS: i64 = 8;

/// The parameters of the path. A path that cannot be parsed is answered with "not found".
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        read.map(|axum::extract::Path(named)| Self(named)).map_err(|_| Failure::new(Code::NotFound).into())
    }
}

/// A strict JSON body.
pub struct Json<T> {
    /// The parsed body.
    pub value: T,
    /// What makes the call count once.
    pub once: IdempotentRequest,
}

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &App) -> Result<Self, Rejection> {
        let (parts, body) = request.into_parts();
        let media = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let is_json =
            media.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"));
        let bytes = read(body).await?;
        if !is_json {
            return Err(Failure::new(Code::UnsupportedMediaType).into());
        }
        let once = once(&parts, &bytes)?;
        Ok(Self { value: parse(&integers::written_plainly(&bytes))?, once })
    }
}

/// A write whose body says nothing: what is sent is not read.
pub struct NoBody {
    /// What makes the call count once.
    pub once: IdempotentRequest,
}

impl FromRequestParts<App> for NoBody {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Rejection> {
        Ok(Self { once: once(parts, &[])? })
    }
}

fn key(value: &HeaderValue) -> Result<String, Failure> {
    let key = value.to_str().ok().map(str::trim).filter(|key| (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len()));
    key.map(str::to_owned).ok_or_else(|| {
        Refusal::new(Code::MalformedRequest).detail("Idempotency-Key: 1 to 200 visible ASCII characters").into()
    })
}

/// What makes a call count once: its `Idempotency-Key`, its path and its body.
fn once(parts: &Parts, body: &[u8]) -> Result<IdempotentRequest, Failure> {
    let key = match parts.headers.get("idempotency-key") {
        None => None,
        Some(value) => Some(key(value)?),
    };
    let mut path = parts.uri.path().trim_start_matches('/').splitn(3, '/');
    let (operation, days) = match (path.next(), path.next(), path.next()) {
        (Some("dealers"), Some(_), Some(rest)) => (rest.to_owned(), KEPT_DAYS),
        (Some("desk"), Some(_), Some(rest)) => (format!("desk/{rest}"), DESK_KEPT_DAYS),
        // The other paths carry a token, which the store does not keep.
        _ => (sha256_hex(parts.uri.path().as_bytes()), KEPT_DAYS),
    };
    let operation = if parts.method == Method::POST { operation } else { format!("{} {operation}", parts.method) };
    Ok(IdempotentRequest { key, operation, days, hash: sha256_hex(body) })
}

async fn read(body: Body) -> Result<Bytes, Failure> {
    match Limited::new(body, BODY_BYTES_READ_MAX).collect().await {
        Ok(collected) => {
            let bytes = collected.to_bytes();
            if bytes.len() > BODY_BYTES_MAX { Err(Failure::new(Code::TooLarge)) } else { Ok(bytes) }
        }
        Err(error) if error.is::<LengthLimitError>() => Err(Failure::new(Code::TooLarge)),
        Err(_) => Err(Failure::new(Code::MalformedRequest)),
    }
}

/// Parses JSON; an error says where and how it is wrong.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    // A body must be an object: serde would read an array as the fields of a struct in order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<serde::de::IgnoredAny>(bytes).map_err(|error| wrong(&error, String::new()))?;
        return Err(Failure::at("", "wrong-type"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        wrong(error.inner(), pointer)
    })?;
    reader.end().map_err(|error| wrong(&error, String::new()))?;
    Ok(value)
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn wrong(error: &serde_json::Error, pointer: String) -> Failure {
    let message = error.to_string();
    if !error.is_data() {
        return Refusal::new(Code::MalformedJson).detail(message).into();
    }
    let field = |what: &str| {
        let quoted = message.strip_prefix(what)?.strip_prefix(" field `")?;
        let name = quoted.split_once("`, ").or_else(|| quoted.rsplit_once('`')).map_or(quoted, |(name, _)| name);
        let name = escaped(name);
        // The path may or may not end with the field already.
        Some(if pointer.rsplit('/').next() == Some(&name) { pointer.clone() } else { format!("{pointer}/{name}") })
    };
    if let Some(field) = field("unknown") {
        return Refusal::new(Code::UnknownField).at(field, "unknown-field").into();
    }
    if let Some(field) = field("missing") {
        return Failure::at(field, "required");
    }
    if let Some(field) = field("duplicate") {
        return Failure::at(field, "duplicate");
    }
    let code = if message.starts_with("unknown variant") {
        "unknown-word"
    } else if message.starts_with("invalid type") {
        "wrong-type"
    } else {
        "invalid"
    };
    Failure::at(pointer, code)
}

/// The version that `If-Match` names.
#[derive(Debug, Clone)]
pub struct IfMatch(pub ExpectedVersion);

impl FromRequestParts<App> for IfMatch {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(if_match::expected(&parts.headers)))
    }
}

/// The requested languages: `?locale=`, then those of `Accept-Language`.
pub struct Locale(pub Asked);

impl FromRequestParts<App> for Locale {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        let asked = query(parts.uri.query().unwrap_or_default(), "locale");
        let asked = asked.and_then(|asked| Language::from_tag(&asked));
        Ok(Self(asked.into_iter().chain(languages::preferred(&parts.headers)).collect()))
    }
}

/// A query parameter.
pub fn query(query: &str, name: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// All query parameters, in order.
pub fn query_pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::booking::BookingRequest;

    fn check(body: &str, expected: &str) {
        let Err(Failure::Refused(problem)) = parse::<BookingRequest>(body.as_bytes()) else {
            panic!("{body} was read")
        };
        let errors: Vec<String> =
            problem.errors.iter().map(|error| format!(" {} {}", error.pointer, error.code)).collect();
        assert_eq!(
            format!("{} {}{}", bayside_api::problem::status(problem.code), problem.code.as_str(), errors.concat()),
            expected,
            "{body}"
        );
    }

    #[test]
    fn a_wrong_body_is_answered_with_a_pointer() {
        check("{", "400 malformed-json");
        check("[1] x", "400 malformed-json");
        check("[1]", "422 invalid  wrong-type");
        check(r#"{"stay":"fly"}"#, "422 invalid /stay unknown-word");
        check(r#"{"services":["a"],"vehicle":{"plate":7}}"#, "422 invalid /vehicle/plate wrong-type");
        check(r#"{"services":["a"],"vehicle":{"colour":"red"}}"#, "422 unknown-field /vehicle/colour unknown-field");
        check(r#"{"colour":"red"}"#, "422 unknown-field /colour unknown-field");
        check(r#"{"services":[1]}"#, "422 invalid /services/0 wrong-type");
        check(r#"{"hold":"x"}"#, "422 invalid /services required");
        check(r#"{"services":[],"vehicle":{}}"#, "422 invalid /vehicle/plate required");
    }
}
