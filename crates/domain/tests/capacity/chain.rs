//! Reception, jobs, inspection and wash, one after another.

use crate::fixture::{Shop, dealer, request, service, team, together, week};
use bayside_domain::capacity::{CapacityRequest, Class, UnavailableReason};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::{BookingPolicy, Dealer};

fn told(ready: &str, estimate: &str) -> (String, String) {
    (ready.to_owned(), estimate.to_owned())
}

fn with_policy(change: impl FnOnce(&mut BookingPolicy)) -> Dealer {
    let mut dealer = dealer();
    change(&mut dealer.booking);
    dealer
}

#[test]
fn an_empty_workshop_offers_each_half_hour_that_ends_before_closing() {
    let shop = Shop::of(&dealer());
    // 15 reception, 60 oil, 15 inspection, 15 wash: the last one begins at 16:00 and is ready at 17:45.
    // From 10:30 the customer would idle through the break before the wash; from 11:00 the break interrupts the job.
    let starts = shop.starts(&request(&["oil"], Stay::Wait), "2026-12-01");
    let morning = ["08:00", "08:30", "09:00", "09:30", "10:00", "11:00", "11:30"];
    let afternoon = ["13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00"];
    assert_eq!(starts.iter().map(String::as_str).collect::<Vec<_>>(), [&morning[..], &afternoon[..]].concat());
}

#[test]
fn each_block_is_rounded_up_on_its_own() {
    let mut dealer = dealer();
    dealer.services = vec![service("bulb", 16, "electrics"), service("wiper", 1, "maintenance")];
    let shop = Shop::of(&dealer);
    // 15 + 30 + 15 + 15 + 15, not 15 + 17 + 15 + 15 rounded.
    let ready = shop.ready(&request(&["wiper", "bulb"], Stay::Wait), "2026-12-01 08:00");
    assert_eq!(ready, Ok(told("2026-12-01 09:30", "2026-12-01 09:30")));
}

#[test]
fn jobs_come_in_the_order_of_the_catalogue_whatever_the_order_of_asking() {
    let shop = Shop::of(&dealer());
    let one = shop.plan(&request(&["battery", "oil"], Stay::Wait), "2026-12-01 08:00").expect("offered");
    let other = shop.plan(&request(&["oil", "battery"], Stay::Wait), "2026-12-01 08:00").expect("offered");
    assert_eq!(one, other);
    let electrics = shop.claim("team:electrics", "2026-12-01 09:15", "2026-12-01 10:00");
    assert!(one.claims.contains(&electrics));
}

#[test]
fn a_rule_shortens_the_later_of_two_jobs_and_nothing_else_does() {
    let mut dealer = dealer();
    dealer.combined_savings = vec![together("brakes", "oil", 30)];
    let shop = Shop::of(&dealer);
    let ready = |services: &[&str]| shop.ready(&request(services, Stay::Wait), "2026-12-01 08:00").expect("offered").0;
    assert_eq!(ready(&["oil", "brakes"]), "2026-12-01 10:45");
    assert_eq!(ready(&["brakes"]), "2026-12-01 10:15");
    assert_eq!(ready(&["oil", "battery"]), "2026-12-01 10:30");
}

#[test]
fn a_rule_that_saves_more_than_the_job_leaves_a_quarter_of_an_hour() {
    let mut dealer = dealer();
    dealer.combined_savings = vec![together("oil", "battery", 80)];
    let shop = Shop::of(&dealer);
    let ready = shop.ready(&request(&["oil", "battery"], Stay::Wait), "2026-12-01 08:00").expect("offered").0;
    assert_eq!(ready, "2026-12-01 10:00");
}

#[test]
fn a_declined_wash_takes_neither_time_nor_place() {
    let mut shop = Shop::of(&dealer());
    shop.occupy("team:wash", "2026-12-01 08:00", "2026-12-01 18:00");
    let unwashed = CapacityRequest { wash: false, ..request(&["oil"], Stay::Wait) };
    assert_eq!(shop.ready(&unwashed, "2026-12-01 08:00"), Ok(told("2026-12-01 09:30", "2026-12-01 09:30")));
    let washed = shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00");
    assert_eq!(washed, Err(UnavailableReason::Team("wash".into())));
}

#[test]
fn without_a_team_the_inspection_takes_time_but_no_place() {
    let mut dealer = dealer();
    dealer.teams.retain(|team| team.skill != "inspection");
    let shop = Shop::of(&dealer);
    let plan = shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00").expect("offered");
    assert_eq!(shop.wall(plan.ready), "2026-12-01 09:45");
    // Adviser, maintenance, wash, seat.
    assert_eq!(plan.claims.len(), 4);
}

