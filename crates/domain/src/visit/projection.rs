//! How each event changes a visit: the current state is the projection of all events (docs/rules.md, "Life of a
//! visit").

use super::{ExtraWork, Inspection, Job, Phase, Promise, Visit};
use crate::codes::{Decision, JobState, Step};
use crate::event::{Recorded, VisitEvent};
use std::collections::{BTreeMap, BTreeSet};

impl Visit {
    /// The visit that a first event creates; `None` if it is not a [`VisitEvent::Booked`].
    pub fn begin(first: &Recorded<VisitEvent>) -> Option<Self> {
        let VisitEvent::Booked { appointment, walk_in } = &first.event else { return None };
        Some(Self {
            version: 1,
            phase: Phase::Booked,
            appointment: appointment.clone(),
            sequence: 0,
            walk_in: *walk_in,
            prepared: BTreeSet::new(),
            number: None,
            arrived_at: None,
            signed_at: None,
            estimate: 0,
            wants_wash: true,
            jobs: Vec::new(),
            promises: Vec::new(),
            extra_work: Vec::new(),
            flagged: false,
            started: false,
            self_checked: false,
            inspected: false,
            inspections: Vec::new(),
            washed: false,
            delivery_prepared: false,
            released: None,
            releases: 0,
            released_by: None,
            accepted_at: None,
            settled_at: None,
            left_at: None,
            followed_up: false,
            unclear: BTreeSet::new(),
            reached: BTreeMap::new(),
        })
    }

    /// The projection of all events of one visit, oldest first.
    pub fn replay(events: &[Recorded<VisitEvent>]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut visit = Self::begin(first)?;
        for recorded in rest {
            visit.apply(recorded);
        }
        Some(visit)
    }

