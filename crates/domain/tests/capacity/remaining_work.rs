//! What is left of a car's chain, and where it goes.

use crate::fixture::{self, Shop, dealer, request};
use crate::random::{cases, scene, wish};
use bayside_domain::appointment::Appointment;
use bayside_domain::capacity::{Claim, Class, Occupancy, Resource, Workshop, remaining_work};
use bayside_domain::codes::{Decision, Stay, Urgency};
use bayside_domain::dealer::{BookingPolicy, Dealer};
use bayside_domain::event::{Actor, Recorded, VisitEvent};
use bayside_domain::ids::{EventNumber, ExtraWorkId};
use bayside_domain::time::Instant;
use bayside_domain::visit::Visit;
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::*;

/// A car whose order is signed at a local time of the fixture's Monday, and what follows.
struct Car {
    shop: Shop,
    dealer: Dealer,
    visit: Visit,
}

impl Car {
    fn signed(dealer: Dealer, at: &str, services: &[&str]) -> Self {
        let shop = Shop::of(&dealer);
        let booked = VisitEvent::Booked {
            appointment: Appointment {
                start: Instant::from_seconds(0),
                ready_estimate: Instant::from_seconds(0),
                adviser: "anna".to_owned(),
                services: services.iter().map(|id| (*id).to_owned()).collect(),
                stay: Stay::DropOff,
                price: 0,
                benefit: 0,
            },
            walk_in: false,
        };
        let first =
            Recorded { number: EventNumber::new(1), at: Instant::from_seconds(0), by: Actor::Customer, event: booked };
        let mut car = Self { shop, dealer, visit: Visit::begin(&first).expect("it begins with the booking") };
        car.happens(at, VisitEvent::Arrived { number: 1, mileage_km: None });
        let jobs = services.iter().map(|id| (*id).to_owned()).collect();
        let promised_at = Instant::from_seconds(0);
        car.happens(at, VisitEvent::OrderSigned { estimate: 0, jobs, wants_wash: true, promised_at });
        car
    }

    fn happens(&mut self, at: &str, event: VisitEvent) {
        let at = self.at(at);
        let number = EventNumber::new(self.visit.version + 1);
        self.visit.apply(&Recorded { number, at, by: Actor::Customer, event });
    }

    fn at(&self, clock: &str) -> Instant {
        Instant::from_seconds(self.shop.bucket(&format!("{} {clock}", fixture::TODAY)) * 900)
    }

    /// Where what is left goes, from a time on.
    #[track_caller]
    fn check(&self, now: &str, expected: &[&str]) {
        let zone: Tz = self.dealer.zone.parse().expect("a test's zone");
        let now = self.at(now);
        let rest = remaining_work(&self.dealer, &zone, &self.visit, now);
        let placed = self.shop.workshop.place(&self.shop.occupancy, &rest, now.seconds() / 900);
        let said: Option<Vec<String>> = placed.map(|claims| claims.iter().map(|claim| self.said(claim)).collect());
        assert_eq!(said.unwrap_or_default(), expected);
    }

    fn said(&self, claim: &Claim) -> String {
        let clock = |bucket| self.shop.wall(bucket)[11..].to_owned();
        format!("{} {}-{}", self.shop.workshop.resource(claim.resource), clock(claim.from), clock(claim.to))
    }
}

#[test]
fn a_car_whose_order_is_signed_goes_on_from_there() {
    let car = Car::signed(dealer(), "08:15", &["oil", "battery"]);
    let chain = [
        "team:maintenance 08:15-09:15",
        "team:electrics 09:15-10:00",
        "team:inspection 10:00-10:15",
        "team:wash 10:15-10:30",
    ];
    car.check("08:15", &chain);
}

#[test]
fn what_is_done_early_makes_the_rest_earlier() {
    let mut car = Car::signed(dealer(), "08:15", &["oil", "battery"]);
    car.happens("08:15", VisitEvent::Started { job: "oil".to_owned() });
    let later = [
        "team:maintenance 08:45-09:15",
        "team:electrics 09:15-10:00",
        "team:inspection 10:00-10:15",
        "team:wash 10:15-10:30",
    ];
    car.check("08:45", &later);
    car.happens("08:45", VisitEvent::Completed { job: "oil".to_owned() });
    car.check("08:45", &["team:electrics 08:45-09:30", "team:inspection 09:30-09:45", "team:wash 09:45-10:00"]);
}

#[test]
fn a_job_that_takes_too_long_needs_one_more_bucket() {
    let mut car = Car::signed(dealer(), "08:15", &["oil"]);
    car.happens("08:15", VisitEvent::Started { job: "oil".to_owned() });
    let late = ["team:maintenance 11:30-11:45", "team:inspection 11:45-12:00", "team:wash 13:00-13:15"];
    car.check("11:30", &late);
}

#[test]
fn a_night_is_no_work() {
    let mut car = Car::signed(dealer(), "08:15", &["engine"]);
    // 25 hours of work: what was worked on Friday before counts, the days between do not.
    let friday = Instant::from_seconds(car.at("08:15").seconds() - 3 * 86_400);
    car.visit.apply(&Recorded {
        number: EventNumber::new(9),
        at: friday,
        by: Actor::Customer,
        event: VisitEvent::Started { job: "engine".to_owned() },
    });
    let zone: Tz = car.dealer.zone.parse().expect("a test's zone");
    let left = remaining_work(&car.dealer, &zone, &car.visit, car.at("08:15"));
    assert_eq!(left[0].buckets, 100 - 36);
}

