//! A booking is found again by reference and phone: one answer for every miss, after the same work.

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::Json;
use crate::http::limits::{Client, Operation};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::fresh;
use axum::extract::State;
use axum::response::Response;
use bayside_api::find::{FindRequest, Found};
use bayside_api::problem::{Code, Problem};
use bayside_domain::ids::VisitId;
use bayside_domain::phone::Phone;
use bayside_store::Person;
use bayside_workflow::reference::as_typed;
use bayside_workflow::tokens::{Purpose, sha256_hex};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(find))
}

/// Finds a booking by its reference and the phone that was given. Wrong reference, wrong phone, and
/// what is no reference or phone at all are answered alike.
#[utoipa::path(post, path = "/dealers/{dealer}/bookings/find", tag = "public", params(("dealer" = String, Path)), request_body = FindRequest,
    responses((status = 200, body = Found), (status = 404, body = Problem), (status = 429, body = Problem)))]
pub async fn find(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    client: Client,
    body: Json<FindRequest>,
) -> Result<Response, Rejection> {
    app.limits.check(Operation::Find, client)?;
    let reference = as_typed(&body.value.reference);
    let id = dealer.id;
    let found = app
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visit_and_person(id, &reference).await?) }))
        .await?;
    let (visit, person) = found.map_or((None, None), |(visit, person)| (Some(visit), person));
    let number = |text: &str| Phone::parse(dealer.file.country, text).ok().map(|phone| phone.as_str().to_owned());
    let kept = person.as_ref().map_or("", |person: &Person| person.phone.as_str());
    // Digests of what was typed and what was kept are compared, whether there is anything or not.
    let typed = sha256_hex(number(&body.value.phone).unwrap_or_default().as_bytes());
    let kept_hash = sha256_hex(number(kept).unwrap_or_default().as_bytes());
    let differs = typed.bytes().zip(kept_hash.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other));
    let (visit_id, generation) = visit.as_ref().map_or((VisitId::new(0), 0), |visit| (visit.id, visit.generation));
    let manage_token = app.keys.mint(Purpose::Manage, dealer.id, visit_id, generation);
    if visit.is_none() || kept.is_empty() || differs != 0 {
        return Err(Failure::new(Code::NotFound).into());
    }
    Ok(fresh(Found { manage_token }))
}
