//! The call that explains why a start is offered or not.

use super::outages::{from_wall, wire_resource};
use crate::app::App;
use crate::http::caller::{Anyone, StaffCaller};
use crate::http::extract::{Locale, query_pairs};
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::http::reply::fresh;
use crate::routes::availability::capacity_snapshot;
use crate::wire::OnTheWire;
use crate::wire::instant;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bayside_api::capacity::{Explanation, Help as WireHelp, Refused as WireRefused};
use bayside_api::person::Person;
use bayside_api::problem::{Code, Problem};
use bayside_domain::calendar::Side;
use bayside_domain::capacity::{AdviserRefusal, Remedy, Start};
use bayside_domain::codes::Stay;
use bayside_domain::language::{Asked, Language};
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant, date_of_day};
use bayside_workflow::Context;
use bayside_workflow::capacity_cache::{CapacitySnapshot, outage_in_buckets};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers::{SlotContext, StartRequest, adviser_place, epoch, epoch_start};
use bayside_workflow::services;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Why a start is offered or not: what binds, when, and what would help.
#[utoipa::path(get, path = "/desk/{dealer}/explain", tag = "desk",
    params(("dealer" = String, Path), ("start" = String, Query, description = "An instant, or a time on the dealer's wall"),
        ("services" = String, Query, description = "Service ids, separated by commas"), ("stay" = String, Query),
        ("adviser" = Option<String>, Query)),
    responses((status = 200, body = Explanation), (status = 422, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<Anyone>,
    Locale(locale): Locale,
    RawQuery(query): RawQuery,
) -> Result<Response, Rejection> {
    let question = question(&dealer, &query.unwrap_or_default())?;
    let capacity = capacity_snapshot(&app, &dealer).await?;
    Ok(fresh(explanation(&app, &dealer, &capacity, &question, locale)))
}

/// The explanation as it goes over the wire.
fn explanation(
    context: &Context,
    dealer: &Dealer,
    capacity: &CapacitySnapshot,
    (start, wanted): &(Instant, StartRequest),
    locale: Asked,
) -> Explanation {
    let (start, now) = (*start, context.now());
    let epoch = epoch(now);
    let occupancy = capacity.occupancy_at(now);
    let slot_context = SlotContext { keys: &context.keys, dealer, capacity, occupancy: &occupancy, wanted, epoch };
    let bucket = Bucket::at(start).0;
    let explained = wanted.ask(|ask| capacity.workshop.explain(&occupancy, ask, bucket, epoch_start(epoch)));
    let on_the_quarter = start.seconds() % BUCKET_SECONDS == 0;
    let slot = match &explained.verdict {
        Ok((adviser, plan)) if on_the_quarter => {
            let load = capacity.workshop.load(&occupancy, plan);
            slot_context.slots(&[Start::of(*adviser, plan, load)]).pop().map(crate::wire::slot)
        }
        _ => None,
    };
    let speaks = dealer.file.speaks(locale);
    let code = match &explained.verdict {
        Err(binding) => Some(binding.code().to_owned()),
        Ok(_) if !on_the_quarter => Some("off-grid".to_owned()),
        Ok(_) => None,
    };
    Explanation {
        start: dealer.wire(start),
        bookable: slot.is_some(),
        slot,
        code,
        refused: explained.refused.iter().map(|refused| wire(dealer, capacity, refused, &speaks)).collect(),
        help: explained.remedies.iter().map(|help| wire_help(dealer, capacity, help, &speaks)).collect(),
        alternatives: slot_context.slots(&explained.alternatives).into_iter().map(crate::wire::slot).collect(),
    }
}

fn question(dealer: &Dealer, query: &str) -> Result<(Instant, StartRequest), Failure> {
    let pairs = query_pairs(query);
    let known = ["start", "services", "stay", "adviser", "locale"];
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        return Err(Refusal::new(Code::UnknownField).at(format!("?{name}"), "unknown-field").into());
    }
    let value = |name: &str| {
        let found = pairs.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let mut checks = FieldChecks::new();
    let services = services::of_query(value("services").unwrap_or_default());
    services::check(dealer, &services, services::in_query, &mut checks);
    let mut wrong = |name: &str, code: &str| {
        checks.wrong(format!("?{name}"), code);
    };
    let start = value("start").and_then(|text| {
        let exact = chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| instant(bayside_api::Instant(at)));
        exact.or_else(|| from_wall(dealer, text, Side::Opening))
    });
    if start.is_none() {
        wrong("start", if value("start").is_none() { "required" } else { "wall-time" });
    }
    let stay = value("stay").and_then(Stay::from_word);
    if stay.is_none() {
        wrong("stay", if value("stay").is_none() { "required" } else { "unknown-word" });
    }
    let adviser = value("adviser").map(|id| adviser_place(dealer, id));
    if adviser == Some(None) {
        wrong("adviser", "unknown-adviser");
    }
    match (start, stay) {
        (Some(start), Some(stay)) if checks.is_empty() => {
            Ok((start, StartRequest { services, stay, adviser: adviser.flatten() }))
        }
        _ => Err(checks.refuse()),
    }
}

fn person(dealer: &Dealer, adviser: usize, speaks: &[Language]) -> Person {
    let adviser = &dealer.file.advisers[adviser];
    Person { id: adviser.id.clone(), name: adviser.name.get(speaks).to_owned() }
}

fn wire(dealer: &Dealer, capacity: &CapacitySnapshot, refused: &AdviserRefusal, speaks: &[Language]) -> WireRefused {
    let is_loaner = refused.resource == Some(capacity.workshop.loaner());
    let at = |place: i64| {
        if is_loaner {
            let date = date_of_day(place)?;
            let midnight = date.format("%Y-%m-%dT00:00").to_string();
            from_wall(dealer, &midnight, Side::Opening).map(|at| dealer.wire(at))
        } else {
            Some(dealer.wire_bucket(place))
        }
    };
    let reason = refused.when.filter(|_| refused.out_of_use).and_then(|when| {
        let overlaps = |outage: &&bayside_store::OutageRow| {
            outage_in_buckets(&capacity.workshop, dealer, outage)
                .is_some_and(|out| Some(out.resource) == refused.resource && out.from < when.to && when.from < out.to)
        };
        capacity.outages.iter().find(overlaps).map(|outage| outage.reason)
    });
    WireRefused {
        adviser: person(dealer, refused.adviser, speaks),
        code: refused.binding.code().to_owned(),
        resource: refused.resource.map(|id| wire_resource(dealer, capacity, id, speaks)),
        from: refused.when.and_then(|when| at(when.from)),
        to: refused.when.and_then(|when| at(when.to)),
        reason,
    }
}

fn wire_help(dealer: &Dealer, capacity: &CapacitySnapshot, remedy: &Remedy, speaks: &[Language]) -> WireHelp {
    let plain = |kind: &str| WireHelp { kind: kind.to_owned(), adviser: None, stay: None, resource: None };
    match remedy {
        Remedy::Adviser(adviser) => WireHelp { adviser: Some(person(dealer, *adviser, speaks)), ..plain("adviser") },
        Remedy::Stay(stay) => WireHelp { stay: Some(*stay), ..plain("stay") },
        Remedy::Override => plain("override"),
        Remedy::EndOutages => plain("unblock"),
        Remedy::Place(id) => {
            WireHelp { resource: Some(wire_resource(dealer, capacity, *id, speaks)), ..plain("place") }
        }
    }
}
