//! Which steps of a visit are shown as buttons, in which order, and what each one needs.

use bayside_api::codes::Step;
use bayside_api::desk::{DeskJob, DeskVisit};
use bayside_domain::event::VisitEventKind;

/// What a step asks for before it is posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: one press does it.
    Nothing,
    /// To be sure: it cannot be taken back.
    Confirmation,
    /// The odometer, if it was read.
    Mileage,
    /// The customer's name and, if they like, their pen; the first promise with it.
    Order,
    /// The customer's name and, if they like, their pen.
    Signature,
    /// Who does the job.
    Technician,
    /// Passed or failed, remarks, measured values.
    Check,
    /// A remark that may be left out.
    Remark,
    /// A remark that must be given.
    Reason,
}

/// What a step asks for.
pub const fn need(step: Step) -> Need {
    match step {
        Step::Arrive | Step::HandOver => Need::Mileage,
        Step::SignOrder => Need::Order,
        Step::Accept => Need::Signature,
        Step::Dispatch => Need::Technician,
        Step::SelfCheck | Step::FinalInspection => Need::Check,
        Step::Ready | Step::Settle | Step::Close => Need::Confirmation,
        Step::Pause | Step::FollowUp | Step::NoShow => Need::Remark,
        Step::Cancel => Need::Reason,
        _ => Need::Nothing,
    }
}

/// Whether a step names a job.
pub const fn of_job(step: Step) -> bool {
    matches!(step, Step::Dispatch | Step::Start | Step::Pause | Step::Resume | Step::Complete)
}

/// Whether a step is one of the four preparations.
pub const fn of_preparation(step: Step) -> bool {
    matches!(step, Step::PrepareAdviser | Step::PrepareParts | Step::PrepareBay | Step::PrepareTechnician)
}

/// Whether a step leads forward in the process; the others pause or cancel.
pub const fn onwards(step: Step) -> bool {
    !matches!(step, Step::Pause | Step::Cancel | Step::NoShow)
}

/// A step that can be pressed: of the visit, or of one of its jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The step that is offered.
    pub step: Step,
    /// The job, where the step names one.
    pub job: Option<String>,
}

impl Press {
    /// The id of its button, and its name in tests.
    pub fn button_id(&self) -> String {
        let step = self.step;
        self.job.as_ref().map_or_else(|| format!("step-{step}"), |job| format!("job-{job}-{step}"))
    }
}

/// The visit's own steps in the order of their buttons: onwards first, in the order of the process.
/// An inspection at the car leads onwards once, before the order is signed; repeating it comes later.
pub fn visit_steps(visit: &DeskVisit) -> Vec<Step> {
    let mut steps: Vec<Step> =
        visit.allowed.iter().copied().filter(|step| !of_job(*step) && !of_preparation(*step)).collect();
    let repeats = again(visit);
    steps.sort_by_key(|step| (!onwards(*step), *step == Step::Inspect && repeats, *step));
    steps.dedup();
    steps
}

/// Whether an inspection at the car would be a repeated one.
pub fn again(visit: &DeskVisit) -> bool {
    visit.signed_at.is_some() || visit.log.iter().any(|entry| entry.kind == VisitEventKind::Inspected)
}

/// A job's steps in the order of their buttons. A job that has its technician is begun, not given again.
pub fn job_steps(job: &DeskJob) -> Vec<Step> {
    let mut steps = job.allowed.clone();
    let given = job.technician.is_some();
    let rank = |step: Step| match step {
        Step::Complete | Step::Resume => 0,
        Step::Start if given => 1,
        Step::Dispatch => 2,
        Step::Start => 3,
        _ => 4,
    };
    steps.sort_by_key(|step| rank(*step));
    steps
}

/// What the key for "next" presses, and what is drawn as the first button.
pub fn next(visit: &DeskVisit) -> Option<Press> {
    let repeats = again(visit);
    let own = visit_steps(visit).into_iter().find(|step| onwards(*step) && !(*step == Step::Inspect && repeats));
    let of_a_job = visit.jobs.iter().find_map(|job| {
        job_steps(job).into_iter().find(|step| onwards(*step)).map(|step| Press { step, job: Some(job.id.clone()) })
    });
    // A job comes first while jobs can be worked on, papers for the delivery can wait.
    match own {
        Some(step) if of_a_job.is_none() || step < Step::Dispatch => Some(Press { step, job: None }),
        _ => of_a_job,
    }
}