    /// Applies an event. Never fails: [`Visit::allowed`] has checked it.
    pub fn apply(&mut self, recorded: &Recorded<VisitEvent>) {
        let Recorded { number: event_number, at, by, event } = recorded;
        self.version += 1;
        match event {
            VisitEvent::Booked { .. }
            | VisitEvent::Inspected
            | VisitEvent::OrderWritten
            | VisitEvent::StatementWritten
            | VisitEvent::FollowUpPreferred => {}
            VisitEvent::Rescheduled { start, ready_estimate, adviser, benefit } => {
                let appointment = &mut self.appointment;
                appointment.start = *start;
                appointment.ready_estimate = *ready_estimate;
                appointment.adviser.clone_from(adviser);
                appointment.benefit = *benefit;
                self.sequence += 1;
            }
            VisitEvent::Cancelled => {
                self.phase = Phase::Cancelled;
                self.sequence += 1;
            }
            VisitEvent::NoShow => self.phase = Phase::NoShow,
            VisitEvent::Prepared { step } => {
                self.prepared.insert(*step);
            }
            VisitEvent::Arrived { number, .. } => {
                self.phase = Phase::OnSite;
                self.number = Some(*number);
                self.arrived_at = Some(*at);
            }
            VisitEvent::OrderSigned { estimate, jobs, wants_wash, promised_at } => {
                self.signed_at = Some(*at);
                self.estimate = *estimate;
                self.wants_wash = *wants_wash;
                self.jobs = jobs.iter().map(|id| open_job(id.clone())).collect();
                self.promises.push(Promise { promised_at: *promised_at, given_at: *at, event: *event_number, by: *by });
            }
            VisitEvent::PromiseChanged { promised_at } => {
                self.promises.push(Promise { promised_at: *promised_at, given_at: *at, event: *event_number, by: *by });
            }
            VisitEvent::Dispatched { job, technician } => self.with_job(job, |job| {
                job.technician.clone_from(technician);
                if job.state == JobState::Open {
                    job.state = JobState::Dispatched;
                }
            }),
            VisitEvent::Started { job } => {
                self.started = true;
                self.with_job(job, |job| {
                    job.state = JobState::Running;
                    job.started_at = job.started_at.or(Some(*at));
                    job.completed_at = None;
                });
            }
            VisitEvent::Paused { job } => self.with_job(job, |job| job.state = JobState::Paused),
            VisitEvent::Resumed { job } => self.with_job(job, |job| job.state = JobState::Running),
            VisitEvent::Completed { job } => self.with_job(job, |job| {
                job.state = JobState::Done;
                job.completed_at = Some(*at);
            }),
            VisitEvent::SelfChecked { passed } => {
                self.self_checked = *passed;
                self.inspections.push(Inspection {
                    step: Step::SelfCheck,
                    at: *at,
                    by: *by,
                    event: *event_number,
                    passed: *passed,
                });
            }
            VisitEvent::FinalInspected { passed } => {
                self.inspected = *passed;
                self.self_checked = *passed;
                self.washed = false;
                self.inspections.push(Inspection {
                    step: Step::FinalInspection,
                    at: *at,
                    by: *by,
                    event: *event_number,
                    passed: *passed,
                });
            }
            VisitEvent::Washed => self.washed = true,
            VisitEvent::DeliveryPrepared => self.delivery_prepared = true,
            VisitEvent::StatementReleased { charged } => {
                self.released = Some((*at, *charged));
                self.releases += 1;
                self.released_by = Some(*by);
                self.flagged = false;
            }
            VisitEvent::Unclear { line } => {
                if !self.unclear.remove(line) {
                    self.unclear.insert(line.clone());
                }
            }
            VisitEvent::Accepted => {
                self.phase = Phase::Accepted;
                self.accepted_at = Some(*at);
            }
            VisitEvent::Settled => self.settled_at = Some(*at),
            VisitEvent::Delivered { .. } => {
                self.phase = Phase::Delivered;
                self.left_at = Some(*at);
            }
            VisitEvent::FollowedUp => self.followed_up = true,
            VisitEvent::Closed => self.phase = Phase::Closed,
            VisitEvent::ExtraWorkQuoted { item, version, amount, minutes, urgency } => {
                let quoted = ExtraWork {
                    id: *item,
                    version: *version,
                    amount: *amount,
                    minutes: *minutes,
                    urgency: *urgency,
                    decision: None,
                    decided_at: None,
                };
                self.jobs.retain(|job| job.id != Self::extra_job_id(*item));
                match self.extra_work.iter_mut().find(|extra| extra.id == *item) {
                    Some(extra) => *extra = quoted,
                    None => self.extra_work.push(quoted),
                }
            }
            VisitEvent::ExtraWorkDecided { item, decision, .. } => {
                if let Some(extra) = self.extra_work.iter_mut().find(|extra| extra.id == *item) {
                    extra.decision = Some(*decision);
                    extra.decided_at = Some(*at);
                }
                if *decision == Decision::Approve {
                    self.jobs.push(open_job(Self::extra_job_id(*item)));
                    // There is more to repair, so the checks so far are void.
                    self.self_checked = false;
                    self.inspected = false;
                    self.washed = false;
                }
            }
            VisitEvent::ExtraWorkTakenBack { item, before } => {
                if let Some(extra) = self.extra_work.iter_mut().find(|extra| extra.id == *item) {
                    extra.decision = before.decision;
                    extra.decided_at = before.decided_at;
                }
                self.self_checked |= before.self_checked;
                self.inspected |= before.inspected;
                self.washed |= before.washed;
                self.jobs.retain(|job| job.id != Self::extra_job_id(*item));
            }
            VisitEvent::Flagged { on } => self.flagged = *on,
        }
        let stage = self.stage();
        let last = self.reached.iter().next_back().map(|(stage, _)| *stage);
        if let Some(stage) = stage.filter(|stage| Some(*stage) != last) {
            // If the car goes back to an earlier stage, the later stages no longer count as reached.
            self.reached.retain(|known, _| *known < stage);
            self.reached.entry(stage).or_insert(*at);
        }
    }

    fn with_job(&mut self, id: &str, change: impl FnOnce(&mut Job)) {
        if let Some(job) = self.jobs.iter_mut().find(|job| job.id == id) {
            change(job);
        }
    }
}

fn open_job(id: String) -> Job {
    Job { id, state: JobState::Open, technician: None, started_at: None, completed_at: None }
}
