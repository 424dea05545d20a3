//! Freed room goes to the first whom it fits, and nobody is passed over.

use crate::fixture::{Shop, date, dealer, request};
use crate::random::{cases, scene, wish};
use bayside_domain::capacity::{CapacityRequest, Claim, Class, Occupancy, Workshop};
use bayside_domain::codes::Stay;
use bayside_domain::waitlist::{Wish, WishMatcher};
use chrono::{NaiveTime, TimeZone};
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::*;

fn wanting(on: &str) -> Wish {
    Wish {
        services: vec!["oil".to_owned()],
        stay: Stay::Wait,
        adviser: Some(0),
        from: date(on),
        to: date(on),
        hours: Vec::new(),
        before: None,
        passed: Vec::new(),
    }
}

/// Who gets the only freed reception of the day, 10:00 with the first adviser, and when.
fn offered(queue: &[Wish]) -> Option<(usize, String)> {
    let mut shop = Shop::of(&dealer());
    // The first adviser is taken all day but at ten, which is given back just now.
    shop.occupy("adviser:anna", "2026-12-02 08:00", "2026-12-02 10:00");
    shop.occupy("adviser:anna", "2026-12-02 10:15", "2026-12-02 18:00");
    let freed = [shop.claim("adviser:anna", "2026-12-02 10:00", "2026-12-02 10:15")];
    let asked = WishMatcher {
        workshop: &shop.workshop,
        zone: &shop.zone,
        occupancy: &shop.occupancy,
        freed: &freed,
        now_seconds: shop.now,
    };
    asked.next(queue).map(|(place, start)| (place, shop.wall(start.at)[11..].to_owned()))
}

#[test]
fn the_first_in_the_queue_is_asked() {
    let ten = |place| Some((place, "10:00".to_owned()));
    assert_eq!(offered(&[wanting("2026-12-02"), wanting("2026-12-02")]), ten(0));
    assert_eq!(offered(&[wanting("2026-12-03"), wanting("2026-12-02")]), ten(1));
    assert_eq!(offered(&[]), None);
}

#[test]
fn only_what_is_wished_for_is_offered() {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let with = |hours| Wish { hours, ..wanting("2026-12-02") };
    assert_eq!(offered(&[with(vec![(time(8), time(10))])]), None);
    assert!(offered(&[with(vec![(time(8), time(9)), (time(10), time(11))])]).is_some());
    // What was free all along with the other adviser is no news.
    assert_eq!(offered(&[Wish { adviser: Some(1), ..wanting("2026-12-02") }]), None);
    assert_eq!(offered(&[Wish { adviser: None, ..wanting("2026-12-02") }]), None);
}

#[test]
fn a_start_is_offered_once_and_only_before_the_booking_that_it_would_replace() {
    let shop = Shop::of(&dealer());
    let ten = shop.bucket("2026-12-02 10:00");
    assert_eq!(offered(&[Wish { passed: vec![ten], ..wanting("2026-12-02") }]), None);
    assert_eq!(offered(&[Wish { before: Some(ten), ..wanting("2026-12-02") }]), None);
    assert!(offered(&[Wish { before: Some(ten + 1), ..wanting("2026-12-02") }]).is_some());
}

