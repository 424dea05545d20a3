//! What customers are told, as the desk sees it.

use crate::Instant;
use bayside_domain::ids::{MessageId, VisitId};
use bayside_domain::words::{MessageChannel, MessageKind, MessageReason, MessageState};
use serde::{Deserialize, Serialize};

/// Reply of `GET …/desk/{dealer}/messages`: a page, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessageList {
    /// When this was so.
    pub as_of: Instant,
    /// Newest first.
    pub messages: Vec<Message>,
    /// Where the next page begins (`?before=`); `None` on the last.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub next: Option<MessageId>,
    /// How many were given up, on all pages.
    pub failed: i64,
    /// Whether e-mail is set up.
    pub has_mail: bool,
    /// Whether text messages are set up.
    pub has_sms: bool,
    /// Languages that customers are written to in, BCP 47.
    pub locales: Vec<String>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Message {
    /// Names it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: MessageId,
    /// What it is about.
    pub kind: MessageKind,
    /// Where it stands.
    pub state: MessageState,
    /// How it travels, or would.
    pub channel: MessageChannel,
    /// The visit that it speaks of.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub visit: Option<VisitId>,
    /// The booking's reference; empty without a visit.
    pub reference: String,
    /// Who is told; empty once erased.
    pub addressed_as: String,
    /// The address or number, masked; empty once erased.
    pub to: String,
    /// The start that it speaks of.
    pub starts_at: Instant,
    /// When it goes out, or is tried again.
    pub due_at: Instant,
    /// When the mail server or the gateway took it over.
    pub sent_at: Option<Instant>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it was not sent, or not yet.
    pub reason: Option<MessageReason>,
    /// Whether it can be tried again by hand.
    pub can_retry: bool,
}

/// Reply of `GET …/desk/{dealer}/messages/preview`: a message in words, filled in with an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessagePreview {
    /// What it is about.
    pub kind: MessageKind,
    /// BCP 47.
    pub locale: String,
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's text.
    pub mail: String,
    /// The text message.
    pub sms: String,
}
