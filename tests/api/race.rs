//! Many at once, and an end without warning.

use bayside_api::booking::{Booking, BookingCreated};
use bayside_api::path;
use bayside_tests::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_tests::world::ANTING;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn two_hundred_at_once_for_the_last_place_make_one_booking() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        // One adviser receives one car at a start: an offer names both, so it is a last place.
        let offer = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19").swap_remove(2).offer;
        let everybody = Barrier::new(200);
        let replies: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..200)
                .map(|_| {
                    let customer = server.client();
                    let (everybody, offer) = (&everybody, &offer);
                    scope.spawn(move || {
                        everybody.wait();
                        ANTING.try_book(&customer, offer)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let (winners, losers): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
        assert_eq!(winners.len(), 1, "{engine:?}");
        for loser in losers {
            let problem = loser.problem(409, "slot-taken");
            assert!(problem.alternatives.is_some_and(|others| !others.is_empty()), "{engine:?}");
        }
    }
}

#[test]
fn sigkill_loses_no_booking_that_was_answered() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let mut answered: Vec<BookingCreated> = Vec::new();
        for round in 0..4 {
            let slots = ANTING.slots(&server.client(), "2026-06-15", "2026-07-10");
            let next = AtomicUsize::new(0);
            let (done, notices) = std::sync::mpsc::channel();
            let booked = std::thread::scope(|scope| {
                let threads: Vec<_> = (0..4)
                    .map(|_| {
                        let (customer, done) = (server.client(), done.clone());
                        let (slots, next) = (&slots, &next);
                        scope.spawn(move || {
                            let mut booked: Vec<BookingCreated> = Vec::new();
                            while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                                let body = serde_json::to_vec(&ANTING.request(&slot.offer)).unwrap();
                                let headers = [("content-type", "application/json")];
                                match customer.try_send("POST", &path::bookings("anting"), &headers, Some(body)) {
                                    Ok(reply) if reply.status == 201 => booked.push(reply.json(201)),
                                    Ok(reply) => drop(reply.problem(409, "slot-taken")),
                                    Err(_) => break,
                                }
                                done.send(()).ok();
                            }
                            booked
                        })
                    })
                    .collect();
                // In the midst of it, after a few answers, another number each round.
                (0..5 + round * 3).for_each(|_| notices.recv().unwrap());
                server.kill();
                threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
            });
            assert!(!booked.is_empty(), "{engine:?}");
            answered.extend(booked);
            server.run();
            let customer = server.client();
            for created in &answered {
                let booking: Booking = customer.get(&path::booking(&created.manage_token)).json(200);
                assert_eq!((&booking.reference, booking.start), (&created.reference, created.start), "{engine:?}");
            }
        }
    }
}

#[test]
fn two_servers_on_one_store_sell_a_place_once() {
    let first = Server::on(Engine::Postgres, TUESDAY);
    let second = first.beside();
    let offer = ANTING.slots(&first.client(), "2026-06-15", "2026-06-19").swap_remove(0).offer;
    let everybody = Barrier::new(40);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..40)
            .map(|number| {
                let customer = if number % 2 == 0 { first.client() } else { second.client() };
                let (everybody, offer) = (&everybody, &offer);
                scope.spawn(move || {
                    everybody.wait();
                    ANTING.try_book(&customer, offer).status
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 39, "{statuses:?}");
}
