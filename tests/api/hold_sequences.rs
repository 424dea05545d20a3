//! Holds, renewed, exchanged, given back and redeemed: whatever customers do in whatever order, room is taken once,
//! and who holds it gets it.

use crate::holds::{free, garage, redeem, starts};
use bayside_api::booking::{Booking, BookingCreated, Hold, HoldRequest, RescheduleRequest, Slot};
use bayside_api::{Instant, Problem, path};
use bayside_test_support::http::{Client, Reply};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::CORNER;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::json;
use std::cell::Cell;

/// The day of the first story.
const MONDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 6, 15).expect("a date of the calendar");

/// What somebody does. An index chooses among the holds, bookings or offers so far.
#[derive(Debug, Clone)]
enum Action {
    /// Asks what is free; later actions take these offers.
    Look,
    Hold(Index),
    Renew(Index),
    Swap(Index, Index),
    Release(Index),
    Redeem(Index),
    Book(Index),
    Cancel(Index),
    Move(Index, Index),
    MoveByHold(Index, Index),
    /// Lets so many minutes pass.
    Wait(u64),
}

fn action() -> impl Strategy<Value = Action> {
    let index = any::<Index>;
    let two = || (index(), index());
    prop_oneof![
        2 => Just(Action::Look),
        6 => index().prop_map(Action::Hold),
        2 => index().prop_map(Action::Renew),
        3 => two().prop_map(|(hold, offer)| Action::Swap(hold, offer)),
        1 => index().prop_map(Action::Release),
        4 => index().prop_map(Action::Redeem),
        3 => index().prop_map(Action::Book),
        2 => index().prop_map(Action::Cancel),
        3 => two().prop_map(|(booking, offer)| Action::Move(booking, offer)),
        2 => two().prop_map(|(booking, hold)| Action::MoveByHold(booking, hold)),
        2 => (1_u64..=6).prop_map(Action::Wait),
    ]
}

/// How long a hold lasts, and an epoch of offers, in minutes.
const FIVE: u64 = 5;

/// A hold as its holder remembers it.
struct Held {
    name: String,
    slot: Slot,
    /// Of the minutes that have passed.
    expires_at: u64,
    renewed: bool,
    used: bool,
    given_back: bool,
}

/// A booking as its customer remembers it.
struct Booked {
    token: String,
    start: Instant,
    adviser: String,
    given_up: bool,
}

/// One day at the garage, as somebody outside follows it.
struct Story<'a> {
    server: &'a Server,
    client: Client,
    day: String,
    /// How many have passed since the beginning.
    minutes: u64,
    /// Offers, and in which minute they were made.
    offers: Vec<(Slot, u64)>,
    free: Vec<Slot>,
    holds: Vec<Held>,
    bookings: Vec<Booked>,
}

fn one_of(index: Index, count: usize) -> Option<usize> {
    (count > 0).then(|| index.index(count))
}

impl<'a> Story<'a> {
    /// A day on which nobody has booked yet.
    fn begin(server: &'a Server, day: String) -> Self {
        server.set_clock(TUESDAY);
        let client = server.client();
        let (offers, holds, bookings) = (Vec::new(), Vec::new(), Vec::new());
        let mut story = Self { server, client, day, minutes: 0, offers, free: Vec::new(), holds, bookings };
        story.see();
        story.offers = story.free.iter().map(|slot| (slot.clone(), 0)).collect();
        story
    }

    fn is_live(&self, held: &Held) -> bool {
        !held.used && !held.given_back && self.minutes < held.expires_at
    }

    /// What nobody else can have than who gives a hold for it.
    fn taken(&self, given: Option<usize>) -> Vec<(Instant, &str)> {
        let held = self.holds.iter().enumerate().filter(|(at, held)| Some(*at) != given && self.is_live(held));
        let held = held.map(|(_, held)| (held.slot.start, held.slot.adviser.as_str()));
        let booked = self.bookings.iter().filter(|booked| !booked.given_up);
        held.chain(booked.map(|booked| (booked.start, booked.adviser.as_str()))).collect()
    }

