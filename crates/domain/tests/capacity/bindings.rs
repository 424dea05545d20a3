//! Why a start is not offered: notice, horizon, parts, grid, the walk-in reserve.

use crate::fixture::{Shop, closure, date, dealer, request, team, week};
use bayside_domain::capacity::{CapacityRequest, Class, UnavailableReason};
use bayside_domain::codes::{DayState, Stay};

#[test]
fn a_start_needs_two_hours_of_notice() {
    let shop = Shop::at(&dealer(), "2026-12-01 08:00");
    let oil = request(&["oil"], Stay::Wait);
    assert_eq!(shop.plan(&oil, "2026-12-01 09:30"), Err(UnavailableReason::Notice));
    assert!(shop.plan(&oil, "2026-12-01 10:00").is_ok());
    let later = Shop { now: shop.now + 1, ..shop };
    assert_eq!(later.plan(&oil, "2026-12-01 10:00"), Err(UnavailableReason::Notice));
    // Who stands at the counter needs none.
    assert!(later.plan(&CapacityRequest { class: Class::House, ..oil }, "2026-12-01 08:30").is_ok());
}

#[test]
fn the_horizon_is_sixty_days_and_the_day_itself_included() {
    let shop = Shop::of(&dealer());
    let oil = request(&["oil"], Stay::Wait);
    assert!(shop.plan(&oil, "2027-01-29 08:00").is_ok());
    assert_eq!(shop.plan(&oil, "2027-02-01 08:00"), Err(UnavailableReason::Horizon));
    let day = |on| shop.workshop.day(&shop.occupancy, &oil, date(on), shop.now).state;
    assert_eq!(day("2027-01-29"), DayState::Open);
    assert_eq!(day("2027-02-01"), DayState::Closed);
    assert_eq!(day("2028-02-01"), DayState::Closed);
}

#[test]
fn parts_arrive_after_so_many_opening_days() {
    let mut dealer = dealer();
    dealer.services[1].parts_lead_days = 2;
    dealer.closures = vec![closure("2026-12-07", "2026-12-07")];
    // Friday: the weekend and the closed Monday do not count.
    let shop = Shop::at(&dealer, "2026-12-04 08:00");
    let with_brakes = request(&["oil", "brakes"], Stay::Wait);
    assert_eq!(shop.plan(&with_brakes, "2026-12-08 17:00"), Err(UnavailableReason::Parts));
    assert!(shop.plan(&with_brakes, "2026-12-09 08:00").is_ok());
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-08 08:00").is_ok());
}

#[test]
fn starts_step_from_each_opening() {
    let mut dealer = dealer();
    dealer.hours = week(1..=5, &["08:15-12:00", "13:30-18:00"]);
    let shop = Shop::of(&dealer);
    let starts = shop.starts(&request(&["battery"], Stay::DropOff), "2026-12-01");
    assert_eq!(starts[..2], ["08:15", "08:45"]);
    assert!(starts.contains(&"13:30".to_owned()));
    let battery = request(&["battery"], Stay::DropOff);
    assert_eq!(shop.plan(&battery, "2026-12-01 08:30"), Err(UnavailableReason::OffGrid));
    assert_eq!(shop.plan(&battery, "2026-12-01 12:30"), Err(UnavailableReason::Closed));
    assert_eq!(shop.plan(&battery, "2026-12-05 10:00"), Err(UnavailableReason::Closed));
}

#[test]
fn an_unknown_service_is_not_offered() {
    let shop = Shop::of(&dealer());
    assert_eq!(
        shop.plan(&request(&["oil", "wings"], Stay::Wait), "2026-12-01 08:00"),
        Err(UnavailableReason::UnknownService)
    );
    assert_eq!(shop.plan(&request(&[], Stay::Wait), "2026-12-01 08:00"), Err(UnavailableReason::UnknownService));
}

