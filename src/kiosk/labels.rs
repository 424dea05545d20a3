//! Reasons and refusals in the reader's words.

use crate::i18n::{Language, td_string};
use crate::kiosk::outcome::refusal::Refusal;
use crate::kiosk::state::KioskPage;
use bayside_api::codes::VisitReason;

/// When the kiosk goes back to the start, and what becomes of what is on this page.
pub fn time_left(page: &KioskPage, seconds: i64, locale: Language) -> String {
    let n = seconds;
    match (page, n) {
        (KioskPage::Done(_), 1) => td_string!(locale, kiosk.idle.back_done_one, n = n).to_string(),
        (KioskPage::Done(_), _) => td_string!(locale, kiosk.idle.back_done, n = n).to_string(),
        (KioskPage::Plate | KioskPage::Digits | KioskPage::Reference | KioskPage::Refused(_), 1) => {
            td_string!(locale, kiosk.idle.back_entry_one, n = n).to_string()
        }
        (KioskPage::Plate | KioskPage::Digits | KioskPage::Reference | KioskPage::Refused(_), _) => {
            td_string!(locale, kiosk.idle.back_entry, n = n).to_string()
        }
        (KioskPage::Start | KioskPage::Scan | KioskPage::WalkIn, 1) => {
            td_string!(locale, kiosk.idle.back_one, n = n).to_string()
        }
        (KioskPage::Start | KioskPage::Scan | KioskPage::WalkIn, _) => {
            td_string!(locale, kiosk.idle.back, n = n).to_string()
        }
    }
}

/// What stands behind the count of those who wait.
pub fn ahead(count: u32, locale: Language) -> &'static str {
    if count == 1 { td_string!(locale, kiosk.walk_in.ahead_one) } else { td_string!(locale, kiosk.walk_in.ahead) }
}

/// What stands behind the count of advisers.
pub fn receiving(count: u32, locale: Language) -> &'static str {
    if count == 1 {
        td_string!(locale, kiosk.walk_in.receiving_one)
    } else {
        td_string!(locale, kiosk.walk_in.receiving)
    }
}

/// Why somebody comes.
pub fn reason(reason: VisitReason, locale: Language) -> &'static str {
    match reason {
        VisitReason::Maintenance => td_string!(locale, kiosk.reason.maintenance),
        VisitReason::Repair => td_string!(locale, kiosk.reason.repair),
        VisitReason::Body => td_string!(locale, kiosk.reason.body),
        VisitReason::Tyres => td_string!(locale, kiosk.reason.tyres),
        VisitReason::Pickup => td_string!(locale, kiosk.reason.pickup),
        VisitReason::Other => td_string!(locale, kiosk.reason.other),
    }
}

/// What belongs to a reason.
pub fn reason_note(reason: VisitReason, locale: Language) -> &'static str {
    match reason {
        VisitReason::Maintenance => td_string!(locale, kiosk.reason.maintenance_note),
        VisitReason::Repair => td_string!(locale, kiosk.reason.repair_note),
        VisitReason::Body => td_string!(locale, kiosk.reason.body_note),
        VisitReason::Tyres => td_string!(locale, kiosk.reason.tyres_note),
        VisitReason::Pickup => td_string!(locale, kiosk.reason.pickup_note),
        VisitReason::Other => td_string!(locale, kiosk.reason.other_note),
    }
}

/// The sign of a reason.
pub const fn reason_icon(reason: VisitReason) -> &'static str {
    match reason {
        VisitReason::Maintenance => "wrench",
        VisitReason::Repair => "warn",
        VisitReason::Body => "body",
        VisitReason::Tyres => "tyre",
        VisitReason::Pickup => "key",
        VisitReason::Other => "help",
    }
}

/// A reason's name for tests.
pub const fn reason_test(reason: VisitReason) -> &'static str {
    match reason {
        VisitReason::Maintenance => "reason-maintenance",
        VisitReason::Repair => "reason-repair",
        VisitReason::Body => "reason-body",
        VisitReason::Tyres => "reason-tyres",
        VisitReason::Pickup => "reason-pickup",
        VisitReason::Other => "reason-other",
    }
}

/// What happened.
pub fn refused(refusal: Refusal, by_plate: bool, locale: Language) -> &'static str {
    match refusal {
        Refusal::NotFound if by_plate => td_string!(locale, kiosk.refused.plate),
        Refusal::NotFound => td_string!(locale, kiosk.refused.code),
        Refusal::TooEarly => td_string!(locale, kiosk.refused.early),
        Refusal::OtherDay => td_string!(locale, kiosk.refused.day),
        Refusal::Void => td_string!(locale, kiosk.refused.void),
        Refusal::QueueFull => td_string!(locale, kiosk.refused.full),
        Refusal::TooMany => td_string!(locale, kiosk.refused.many),
        Refusal::Offline => td_string!(locale, kiosk.refused.offline),
        Refusal::Server => td_string!(locale, kiosk.refused.server),
    }
}

/// What to do.
pub fn refused_note(refusal: Refusal, by_plate: bool, locale: Language) -> &'static str {
    match refusal {
        Refusal::NotFound if by_plate => td_string!(locale, kiosk.refused.plate_note),
        Refusal::NotFound => td_string!(locale, kiosk.refused.code_note),
        Refusal::TooEarly => td_string!(locale, kiosk.refused.early_note),
        Refusal::OtherDay => td_string!(locale, kiosk.refused.day_note),
        Refusal::Void => td_string!(locale, kiosk.refused.void_note),
        Refusal::QueueFull => td_string!(locale, kiosk.refused.full_note),
        Refusal::TooMany => td_string!(locale, kiosk.refused.many_note),
        Refusal::Offline => td_string!(locale, kiosk.refused.offline_note),
        Refusal::Server => td_string!(locale, kiosk.refused.server_note),
    }
}
