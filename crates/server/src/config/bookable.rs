//! Finds jobs that can never be booked, so that the author of a dealer's file learns of them and no customer searches
//! in vain.
//!
//! Uses the capacity engine on one week of an empty workshop, without closures, minimum notice and parts lead time.

use super::reader::Node;
use bayside_domain::capacity::{CapacityRequest, Class, Occupancy, UnavailableReason, Workshop};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::{Dealer, Service};
use chrono::{Days, NaiveDate};

/// Reports every job that has no start in a whole week. The booking form first shows the times of the first job for
/// customers who wait, so that job must also be bookable with `wait`.
pub(super) fn check(dealer: &Dealer, services: &[Node<'_>]) {
    let Ok(zone) = dealer.zone.parse::<chrono_tz::Tz>() else { return };
    let mut empty = Dealer { closures: Vec::new(), ..dealer.clone() };
    empty.booking.notice_minutes = 0;
    for service in &mut empty.services {
        service.parts_lead_days = 0;
    }
    let monday = NaiveDate::from_ymd_opt(2026, 6, 8).expect("a date of the calendar");
    let workshop = Workshop::of(&empty, &zone, monday);
    for (index, (service, node)) in empty.services.iter().zip(services).enumerate() {
        let needed = if index == 0 { &[Stay::Wait][..] } else { &service.stays };
        let refused: Vec<UnavailableReason> =
            needed.iter().filter_map(|stay| refusal(&workshop, service, *stay, monday)).collect();
        if let (Some(binding), true) = (refused.first(), refused.len() == needed.len()) {
            let how = if index == 0 { " by those who wait" } else { "" };
            node.fail(format!("can never be booked{how}, even in an empty workshop: {}", why(binding)));
        }
    }
}

/// The reason why no start of the week can be booked: the first one that is not about opening hours. `None` if any
/// start can be booked.
fn refusal(workshop: &Workshop, service: &Service, stay: Stay, monday: NaiveDate) -> Option<UnavailableReason> {
    let services = [service.id.as_str()];
    let ask = CapacityRequest { services: &services, stay, adviser: None, wash: true, class: Class::Booking };
    let occupancy = Occupancy::empty(workshop);
    let before = i64::MIN / 2;
    let mut first = None;
    for day in 0..7 {
        let date = monday + Days::new(day);
        if !workshop.day(&occupancy, &ask, date, before).starts.is_empty() {
            return None;
        }
        let spans = workshop.calendar.date_index(date).map(|day| &workshop.calendar.days[day].open);
        for start in spans.into_iter().flatten().flat_map(|span| span.from..span.to) {
            let binding = workshop.best_adviser(&occupancy, &ask, start, before).err();
            first = first.or(binding
                .filter(|binding| !matches!(binding, UnavailableReason::OffGrid | UnavailableReason::AdviserAway)));
        }
    }
    first.or(Some(UnavailableReason::AdviserAway))
}

fn why(binding: &UnavailableReason) -> String {
    match binding {
        UnavailableReason::Team(skill) => format!("the team “{skill}” is never free for it"),
        UnavailableReason::TeamReserve(skill) => {
            format!("it takes more of the team “{skill}” than the walk-in reserve leaves to bookings")
        }
        UnavailableReason::AdviserReserve => "the walk-in reserve leaves no reception to bookings".to_owned(),
        UnavailableReason::AdviserAway => "no adviser receives during the opening hours".to_owned(),
        UnavailableReason::NotReadyInTime | UnavailableReason::Idle => {
            "it takes longer than the opening hours allow".to_owned()
        }
        UnavailableReason::Seat => "there is no seat in the lounge".to_owned(),
        UnavailableReason::Loaner => "there is no loaner".to_owned(),
        other => other.code().to_owned(),
    }
}
