//! The script of the demo: what happens to each visit and when, in order, none of it in the future.

use super::cast::{Cast, DemoCar, Expected, ExpectedAt, Explained, Extra, Progress, Variation, Who};
use super::start_finder::{PlannedStart, StartFinder, StartWish};
use bayside_domain::codes::{Decision, Stage, Stay, Step, Urgency};
use bayside_domain::document::Check;
use bayside_domain::time::Instant;
use bayside_workflow::extra_work::QuoteInput;
use bayside_workflow::step::StepInput;

/// One thing that happens.
pub struct ScriptedEvent {
    /// When it happens.
    pub at: Instant,
    /// The index of the visit in [`Script::visits`].
    pub visit: usize,
    /// What happens.
    pub action: Action,
}

/// What happens.
pub enum Action {
    /// The customer books.
    Book,
    /// Staff take a step.
    Step(Step, StepInput),
    /// Extra work is quoted.
    Quote(QuoteInput),
    /// The customer answers to the extra work.
    Decide(Decision),
    /// The promise is changed.
    Promise(Instant, &'static str),
    /// The statement is explained.
    Explain(&'static Explained),
}

/// A visit with its start.
pub struct Booked {
    /// The customer with their car.
    pub who: &'static Who,
    /// The start of the visit.
    pub planned: PlannedStart,
}

/// Everything that happened so far.
pub struct Script {
    /// The visits.
    pub visits: Vec<Booked>,
    /// What happens to them, in order of time.
    pub events: Vec<ScriptedEvent>,
}

/// The timeline of a visit: at which point each step is taken, on a scale from 0 (arrival) to about 1000 (delivery). It
/// is stretched so that the last point that is reached lies shortly before now.
mod timeline {
    pub const INSPECTED: i64 = 40;
    pub const SIGNED: i64 = 90;
    pub const DISPATCHED: i64 = 130;
    pub const REPAIR_FROM: i64 = 170;
    pub const ASKED: i64 = 400;
    pub const DECIDED: i64 = 430;
    pub const EXTRA_FROM: i64 = 450;
    pub const REPAIR_TO: i64 = 680;
    pub const EXTRA_TO: i64 = 700;
    pub const SELF_CHECKED: i64 = 730;
    pub const INSPECTION_PASSED: i64 = 800;
    pub const WASHED: i64 = 870;
    pub const EXPLAINED: i64 = 900;
    pub const STATEMENT: i64 = 920;
    pub const READY: i64 = 960;
    pub const ACCEPTED: i64 = 1060;
    pub const SETTLED: i64 = 1100;
    pub const LEFT: i64 = 1120;
}

impl Progress {
    /// The last point of [`timeline`] that is reached, and the minutes that are left until the car is ready.
    const fn reach(self) -> (i64, i64) {
        match self {
            Self::Here(Stage::Received) => (timeline::INSPECTED, 105),
            Self::Here(Stage::Waiting) => (timeline::DISPATCHED, 95),
            Self::Here(Stage::Repair) => (timeline::REPAIR_TO - 100, 60),
            Self::Here(Stage::Inspection) => (timeline::SELF_CHECKED, 40),
            Self::Here(Stage::Wash) => (timeline::INSPECTION_PASSED, 30),
            Self::Here(Stage::Preparing) => (timeline::WASHED, 20),
            Self::Here(Stage::Ready) => (timeline::READY, 10),
            Self::Gone => (timeline::LEFT, 0),
        }
    }
}

impl Script {
    /// Writes the script of a dealer's cast up to `now`.
    pub fn of(cast: &Cast, finder: &mut StartFinder<'_>, now: Instant) -> Self {
        let mut script = Self { visits: Vec::new(), events: Vec::new() };
        let at_work = finder.at_work();
        for (index, car) in (0_i64..).zip(cast.cars) {
            if at_work || car.overnight || car.progress == Progress::Gone {
                let stays = [Stay::Wait, Stay::DropOff];
                let wish = StartWish {
                    services: car.services,
                    stays: &stays,
                    before: now.plus_minutes(-60 * 24 - 37 * index),
                };
                if let Some(planned) = finder.ago(car.minutes, &wish) {
                    script.came(cast, car, planned, finder, now);
                }
            }
        }
        for (index, expected) in (0_i64..).zip(cast.expected) {
            let stays = [Stay::Wait, Stay::DropOff];
            let wish =
                StartWish { services: expected.services, stays: &stays, before: now.plus_minutes(-90 - 53 * index) };
            let planned = match expected.when {
                ExpectedAt::Soon(minutes) => finder.soon(minutes, &wish),
                ExpectedAt::Day(days, hour) => finder.on_day(days, hour, &wish),
            };
            if let Some(planned) = planned {
                script.comes(expected, planned, now);
            }
        }
        script.events.sort_by_key(|event| event.at);
        script
    }

    fn comes(&mut self, expected: &'static Expected, planned: PlannedStart, now: Instant) {
        let visit = self.visits.len();
        self.events.push(ScriptedEvent { at: planned.booked_at, visit, action: Action::Book });
        let steps = [Step::PrepareParts, Step::PrepareAdviser, Step::PrepareBay, Step::PrepareTechnician];
        for (index, step) in (0_i64..).zip(steps.into_iter().take(expected.prepared)) {
            let at = now.plus_minutes(-45 + index * 6).max(planned.booked_at);
            self.events.push(ScriptedEvent { at, visit, action: Action::Step(step, StepInput::default()) });
        }
        self.visits.push(Booked { who: &expected.who, planned });
    }

    fn came(
        &mut self,
        cast: &Cast,
        car: &'static DemoCar,
        planned: PlannedStart,
        finder: &StartFinder<'_>,
        now: Instant,
    ) {
        let visit = self.visits.len();
        let start = planned.offer.appointment.start;
        let (reach, left_minutes) = car.progress.reach();
        let gone_by = finder.open_seconds(start, now);
        let point = |at: i64| finder.open_later(start, gone_by * at / (reach + 40)).min(now);
        self.events.push(ScriptedEvent { at: planned.booked_at, visit, action: Action::Book });
        let mut add = |at: i64, action: Action| {
            if at <= reach {
                self.events.push(ScriptedEvent { at: point(at), visit, action });
            }
        };
        let step = |step: Step| Action::Step(step, StepInput::default());
        let job_step =
            |step: Step, job: &str| Action::Step(step, StepInput { job: Some(job.to_owned()), ..StepInput::default() });

        add(
            0,
            Action::Step(Step::Arrive, StepInput { mileage_km: Some(car.who.mileage_km + 3), ..StepInput::default() }),
        );
        add(timeline::INSPECTED, step(Step::Inspect));

        let signed_at = point(timeline::SIGNED);
        // A promise must be later than the signature of the order, also for a car that arrived days ago.
        let promised = promise(&planned, finder, now, left_minutes).max(signed_at.plus_minutes(15));
        let first_promise = match car.variation {
            // At night no promise is overdue.
            Variation::Late if finder.at_work() => floor_minutes(now.plus_minutes(-8), 5),
            Variation::Moved => promised.plus_minutes(-20),
            _ => promised,
        };
        let first_promise = if first_promise > signed_at { first_promise } else { promised };
        let order =
            StepInput { promised_at: Some(first_promise), name: Some(car.who.name.to_owned()), ..StepInput::default() };
        add(timeline::SIGNED, Action::Step(Step::SignOrder, order));

        let jobs = car.services.len() as i64;
        let length = (timeline::REPAIR_TO - timeline::REPAIR_FROM) / jobs.max(1);
        for job in car.services {
            add(timeline::DISPATCHED, job_step(Step::Dispatch, job));
        }
        for (index, job) in (0_i64..).zip(car.services) {
            add(timeline::REPAIR_FROM + index * length, job_step(Step::Start, job));
            add(timeline::REPAIR_FROM + (index + 1) * length - 10, job_step(Step::Complete, job));
        }
        let [asks, declined, approved] = &cast.extras;
        match car.variation {
            Variation::Asks => add(timeline::ASKED, quote(asks, Urgency::Now)),
            Variation::Declined => {
                add(timeline::ASKED, quote(declined, Urgency::Note));
                add(timeline::DECIDED, Action::Decide(Decision::Decline));
            }
            Variation::Approved => {
                add(timeline::ASKED, quote(approved, Urgency::Soon));
                add(timeline::DECIDED, Action::Decide(Decision::Approve));
                add(timeline::EXTRA_FROM, job_step(Step::Start, "extra-1"));
                add(timeline::EXTRA_TO, job_step(Step::Complete, "extra-1"));
            }
            Variation::Moved if promised > first_promise => {
                add(reach - 30, Action::Promise(promised, cast.moved_because));
            }
            Variation::Plain | Variation::Late | Variation::Moved => {}
        }
        add(timeline::SELF_CHECKED, step(Step::SelfCheck));
        let checks = cast.checks.iter().map(|(title, measured)| Check {
            title: (*title).to_owned(),
            measured: (*measured).to_owned(),
            passed: true,
        });
        let passed = StepInput { passed: Some(true), checks: checks.collect(), ..StepInput::default() };
        add(timeline::INSPECTION_PASSED, Action::Step(Step::FinalInspection, passed));
        add(timeline::WASHED, step(Step::Wash));
        if car.variation == Variation::Declined {
            add(timeline::EXPLAINED, Action::Explain(cast.explained));
        }
        add(timeline::STATEMENT, step(Step::PrepareDelivery));
        add(timeline::READY, step(Step::Ready));
        let signed = StepInput { name: Some(car.who.name.to_owned()), ..StepInput::default() };
        add(timeline::ACCEPTED, Action::Step(Step::Accept, signed));
        add(timeline::SETTLED, step(Step::Settle));
        add(
            timeline::LEFT,
            Action::Step(
                Step::HandOver,
                StepInput { mileage_km: Some(car.who.mileage_km + 5), ..StepInput::default() },
            ),
        );
        self.visits.push(Booked { who: &car.who, planned });
    }
}

fn quote(extra: &Extra, urgency: Urgency) -> Action {
    Action::Quote(QuoteInput {
        id: None,
        title: extra.title.to_owned(),
        reason: extra.reason.to_owned(),
        urgency,
        price_amount: extra.amount,
        extra_minutes: extra.minutes,
    })
}

/// A time that can still be kept: the booking's, or later if the work has taken longer.
fn promise(planned: &PlannedStart, finder: &StartFinder<'_>, now: Instant, left_minutes: i64) -> Instant {
    let estimate = planned.offer.appointment.ready_estimate;
    if left_minutes == 0 {
        return estimate;
    }
    let can_be = floor_minutes(finder.open_later(now, left_minutes * 60).plus_minutes(9), 10);
    let promised = estimate.max(can_be);
    let closing = finder.closing().filter(|closing| *closing > now);
    match closing {
        // A customer who waits in the lounge gets the car before closing time.
        Some(closing) if planned.offer.appointment.stay == Stay::Wait => promised.min(closing),
        _ => promised,
    }
}

fn floor_minutes(at: Instant, minutes: i64) -> Instant {
    Instant::from_seconds(at.seconds() - at.seconds().rem_euclid(minutes * 60))
}
