//! Which path is answered by which handler.

use crate::app::App;
use crate::failure::{Failure, Rejection, reply};
use crate::handlers::{
    arrivals, availability, bookings, callbacks, dealers, demo, desk, find, health, highlight, holds, screens, triage,
    visits, waitlist,
};
use crate::{metrics, openapi, pages};
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use bayside_api::problem::{Code, Problem};
use bayside_workflow::clock::Stopwatch;
use tower_http::catch_panic::CatchPanicLayer;

/// Everything that the program answers.
pub fn router(app: App) -> Router {
    let api = customer().merge(screen()).merge(staff()).route("/v1/openapi.json", get(document));
    let api = api
        .method_not_allowed_fallback(|| async { Rejection::from(Failure::new(Code::MethodNotAllowed)) })
        .fallback(|| async { Rejection::from(Failure::new(Code::NotFound)) });
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::guarded))
        .nest("/api", api)
        .merge(pages::of_dealers())
        .merge(pages::router(app.is_https()))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a handler panicked");
            reply(&Problem::new(Code::Internal))
        }))
        .layer(from_fn_with_state(app.clone(), observe))
        .with_state(app)
}

fn customer() -> Router<App> {
    Router::new()
        .route("/v1/dealers", get(dealers::list))
        .route("/v1/dealers/{dealer}", get(dealers::get))
        .route("/v1/dealers/{dealer}/availability", get(availability::get))
        .route("/v1/dealers/{dealer}/holds", post(holds::create))
        .route("/v1/dealers/{dealer}/holds/{hold}", delete(holds::delete))
        .route("/v1/dealers/{dealer}/holds/{hold}/renew", post(holds::renew))
        .route("/v1/dealers/{dealer}/bookings", post(bookings::create))
        .route("/v1/dealers/{dealer}/bookings/find", post(find::find))
        .route("/v1/dealers/{dealer}/callbacks", post(callbacks::create))
        .route("/v1/dealers/{dealer}/triage", get(triage::get))
        .route("/v1/dealers/{dealer}/waitlist", post(waitlist::create))
        .route("/v1/waitlist/{token}", get(waitlist::get).delete(waitlist::delete))
        .route("/v1/waitlist/{token}/accept", post(waitlist::accept))
        .route("/v1/waitlist/{token}/decline", post(waitlist::decline))
        .route("/v1/bookings/{token}", get(bookings::read::get))
        .route("/v1/bookings/{token}/cancel", post(bookings::change::cancel))
        .route("/v1/bookings/{token}/reschedule", post(bookings::change::reschedule))
        .route("/v1/bookings/{token}/calendar.ics", get(bookings::read::calendar))
        .route("/v1/visits/{token}", get(visits::get))
        .route("/v1/visits/{token}/events", get(visits::events))
        .route("/v1/visits/{token}/highlight", post(highlight::create))
        .route("/v1/visits/{token}/statement", get(visits::statement))
        .route("/v1/visits/{token}/statement/unclear", post(visits::unclear))
        .route("/v1/visits/{token}/acceptance", post(visits::acceptance))
        .route("/v1/visits/{token}/follow-up-preference", post(visits::follow_up_preference))
        .route("/v1/visits/{token}/extra-work/{item}/decision", post(visits::decision))
        .route("/v1/demo/clock", post(demo::clock))
}

fn screen() -> Router<App> {
    Router::new()
        .route("/v1/screens/pairing", post(screens::begin))
        .route("/v1/screens/pairing/{poll_token}", get(screens::status))
        .route("/v1/screens/pairing/{poll_token}/claim", post(screens::claim))
        .route("/v1/dealers/{dealer}/lounge", get(screens::lounge))
        .route("/v1/dealers/{dealer}/lounge/events", get(screens::lounge_events))
        .route("/v1/dealers/{dealer}/arrivals", get(arrivals::queue).post(arrivals::create))
}

fn staff() -> Router<App> {
    use desk::session;
    Router::new()
        .route("/v1/desk/session", post(session::sign_in).get(session::get).delete(session::sign_out))
        .route("/v1/desk/{dealer}/visits", get(desk::visits::list).post(desk::visits::walk_in))
        .route("/v1/desk/{dealer}/visits/{id}", get(desk::visits::get))
        .route("/v1/desk/{dealer}/visits/{id}/steps/{step}", post(desk::steps::take))
        .route("/v1/desk/{dealer}/visits/{id}/promise", post(desk::steps::promise))
        .route("/v1/desk/{dealer}/visits/{id}/work-order", put(desk::papers::work_order))
        .route("/v1/desk/{dealer}/visits/{id}/statement", put(desk::papers::statement))
        .route("/v1/desk/{dealer}/visits/{id}/extra-work", post(desk::papers::extra_work))
        .route("/v1/desk/{dealer}/tickets", get(desk::tickets::list))
        .route("/v1/desk/{dealer}/tickets/{id}/call", post(desk::tickets::call))
        .route("/v1/desk/{dealer}/tickets/{id}/end", post(desk::tickets::end))
        .route("/v1/desk/{dealer}/callbacks", get(desk::callbacks::list))
        .route("/v1/desk/{dealer}/callbacks/{id}/take", post(desk::callbacks::take))
        .route("/v1/desk/{dealer}/callbacks/{id}/outcome", post(desk::callbacks::outcome))
        .route("/v1/desk/{dealer}/waitlist", get(desk::waitlist::list))
        .route("/v1/desk/{dealer}/screens", get(screens::list).post(screens::confirm))
        .route("/v1/desk/{dealer}/screens/{id}", delete(screens::revoke))
        .route("/v1/desk/{dealer}/screens/{id}/reload", post(screens::reload))
        .route("/v1/desk/{dealer}/messages", get(desk::messages::list))
        .route("/v1/desk/{dealer}/messages/preview", get(desk::messages::preview))
        .route("/v1/desk/{dealer}/messages/{id}/retry", post(desk::messages::retry))
        .route("/v1/desk/{dealer}/events", get(desk::visits::events))
        .route("/v1/desk/{dealer}/settings", get(desk::settings::get).put(desk::settings::put))
        .route("/v1/desk/{dealer}/blocks", get(desk::blocks::list).post(desk::blocks::create))
        .route("/v1/desk/{dealer}/blocks/{id}", delete(desk::blocks::lift))
        .route("/v1/desk/{dealer}/explain", get(desk::explain::get))
        .route("/v1/desk/{dealer}/bookings", post(desk::phone::create))
        .route("/v1/desk/{dealer}/invitations", get(desk::invitations::invitations))
        .route("/v1/desk/{dealer}/invitations/{id}", post(desk::invitations::invited))
        .route("/v1/desk/{dealer}/invitations/{id}/message", post(desk::invitations::invite))
        .route("/v1/desk/{dealer}/confirmations", get(desk::calls::confirmations))
        .route("/v1/desk/{dealer}/confirmations/{id}", post(desk::calls::confirmed))
}

/// The listener that is for the program's counters alone.
pub fn metrics_router(app: App) -> Router {
    Router::new().route("/metrics", get(metrics::open)).with_state(app)
}

async fn document() -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], openapi::json()).into_response()
}

/// Logs each request by its route, never by its path, which may carry a token; adds security headers.
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
