//! Messages to customers: sent, still to be sent, and previews.

use crate::app::App;
use crate::http::caller::{MessagesPage, StaffCaller};
use crate::http::extract::{NoBody, Path, query};
use crate::http::problem::{Failure, Rejection};
use crate::http::reply::stored;
use crate::messages::content::MessageContent;
use crate::wire::OnTheWire;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bayside_api::message::{Message, MessageList, MessagePreview};
use bayside_api::problem::Problem;
use bayside_domain::codes::{MessageKind, MessageState};
use bayside_domain::document::Announcement;
use bayside_domain::document::Recipient;
use bayside_domain::ids::MessageId;
use bayside_domain::language::Language;
use bayside_domain::mask::DisplayName;
use bayside_domain::time::Instant;
use bayside_store::{MessagePage, MessageRow, Result as StoreResult, Tx};
use bayside_workflow::Context;
use bayside_workflow::contact::{masked_mail, masked_phone_of};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::outbox;
use chrono::{Days, NaiveTime, TimeZone};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The usual number of messages per page.
const PAGE: i64 = 50;
/// The most messages per page.
const PAGE_MAX: i64 = 100;

const NO_STORE: (header::HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// The calls of this part of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(preview)).routes(routes!(retry))
}

/// What customers were and will be told, newest first.
#[utoipa::path(get, path = "/desk/{dealer}/messages", tag = "desk", params(("dealer" = String, Path),
    ("state" = Option<MessageState>, Query), ("before" = Option<i64>, Query, description = "`next` of the page before"),
    ("limit" = Option<i64>, Query)),
    responses((status = 200, body = MessageList), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<MessagesPage>,
    RawQuery(text): RawQuery,
) -> Result<Response, Rejection> {
    let text = text.unwrap_or_default();
    let (page, limit) = page(&text)?;
    let (mut messages, failed) = read(&app, &dealer, page).await?;
    let is_more = i64::try_from(messages.len()).is_ok_and(|length| length > limit);
    messages.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let reply = MessageList {
        as_of: dealer.wire(app.now()),
        next: messages.last().filter(|_| is_more).map(|message| message.id),
        messages,
        failed,
        has_mail: app.senders.mail.is_some(),
        has_sms: dealer.file.messages.sms.is_some(),
        locales: dealer.file.locale_tags(),
    };
    Ok(([NO_STORE], axum::Json(reply)).into_response())
}

/// Reads a page of messages, and counts all that were given up.
async fn read(app: &App, dealer: &Arc<Dealer>, page: MessagePage) -> Result<(Vec<Message>, i64), Failure> {
    let (shared, asking) = (Arc::clone(dealer), app.clone());
    app.store
        .read::<_, Failure>(move |tx| {
            Box::pin(async move {
                let mut messages = Vec::new();
                for row in tx.messages(shared.id, page).await? {
                    messages.push(shown(&asking, tx, &shared, &row).await?);
                }
                Ok((messages, tx.count_messages(shared.id, MessageState::Failed).await?))
            })
        })
        .await
}

/// The requested page, with one message more than its limit to find out whether there is a next page; and the limit.
fn page(text: &str) -> Result<(MessagePage, i64), Failure> {
    let asked = |name: &str| query(text, name).filter(|value| !value.is_empty());
    let number = |name: &str| {
        let value = asked(name).map(|value| value.parse::<i64>().ok().filter(|value| *value > 0));
        value.map(|value| value.ok_or_else(|| Failure::at(format!("?{name}"), "number-format"))).transpose()
    };
    let state = match asked("state") {
        Some(word) => Some(MessageState::from_word(&word).ok_or_else(|| Failure::at("?state", "unknown-state"))?),
        None => None,
    };
    let limit = number("limit")?.unwrap_or(PAGE).min(PAGE_MAX);
    let before = number("before")?.map(MessageId::new);
    Ok((MessagePage { state, before, limit: limit + 1 }, limit))
}