    /// Looks what is free: nothing that somebody has, and nobody has what another has.
    fn see(&mut self) {
        self.free = free(CORNER, &self.client, &self.day);
        let taken = self.taken(None);
        let mut once = taken.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), taken.len(), "two share a start: {taken:?}");
        assert!(starts(&self.free).iter().all(|start| !taken.contains(start)), "{taken:?} is offered");
    }

    /// Whether this could be had now.
    fn is_free(&self, slot: &Slot) -> bool {
        let same = |now: &&Slot| (now.start, &now.adviser) == (slot.start, &slot.adviser);
        self.free.iter().find(same).is_some_and(|now| now.ready_estimate <= slot.ready_estimate)
    }

    /// Whoever loses is shown others that nobody else has.
    fn is_consoled(&self, lost: &Problem, given: Option<usize>) {
        let others = lost.alternatives.as_deref().unwrap_or_default();
        assert!((1..=3).contains(&others.len()), "{lost:?}");
        let taken = self.taken(given);
        assert!(starts(others).iter().all(|start| !taken.contains(start)), "{taken:?} is offered: {others:?}");
    }

    /// Whether an offer got its room: if it was free, and not for longer than the offer lasts.
    fn got(&self, reply: &Reply, status: u16, (slot, made): &(Slot, u64), given: Option<usize>) -> bool {
        if self.minutes / FIVE > made / FIVE + 1 {
            self.is_consoled(&reply.problem(410, "offer-expired"), None);
            return false;
        }
        let (got, free) = (reply.status == status, self.is_free(slot));
        assert!(got == free || (got && given.is_some()), "{} of {slot:?}", reply.text());
        if !got {
            self.is_consoled(&reply.problem(409, "slot-taken"), given);
        }
        got
    }

    /// Whether a hold was redeemed: always while it lives, and a little longer if its room is free, but never once it
    /// was given back.
    fn redeemed(&self, reply: &Reply, status: u16, held: &Held) -> bool {
        if held.used {
            reply.problem(409, "hold-used");
            return false;
        }
        let got = reply.status == status;
        let is_recent = !held.given_back && self.minutes < held.expires_at + 2 * FIVE;
        assert_eq!(got, self.is_live(held) || (is_recent && self.is_free(&held.slot)), "{}", reply.text());
        if !got {
            self.is_consoled(&reply.problem(410, "hold-expired"), None);
        }
        got
    }

    fn keep(&mut self, reply: &Reply, slot: Slot) {
        let name = reply.json::<Hold>(201).hold;
        let expires_at = self.minutes + FIVE;
        self.holds.push(Held { name, slot, expires_at, renewed: false, used: false, given_back: false });
    }

    fn note(&mut self, reply: &Reply, slot: &Slot) {
        let created: BookingCreated = reply.json(201);
        assert_eq!((created.start, &created.adviser, &created.price), (slot.start, &slot.adviser, &slot.price));
        let (token, start, adviser) = (created.manage_token, created.start, created.adviser);
        self.bookings.push(Booked { token, start, adviser, given_up: false });
    }

    fn hold(&mut self, offered: &(Slot, u64), replaced: Option<usize>) {
        let replaces = replaced.map(|at| self.holds[at].name.clone());
        let given = replaced.filter(|at| self.is_live(&self.holds[*at]));
        let body = HoldRequest { offer: offered.0.offer.clone(), replaces };
        let reply = self.client.post(&path::holds("corner"), &body);
        if self.got(&reply, 201, offered, given) {
            if let Some(at) = replaced {
                self.holds[at].given_back = true;
            }
            self.keep(&reply, offered.0.clone());
        }
    }

    fn renew(&mut self, at: usize) {
        let held = &self.holds[at];
        let reply = self.client.post(&path::renew("corner", &held.name), &json!({}));
        if held.used {
            reply.problem(409, "hold-used");
        } else if !self.is_live(held) {
            reply.problem(410, "hold-expired");
        } else if held.renewed {
            reply.problem(409, "hold-renewed");
        } else {
            reply.json::<Hold>(200);
            let expires_at = self.minutes + FIVE;
            let held = &mut self.holds[at];
            (held.renewed, held.expires_at) = (true, expires_at);
        }
    }

    fn release(&mut self, at: usize) {
        let held = &mut self.holds[at];
        let reply = self.client.delete(&path::hold("corner", &held.name));
        if held.used {
            reply.problem(409, "hold-used");
        } else {
            assert_eq!(reply.status, 204, "{}", reply.text());
            held.given_back = true;
        }
    }

    fn redeem(&mut self, at: usize) {
        let reply = redeem(CORNER, &self.client, &self.holds[at].name);
        if self.redeemed(&reply, 201, &self.holds[at]) {
            self.holds[at].used = true;
            let slot = self.holds[at].slot.clone();
            self.note(&reply, &slot);
        }
    }

    fn book(&mut self, offered: &(Slot, u64)) {
        let reply = CORNER.try_book(&self.client, &offered.0.offer);
        if self.got(&reply, 201, offered, None) {
            self.note(&reply, &offered.0);
        }
    }

    fn cancel(&mut self, at: usize) {
        let booked = &mut self.bookings[at];
        let reply = self.client.post(&path::cancel(&booked.token), &json!({}));
        if std::mem::replace(&mut booked.given_up, true) {
            reply.problem(409, "not-changeable");
        } else {
            reply.json::<Booking>(200);
        }
    }

    /// Moves a booking to what is offered, or to what is held.
    fn change(&mut self, at: usize, to: Result<(Slot, u64), usize>) {
        let booked = &self.bookings[at];
        let body = match &to {
            Ok((slot, _)) => RescheduleRequest { hold: None, offer: Some(slot.offer.clone()) },
            Err(held) => RescheduleRequest { hold: Some(self.holds[*held].name.clone()), offer: None },
        };
        let reply = self.client.post(&path::reschedule(&booked.token), &body);
        if booked.given_up {
            reply.problem(409, "not-changeable");
            return;
        }
        let slot = match to {
            Ok(offered) => self.got(&reply, 200, &offered, None).then_some(offered.0),
            Err(held) => self.redeemed(&reply, 200, &self.holds[held]).then(|| {
                self.holds[held].used = true;
                self.holds[held].slot.clone()
            }),
        };
        if let Some(slot) = slot {
            let moved: Booking = reply.json(200);
            assert_eq!((moved.start, &moved.adviser.id), (slot.start, &slot.adviser));
            let booked = &mut self.bookings[at];
            (booked.start, booked.adviser) = (slot.start, slot.adviser);
        }
    }

    fn act(&mut self, action: &Action) {
        let offer = |story: &Self, index: &Index| one_of(*index, story.offers.len()).map(|at| story.offers[at].clone());
        let held = |story: &Self, index: &Index| one_of(*index, story.holds.len());
        let booked = |story: &Self, index: &Index| one_of(*index, story.bookings.len());
        match action {
            Action::Look => self.offers = self.free.iter().map(|slot| (slot.clone(), self.minutes)).collect(),
            Action::Hold(to) => {
                if let Some(offered) = offer(self, to) {
                    self.hold(&offered, None);
                }
            }
            Action::Swap(from, to) => {
                if let (from, Some(offered)) = (held(self, from), offer(self, to)) {
                    self.hold(&offered, from);
                }
            }
            Action::Renew(at) => held(self, at).into_iter().for_each(|at| self.renew(at)),
            Action::Release(at) => held(self, at).into_iter().for_each(|at| self.release(at)),
            Action::Redeem(at) => held(self, at).into_iter().for_each(|at| self.redeem(at)),
            Action::Book(to) => {
                if let Some(offered) = offer(self, to) {
                    self.book(&offered);
                }
            }
            Action::Cancel(at) => booked(self, at).into_iter().for_each(|at| self.cancel(at)),
            Action::Move(at, to) => {
                if let (Some(at), Some(offered)) = (booked(self, at), offer(self, to)) {
                    self.change(at, Ok(offered));
                }
            }
            Action::MoveByHold(at, to) => {
                if let (Some(at), Some(to)) = (booked(self, at), held(self, to)) {
                    self.change(at, Err(to));
                }
            }
            Action::Wait(minutes) => {
                self.server.advance(minutes * 60);
                self.minutes += minutes;
            }
        }
        self.see();
    }

    /// Every hold that lives books; when all is given up, all is free.
    fn end(&mut self, before: &[Slot]) {
        for at in 0..self.holds.len() {
            if self.is_live(&self.holds[at]) {
                self.redeem(at);
                self.see();
            }
        }
        for at in 0..self.bookings.len() {
            if !self.bookings[at].given_up {
                self.cancel(at);
            }
        }
        self.see();
        let whole = |slots: &[Slot]| slots.iter().map(|slot| (slot.start, slot.ready_estimate)).collect::<Vec<_>>();
        assert_eq!(whole(&self.free), whole(before));
    }
}

/// Many customers, one after the other, who want the few starts of one day.
fn whatever_they_do(engine: Engine) {
    let server = garage(engine);
    // Each story has a day of its own, so that one that fails does not spoil those that are simpler.
    let days = Cell::new(0);
    let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    let stories = proptest::collection::vec(action(), 15..50);
    let told = TestRunner::new_with_rng(config, rng).run(&stories, |actions| {
        let day = MONDAY + Days::new(days.replace(days.get() + 1));
        let mut story = Story::begin(&server, day.to_string());
        let before = story.free.clone();
        assert!(before.len() > 4, "there is something to want");
        for action in &actions {
            story.act(action);
        }
        story.end(&before);
        Ok(())
    });
    told.unwrap_or_else(|error| panic!("{engine:?}: {error}"));
}

#[test]
fn whatever_customers_do_in_a_file_room_is_taken_once_and_who_holds_it_gets_it() {
    whatever_they_do(Engine::Sqlite);
}

#[test]
fn whatever_customers_do_in_a_database_room_is_taken_once_and_who_holds_it_gets_it() {
    whatever_they_do(Engine::Postgres);
}
