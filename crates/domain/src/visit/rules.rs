//! Which steps are possible, and which roles may take them (docs/rules.md, "Life of a visit").

use super::{Job, Phase, Visit};
use crate::codes::{JobState, Role, Step};

impl Visit {
    /// The steps that are possible now, in the order of the process. A step of a job is included if any job allows it.
    pub fn allowed(&self) -> Vec<Step> {
        Step::ALL.iter().copied().filter(|step| self.allows(*step)).collect()
    }

    /// Whether a step is possible now; for a step of a job, whether any job allows it.
    pub fn allows(&self, step: Step) -> bool {
        let on_site = self.phase == Phase::OnSite;
        let signed = self.signed_at.is_some();
        let released = self.released.is_some();
        let repairing = on_site && signed && !released && !self.inspected;
        match step {
            Step::PrepareAdviser | Step::PrepareParts | Step::PrepareBay | Step::PrepareTechnician => {
                self.phase == Phase::Booked && !self.prepared.contains(&step)
            }
            Step::Arrive => self.phase == Phase::Booked,
            Step::Inspect => on_site && !released,
            Step::SignOrder => on_site && !signed,
            Step::Dispatch | Step::Start | Step::Pause | Step::Resume | Step::Complete => {
                self.jobs.iter().any(|job| self.job_allows(job, step))
            }
            Step::SelfCheck => {
                repairing
                    && !self.self_checked
                    && !self.jobs.is_empty()
                    && self.jobs.iter().all(|job| job.state == JobState::Done)
            }
            Step::FinalInspection => repairing && self.self_checked,
            Step::Wash => on_site && self.inspected && self.wants_wash && !self.washed && !released,
            Step::PrepareDelivery => on_site && self.inspected && !self.delivery_prepared && !released,
            Step::Ready => {
                on_site
                    && self.inspected
                    && (self.washed || !self.wants_wash)
                    && self.delivery_prepared
                    && !self.undecided()
                    && !released
            }
            Step::Accept => on_site && released,
            Step::Settle => self.phase == Phase::Accepted && self.settled_at.is_none(),
            Step::HandOver => self.phase == Phase::Accepted && self.settled_at.is_some(),
            Step::FollowUp => self.phase == Phase::Delivered && !self.followed_up,
            Step::Close => self.phase == Phase::Delivered && self.followed_up,
            Step::Cancel => self.phase == Phase::Booked || (on_site && !signed),
            Step::NoShow => self.phase == Phase::Booked,
        }
    }

    /// Whether a step is possible for this job now.
    pub fn job_allows(&self, job: &Job, step: Step) -> bool {
        if self.phase != Phase::OnSite
            || self.signed_at.is_none()
            || self.self_checked
            || self.inspected
            || self.released.is_some()
        {
            return false;
        }
        // Jobs that were completed before a failed check may be started again.
        let sent_back = self
            .inspections
            .last()
            .is_some_and(|last| !last.passed && job.completed_at.is_none_or(|done| done <= last.at));
        match step {
            Step::Dispatch => matches!(job.state, JobState::Open | JobState::Dispatched | JobState::Paused),
            Step::Start => {
                matches!(job.state, JobState::Open | JobState::Dispatched) || (job.state == JobState::Done && sent_back)
            }
            Step::Pause | Step::Complete => job.state == JobState::Running,
            Step::Resume => job.state == JobState::Paused,
            _ => false,
        }
    }
}

/// Whether a role may take a step. A manager may do everything.
pub fn may_do(role: Role, step: Step) -> bool {
    role == Role::Manager || roles_of(step).contains(&role)
}

