//! The script of the demo: what happens to each visit and when, in order, none of it in the future.

use super::cast::{Car, Cast, Expected, Extra, Until, Variation, When, Who};
use super::room::{Place, Plans, Wish};
use bayside_domain::codes::{Decision, Stage, Stay, Step, Urgency};
use bayside_domain::document::Check;
use bayside_domain::time::Instant;
use bayside_workflow::extra_work::QuoteInput;
use bayside_workflow::step::StepInput;

/// One thing that happens.
pub struct Scene {
    /// When it happens.
    pub at: Instant,
    /// The index of the visit in [`Script::visits`].
    pub visit: usize,
    /// What happens.
    pub act: Act,
}

/// What happens.
pub enum Act {
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
}

/// A visit with its start.
pub struct Booked {
    /// The customer with their car.
    pub who: &'static Who,
    /// The start of the visit.
    pub place: Place,
}

/// Everything that happened so far.
pub struct Script {
    /// The visits.
    pub visits: Vec<Booked>,
    /// What happens to them, in order of time.
    pub scenes: Vec<Scene>,
}

/// The timeline of a visit: at which point each step is taken, on a scale from 0 (arrival) to about 1000 (delivery). It
/// is stretched so that the last point that is reached lies shortly before now.
mod road {
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
    pub const STATEMENT: i64 = 920;
    pub const READY: i64 = 960;
    pub const ACCEPTED: i64 = 1060;
    pub const SETTLED: i64 = 1100;
    pub const LEFT: i64 = 1120;
}

impl Until {
    /// The last point of [`road`] that is reached, and the minutes that are left until the car is ready.
    const fn reach(self) -> (i64, i64) {
        match self {
            Self::Here(Stage::Received) => (road::INSPECTED, 105),
            Self::Here(Stage::Waiting) => (road::DISPATCHED, 95),
            Self::Here(Stage::Repair) => (road::REPAIR_TO - 100, 60),
            Self::Here(Stage::Inspection) => (road::SELF_CHECKED, 40),
            Self::Here(Stage::Wash) => (road::INSPECTION_PASSED, 30),
            Self::Here(Stage::Preparing) => (road::WASHED, 20),
            Self::Here(Stage::Ready) => (road::READY, 10),
            Self::Gone => (road::LEFT, 0),
        }
    }
}

impl Script {
    /// Writes the script of a dealer's cast up to `now`.
    pub fn of(cast: &Cast, plans: &mut Plans<'_>, now: Instant) -> Self {
        let mut script = Self { visits: Vec::new(), scenes: Vec::new() };
        let at_work = plans.at_work();
        for (index, car) in (0_i64..).zip(cast.cars) {
            if at_work || car.overnight || car.until == Until::Gone {
                let stays = [Stay::Wait, Stay::DropOff];
                let wish =
                    Wish { services: car.services, stays: &stays, before: now.plus_minutes(-60 * 24 - 37 * index) };
                if let Some(place) = plans.ago(car.minutes, &wish) {
                    script.came(cast, car, place, plans, now);
                }
            }
        }
        for (index, expected) in (0_i64..).zip(cast.expected) {
            let stays = [Stay::Wait, Stay::DropOff];
            let wish = Wish { services: expected.services, stays: &stays, before: now.plus_minutes(-90 - 53 * index) };
            let place = match expected.when {
                When::Soon(minutes) => plans.soon(minutes, &wish),
                When::Day(days, hour) => plans.on_day(days, hour, &wish),
            };
            if let Some(place) = place {
                script.comes(expected, place, now);
            }
        }
        script.scenes.sort_by_key(|scene| scene.at);
        script
    }

    fn comes(&mut self, expected: &'static Expected, place: Place, now: Instant) {
        let visit = self.visits.len();
        self.scenes.push(Scene { at: place.booked_at, visit, act: Act::Book });
        let steps = [Step::PrepareParts, Step::PrepareAdviser, Step::PrepareBay, Step::PrepareTechnician];
        for (index, step) in (0_i64..).zip(steps.into_iter().take(expected.prepared)) {
            let at = now.plus_minutes(-45 + index * 6).max(place.booked_at);
            self.scenes.push(Scene { at, visit, act: Act::Step(step, StepInput::default()) });
        }
        self.visits.push(Booked { who: &expected.who, place });
    }

