//! Code lists about staff, tickets, screens and outages.

use crate::code_list::codes;

codes! {
    /// The role of a member of staff.
    Role {
        /// The gate (门卫).
        Gate = "gate",
        /// Reception (引导员, 前台).
        Reception = "reception",
        /// A service adviser (服务顾问).
        Adviser = "adviser",
        /// Parts (配件).
        Parts = "parts",
        /// The workshop (车间).
        Workshop = "workshop",
        /// The inspector (质检员).
        Inspector = "inspector",
        /// The cashier (收银).
        Cashier = "cashier",
        /// The manager (站长).
        Manager = "manager",
    }
}

codes! {
    /// How a ticket ended.
    TicketEnd {
        /// The ticket became a visit.
        TakenIn = "taken-in",
        /// The question was answered, nothing more was needed.
        Answered = "answered",
        /// Nobody came when it was called.
        Missed = "missed",
    }
}

codes! {
    /// What a screen is for.
    ScreenKind {
        /// The waiting-lounge board.
        Lounge = "lounge",
        /// The arrival kiosk.
        Arrival = "arrival",
        /// The welcome sign.
        Welcome = "welcome",
    }
}

impl ScreenKind {
    /// The kinds that have a page, at `/{dealer}/{kind}`.
    pub const SHOWN: &[Self] = &[Self::Lounge, Self::Arrival];
}

codes! {
    /// Why a resource is out of use.
    #[cfg_attr(feature = "schema", schema(as = BlockReason))]
    OutageReason {
        /// Away on a training course.
        Training = "training",
        /// Off sick.
        Sickness = "sickness",
        /// Away on holiday.
        Holiday = "holiday",
        /// Equipment is broken: a lift, a bay, a loaner.
        OutOfOrder = "out-of-order",
        /// Anything else.
        Other = "other",
    }
}
