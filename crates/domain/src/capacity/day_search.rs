//! Answers a request for one day. Work goes on in open buckets only, so everything after reception is counted in ranks:
//! rank n is the n-th open bucket. A work part is then a range of ranks, without breaks and nights.

use super::occupancy::{Claim, Occupancy};
use super::request::{CapacityRequest, Class, Plan};
use super::unavailable_reason::UnavailableReason;
use super::workshop::{ResourceId, Workshop};
use crate::codes::Stay;
use crate::time::{BUCKET_MINUTES, BUCKET_SECONDS, buckets_of, day_number};

/// A work part of the chain after reception.
struct WorkPart {
    team: Option<usize>,
    /// The length in open buckets, never 0.
    length: usize,
    /// The rank at which it begins, for the start that is being checked.
    first: usize,
    /// The last search: from which rank, and with which result. A search from a later rank never finds an earlier
    /// place, so the result holds for every rank in between; starts are checked in order.
    last: Option<(usize, Option<usize>)>,
}

/// The reception of the car, which comes before the chain of work.
#[derive(Clone, Copy)]
struct Reception {
    adviser: usize,
    start: i64,
    end: i64,
}

/// A start that can be booked, in buckets.
#[derive(Clone, Copy)]
pub(super) struct BookableStart {
    /// The index of the adviser who receives.
    pub adviser: usize,
    /// The bucket in which the car is ready.
    pub ready: i64,
    /// The bucket that the customer is told as the ready time.
    pub ready_estimate: i64,
    reception: Reception,
}

/// A request, prepared for checking all starts of one day.
pub(super) struct DaySearch<'a> {
    workshop: &'a Workshop,
    occupancy: &'a Occupancy,
    request: CapacityRequest<'a>,
    day: usize,
    /// The earliest bucket that keeps the minimum notice.
    earliest: i64,
    /// Why nothing can be booked on this day: the horizon, or parts that arrive later.
    out_of_reach: Option<UnavailableReason>,
    /// The reason that applies to every start.
    refusal: Option<UnavailableReason>,
    work_parts: Vec<WorkPart>,
    /// The rank by which the car must be ready.
    until: usize,
    /// Whether the walk-in reserve of all advisers together has been reached on this day.
    advisers_reserved: bool,
    /// The advisers, in the order in which they are tried.
    order: Vec<usize>,
    /// Place-buckets that the current start needs, by team and day; a field only to avoid allocations.
    wanted: Vec<(usize, usize, u64)>,
    /// Place-buckets that bookings may still take, by team and day; filled in when needed.
    left: Vec<(usize, usize, u64)>,
    /// The work part that found no place, or one too late, for the start that is being checked.
    failed_part: Option<usize>,
}

