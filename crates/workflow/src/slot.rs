//! A start that can be booked, with what it costs and its signed offer.

use bayside_domain::money::Money;
use bayside_domain::words::Load;
use chrono::{DateTime, FixedOffset};

/// A start that can be booked. Times are wall times with the dealer's offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When reception begins.
    pub start: DateTime<FixedOffset>,
    /// When the car is expected to be ready.
    pub ready_estimate: DateTime<FixedOffset>,
    /// Who receives, by id.
    pub adviser: String,
    /// Signed; goes into a hold or a booking.
    pub offer: String,
    /// Price from, before the benefit.
    pub price: Money,
    /// What is saved by booking this start; zero or positive.
    pub benefit: Money,
    /// How full the workshop is then.
    pub load: Load,
    /// When the car would be ready for each way of staying.
    pub stays: ReadyByStay,
}

/// When a car would be ready; `None` where there is no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyByStay {
    /// Waiting in the lounge.
    pub wait: Option<DateTime<FixedOffset>>,
    /// Leaving the car.
    pub leave: Option<DateTime<FixedOffset>>,
    /// With a loaner.
    pub loaner: Option<DateTime<FixedOffset>>,
}