#[test]
fn breaks_interrupt_a_block_and_claim_nothing() {
    let shop = Shop::of(&dealer());
    let plan = shop.plan(&request(&["brakes"], Stay::Wait), "2026-12-01 11:00").expect("offered");
    assert!(plan.claims.contains(&shop.claim("team:maintenance", "2026-12-01 11:15", "2026-12-01 12:00")));
    assert!(plan.claims.contains(&shop.claim("team:maintenance", "2026-12-01 13:00", "2026-12-01 13:45")));
    assert_eq!(shop.wall(plan.ready), "2026-12-01 14:15");
}

#[test]
fn a_block_never_straddles_another_car() {
    let mut shop = Shop::of(&with_policy(|policy| policy.wait_idle_minutes_max = 240));
    // One place is left, and free only until 09:00 and again from 09:15.
    shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 18:00");
    shop.occupy("team:maintenance", "2026-12-01 09:00", "2026-12-01 09:15");
    let plan = shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00").expect("offered");
    assert!(plan.claims.contains(&shop.claim("team:maintenance", "2026-12-01 09:15", "2026-12-01 10:15")));
}

#[test]
fn a_full_team_is_not_offered() {
    let mut shop = Shop::of(&dealer());
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 18:00");
    }
    assert_eq!(shop.starts(&request(&["oil"], Stay::Wait), "2026-12-01"), [""; 0]);
    let binding = shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 10:00");
    assert_eq!(binding, Err(UnavailableReason::Team("maintenance".into())));
    // Another team is not concerned, nor is another day.
    assert!(shop.plan(&request(&["battery"], Stay::Wait), "2026-12-01 10:00").is_ok());
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-02 10:00").is_ok());
}

#[test]
fn places_of_a_team_are_interchangeable() {
    let mut shop = Shop::of(&dealer());
    // Each place is taken for a while, never both at once: a car may change places.
    shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 09:00");
    shop.occupy("team:maintenance", "2026-12-01 09:00", "2026-12-01 18:00");
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00").is_ok());
}

#[test]
fn a_margin_counts_opening_hours_only() {
    let shop = Shop::of(&dealer());
    let leave = |at| shop.ready(&request(&["oil"], Stay::DropOff), at).expect("offered");
    assert_eq!(leave("2026-12-01 13:00"), told("2026-12-01 14:45", "2026-12-01 16:45"));
    // Ready at 16:45: an hour and a quarter that day, the rest from 08:00.
    assert_eq!(leave("2026-12-01 15:00"), told("2026-12-01 16:45", "2026-12-02 08:45"));
    // Ready at noon: through the break.
    assert_eq!(leave("2026-12-01 10:00"), told("2026-12-01 11:45", "2026-12-01 14:45"));
    // Over a weekend.
    assert_eq!(leave("2026-12-04 16:00"), told("2026-12-04 17:45", "2026-12-07 09:45"));
}

#[test]
fn no_margin_means_ready_when_ready() {
    let shop = Shop::of(&with_policy(|policy| policy.leave_margin_minutes = 0));
    let ready = shop.ready(&request(&["oil"], Stay::DropOff), "2026-12-01 16:00");
    assert_eq!(ready, Ok(told("2026-12-01 17:45", "2026-12-01 17:45")));
}

#[test]
fn a_walk_in_cannot_begin_in_the_past() {
    let shop = Shop::at(&dealer(), "2026-12-01 10:10");
    let walk_in = CapacityRequest { class: Class::House, ..request(&["oil"], Stay::Wait) };
    assert_eq!(shop.plan(&walk_in, "2026-12-01 09:30"), Err(UnavailableReason::Notice));
    // The running quarter of an hour has not passed yet.
    assert!(shop.plan(&walk_in, "2026-12-01 10:00").is_ok());
}

#[test]
fn a_dealer_that_opens_seldom_still_finishes_late_starts() {
    let mut dealer = dealer();
    dealer.hours = week(2..=2, &["08:00-12:00"]);
    dealer.teams = vec![team("maintenance", 1)];
    dealer.services = vec![service("restore", 60 * 30, "maintenance")];
    dealer.booking.leave_days_max = 12;
    let shop = Shop::of(&dealer);
    // Thirty hours of work end on the eighth Tuesday, the margin on the ninth.
    let ready = shop.ready(&request(&["restore"], Stay::DropOff), "2027-01-26 08:00");
    assert_eq!(ready, Ok(told("2027-03-16 10:30", "2027-03-23 08:30")));
}
