//! The use cases: one function for each thing that somebody does, in one transaction under the dealer's lock. It
//! decides with the domain and writes through the store. It knows neither HTTP nor the types of the wire: it takes and
//! returns values of the domain, and fails with a [`Refusal`].

pub mod allowed_steps;
pub mod arrival;
pub mod booking;
pub mod callback;
pub mod capacity_cache;
pub mod cleanup;
pub mod clock;
pub mod contact;
pub mod contact_log;
pub mod context;
pub mod dealers;
pub mod due_cars;
pub mod expected_version;
pub mod extra_work;
pub mod failure;
pub mod find;
pub mod holds;
pub mod idempotency;
pub mod invitation;
pub mod offer_freed_capacity;
pub mod offers;
pub mod order;
pub mod outage;
pub mod outbox;
pub mod phone_booking;
pub mod private_page;
pub mod promise;
pub mod reference;
pub mod remaining_work;
pub mod retention;
pub mod screen;
pub mod services;
pub mod session;
pub mod settings;
pub mod shown;
pub mod signature;
pub mod slot;
pub mod spam_signals;
pub mod statement;
pub mod step;
pub mod ticket;
pub mod tokens;
pub mod transaction;
pub mod untold;
pub mod visit;
pub mod visit_record;
pub mod waitlist;
pub mod walk_in;
pub mod zone_change;

pub use context::Context;
pub use failure::{Failure, FieldChecks, Refusal};
pub use transaction::DealerTransaction;