impl<'a> DaySearch<'a> {
    pub fn of(
        workshop: &'a Workshop,
        occupancy: &'a Occupancy,
        request: &CapacityRequest<'a>,
        day: usize,
        now_seconds: i64,
    ) -> Self {
        let is_known = |id: &&str| workshop.jobs.iter().any(|job| job.id == **id);
        let jobs = || workshop.jobs.iter().filter(|job| request.services.contains(&job.id.as_str()));
        let refusal = if request.services.is_empty() || !request.services.iter().all(is_known) {
            Some(UnavailableReason::UnknownService)
        } else {
            (!jobs().all(|job| job.stays.contains(&request.stay))).then_some(UnavailableReason::StayNotOffered)
        };
        let mut work_parts = Vec::with_capacity(request.services.len() + 2);
        let mut push = |team: Option<usize>, minutes: u32| {
            let length = buckets_of(minutes) as usize;
            if length > 0 {
                work_parts.push(WorkPart { team, length, first: 0, last: None });
            }
        };
        for (place, job) in jobs().enumerate() {
            let saved: u32 = jobs().take(place).map(|before| workshop.saved(&before.id, &job.id)).sum();
            push(Some(job.team), job.minutes.saturating_sub(saved).max(BUCKET_MINUTES));
        }
        push(workshop.inspection_team, workshop.policy.inspection_minutes);
        if request.wash && workshop.wash_team.is_some() {
            push(workshop.wash_team, workshop.policy.wash_minutes);
        }
        let order = if let Some(adviser) = request.adviser {
            vec![adviser]
        } else {
            let mut order: Vec<usize> = (0..workshop.advisers()).collect();
            order.sort_by_key(|adviser| occupancy.receptions(day, *adviser));
            order
        };
        let running = now_seconds.div_euclid(BUCKET_SECONDS);
        let notice_seconds = now_seconds + i64::from(workshop.policy.notice_minutes) * 60;
        let earliest = match request.class {
            Class::Booking => {
                notice_seconds.div_euclid(BUCKET_SECONDS) + i64::from(notice_seconds % BUCKET_SECONDS > 0)
            }
            // Walk-ins may begin in the current bucket.
            Class::House => running,
        };
        let today = workshop.calendar.day_index(running).unwrap_or(0);
        let lead_days = jobs().map(|job| job.lead_days).max().unwrap_or(0);
        let out_of_reach = if day > today + workshop.policy.horizon_days as usize {
            Some(UnavailableReason::Horizon)
        } else {
            (lead_days > workshop.opening_days_after(today, day)).then_some(UnavailableReason::Parts)
        };
        let receptions = occupancy.booked_by_advisers(workshop, day) + workshop.reception_length();
        let out_of_use: u32 = (0..workshop.advisers()).map(|adviser| occupancy.outages().on_day(adviser, day)).sum();
        let bookable = workshop.bookable(workshop.adviser_open_by_day[day] - out_of_use);
        Self {
            workshop,
            occupancy,
            advisers_reserved: u64::from(receptions) > bookable,
            request: *request,
            day,
            earliest,
            out_of_reach,
            refusal,
            work_parts,
            until: workshop.rank(workshop.latest_ready(request.stay, day)),
            order,
            wanted: Vec::new(),
            left: Vec::new(),
            failed_part: None,
        }
    }

    /// The team that had no place when the current start was refused.
    pub fn short_of(&self) -> Option<ResourceId> {
        self.failed_part.and_then(|place| self.work_parts[place].team).map(|team| self.workshop.team_id(team))
    }

    /// Whether a start lies outside notice, horizon or parts lead time.
    pub fn too_early_or_late(&self, start: i64) -> Option<UnavailableReason> {
        if start < self.earliest { Some(UnavailableReason::Notice) } else { self.out_of_reach.clone() }
    }

    /// The adviser who gets a start, and the plan; or the reason why it cannot be booked.
    pub fn plan(&mut self, start: i64) -> Result<(usize, Plan), UnavailableReason> {
        let bookable = self.check(start)?;
        let BookableStart { adviser, ready, ready_estimate, .. } = bookable;
        Ok((adviser, Plan { start, ready, ready_estimate, claims: self.claims(&bookable) }))
    }

    /// The adviser who gets a start, and when the car is ready; or the reason why it cannot be booked.
    pub fn check(&mut self, start: i64) -> Result<BookableStart, UnavailableReason> {
        if let Some(refusal) = &self.refusal {
            return Err(refusal.clone());
        }
        if let Some(binding) = self.too_early_or_late(start) {
            return Err(binding);
        }
        self.workshop.on_grid(self.day, start)?;
        let mut binding = UnavailableReason::AdviserAway;
        let mut failed: Option<(i64, UnavailableReason)> = None;
        for place in 0..self.order.len() {
            let adviser = self.order[place];
            let end = match self.reception_end(start, adviser) {
                Ok(end) => end,
                Err(UnavailableReason::AdviserAway) => continue,
                Err(other) => {
                    binding = other;
                    continue;
                }
            };
            // The chain depends on the adviser only through the end of the reception: do not try the same end twice.
            if failed.as_ref().is_some_and(|(known, _)| *known == end) {
                continue;
            }
            match self.chain(&Reception { adviser, start, end }) {
                Ok(bookable) => return Ok(bookable),
                Err(other) => failed = failed.or(Some((end, other))),
            }
        }
        Err(failed.map_or(binding, |(_, binding)| binding))
    }