#[test]
fn bookings_leave_the_reserve_of_each_team_to_walk_ins() {
    let mut dealer = dealer();
    dealer.booking.walk_in_reserve_percent = 90;
    dealer.teams = vec![team("maintenance", 2)];
    dealer.advisers.extend(dealer.advisers.clone());
    let mut shop = Shop::of(&dealer);
    let oil = request(&["oil"], Stay::DropOff);
    // 2 places × 36 quarter hours: floor(7.2) are for bookings; an oil change takes four.
    shop.book(&oil, "2026-12-01 08:00");
    assert_eq!(shop.plan(&oil, "2026-12-01 13:00"), Err(UnavailableReason::TeamReserve("maintenance".into())));
    // What is left of the share suffices where the job goes on the next morning.
    assert_eq!(shop.starts(&oil, "2026-12-01"), ["17:00", "17:30"]);
    // The next day has its own share, and walk-ins may use the rest.
    assert!(shop.plan(&oil, "2026-12-02 13:00").is_ok());
    let walk_in = CapacityRequest { class: Class::House, ..oil };
    shop.book(&walk_in, "2026-12-01 13:00");
    shop.book(&walk_in, "2026-12-01 14:00");
    // What walk-ins use is not booked: the shares of bookings are as before.
    assert!(shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-02 08:00").is_ok());
}

#[test]
fn bookings_leave_the_reserve_of_all_advisers_together() {
    let mut dealer = dealer();
    dealer.booking.walk_in_reserve_percent = 90;
    dealer.teams = vec![team("electrics", 20)];
    dealer.services[2].minutes = 15;
    let mut shop = Shop::of(&dealer);
    let battery = request(&["battery"], Stay::DropOff);
    // 2 advisers × 36 quarter hours: seven receptions, whoever has them.
    for start in ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00"] {
        shop.book(&CapacityRequest { adviser: Some(0), ..battery }, &format!("2026-12-01 {start}"));
    }
    for adviser in [0, 1] {
        let binding = shop.plan(&CapacityRequest { adviser: Some(adviser), ..battery }, "2026-12-01 14:00");
        assert_eq!(binding, Err(UnavailableReason::AdviserReserve));
    }
    assert!(shop.plan(&CapacityRequest { class: Class::House, ..battery }, "2026-12-01 14:00").is_ok());
}

#[test]
fn a_walk_in_uses_all_places_but_never_more() {
    let mut dealer = dealer();
    dealer.booking.walk_in_reserve_percent = 90;
    let mut shop = Shop::of(&dealer);
    let walk_in = CapacityRequest { class: Class::House, ..request(&["battery"], Stay::DropOff) };
    let mut taken = 0;
    for hour in 8..18 {
        for minute in ["00", "30"] {
            let at = format!("2026-12-01 {hour:02}:{minute}");
            if shop.plan(&walk_in, &at).is_ok() {
                shop.book(&walk_in, &at);
                taken += 1;
            }
        }
    }
    // Every start in opening hours; cars queue for the one place of electrics into the next days.
    assert_eq!(taken, 18);
    let electrics = shop.claim("team:electrics", "2026-12-01 08:15", "2026-12-01 12:00");
    assert!((electrics.from..electrics.to).all(|at| shop.occupancy.used(&shop.workshop, electrics.resource, at) == 1));
}

#[test]
fn a_day_says_how_much_is_left() {
    let mut shop = Shop::of(&dealer());
    let oil = request(&["oil"], Stay::Wait);
    let state = |shop: &Shop| shop.workshop.day(&shop.occupancy, &oil, date("2026-12-01"), shop.now).state;
    assert_eq!(state(&shop), DayState::Open);
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 14:00");
    }
    assert_eq!(state(&shop), DayState::Busy);
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 14:00", "2026-12-01 18:00");
    }
    assert_eq!(state(&shop), DayState::Full);
    let sunday = shop.workshop.day(&shop.occupancy, &oil, date("2026-12-06"), shop.now).state;
    assert_eq!(sunday, DayState::Closed);
}