#[test]
fn approved_extra_work_is_placed_behind_the_jobs_and_may_use_the_reserve() {
    let reserved = BookingPolicy { walk_in_reserve_percent: 100, ..dealer().booking };
    let mut car = Car::signed(Dealer { booking: reserved, ..dealer() }, "08:15", &["oil"]);
    assert!(car.shop.plan(&request(&["oil"], Stay::DropOff), &format!("{} 08:00", fixture::TODAY)).is_err());
    let quote = VisitEvent::ExtraWorkQuoted {
        item: ExtraWorkId::new(7),
        version: 1,
        amount: 100,
        minutes: 40,
        urgency: Urgency::Soon,
    };
    car.happens("08:30", quote);
    let without = ["team:maintenance 08:30-09:30", "team:inspection 09:30-09:45", "team:wash 09:45-10:00"];
    car.check("08:30", &without);
    car.happens(
        "08:30",
        VisitEvent::ExtraWorkDecided { item: ExtraWorkId::new(7), version: 1, decision: Decision::Approve },
    );
    car.check("08:30", &["team:maintenance 08:30-10:15", "team:inspection 10:15-10:30", "team:wash 10:30-10:45"]);
}

#[test]
fn places_that_are_taken_are_gone_around_and_where_there_is_none_nothing_is_placed() {
    let mut car = Car::signed(dealer(), "08:15", &["battery"]);
    let day = |clock: &str| format!("{} {clock}", fixture::TODAY);
    car.shop.occupy("team:electrics", &day("08:00"), &day("09:00"));
    car.check("08:15", &["team:electrics 09:00-09:45", "team:inspection 09:45-10:00", "team:wash 10:00-10:15"]);
    car.shop.put_out_of_use("team:electrics", 1, &day("09:00"), "2026-12-20 18:00");
    car.check("08:15", &[]);
}

#[test]
fn who_declines_the_wash_and_what_is_checked_need_no_more_room() {
    let mut car = Car::signed(dealer(), "08:15", &["oil"]);
    car.visit.wants_wash = false;
    car.happens("08:15", VisitEvent::Completed { job: "oil".to_owned() });
    car.check("08:30", &["team:inspection 08:30-08:45"]);
    car.happens("08:30", VisitEvent::FinalInspected { passed: true });
    car.check("08:30", &[]);
}

proptest! {
    #![proptest_config(cases(300))]

    /// A car that comes when it was booked, into a house as full as it was then, goes where the booking put it.
    #[test]
    fn what_is_left_at_the_beginning_is_the_booking(scene in scene(), others in vec(wish(), 0..12), own in wish()) {
        let workshop = Workshop::of(&scene.dealer, &scene.zone, scene.today);
        let mut occupancy = Occupancy::empty(&workshop);
        let starts: Vec<i64> = workshop.calendar.days.iter().take(2).flat_map(|day| day.open.iter().flat_map(|span| span.from..span.to)).collect();
        // The start that is wished for, or the next one that can be had.
        let plan = |occupancy: &Occupancy, wish: &crate::random::Wish| {
            let services = wish.services(&scene.dealer);
            let request = bayside_domain::capacity::CapacityRequest { wash: true, ..wish.request(&scene.dealer, &services) };
            let first = starts.iter().position(|start| Some(*start) == wish.pick(&starts))?;
            let plan = |start: &i64| workshop.best_adviser(occupancy, &request, *start, scene.now_seconds).ok();
            starts[first..].iter().chain(&starts[..first]).find_map(plan).map(|(_, plan)| (plan, request.class))
        };
        for other in &others {
            if let Some((plan, class)) = plan(&occupancy, other) {
                occupancy.take(&workshop, &plan.claims, class == Class::Booking);
            }
        }
        let own_plan = plan(&occupancy, &own);
        prop_assume!(own_plan.is_some());
        let (plan, _) = own_plan.expect("assumed");
        let is_adviser = |claim: &Claim| matches!(workshop.resource(claim.resource), Resource::Adviser(_));
        let is_team = |claim: &&Claim| matches!(workshop.resource(claim.resource), Resource::Team(_));
        let received = plan.claims.iter().filter(|claim| is_adviser(claim)).map(|claim| claim.to).max();
        let teams: Vec<Claim> = plan.claims.iter().filter(is_team).copied().collect();
        let services: Vec<&str> = own.services(&scene.dealer);
        let car = Car::signed(scene.dealer.clone(), "08:15", &services);
        let from = received.unwrap_or(plan.start);
        let left = remaining_work(&scene.dealer, &scene.zone, &car.visit, Instant::from_seconds(from * 900));
        let placed = workshop.place(&occupancy, &left, from);
        prop_assert_eq!(placed.map(merged), Some(merged(teams)));
    }
}

/// Neighbouring stretches of one resource as one.
fn merged(claims: Vec<Claim>) -> Vec<Claim> {
    let mut merged: Vec<Claim> = Vec::new();
    for claim in claims {
        match merged.last_mut() {
            Some(last) if last.resource == claim.resource && last.to == claim.from => last.to = claim.to,
            _ => merged.push(claim),
        }
    }
    merged
}
