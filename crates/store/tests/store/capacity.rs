//! Counters per resource and quarter hour.

use crate::world::World;
use bayside_domain::ids::DealerId;
use bayside_store::NamedClaim;

/// A bucket of the year 2026.
const BUCKET: i64 = 1_980_000;
/// A day of the year 2026.
const DAY: i64 = 739_700;

fn claim(resource: &str, from: i64, to: i64) -> NamedClaim {
    NamedClaim(resource.into(), from, to)
}

/// What is taken from [`BUCKET`] and [`DAY`] on, in order.
async fn taken(world: &World, dealer: DealerId) -> Vec<(String, i64, u16, u16)> {
    let mut rows = read!(world.store, tx => tx.capacity_from(dealer, BUCKET, DAY).await);
    rows.sort();
    rows
}

async fn count(world: &World, dealer: DealerId, claims: Vec<NamedClaim>, by: i64, booked: bool) -> bool {
    let places = |_: &str, _: i64| 1000;
    write!(world.store, tx => match by {
        1 => tx.take_capacity(dealer, &claims, booked, &places).await,
        _ => tx.give_back_capacity(dealer, &claims, booked).await,
    })
    .await
    .is_ok()
}

fn row(resource: &str, bucket: i64, used: u16, booked: u16) -> (String, i64, u16, u16) {
    (resource.into(), bucket, used, booked)
}

pub async fn what_is_taken_is_counted_and_given_back(world: World) {
    let [anting, aller] = [world.dealer("anting").await, world.dealer("aller").await];
    let booking = vec![claim("adviser:li-min", BUCKET, BUCKET + 1), claim("team:wash", BUCKET + 1, BUCKET + 3)];
    assert!(count(&world, anting, booking.clone(), 1, true).await);
    assert!(count(&world, anting, vec![claim("team:wash", BUCKET - 1, BUCKET + 2)], 1, false).await);
    assert!(count(&world, aller, vec![claim("seat", BUCKET, BUCKET + 1)], 1, false).await);
    let expected = [
        row("adviser:li-min", BUCKET, 1, 1),
        row("team:wash", BUCKET, 1, 0),
        row("team:wash", BUCKET + 1, 2, 1),
        row("team:wash", BUCKET + 2, 1, 1),
    ];
    assert_eq!(taken(&world, anting).await, expected);
    assert_eq!(taken(&world, aller).await, [row("seat", BUCKET, 1, 0)]);

    assert!(count(&world, anting, booking, -1, true).await);
    assert_eq!(taken(&world, anting).await, [row("team:wash", BUCKET, 1, 0), row("team:wash", BUCKET + 1, 1, 0)]);
    assert!(count(&world, anting, Vec::new(), 1, true).await);
}

pub async fn a_claim_that_counts_twice_is_given_back_twice(world: World) {
    let anting = world.dealer("anting").await;
    let overlapping = vec![claim("seat", BUCKET, BUCKET + 3), claim("seat", BUCKET + 2, BUCKET + 4)];
    assert!(count(&world, anting, overlapping.clone(), 1, true).await);
    let used: Vec<u16> = taken(&world, anting).await.iter().map(|row| row.2).collect();
    assert_eq!(used, [1, 1, 2, 1]);
    assert!(count(&world, anting, overlapping, -1, true).await);
    assert_eq!(taken(&world, anting).await, []);
}

pub async fn long_claims_are_counted_whole(world: World) {
    let anting = world.dealer("anting").await;
    let whole_weeks = vec![claim("team:body", BUCKET, BUCKET + 900), claim("seat", BUCKET, BUCKET + 301)];
    assert!(count(&world, anting, whole_weeks.clone(), 1, false).await);
    let rows = taken(&world, anting).await;
    assert_eq!(rows.len(), 1201);
    assert!(rows.iter().all(|row| (row.2, row.3) == (1, 0)));
    assert!(count(&world, anting, whole_weeks, -1, false).await);
    assert_eq!(taken(&world, anting).await, []);
}

pub async fn loaners_are_counted_by_day(world: World) {
    let anting = world.dealer("anting").await;
    assert!(count(&world, anting, vec![claim("loaner", DAY - 1, DAY + 2)], 1, true).await);
    assert!(count(&world, anting, vec![claim("seat", DAY, DAY + 1)], 1, true).await);
    assert_eq!(taken(&world, anting).await, [row("loaner", DAY, 1, 1), row("loaner", DAY + 1, 1, 1)]);
}

pub async fn more_can_not_be_given_back_than_was_taken(world: World) {
    let anting = world.dealer("anting").await;
    let two = vec![claim("seat", BUCKET, BUCKET + 1), claim("team:wash", BUCKET, BUCKET + 1)];
    assert!(count(&world, anting, two, 1, false).await);
    let seat = || vec![claim("seat", BUCKET, BUCKET + 1)];
    assert!(!count(&world, anting, seat(), -1, true).await, "a walk-in's room is not a booking's");
    assert!(count(&world, anting, seat(), -1, false).await);
    let wash_and_seat = vec![claim("team:wash", BUCKET, BUCKET + 1), claim("seat", BUCKET, BUCKET + 1)];
    assert!(!count(&world, anting, wash_and_seat, -1, false).await);
    assert_eq!(taken(&world, anting).await, [row("team:wash", BUCKET, 1, 0)], "nothing of it was given back");
}

/// The last guard, whatever the code above it believes.
pub async fn the_database_refuses_more_than_there_is_and_never_a_return(world: World) {
    let anting = world.dealer("anting").await;
    let wash = vec![claim("team:wash", BUCKET, BUCKET + 2)];
    let take = async |places: u16| {
        let (wash, places) = (wash.clone(), move |_: &str, _: i64| places);
        write!(world.store, tx => tx.take_capacity(anting, &wash, true, &places).await).await.is_ok()
    };
    assert!(take(2).await && take(2).await);
    assert!(!take(2).await, "a third of two");
    assert!(!take(1).await, "a block has made it fewer");
    assert!(count(&world, anting, wash.clone(), -1, true).await, "what was taken before the block is given back");
    assert!(!take(1).await && take(2).await);
    assert_eq!(taken(&world, anting).await, [row("team:wash", BUCKET, 2, 2), row("team:wash", BUCKET + 1, 2, 2)]);
}
