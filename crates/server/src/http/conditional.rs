//! Content codings and conditional requests (RFC 9110, 12.5.3 and 13.1): every reply that has an `ETag` or a coding is
//! negotiated here. `tower-http` would compress each reply anew, and knows no `ETag`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

/// A body in every coding in which there is one.
#[derive(Debug, Clone)]
pub struct Encoded<'a> {
    /// The `ETag` of the uncompressed body, without quotes. Each coding has its own: `tag-gzip`.
    pub tag: &'a str,
    /// The uncompressed body.
    pub identity: &'a Bytes,
    /// The body in Brotli, if there is one.
    pub br: Option<&'a Bytes>,
    /// The body in gzip, if there is one.
    pub gzip: Option<&'a Bytes>,
    /// Whether it may be answered in another coding later, so that caches must tell codings apart.
    pub varies: bool,
}

impl Encoded<'_> {
    /// 200 with the smallest coding that the client accepts, or 304 if it has the body already, in whichever coding.
    pub fn reply(&self, asked: &HeaderMap, media_type: &str, cache: &'static str) -> Response {
        let codings = [("br", self.br), ("gzip", self.gzip)];
        let there = || codings.into_iter().filter_map(|(coding, body)| Some((coding, body?)));
        let chosen = there().find(|(coding, _)| accepts(asked, coding));
        let tag_of = |coding: Option<&str>| {
            coding.map_or_else(|| format!("\"{}\"", self.tag), |coding| format!("\"{}-{coding}\"", self.tag))
        };
        let best = tag_of(chosen.map(|(coding, _)| coding));
        // Also in a coding in which this server does not have it, or not yet.
        let others = codings.into_iter().map(|(coding, _)| tag_of(Some(coding))).chain([tag_of(None)]);
        let known = std::iter::once(best.clone()).chain(others).find(|tag| has(asked, tag));
        let body = chosen.map_or(self.identity, |(_, body)| body);
        let mut response = Response::new(if known.is_some() { Body::empty() } else { Body::from(body.clone()) });
        let unchanged = known.is_some();
        let mut put = |name: HeaderName, value: &str| {
            response.headers_mut().insert(name, HeaderValue::from_str(value).expect("it is visible ASCII of our own"));
        };
        put(header::ETAG, &known.unwrap_or(best));
        put(header::CACHE_CONTROL, cache);
        if self.varies {
            put(header::VARY, "accept-encoding");
        }
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        put(header::CONTENT_TYPE, media_type);
        if let Some((coding, _)) = chosen {
            put(header::CONTENT_ENCODING, coding);
        }
        response
    }
}

/// Whether `If-None-Match` names this tag (RFC 9110, 13.1.2): in a list, weak or not, or by `*`.
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the client accepts a coding (RFC 9110, 12.5.3): named, or by `*`, and not with q=0.
pub fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut by_star = false;
    for one in values.flat_map(|list| list.split(',')) {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let wanted = quality.is_none_or(|quality| quality.trim().parse::<f32>().is_ok_and(|quality| quality > 0.0));
        if name.eq_ignore_ascii_case(coding) {
            return wanted;
        }
        by_star |= name == "*" && wanted;
    }
    by_star
}

/// Compresses a body with gzip at the fastest level.
pub fn gzip(body: &[u8]) -> std::io::Result<Bytes> {
    let mut gzip = GzEncoder::new(Vec::with_capacity(body.len() / 8), Compression::fast());
    gzip.write_all(body)?;
    Ok(gzip.finish()?.into())
}
