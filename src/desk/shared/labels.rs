//! The process' closed vocabularies in the reader's language.

use crate::i18n::{Language, td_string};
use bayside_api::desk::{LogEntry, Phase};
use bayside_api::words::{
    Decision, JobState, LineKind, Mark, PartFate, PartType, Payer, Role, ScreenKind, Stay, Step, Urgency,
};
use bayside_domain::event::VisitEventKind;

/// What is odd about a request.
pub fn odd(mark: Mark, locale: Language) -> &'static str {
    match mark {
        Mark::Honeypot => td_string!(locale, desk.odd.honeypot),
        Mark::TooFast => td_string!(locale, desk.odd.too_fast),
        Mark::RepeatedPhone => td_string!(locale, desk.odd.repeated_phone),
        Mark::RepeatedPlate => td_string!(locale, desk.odd.repeated_plate),
    }
}

/// Where a booking came from; what we have no word for stands as it was sent.
pub fn source(source: Option<&str>, locale: Language) -> String {
    match source {
        None => td_string!(locale, desk.source.online),
        Some("phone") => td_string!(locale, desk.source.phone),
        Some("walk-in") => td_string!(locale, desk.source.walk_in),
        Some("invitation") => td_string!(locale, desk.source.invitation),
        Some(other) => other,
    }
    .to_owned()
}

/// Express reception in words, for who booked.
pub fn express(minutes: u32, locale: Language) -> String {
    if minutes == 0 {
        td_string!(locale, desk.visit.express).to_owned()
    } else {
        td_string!(locale, desk.visit.express_in, minutes = minutes).to_string()
    }
}

/// A step, as its button says it.
pub fn step(step: Step, locale: Language) -> &'static str {
    match step {
        Step::PrepareAdviser => td_string!(locale, desk.step.prepare_adviser),
        Step::PrepareParts => td_string!(locale, desk.step.prepare_parts),
        Step::PrepareBay => td_string!(locale, desk.step.prepare_bay),
        Step::PrepareTechnician => td_string!(locale, desk.step.prepare_technician),
        Step::Arrive => td_string!(locale, desk.step.arrive),
        Step::Inspect => td_string!(locale, desk.step.inspect),
        Step::SignOrder => td_string!(locale, desk.step.sign_order),
        Step::Dispatch => td_string!(locale, desk.step.dispatch),
        Step::Start => td_string!(locale, desk.step.start),
        Step::Pause => td_string!(locale, desk.step.pause),
        Step::Resume => td_string!(locale, desk.step.resume),
        Step::Complete => td_string!(locale, desk.step.complete),
        Step::SelfCheck => td_string!(locale, desk.step.self_check),
        Step::FinalInspection => td_string!(locale, desk.step.final_inspection),
        Step::Wash => td_string!(locale, desk.step.wash),
        Step::PrepareDelivery => td_string!(locale, desk.step.prepare_delivery),
        Step::Ready => td_string!(locale, desk.step.ready),
        Step::Accept => td_string!(locale, desk.step.accept),
        Step::Settle => td_string!(locale, desk.step.settle),
        Step::HandOver => td_string!(locale, desk.step.leave),
        Step::FollowUp => td_string!(locale, desk.step.follow_up),
        Step::Close => td_string!(locale, desk.step.close),
        Step::Cancel => td_string!(locale, desk.step.cancel),
        Step::NoShow => td_string!(locale, desk.step.no_show),
    }
}

/// Several steps in one sentence.
pub fn steps(steps: &[Step], locale: Language) -> String {
    steps.iter().map(|one| step(*one, locale)).collect::<Vec<_>>().join(locale.list_separator())
}

/// A role.
pub fn role(role: Role, locale: Language) -> &'static str {
    match role {
        Role::Gate => td_string!(locale, desk.role.gate),
        Role::Reception => td_string!(locale, desk.role.reception),
        Role::Adviser => td_string!(locale, desk.role.adviser),
        Role::Parts => td_string!(locale, desk.role.parts),
        Role::Workshop => td_string!(locale, desk.role.workshop),
        Role::Inspector => td_string!(locale, desk.role.inspector),
        Role::Cashier => td_string!(locale, desk.role.cashier),
        Role::Manager => td_string!(locale, desk.role.manager),
    }
}

/// Where a visit stands in the house.
pub fn phase(phase: Phase, locale: Language) -> &'static str {
    match phase {
        Phase::Booked => td_string!(locale, desk.phase.booked),
        Phase::OnSite => td_string!(locale, desk.phase.on_site),
        Phase::Accepted => td_string!(locale, desk.phase.accepted),
        Phase::Delivered => td_string!(locale, desk.phase.left),
        Phase::Closed => td_string!(locale, desk.phase.closed),
        Phase::Cancelled => td_string!(locale, desk.phase.cancelled),
        Phase::NoShow => td_string!(locale, desk.phase.no_show),
    }
}

/// Who pays.
pub fn payer(payer: Payer, locale: Language) -> &'static str {
    match payer {
        Payer::Customer => td_string!(locale, desk.payer.customer),
        Payer::Warranty => td_string!(locale, desk.payer.warranty),
        Payer::Insurance => td_string!(locale, desk.payer.insurance),
        Payer::Goodwill => td_string!(locale, desk.payer.goodwill),
    }
}

/// What a line charges.
pub fn kind(kind: LineKind, locale: Language) -> &'static str {
    match kind {
        LineKind::Labour => td_string!(locale, desk.kind.labour),
        LineKind::Material => td_string!(locale, desk.kind.material),
        LineKind::Other => td_string!(locale, desk.kind.other),
        LineKind::Discount => td_string!(locale, desk.kind.discount),
    }
}

