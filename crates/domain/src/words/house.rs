//! Who works in the house, what stands on its walls, and what is out of use.

use crate::word_list::words;

words! {
    /// Who a member of staff is.
    Role {
        /// 门卫
        Gate = "gate",
        /// 引导员, 前台
        Reception = "reception",
        /// 服务顾问
        Adviser = "adviser",
        /// 配件
        Parts = "parts",
        /// 车间
        Workshop = "workshop",
        /// 质检员
        Inspector = "inspector",
        /// 收银
        Cashier = "cashier",
        /// 站长
        Manager = "manager",
    }
}

words! {
    /// How a ticket ended.
    TicketEnd {
        /// It became a visit.
        TakenIn = "taken-in",
        /// The question was answered, nothing more was needed.
        Answered = "answered",
        /// Nobody came when it was called.
        Missed = "missed",
    }
}

words! {
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
    /// The kinds that have a face: each is shown at `/{dealer}/{kind}`.
    pub const SHOWN: &[Self] = &[Self::Lounge, Self::Arrival];
}

words! {
    /// Why a resource is out of use.
    BlockReason {
        /// Away to learn.
        Training = "training",
        /// Somebody is ill.
        Sickness = "sickness",
        /// On holiday.
        Holiday = "holiday",
        /// A lift, a bay, a loaner that does not work.
        OutOfOrder = "out-of-order",
        /// Anything else.
        Other = "other",
    }
}
