//! The call for free starts.

use crate::app::App;
use crate::http::caller::PublicDealer;
use crate::http::extract::query_pairs;
use crate::http::problem::{Failure, FieldChecks, Refusal, Rejection};
use crate::reply_cache::CachedReply;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bayside_api::booking::{Availability, AvailabilityQuery, Day};
use bayside_api::problem::{Code, Problem};
use bayside_api::{Date, codes::Stay};
use bayside_domain::capacity::Start;
use bayside_domain::limits::ASKED_DAYS_MAX;
use bayside_domain::time::Instant;
use bayside_workflow::Context;
use bayside_workflow::capacity_cache::CapacitySnapshot;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers::{SlotContext, StartRequest, adviser_place, benefit, epoch, epoch_start};
use bayside_workflow::services;
use bayside_workflow::tokens::sha256_hex;
use chrono::{NaiveDate, Timelike};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The usual size of a slot in JSON, in bytes, to allocate the reply.
const SLOT_BYTES: usize = 560;
/// The usual size of a day without its slots, in bytes.
const DAY_BYTES: usize = 120;

struct AvailabilityQuestion {
    from: NaiveDate,
    to: NaiveDate,
    wanted: StartRequest,
    slots: bool,
}

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(get))
}

/// Bookable starts of a range of days.
#[utoipa::path(get, path = "/dealers/{dealer}/availability", tag = "public", params(("dealer" = String, Path), AvailabilityQuery),
    responses((status = 200, body = Availability), (status = 422, body = Problem), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    PublicDealer(dealer): PublicDealer,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Rejection> {
    let query = query.unwrap_or_default();
    let now = app.now();
    let capacity = shared(&app, &dealer).await?;
    let expired = capacity.holds.iter().filter(|hold| hold.expires_at <= now).count();
    let epoch = epoch(now);
    let state = format!("{} {} {epoch} {expired}", capacity.capacity_version(), dealer.config_version);
    let ready = if let Some(ready) = app.replies.get(dealer.id, &query, &state) {
        ready
    } else {
        let body = body(&app, &dealer, &capacity, now, &query)?;
        let tag = sha256_hex(format!("{state} {query}").as_bytes())[..32].to_owned();
        let ready = CachedReply::new(state, tag, body);
        app.replies.keep(dealer.id, &query, ready.clone());
        ready
    };
    Ok(ready.reply(&headers))
}

/// The reply to a request for free starts, as JSON.
fn body(
    context: &Context,
    dealer: &Dealer,
    capacity: &CapacitySnapshot,
    now: Instant,
    query: &str,
) -> Result<Vec<u8>, Failure> {
    let question = question(dealer, query)?;
    let occupancy = capacity.occupancy_at(now);
    let slot_context = SlotContext {
        keys: &context.keys,
        dealer,
        capacity,
        occupancy: &occupancy,
        wanted: &question.wanted,
        epoch: epoch(now),
    };
    let answer = answer(&slot_context, &question);
    let slots: usize = answer.days.iter().map(|day| day.slots.as_ref().map_or(0, Vec::len)).sum();
    let mut body = Vec::with_capacity(slots * SLOT_BYTES + answer.days.len() * DAY_BYTES + 2 * SLOT_BYTES);
    serde_json::to_writer(&mut body, &answer).expect("replies are JSON");
    Ok(body)
}

/// A dealer's current capacity; concurrent requests share one read of the store.
async fn shared(app: &App, dealer: &Arc<Dealer>) -> Result<Arc<CapacitySnapshot>, Failure> {
    let (looking, whose) = (app.clone(), Arc::clone(dealer));
    let look = move || {
        let (app, dealer) = (looking.clone(), Arc::clone(&whose));
        async move {
            let id = dealer.id;
            let capacity_version = app
                .store
                .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.capacity_version(id).await?) }))
                .await
                .inspect_err(|failure| tracing::error!(?failure, "the store did not answer"))
                .ok()?;
            match app.capacity.kept(&dealer, capacity_version, app.now()) {
                Some(capacity) => Some(capacity),
                None => capacity_snapshot(&app, &dealer).await.ok(),
            }
        }
    };
    let found = app.lookups.share(dealer.id, look).await;
    found.ok_or_else(|| Refusal { retry_after_seconds: Some(1), ..Refusal::new(Code::Unavailable) }.into())
}

/// A dealer's current capacity, from the cache if its version is still that of the store.
pub async fn capacity_snapshot(context: &Context, dealer: &Arc<Dealer>) -> Result<Arc<CapacitySnapshot>, Failure> {
    let now = context.now();
    let (capacity, dealer) = (context.capacity.clone(), Arc::clone(dealer));
    context
        .store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let row = tx.dealer(dealer.id).await?;
                Ok(capacity.snapshot(tx, &dealer, &row, now).await?)
            })
        })
        .await
}

