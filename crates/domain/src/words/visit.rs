//! What happens to a car in the house, step by step.

use crate::word_list::words;

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
    /// Where a job of the work order stands.
    JobState {
        /// Not begun.
        Open = "open",
        /// Given to a technician.
        Dispatched = "dispatched",
        /// In hand.
        Running = "running",
        /// Begun, and resting for now.
        Paused = "paused",
        /// 维修完工
        Done = "done",
    }
}
