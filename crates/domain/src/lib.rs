//! The domain model of a car dealer's workshop, and its rules.
//!
//! No I/O, no async, no clock, no randomness: time and ids are passed in as parameters. docs/rules.md describes the
//! rules.

pub mod appointment;
pub mod arrival;
pub mod calendar;
pub mod callback;
pub mod capacity;
pub mod car_criteria;
mod code_list;
pub mod codes;
pub mod colour;
pub mod country;
pub mod dealer;
pub mod document;
pub mod due;
pub mod error_code;
pub mod event;
pub mod ids;
pub mod language;
pub mod limits;
pub mod lounge;
pub mod mask;
pub mod messages;
pub mod money;
pub mod origin;
pub mod person;
pub mod phone;
pub mod plate;
pub mod promises;
pub mod spam_signals;
pub mod statement;
pub mod time;
pub mod token;
pub mod triage;
pub mod typed;
pub mod vin;
pub mod visit;
pub mod waitlist;
pub mod warranty;
