//! Code lists about bookings and capacity.

use crate::code_list::codes;

codes! {
    /// How the customer spends the time of the visit.
    Stay {
        /// The customer waits in the lounge.
        Wait = "wait",
        /// The customer leaves the car and returns later.
        DropOff = "leave",
        /// The customer drives a loaner in the meantime.
        Loaner = "loaner",
    }
}

codes! {
    /// Why somebody comes without a booking, as the arrival kiosk asks.
    VisitReason {
        /// Maintenance (保养).
        Maintenance = "maintenance",
        /// Something seems wrong with the car (车有些不对劲).
        Repair = "repair",
        /// An accident, bodywork or paint (事故与钣金喷漆).
        Body = "body",
        /// Tyres (轮胎).
        Tyres = "tyres",
        /// To collect a car (来取车).
        Pickup = "pickup",
        /// Anything else: somebody should ask (说不清，找人问).
        Other = "other",
    }
}

codes! {
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

codes! {
    /// How a customer wishes to be addressed.
    Salutation {
        /// Mr, Herr, 先生.
        Mr = "mr",
        /// Ms, Frau, 女士.
        Ms = "ms",
    }
}

codes! {
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

codes! {
    /// How much of a day is left for the requested services.
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

codes! {
    /// A spam signal of a request, for the desk. No request is refused because of one.
    #[cfg_attr(feature = "schema", schema(as = Mark))]
    SpamSignal {
        /// The honeypot field, which people do not see, was filled in.
        Honeypot = "honeypot",
        /// The form was sent sooner than a person types.
        TooFast = "too-fast",
        /// Another future booking has the same phone number.
        RepeatedPhone = "repeated-phone",
        /// Another future booking has the same plate.
        RepeatedPlate = "repeated-plate",
    }
}

codes! {
    /// The state of a hold.
    HoldState {
        /// The hold takes capacity, or has expired and is about to be dropped.
        Live = "live",
        /// The hold expired; its capacity is free.
        Dropped = "dropped",
        /// The hold was given back by its holder; its capacity is free, and it books nothing any more.
        Released = "released",
        /// The hold became a booking.
        Used = "used",
    }
}

codes! {
    /// The state of a wish on the waitlist.
    WishState {
        /// The wish waits in the queue.
        Waiting = "waiting",
        /// A start is held for the customer.
        Offered = "offered",
        /// The offer was accepted: booked, or the booking was moved.
        Accepted = "accepted",
        /// The wish has ended.
        Ended = "ended",
    }
}

codes! {
    /// What a signature is for.
    SignaturePurpose {
        /// The work order, at reception.
        Order = "order",
        /// The statement, at delivery.
        Delivery = "delivery",
    }
}
