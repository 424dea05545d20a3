//! What is said of a message: its kind, its way, its state, and why.

use crate::i18n::{Language, td_string};
use bayside_api::words::{MessageChannel, MessageKind, MessageReason, MessageState};

/// A kind of message.
pub fn kind(kind: MessageKind, locale: Language) -> &'static str {
    match kind {
        MessageKind::Confirmation => td_string!(locale, desk.messages.kind.confirmation),
        MessageKind::DayBefore => td_string!(locale, desk.messages.kind.day_before),
        MessageKind::HourBefore => td_string!(locale, desk.messages.kind.hour_before),
        MessageKind::Changed => td_string!(locale, desk.messages.kind.changed),
        MessageKind::Cancelled => td_string!(locale, desk.messages.kind.cancelled),
        MessageKind::WaitlistOffer => td_string!(locale, desk.messages.kind.waitlist_offer),
        MessageKind::Invitation => td_string!(locale, desk.messages.kind.invitation),
    }
}

/// Which way it goes.
pub fn channel(channel: MessageChannel, locale: Language) -> &'static str {
    match channel {
        MessageChannel::Mail => td_string!(locale, desk.messages.channel.mail),
        MessageChannel::Sms => td_string!(locale, desk.messages.channel.sms),
    }
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

/// Why it did not arrive.
pub fn reason(reason: MessageReason, locale: Language) -> &'static str {
    match reason {
        MessageReason::Unreachable => td_string!(locale, desk.messages.reason.unreachable),
        MessageReason::NotEncrypted => td_string!(locale, desk.messages.reason.not_encrypted),
        MessageReason::LoginRefused => td_string!(locale, desk.messages.reason.login_refused),
        MessageReason::RefusedForNow => td_string!(locale, desk.messages.reason.refused_for_now),
        MessageReason::Refused => td_string!(locale, desk.messages.reason.refused),
        MessageReason::AddressRefused => td_string!(locale, desk.messages.reason.address_refused),
        MessageReason::OutcomeUnknown => td_string!(locale, desk.messages.reason.outcome_unknown),
        MessageReason::NoChannel => td_string!(locale, desk.messages.reason.no_channel),
        MessageReason::SecretMissing => td_string!(locale, desk.messages.reason.secret_missing),
        MessageReason::Replaced => td_string!(locale, desk.messages.reason.replaced),
        MessageReason::TooLate => td_string!(locale, desk.messages.reason.too_late),
        MessageReason::Obsolete => td_string!(locale, desk.messages.reason.obsolete),
        MessageReason::Erased => td_string!(locale, desk.messages.reason.erased),
    }
}
