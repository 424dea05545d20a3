//! The closed vocabularies of the process (domain.md), one word for one thing:
//! the same word stands in code, in the store, on the wire and on the screen.

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
    /// What the public may see of a visit, in the order of the process.
    Stage {
        /// 已接车
        Received = "received",
        /// 待派工
        Waiting = "waiting",
        /// 维修中
        Repair = "repair",
        /// 总检中
        Inspection = "inspection",
        /// 洗车中
        Wash = "wash",
        /// 交车准备
        Preparing = "preparing",
        /// 可交车
        Ready = "ready",
    }
}

words! {
    /// What the lounge says beside the stage.
    Flag {
        /// 请联系服务顾问
        SeeAdviser = "see-adviser",
    }
}

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
    /// One completed step of the seven stages; `start`, `pause` and `resume` are moments.
    Step {
        /// The adviser is ready for the customer.
        PrepareAdviser = "prepare.adviser",
        /// The parts lie ready.
        PrepareParts = "prepare.parts",
        /// The bay is free and fitted out.
        PrepareBay = "prepare.bay",
        /// The technician knows and is free.
        PrepareTechnician = "prepare.technician",
        /// The car is on the premises; lounge number and private link are given.
        Arrive = "arrive",
        /// 车旁接待检查; may be repeated (是否进一步检查?).
        Inspect = "inspect",
        /// 委托书 signed.
        SignOrder = "sign-order",
        /// 派单: a job goes to a technician.
        Dispatch = "dispatch",
        /// A job begins.
        Start = "start",
        /// A job rests.
        Pause = "pause",
        /// A job goes on.
        Resume = "resume",
        /// 维修完工 of one job.
        Complete = "complete",
        /// 自检
        SelfCheck = "self-check",
        /// 总检
        FinalInspection = "final-inspection",
        /// 车辆清洁
        Wash = "wash",
        /// 交车准备: the statement is drawn up.
        PrepareDelivery = "prepare-delivery",
        /// The statement is released to the customer.
        Ready = "ready",
        /// 客户验收
        Accept = "accept",
        /// 结算
        Settle = "settle",
        /// 交车送行
        HandOver = "leave",
        /// 维修回访
        FollowUp = "follow-up",
        /// The file is closed.
        Close = "close",
        /// The booking is given up.
        Cancel = "cancel",
        /// The customer did not come.
        NoShow = "no-show",
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
    /// What the arrival kiosk did.
    CheckInOutcome {
        /// The car is here now: it has its lounge number.
        CheckedIn = "checked-in",
        /// The car was here already: the same number again.
        Already = "already",
        /// Nothing was booked: a number to be called by.
        Ticket = "ticket",
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
    /// Who pays a line.
    Payer {
        /// 客户
        Customer = "customer",
        /// 索赔
        Warranty = "warranty",
        /// 保险
        Insurance = "insurance",
        /// The house.
        Goodwill = "goodwill",
    }
}

words! {
    /// What a line of the statement charges.
    LineKind {
        /// 工时费
        Labour = "labour",
        /// 材料费
        Material = "material",
        /// Diagnosis, inspection, machining.
        Other = "other",
        /// A negative line that names the line it reduces.
        Discount = "discount",
    }
}

words! {
    /// Where a part comes from.
    PartType {
        /// 原厂
        Original = "original",
        /// 同质
        Equivalent = "equivalent",
        /// Reconditioned.
        Remanufactured = "remanufactured",
        /// Brought by the customer; excluded from the repair warranty.
        CustomerSupplied = "customer-supplied",
    }
}

words! {
    /// What becomes of a replaced part (旧件).
    PartFate {
        /// 托修方收回
        Taken = "taken",
        /// 承修方收回
        KeptByHouse = "left",
        /// 无旧件
        None = "none",
    }
}

words! {
    /// How soon extra work should be done.
    Urgency {
        /// 紧急
        Now = "now",
        /// 建议
        Soon = "soon",
        /// 提示
        Note = "note",
    }
}

words! {
    /// The customer's answer to extra work.
    Decision {
        /// Do it.
        Approve = "approve",
        /// Leave it; it goes to the delivery page as 建议未做.
        Decline = "decline",
        /// Call first.
        CallMe = "call-me",
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
    /// Where a job of the work order stands.
    JobState {
        /// Not begun.
        Open = "open",
        /// Given to a technician.
        Dispatched = "dispatched",
        /// In hand.
        Running = "running",
        /// Resting.
        Paused = "paused",
        /// 维修完工
        Done = "done",
    }
}

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

words! {
    /// How a message travels.
    MessageChannel {
        /// E-mail.
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
    /// Why a resource is out of use.
    BlockReason {
        /// Away to learn.
        Training = "training",
        /// Ill.
        Sickness = "sickness",
        /// On holiday.
        Holiday = "holiday",
        /// A lift, a bay, a loaner that does not work.
        OutOfOrder = "out-of-order",
        /// Anything else.
        Other = "other",
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
