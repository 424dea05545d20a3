//! The state of the screens' page: which screens are connected, and how long ago they were last seen.

use bayside_api::screen::{Screen, Viewing, Viewport};
use bayside_domain::limits::{SCREEN_DISTANCE_CM, SCREEN_INCHES};
use bayside_domain::typed::{self, Reading};

/// A screen that was not seen for this long counts as silent; connected screens are recorded once a minute.
const SILENT_MS: i64 = 90_000;

/// The connection state of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreenStatus {
    /// Confirmed, but not seen yet.
    Waiting,
    /// Told to reload, and has not done so yet.
    Reloading,
    /// Seen recently.
    Alive,
    /// Not seen for a while.
    Silent,
}

/// The status of a screen now.
pub fn status(screen: &Screen, now_ms: i64) -> ScreenStatus {
    match screen.seen_at {
        None => ScreenStatus::Waiting,
        Some(seen) if now_ms - seen.epoch_ms() > SILENT_MS => ScreenStatus::Silent,
        Some(_) if screen.reloading => ScreenStatus::Reloading,
        Some(_) => ScreenStatus::Alive,
    }
}

/// How many do not answer.
pub fn silent(screens: &[Screen], now_ms: i64) -> usize {
    screens.iter().filter(|screen| status(screen, now_ms) == ScreenStatus::Silent).count()
}

/// How long ago something was, in a suitable unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ago {
    /// A moment.
    Now,
    /// So many minutes ago.
    Minutes(i64),
    /// So many hours ago.
    Hours(i64),
    /// So many days ago.
    Days(i64),
}

/// How long ago a screen was heard of.
pub fn ago(seen_ms: i64, now_ms: i64) -> Ago {
    match (now_ms - seen_ms) / 60_000 {
        _ if now_ms - seen_ms <= SILENT_MS => Ago::Now,
        minutes if minutes < 60 => Ago::Minutes(minutes),
        minutes if minutes < 48 * 60 => Ago::Hours(minutes / 60),
        minutes => Ago::Days(minutes / 60 / 24),
    }
}

/// Whether a page is higher than wide.
pub fn is_upright(viewport: Viewport) -> bool {
    viewport.height > viewport.width
}

/// The six digits, however they were typed.
pub fn digits(text: &str) -> Option<String> {
    let digits = typed::digits(text);
    (digits.len() == 6).then_some(digits)
}

/// Units that may stand behind a size, and behind a distance.
const INCHES: &[&str] = &["inches", "inch", "in", "zoll", "英寸", "寸", "\"", "″"];
const METRES: &[&str] = &["metres", "meters", "meter", "metre", "m", "米"];

/// The size and the distance of a screen, as they were typed: neither, or both. An error names the field.
pub fn viewing(inches: &str, metres: &str) -> Result<Option<Viewing>, &'static str> {
    if inches.trim().is_empty() && metres.trim().is_empty() {
        return Ok(None);
    }
    let number = |text: &str, digits: u32, units: &[&str], limits: std::ops::RangeInclusive<i64>| {
        let read = typed::decimal(text, Reading { digits, drops_rest: true, units }).ok()?;
        limits.contains(&read).then(|| u32::try_from(read).ok()).flatten()
    };
    let inches = number(inches, 0, INCHES, SCREEN_INCHES).ok_or("/viewing/inches")?;
    // A hundredth of a metre is a centimetre.
    let distance_cm = number(metres, 2, METRES, SCREEN_DISTANCE_CM).ok_or("/viewing/distance_cm")?;
    Ok(Some(Viewing { inches, distance_cm }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::Instant;
    use bayside_api::codes::ScreenKind;
    use bayside_domain::ids::ScreenId;
    use chrono::DateTime;

    const SEEN_MS: i64 = 1_781_000_000_000;

    fn screen(seen: bool, reloading: bool) -> Screen {
        let seen_at = DateTime::from_timestamp_millis(SEEN_MS).map(|at| Instant(at.fixed_offset()));
        Screen {
            id: ScreenId::new(7),
            name: "休息区东".into(),
            kind: ScreenKind::Lounge,
            seen_at: seen_at.filter(|_| seen),
            version: None,
            viewport: None,
            viewing: None,
            reloading,
        }
    }

    #[test]
    fn a_screen_is_silent_when_it_missed_its_minute() {
        let check = |seen, reloading, after_ms, expected| {
            assert_eq!(status(&screen(seen, reloading), SEEN_MS + after_ms), expected, "{seen} {reloading} {after_ms}");
        };
        check(false, false, 0, ScreenStatus::Waiting);
        check(true, false, 0, ScreenStatus::Alive);
        check(true, false, 90_000, ScreenStatus::Alive);
        check(true, true, 90_000, ScreenStatus::Reloading);
        check(true, false, 90_001, ScreenStatus::Silent);
        check(true, true, 90_001, ScreenStatus::Silent);
        let all = [screen(true, false), screen(false, false), screen(true, true)];
        assert_eq!((silent(&all, SEEN_MS), silent(&all, SEEN_MS + 90_001)), (0, 2));
    }

    #[test]
    fn how_long_ago_is_said_as_people_say_it() {
        let minute = 60_000;
        for (after_ms, expected) in [
            (-5_000, Ago::Now),
            (90_000, Ago::Now),
            (90_001, Ago::Minutes(1)),
            (14 * minute, Ago::Minutes(14)),
            (60 * minute, Ago::Hours(1)),
            (47 * 60 * minute, Ago::Hours(47)),
            (48 * 60 * minute, Ago::Days(2)),
        ] {
            assert_eq!(ago(SEEN_MS, SEEN_MS + after_ms), expected, "{after_ms}");
        }
    }

    #[test]
    fn a_page_hangs_upright_or_not() {
        assert!(is_upright(Viewport { width: 1080, height: 1920 }));
        assert!(!is_upright(Viewport { width: 1920, height: 1080 }));
        assert!(!is_upright(Viewport { width: 1000, height: 1000 }));
    }

    #[test]
    fn six_digits_are_read_however_they_are_grouped() {
        for text in ["482916", "482 916", " 482-916 ", "４８２９１６"] {
            assert_eq!(digits(text).as_deref(), Some("482916"), "{text}");
        }
        assert_eq!(digits("48291"), None);
        assert_eq!(digits("4829167"), None);
    }

    #[test]
    fn size_and_distance_are_read_as_they_are_typed_or_left_out() {
        assert_eq!(viewing(" ", ""), Ok(None));
        let seen = |inches, distance_cm| Ok(Some(Viewing { inches, distance_cm }));
        assert_eq!(viewing("55", "6"), seen(55, 600));
        assert_eq!(viewing("32 Zoll", "7,5 m"), seen(32, 750));
        assert_eq!(viewing("６５英寸", "4.25 米"), seen(65, 425));
        for (inches, metres, wrong) in [
            ("55", "", "/viewing/distance_cm"),
            ("", "6", "/viewing/inches"),
            ("9", "6", "/viewing/inches"),
            ("55", "21", "/viewing/distance_cm"),
            ("55", "far", "/viewing/distance_cm"),
        ] {
            assert_eq!(viewing(inches, metres), Err(wrong), "{inches} {metres}");
        }
    }
}
