//! What a file says of the lounge's screens.

use super::*;
use bayside_domain::dealer::Announce;
use bayside_domain::language::Language;
use bayside_domain::language::LocalText;

const HOURS: &str = "consent = { version = \"1\", text = \"同意\" }";

/// The small file with this section's fields, in one line.
fn with(fields: &str) -> String {
    format!("{HOURS}\nlounge = {{ {fields} }}")
}

fn lounge(fields: &str) -> bayside_domain::dealer::Lounge {
    parse(&SMALL.replace(HOURS, &with(fields))).unwrap().lounge
}

#[test]
fn a_lounge_is_dark_and_silent_unless_the_file_says_so() {
    assert_eq!(parse(SMALL).unwrap().lounge, bayside_domain::dealer::Lounge::default());
    let lounge = lounge("scheme = \"light\"");
    assert!(lounge.light && lounge.place.is_none() && lounge.announce.is_none());
}

#[test]
fn a_place_is_told_whether_or_not_it_is_announced() {
    let place = LocalText([(Language::ZhCn, "一楼交车区".to_owned())].into());
    for announce in ["true", "false"] {
        let lounge = lounge(&format!("announce = {announce}, place = \"一楼交车区\""));
        assert_eq!(lounge.place.as_ref(), Some(&place), "announce = {announce}");
    }
}

#[test]
fn announcements_have_a_repetition_and_quiet_hours() {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    assert_eq!(
        lounge("announce = true, again_minutes = 0, quiet = [\"12:30-13:30\", \"20:00-08:00\"]").announce,
        Some(Announce { again_minutes: 0, quiet: vec![(time(12, 30), time(13, 30)), (time(20, 0), time(8, 0))] })
    );
    assert_eq!(lounge("announce = true").announce.unwrap().again_minutes, 5);
    assert_eq!(lounge("announce = false, again_minutes = 3").announce, None);
}

#[test]
fn mistakes_are_named_at_their_field() {
    check(
        HOURS,
        &with("scheme = \"blue\", announce = 1, again_minutes = 61, quiet = [\"noon\", \"08:00-08:00\"]"),
        "line 11, column 21: lounge.scheme: “blue” must be dark or light\n\
         line 11, column 40: lounge.announce: must be true or false\n\
         line 11, column 59: lounge.again_minutes: must be between 0 and 60\n\
         line 11, column 72: lounge.quiet[0]: “noon” must be two times, e.g. \"12:30-13:30\"\n\
         line 11, column 80: lounge.quiet[1]: “08:00-08:00” begins where it ends",
    );
    check(
        HOURS,
        &with("volume = 7"),
        "line 11, column 12: lounge.volume: unknown field; known here: again_minutes, announce, place, quiet, scheme",
    );
}
