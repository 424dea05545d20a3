//! Deserialisation of a stored visit, in which the appointment's fields are flattened. Serde's `flatten` is as fast as
//! any struct for writing but three times slower for reading, and all visits of a day are read at once.

use super::{ExtraWork, Inspection, Job, Phase, Promise, Visit};
use crate::appointment::Appointment;
use crate::codes::{Stage, Stay, Step};
use crate::event::Actor;
use crate::time::Instant;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A visit with the fields of its appointment flattened.
#[derive(Deserialize)]
pub(super) struct StoredVisit {
    version: i64,
    phase: Phase,
    start: Instant,
    ready_estimate: Instant,
    adviser: String,
    services: Vec<String>,
    stay: Stay,
    price: i64,
    benefit: i64,
    sequence: u32,
    walk_in: bool,
    prepared: BTreeSet<Step>,
    number: Option<u16>,
    arrived_at: Option<Instant>,
    signed_at: Option<Instant>,
    estimate: i64,
    wants_wash: bool,
    jobs: Vec<Job>,
    promises: Vec<Promise>,
    extra_work: Vec<ExtraWork>,
    flagged: bool,
    started: bool,
    self_checked: bool,
    inspected: bool,
    inspections: Vec<Inspection>,
    washed: bool,
    delivery_prepared: bool,
    released: Option<(Instant, i64)>,
    /// Absent where an earlier program stored it: a statement was released once at most.
    #[serde(default)]
    releases: Option<u32>,
    released_by: Option<Actor>,
    accepted_at: Option<Instant>,
    settled_at: Option<Instant>,
    left_at: Option<Instant>,
    followed_up: bool,
    unclear: BTreeSet<String>,
    reached: BTreeMap<Stage, Instant>,
}

impl From<StoredVisit> for Visit {
    fn from(stored: StoredVisit) -> Self {
        let StoredVisit {
            version,
            phase,
            start,
            ready_estimate,
            adviser,
            services,
            stay,
            price,
            benefit,
            sequence,
            walk_in,
            prepared,
            number,
            arrived_at,
            signed_at,
            estimate,
            wants_wash,
            jobs,
            promises,
            extra_work,
            flagged,
            started,
            self_checked,
            inspected,
            inspections,
            washed,
            delivery_prepared,
            released,
            releases,
            released_by,
            accepted_at,
            settled_at,
            left_at,
            followed_up,
            unclear,
            reached,
        } = stored;
        let appointment = Appointment { start, ready_estimate, adviser, services, stay, price, benefit };
        Self {
            version,
            phase,
            appointment,
            sequence,
            walk_in,
            prepared,
            number,
            arrived_at,
            signed_at,
            estimate,
            wants_wash,
            jobs,
            promises,
            extra_work,
            flagged,
            started,
            self_checked,
            inspected,
            inspections,
            washed,
            delivery_prepared,
            released,
            releases: releases.unwrap_or(u32::from(released.is_some())),
            released_by,
            accepted_at,
            settled_at,
            left_at,
            followed_up,
            unclear,
            reached,
        }
    }
}
