//! The chain: reception, jobs in catalogue order, final inspection, wash. Each block takes the
//! earliest stretch in which its team is free throughout; nothing backtracks.

use super::room::{Claim, Room};
use super::workshop::{ResourceId, Workshop};
use crate::time::{BUCKET_MINUTES, BUCKET_SECONDS, buckets_of};
use crate::words::{Load, Stay};
use chrono::Datelike;

/// What is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Service ids, in any order, without repeats.
    pub services: &'a [&'a str],
    /// How the customer stays.
    pub stay: Stay,
    /// The place of the wanted adviser in the dealer's file.
    pub adviser: Option<usize>,
    /// Wash wanted.
    pub wash: bool,
    /// Whose room it may use.
    pub class: Class,
}

/// Whose room may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Online and phone bookings: not the walk-in reserve.
    Booking,
    /// Walk-ins, approved extra work, a manager's override: all there is.
    House,
}

/// Why a start is not offered: the first thing that binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// An unknown service.
    UnknownService,
    /// A service does not go with this way of staying.
    StayNotOffered,
    /// Less than the minimum notice away, or past.
    Notice,
    /// Behind the horizon.
    Horizon,
    /// Not on the grid of starts.
    OffGrid,
    /// The workshop is closed.
    Closed,
    /// Parts arrive later.
    Parts,
    /// Nobody receives at that time.
    AdviserAway,
    /// The adviser receives somebody else.
    AdviserBusy,
    /// Receptions of the day are kept for walk-ins.
    AdviserReserve,
    /// A team has no free place in time.
    Team(String),
    /// Places of a team are kept for walk-ins.
    TeamReserve(String),
    /// The customer would wait idly for too long.
    Idle,
    /// Not ready on the same day, or not within the days allowed.
    NotReadyInTime,
    /// No seat in the lounge.
    Seat,
    /// No loaner.
    Loaner,
}

impl Binding {
    /// A stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownService => "unknown-service",
            Self::StayNotOffered => "stay-not-offered",
            Self::Notice => "notice",
            Self::Horizon => "horizon",
            Self::OffGrid => "off-grid",
            Self::Closed => "closed",
            Self::Parts => "parts",
            Self::AdviserAway => "adviser-away",
            Self::AdviserBusy => "adviser-busy",
            Self::AdviserReserve => "adviser-reserve",
            Self::Team(_) => "team",
            Self::TeamReserve(_) => "team-reserve",
            Self::Idle => "idle",
            Self::NotReadyInTime => "not-ready-in-time",
            Self::Seat => "seat",
            Self::Loaner => "loaner",
        }
    }
}

/// A start with everything it claims. Buckets, half-open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The bucket in which reception begins.
    pub start: i64,
    /// The bucket in which the car is ready.
    pub ready: i64,
    /// What the customer is told: for `leave` with a margin inside opening hours.
    pub ready_estimate: i64,
    /// What is taken.
    pub claims: Vec<Claim>,
}

/// A run of blocks before the way of staying is looked at.
struct Chain {
    reception_end: i64,
    ready: i64,
    idle: i64,
    claims: Vec<Claim>,
}

impl Workshop {
    /// Whether a start lies outside notice, horizon or parts lead time.
    pub(super) fn too_early_or_late(&self, ask: &Ask<'_>, start: i64, now_seconds: i64) -> Option<Binding> {
        if start * BUCKET_SECONDS < now_seconds + i64::from(self.policy.notice_minutes) * 60
            && ask.class == Class::Booking
        {
            return Some(Binding::Notice);
        }
        let day = self.calendar.day_index(start);
        let today = self.calendar.day_index(now_seconds.div_euclid(BUCKET_SECONDS)).unwrap_or(0);
        let Some(day) = day.filter(|day| *day <= today + self.policy.horizon_days as usize) else {
            return Some(Binding::Horizon);
        };
        let lead = self.ordered(ask).map(|job| job.lead_days).max().unwrap_or(0) as usize;
        let opening_days_since = (today + 1..=day).filter(|day| !self.calendar.days[*day].open.is_empty()).count();
        (lead > opening_days_since).then_some(Binding::Parts)
    }

    /// The plan of a start with an adviser, or what binds.
    pub fn plan(
        &self,
        room: &Room,
        ask: &Ask<'_>,
        start: i64,
        adviser: usize,
        now_seconds: i64,
    ) -> Result<Plan, Binding> {
        if ask.services.is_empty() || ask.services.iter().any(|id| !self.jobs.iter().any(|job| job.id == *id)) {
            return Err(Binding::UnknownService);
        }
        if !self.ordered(ask).all(|job| job.stays.contains(&ask.stay)) {
            return Err(Binding::StayNotOffered);
        }
        if let Some(binding) = self.too_early_or_late(ask, start, now_seconds) {
            return Err(binding);
        }
        let day = self.calendar.day_index(start).ok_or(Binding::Horizon)?;
        if !self.is_open(start) {
            return Err(Binding::Closed);
        }
        if !self.grid(day).any(|grid| grid == start) {
            return Err(Binding::OffGrid);
        }
        let chain = self.chain(room, ask, start, day, adviser)?;
        if ask.class == Class::Booking {
            self.within_reserve(room, &chain, adviser)?;
        }
        self.stay(room, ask, chain, start, day)
    }

