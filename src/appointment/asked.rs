//! How somebody on the waitlist is asked: by which way, for how long a time is held, and at which hours.

use crate::i18n::{Language, td_string};
use bayside_api::dealer::WaitlistPolicy;

/// The sentences; `phone` is the masked number that a text message goes to, where the page knows it.
pub fn asked(policy: &WaitlistPolicy, phone: Option<&str>, locale: Language) -> String {
    let way = match (policy.text_messages, policy.mails) {
        (true, true) => Some(td_string!(locale, appointment.by_text_or_mail)),
        (true, false) => Some(td_string!(locale, appointment.by_text)),
        (false, true) => Some(td_string!(locale, appointment.by_mail)),
        (false, false) => None,
    };
    let minutes = policy.offer_minutes;
    let mut said = vec![match way {
        Some(way) => td_string!(locale, appointment.ask_by, way = way, n = minutes),
        None => td_string!(locale, appointment.ask_by_page, n = minutes),
    }];
    if let Some(phone) = phone.filter(|phone| policy.text_messages && !phone.is_empty()) {
        said.push(td_string!(locale, appointment.to_number, phone = phone));
    }
    if let Some(quiet) = &policy.quiet {
        // Asked is outside the quiet hours: from their end to their beginning.
        said.push(td_string!(locale, appointment.ask_hours, from = quiet.to, to = quiet.from));
    }
    said.join(locale.space())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::dealer::QuietHours;

    fn policy(text_messages: bool, mails: bool) -> WaitlistPolicy {
        let quiet = Some(QuietHours { from: "20:00".into(), to: "08:00".into() });
        WaitlistPolicy { offer_minutes: 30, quiet, text_messages, mails }
    }

    #[test]
    fn the_way_the_number_the_minutes_and_the_hours_are_said() {
        assert_eq!(
            asked(&policy(true, false), Some("138****5678"), Language::En),
            "When a time suits, we tell you by text message and hold it for 30 minutes. To 138****5678. \
             We only ask between 08:00 and 20:00."
        );
    }

    #[test]
    fn no_message_is_promised_where_none_can_be_sent() {
        let said = asked(&policy(false, false), Some("138****5678"), Language::En);
        assert!(said.starts_with("When a time suits, this page shows it") && !said.contains("138"), "{said}");
    }
}
