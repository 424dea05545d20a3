//! What the private page says, derived from what the server sent; pure.

use crate::ui::StationState;
use bayside_api::Instant;
use bayside_api::codes::{Decision, Flag, LineKind, Payer, Stage};
use bayside_api::statement::{BridgeKind, BridgeStep, Gauge, ReplacedPart, Statement, StatementLine};
use bayside_api::visit::{ExtraWork, Promise, Visit};
use bayside_domain::ids::ExtraWorkId;

/// Without word from the server for this long the page is no longer called live.
pub const STALE_AFTER_MS: i64 = 30_000;

/// Which view the private page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VisitPhase {
    /// The car is being worked on.
    Progress,
    /// The statement is released and waits for the signature.
    Delivery,
    /// The customer has signed.
    Accepted,
}

/// The view for a visit.
pub fn phase(visit: &Visit) -> VisitPhase {
    match (visit.accepted_at.is_some(), visit.statement_ready) {
        (true, _) => VisitPhase::Accepted,
        (false, true) => VisitPhase::Delivery,
        (false, false) => VisitPhase::Progress,
    }
}

/// One of the seven stations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    /// The stage of the process.
    pub stage: Stage,
    /// How it is drawn.
    pub state: StationState,
    /// When it was reached; stations to come carry no time.
    pub at: Option<Instant>,
}

/// The seven stations of a car that stands at `now`; all are done once the car is accepted.
pub fn station_states(now: Option<Stage>, flagged: bool, accepted: bool) -> [StationState; 7] {
    std::array::from_fn(|index| {
        let stage = Stage::ALL[index];
        match now {
            None if accepted => StationState::Done,
            None => StationState::Next,
            Some(now) if stage < now => StationState::Done,
            Some(now) if stage > now => StationState::Next,
            Some(Stage::Ready) => StationState::Ready,
            Some(_) if flagged => StationState::Hold,
            Some(_) => StationState::Now,
        }
    })
}

/// The seven stations of a visit.
pub fn stations(visit: &Visit) -> [Station; 7] {
    let flagged = visit.flag == Some(Flag::SeeAdviser);
    let station_states = station_states(visit.stage, flagged, visit.accepted_at.is_some());
    std::array::from_fn(|index| {
        let (stage, state) = (Stage::ALL[index], station_states[index]);
        let at = visit.reached.iter().rfind(|reached| reached.stage == stage).map(|reached| reached.at);
        Station { stage, state, at: if state == StationState::Next { None } else { at } }
    })
}

/// How the current promise differs from the first one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What was promised first.
    pub first: Instant,
    /// Positive is later.
    pub minutes: i64,
    /// Why, in the words of who changed it.
    pub reason: String,
}

/// The change of the promise, if there was one.
pub fn change(promises: &[Promise]) -> Option<Change> {
    let (first, last) = (promises.first()?, promises.last()?);
    (promises.len() > 1).then(|| Change {
        first: first.promised_at,
        minutes: last.promised_at.minutes_since(&first.promised_at),
        reason: last.reason.clone(),
    })
}

/// Whether the promise has passed, by the server's clock, while the car is not ready.
pub fn is_overdue(visit: &Visit, now_ms: i64) -> bool {
    let working = visit.stage.is_some_and(|stage| stage < Stage::Ready);
    working && visit.promised_at.is_some_and(|promised| promised.epoch_ms() < now_ms)
}

/// Whether an item wants the customer's answer. Who asked for a call has not answered yet, and may do so here.
pub fn is_undecided(item: &ExtraWork) -> bool {
    matches!(item.decision, None | Some(Decision::CallMe))
}

/// Extra work that still wants the customer's answer, and what was answered on this page: most urgent first.
pub fn asked(visit: &Visit, answered_here: &[ExtraWorkId]) -> Vec<ExtraWork> {
    let stands = |item: &&ExtraWork| is_undecided(item) || answered_here.contains(&item.id);
    let mut asked: Vec<ExtraWork> =
        visit.extra_work.iter().filter(|_| !visit.statement_ready).filter(stands).cloned().collect();
    asked.sort_by_key(|item| (item.urgency, item.id));
    asked
}

/// The promised time if this item is approved.
pub fn promised_with(visit: &Visit, item: &ExtraWork) -> Option<Instant> {
    let promised = visit.promised_at?;
    Some(Instant(promised.0 + chrono::TimeDelta::minutes(item.extra_minutes.into())))
}

/// How many minutes before (positive) or after the promise the car was ready.
pub fn ready_before_promise(visit: &Visit) -> Option<(Instant, i64)> {
    let ready = visit.reached.iter().rfind(|reached| reached.stage == Stage::Ready)?.at;
    Some((ready, visit.promised_at?.minutes_since(&ready)))
}

/// The midnight that begins the day on which the visit was asked for, so that the value changes once a day.
pub fn first_of_day(visit: &Visit) -> Instant {
    let offset = *visit.as_of.0.offset();
    let midnight = visit.as_of.date().0.and_hms_opt(0, 0, 0).expect("midnight is a time");
    Instant(midnight.and_local_timezone(offset).single().unwrap_or(visit.as_of.0))
}