    /// The asked jobs in the order of the catalogue.
    fn ordered<'s>(&'s self, ask: &'s Ask<'_>) -> impl Iterator<Item = &'s super::workshop::Job> {
        self.jobs.iter().filter(move |job| ask.services.contains(&job.id.as_str()))
    }

    fn chain(&self, room: &Room, ask: &Ask<'_>, start: i64, day: usize, adviser: usize) -> Result<Chain, Binding> {
        let mut claims = Vec::with_capacity(8);
        let reception = buckets_of(self.policy.reception_minutes);
        let adviser_id = ResourceId(adviser as u16);
        let hours = self.adviser_open.get(adviser).ok_or(Binding::AdviserAway)?;
        let at_work = |bucket: i64| self.index(bucket).is_some_and(|index| hours[index]);
        let free = |bucket: i64| room.is_free(self, adviser_id, bucket);
        if !at_work(start) {
            return Err(Binding::AdviserAway);
        }
        let reception_end =
            match place(start, reception, self.calendar.days[day].whole.to, &at_work, &free, adviser_id, &mut claims) {
                Some((first, end)) if first == start => end,
                _ => return Err(Binding::AdviserBusy),
            };
        let last_bucket = self.latest_ready(ask.stay, day);
        let mut at = reception_end;
        let mut idle = 0;
        let mut done: Vec<&str> = Vec::new();
        let mut block = |team: Option<usize>, minutes: u32, claims: &mut Vec<Claim>| -> Result<(), Binding> {
            let length = buckets_of(minutes);
            if length == 0 {
                return Ok(());
            }
            let open = |bucket: i64| self.is_open(bucket);
            let placed = if let Some(team) = team {
                let id = self.team_id(team);
                place(at, length, last_bucket, &open, &|bucket| room.is_free(self, id, bucket), id, claims)
                    .ok_or_else(|| Binding::Team(self.skill(team)))?
            } else {
                place(at, length, last_bucket, &open, &|_| true, ResourceId(u16::MAX), &mut Vec::new())
                    .ok_or(Binding::NotReadyInTime)?
            };
            idle += placed.0 - at;
            at = placed.1;
            Ok(())
        };
        for job in self.ordered(ask) {
            let saved: u32 = self
                .together
                .iter()
                .filter(|(first, second, _)| {
                    (*first == job.id && done.contains(&second.as_str()))
                        || (*second == job.id && done.contains(&first.as_str()))
                })
                .map(|(_, _, saves)| *saves)
                .sum();
            block(Some(job.team), job.minutes.saturating_sub(saved).max(BUCKET_MINUTES), &mut claims)?;
            done.push(&job.id);
        }
        block(self.inspection_team, self.policy.inspection_minutes, &mut claims)?;
        if ask.wash && self.wash_team.is_some() {
            block(self.wash_team, self.policy.wash_minutes, &mut claims)?;
        }
        Ok(Chain { reception_end, ready: at, idle, claims })
    }

    /// The bucket by which a car must be ready: the day's end, or the end of the last day allowed.
    fn latest_ready(&self, stay: Stay, day: usize) -> i64 {
        let days = &self.calendar.days;
        if stay == Stay::Wait {
            return days[day].whole.to;
        }
        let allowed = self.policy.leave_days_max as usize;
        let last = (day + 1..days.len()).filter(|index| !days[*index].open.is_empty()).nth(allowed.saturating_sub(1));
        last.map_or_else(|| days[days.len() - 1].whole.to, |index| days[index].whole.to)
    }

    /// Bookings leave the walk-in reserve of each team, and of all advisers together, untouched.
    fn within_reserve(&self, room: &Room, chain: &Chain, adviser: usize) -> Result<(), Binding> {
        let share = u64::from(100 - self.policy.walk_in_reserve_percent.min(100));
        let cap = |places: u64, day: usize| places * u64::from(room.open_buckets(day)) * share / 100;
        // A chain touches few teams on few days.
        let mut wanted: Vec<(ResourceId, usize, u64)> = Vec::new();
        for claim in &chain.claims {
            for bucket in claim.from..claim.to {
                let Some(day) = self.calendar.day_index(bucket) else { continue };
                match wanted.iter_mut().find(|(id, on, _)| *id == claim.resource && *on == day) {
                    Some((_, _, buckets)) => *buckets += 1,
                    None => wanted.push((claim.resource, day, 1)),
                }
            }
        }
        for (id, day, buckets) in wanted {
            if usize::from(id.0) == adviser {
                let places = self.adviser_open_buckets(day);
                if u64::from(room.booked_by_advisers(self, day)) + buckets > places * share / 100 {
                    return Err(Binding::AdviserReserve);
                }
            } else if u64::from(room.booked(id, day)) + buckets > cap(u64::from(self.limit(id)), day) {
                return Err(Binding::TeamReserve(self.skill(usize::from(id.0) - self.advisers())));
            }
        }
        Ok(())
    }

    /// Open place-buckets of all advisers together on a day.
    fn adviser_open_buckets(&self, day: usize) -> u64 {
        let whole = self.calendar.days[day].whole;
        let (from, to) = ((whole.from - self.origin) as usize, (whole.to - self.origin) as usize);
        self.adviser_open.iter().map(|hours| hours[from..to].iter().filter(|open| **open).count() as u64).sum()
    }

    /// What the way of staying needs.
    fn stay(&self, room: &Room, ask: &Ask<'_>, chain: Chain, start: i64, day: usize) -> Result<Plan, Binding> {
        let Chain { reception_end, ready, idle, mut claims } = chain;
        let ready_day = self.calendar.day_index(ready - 1).ok_or(Binding::NotReadyInTime)?;
        let mut ready_estimate = ready;
        match ask.stay {
            Stay::Wait => {
                if ready_day != day {
                    return Err(Binding::NotReadyInTime);
                }
                if idle > buckets_of(self.policy.wait_idle_minutes_max) {
                    return Err(Binding::Idle);
                }
                let seat = self.seat_id();
                if !(reception_end..ready).all(|bucket| room.is_free(self, seat, bucket)) {
                    return Err(Binding::Seat);
                }
                claims.push(Claim { resource: seat, from: reception_end, to: ready });
            }
            Stay::Leave => ready_estimate = self.open_time_after(ready, buckets_of(self.policy.leave_margin_minutes)),
            Stay::Loaner => {
                let loaner = self.loaner_id();
                let from = i64::from(self.calendar.days[day].date.num_days_from_ce());
                let to = i64::from(self.calendar.days[ready_day].date.num_days_from_ce()) + 1;
                if !(from..to).all(|date| room.is_free(self, loaner, date)) {
                    return Err(Binding::Loaner);
                }
                claims.push(Claim { resource: loaner, from, to });
            }
        }
        Ok(Plan { start, ready, ready_estimate, claims })
    }

    /// The end of `length` open buckets from `at` on; `at` itself behind the laid-out days.
    fn open_time_after(&self, at: i64, length: i64) -> i64 {
        place(
            at,
            length,
            self.range().to,
            &|bucket| self.is_open(bucket),
            &|_| true,
            ResourceId(u16::MAX),
            &mut Vec::new(),
        )
        .map_or(at, |(_, end)| end)
    }

    fn skill(&self, team: usize) -> String {
        match self.resource(self.team_id(team)) {
            super::workshop::Resource::Team(skill) => skill.clone(),
            other => other.to_string(),
        }
    }

    /// How full the workshop is while the plan runs: the share of taken places of all teams.
    pub fn load(&self, room: &Room, plan: &Plan) -> Load {
        let (mut used, mut places) = (0_u64, 0_u64);
        for team in 0..self.teams() {
            let id = self.team_id(team);
            for bucket in (plan.start..plan.ready.min(plan.start + 32)).filter(|bucket| self.is_open(*bucket)) {
                used += u64::from(room.used(self, id, bucket));
                places += u64::from(self.limit(id));
            }
        }
        match used * 3 {
            third if third < places => Load::Quiet,
            third if third < places * 2 => Load::Medium,
            _ => Load::Busy,
        }
    }
}

/// Places `length` buckets from the earliest bucket, not before `from`, on which everything is free
/// throughout; only closed time interrupts. Adds the claims; gives first bucket and end.
fn place(
    from: i64,
    length: i64,
    until: i64,
    open: &dyn Fn(i64) -> bool,
    free: &dyn Fn(i64) -> bool,
    resource: ResourceId,
    claims: &mut Vec<Claim>,
) -> Option<(i64, i64)> {
    let kept = claims.len();
    let mut missing = length;
    let mut first = from;
    for bucket in from..until {
        if !open(bucket) {
            continue;
        }
        if !free(bucket) {
            claims.truncate(kept);
            missing = length;
            continue;
        }
        if missing == length {
            first = bucket;
        }
        match claims[kept..].last_mut() {
            Some(last) if last.to == bucket => last.to += 1,
            _ => claims.push(Claim { resource, from: bucket, to: bucket + 1 }),
        }
        missing -= 1;
        if missing == 0 {
            return Some((first, bucket + 1));
        }
    }
    claims.truncate(kept);
    None
}