/// Whether this member of staff may take a step now.
pub fn is_allowed(visit: &DeskVisit, press: &Press) -> bool {
    match &press.job {
        None => visit.allowed.contains(&press.step),
        Some(id) => visit.jobs.iter().any(|job| job.id == *id && job.allowed.contains(&press.step)),
    }
}

/// Steps that somebody else could take now, for the sentence beside the buttons.
pub fn for_others(visit: &DeskVisit) -> Vec<Step> {
    visit
        .possible
        .iter()
        .copied()
        .filter(|step| onwards(*step) && !visit.allowed.contains(step) && *step != Step::Inspect)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fixtures;
    use bayside_api::codes::JobState;

    #[test]
    fn steps_without_input_are_one_press() {
        for step in [Step::Inspect, Step::Start, Step::Resume, Step::Complete, Step::Wash, Step::PrepareDelivery] {
            assert_eq!(need(step), Need::Nothing, "{step}");
        }
        for step in [Step::Ready, Step::Settle, Step::Close] {
            assert_eq!(need(step), Need::Confirmation, "{step}");
        }
        assert_eq!(need(Step::Dispatch), Need::Technician);
    }

    #[test]
    fn the_first_button_leads_onwards_and_giving_up_comes_last() {
        let mut visit = fixtures::visit();
        visit.jobs.clear();
        visit.allowed = vec![Step::Cancel, Step::NoShow, Step::PrepareParts, Step::Arrive];
        assert_eq!(visit_steps(&visit), [Step::Arrive, Step::Cancel, Step::NoShow]);
        assert_eq!(next(&visit), Some(Press { step: Step::Arrive, job: None }));
    }

    #[test]
    fn a_second_inspection_steps_behind_the_signature() {
        let mut visit = fixtures::visit();
        visit.jobs.clear();
        visit.signed_at = None;
        visit.allowed = vec![Step::Inspect, Step::SignOrder];
        visit.log.clear();
        assert_eq!(next(&visit).map(|press| press.step), Some(Step::Inspect));
        visit.log.push(fixtures::entry(9, VisitEventKind::Inspected));
        assert_eq!(next(&visit).map(|press| press.step), Some(Step::SignOrder));
    }

    #[test]
    fn while_a_job_can_go_on_it_comes_before_the_papers() {
        let mut visit = fixtures::visit();
        visit.allowed = vec![Step::PrepareDelivery];
        visit.jobs[0].state = JobState::Running;
        visit.jobs[0].allowed = vec![Step::Pause, Step::Complete];
        assert_eq!(next(&visit), Some(Press { step: Step::Complete, job: Some("major".to_owned()) }));
        visit.jobs[0].allowed.clear();
        assert_eq!(next(&visit).map(|press| press.step), Some(Step::PrepareDelivery));
    }

    #[test]
    fn in_repair_another_inspection_is_possible_but_never_next() {
        let mut visit = fixtures::visit();
        visit.allowed = vec![Step::Inspect];
        visit.jobs[0].allowed = Vec::new();
        assert_eq!(visit_steps(&visit), [Step::Inspect]);
        assert_eq!(next(&visit), None);
    }

    #[test]
    fn an_open_job_is_given_to_somebody_before_it_is_begun() {
        let mut visit = fixtures::visit();
        visit.jobs[0].allowed = vec![Step::Dispatch, Step::Start];
        assert_eq!(job_steps(&visit.jobs[0]), [Step::Dispatch, Step::Start]);
        visit.jobs[0].technician = Some(visit.card.adviser.clone());
        assert_eq!(job_steps(&visit.jobs[0]), [Step::Start, Step::Dispatch]);
    }

    #[test]
    fn what_others_can_do_is_named_without_the_resting_steps() {
        let mut visit = fixtures::visit();
        visit.allowed = vec![Step::Wash];
        visit.possible = vec![Step::Wash, Step::PrepareDelivery, Step::Cancel];
        assert_eq!(for_others(&visit), [Step::PrepareDelivery]);
    }
}
