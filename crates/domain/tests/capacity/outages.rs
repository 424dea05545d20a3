//! Training, sickness, a lift out of order: less room for a while, and why.

use crate::fixture::{Shop, closure, dealer, request, week};
use bayside_domain::capacity::{CapacityRequest, Class, Remedy, Resource, ResourceId, UnavailableReason};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::BookingPolicy;

fn id(shop: &Shop, name: &str) -> ResourceId {
    Resource::from_name(name).and_then(|resource| shop.workshop.resource_id(&resource)).expect("a known resource")
}

#[test]
fn an_adviser_in_training_receives_nobody_until_it_ends() {
    let mut shop = Shop::of(&dealer());
    shop.put_out_of_use("adviser:anna", 1, "2026-12-01 09:00", "2026-12-01 11:00");
    let with_anna = CapacityRequest { adviser: Some(0), ..request(&["oil"], Stay::Wait) };
    assert!(shop.plan(&with_anna, "2026-12-01 08:30").is_ok(), "the reception ends before it");
    assert_eq!(shop.plan(&with_anna, "2026-12-01 09:00"), Err(UnavailableReason::AdviserBusy));
    assert_eq!(shop.plan(&with_anna, "2026-12-01 10:30"), Err(UnavailableReason::AdviserBusy));
    assert!(shop.plan(&with_anna, "2026-12-01 11:00").is_ok());
    assert!(shop.plan(&request(&["oil"], Stay::Wait), "2026-12-01 09:00").is_ok(), "Bernd receives");
}

#[test]
fn a_lift_out_of_order_leaves_the_others_and_not_even_the_manager_gets_it() {
    let mut shop = Shop::of(&dealer());
    shop.put_out_of_use("team:maintenance", 1, "2026-12-01 08:00", "2026-12-01 12:00");
    let oil = request(&["oil"], Stay::Wait);
    shop.book(&oil, "2026-12-01 08:00");
    for class in [Class::Booking, Class::House] {
        // The free place is taken until 09:15, so this customer would wait for too long.
        assert_eq!(shop.plan(&CapacityRequest { class, ..oil }, "2026-12-01 08:00"), Err(UnavailableReason::Idle));
    }
}

#[test]
fn what_was_booked_before_the_block_stands() {
    let mut shop = Shop::of(&dealer());
    let oil = request(&["oil"], Stay::Wait);
    shop.book(&oil, "2026-12-01 08:00");
    shop.put_out_of_use("team:maintenance", 2, "2026-12-01 08:00", "2026-12-01 10:00");
    let lift = id(&shop, "team:maintenance");
    let at = shop.bucket("2026-12-01 08:30");
    assert_eq!((shop.occupancy.used(&shop.workshop, lift, at), shop.occupancy.limit(&shop.workshop, lift, at)), (1, 0));
    assert_eq!(
        shop.ready(&request(&["oil"], Stay::DropOff), "2026-12-01 08:00").map(|ready| ready.0),
        Ok("2026-12-01 11:30".into())
    );
}

#[test]
fn the_walk_in_reserve_is_a_share_of_what_is_left() {
    let policy = BookingPolicy { walk_in_reserve_percent: 50, ..BookingPolicy::default() };
    let mut shop = Shop::of(&bayside_domain::dealer::Dealer { booking: policy, ..dealer() });
    // Nine hours of one place are left of maintenance: 36 quarters, 18 for bookings, 4 each.
    shop.put_out_of_use("team:maintenance", 1, "2026-12-01 00:00", "2026-12-02 00:00");
    let oil = request(&["oil"], Stay::DropOff);
    for start in ["08:00", "09:00", "10:00", "11:00"] {
        shop.book(&oil, &format!("2026-12-01 {start}"));
    }
    assert_eq!(shop.plan(&oil, "2026-12-01 15:00"), Err(UnavailableReason::TeamReserve("maintenance".into())));
}

