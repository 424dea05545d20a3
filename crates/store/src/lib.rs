//! The store: one interface, SQLite and PostgreSQL behind it. The only place with SQL.
//!
//! A write is a closure over a [`Tx`]. Waiting closures are committed in groups, each under its own savepoint, by a
//! separate task, so that a dropped request cannot commit half of its work: on SQLite all closures together, on
//! PostgreSQL those of one dealer. In both cases the result is returned after the commit is durable, and then
//! [`Store::changes`] reports which dealers changed.

mod backup;
mod batch;
mod bookings;
mod callbacks;
mod capacity;
mod column;
mod connections;
mod dealers;
mod doctor;
mod engine;
mod error;
mod events;
mod group_commit;
mod json;
mod locked;
mod messages;
mod open;
mod outages;
mod people;
mod private;
mod retention;
mod screens;
mod tickets;
mod tx;
mod visits;
mod waitlist;
mod widget;
mod write_queue;
mod writing;

pub use backup::{BackupError, Contents, backup, copy, note_erasures, restore, verify};
pub use bookings::{HoldRow, KeptReply};
pub use callbacks::CallbackRow;
pub use capacity::NamedClaim;
pub use connections::Store;
pub use dealers::{DealerRow, SessionRow, StaffRow};
pub use doctor::{Diagnosis, examine};
pub use engine::{Database, Engine};
pub use error::{Result, StoreError};
pub use messages::{MessagePage, MessageRow};
pub use open::OpenError;
pub use outages::{ContactRow, OutageRow};
pub use people::{SignatureRow, Standing};
pub use retention::KeptPerson;
pub use screens::{PairingRow, ScreenReport, ScreenRow};
pub use tickets::{Ticket, TicketRow};
pub use tx::{Change, Tx};
pub use visits::{VisitAndPerson, VisitRow};
pub use waitlist::{StoredWish, WishRow};
pub use widget::Origins;

use json::{from_document, from_json, to_json};
use tx::{Touched, run};
