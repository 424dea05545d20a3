//! A request to the capacity engine, and the plan that answers it.

use super::occupancy::Claim;
use crate::codes::Stay;

/// A request for a start: the services, the way of staying and the adviser.
#[derive(Debug, Clone, Copy)]
pub struct CapacityRequest<'a> {
    /// Service ids, in any order, without repeats.
    pub services: &'a [&'a str],
    /// How the customer stays.
    pub stay: Stay,
    /// The index of the only adviser wanted, in the dealer's file; `None` for any.
    pub adviser: Option<usize>,
    /// Whether the car is to be washed.
    pub wash: bool,
    /// Whether the walk-in reserve may be used.
    pub class: Class,
}

/// How much of the capacity a request may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// All but the walk-in reserve: for bookings online and by phone.
    Booking,
    /// All of it: for walk-ins, approved extra work and a manager's override.
    House,
}

/// A start with all the capacity that it claims; in buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The bucket in which reception begins.
    pub start: i64,
    /// The bucket in which the car is ready.
    pub ready: i64,
    /// The ready time that the customer is told, in buckets: if the car is dropped off, with a margin inside opening
    /// hours.
    pub ready_estimate: i64,
    /// The claims of the whole chain.
    pub claims: Vec<Claim>,
}
