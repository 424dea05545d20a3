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

/// A date that no line breaks, for headings.
pub fn unbroken(text: &str, locale: Language) -> String {
    if !locale.is_compact() {
        return text.replace(' ', "\u{a0}");
    }
    // Between two characters of Chinese a line may break anywhere.
    text.chars().map(String::from).collect::<Vec<_>>().join("\u{2060}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_a_heading_stays_in_one_line() {
        assert_eq!(unbroken("Tuesday 1 December", Language::En), "Tuesday\u{a0}1\u{a0}December");
        let chinese = unbroken("12月2日周三", Language::ZhCn);
        assert!(chinese.contains("月\u{2060}2") && chinese.contains("日\u{2060}周"), "{chinese}");
    }
}
