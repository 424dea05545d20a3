//! Who receives.

use crate::fixture::{Shop, adviser, dealer, request, week};
use bayside_domain::capacity::{CapacityRequest, Class, UnavailableReason};
use bayside_domain::codes::Stay;

fn who(shop: &Shop, at: &str) -> Result<usize, UnavailableReason> {
    let oil = request(&["battery"], Stay::DropOff);
    shop.workshop.best_adviser(&shop.occupancy, &oil, shop.bucket(at), shop.now).map(|(adviser, _)| adviser)
}

#[test]
fn an_adviser_receives_one_car_at_a_time() {
    let mut shop = Shop::of(&dealer());
    let with_anna = CapacityRequest { adviser: Some(0), ..request(&["battery"], Stay::DropOff) };
    shop.book(&with_anna, "2026-12-01 08:00");
    assert_eq!(shop.plan(&with_anna, "2026-12-01 08:00"), Err(UnavailableReason::AdviserBusy));
    assert!(shop.plan(&with_anna, "2026-12-01 08:30").is_ok());
    assert_eq!(shop.starts(&with_anna, "2026-12-01")[0], "08:30");
}

#[test]
fn any_adviser_is_the_one_with_the_fewest_receptions_then_the_first_of_the_file() {
    let mut shop = Shop::of(&dealer());
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(0));
    shop.book(&CapacityRequest { adviser: Some(0), ..request(&["battery"], Stay::DropOff) }, "2026-12-01 08:00");
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(1));
    // That day only.
    assert_eq!(who(&shop, "2026-12-02 10:00"), Ok(0));
    shop.book(&CapacityRequest { adviser: Some(1), ..request(&["battery"], Stay::DropOff) }, "2026-12-01 09:00");
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(0));
}

#[test]
fn a_walk_in_is_a_reception_as_well() {
    let mut shop = Shop::of(&dealer());
    let walk_in = CapacityRequest { class: Class::House, adviser: Some(0), ..request(&["battery"], Stay::DropOff) };
    shop.book(&walk_in, "2026-12-01 08:00");
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(1));
    let plan = shop.plan(&walk_in, "2026-12-01 09:00").expect("offered");
    shop.occupancy.take(&shop.workshop, &plan.claims, false);
    shop.occupancy.give_back(&shop.workshop, &plan.claims, false);
    shop.occupancy.give_back(
        &shop.workshop,
        &[shop.claim("adviser:anna", "2026-12-01 08:00", "2026-12-01 08:15")],
        false,
    );
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(0));
}

#[test]
fn a_busy_adviser_hands_over_to_the_next() {
    let mut shop = Shop::of(&dealer());
    shop.occupy("adviser:anna", "2026-12-01 10:00", "2026-12-01 10:15");
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(1));
    shop.occupy("adviser:bernd", "2026-12-01 10:00", "2026-12-01 10:15");
    assert_eq!(who(&shop, "2026-12-01 10:00"), Err(UnavailableReason::AdviserBusy));
}

#[test]
fn advisers_receive_in_their_own_hours_only() {
    let mut dealer = dealer();
    dealer.advisers =
        vec![adviser("anna", week(2..=2, &["08:00-10:00"])), adviser("bernd", week(1..=7, &["10:00-20:00"]))];
    let shop = Shop::of(&dealer);
    assert_eq!(who(&shop, "2026-12-01 09:30"), Ok(0));
    assert_eq!(who(&shop, "2026-12-01 10:00"), Ok(1));
    assert_eq!(who(&shop, "2026-12-02 09:30"), Err(UnavailableReason::AdviserAway));
    // Own hours do not open the workshop.
    let late = CapacityRequest { adviser: Some(1), ..request(&["battery"], Stay::DropOff) };
    assert_eq!(shop.plan(&late, "2026-12-01 18:00"), Err(UnavailableReason::Closed));
    let anna = CapacityRequest { adviser: Some(0), ..late };
    assert_eq!(shop.plan(&anna, "2026-12-01 11:00"), Err(UnavailableReason::AdviserAway));
}

#[test]
fn a_reception_ends_on_its_day() {
    let mut dealer = dealer();
    dealer.booking.reception_minutes = 45;
    let shop = Shop::of(&dealer);
    let leave = request(&["battery"], Stay::DropOff);
    // Half an hour before closing there is nobody for three quarters of an hour.
    assert_eq!(shop.plan(&leave, "2026-12-01 17:30"), Err(UnavailableReason::AdviserAway));
    assert!(shop.plan(&leave, "2026-12-01 17:00").is_ok());
}

#[test]
fn who_finishes_the_reception_sooner_may_be_the_only_one_in_time() {
    let mut dealer = dealer();
    dealer.booking.reception_minutes = 30;
    dealer.hours = week(1..=5, &["08:00-12:00"]);
    // Anna goes for a while in the middle of it.
    dealer.advisers[0].hours = week(1..=5, &["08:00-10:15", "11:30-12:00"]);
    let shop = Shop::of(&dealer);
    let waiting = request(&["battery"], Stay::Wait);
    let found = shop.workshop.best_adviser(&shop.occupancy, &waiting, shop.bucket("2026-12-01 10:00"), shop.now);
    assert_eq!(found.map(|(adviser, plan)| (adviser, shop.wall(plan.ready))), Ok((1, "2026-12-01 11:45".to_owned())));
}
