//! Which starts are free.

use crate::answers::Ready;
use crate::app::App;
use crate::dealers::Dealer;
use crate::extract::query_pairs;
use crate::failure::Failure;
use crate::slots::{Counter, Wanted, adviser_place, epoch, epoch_start};
use crate::stock::Stock;
use crate::tokens::sha256_hex;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bayside_api::booking::{Availability, AvailabilityQuery, Day, Slot};
use bayside_api::problem::{Code, FieldError, Problem};
use bayside_api::{Date, words::Stay};
use bayside_domain::capacity::Start;
use bayside_domain::words::Load;
use chrono::NaiveDate;
use std::cmp::Reverse;
use std::sync::Arc;

/// How many days one question may span.
const DAYS_MAX: i64 = 62;
/// How many services one visit may have.
pub const SERVICES_MAX: usize = 10;

struct Question {
    from: NaiveDate,
    to: NaiveDate,
    wanted: Wanted,
    slots: bool,
}

/// Bookable starts of a range of days.
#[utoipa::path(get, path = "/api/v1/dealers/{dealer}/availability", tag = "public", params(("dealer" = String, Path), AvailabilityQuery),
    responses((status = 200, body = Availability), (status = 422, body = Problem), (status = 404, body = Problem)))]
pub async fn get(
    State(app): State<App>,
    Path(slug): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let dealer = app.dealers.by_slug(&slug)?;
    let query = query.unwrap_or_default();
    let now = app.now();
    let stock = shared(&app, &dealer).await?;
    let expired = stock.holds.iter().filter(|hold| hold.expires_at <= now).count();
    let epoch = epoch(now);
    let state = format!("{} {} {epoch} {expired}", stock.mark(), dealer.config_version);
    let ready = if let Some(ready) = app.shelf.answers.get(dealer.id, &query, &state) {
        ready
    } else {
        let question = question(&dealer, &query)?;
        let room = stock.room_at(now);
        let counter =
            Counter { app: &app, dealer: &dealer, stock: &stock, room: &room, wanted: &question.wanted, epoch };
        let body = serde_json::to_vec(&answer(&counter, &question)).expect("replies are JSON");
        let tag = sha256_hex(format!("{state} {query}").as_bytes())[..32].to_owned();
        let ready = Ready::new(state, tag, body);
        app.shelf.answers.keep(dealer.id, &query, ready.clone());
        ready
    };
    Ok(ready.reply(&headers))
}

/// A dealer's room as the store has it now; those who ask at once share one look.
async fn shared(app: &App, dealer: &Arc<Dealer>) -> Result<Arc<Stock>, Failure> {
    let (looking, whose) = (app.clone(), Arc::clone(dealer));
    let look = move || {
        let (app, dealer) = (looking.clone(), Arc::clone(&whose));
        async move {
            let id = dealer.id;
            let mark = app
                .store
                .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.stock_mark(id).await?) }))
                .await
                .inspect_err(|failure| tracing::error!(?failure, "the store did not answer"))
                .ok()?;
            match app.shelf.kept(&dealer, mark, app.now()) {
                Some(stock) => Some(stock),
                None => stock(&app, &dealer).await.ok(),
            }
        }
    };
    let found = app.shelf.looks.share(dealer.id, look).await;
    found.ok_or_else(|| Problem { retry_after_seconds: Some(1), ..Problem::new(Code::Unavailable) }.into())
}

/// A dealer's room as the store has it now.
pub async fn stock(app: &App, dealer: &Arc<Dealer>) -> Result<Arc<Stock>, Failure> {
    let now = app.now();
    let (shelf, dealer) = (app.shelf.clone(), Arc::clone(dealer));
    app.store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let row = tx.dealer(dealer.id).await?;
                Ok(shelf.stock(tx, &dealer, &row, now).await?)
            })
        })
        .await
}

fn question(dealer: &Dealer, query: &str) -> Result<Question, Failure> {
    let mut problem = Problem::new(Code::Invalid);
    let mut wrong = |name: &str, code: &str| {
        problem.errors.push(FieldError { pointer: format!("?{name}"), code: code.to_owned() });
    };
    let pairs = query_pairs(query);
    let known = ["from", "to", "services", "stay", "adviser", "detail", "locale"];
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known.contains(&name.as_str())) {
        return Err(Problem::new(Code::UnknownField).at(format!("?{name}"), "unknown-field").into());
    }
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
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
        } else if (to - from).num_days() >= DAYS_MAX {
            wrong("to", "too-many-days");
        }
    }
    let mut services: Vec<String> = Vec::new();
    for id in value("services").unwrap_or_default().split(',').map(str::trim).filter(|id| !id.is_empty()) {
        if dealer.file.service(id).is_none() {
            wrong("services", "unknown-service");
        } else if services.iter().any(|known| known == id) {
            wrong("services", "duplicate");
        } else {
            services.push(id.to_owned());
        }
    }
    if value("services").unwrap_or_default().trim().is_empty() {
        wrong("services", "required");
    } else if services.len() > SERVICES_MAX {
        wrong("services", "too-many");
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
        (Some(from), Some(to), Some(stay)) if problem.errors.is_empty() => {
            Ok(Question { from, to, wanted: Wanted { services, stay, adviser: adviser.flatten() }, slots })
        }
        _ => Err(problem.into()),
    }
}

fn answer(counter: &Counter<'_>, question: &Question) -> Availability {
    let file = &counter.dealer.file;
    let price = question.wanted.price(counter.dealer);
    let mut best: Vec<(i64, Start)> = Vec::new();
    let days = question
        .from
        .iter_days()
        .take_while(|date| *date <= question.to)
        .map(|date| {
            let day = question
                .wanted
                .ask(|ask| counter.stock.workshop.day(counter.room, ask, date, epoch_start(counter.epoch)));
            let saves = |load: Load| crate::slots::benefit(counter.dealer, load, price);
            let most = day.starts.iter().map(|start| saves(start.load)).max();
            let shown = Day {
                date: Date(date),
                state: day.state,
                benefit: most.filter(|most| *most > 0).map(|most| file.money(most)),
                free: day.starts.len() as u32,
                slots: question.slots.then(|| counter.slots(&day.starts)),
            };
            best.extend(day.starts.into_iter().map(|start| (saves(start.load), start)));
            shown
        })
        .collect();
    Availability { best: best_two(counter, &best), days }
}

/// The greatest benefit, earliest first; and the earliest of all. If they are one, the next earliest.
fn best_two(counter: &Counter<'_>, starts: &[(i64, Start)]) -> Vec<Slot> {
    let Some((_, saving)) = starts.iter().min_by_key(|(saves, start)| (Reverse(*saves), start.plan.start)) else {
        return Vec::new();
    };
    let earliest = starts
        .iter()
        .map(|(_, start)| start)
        .filter(|start| start.plan.start != saving.plan.start)
        .min_by_key(|start| start.plan.start);
    let best: Vec<Start> = std::iter::once(saving).chain(earliest).cloned().collect();
    counter.slots(&best)
}