    /// The same with one given adviser, whatever the request says.
    pub fn check_with(&mut self, start: i64, adviser: usize) -> Result<BookableStart, UnavailableReason> {
        self.order.clear();
        self.order.push(adviser);
        self.check(start)
    }

    /// The end of a reception that begins at `start`. It must end on the same day; breaks interrupt it.
    fn reception_end(&self, start: i64, adviser: usize) -> Result<i64, UnavailableReason> {
        let hours = self.workshop.adviser_open.get(adviser).ok_or(UnavailableReason::AdviserAway)?;
        let first = self.workshop.index(start).ok_or(UnavailableReason::AdviserAway)?;
        let day_end = self.workshop.index_in_range(self.workshop.calendar.days[self.day].whole.to);
        let mut missing = self.workshop.reception_length();
        if !hours[first] {
            return Err(UnavailableReason::AdviserAway);
        }
        let taken = self.occupancy.buckets(ResourceId(adviser as u16));
        for index in first..day_end {
            if missing == 0 {
                return Ok(self.workshop.origin + index as i64);
            }
            if hours[index] {
                if taken[index] > 0 {
                    return Err(UnavailableReason::AdviserBusy);
                }
                missing -= 1;
            }
        }
        if missing == 0 { Ok(self.workshop.origin + day_end as i64) } else { Err(UnavailableReason::AdviserAway) }
    }

    /// Places the work parts one after another, then checks idle time, the reserve and the way of staying.
    fn chain(&mut self, reception: &Reception) -> Result<BookableStart, UnavailableReason> {
        let mut at = reception.end;
        let mut idle = 0;
        for place in 0..self.work_parts.len() {
            self.failed_part = Some(place);
            let first = self.earliest(place, self.workshop.rank(at))?;
            let part = &mut self.work_parts[place];
            part.first = first;
            idle += self.workshop.bucket(first) - at;
            if self.request.stay == Stay::Wait && idle * i64::from(BUCKET_MINUTES) > self.workshop.idle_minutes_max() {
                return Err(UnavailableReason::Idle);
            }
            at = self.workshop.bucket(first + part.length - 1) + 1;
        }
        self.failed_part = None;
        if self.request.class == Class::Booking {
            self.within_reserve()?;
        }
        self.stay(reception, at)
    }

    /// The earliest rank, not before `from`, from which the team of a work part has a free place throughout.
    fn earliest(&mut self, place: usize, from: usize) -> Result<usize, UnavailableReason> {
        let WorkPart { team, length, last, .. } = self.work_parts[place];
        let found = match last {
            Some((asked, found)) if asked <= from && found.is_none_or(|found| from <= found) => found,
            _ => {
                let found = self.occupancy.first_free(self.workshop, team, length, from, self.until);
                self.work_parts[place].last = Some((from, found));
                found
            }
        };
        found.ok_or_else(|| match team {
            Some(team) if from + length <= self.until => UnavailableReason::Team(self.workshop.skill(team)),
            _ => UnavailableReason::NotReadyInTime,
        })
    }

    /// Checks that the walk-in reserve of each team, and of all advisers together, stays free.
    fn within_reserve(&mut self) -> Result<(), UnavailableReason> {
        let workshop = self.workshop;
        if self.advisers_reserved {
            return Err(UnavailableReason::AdviserReserve);
        }
        self.wanted.clear();
        for part in &self.work_parts {
            let Some(team) = part.team else { continue };
            let (mut from, to) = (part.first, part.first + part.length);
            let mut day = self.day;
            while from < to {
                while workshop.day_end_rank(day) <= from {
                    day += 1;
                }
                let end = to.min(workshop.day_end_rank(day));
                let buckets = (end - from) as u64;
                match self.wanted.iter_mut().find(|(known, on, _)| *known == team && *on == day) {
                    Some((_, _, wanted)) => *wanted += buckets,
                    None => self.wanted.push((team, day, buckets)),
                }
                from = end;
            }
        }
        for place in 0..self.wanted.len() {
            let (team, day, buckets) = self.wanted[place];
            if buckets > self.left(team, day) {
                return Err(UnavailableReason::TeamReserve(workshop.skill(team)));
            }
        }
        Ok(())
    }

