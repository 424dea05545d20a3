//! From the capacity engine's starts to slots with signed offers, and back (docs/rules.md, "Offers and holds").

use crate::capacity_cache::CapacitySnapshot;
use crate::dealers::Dealer;
use crate::slot::{ReadyByStay, Slot};
use crate::tokens::{EPOCH_SECONDS, KeyRing, Offer};
use bayside_domain::appointment::Appointment;
use bayside_domain::capacity::{CapacityRequest, Class, Occupancy, Start};
use bayside_domain::codes::{Load, Stay};
use bayside_domain::time::{Bucket, Instant};
use chrono::{DateTime, FixedOffset};

/// A checked request for starts: services, way of staying, adviser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartRequest {
    /// The ids of the services, in the order of the request.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The index of the only adviser wanted, in the dealer's file; `None` for any.
    pub adviser: Option<usize>,
}

impl StartRequest {
    /// The request that an offer answers.
    pub fn of_offer(dealer: &Dealer, offer: &Offer) -> Self {
        let Appointment { services, stay, adviser, .. } = &offer.appointment;
        Self { services: services.clone(), stay: *stay, adviser: adviser_place(dealer, adviser) }
    }

    /// Calls `work` with this request in the form of the capacity engine.
    pub fn ask<T>(&self, work: impl FnOnce(&CapacityRequest<'_>) -> T) -> T {
        let services: Vec<&str> = self.services.iter().map(String::as_str).collect();
        work(&CapacityRequest {
            services: &services,
            stay: self.stay,
            adviser: self.adviser,
            wash: true,
            class: Class::Booking,
        })
    }

    /// The lowest price in minor units.
    pub fn price(&self, dealer: &Dealer) -> i64 {
        dealer.file.price_of(&self.services)
    }

    /// The appointment for a start.
    pub fn appointment(&self, dealer: &Dealer, start: &Start) -> Appointment {
        let price = self.price(dealer);
        Appointment {
            start: Bucket(start.at).start(),
            ready_estimate: Bucket(start.ready_estimate).start(),
            adviser: dealer.file.advisers[start.adviser].id.clone(),
            services: self.services.clone(),
            stay: self.stay,
            price,
            benefit: benefit(dealer, start.load, price),
        }
    }
}

/// The index of an adviser in the dealer's file.
pub fn adviser_place(dealer: &Dealer, id: &str) -> Option<usize> {
    dealer.file.advisers.iter().position(|adviser| adviser.id == id)
}

/// The epoch of an instant.
pub fn epoch(now: Instant) -> i64 {
    now.seconds().div_euclid(EPOCH_SECONDS)
}

/// The time for which all replies of an epoch are computed: its beginning.
pub const fn epoch_start(epoch: i64) -> i64 {
    epoch * EPOCH_SECONDS
}

/// The benefit of a booking at this load, never more than the price.
pub fn benefit(dealer: &Dealer, load: Load, price: i64) -> i64 {
    let benefit = &dealer.file.benefit;
    let amount = match load {
        Load::Quiet => benefit.quiet_amount,
        Load::Medium => benefit.medium_amount,
        Load::Busy => benefit.busy_amount,
    };
    amount.clamp(0, price)
}

/// The context for converting starts to slots with prices and signed offers.
pub struct SlotContext<'a> {
    /// The keys that sign the offers.
    pub keys: &'a KeyRing,
    /// The dealer.
    pub dealer: &'a Dealer,
    /// The dealer's capacity.
    pub capacity: &'a CapacitySnapshot,
    /// The occupancy.
    pub occupancy: &'a Occupancy,
    /// The request.
    pub wanted: &'a StartRequest,
    /// The epoch: the five minutes for which the reply is valid.
    pub epoch: i64,
}

impl SlotContext<'_> {
    /// The slots of starts, with their signed offers.
    pub fn slots(&self, starts: &[Start]) -> Vec<Slot> {
        let Some(first) = starts.first() else { return Vec::new() };
        let ready = [Stay::Wait, Stay::DropOff, Stay::Loaner].map(|stay| self.ready(starts, stay));
        let [wait, leave, loaner] = ready;
        let stays =
            wait.into_iter().zip(leave).zip(loaner).map(|((wait, leave), loaner)| ReadyByStay { wait, leave, loaner });
        // The part of the offer that depends on the request only is the same for all starts.
        let appointment = self.wanted.appointment(self.dealer, first);
        let mut offer = Offer { dealer: self.dealer.id, appointment, epoch: self.epoch };
        starts.iter().zip(stays).map(|(start, stays)| self.slot(start, stays, &mut offer)).collect()
    }

    /// When a car would be ready for each of these starts, with this way of staying.
    fn ready(&self, starts: &[Start], stay: Stay) -> Vec<Option<DateTime<FixedOffset>>> {
        if stay == self.wanted.stay {
            return starts.iter().map(|start| Some(self.dealer.local_bucket(start.ready_estimate))).collect();
        }
        let other = StartRequest { stay, ..self.wanted.clone() };
        let now = epoch_start(self.epoch);
        let ready = other.ask(|ask| self.capacity.workshop.ready_estimates(self.occupancy, ask, starts, now));
        ready.into_iter().map(|ready| ready.map(|bucket| self.dealer.local_bucket(bucket))).collect()
    }

    fn slot(&self, start: &Start, stays: ReadyByStay, offer: &mut Offer) -> Slot {
        let appointment = &mut offer.appointment;
        appointment.start = Bucket(start.at).start();
        appointment.ready_estimate = Bucket(start.ready_estimate).start();
        appointment.adviser.clone_from(&self.dealer.file.advisers[start.adviser].id);
        appointment.benefit = benefit(self.dealer, start.load, appointment.price);
        Slot {
            start: self.dealer.local_bucket(start.at),
            ready_estimate: self.dealer.local_bucket(start.ready_estimate),
            adviser: offer.appointment.adviser.clone(),
            offer: self.keys.sign(offer),
            price: self.dealer.file.money(offer.appointment.price),
            benefit: self.dealer.file.money(offer.appointment.benefit),
            load: start.load,
            stays,
        }
    }

    /// Up to three other starts, nearest first.
    pub fn alternatives(&self, wanted_start: i64) -> Vec<Slot> {
        let now = epoch_start(self.epoch);
        let starts = self.wanted.ask(|ask| self.capacity.workshop.alternatives(self.occupancy, ask, wanted_start, now));
        self.slots(&starts)
    }
}
