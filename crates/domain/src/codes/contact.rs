//! Code lists about messages and calls to customers.

use crate::code_list::codes;

codes! {
    /// What a message to a customer is about.
    MessageKind {
        /// The booking is confirmed.
        Confirmation = "confirmation",
        /// A reminder the day before.
        DayBefore = "day-before",
        /// A reminder shortly before the start.
        HourBefore = "hour-before",
        /// The booking was moved.
        Changed = "changed",
        /// The booking was cancelled.
        Cancelled = "cancelled",
        /// A time that was wished for is free and held for a while.
        WaitlistOffer = "waitlist-offer",
        /// The service is due, and the house invites to it.
        Invitation = "invitation",
    }
}

/// Under which condition a message is still true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageValidity {
    /// As long as the visit is booked.
    WhileBooked,
    /// As long as the visit is booked for the time that the message names.
    AtItsStart,
    /// As long as the booking is cancelled.
    WhileCancelled,
    /// Always, whatever happens to the visit.
    Always,
}

/// What a message does with the entry in the customer's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarEntry {
    /// Adds or moves the entry.
    Put,
    /// Removes the entry.
    Cancel,
}

/// All differences between the kinds of messages.
impl MessageKind {
    /// Under which condition the message is still true; otherwise it is not sent.
    pub const fn validity(self) -> MessageValidity {
        match self {
            Self::DayBefore | Self::HourBefore => MessageValidity::AtItsStart,
            Self::Confirmation | Self::Changed => MessageValidity::WhileBooked,
            Self::Cancelled => MessageValidity::WhileCancelled,
            Self::WaitlistOffer | Self::Invitation => MessageValidity::Always,
        }
    }

    /// What its e-mail does with the calendar entry; `None` if nothing.
    pub const fn calendar_entry(self) -> Option<CalendarEntry> {
        match self {
            Self::Confirmation | Self::Changed => Some(CalendarEntry::Put),
            Self::Cancelled => Some(CalendarEntry::Cancel),
            Self::DayBefore | Self::HourBefore | Self::WaitlistOffer | Self::Invitation => None,
        }
    }

    /// Whether anybody can cause it without being known here: only so many go to one recipient.
    pub const fn is_caused_by_anybody(self) -> bool {
        match self {
            Self::Confirmation | Self::Changed | Self::Cancelled | Self::WaitlistOffer => true,
            Self::DayBefore | Self::HourBefore | Self::Invitation => false,
        }
    }

    /// Whether the message waits for the end of quiet hours. One that would be useless by then does not.
    pub const fn keeps_quiet(self) -> bool {
        match self {
            Self::HourBefore | Self::WaitlistOffer => false,
            Self::Confirmation | Self::DayBefore | Self::Changed | Self::Cancelled | Self::Invitation => true,
        }
    }

    /// Whether its text must have the link to the customer's own page.
    pub const fn needs_link(self) -> bool {
        match self {
            Self::Cancelled => false,
            Self::Confirmation
            | Self::DayBefore
            | Self::HourBefore
            | Self::Changed
            | Self::WaitlistOffer
            | Self::Invitation => true,
        }
    }

    /// The placeholders that its text may have.
    pub const fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Confirmation | Self::DayBefore | Self::HourBefore | Self::Changed | Self::Cancelled => &[
                "name",
                "dealer",
                "adviser",
                "date",
                "time",
                "ready",
                "services",
                "reference",
                "link",
                "phone",
                "address",
                "plate",
            ],
            Self::WaitlistOffer => {
                &["name", "dealer", "adviser", "date", "time", "services", "link", "phone", "address", "until"]
            }
            Self::Invitation => &["name", "dealer", "adviser", "date", "services", "link", "phone", "address", "plate"],
        }
    }
}

codes! {
    /// The channel of a message.
    MessageChannel {
        /// An e-mail.
        Mail = "mail",
        /// Text message.
        Sms = "sms",
    }
}

codes! {
    /// The state of a message.
    MessageState {
        /// The message is sent when it is due.
        Waiting = "waiting",
        /// A server has claimed the message and is sending it.
        Sending = "sending",
        /// The mail server or the gateway has taken it over.
        Sent = "sent",
        /// Sending failed; the reason says why, and staff may try again.
        Failed = "failed",
        /// The message was not sent because it was no longer true.
        Dropped = "dropped",
        /// The message was not sent because no channel is set up.
        NotConfigured = "not-configured",
    }
}

impl MessageState {
    /// Whether staff may let it be tried again.
    pub const fn can_retry(self) -> bool {
        matches!(self, Self::Failed | Self::NotConfigured)
    }
}

codes! {
    /// Why a message was not sent, or not yet.
    MessageReason {
        /// The mail server or gateway could not be reached.
        Unreachable = "unreachable",
        /// The encrypted connection could not be made.
        NotEncrypted = "not-encrypted",
        /// The mail server or gateway refused our user name or password.
        LoginRefused = "login-refused",
        /// Refused temporarily.
        RefusedForNow = "refused-for-now",
        /// Refused permanently.
        Refused = "refused",
        /// The address or number is not accepted.
        AddressRefused = "address-refused",
        /// It was handed over, but no answer came: it may have arrived.
        OutcomeUnknown = "outcome-unknown",
        /// There is no mail server or gateway.
        NoChannel = "no-channel",
        /// A secret that the gateway's settings refer to is not set.
        SecretMissing = "secret-missing",
        /// A newer message took its place.
        Replaced = "replaced",
        /// It was too late to send the message.
        TooLate = "too-late",
        /// The booking has changed since.
        Obsolete = "obsolete",
        /// The data of the customer were erased.
        Erased = "erased",
        /// Its recipient got as many messages as one may in an hour or a day.
        TooMany = "too-many",
        /// The dealer sends no text messages to that country.
        CountryClosed = "country-closed",
        /// Somebody said it by telephone.
        ToldByPhone = "told-by-phone",
    }
}

codes! {
    /// What came of a call to a customer.
    CallOutcome {
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// They want to be called again.
        CallAgain = "call-again",
        /// The customer will come.
        Agreed = "agreed",
        /// The customer will not come.
        Declined = "declined",
        /// The number reaches somebody else.
        WrongNumber = "wrong-number",
    }
}

codes! {
    /// The outcome of a call-back.
    CallbackOutcome {
        /// A visit was booked.
        Booked = "booked",
        /// Solved by telephone (电话直接解决).
        Advice = "advice",
        /// Nobody answered: the call-back stays open with a new time.
        NotReached = "not-reached",
        /// A technical expert is to call (请求支援): the call-back stays open with the expert's promise.
        Technical = "technical",
    }
}

codes! {
    /// How a customer wishes to be reached.
    #[cfg_attr(feature = "schema", schema(as = Channel))]
    FollowUpChannel {
        /// A call.
        Phone = "phone",
        /// A text message.
        Sms = "sms",
        /// A mail.
        Email = "email",
        /// Not at all.
        None = "none",
    }
}
