use super::*;
use chrono::DateTime;
use chrono_tz::Tz;
use proptest::prelude::*;

fn instant(text: &str) -> Instant {
    Instant::from_seconds(DateTime::parse_from_rfc3339(text).unwrap().timestamp())
}

fn hours(from: &str, to: &str) -> QuietHours {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    QuietHours { from: time(from), to: time(to) }
}

#[test]
fn what_falls_into_quiet_hours_waits_until_they_end() {
    let check = |zone: Tz, quiet: QuietHours, at: &str, expected: &str| {
        assert_eq!(after_quiet(&zone, quiet, instant(at)), instant(expected), "{at}");
    };
    let (shanghai, berlin) = (chrono_tz::Asia::Shanghai, chrono_tz::Europe::Berlin);
    let night = hours("21:00", "08:00");
    check(shanghai, night, "2026-06-09T20:59:59+08:00", "2026-06-09T20:59:59+08:00");
    check(shanghai, night, "2026-06-09T21:00:00+08:00", "2026-06-10T08:00:00+08:00");
    check(shanghai, night, "2026-06-10T03:00:00+08:00", "2026-06-10T08:00:00+08:00");
    check(shanghai, night, "2026-06-10T08:00:00+08:00", "2026-06-10T08:00:00+08:00");
    check(shanghai, hours("12:00", "14:00"), "2026-06-10T13:00:00+08:00", "2026-06-10T14:00:00+08:00");
    // The night of the clock change is an hour longer, or shorter.
    check(berlin, night, "2026-10-24T22:00:00+02:00", "2026-10-25T08:00:00+01:00");
    check(berlin, night, "2027-03-27T22:00:00+01:00", "2027-03-28T08:00:00+02:00");
    // If clocks skip the end, it moves to the time after the gap; if the end occurs twice, quiet hours end each time.
    check(berlin, hours("21:00", "02:30"), "2027-03-28T01:00:00+01:00", "2027-03-28T03:00:00+02:00");
    check(berlin, hours("21:00", "02:30"), "2026-10-25T02:10:00+02:00", "2026-10-25T02:30:00+02:00");
    check(berlin, hours("21:00", "02:30"), "2026-10-25T02:10:00+01:00", "2026-10-25T02:30:00+01:00");
}

proptest! {
    #[test]
    fn the_end_of_quiet_hours_is_later_not_quiet_and_less_than_two_days_away(
        zone in prop::sample::select(vec![
            chrono_tz::Europe::Berlin, chrono_tz::Asia::Shanghai, chrono_tz::America::Sao_Paulo,
            chrono_tz::Australia::Lord_Howe, chrono_tz::Pacific::Apia, chrono_tz::Africa::Casablanca,
        ]),
        at in 1_200_000_000_i64..2_000_000_000,
        from in 0_u32..1440,
        to in 0_u32..1440,
    ) {
        prop_assume!(from != to);
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let quiet = QuietHours { from: time(from), to: time(to) };
        let at = Instant::from_seconds(at);
        let after = after_quiet(&zone, quiet, at);
        prop_assert!(after >= at);
        prop_assert!(after.seconds() - at.seconds() < 2 * 86_400);
        let again = after_quiet(&zone, quiet, after);
        // Two different ends are possible only when clocks go back into the quiet hours.
        prop_assert!(again == after || again.seconds() - after.seconds() < 2 * 86_400);
    }
}

#[test]
fn reminders_go_out_the_day_before_and_the_hour_before_unless_it_is_too_late() {
    let policy = MessagePolicy::default();
    let zone = chrono_tz::Europe::Berlin;
    let start = instant("2026-10-26T09:00:00+01:00");
    let day_before = (MessageKind::DayBefore, instant("2026-10-25T17:00:00+01:00"));
    let hour_before = (MessageKind::HourBefore, instant("2026-10-26T08:00:00+01:00"));
    let planned = |now: &str| reminders(&policy, &zone, start, instant(now));
    assert_eq!(planned("2026-10-20T12:00:00+02:00"), [day_before, hour_before]);
    assert_eq!(planned("2026-10-25T17:00:00+01:00"), [hour_before]);
    assert_eq!(planned("2026-10-26T08:30:00+01:00"), []);
    let never = MessagePolicy { day_before: None, hour_before_minutes: 0, ..policy.clone() };
    assert_eq!(reminders(&never, &zone, start, instant("2026-10-20T12:00:00+02:00")), []);
}

#[test]
fn a_text_is_filled_once_and_keeps_what_it_does_not_know() {
    let value = |name: &str| (name == "to").then(|| "{text}".to_owned());
    assert_eq!(fill("a {to} b {text}", value), "a {text} b {text}");
    assert_eq!(fill(r#"{"t":{"to":"{to}"}}"#, value), r#"{"t":{"to":"{text}"}}"#);
    assert_eq!(fill("open { and {to", value), "open { and {to");
}

#[test]
fn places_are_known_closed_and_complete() {
    let kind = MessageKind::Confirmation;
    assert_eq!(placeholders("{a} b {c}"), Ok(vec!["a", "c"]));
    for text in ["{a", "a}", "{a{b}}"] {
        assert_eq!(placeholders(text), Err(TemplateError::Brace), "{text}");
    }
    assert_eq!(check_text(kind, "{name} {link}", true), Ok(()));
    assert_eq!(check_text(kind, "{name}", true), Err(TemplateError::Missing("link")));
    assert_eq!(check_text(kind, "{name}", false), Ok(()));
    assert_eq!(check_text(MessageKind::Cancelled, "{name}", true), Ok(()));
    assert_eq!(check_text(kind, "{until}", false), Err(TemplateError::Unknown("until".into())));
    assert_eq!(check_text(MessageKind::WaitlistOffer, "{until} {link}", true), Ok(()));
    assert_eq!(check_text(MessageKind::Invitation, "{services} {date} {link}", true), Ok(()));
    assert_eq!(check_text(MessageKind::Invitation, "{time} {link}", true), Err(TemplateError::Unknown("time".into())));
}

#[test]
fn what_stands_behind_a_link_is_found() {
    for (text, behind) in [
        ("{link}", None),
        ("{link} .", None),
        ("{link}\n", None),
        ("a {link}. b", Some('.')),
        ("{link} {link}）", Some('）')),
    ] {
        assert_eq!(behind_link(text), behind, "{text}");
    }
}
