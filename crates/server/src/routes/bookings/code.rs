//! The code that the gate scans.

use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{Failure, Rejection};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bayside_api::problem::{Code, Problem};
use fast_qr::QRBuilder;
use fast_qr::convert::Builder;
use fast_qr::convert::svg::SvgBuilder;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A reference always looks the same.
const KEPT: (HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Draws a reference as a QR code for the gate, dark on light; whether there is such a booking is not looked up.
#[utoipa::path(get, path = "/references/{reference}/qr.svg", tag = "public",
    params(("reference" = String, Path, description = "Six letters or digits")),
    responses((status = 200, content_type = "image/svg+xml"), (status = 404, body = Problem)))]
pub async fn get(Path(reference): Path<String>) -> Result<Response, Rejection> {
    let is_reference = reference.len() == 6 && reference.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let code = QRBuilder::new(reference).build().ok().filter(|_| is_reference);
    let code = code.ok_or_else(|| Failure::new(Code::NotFound))?;
    let drawn = SvgBuilder::default().margin(3).to_str(&code);
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")), KEPT], drawn).into_response())
}
