//! Far more customers than places: each place is sold once, and who comes too late is shown another.

use bayside_api::booking::{HoldRequest, Slot};
use bayside_api::path;
use bayside_test_support::http::Client;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use bayside_xtask::bench::dealer;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

const ATTEMPTS: usize = 2_000;
const CUSTOMERS: usize = 50;
const PLACES: usize = 100;

/// Free starts of the roomy dealer that do not meet each other: each adviser's own.
fn places(customer: &Client) -> Vec<Slot> {
    let mut places = Vec::new();
    for adviser in 0..dealer::ADVISERS {
        let query = format!("from=2026-06-15&to=2026-06-15&services=oil&stay=leave&adviser=a{adviser}");
        let found: bayside_api::booking::Availability =
            customer.get(&format!("{}?{query}", path::availability(dealer::SLUG))).json(200);
        let slots = found.days.into_iter().flat_map(|day| day.slots.unwrap_or_default());
        places.extend(slots.take(PLACES / dealer::ADVISERS));
    }
    assert_eq!(places.len(), PLACES);
    places
}

#[test]
fn two_thousand_attempts_at_a_hundred_places_book_each_place_once_and_leave_nobody_empty_handed() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        server.import(&dealer::file());
        // As many programs as an engine can share.
        let others = if engine == Engine::Postgres { vec![server.beside(), server.beside()] } else { Vec::new() };
        let servers: Vec<&Server> = std::iter::once(&server).chain(&others).collect();
        let places = places(&server.client());
        let (everybody, next) = (Barrier::new(CUSTOMERS), AtomicUsize::new(0));
        let outcomes: Vec<(u16, usize, usize)> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..CUSTOMERS)
                .map(|number| {
                    let customer = servers[number % servers.len()].client();
                    let (everybody, next, places) = (&everybody, &next, &places);
                    scope.spawn(move || {
                        everybody.wait();
                        let mut outcomes = Vec::new();
                        loop {
                            let attempt = next.fetch_add(1, Ordering::Relaxed);
                            if attempt >= ATTEMPTS {
                                return outcomes;
                            }
                            let place = attempt % PLACES;
                            let body = dealer::booking(&places[place].offer, attempt as u32);
                            let body: Value = serde_json::from_str(&body).unwrap();
                            let reply = customer.post(&path::bookings(dealer::SLUG), &body);
                            let others = match reply.status {
                                409 => reply.problem(409, "slot-taken").alternatives.map_or(0, |others| others.len()),
                                _ => 0,
                            };
                            outcomes.push((reply.status, place, others));
                        }
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        let mut sold: BTreeMap<usize, usize> = BTreeMap::new();
        for (status, place, others) in &outcomes {
            match status {
                201 => *sold.entry(*place).or_default() += 1,
                409 => assert_eq!(*others, 3, "{engine:?}: who comes too late is shown three others"),
                other => panic!("{engine:?}: {other}"),
            }
        }
        assert_eq!(outcomes.len(), ATTEMPTS);
        assert_eq!((sold.len(), sold.values().sum::<usize>()), (PLACES, PLACES), "{engine:?}: {sold:?}");
    }
}

#[test]
fn one_address_cannot_hold_the_whole_workshop() {
    let server = Server::start();
    let (greedy, other) = (server.client(), server.client());
    let slots = ANTING.slots(&other, "2026-06-15", "2026-07-31");
    let (held, refused) = (AtomicU64::new(0), AtomicU64::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for first in 0..4 {
            // The same address, over four connections.
            let (greedy, slots, held, refused) = (greedy.clone(), &slots, &held, &refused);
            scope.spawn(move || {
                for attempt in (first..10_000).step_by(4) {
                    let offer = slots[attempt % slots.len()].offer.clone();
                    let reply = greedy.post(&path::holds("anting"), &HoldRequest { offer, replaces: None });
                    match reply.status {
                        201 => held.fetch_add(1, Ordering::Relaxed),
                        409 => 0,
                        _ => {
                            let problem = reply.problem(429, "too-many-requests");
                            assert!(problem.retry_after_seconds.is_some_and(|seconds| (1..=60).contains(&seconds)));
                            refused.fetch_add(1, Ordering::Relaxed)
                        }
                    };
                }
            });
        }
    });
    let (seconds, allowed) = (began.elapsed().as_secs(), 61);
    let (held, refused) = (held.into_inner(), refused.into_inner());
    assert!(held <= allowed + seconds, "{held} holds from one address in {seconds} seconds");
    assert!(refused >= 10_000 - 2 * (allowed + seconds), "{refused} of ten thousand were refused");
    let left = ANTING.slots(&other, "2026-06-15", "2026-07-31");
    assert!(left.len() * 2 > slots.len(), "most of the workshop is left: {} of {}", left.len(), slots.len());
    ANTING.hold(&other, &left[0].offer);
}

#[test]
fn one_address_cannot_try_all_holds_of_others() {
    let server = Server::start();
    let (greedy, other) = (server.client(), server.client());
    let (renew, give_back) = (path::renew("anting", "1-guessed"), path::hold("anting", "1-guessed"));
    let tries = |attempt: usize| match attempt % 2 {
        0 => greedy.post(&renew, &json!({})),
        _ => greedy.delete(&give_back),
    };
    let refused = (0..2_000).map(tries).find(|reply| {
        let refused = reply.status == 429;
        if !refused {
            reply.problem(404, "not-found");
        }
        refused
    });
    let problem = refused.expect("somewhen it is enough").problem(429, "too-many-requests");
    assert!(problem.retry_after_seconds.is_some_and(|seconds| (1..=60).contains(&seconds)));
    other.delete(&give_back).problem(404, "not-found");
}

#[test]
fn an_address_is_the_same_however_it_is_written() {
    let server = Server::start();
    let find = |address: &str| {
        let body = json!({ "reference": "ZZZZZZ", "phone": "13812345678" });
        server.client().post_with(&path::find_booking("anting"), &[("x-forwarded-for", address)], &body).status
    };
    // Ten tries in a minute, and one more for every six seconds that this takes; two apart would have twenty.
    for one in [["192.0.2.1", "::ffff:192.0.2.1"], ["2001:db8:1:2::1", "2001:db8:1:2:a:b:c:d"]] {
        let tries = one.into_iter().cycle().take(40).position(|address| find(address) == 429);
        assert!(tries.is_some_and(|tries| (10..20).contains(&tries)), "{one:?}: {tries:?}");
    }
    for another in ["::ffff:192.0.2.2", "2001:db8:1:3::1"] {
        assert_eq!(find(another), 404, "{another}");
    }
}

#[test]
fn nobody_chooses_their_own_address() {
    let server = Server::start();
    let find = |address: &str| {
        let body = json!({ "reference": "ZZZZZZ", "phone": "13812345678" });
        server.client().post_with(&path::find_booking("anting"), &[("x-forwarded-for", address)], &body).status
    };
    // What stands left of the hop that called is written by the client, as is a hop that no proxy would write.
    for behind in ["203.0.113.9:{}", "[2001:db8:9::1]:{}", "unknown, {}"] {
        let chosen = |n: usize| format!("198.51.100.{n}, {}", behind.replace("{}", &(50_000 + n).to_string()));
        let tries = (1..40).position(|n| find(&chosen(n)) == 429);
        assert!(tries.is_some(), "{behind}: each of 39 tries counted as another's");
    }
    for n in 1..30 {
        assert_eq!(find(&format!("203.0.114.{n}:{}", 50_000 + n)), 404, "clients with ports are each their own");
    }
}
