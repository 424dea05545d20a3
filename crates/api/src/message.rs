//! Messages to customers, as the desk sees them.

use crate::Instant;
use crate::capacity::Contact;
use bayside_domain::codes::{MessageChannel, MessageKind, MessageReason, MessageState};
use bayside_domain::ids::{MessageId, VisitId};
use serde::{Deserialize, Serialize};

/// Reply of `GET …/desk/{dealer}/messages`: a page, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessageList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The messages of this page, newest first.
    pub messages: Vec<Message>,
    /// The id at which the next page begins (`?before=`); null on the last.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub next: Option<MessageId>,
    /// The count of messages that were given up, on all pages.
    pub failed: i64,
    /// Whether e-mail is set up for the dealer.
    pub has_mail: bool,
    /// Whether text messages are set up for the dealer.
    pub has_sms: bool,
    /// Languages that customers are written to in, BCP 47.
    pub locales: Vec<String>,
}

/// A message to a customer, sent or still to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Message {
    /// The id of the message within the dealer, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: MessageId,
    /// What the message is about.
    pub kind: MessageKind,
    /// How far it has come.
    pub state: MessageState,
    /// The channel by which the message is sent, or would be.
    pub channel: MessageChannel,
    /// The id of the visit that the message is about; null without one.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub visit: Option<VisitId>,
    /// The booking's reference; empty without a visit.
    pub reference: String,
    /// How the customer is addressed; empty once erased.
    pub addressed_as: String,
    /// The address or number it goes to, masked; empty once erased.
    pub to: String,
    /// The start of reception that the message names.
    pub starts_at: Instant,
    /// When it goes out, or is tried again.
    pub due_at: Instant,
    /// When the mail server or the gateway took it over; null before.
    pub sent_at: Option<Instant>,
    /// The count of tries so far.
    pub attempts: i64,
    /// Why it was not sent, or not yet; null where nothing is wrong.
    pub reason: Option<MessageReason>,
    /// Whether it can be tried again by hand.
    pub can_retry: bool,
}

/// Reply of `GET …/desk/{dealer}/messages/preview`: a message in words, filled in with an example.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MessagePreview {
    /// What the message is about.
    pub kind: MessageKind,
    /// The language, a BCP 47 tag such as `zh-CN`.
    pub locale: String,
    /// The subject line of the e-mail.
    pub subject: String,
    /// The text of the e-mail.
    pub mail: String,
    /// The text of the text message (SMS).
    pub sms: String,
}

/// Reply of `GET …/desk/{dealer}/untold`: whom to call, because a message did not reach them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct UntoldList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// Whom to call: offers that end soon first, then by start.
    pub calls: Vec<Untold>,
}

/// A customer who has to be told by telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Untold {
    /// The id of the message, a whole number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub message: MessageId,
    /// What the message was to say.
    pub kind: MessageKind,
    /// Why it did not go out.
    pub reason: Option<MessageReason>,
    /// The id of the visit that it is about; null for an offer from the waitlist.
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub visit: Option<VisitId>,
    /// The booking's reference; empty without a visit.
    pub reference: String,
    /// The start of reception that it names.
    pub starts_at: Instant,
    /// Until when it is of use; null without an end.
    pub useful_until: Option<Instant>,
    /// The licence plate; empty without a visit.
    pub plate: String,
    /// How the customer is addressed.
    pub addressed_as: String,
    /// The customer's phone number in full, E.164, to be dialled.
    pub phone: String,
    /// What came of the last call; null before.
    pub contact: Option<Contact>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::MessageId;

    /// `POST` ends invitations to whoever got one.
    pub fn stop_contacts(token: &str) -> String {
        format!("{BASE}/contacts/{token}/stop")
    }

    /// `GET` the messages to customers, sent or still to be sent.
    pub fn desk_messages(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/messages")
    }

    /// `GET` the text of a message, filled in with an example; append the query.
    pub fn desk_message_preview(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/messages/preview")
    }

    /// `GET` whom to call, because a message did not reach them.
    pub fn desk_untold(slug: &str) -> String {
        format!("{BASE}/desk/{slug}/untold")
    }

    /// `POST` what came of a call in place of a message.
    pub fn desk_told(slug: &str, id: MessageId) -> String {
        format!("{BASE}/desk/{slug}/untold/{id}")
    }

    /// `POST` tries a message again that was given up.
    pub fn desk_message_retry(slug: &str, id: MessageId) -> String {
        format!("{BASE}/desk/{slug}/messages/{id}/retry")
    }
}
