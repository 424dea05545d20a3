//! The capacity engine: examples as sentences, what must always hold, and a slow reference model
//! that is written from docs/rules.md, "Capacity", not from the code, and must agree with it on every start.
//!
//! `BAYSIDE_CASES` sets the number of cases of each property.

mod advisers;
mod agreement;
mod alternatives;
mod bindings;
mod chain;
mod clock_changes;
mod fixture;
mod invariants;
mod model;
mod model_calendar;
mod outages;
mod random;
mod remaining_work;
mod stays;
mod waitlist;
