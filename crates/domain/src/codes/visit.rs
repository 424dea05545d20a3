//! Code lists about the progress of a visit.

use crate::code_list::codes;

codes! {
    /// What the public may see of a visit, in the order of the process.
    Stage {
        /// The car was received (已接车).
        Received = "received",
        /// The jobs wait to be dispatched (待派工).
        Waiting = "waiting",
        /// The car is being repaired (维修中).
        Repair = "repair",
        /// The car is being inspected (总检中).
        Inspection = "inspection",
        /// The car is being washed (洗车中).
        Wash = "wash",
        /// The delivery is being prepared (交车准备).
        Preparing = "preparing",
        /// The car is ready (可交车).
        Ready = "ready",
    }
}

codes! {
    /// What the lounge shows beside the stage.
    Flag {
        /// "See your adviser" (请联系服务顾问).
        SeeAdviser = "see-adviser",
    }
}

codes! {
    /// A step that staff report as done; `start`, `pause` and `resume` mark moments in a job.
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
        /// The walk-round with the customer (车旁接待检查); may be repeated (是否进一步检查?).
        Inspect = "inspect",
        /// The work order (委托书) is signed.
        SignOrder = "sign-order",
        /// A job is dispatched to a technician (派单).
        Dispatch = "dispatch",
        /// A job begins.
        Start = "start",
        /// A job is paused.
        Pause = "pause",
        /// A job is resumed.
        Resume = "resume",
        /// A job is completed (维修完工).
        Complete = "complete",
        /// The workshop's own check (自检).
        SelfCheck = "self-check",
        /// The final inspection (总检).
        FinalInspection = "final-inspection",
        /// The car is washed (车辆清洁).
        Wash = "wash",
        /// The delivery is prepared: the statement is drawn up (交车准备).
        PrepareDelivery = "prepare-delivery",
        /// The statement is released to the customer.
        Ready = "ready",
        /// The customer signs for the delivery (客户验收).
        Accept = "accept",
        /// The charge is paid at the till (结算).
        Settle = "settle",
        /// The car is handed over and leaves (交车送行).
        HandOver = "leave",
        /// The dealer asks the customer how it went (维修回访).
        FollowUp = "follow-up",
        /// The visit is closed.
        Close = "close",
        /// The booking is cancelled.
        Cancel = "cancel",
        /// The customer did not come.
        NoShow = "no-show",
    }
}

codes! {
    /// The outcome of a check-in at the arrival kiosk.
    CheckInOutcome {
        /// The car is here now: it has its lounge number.
        CheckedIn = "checked-in",
        /// The car was here already: the same number again.
        Already = "already",
        /// Nothing was booked: a number to be called by.
        Ticket = "ticket",
    }
}

codes! {
    /// The state of a job of the work order.
    JobState {
        /// Not begun.
        Open = "open",
        /// Given to a technician.
        Dispatched = "dispatched",
        /// A technician is working on it.
        Running = "running",
        /// Begun, and paused for now.
        Paused = "paused",
        /// Completed (维修完工).
        Done = "done",
    }
}