/// Every start of a wish that fits now and did not before, the slow way.
fn fits(workshop: &Workshop, occupancy: &Occupancy, full: &Occupancy, wish: &Wish, now: i64) -> Vec<i64> {
    let services: Vec<&str> = wish.services.iter().map(String::as_str).collect();
    let request = CapacityRequest { adviser: wish.adviser, ..request(&services, wish.stay) };
    let can = |occupancy: &Occupancy, start: i64| workshop.best_adviser(occupancy, &request, start, now).is_ok();
    let days = workshop.calendar.days.iter().filter(|day| (wish.from..=wish.to).contains(&day.date));
    let starts = days.flat_map(|day| day.open.iter().flat_map(|span| span.from..span.to));
    starts.filter(|start| can(occupancy, *start) && !can(full, *start)).collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn nobody_jumps_the_queue_and_no_place_is_given_twice(
        scene in scene(),
        bookings in vec(wish(), 1..40),
        waiting in vec(wish(), 1..8),
        cancelled in any::<prop::sample::Index>(),
    ) {
        let zone: Tz = scene.zone;
        let workshop = Workshop::of(&scene.dealer, &zone, scene.today);
        let starts: Vec<i64> = workshop.calendar.days.iter().take(3)
            .flat_map(|day| day.open.iter().flat_map(|span| span.from..span.to)).collect();
        let mut occupancy = Occupancy::empty(&workshop);
        let mut kept: Vec<Vec<Claim>> = Vec::new();
        for booking in &bookings {
            let services = booking.services(&scene.dealer);
            let request = CapacityRequest { class: Class::Booking, ..booking.request(&scene.dealer, &services) };
            let Some(start) = booking.pick(&starts) else { continue };
            if let Ok((_, plan)) = workshop.best_adviser(&occupancy, &request, start, scene.now_seconds) {
                occupancy.take(&workshop, &plan.claims, true);
                kept.push(plan.claims);
            }
        }
        if kept.is_empty() {
            return Ok(());
        }
        let freed = kept.swap_remove(cancelled.index(kept.len()));
        occupancy.give_back(&workshop, &freed, true);
        let mut queue: Vec<Wish> = waiting.iter().map(|wish| {
            let services = wish.services(&scene.dealer);
            let CapacityRequest { stay, adviser, .. } = wish.request(&scene.dealer, &services);
            let services = services.iter().map(|id| (*id).to_owned()).collect();
            let (from, to) = (scene.today, scene.today + chrono::Days::new(10));
            Wish { services, stay, adviser, from, to, hours: Vec::new(), before: None, passed: Vec::new() }
        }).collect();
        loop {
            let mut full = occupancy.clone();
            full.take(&workshop, &freed, true);
            let asked = WishMatcher {
                workshop: &workshop,
                zone: &zone,
                occupancy: &occupancy,
                freed: &freed,
                now_seconds: scene.now_seconds,
            };
            let next = asked.next(&queue);
            let fitting: Vec<Vec<i64>> =
                queue.iter().map(|wish| fits(&workshop, &occupancy, &full, wish, scene.now_seconds)).collect();
            let Some((place, start)) = next else {
                prop_assert!(fitting.iter().all(Vec::is_empty), "{:?} was left over", fitting);
                break;
            };
            prop_assert!(fitting[..place].iter().all(Vec::is_empty), "{:?} was passed over for {}", fitting, place);
            prop_assert_eq!(fitting[place].first(), Some(&start.at));
            let wish = &queue[place];
            let services: Vec<&str> = wish.services.iter().map(String::as_str).collect();
            let request = CapacityRequest { services: &services, stay: wish.stay, adviser: wish.adviser, wash: true, class: Class::Booking };
            let plan = workshop.plan(&occupancy, &request, start.at, start.adviser, scene.now_seconds);
            occupancy.take(&workshop, &plan.expect("an offered start can be had").claims, true);
            prop_assert!(occupancy.is_within_limits(&workshop));
            queue.remove(place);
        }
    }

    #[test]
    fn hours_are_those_on_the_wall(hour in 0_u32..23, day in 0_u64..700) {
        let zone = chrono_tz::Europe::Berlin;
        let on = date("2026-01-01") + chrono::Days::new(day);
        let Some(noon) = zone.from_local_datetime(&on.and_hms_opt(12, 0, 0).expect("noon")).earliest() else { return Ok(()) };
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
        let wish = Wish { hours: vec![(time(hour), time(hour + 1))], ..wanting("2026-01-01") };
        prop_assert_eq!(wish.wants(&zone, noon.timestamp() / 900), hour == 12);
    }
}
