//! How long a month of availability takes: `cargo bench --package bayside-domain`.

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../tests/capacity/fixture.rs"]
mod fixture;

use bayside_domain::capacity::{CapacityRequest, Class};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::{BookingPolicy, Dealer};
use chrono::Days;
use criterion::{Criterion, criterion_group, criterion_main};
use fixture::{Shop, adviser, date, dealer, request, team};
use std::hint::black_box;

fn months(criterion: &mut Criterion) {
    let dealer = Dealer {
        advisers: (0..4).map(|at| adviser(&format!("sa-{at}"), Vec::new())).collect(),
        teams: ["maintenance", "electrics", "body", "inspection", "wash"].map(|skill| team(skill, 4)).to_vec(),
        seats: 12,
        loaners: 3,
        hours: fixture::week(1..=7, &["08:00-12:00", "13:00-18:00"]),
        booking: BookingPolicy::default(),
        ..dealer()
    };
    for (name, percent, stay) in [
        ("month-of-a-full-dealer", 100, Stay::DropOff),
        ("month-of-a-busy-dealer", 70, Stay::Wait),
        ("month-of-an-empty-dealer", 0, Stay::Loaner),
    ] {
        let mut shop = Shop::of(&dealer);
        fill(&mut shop, percent);
        let asked = request(&["oil", "battery"], stay);
        criterion.bench_function(name, |bencher| bencher.iter(|| month(&shop, black_box(&asked))));
    }
    // As `cargo xtask bench` has it: three times the starts, room for all of them.
    let large = Dealer {
        advisers: (0..10).map(|at| adviser(&format!("sa-{at}"), Vec::new())).collect(),
        teams: ["maintenance", "electrics", "body", "inspection", "wash"].map(|skill| team(skill, 40)).to_vec(),
        seats: 200,
        loaners: 40,
        hours: fixture::week(1..=7, &["00:00-24:00"]),
        ..dealer
    };
    let shop = Shop::of(&large);
    let asked = request(&["oil", "battery"], Stay::DropOff);
    criterion.bench_function("month-day-and-night", |bencher| bencher.iter(|| month(&shop, black_box(&asked))));
}

criterion_group!(benches, months);
criterion_main!(benches);

fn month(shop: &Shop, asked: &CapacityRequest<'_>) -> usize {
    let first = date(fixture::TODAY);
    let days = (1..=31).map(|day| shop.workshop.day(&shop.occupancy, asked, first + Days::new(day), shop.now));
    days.map(|day| day.starts.len()).sum()
}

/// Books whatever is free, at so many of a hundred starts, in turn waiting and leaving.
fn fill(shop: &mut Shop, percent: i64) {
    let first = date(fixture::TODAY);
    for day in 0..40 {
        for turn in 0..4 {
            let stay = if turn % 2 == 0 { Stay::Wait } else { Stay::DropOff };
            let wanted = request(if turn < 2 { &["oil"] } else { &["brakes", "battery"] }, stay);
            for start in shop.workshop.day(&shop.occupancy, &wanted, first + Days::new(day), shop.now).starts {
                if start.at * 37 % 100 >= percent {
                    continue;
                }
                let again = shop.workshop.best_adviser(&shop.occupancy, &wanted, start.at, shop.now);
                if let Ok((_, plan)) = again {
                    shop.occupancy.take(&shop.workshop, &plan.claims, wanted.class == Class::Booking);
                }
            }
        }
    }
}
