//! Labels of messages: kind, channel, state and reason.

use crate::i18n::{Language, labels, td_string};
use bayside_api::codes::{MessageChannel, MessageKind, MessageReason, MessageState};

labels! {
    /// A kind of message.
    fn kind(MessageKind) = desk.messages.kind;
    /// The label of a channel.
    fn channel(MessageChannel) = desk.messages.channel;
    /// Why it did not arrive.
    fn reason(MessageReason) = desk.messages.reason;
}

/// A state: its word, its icon, its colour.
pub fn state(state: MessageState, locale: Language) -> (&'static str, &'static str, Option<&'static str>) {
    match state {
        MessageState::Waiting => (td_string!(locale, desk.messages.is.waiting), "clock", None),
        MessageState::Sending => (td_string!(locale, desk.messages.is.sending), "clock", None),
        MessageState::Sent => (td_string!(locale, desk.messages.is.sent), "check", Some("ok")),
        MessageState::Failed => (td_string!(locale, desk.messages.is.failed), "broken", Some("bad")),
        MessageState::Dropped => (td_string!(locale, desk.messages.is.dropped), "stop", None),
        MessageState::NotConfigured => (td_string!(locale, desk.messages.is.not_configured), "broken", Some("warn")),
    }
}