fn question(dealer: &Dealer, query: &str) -> Result<AvailabilityQuestion, Failure> {
    let mut checks = FieldChecks::new();
    let pairs = query_pairs(query);
    let known = ["from", "to", "services", "stay", "adviser", "detail", "locale"];
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        return Err(Refusal::new(Code::UnknownField).at(format!("?{name}"), "unknown-field").into());
    }
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let services = services::of_query(value("services").unwrap_or_default());
    services::check(dealer, &services, services::in_query, &mut checks);
    let mut wrong = |name: &str, code: &str| {
        checks.wrong(format!("?{name}"), code);
    };
    let mut date = |name: &str| match value(name) {
        None => {
            wrong(name, "required");
            None
        }
        Some(text) => {
            let date: Option<NaiveDate> = text.parse().ok().filter(|_| text.len() == 10);
            if date.is_none() {
                wrong(name, "date-format");
            }
            date
        }
    };
    let (from, to) = (date("from"), date("to"));
    if let (Some(from), Some(to)) = (from, to) {
        if from > to {
            wrong("to", "before-from");
        } else if (to - from).num_days() >= ASKED_DAYS_MAX {
            wrong("to", "too-many-days");
        }
    }
    let stay = match value("stay") {
        None => {
            wrong("stay", "required");
            None
        }
        Some(word) => {
            let stay = Stay::from_word(word);
            if stay.is_none() {
                wrong("stay", "unknown-word");
            }
            stay
        }
    };
    let adviser = value("adviser").filter(|id| !id.is_empty()).map(|id| adviser_place(dealer, id));
    if adviser == Some(None) {
        wrong("adviser", "unknown-adviser");
    }
    let slots = match value("detail") {
        None | Some("" | "slots") => true,
        Some("days") => false,
        Some(_) => {
            wrong("detail", "unknown-word");
            true
        }
    };
    match (from, to, stay) {
        (Some(from), Some(to), Some(stay)) if checks.is_empty() => Ok(AvailabilityQuestion {
            from,
            to,
            wanted: StartRequest { services, stay, adviser: adviser.flatten() },
            slots,
        }),
        _ => Err(checks.refuse()),
    }
}

fn answer(slot_context: &SlotContext<'_>, question: &AvailabilityQuestion) -> Availability {
    let file = &slot_context.dealer.file;
    let price = question.wanted.price(slot_context.dealer);
    let shown = |starts: &[Start]| slot_context.slots(starts).into_iter().map(crate::wire::slot).collect();
    let mut best = Best::default();
    let days = question
        .from
        .iter_days()
        .take_while(|date| *date <= question.to)
        .map(|date| {
            let day = question.wanted.ask(|ask| {
                slot_context.capacity.workshop.day(slot_context.occupancy, ask, date, epoch_start(slot_context.epoch))
            });
            let saves = |start: &Start| benefit(slot_context.dealer, start.load, price);
            let most = day.starts.iter().map(saves).max();
            for start in &day.starts {
                let is_morning = slot_context.dealer.local_bucket(start.at).hour() < 12;
                best.see(Seen { start: *start, saves: saves(start), date, is_morning });
            }
            Day {
                date: Date(date),
                state: day.state,
                benefit: most.filter(|most| *most > 0).map(|most| file.money(most)),
                free: day.starts.len() as u32,
                slots: question.slots.then(|| shown(&day.starts)),
            }
        })
        .collect();
    Availability { best: shown(&best.two()), days }
}

/// A start, and how it differs from others.
#[derive(Clone, Copy)]
struct Seen {
    start: Start,
    saves: i64,
    date: NaiveDate,
    is_morning: bool,
}

/// The two starts that are shown first: the earliest, and one that differs from it in kind.
#[derive(Default)]
struct Best {
    earliest: Option<Seen>,
    /// The earliest that saves more than the earliest of all.
    saving: Option<Seen>,
    /// The earliest in the other half of a day.
    other_half: Option<Seen>,
    /// The earliest of another day.
    other_day: Option<Seen>,
}

impl Best {
    /// Considers one more start, which is later than those before.
    fn see(&mut self, seen: Seen) {
        let Some(first) = self.earliest else {
            self.earliest = Some(seen);
            return;
        };
        let keep = |place: &mut Option<Seen>, differs: bool| {
            if differs && place.is_none() {
                *place = Some(seen);
            }
        };
        keep(&mut self.saving, seen.saves > first.saves);
        keep(&mut self.other_half, seen.is_morning != first.is_morning);
        keep(&mut self.other_day, seen.date != first.date);
    }

    /// The earliest, and the earliest that saves more; without one, that of the other half of the day, else of another
    /// day.
    fn two(&self) -> Vec<Start> {
        let other = self.saving.or(self.other_half).or(self.other_day);
        self.earliest.into_iter().chain(other).map(|seen| seen.start).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::codes::Load;

    /// Which starts are shown first, of starts with these hours and savings in order of time; hours from 24 on are
    /// those of the next day.
    fn shown(starts: &[(i64, i64)]) -> Vec<i64> {
        let mut best = Best::default();
        for (hour, saves) in starts {
            let start = Start { adviser: 0, at: *hour, ready: hour + 4, ready_estimate: hour + 4, load: Load::Quiet };
            let date = NaiveDate::from_num_days_from_ce_opt(1 + i32::try_from(hour / 24).unwrap()).unwrap();
            best.see(Seen { start, saves: *saves, date, is_morning: hour % 24 < 12 });
        }
        best.two().iter().map(|start| start.at).collect()
    }

    #[test]
    fn first_comes_the_earliest_then_what_differs_from_it() {
        assert!(shown(&[]).is_empty());
        assert_eq!(shown(&[(8, 0)]), [8]);
        assert_eq!(shown(&[(8, 0), (9, 0), (10, 0)]), [8], "the same in kind");
        assert_eq!(shown(&[(8, 30), (9, 80), (10, 0), (14, 90)]), [8, 9], "the earliest that saves more");
        assert_eq!(shown(&[(8, 80), (9, 80), (14, 30), (32, 80)]), [8, 14], "the other half of the day");
        assert_eq!(shown(&[(14, 0), (32, 0)]), [14, 32]);
        assert_eq!(shown(&[(8, 0), (9, 0), (32, 0), (33, 0)]), [8, 32], "another day");
    }
}
