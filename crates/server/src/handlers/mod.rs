//! One file per part of the API. Each call has its path, its document and its errors in one place.

pub mod arrivals;
pub mod availability;
pub mod bookings;
pub mod callbacks;
pub mod dealers;
pub mod demo;
pub mod desk;
pub mod find;
pub mod health;
pub mod highlight;
pub mod holds;
pub mod screens;
pub mod triage;
pub mod visits;
pub mod waitlist;
