//! Labels of the states of bookings and wishes, for readers and for the style sheet.

use crate::i18n::{Language, td_string};
use bayside_api::booking::BookingStatus;
use bayside_api::codes::Stay;
use bayside_api::waitlist::WaitlistStatus;

/// The status of a booking, as a word of the style sheet.
pub const fn booking_status(status: BookingStatus) -> &'static str {
    match status {
        BookingStatus::Booked => "booked",
        BookingStatus::Arrived => "arrived",
        BookingStatus::Cancelled => "cancelled",
        BookingStatus::NoShow => "no-show",
    }
}

/// How the customer stays.
pub fn stay_word(stay: Stay, locale: Language) -> &'static str {
    match stay {
        Stay::Wait => td_string!(locale, ui.stay_wait),
        Stay::DropOff => td_string!(locale, ui.stay_leave),
        Stay::Loaner => td_string!(locale, ui.stay_loaner),
    }
}

/// The status of a wish, as a word of the style sheet.
pub const fn wish_status(status: WaitlistStatus) -> &'static str {
    match status {
        WaitlistStatus::Waiting => "waiting",
        WaitlistStatus::Offered => "offered",
        WaitlistStatus::Accepted => "accepted",
        WaitlistStatus::Ended => "ended",
    }
}
