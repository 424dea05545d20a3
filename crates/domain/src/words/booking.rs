//! How somebody comes, and what room there is.

use crate::word_list::words;

words! {
    /// How the customer spends the time of the visit.
    Stay {
        /// Waits in the lounge.
        Wait = "wait",
        /// Leaves the car and returns later.
        DropOff = "leave",
        /// Drives away in a loaner.
        Loaner = "loaner",
    }
}

words! {
    /// Why somebody comes without a booking, as the arrival kiosk asks.
    VisitReason {
        /// 保养
        Maintenance = "maintenance",
        /// 车有些不对劲
        Repair = "repair",
        /// 事故与钣金喷漆
        Body = "body",
        /// 轮胎
        Tyres = "tyres",
        /// 来取车
        Pickup = "pickup",
        /// 说不清，找人问
        Other = "other",
    }
}

words! {
    /// Which rule a licence plate obeys.
    PlateKind {
        /// A plate of the People's Republic of China, 7 or 8 characters.
        Cn = "cn",
        /// A German plate.
        De = "de",
        /// Any other plate: kept as typed.
        Other = "other",
    }
}

words! {
    /// How a customer wishes to be addressed.
    Salutation {
        /// 先生
        Mr = "mr",
        /// 女士
        Ms = "ms",
    }
}

words! {
    /// How full the workshop is around a start.
    Load {
        /// Little is booked.
        Quiet = "quiet",
        /// About half is booked.
        Medium = "medium",
        /// Little is left.
        Busy = "busy",
    }
}

words! {
    /// What a day has left for the asked services.
    DayState {
        /// Several starts are free.
        Open = "open",
        /// Few starts are free.
        Busy = "busy",
        /// Nothing is free.
        Full = "full",
        /// The workshop is closed, or the day lies outside notice and horizon.
        Closed = "closed",
    }
}

words! {
    /// What the desk should know of a request before it trusts it. Nobody is refused because of one.
    Mark {
        /// A field that people do not see was filled in.
        Honeypot = "honeypot",
        /// The form was sent sooner than a person types.
        TooFast = "too-fast",
        /// This phone has another booking to come.
        RepeatedPhone = "repeated-phone",
        /// This plate has another booking to come.
        RepeatedPlate = "repeated-plate",
    }
}

words! {
    /// Where a hold stands.
    HoldState {
        /// Uses room, or has expired and waits to be dropped.
        Live = "live",
        /// Expired or given back; its room is free.
        Dropped = "dropped",
        /// A booking was made with it.
        Used = "used",
    }
}

words! {
    /// Where a wish on the waitlist stands.
    WishState {
        /// In the queue.
        Waiting = "waiting",
        /// Room is held for them.
        Offered = "offered",
        /// Booked or moved.
        Accepted = "accepted",
        /// They wait no longer.
        Ended = "ended",
    }
}

words! {
    /// What somebody signs.
    SignaturePurpose {
        /// The work order, at reception.
        Order = "order",
        /// The statement, at delivery.
        Delivery = "delivery",
    }
}
