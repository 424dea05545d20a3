//! A start that can be booked, with what it costs and its signed offer.

use bayside_domain::codes::Load;
use bayside_domain::money::Money;
use chrono::{DateTime, FixedOffset};

/// A start that can be booked. Times are wall times with the dealer's offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// When reception begins.
    pub start: DateTime<FixedOffset>,
    /// When the car is expected to be ready.
    pub ready_estimate: DateTime<FixedOffset>,
    /// The id of the adviser who receives.
    pub adviser: String,
    /// The signed offer, for a hold or a booking.
    pub offer: String,
    /// The lowest price, before the benefit is taken off.
    pub price: Money,
    /// What is saved by booking this start; zero or positive.
    pub benefit: Money,
    /// How full the workshop is then.
    pub load: Load,
    /// When the car would be ready for each way of staying.
    pub stays: ReadyByStay,
}

/// When a car would be ready, by way of staying; `None` where there is no capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadyByStay {
    /// If the customer waits in the lounge.
    pub wait: Option<DateTime<FixedOffset>>,
    /// If the customer leaves the car.
    pub leave: Option<DateTime<FixedOffset>>,
    /// If the customer drives a loaner.
    pub loaner: Option<DateTime<FixedOffset>>,
}