#[test]
fn a_loaner_at_the_garage_is_missing_on_each_of_its_days() {
    let mut shop = Shop::of(&dealer());
    shop.put_out_of_use_on_days("loaner", 1, "2026-12-02", "2026-12-03");
    let oil = request(&["oil"], Stay::Loaner);
    assert!(shop.plan(&oil, "2026-12-01 08:00").is_ok());
    assert_eq!(shop.plan(&oil, "2026-12-02 08:00"), Err(UnavailableReason::Loaner));
    assert_eq!(shop.plan(&oil, "2026-12-03 08:00"), Err(UnavailableReason::Loaner));
    assert!(shop.plan(&oil, "2026-12-04 08:00").is_ok());
}

#[test]
fn a_block_over_the_repeated_hour_is_an_hour_longer_than_the_clock_shows() {
    // 25 October 2026: 03:00 becomes 02:00 in Berlin.
    let around = bayside_domain::dealer::Dealer { hours: week(1..=7, &["01:00-06:00"]), ..dealer() };
    let mut shop = Shop::at(&around, "2026-10-24 12:00");
    shop.put_out_of_use("adviser:anna", 1, "2026-10-25 01:00", "2026-10-25 04:00");
    let (from, to) = (shop.bucket("2026-10-25 01:00"), shop.bucket("2026-10-25 04:00"));
    assert_eq!(to - from, 16);
    let with_anna = CapacityRequest { adviser: Some(0), ..request(&["oil"], Stay::DropOff) };
    for start in (from..to).step_by(2) {
        assert!(shop.workshop.plan(&shop.occupancy, &with_anna, start, 0, shop.now).is_err(), "{}", shop.wall(start));
    }
    assert!(shop.plan(&with_anna, "2026-10-25 04:00").is_ok());
}

#[test]
fn the_explanation_names_what_is_short_when_and_what_helps() {
    let mut shop = Shop::of(&dealer());
    shop.put_out_of_use("team:maintenance", 2, "2026-12-01 09:00", "2026-12-01 11:00");
    let oil = request(&["oil"], Stay::Wait);
    let start = shop.bucket("2026-12-01 09:00");
    let why = shop.workshop.explain(&shop.occupancy, &oil, start, shop.now);
    assert_eq!(why.verdict, Err(UnavailableReason::Idle));
    let lift = id(&shop, "team:maintenance");
    let refused = &why.refused[0];
    assert_eq!((refused.resource, refused.out_of_use), (Some(lift), true));
    let when = refused.when.expect("when it binds");
    assert_eq!((shop.wall(when.from), shop.wall(when.to)), ("2026-12-01 09:00".into(), "2026-12-01 11:00".into()));
    assert_eq!(
        why.remedies,
        [Remedy::Stay(Stay::DropOff), Remedy::Stay(Stay::Loaner), Remedy::EndOutages, Remedy::Place(lift)]
    );
    assert_eq!(why.alternatives.len(), 3);
}

#[test]
fn a_busy_adviser_is_helped_by_the_other() {
    let mut shop = Shop::of(&dealer());
    let with_anna = CapacityRequest { adviser: Some(0), ..request(&["oil"], Stay::Wait) };
    shop.book(&with_anna, "2026-12-01 09:00");
    let why = shop.workshop.explain(&shop.occupancy, &with_anna, shop.bucket("2026-12-01 09:00"), shop.now);
    assert_eq!((why.verdict, why.remedies), (Err(UnavailableReason::AdviserBusy), vec![Remedy::Adviser(1)]));
}

#[test]
fn nothing_helps_on_a_closed_day_and_nothing_needs_to_where_there_is_room() {
    let shop =
        Shop::of(&bayside_domain::dealer::Dealer { closures: vec![closure("2026-12-01", "2026-12-01")], ..dealer() });
    let oil = request(&["oil"], Stay::Wait);
    let closed = shop.workshop.explain(&shop.occupancy, &oil, shop.bucket("2026-12-01 09:00"), shop.now);
    assert_eq!((closed.verdict, closed.remedies), (Err(UnavailableReason::Closed), Vec::new()));
    let open = shop.workshop.explain(&shop.occupancy, &oil, shop.bucket("2026-12-02 09:00"), shop.now);
    assert!(
        open.verdict.is_ok() && open.refused.is_empty() && open.remedies.is_empty() && open.alternatives.is_empty()
    );
}