    fn came(&mut self, cast: &Cast, car: &'static Car, place: Place, plans: &Plans<'_>, now: Instant) {
        let visit = self.visits.len();
        let start = place.offer.appointment.start;
        let (reach, left_minutes) = car.until.reach();
        let gone_by = plans.open_seconds(start, now);
        let point = |at: i64| plans.open_later(start, gone_by * at / (reach + 40)).min(now);
        self.scenes.push(Scene { at: place.booked_at, visit, act: Act::Book });
        let mut add = |at: i64, act: Act| {
            if at <= reach {
                self.scenes.push(Scene { at: point(at), visit, act });
            }
        };
        let step = |step: Step| Act::Step(step, StepInput::default());
        let job_step =
            |step: Step, job: &str| Act::Step(step, StepInput { job: Some(job.to_owned()), ..StepInput::default() });

        add(0, Act::Step(Step::Arrive, StepInput { mileage_km: Some(car.who.mileage_km + 3), ..StepInput::default() }));
        add(road::INSPECTED, step(Step::Inspect));

        let signed_at = point(road::SIGNED);
        // A promise must be later than the signature of the order, also for a car that arrived days ago.
        let promised = promise(&place, plans, now, left_minutes).max(signed_at.plus_minutes(15));
        let first_promise = match car.twist {
            // At night no promise is overdue.
            Variation::Late if plans.at_work() => floor_minutes(now.plus_minutes(-8), 5),
            Variation::Moved => promised.plus_minutes(-20),
            _ => promised,
        };
        let first_promise = if first_promise > signed_at { first_promise } else { promised };
        let order =
            StepInput { promised_at: Some(first_promise), name: Some(car.who.name.to_owned()), ..StepInput::default() };
        add(road::SIGNED, Act::Step(Step::SignOrder, order));

        let jobs = car.services.len() as i64;
        let length = (road::REPAIR_TO - road::REPAIR_FROM) / jobs.max(1);
        for job in car.services {
            add(road::DISPATCHED, job_step(Step::Dispatch, job));
        }
        for (index, job) in (0_i64..).zip(car.services) {
            add(road::REPAIR_FROM + index * length, job_step(Step::Start, job));
            add(road::REPAIR_FROM + (index + 1) * length - 10, job_step(Step::Complete, job));
        }
        let [asks, declined, approved] = &cast.extras;
        match car.twist {
            Variation::Asks => add(road::ASKED, quote(asks, Urgency::Now)),
            Variation::Declined => {
                add(road::ASKED, quote(declined, Urgency::Note));
                add(road::DECIDED, Act::Decide(Decision::Decline));
            }
            Variation::Approved => {
                add(road::ASKED, quote(approved, Urgency::Soon));
                add(road::DECIDED, Act::Decide(Decision::Approve));
                add(road::EXTRA_FROM, job_step(Step::Start, "extra-1"));
                add(road::EXTRA_TO, job_step(Step::Complete, "extra-1"));
            }
            Variation::Moved if promised > first_promise => add(reach - 30, Act::Promise(promised, cast.moved_because)),
            Variation::Plain | Variation::Late | Variation::Moved => {}
        }
        add(road::SELF_CHECKED, step(Step::SelfCheck));
        let checks = cast.checks.iter().map(|(title, measured)| Check {
            title: (*title).to_owned(),
            measured: (*measured).to_owned(),
            passed: true,
        });
        let passed = StepInput { passed: Some(true), checks: checks.collect(), ..StepInput::default() };
        add(road::INSPECTION_PASSED, Act::Step(Step::FinalInspection, passed));
        add(road::WASHED, step(Step::Wash));
        add(road::STATEMENT, step(Step::PrepareDelivery));
        add(road::READY, step(Step::Ready));
        let signed = StepInput { name: Some(car.who.name.to_owned()), ..StepInput::default() };
        add(road::ACCEPTED, Act::Step(Step::Accept, signed));
        add(road::SETTLED, step(Step::Settle));
        add(
            road::LEFT,
            Act::Step(Step::HandOver, StepInput { mileage_km: Some(car.who.mileage_km + 5), ..StepInput::default() }),
        );
        self.visits.push(Booked { who: &car.who, place });
    }
}

fn quote(extra: &Extra, urgency: Urgency) -> Act {
    Act::Quote(QuoteInput {
        id: None,
        title: extra.title.to_owned(),
        reason: extra.reason.to_owned(),
        urgency,
        price_amount: extra.amount,
        extra_minutes: extra.minutes,
    })
}

/// A time that can still be kept: the booking's, or later if the work has taken longer.
fn promise(place: &Place, plans: &Plans<'_>, now: Instant, left_minutes: i64) -> Instant {
    let estimate = place.offer.appointment.ready_estimate;
    if left_minutes == 0 {
        return estimate;
    }
    let can_be = floor_minutes(plans.open_later(now, left_minutes * 60).plus_minutes(9), 10);
    let promised = estimate.max(can_be);
    let closing = plans.closing().filter(|closing| *closing > now);
    match closing {
        // A customer who waits in the lounge gets the car before closing time.
        Some(closing) if place.offer.appointment.stay == Stay::Wait => promised.min(closing),
        _ => promised,
    }
}

fn floor_minutes(at: Instant, minutes: i64) -> Instant {
    Instant::from_seconds(at.seconds() - at.seconds().rem_euclid(minutes * 60))
}