/// The roles that may take a step, besides the manager. The first is the one that usually does; advisers may act for
/// their customer in most steps.
pub const fn roles_of(step: Step) -> &'static [Role] {
    use Role::{Adviser, Cashier, Gate, Inspector, Parts, Reception, Workshop};
    match step {
        Step::PrepareAdviser | Step::Inspect | Step::SignOrder | Step::Ready | Step::PrepareDelivery => &[Adviser],
        Step::PrepareParts => &[Parts, Adviser],
        Step::PrepareBay | Step::PrepareTechnician | Step::Dispatch => &[Workshop, Adviser],
        Step::Arrive => &[Gate, Reception, Adviser],
        Step::Start | Step::Pause | Step::Resume | Step::Complete | Step::SelfCheck => &[Workshop, Adviser],
        Step::FinalInspection => &[Inspector],
        Step::Wash => &[Workshop, Inspector, Adviser],
        Step::Accept | Step::HandOver => &[Adviser, Cashier],
        Step::Settle => &[Cashier, Adviser],
        Step::FollowUp | Step::Close => &[Adviser, Reception],
        Step::Cancel | Step::NoShow => &[Adviser, Reception],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointment::Appointment;
    use crate::codes::{Decision, Stage, Stay, Urgency};
    use crate::event::{Actor, Recorded, VisitEvent};
    use crate::ids::{EventNumber, ExtraWorkId, StaffId};
    use crate::time::Instant;
    use proptest::prelude::*;

    fn booked() -> VisitEvent {
        VisitEvent::Booked {
            appointment: Appointment {
                start: Instant::from_seconds(0),
                ready_estimate: Instant::from_seconds(7200),
                adviser: "li-min".into(),
                services: vec!["oil".into()],
                stay: Stay::Wait,
                price: 48_000,
                benefit: 8_000,
            },
            walk_in: false,
        }
    }

    /// The event that a step appends, as the server creates it.
    fn event_of(visit: &Visit, step: Step, pick: usize, passed: bool) -> VisitEvent {
        let job = || {
            let able: Vec<&Job> = visit.jobs.iter().filter(|job| visit.job_allows(job, step)).collect();
            able[pick % able.len()].id.clone()
        };
        match step {
            Step::PrepareAdviser | Step::PrepareParts | Step::PrepareBay | Step::PrepareTechnician => {
                VisitEvent::Prepared { step }
            }
            Step::Arrive => VisitEvent::Arrived { number: 27, mileage_km: None },
            Step::Inspect => VisitEvent::Inspected,
            Step::SignOrder => VisitEvent::OrderSigned {
                estimate: 40_000,
                jobs: vec!["oil".into(), "ac".into()],
                wants_wash: passed,
                promised_at: Instant::from_seconds(7200),
            },
            Step::Dispatch => VisitEvent::Dispatched { job: job(), technician: Some("zhao".into()) },
            Step::Start => VisitEvent::Started { job: job() },
            Step::Pause => VisitEvent::Paused { job: job() },
            Step::Resume => VisitEvent::Resumed { job: job() },
            Step::Complete => VisitEvent::Completed { job: job() },
            Step::SelfCheck => VisitEvent::SelfChecked { passed },
            Step::FinalInspection => VisitEvent::FinalInspected { passed },
            Step::Wash => VisitEvent::Washed,
            Step::PrepareDelivery => VisitEvent::DeliveryPrepared,
            Step::Ready => VisitEvent::StatementReleased { charged: 40_000 },
            Step::Accept => VisitEvent::Accepted,
            Step::Settle => VisitEvent::Settled,
            Step::HandOver => VisitEvent::Delivered { mileage_km: None },
            Step::FollowUp => VisitEvent::FollowedUp,
            Step::Close => VisitEvent::Closed,
            Step::Cancel => VisitEvent::Cancelled,
            Step::NoShow => VisitEvent::NoShow,
        }
    }

    fn recorded(number: i64, event: VisitEvent) -> Recorded<VisitEvent> {
        Recorded {
            number: EventNumber::new(number),
            at: Instant::from_seconds(number * 60),
            by: Actor::Staff(StaffId::new(1)),
            event,
        }
    }

    fn walk(steps: &[Step]) -> Visit {
        let mut visit = Visit::begin(&recorded(1, booked())).expect("booked begins a visit");
        for (index, step) in steps.iter().enumerate() {
            assert!(visit.allows(*step), "{step} is not allowed, only {:?}", visit.allowed());
            visit.apply(&recorded(index as i64 + 2, event_of(&visit, *step, 0, true)));
        }
        visit
    }

    #[test]
    fn the_public_stage_follows_the_table() {
        use Step::{
            Accept, Arrive, Complete, Dispatch, FinalInspection, PrepareDelivery, Ready, SelfCheck, SignOrder, Start,
            Wash,
        };
        let road = [
            Arrive,
            SignOrder,
            Dispatch,
            Start,
            Complete,
            Start,
            Complete,
            SelfCheck,
            FinalInspection,
            Wash,
            PrepareDelivery,
            Ready,
            Accept,
        ];
        let stages: Vec<Option<Stage>> = (0..=road.len()).map(|length| walk(&road[..length]).stage()).collect();
        let expected = [
            None,
            Some(Stage::Received),
            Some(Stage::Waiting),
            Some(Stage::Waiting),
            Some(Stage::Repair),
            Some(Stage::Repair),
            Some(Stage::Repair),
            Some(Stage::Repair),
            Some(Stage::Inspection),
            Some(Stage::Wash),
            Some(Stage::Preparing),
            Some(Stage::Preparing),
            Some(Stage::Ready),
            None,
        ];
        assert_eq!(stages, expected);
    }

    #[test]
    fn a_failed_inspection_sends_the_car_back_to_repair() {
        use Step::{Arrive, Complete, SelfCheck, SignOrder, Start};
        let mut visit = walk(&[Arrive, SignOrder, Start, Complete, Start, Complete, SelfCheck]);
        visit.apply(&recorded(20, VisitEvent::FinalInspected { passed: false }));
        assert_eq!(visit.stage(), Some(Stage::Repair));
        assert!(visit.allows(Start) && visit.allows(SelfCheck));
        assert!(!visit.reached.contains_key(&Stage::Inspection));
    }

    #[test]
    fn approved_extra_work_is_authorised_and_must_be_done() {
        use Step::{Arrive, Complete, SelfCheck, SignOrder, Start};
        let mut visit = walk(&[Arrive, SignOrder, Start, Complete, Start, Complete]);
        visit.apply(&recorded(
            20,
            VisitEvent::ExtraWorkQuoted {
                item: ExtraWorkId::new(1),
                version: 1,
                amount: 68_000,
                minutes: 35,
                urgency: Urgency::Now,
            },
        ));
        assert!(visit.flag().is_some());
        visit.apply(&recorded(
            21,
            VisitEvent::ExtraWorkDecided { item: ExtraWorkId::new(1), version: 1, decision: Decision::Approve },
        ));
        assert_eq!(visit.authorised(), 108_000);
        assert_eq!(visit.flag(), None);
        assert!(!visit.allows(SelfCheck) && visit.allows(Start));
        // A new version of a quote voids the customer's answer.
        visit.apply(&recorded(
            22,
            VisitEvent::ExtraWorkQuoted {
                item: ExtraWorkId::new(1),
                version: 2,
                amount: 70_000,
                minutes: 35,
                urgency: Urgency::Now,
            },
        ));
        assert_eq!(visit.authorised(), 40_000);
    }

    proptest! {
        /// For any sequence of allowed steps: the projection equals the replay of its events, every visit can still
        /// end, and a step that is not allowed stays so until an event happens.
        #[test]
        fn a_projection_equals_the_replay_of_its_events(picks in proptest::collection::vec((0_usize..100, any::<bool>()), 0..60)) {
            let mut events = vec![recorded(1, booked())];
            let mut visit = Visit::begin(&events[0]).expect("booked begins a visit");
            for (pick, passed) in picks {
                let allowed = visit.allowed();
                let Some(step) = allowed.get(pick % allowed.len().max(1)).copied() else { break };
                let next = recorded(events.len() as i64 + 1, event_of(&visit, step, pick, passed));
                visit.apply(&next);
                events.push(next);
                prop_assert_eq!(visit.version, events.len() as i64);
                prop_assert_eq!(visit.stage().is_some(), visit.phase == Phase::OnSite);
                let ended = matches!(visit.phase, Phase::Closed | Phase::Cancelled | Phase::NoShow);
                prop_assert_eq!(visit.allowed().is_empty(), ended, "{:?}", visit);
            }
            prop_assert_eq!(Visit::replay(&events), Some(visit.clone()));
            let stored = serde_json::to_string(&visit).expect("visits are JSON");
            prop_assert_eq!(serde_json::from_str::<Visit>(&stored).expect("and read back"), visit);
            let stored = serde_json::to_string(&events).expect("events are JSON");
            let read: Vec<Recorded<VisitEvent>> = serde_json::from_str(&stored).expect("and read back");
            prop_assert_eq!(read, events);
        }
    }
}
