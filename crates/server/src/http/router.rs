//! The router: which handler serves which path.

use crate::app::App;
use crate::http::problem::{Failure, Rejection, reply};
use crate::{openapi, pages, routes};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bayside_api::problem::{Code, Problem};
use bayside_workflow::clock::Stopwatch;
use tower_http::catch_panic::CatchPanicLayer;

/// The router of the main listener.
pub fn router(app: App) -> Router {
    let api = Router::new()
        .nest("/v1", routes::api().into())
        .route("/v1/openapi.json", get(document))
        .method_not_allowed_fallback(|| async { Rejection::from(Failure::new(Code::MethodNotAllowed)) })
        .fallback(|| async { Rejection::from(Failure::new(Code::NotFound)) });
    Router::from(routes::health::routes().merge(routes::metrics::routes()))
        .nest("/api", api)
        .merge(pages::filled_in())
        .merge(pages::router(app.is_https()))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            reply(&Problem::new(Code::Internal))
        }))
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app)
}

/// The router of the listener that serves only the metrics.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(routes::metrics::open)).with_state(app)
}

async fn document() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], openapi::json()).into_response()
}

/// Logs each request by its route, never by its path, which may contain a token; adds security headers.
async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let started = Stopwatch::start();
    let mut response = next.run(request).await;
    pages::secure(response.headers_mut(), app.is_https());
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    app.metrics.answered(&method, &route, status, elapsed);
    tracing::info!(%method, route, status, micros = elapsed.as_micros(), "answered");
    response
}
