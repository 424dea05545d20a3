//! Waiting, leaving the car, driving a loaner.

use crate::fixture::{Shop, closure, dealer, request, week};
use bayside_domain::capacity::UnavailableReason;
use bayside_domain::codes::Stay;

#[test]
fn a_waiting_customer_is_not_kept_beyond_closing() {
    let shop = Shop::of(&dealer());
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 16:00").is_ok());
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 16:30"), Err(UnavailableReason::NotReadyInTime));
    assert!(shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-01 16:30").is_ok());
}

#[test]
fn ready_at_closing_time_is_in_time() {
    let mut dealer = dealer();
    dealer.hours = week(1..=5, &["08:00-12:00"]);
    let shop = Shop::of(&dealer);
    // 15 + 45 + 15 + 15 from 10:30.
    assert!(shop.plan(&request(&["battery"], Stay::Wait), "2026-12-01 10:30").is_ok());
    assert_eq!(
        shop.plan(&request(&["battery"], Stay::Wait), "2026-12-01 11:00"),
        Err(UnavailableReason::NotReadyInTime)
    );
}

#[test]
fn a_waiting_customer_idles_for_half_an_hour_at_most() {
    let mut shop = Shop::of(&dealer());
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 09:00");
    }
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00"), Err(UnavailableReason::Idle));
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:30").is_ok());
    assert!(shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-01 08:00").is_ok());
}

#[test]
fn idle_minutes_add_up() {
    let mut shop = Shop::of(&dealer());
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 08:30");
    }
    shop.occupy("team:inspection", "2026-12-01 09:30", "2026-12-01 09:45");
    // A quarter before the job, a quarter before the inspection.
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00").is_ok());
    shop.occupy("team:wash", "2026-12-01 10:00", "2026-12-01 10:15");
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00"), Err(UnavailableReason::Idle));
}

#[test]
fn twenty_idle_minutes_do_not_stretch_to_thirty() {
    let mut dealer = dealer();
    dealer.booking.wait_idle_minutes_max = 20;
    let mut shop = Shop::of(&dealer);
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-01 08:30");
    }
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00").is_ok());
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:30", "2026-12-01 08:45");
    }
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:00"), Err(UnavailableReason::Idle));
}

#[test]
fn a_break_between_two_blocks_is_idle_time() {
    let shop = Shop::of(&dealer());
    // Brakes would end at noon: the inspection begins an hour later.
    assert_eq!(
        shop.plan(&request(&["brakes", "battery"], Stay::Wait), "2026-12-01 09:30"),
        Err(UnavailableReason::Idle)
    );
    assert!(shop.plan(&request(&["brakes", "battery"], Stay::Wait), "2026-12-01 09:00").is_ok());
    assert!(shop.plan(&request(&["brakes", "battery"], Stay::Wait), "2026-12-01 10:00").is_ok());
}

#[test]
fn a_car_that_is_left_may_be_in_work_for_several_days() {
    let shop = Shop::of(&dealer());
    // 25 hours of nine-hour days, from Friday: the weekend does not count.
    let ready = shop.ready(&request(&["engine"], Stay::DropOff), "2026-12-04 08:00").expect("offered");
    assert_eq!(ready, ("2026-12-08 16:45".to_owned(), "2026-12-09 08:45".to_owned()));
    assert_eq!(
        shop.plan(&request(&["engine"], Stay::Wait), "2026-12-04 08:00"),
        Err(UnavailableReason::NotReadyInTime)
    );
}

#[test]
fn a_car_that_is_left_is_ready_within_five_opening_days() {
    let mut dealer = dealer();
    dealer.closures = vec![closure("2026-12-03", "2026-12-04")];
    dealer.services[3].minutes = 9 * 60 * 5;
    let shop = Shop::of(&dealer);
    // From Tuesday over the closure and the weekend to the Thursday of the week after.
    let ready = |at| shop.ready(&request(&["engine"], Stay::DropOff), at);
    assert_eq!(ready("2026-12-01 08:00").expect("offered").0, "2026-12-10 08:45");
    // On the fifth opening day after the start it is just in time.
    dealer.services[3].minutes = 9 * 60 * 6 - 45;
    let shop = Shop::of(&dealer);
    let ready = |at| shop.ready(&request(&["engine"], Stay::DropOff), at);
    assert_eq!(ready("2026-12-01 08:00").expect("offered").0, "2026-12-10 18:00");
    assert_eq!(ready("2026-12-01 08:30"), Err(UnavailableReason::NotReadyInTime));
}

