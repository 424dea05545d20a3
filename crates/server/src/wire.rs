//! From the dealer's values to the wire's, and back.

pub mod statement;
pub mod visit;

use bayside_api::Instant as WireInstant;
use bayside_api::booking::{Slot, Stays};
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::problem::Problem;
use bayside_api::vehicle::Vehicle;
use bayside_domain::time::Instant;
use bayside_workflow::Refusal;
use bayside_workflow::contact::{ConsentInput, CustomerInput, VehicleInput};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers;

/// Times as a dealer's wall clock shows them.
pub trait OnTheWire {
    /// An instant with the dealer's offset.
    fn wire(&self, instant: Instant) -> WireInstant;

    /// The start of a bucket with the dealer's offset.
    fn wire_bucket(&self, bucket: i64) -> WireInstant;
}

impl OnTheWire for Dealer {
    fn wire(&self, instant: Instant) -> WireInstant {
        WireInstant(self.local(instant))
    }

    fn wire_bucket(&self, bucket: i64) -> WireInstant {
        WireInstant(self.local_bucket(bucket))
    }
}

/// Reads an instant from the wire.
pub fn instant(wire: WireInstant) -> Instant {
    Instant::from_micros(wire.0.timestamp_micros())
}

/// A start that can be booked.
pub fn slot(slot: offers::Slot) -> Slot {
    let offers::Slot { start, ready_estimate, adviser, offer, price, benefit, load, stays } = slot;
    let offers::ReadyByStay { wait, leave, loaner } = stays;
    Slot {
        start: WireInstant(start),
        ready_estimate: WireInstant(ready_estimate),
        adviser,
        offer,
        price,
        benefit,
        load,
        stays: Stays { wait: wait.map(WireInstant), leave: leave.map(WireInstant), loaner: loaner.map(WireInstant) },
    }
}

/// A refusal as an error reply.
pub fn problem(refusal: Refusal) -> Problem {
    let Refusal { code, detail, errors, alternatives, allowed, retry_after_seconds } = refusal;
    let alternatives = alternatives.map(|slots| slots.into_iter().map(slot).collect());
    Problem { detail, errors, alternatives, allowed, retry_after_seconds, ..Problem::new(code) }
}

/// A car as it was typed.
pub fn vehicle(vehicle: Vehicle) -> VehicleInput {
    let Vehicle { plate, plate_kind, model, mileage_km, vin, first_registered } = vehicle;
    VehicleInput { plate, plate_kind, model, mileage_km, vin, first_registered: first_registered.map(|date| date.0) }
}

/// A person as they were typed.
pub fn customer(customer: Customer) -> CustomerInput {
    let Customer { name, salutation, phone, email, locale } = customer;
    CustomerInput { name, salutation, phone, email, locale }
}

/// What a person agreed to.
pub fn consent(consent: ConsentGiven) -> ConsentInput {
    let ConsentGiven { version, marketing, display_name } = consent;
    ConsentInput { version, marketing, display_name }
}
