//! The API as any program sees it: over HTTP, against the real server on a real store.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, but not the helpers beside them")]

mod advantage;
mod arrivals;
mod booking;
mod calendar;
mod capacity;
mod care;
mod catalogue;
mod change;
mod clock;
mod crowd;
mod dealer_file;
mod desk;
mod embed;
mod freed;
mod highlight;
mod holds;
mod invitations;
mod lounge;
mod marks;
mod messages;
mod metrics;
mod offers;
mod pages;
mod person;
mod privacy;
mod race;
mod recorded;
mod refusals;
mod replays;
mod rest;
mod screens;
mod settings;
mod stories;
mod texts;
mod tickets;
mod waitlist;
