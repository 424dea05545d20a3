//! What a customer and the dealer agree on: a time, an adviser, services and a price.

use crate::codes::Stay;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// An appointment, as it is offered, booked and stored. Amounts are minor units of the dealer's currency, tax included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// When reception begins.
    pub start: Instant,
    /// When the car is expected to be ready.
    pub ready_estimate: Instant,
    /// The id of the adviser who receives and answers to the customer.
    pub adviser: String,
    /// The ids of the services, in the order of the request.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The lowest price of the services, before the benefit is taken off.
    pub price: i64,
    /// What booking this time saves; never more than the price.
    pub benefit: i64,
}