/// Where a part comes from.
pub fn part_type(part: PartType, locale: Language) -> &'static str {
    match part {
        PartType::Original => td_string!(locale, desk.part.original),
        PartType::Equivalent => td_string!(locale, desk.part.equivalent),
        PartType::Remanufactured => td_string!(locale, desk.part.remanufactured),
        PartType::CustomerSupplied => td_string!(locale, desk.part.customer_supplied),
    }
}

/// What becomes of a replaced part.
pub fn fate(fate: PartFate, locale: Language) -> &'static str {
    match fate {
        PartFate::Taken => td_string!(locale, desk.fate.taken),
        PartFate::KeptByHouse => td_string!(locale, desk.fate.left),
        PartFate::None => td_string!(locale, desk.fate.none),
    }
}

/// How soon.
pub fn urgency(urgency: Urgency, locale: Language) -> &'static str {
    match urgency {
        Urgency::Now => td_string!(locale, desk.urgency.now),
        Urgency::Soon => td_string!(locale, desk.urgency.soon),
        Urgency::Note => td_string!(locale, desk.urgency.note),
    }
}

/// The customer's answer.
pub fn decision(decision: Option<Decision>, locale: Language) -> &'static str {
    match decision {
        Some(Decision::Approve) => td_string!(locale, desk.decision.approve),
        Some(Decision::Decline) => td_string!(locale, desk.decision.decline),
        Some(Decision::CallMe) => td_string!(locale, desk.decision.call_me),
        None => td_string!(locale, desk.decision.open),
    }
}

/// Where a job stands.
pub fn job_state(state: JobState, locale: Language) -> &'static str {
    match state {
        JobState::Open => td_string!(locale, desk.job.open),
        JobState::Dispatched => td_string!(locale, desk.job.dispatched),
        JobState::Running => td_string!(locale, desk.job.running),
        JobState::Paused => td_string!(locale, desk.job.paused),
        JobState::Done => td_string!(locale, desk.job.done),
    }
}

/// How the customer stays.
pub fn stay(stay: Stay, locale: Language) -> &'static str {
    match stay {
        Stay::Wait => td_string!(locale, desk.stay.wait),
        Stay::DropOff => td_string!(locale, desk.stay.leave),
        Stay::Loaner => td_string!(locale, desk.stay.loaner),
    }
}

/// What a screen is for.
pub fn screen(kind: ScreenKind, locale: Language) -> &'static str {
    match kind {
        ScreenKind::Lounge => td_string!(locale, desk.screen.lounge),
        ScreenKind::Arrival => td_string!(locale, desk.screen.arrival),
        ScreenKind::Welcome => td_string!(locale, desk.screen.welcome),
    }
}

/// What happened, by the kind of event.
pub fn event(kind: VisitEventKind, locale: Language) -> &'static str {
    match kind {
        VisitEventKind::Booked => td_string!(locale, desk.log.booking_created),
        VisitEventKind::Rescheduled => td_string!(locale, desk.log.booking_rescheduled),
        VisitEventKind::Cancelled => td_string!(locale, desk.log.booking_cancelled),
        VisitEventKind::NoShow => td_string!(locale, desk.log.booking_no_show),
        VisitEventKind::Prepared => td_string!(locale, desk.log.visit_prepared),
        VisitEventKind::Arrived => td_string!(locale, desk.log.visit_arrived),
        VisitEventKind::Inspected => td_string!(locale, desk.log.visit_inspected),
        VisitEventKind::OrderWritten => td_string!(locale, desk.log.order_written),
        VisitEventKind::OrderSigned => td_string!(locale, desk.log.order_signed),
        VisitEventKind::PromiseChanged => td_string!(locale, desk.log.visit_promise_changed),
        VisitEventKind::Dispatched => td_string!(locale, desk.log.job_dispatched),
        VisitEventKind::Started => td_string!(locale, desk.log.job_started),
        VisitEventKind::Paused => td_string!(locale, desk.log.job_paused),
        VisitEventKind::Resumed => td_string!(locale, desk.log.job_resumed),
        VisitEventKind::Completed => td_string!(locale, desk.log.job_completed),
        VisitEventKind::SelfChecked => td_string!(locale, desk.log.visit_self_checked),
        VisitEventKind::FinalInspected => td_string!(locale, desk.log.visit_final_inspected),
        VisitEventKind::Washed => td_string!(locale, desk.log.visit_washed),
        VisitEventKind::StatementWritten => td_string!(locale, desk.log.statement_written),
        VisitEventKind::DeliveryPrepared => td_string!(locale, desk.log.visit_delivery_prepared),
        VisitEventKind::StatementReleased => td_string!(locale, desk.log.statement_released),
        VisitEventKind::Unclear => td_string!(locale, desk.log.statement_unclear),
        VisitEventKind::Accepted => td_string!(locale, desk.log.visit_accepted),
        VisitEventKind::Settled => td_string!(locale, desk.log.visit_settled),
        VisitEventKind::Delivered => td_string!(locale, desk.log.visit_delivered),
        VisitEventKind::FollowedUp => td_string!(locale, desk.log.visit_followed_up),
        VisitEventKind::FollowUpPreferred => td_string!(locale, desk.log.visit_follow_up_preferred),
        VisitEventKind::Closed => td_string!(locale, desk.log.visit_closed),
        VisitEventKind::ExtraWorkQuoted => td_string!(locale, desk.log.extra_work_quoted),
        VisitEventKind::ExtraWorkDecided => td_string!(locale, desk.log.extra_work_decided),
        VisitEventKind::Flagged => td_string!(locale, desk.log.visit_flagged),
    }
}

/// Who did it; what nobody of the house did, the customer or the clock did.
pub fn who(entry: &LogEntry, locale: Language) -> String {
    if entry.by.is_empty() { td_string!(locale, desk.log.customer).to_owned() } else { entry.by.clone() }
}