#[test]
fn a_full_team_is_waited_for_when_the_car_is_left_but_not_for_more_than_five_days() {
    let mut shop = Shop::of(&dealer());
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-01 08:00", "2026-12-08 12:00");
    }
    let ready = shop.ready(&request(&["oil"], Stay::DropOff), "2026-12-01 08:00").expect("offered");
    assert_eq!(ready.0, "2026-12-08 14:30");
    for _ in 0..2 {
        shop.occupy("team:maintenance", "2026-12-08 12:00", "2026-12-08 18:00");
    }
    let late = shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-01 08:00");
    assert_eq!(late, Err(UnavailableReason::Team("maintenance".into())));
}

#[test]
fn a_loaner_is_out_on_each_date_from_start_to_ready() {
    let mut shop = Shop::of(&dealer());
    shop.book(&request(&["engine"], Stay::Loaner), "2026-12-02 08:00");
    // Out on Wednesday, Thursday and Friday; the only one.
    let loaner = request(&["oil"], Stay::Loaner);
    let free = |date: &str| shop.plan(&loaner, &format!("{date} 08:00"));
    assert!(free("2026-12-01").is_ok());
    for date in ["2026-12-02", "2026-12-03", "2026-12-04"] {
        assert_eq!(free(date), Err(UnavailableReason::Loaner));
    }
    assert!(free("2026-12-07").is_ok());
    // Begun the day before but ready on Wednesday: no.
    assert_eq!(shop.plan(&loaner, "2026-12-01 17:00"), Err(UnavailableReason::Loaner));
    assert!(shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-03 08:00").is_ok());
}

#[test]
fn a_weekend_with_a_loaner_counts_its_dates() {
    let mut shop = Shop::of(&dealer());
    shop.book(&request(&["oil"], Stay::Loaner), "2026-12-04 17:00");
    let loaner = shop.workshop.resource_id(&bayside_domain::capacity::Resource::Loaner).expect("there is one");
    let days: Vec<i64> = (4..=8).filter(|day| shop.occupancy.used(&shop.workshop, loaner, ce(*day)) > 0).collect();
    assert_eq!(days, [4, 5, 6, 7]);
}

fn ce(day_of_december: i64) -> i64 {
    use chrono::Datelike;
    i64::from(crate::fixture::date("2026-12-01").num_days_from_ce()) + day_of_december - 1
}

#[test]
fn each_waiting_customer_has_a_seat_until_the_car_is_ready() {
    let mut shop = Shop::of(&dealer());
    shop.book(&request(&["oil"], Stay::Wait), "2026-12-01 08:00");
    shop.book(&request(&["battery"], Stay::Wait), "2026-12-01 08:00");
    // Both seats are taken from 08:15; the first is free at 09:30, when the battery is done.
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 08:30"), Err(UnavailableReason::Seat));
    assert_eq!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 09:00"), Err(UnavailableReason::Seat));
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 09:30").is_ok());
    assert!(shop.plan(&request(&["oil"], Stay::DropOff), "2026-12-01 08:30").is_ok());
}

#[test]
fn a_seat_is_needed_through_the_break() {
    let mut shop = Shop::of(&dealer());
    shop.occupy("seat", "2026-12-01 12:15", "2026-12-01 12:30");
    shop.occupy("seat", "2026-12-01 12:15", "2026-12-01 12:30");
    assert_eq!(shop.plan(&request(&["brakes"], Stay::Wait), "2026-12-01 11:00"), Err(UnavailableReason::Seat));
}

#[test]
fn a_service_may_refuse_a_way_of_staying() {
    let mut dealer = dealer();
    dealer.services[3].stays = vec![Stay::DropOff, Stay::Loaner];
    let shop = Shop::of(&dealer);
    let binding = shop.plan(&request(&["engine", "oil"], Stay::Wait), "2026-12-01 08:00");
    assert_eq!(binding, Err(UnavailableReason::StayNotOffered));
}