    /// How many place-buckets of a team bookings may still take on a day.
    fn left(&mut self, team: usize, day: usize) -> u64 {
        if let Some((_, _, left)) = self.left.iter().find(|(known, on, _)| *known == team && *on == day) {
            return *left;
        }
        let id = self.workshop.team_id(team);
        let out_of_use = self.occupancy.outages().on_day(usize::from(id.0), day);
        let places = u32::from(self.workshop.limit(id)) * self.workshop.open_buckets(day) - out_of_use;
        let left = self.workshop.bookable(places).saturating_sub(u64::from(self.occupancy.booked(id, day)));
        self.left.push((team, day, left));
        left
    }

    /// Checks what the way of staying needs: a seat, a loaner, or a ready time inside opening hours.
    fn stay(&self, reception: &Reception, ready: i64) -> Result<BookableStart, UnavailableReason> {
        let workshop = self.workshop;
        let mut ready_estimate = ready;
        match self.request.stay {
            Stay::Wait => {
                let seat = workshop.seat_id();
                let (from, to) = (workshop.index_in_range(reception.end), workshop.index_in_range(ready));
                if self.occupancy.buckets(seat)[from..to].iter().any(|used| *used >= workshop.limit(seat)) {
                    return Err(UnavailableReason::Seat);
                }
            }
            Stay::DropOff => {
                ready_estimate = workshop.open_time_after(ready, buckets_of(workshop.policy.leave_margin_minutes));
            }
            Stay::Loaner => {
                let loaner = workshop.loaner_id();
                let Claim { from, to, .. } = self.loaner_days(ready).ok_or(UnavailableReason::NotReadyInTime)?;
                if !(from..to).all(|date| self.occupancy.is_free(workshop, loaner, date)) {
                    return Err(UnavailableReason::Loaner);
                }
            }
        }
        Ok(BookableStart { adviser: reception.adviser, ready, ready_estimate, reception: *reception })
    }

    /// The claim of a loaner for all dates until the car is ready.
    fn loaner_days(&self, ready: i64) -> Option<Claim> {
        let days = &self.workshop.calendar.days;
        let last = self.workshop.calendar.day_index(ready - 1)?;
        let from = day_number(days[self.day].date);
        let to = day_number(days[last].date) + 1;
        Some(Claim { resource: self.workshop.loaner_id(), from, to })
    }

    /// All claims of the start that was checked last.
    fn claims(&self, bookable: &BookableStart) -> Vec<Claim> {
        let (workshop, reception) = (self.workshop, &bookable.reception);
        let mut claims = Vec::with_capacity(self.work_parts.len() + 4);
        let adviser = ResourceId(reception.adviser as u16);
        let hours = &workshop.adviser_open[reception.adviser];
        for bucket in reception.start..reception.end {
            if hours[workshop.index_in_range(bucket)] {
                claim(&mut claims, 0, adviser, bucket);
            }
        }
        for part in &self.work_parts {
            let Some(team) = part.team else { continue };
            let begun = claims.len();
            for rank in part.first..part.first + part.length {
                claim(&mut claims, begun, workshop.team_id(team), workshop.bucket(rank));
            }
        }
        match self.request.stay {
            Stay::Wait => {
                claims.push(Claim { resource: workshop.seat_id(), from: reception.end, to: bookable.ready });
            }
            Stay::DropOff => {}
            Stay::Loaner => claims.extend(self.loaner_days(bookable.ready)),
        }
        claims
    }
}

/// Adds a bucket to the claims of the work part whose claims begin at index `begun`.
fn claim(claims: &mut Vec<Claim>, begun: usize, resource: ResourceId, bucket: i64) {
    match claims[begun..].last_mut() {
        Some(last) if last.to == bucket => last.to += 1,
        _ => claims.push(Claim { resource, from: bucket, to: bucket + 1 }),
    }
}
