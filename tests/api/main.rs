//! The API as any program sees it: over HTTP, against the real server on a real store.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, but not the helpers beside them")]

mod advantage;
mod arrivals;
mod booking;
mod calendar;
mod callbacks_and_triage;
mod catalogue;
mod clock;
mod concurrency_and_kills;
mod customers;
mod dealer_file;
mod desk;
mod desk_capacity;
mod embed;
mod freed_capacity;
mod highlight;
mod hold_sequences;
mod holds;
mod invitations;
mod let_go;
mod lounge;
mod messages;
mod metrics;
mod offers;
mod overbooking;
mod pages;
mod pairing;
mod privacy;
mod recorded;
mod refusals;
mod remaining_work;
mod repeated;
mod replays;
mod reschedule_and_cancel;
mod retention;
mod screens;
mod settings;
mod shown;
mod sign_in;
mod spam_signals;
mod taken_back;
mod text_messages;
mod tickets;
mod typed;
mod waitlist;