/// A share of a whole in hundredths of a percent: whole numbers, since float printing is large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(pub i64);

impl Share {
    fn of(part: i64, whole: i64) -> Self {
        Self((part.max(0) * 10_000 + whole / 2) / whole)
    }

    /// Percent with two digits, as a CSS number.
    pub fn css(self) -> String {
        format!("{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// One bar of the price bridge, as shares of the highest total, drawn from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where it begins.
    pub from: Share,
    /// Where it ends.
    pub to: Share,
    /// Where the dashed line to the next bar stands.
    pub carry: Share,
    /// How it is drawn.
    pub style: BarStyle,
}

/// How a bar of the price bridge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarStyle {
    /// A solid total.
    Total,
    /// An outlined total in between.
    Between,
    /// A hatched addition.
    Up,
    /// An outlined reduction.
    Down,
}

/// The bars of the price bridge, one per step.
pub fn bars(steps: &[BridgeStep]) -> Vec<Bar> {
    let mut level = 0_i64;
    let spans: Vec<(i64, i64, i64, BarStyle)> = steps
        .iter()
        .map(|step| {
            let amount = step.amount.amount;
            let before = level;
            let style = match step.kind {
                BridgeKind::Estimate | BridgeKind::Charged => BarStyle::Total,
                BridgeKind::Authorised => BarStyle::Between,
                BridgeKind::ExtraWork | BridgeKind::Difference if amount >= 0 => BarStyle::Up,
                BridgeKind::ExtraWork | BridgeKind::Difference => BarStyle::Down,
            };
            if matches!(style, BarStyle::Total | BarStyle::Between) {
                level = amount;
                (0, amount, level, style)
            } else {
                level += amount;
                (before.min(level), before.max(level), level, style)
            }
        })
        .collect();
    let top = spans.iter().map(|span| span.1).max().unwrap_or(0).max(1);
    let share = |amount| Share::of(amount, top);
    spans
        .into_iter()
        .map(|(from, to, carry, style)| Bar { from: share(from), to: share(to), carry: share(carry), style })
        .collect()
}

/// Where a reading and its limit lie on a scale from zero to as new (or beyond).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The reading.
    pub value: Share,
    /// The limit.
    pub limit: Share,
    /// As new.
    pub new: Share,
    /// More is worse: what lies above the limit is beyond it.
    pub is_ceiling: bool,
    /// The reading lies within a sixth of the scale of its limit, or beyond it.
    pub is_close: bool,
}

/// The geometry of a gauge. The scale reaches as far as its largest figure.
pub fn scale(gauge: &Gauge) -> Scale {
    let (value, limit, new) = (gauge.value_thousandths, gauge.limit_thousandths, gauge.new_thousandths);
    let is_ceiling = new < limit;
    // Beyond a ceiling there must be room to see that it is beyond.
    let top = value.max(if is_ceiling { limit + limit / 4 } else { limit }).max(new).max(1);
    let room = if is_ceiling { limit - value } else { value - limit };
    Scale {
        value: Share::of(value, top),
        limit: Share::of(limit, top),
        new: Share::of(new, top),
        is_ceiling,
        is_close: room * 6 < top,
    }
}

/// A figure in thousandths as people write it: no digits that say nothing, at most three.
pub fn thousandths(value: i64, point: char) -> String {
    let (sign, value) = (if value < 0 { "−" } else { "" }, value.unsigned_abs());
    let (whole, part) = (value / 1000, format!("{:03}", value % 1000));
    match part.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        digits => format!("{sign}{whole}{point}{digits}"),
    }
}

/// The lines of one payer and kind, in the order of the statement.
pub fn lines_of(statement: &Statement, payer: Payer, kind: LineKind) -> Vec<&StatementLine> {
    statement.lines.iter().filter(|line| line.payer == payer && line.kind == kind).collect()
}

/// What is known of the old parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldParts<'a> {
    /// What became of them.
    Noted(&'a [ReplacedPart]),
    /// The bill lists no parts, so there are none.
    NoParts,
    /// The bill lists parts, and nobody noted what became of the old ones.
    NotNoted,
}

/// What is known of the old parts: what was not noted is not "none".
pub fn old_parts(statement: &Statement) -> OldParts<'_> {
    match statement.replaced_parts.as_slice() {
        [] if statement.lines.iter().any(|line| line.kind == LineKind::Material) => OldParts::NotNoted,
        [] => OldParts::NoParts,
        parts => OldParts::Noted(parts),
    }
}

/// What the customer is asked to pay, if anything is charged to the customer.
pub fn customer_total(statement: &Statement) -> Option<bayside_api::Money> {
    let total = statement.totals.iter().find(|total| total.payer == Payer::Customer)?;
    Some(total.total)
}

/// Whether the customer has nothing to pay.
pub fn is_free(statement: &Statement) -> bool {
    customer_total(statement).is_none_or(|total| total.amount == 0)
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
