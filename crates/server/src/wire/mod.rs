//! Conversions between the values of domain and workflow and the types of the wire.

pub mod statement;
pub mod visit;

use bayside_api::Instant as WireInstant;
use bayside_api::arrival::ArrivalRequest;
use bayside_api::booking::BookingRequest;
use bayside_api::booking::{Slot, Stays};
use bayside_api::callback::{CallbackRequest, OutcomeRequest};
use bayside_api::desk::WalkInRequest;
use bayside_api::offsets::OffsetSpan;
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::problem::{Kept, Problem};
use bayside_api::screen::Viewing;
use bayside_api::vehicle::Vehicle;
use bayside_api::waitlist::WaitlistRequest;
use bayside_domain::calendar;
use bayside_domain::time::Instant;
use bayside_store::ScreenRow;
use bayside_workflow::Refusal;
use bayside_workflow::arrival::ArrivalInput;
use bayside_workflow::booking::BookingInput;
use bayside_workflow::callback::{CallbackInput, OutcomeInput};
use bayside_workflow::contact::ContactInput;
use bayside_workflow::contact::{ConsentInput, CustomerInput, VehicleInput};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::slot;
use bayside_workflow::waitlist::WishInput;
use bayside_workflow::walk_in::WalkInInput;
use std::collections::BTreeMap;

/// Conversion of times to the dealer's local time.
pub trait OnTheWire {
    /// An instant with the dealer's offset.
    fn wire(&self, instant: Instant) -> WireInstant;

    /// The start of a bucket with the dealer's offset.
    fn wire_bucket(&self, bucket: i64) -> WireInstant;

    /// The dealer's offsets from an instant on.
    fn wire_offsets(&self, from: Instant) -> Vec<OffsetSpan>;
}

/// For how long offsets are told ahead.
const OFFSET_DAYS: i64 = 400;

impl OnTheWire for Dealer {
    fn wire(&self, instant: Instant) -> WireInstant {
        WireInstant(self.local(instant))
    }

    fn wire_bucket(&self, bucket: i64) -> WireInstant {
        WireInstant(self.local_bucket(bucket))
    }

    fn wire_offsets(&self, from: Instant) -> Vec<OffsetSpan> {
        let offsets = calendar::offsets(&self.zone, from, from.plus_days(OFFSET_DAYS));
        let ends = offsets.iter().skip(1).map(|(until, _)| Some(self.wire(*until))).chain([None]);
        offsets
            .iter()
            .zip(ends)
            .map(|((_, seconds), until)| OffsetSpan { offset_minutes: seconds / 60, until })
            .collect()
    }
}

/// Reads an instant from the wire.
pub fn instant(wire: WireInstant) -> Instant {
    Instant::from_micros(wire.0.timestamp_micros())
}

/// A start that can be booked.
pub fn slot(slot: slot::Slot) -> Slot {
    let slot::Slot { start, ready_estimate, adviser, offer, price, benefit, load, stays } = slot;
    let slot::ReadyByStay { wait, leave, loaner } = stays;
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

/// The problem for a refusal.
pub fn problem(refusal: Refusal) -> Problem {
    let Refusal { code, detail, errors, alternatives, allowed, retry_after_seconds, kept } = refusal;
    let alternatives = alternatives.map(|slots| slots.into_iter().map(slot).collect());
    Problem { detail, errors, alternatives, allowed, retry_after_seconds, kept: kept.map(Kept), ..Problem::new(code) }
}

/// The input of a car.
pub fn vehicle(vehicle: Vehicle) -> VehicleInput {
    let Vehicle { plate, plate_kind, model, mileage_km, vin, first_registered } = vehicle;
    VehicleInput { plate, plate_kind, model, mileage_km, vin, first_registered: first_registered.map(|date| date.0) }
}

/// The input of a person.
pub fn customer(customer: Customer) -> CustomerInput {
    let Customer { name, salutation, phone, email, locale } = customer;
    CustomerInput { name, salutation, phone, email, locale }
}

/// The input of the consent.
pub fn consent(consent: ConsentGiven) -> ConsentInput {
    let ConsentGiven { version, marketing, display_name } = consent;
    ConsentInput { version, marketing, display_name }
}

/// The input of a booking.
pub fn booking(request: BookingRequest) -> BookingInput {
    BookingInput {
        hold: request.hold,
        offer: request.offer,
        services: request.services,
        stay: request.stay,
        adviser: request.adviser,
        website: request.website,
        filled_seconds: request.filled_seconds,
        contact: ContactInput {
            concern: request.concern,
            vehicle: vehicle(request.vehicle),
            customer: customer(request.customer),
            consent: consent(request.consent),
            source: request.source,
            utm: request.utm.unwrap_or_default(),
        },
    }
}

/// The input of a walk-in.
pub fn walk_in(request: WalkInRequest) -> WalkInInput {
    WalkInInput {
        services: request.services,
        stay: request.stay,
        adviser: request.adviser,
        ticket: request.ticket,
        contact: ContactInput {
            concern: request.concern,
            vehicle: vehicle(request.vehicle),
            customer: customer(request.customer),
            consent: consent(request.consent),
            source: Some("walk-in".to_owned()),
            utm: BTreeMap::new(),
        },
    }
}

/// The input of a wish.
pub fn wish(request: WaitlistRequest) -> WishInput {
    WishInput {
        services: request.services,
        stay: request.stay,
        adviser: request.adviser,
        from: request.from.0,
        to: request.to.0,
        hours: request.hours.into_iter().map(|span| (span.from, span.to)).collect(),
        manage_token: request.manage_token,
        concern: request.concern,
        customer: request.customer.map(customer),
        vehicle: request.vehicle.map(vehicle),
        consent: request.consent.map(consent),
        website: request.website,
        filled_seconds: request.filled_seconds,
    }
}

/// The input of a call-back.
pub fn callback(request: CallbackRequest) -> CallbackInput {
    CallbackInput {
        team: request.kind,
        preferred: request.preferred_times.iter().map(|time| (instant(time.from), instant(time.to))).collect(),
        contact: ContactInput {
            concern: request.concern,
            vehicle: vehicle(request.vehicle),
            customer: customer(request.customer),
            consent: consent(request.consent),
            source: None,
            utm: BTreeMap::new(),
        },
        website: request.website,
        filled_seconds: request.filled_seconds,
    }
}

/// The input of a call's outcome.
pub fn outcome(request: OutcomeRequest) -> OutcomeInput {
    OutcomeInput {
        outcome: request.outcome,
        note: request.note.unwrap_or_default().trim().to_owned(),
        reference: request.reference,
    }
}

/// The input of the arrival kiosk.
pub fn arrival(request: ArrivalRequest) -> ArrivalInput {
    let ArrivalRequest { reference, qr, plate, plate_kind, phone_digits, walk_in } = request;
    ArrivalInput { reference, qr, plate, plate_kind, phone_digits, walk_in }
}

/// From where a screen is seen.
pub fn viewing(row: &ScreenRow) -> Option<Viewing> {
    let (inches, distance_cm) = row.viewing?;
    Some(Viewing { inches: u32::try_from(inches).ok()?, distance_cm: u32::try_from(distance_cm).ok()? })
}