/// A message as it would read, filled in with an example.
#[utoipa::path(get, path = "/desk/{dealer}/messages/preview", tag = "desk", params(("dealer" = String, Path),
    ("kind" = MessageKind, Query), ("locale" = Option<String>, Query, description = "One of the dealer's; default its own")),
    responses((status = 200, body = MessagePreview), (status = 401, body = Problem), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<MessagesPage>,
    RawQuery(text): RawQuery,
) -> Result<Response, Rejection> {
    let text = text.unwrap_or_default();
    let kind = query(&text, "kind").and_then(|word| MessageKind::from_word(&word));
    let kind = kind.ok_or_else(|| Failure::at("?kind", "unknown-kind"))?;
    let language = match query(&text, "locale").filter(|locale| !locale.is_empty()) {
        None => dealer.file.language(None),
        Some(locale) => Language::from_word(&locale)
            .filter(|asked| dealer.file.locales.contains(asked))
            .ok_or_else(|| Failure::at("?locale", "unknown-locale"))?,
    };
    let texts = example(&app, &dealer, kind, language).texts(&dealer);
    let reply = MessagePreview {
        kind,
        locale: language.tag().to_owned(),
        subject: texts.subject,
        mail: texts.mail,
        sms: texts.sms,
    };
    Ok(([NO_STORE], axum::Json(reply)).into_response())
}

/// Tries a message again that was given up.
#[utoipa::path(post, path = "/desk/{dealer}/messages/{id}/retry", tag = "desk", params(("dealer" = String, Path), ("id" = i64, Path)),
    responses((status = 200, body = Message), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn retry(
    State(app): State<App>,
    StaffCaller { dealer, .. }: StaffCaller<MessagesPage>,
    Path((_, id)): Path<(String, MessageId)>,
    NoBody { once }: NoBody,
) -> Result<Response, Rejection> {
    let asking = app.clone();
    let work = stored::write(&app, &dealer, once, move |at| {
        Box::pin(async move {
            let row = outbox::retry(at, id).await?;
            let message = shown(&asking, at.tx, at.dealer, &row).await?;
            Ok(stored::reply(StatusCode::OK, &message, row.visit.map(Into::into)))
        })
    });
    work.await
}

/// A message with its recipient, masked.
async fn shown(app: &App, tx: &mut Tx<'_>, dealer: &Dealer, row: &MessageRow) -> StoreResult<Message> {
    let (mut reference, mut to) = (String::new(), None);
    if let Some(id) = row.visit {
        reference = tx.visit(dealer.id, id).await?.map(|visit| visit.reference).unwrap_or_default();
        to = tx.person(dealer.id, id).await?.map(Recipient::from);
    } else if let Some(about) = row.about() {
        to = Some(about.to);
    }
    let has_mail = to.as_ref().is_some_and(|to| to.email.is_some());
    let channel = row.channel.unwrap_or_else(|| app.senders.channel(dealer, has_mail).0);
    let address = to.as_ref().map(|to| match &to.email {
        Some(email) if channel == bayside_domain::codes::MessageChannel::Mail => masked_mail(email),
        _ => masked_phone_of(dealer, &to.phone),
    });
    Ok(Message {
        id: row.id,
        kind: row.kind,
        state: row.state,
        channel,
        visit: row.visit,
        reference,
        addressed_as: to.map(|to| DisplayName::of(&to.name, to.salutation, to.locale).to_string()).unwrap_or_default(),
        to: address.unwrap_or_default(),
        starts_at: dealer.wire(row.starts_at),
        due_at: dealer.wire(row.due_at),
        sent_at: row.sent_at.map(|at| dealer.wire(at)),
        attempts: row.attempts,
        reason: row.reason,
        can_retry: row.state.can_retry(),
    })
}

/// The content of an example message: tomorrow at ten, the dealer's first adviser and first job.
fn example(context: &Context, dealer: &Dealer, kind: MessageKind, language: Language) -> MessageContent {
    let (name, salutation, plate) = language.example();
    let file = &dealer.file;
    let tomorrow = dealer.date(context.now()).checked_add_days(Days::new(1)).unwrap_or_default();
    let ten = NaiveTime::from_hms_opt(10, 0, 0).expect("a full hour of the day");
    let start = dealer.zone.from_local_datetime(&tomorrow.and_time(ten)).earliest();
    let start = start.map_or_else(|| context.now(), |start| Instant::from_seconds(start.timestamp()));
    MessageContent {
        kind,
        language,
        name: DisplayName::of(name, Some(salutation), language).to_string(),
        announced: Announcement {
            start,
            ready_estimate: start.plus_minutes(90),
            adviser: file.advisers.first().map(|adviser| adviser.id.clone()).unwrap_or_default(),
            services: file.services.first().map(|service| service.id.clone()).into_iter().collect(),
        },
        reference: "7K3QXA".to_owned(),
        plate: plate.to_owned(),
        link: match kind {
            MessageKind::Invitation => format!("{}/{}/book?source=invitation#…", context.public_url, file.slug),
            _ => format!("{}/booking#…", context.public_url),
        },
        until: Some(context.now().plus_minutes(60)),
        stop: None,
    }
}
