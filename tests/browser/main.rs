//! The faces as people see them: a real browser, the real server, a real store.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, but not the helpers beside them")]

mod booking;
mod chaos;
mod chaos_held;
mod clock_change;
mod embed;
mod gallery;
mod invitations;
mod keyboard;
mod kiosk;
mod kiosk_gallery;
mod kiosk_hands;
mod looks;
mod lounge;
mod lounge_gallery;
mod lounge_kept;
mod lounge_time;
mod lounge_voice;
mod marks;
mod notice;
mod notice_states;
mod popup;
mod road;
mod room;
mod screens;
mod signature;
mod sites;
mod snippet;
mod staff;
mod trial;
mod truth;
mod waitlist;
mod ways;
mod widget;
