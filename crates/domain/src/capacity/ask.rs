//! What is wanted, and what it takes.

use super::occupancy::Claim;
use crate::words::Stay;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Service ids, in any order, without repeats.
    pub services: &'a [&'a str],
    /// How the customer stays.
    pub stay: Stay,
    /// The place of the wanted adviser in the dealer's file.
    pub adviser: Option<usize>,
    /// Wash wanted.
    pub wash: bool,
    /// Whose room it may use.
    pub class: Class,
}

/// Whose room may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Online and phone bookings: not the walk-in reserve.
    Booking,
    /// Walk-ins, approved extra work, a manager's override: all there is.
    House,
}

/// A start with everything it claims. Buckets, half-open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The bucket in which reception begins.
    pub start: i64,
    /// The bucket in which the car is ready.
    pub ready: i64,
    /// What the customer is told: for `leave` with a margin inside opening hours.
    pub ready_estimate: i64,
    /// What is taken.
    pub claims: Vec<Claim>,
}
