//! Many at once, and an end without warning.

use bayside_api::booking::{Booking, BookingCreated, Hold, HoldRequest};
use bayside_api::codes::ScreenKind;
use bayside_api::path;
use bayside_api::screen::Lounge;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What so many customers of these servers are answered who all do the same at the same moment.
fn at_once(servers: &[&Server], count: usize, act: impl Fn(&Client) -> Reply + Sync) -> Vec<Reply> {
    let everybody = Barrier::new(count);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                let customer = servers[number % servers.len()].client();
                let (everybody, act) = (&everybody, &act);
                scope.spawn(move || {
                    everybody.wait();
                    act(&customer)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Exactly one has it, and everybody else is shown others. The one.
fn only_one(replies: &[Reply]) -> &Reply {
    let (winners, losers): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
    for loser in losers {
        let problem = loser.problem(409, "slot-taken");
        assert!(problem.alternatives.is_some_and(|others| !others.is_empty()));
    }
    assert_eq!(winners.len(), 1);
    winners[0]
}

#[test]
fn two_hundred_at_once_for_the_last_place_make_one_booking() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        // One adviser receives one car at a start: an offer names both, so it is a last place.
        let offer = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19").swap_remove(2).offer;
        let replies = at_once(&[&server], 200, |customer| ANTING.try_book(customer, &offer));
        only_one(&replies).json::<BookingCreated>(201);
    }
}

#[test]
fn two_hundred_at_once_who_hold_the_last_place_make_one_hold_that_books() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let beside = (engine == Engine::Postgres).then(|| server.beside());
        let servers: Vec<&Server> = std::iter::once(&server).chain(&beside).collect();
        let slot = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19").swap_remove(2);
        let body = HoldRequest { offer: slot.offer.clone(), replaces: None };
        let replies = at_once(&servers, 200, |customer| customer.post(&path::holds("anting"), &body));
        let hold: Hold = only_one(&replies).json(201);
        ANTING.try_book(&server.client(), &slot.offer).problem(409, "slot-taken");
        // The holder presses twice, or two hundred times: one booking.
        let request = ANTING.request_by_hold(&hold.hold);
        let replies = at_once(&servers, 200, |customer| customer.post(&path::bookings("anting"), &request));
        let (booked, late): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
        assert_eq!(booked.len(), 1, "{engine:?}");
        let created: BookingCreated = booked[0].json(201);
        assert_eq!((created.start, created.adviser), (slot.start, slot.adviser), "{engine:?}");
        for reply in late {
            reply.problem(409, "hold-used");
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
fn a_server_told_to_stop_keeps_what_it_answered_and_answers_what_it_keeps() {
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let before = references(&server);
        let slots = ANTING.slots(&server.client(), "2026-06-15", "2026-06-19");
        let next = AtomicUsize::new(0);
        let (done, notices) = std::sync::mpsc::channel();
        let answered: BTreeSet<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8)
                .map(|_| {
                    let (customer, done) = (server.client(), done.clone());
                    let (slots, next) = (&slots, &next);
                    scope.spawn(move || {
                        let mut booked = Vec::new();
                        while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                            let body = serde_json::to_vec(&ANTING.request(&slot.offer)).unwrap();
                            let headers = [("content-type", "application/json")];
                            match customer.try_send("POST", &path::bookings("anting"), &headers, Some(body)) {
                                Ok(reply) if reply.status == 201 => {
                                    booked.push(reply.json::<BookingCreated>(201).reference);
                                }
                                Ok(reply) => drop(reply.problem(409, "slot-taken")),
                                Err(_) => break,
                            }
                            done.send(()).ok();
                        }
                        booked
                    })
                })
                .collect();
            (0..12).for_each(|_| notices.recv().unwrap());
            server.stop();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert!(!answered.is_empty(), "{engine:?}");
        server.run();
        let kept: BTreeSet<String> = references(&server).difference(&before).cloned().collect();
        assert_eq!(kept, answered, "{engine:?}");
    }
}

/// Every booking of the week in which these tests book.
fn references(server: &Server) -> BTreeSet<String> {
    let desk = Desk::sign_in(server, ANTING, "adviser");
    let days = ["2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19"];
    days.iter().flat_map(|day| desk.list(day).visits).map(|card| card.reference).collect()
}

#[test]
fn a_demo_that_was_killed_while_it_was_filled_starts_whole() {
    for engine in ENGINES {
        let whole = rows(&Server::on(engine, TUESDAY));
        assert!(whole > 5, "{engine:?}");
        let mut server = Server::not_started(engine, TUESDAY);
        // Nothing announces the middle of a fill: kill it later each time, until it is through.
        let pauses = (0..20).map(|round| Duration::from_millis(20 * 3_u64.pow(round) / 2_u64.pow(round)));
        let killed = pauses.take_while(|pause| !server.start_and_kill_after(*pause)).count();
        assert!(killed > 3, "{engine:?}: {killed}");
        server.run();
        assert_eq!(rows(&server), whole, "{engine:?}");
    }
}

/// How many cars the demo's board shows.
fn rows(server: &Server) -> usize {
    let desk = Desk::sign_in(server, ANTING, "manager");
    let screen = server.client().with_token(&desk.pair(server, ScreenKind::Lounge).device_token);
    screen.get(&path::lounge("anting")).json::<Lounge>(200).rows.len()
}

#[test]
fn two_servers_that_fill_one_demo_at_once_fill_it_once() {
    let mut first = Server::not_started(Engine::Postgres, TUESDAY);
    let whole = rows(&Server::on(Engine::Postgres, TUESDAY));
    let mut second = first.beside_not_started();
    std::thread::scope(|scope| {
        scope.spawn(|| first.run());
        scope.spawn(|| second.run());
    });
    assert_eq!((rows(&first), rows(&second)), (whole, whole));
}

#[test]
fn two_servers_on_one_store_sell_a_place_once() {
    let first = Server::on(Engine::Postgres, TUESDAY);
    let second = first.beside();
    let offer = ANTING.slots(&first.client(), "2026-06-15", "2026-06-19").swap_remove(0).offer;
    let replies = at_once(&[&first, &second], 40, |customer| ANTING.try_book(customer, &offer));
    only_one(&replies).json::<BookingCreated>(201);
}
