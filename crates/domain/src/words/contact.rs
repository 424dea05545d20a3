//! How customers are reached, and what came of it.

use crate::word_list::words;

words! {
    /// What a message to a customer is about.
    MessageKind {
        /// The booking stands.
        Confirmation = "confirmation",
        /// Tomorrow is the day.
        DayBefore = "day-before",
        /// It begins soon.
        HourBefore = "hour-before",
        /// The booking was moved.
        Changed = "changed",
        /// The booking was given up.
        Cancelled = "cancelled",
        /// A time that was wished for is free and held for a while.
        WaitlistOffer = "waitlist-offer",
        /// The service is due, and the house invites to it.
        Invitation = "invitation",
    }
}

/// When a message still says what is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// While the visit is booked.
    WhileBooked,
    /// While the visit is booked for the time that the message names.
    AtItsStart,
    /// While the booking is cancelled.
    WhileCancelled,
    /// Whatever becomes of the visit.
    Always,
}

/// What a message does with the entry in the reader's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarEntry {
    /// Puts it there, or moves it.
    Put,
    /// Takes it away.
    Cancel,
}

/// What makes one kind of message different from another: all of it stands here.
impl MessageKind {
    /// When it still says what is; one that does not is not sent.
    pub const fn holds(self) -> Holds {
        match self {
            Self::DayBefore | Self::HourBefore => Holds::AtItsStart,
            Self::Confirmation | Self::Changed => Holds::WhileBooked,
            Self::Cancelled => Holds::WhileCancelled,
            Self::WaitlistOffer | Self::Invitation => Holds::Always,
        }
    }

    /// What its mail does with the calendar; `None` if nothing.
    pub const fn calendar_entry(self) -> Option<CalendarEntry> {
        match self {
            Self::Confirmation | Self::Changed => Some(CalendarEntry::Put),
            Self::Cancelled => Some(CalendarEntry::Cancel),
            Self::DayBefore | Self::HourBefore | Self::WaitlistOffer | Self::Invitation => None,
        }
    }

    /// Whether it waits for the end of quiet hours. What is useless by then does not.
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

    /// The places of its text that can be filled in.
    pub const fn places(self) -> &'static [&'static str] {
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

words! {
    /// How a message travels.
    MessageChannel {
        /// An e-mail.
        Mail = "mail",
        /// Text message.
        Sms = "sms",
    }
}

words! {
    /// Where a message stands.
    MessageState {
        /// Goes out when it is due.
        Waiting = "waiting",
        /// One server has taken it and is handing it over.
        Sending = "sending",
        /// The mail server or the gateway has taken it over.
        Sent = "sent",
        /// Given up; the reason says why, and staff may try again.
        Failed = "failed",
        /// Was not sent because it had lost its meaning.
        Dropped = "dropped",
        /// There was nothing to send it by.
        NotConfigured = "not-configured",
    }
}

impl MessageState {
    /// Whether staff may let it be tried again.
    pub const fn can_retry(self) -> bool {
        matches!(self, Self::Failed | Self::NotConfigured)
    }
}

words! {
    /// Why a message was not sent, or not yet.
    MessageReason {
        /// Nobody answered at the other end.
        Unreachable = "unreachable",
        /// The encrypted connection could not be made.
        NotEncrypted = "not-encrypted",
        /// Our name or password is not accepted there.
        LoginRefused = "login-refused",
        /// Refused for now.
        RefusedForNow = "refused-for-now",
        /// Refused for good.
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
        /// Its time was over before it could go out.
        TooLate = "too-late",
        /// The booking is no longer what it speaks of.
        Obsolete = "obsolete",
        /// The person was erased.
        Erased = "erased",
    }
}

words! {
    /// What came of a call to a customer.
    CallOutcome {
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// They want to be called again.
        CallAgain = "call-again",
        /// They come.
        Agreed = "agreed",
        /// They do not come.
        Declined = "declined",
        /// The number reaches somebody else.
        WrongNumber = "wrong-number",
    }
}

words! {
    /// How a call-back ended, or did not.
    CallbackOutcome {
        /// A visit was booked.
        Booked = "booked",
        /// Solved by telephone (电话直接解决).
        Advice = "advice",
        /// Nobody answered: it stays, with a new time.
        NotReached = "not-reached",
        /// A technical expert is to call (请求支援): it stays, with the expert's promise.
        Technical = "technical",
    }
}

words! {
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
