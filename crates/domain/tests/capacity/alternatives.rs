//! What is offered instead of a start that is gone.

use crate::fixture::{Shop, dealer, request, week};
use bayside_domain::capacity::CapacityRequest;
use bayside_domain::codes::Stay;

/// `%F %H:%M adviser`.
fn instead(shop: &Shop, request: &CapacityRequest<'_>, at: &str) -> Vec<String> {
    let found = shop.workshop.alternatives(&shop.occupancy, request, shop.bucket(at), shop.now);
    found.iter().map(|start| format!("{} {}", shop.wall(start.at), start.adviser)).collect()
}

#[test]
fn the_same_start_with_another_adviser_comes_first_then_the_nearest() {
    let mut shop = Shop::of(&dealer());
    let with_anna = CapacityRequest { adviser: Some(0), ..request(&["battery"], Stay::DropOff) };
    shop.book(&with_anna, "2026-12-01 10:00");
    let found = instead(&shop, &with_anna, "2026-12-01 10:00");
    assert_eq!(found, ["2026-12-01 10:00 1", "2026-12-01 09:30 0", "2026-12-01 10:30 0"]);
}

#[test]
fn an_asked_adviser_is_kept_where_there_is_a_choice() {
    let mut shop = Shop::of(&dealer());
    let with_bernd = CapacityRequest { adviser: Some(1), ..request(&["battery"], Stay::DropOff) };
    shop.book(&with_bernd, "2026-12-01 10:00");
    shop.occupy("adviser:bernd", "2026-12-01 10:30", "2026-12-01 10:45");
    let found = instead(&shop, &with_bernd, "2026-12-01 10:00");
    assert_eq!(found, ["2026-12-01 10:00 0", "2026-12-01 09:30 1", "2026-12-01 10:30 0"]);
}

#[test]
fn a_full_day_leads_to_the_nearest_starts_of_its_neighbours() {
    let mut shop = Shop::of(&dealer());
    for name in ["adviser:anna", "adviser:bernd"] {
        shop.occupy(name, "2026-12-02 08:00", "2026-12-02 18:00");
    }
    let found = instead(&shop, &request(&["oil"], Stay::Wait), "2026-12-02 08:30");
    assert_eq!(found, ["2026-12-01 16:00 0", "2026-12-01 15:30 0", "2026-12-01 15:00 0"]);
}

#[test]
fn the_day_after_next_may_be_nearer_than_yesterday_morning() {
    let mut dealer = dealer();
    dealer.hours = week(1..=7, &["00:00-24:00"]);
    let mut shop = Shop::of(&dealer);
    // Wanted at Wednesday 23:00. Tuesday is free in the small hours only, Wednesday and Thursday are full.
    for name in ["adviser:anna", "adviser:bernd"] {
        shop.occupy(name, "2026-12-01 02:00", "2026-12-04 00:00");
    }
    let found = instead(&shop, &request(&["battery"], Stay::DropOff), "2026-12-02 23:00");
    assert_eq!(found, ["2026-12-04 00:00 0", "2026-12-04 00:30 0", "2026-12-04 01:00 0"]);
}

#[test]
fn nothing_is_offered_where_nothing_is_left() {
    let mut shop = Shop::of(&dealer());
    for name in ["adviser:anna", "adviser:bernd"] {
        shop.occupy(name, "2026-11-30 08:00", "2027-03-01 08:00");
    }
    assert_eq!(instead(&shop, &request(&["oil"], Stay::Wait), "2026-12-02 08:30"), [""; 0]);
    assert_eq!(instead(&shop, &request(&["oil"], Stay::Wait), "2020-12-02 08:30"), [""; 0]);
}

#[test]
fn alternatives_keep_notice_and_horizon() {
    let shop = Shop::at(&dealer(), "2026-12-01 08:10");
    let found = instead(&shop, &request(&["oil"], Stay::Wait), "2026-12-01 09:00");
    assert_eq!(found, ["2026-12-01 11:00 0", "2026-12-01 11:30 0", "2026-12-01 13:00 0"]);
}
