//! Days of 23 and of 25 hours.

use crate::fixture::{Shop, adviser, dealer, request, week};
use bayside_domain::calendar::{Calendar, Side, instant_of};
use bayside_domain::capacity::Class;
use bayside_domain::codes::Stay;
use bayside_domain::dealer::Dealer;
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// Open all night, all week.
fn night_shop(zone: &str) -> Dealer {
    let mut dealer = dealer();
    zone.clone_into(&mut dealer.zone);
    dealer.hours = week(1..=7, &["00:00-24:00"]);
    dealer
}

fn starts(shop: &Shop, on: &str) -> Vec<i64> {
    let request = request(&["battery"], Stay::DropOff);
    let day = shop.workshop.day(&shop.occupancy, &request, crate::fixture::date(on), shop.now);
    day.starts.iter().map(|start| start.at).collect()
}

#[test]
fn the_repeated_hour_gives_distinct_starts() {
    let shop = Shop::at(&night_shop("Europe/Berlin"), "2026-10-23 08:00");
    let found = starts(&shop, "2026-10-25");
    assert_eq!(found.len(), 50);
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 50);
    let walls: Vec<String> = found.iter().map(|start| shop.wall(*start)[11..].to_owned()).collect();
    assert_eq!(walls[3..9], ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]);
}

#[test]
fn the_missing_hour_gives_no_start() {
    let shop = Shop::at(&night_shop("Europe/Berlin"), "2026-03-27 08:00");
    let found = starts(&shop, "2026-03-29");
    assert_eq!(found.len(), 46);
    let walls: Vec<String> = found.iter().map(|start| shop.wall(*start)[11..].to_owned()).collect();
    assert_eq!(walls[2..6], ["01:00", "01:30", "03:00", "03:30"]);
}

#[test]
fn two_cars_come_at_two_oclock_with_the_same_adviser_an_hour_apart() {
    let mut dealer = night_shop("Europe/Berlin");
    dealer.advisers.truncate(1);
    let mut shop = Shop::at(&dealer, "2026-10-23 08:00");
    let request = request(&["battery"], Stay::DropOff);
    let first = shop.bucket("2026-10-25 02:00");
    for start in [first, first + 4] {
        let plan = shop.workshop.plan(&shop.occupancy, &request, start, 0, shop.now).expect("offered");
        assert_eq!(shop.wall(plan.start), "2026-10-25 02:00");
        shop.occupancy.take(&shop.workshop, &plan.claims, request.class == Class::Booking);
    }
    assert!(shop.workshop.plan(&shop.occupancy, &request, first, 0, shop.now).is_err());
    assert!(shop.workshop.plan(&shop.occupancy, &request, first + 4, 0, shop.now).is_err());
}

#[test]
fn a_job_through_the_repeated_hour_takes_its_minutes_not_the_clocks() {
    let shop = Shop::at(&night_shop("Europe/Berlin"), "2026-10-23 08:00");
    let plan = shop.plan(&request(&["brakes"], Stay::Wait), "2026-10-25 01:30").expect("offered");
    // 135 minutes from 01:30 summer time.
    assert_eq!((shop.wall(plan.ready).as_str(), plan.ready - plan.start), ("2026-10-25 02:45", 9));
}

#[test]
fn an_adviser_who_comes_at_half_past_two_comes_at_three_when_there_is_no_half_past_two() {
    let mut dealer = night_shop("Europe/Berlin");
    dealer.advisers = vec![adviser("anna", week(7..=7, &["02:30-04:00"]))];
    let shop = Shop::at(&dealer, "2026-03-27 08:00");
    let walls: Vec<String> = starts(&shop, "2026-03-29").iter().map(|start| shop.wall(*start)).collect();
    assert_eq!(walls, ["2026-03-29 03:00", "2026-03-29 03:30"]);
}

#[test]
fn an_opening_after_the_repeated_hour_does_not_reach_into_it() {
    let shop =
        Shop::at(&Dealer { hours: week(7..=7, &["03:00-06:00"]), ..night_shop("Europe/Berlin") }, "2026-10-23 08:00");
    assert_eq!(shop.workshop.calendar.days[2].open[0].len(), 12);
}

#[test]
fn closing_at_two_means_the_second_two_oclock() {
    let night = Dealer { hours: week(7..=7, &["00:00-02:00"]), ..night_shop("Europe/Berlin") };
    let shop = Shop::at(&night, "2026-10-23 08:00");
    assert_eq!(shop.workshop.calendar.days[2].open[0].len(), 12);
}

#[test]
fn a_day_whose_first_hour_comes_twice_begins_once_and_the_day_before_ends_there() {
    let shop = Shop::at(&night_shop("America/Havana"), "2026-10-30 08:00");
    let days = &shop.workshop.calendar.days;
    assert_eq!(days[1].open, [days[1].whole]);
    assert_eq!(days[2].open, [days[2].whole]);
    assert_eq!((days[1].whole.len(), days[2].whole.len()), (96, 100));
    let (saturday, sunday) = (starts(&shop, "2026-10-31"), starts(&shop, "2026-11-01"));
    assert!(saturday.iter().all(|start| !sunday.contains(start)));
    assert_eq!((saturday.len(), sunday.len()), (48, 50));
}

#[test]
fn a_day_that_begins_at_one_has_no_midnight() {
    let zone: Tz = "Africa/Cairo".parse().expect("a zone");
    let on = crate::fixture::date("2026-04-24");
    let calendar = Calendar::of(&zone, &week(1..=7, &["00:00-24:00"]), &[], on, on);
    assert_eq!(calendar.days[0].whole.len(), 92);
    assert_eq!(calendar.days[0].open, [calendar.days[0].whole]);
    let missing = on.and_time(crate::fixture::time("00:30"));
    let begins = instant_of(&zone, missing, Side::Opening);
    assert_eq!(begins, calendar.days[0].whole.from * 900);
    assert_eq!(begins, instant_of(&zone, missing, Side::Closing));
}
