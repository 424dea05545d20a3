//! Whether the arrival kiosk may check a booking in (docs/rules.md, "Arrival").

use crate::time::Instant;
use crate::typed::plain;
use crate::visit::{Phase, Visit};

/// Whether a booking can be checked in now. If a car has several bookings, the variant that is listed first counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArrivalCheck {
    /// The car is on the premises already, under this lounge number.
    Already(u16),
    /// The booking can be checked in now.
    Open,
    /// The booking is for later today.
    TooEarly,
    /// The booking is for another day.
    OtherDay,
    /// The booking was for today, but it was cancelled or marked as a no-show.
    Void,
}

impl ArrivalCheck {
    /// Whether this visit can be checked in; `None` if it is over and no longer matters. `is_today`: its start lies on
    /// today's local date.
    pub fn of(visit: &Visit, is_today: bool, now: Instant, early_minutes: u32) -> Option<Self> {
        match (visit.phase, visit.number) {
            (Phase::OnSite | Phase::Accepted, Some(number)) => Some(Self::Already(number)),
            (Phase::Booked, _) if !is_today => Some(Self::OtherDay),
            (Phase::Booked, _) if now < visit.appointment.start.plus_minutes(-i64::from(early_minutes)) => {
                Some(Self::TooEarly)
            }
            (Phase::Booked, _) => Some(Self::Open),
            (Phase::Cancelled | Phase::NoShow, _) if is_today => Some(Self::Void),
            _ => None,
        }
    }
}

/// Of several visits of one car, the one that counts: by the order of [`ArrivalCheck`], then by the start that is
/// nearest to now.
pub fn at_the_door<T>(
    visits: impl IntoIterator<Item = (T, Option<ArrivalCheck>, Instant)>,
    now: Instant,
) -> Option<(T, ArrivalCheck)> {
    let standing = visits.into_iter().filter_map(|(visit, door, start)| Some((visit, door?, start)));
    let counts = standing.min_by_key(|(_, door, start)| {
        let rank = match door {
            ArrivalCheck::Already(_) => 0,
            ArrivalCheck::Open => 1,
            ArrivalCheck::TooEarly => 2,
            ArrivalCheck::OtherDay => 3,
            ArrivalCheck::Void => 4,
        };
        (rank, (start.micros() - now.micros()).abs())
    });
    counts.map(|(visit, door, _)| (visit, door))
}

/// The last four digits of a telephone number, which identify it at the kiosk; `None` if it has fewer.
pub fn last_four(phone: &str) -> Option<&str> {
    let from = phone.len().checked_sub(4)?;
    phone.get(from..).filter(|digits| is_four_digits(digits))
}

/// Whether a text consists of exactly four digits.
pub fn is_four_digits(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Four typed digits of any script, as 0 to 9; `None` if the text is anything else.
pub fn four_digits(typed: &str) -> Option<String> {
    let plain = plain(typed);
    Some(plain.trim()).filter(|digits| is_four_digits(digits)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointment::Appointment;
    use crate::codes::Stay;
    use crate::event::{Actor, Recorded, VisitEvent};
    use crate::ids::EventNumber;

    const START: i64 = 36_000;

    fn visit(events: Vec<VisitEvent>) -> Visit {
        let booked = VisitEvent::Booked {
            appointment: Appointment {
                start: Instant::from_seconds(START),
                ready_estimate: Instant::from_seconds(START + 3600),
                adviser: "li-min".into(),
                services: vec!["oil".into()],
                stay: Stay::Wait,
                price: 48_000,
                benefit: 0,
            },
            walk_in: false,
        };
        let recorded = (1..).zip(std::iter::once(booked).chain(events)).map(|(number, event)| Recorded {
            number: EventNumber::new(number),
            at: Instant::from_seconds(number),
            by: Actor::Customer,
            event,
        });
        Visit::replay(&recorded.collect::<Vec<_>>()).expect("it begins with a booking")
    }

    /// Checks a visit with these events, `minutes_before` its start, on the day of its start or not.
    #[track_caller]
    fn check(events: Vec<VisitEvent>, minutes_before: i64, is_today: bool, expected: Option<ArrivalCheck>) {
        let now = Instant::from_seconds(START - minutes_before * 60);
        assert_eq!(ArrivalCheck::of(&visit(events), is_today, now, 120), expected, "{minutes_before} {is_today}");
    }

    #[test]
    fn a_booking_of_today_is_taken_in_from_two_hours_before_and_however_late() {
        check(vec![], 121, true, Some(ArrivalCheck::TooEarly));
        check(vec![], 120, true, Some(ArrivalCheck::Open));
        check(vec![], -300, true, Some(ArrivalCheck::Open));
        check(vec![], 24 * 60, false, Some(ArrivalCheck::OtherDay));
        check(vec![], -24 * 60, false, Some(ArrivalCheck::OtherDay));
    }

    #[test]
    fn a_car_that_is_here_has_its_number_on_any_day_until_it_leaves() {
        let arrived = || VisitEvent::Arrived { number: 27, mileage_km: None };
        check(vec![arrived()], -10, true, Some(ArrivalCheck::Already(27)));
        check(vec![arrived()], -3000, false, Some(ArrivalCheck::Already(27)));
        check(vec![arrived(), VisitEvent::Accepted], -60, true, Some(ArrivalCheck::Already(27)));
        check(vec![arrived(), VisitEvent::Accepted, VisitEvent::Delivered { mileage_km: None }], -60, true, None);
    }

    #[test]
    fn what_was_given_up_is_said_on_its_day_only() {
        for event in [VisitEvent::Cancelled, VisitEvent::NoShow] {
            check(vec![event.clone()], 0, true, Some(ArrivalCheck::Void));
            check(vec![event], 0, false, None);
        }
    }

    #[test]
    fn of_several_visits_the_car_here_counts_then_the_nearest_of_today() {
        let at = Instant::from_seconds;
        let now = at(1000);
        let pick =
            |visits: Vec<(&'static str, Option<ArrivalCheck>, Instant)>| at_the_door(visits, now).map(|(name, _)| name);
        let open = Some(ArrivalCheck::Open);
        assert_eq!(
            pick(vec![
                ("next week", Some(ArrivalCheck::OtherDay), at(9000)),
                ("noon", open, at(4000)),
                ("now", open, at(900))
            ]),
            Some("now")
        );
        assert_eq!(pick(vec![("now", open, at(900)), ("here", Some(ArrivalCheck::Already(3)), at(10))]), Some("here"));
        assert_eq!(
            pick(vec![
                ("given up", Some(ArrivalCheck::Void), at(1000)),
                ("later", Some(ArrivalCheck::TooEarly), at(9000))
            ]),
            Some("later")
        );
        assert_eq!(pick(vec![("long past", None, at(1))]), None);
    }

    #[test]
    fn the_last_four_digits_are_those_of_a_number_in_any_form() {
        assert_eq!(last_four("+8613812345678"), Some("5678"));
        assert_eq!(last_four("678"), None);
        assert_eq!(last_four("12ab"), None);
        assert_eq!(last_four("电话"), None);
        assert!(is_four_digits("0071") && !is_four_digits("００７１") && !is_four_digits("00711"));
        for typed in ["5678", "５６７８", "٥٦٧٨", " 5678 ", "5678\u{200e}"] {
            assert_eq!(four_digits(typed).as_deref(), Some("5678"), "{typed}");
        }
        assert_eq!((four_digits("567"), four_digits("56789"), four_digits("567a")), (None, None, None));
    }
}
