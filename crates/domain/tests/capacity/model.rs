//! The reference model: docs/rules.md, "Chain" and "What is offered", read aloud. It keeps a list of what was
//! taken and walks it bucket by bucket; it counts nothing beforehand and is slow on purpose.

use crate::model_calendar::WallClock;
use bayside_domain::capacity::{CapacityRequest, Class, Resource};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::Dealer;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// One resource taken in some buckets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub what: Resource,
    pub buckets: BTreeSet<i64>,
    /// By an online or phone booking.
    pub booked: bool,
}

/// One loaner out on some dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    pub dates: BTreeSet<NaiveDate>,
}

/// Some places of a resource out of use in some buckets; of loaners on some dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfUse {
    pub what: Resource,
    pub places: u16,
    pub buckets: BTreeSet<i64>,
    pub dates: BTreeSet<NaiveDate>,
}

/// A start that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub ready: i64,
    pub ready_estimate: i64,
    pub takes: Vec<Taken>,
    pub out: Option<Out>,
}

/// A dealer with a list of everything taken.
pub struct Model<'a> {
    dealer: &'a Dealer,
    pub clock: WallClock,
    open: BTreeSet<i64>,
    adviser_open: Vec<BTreeSet<i64>>,
    today: NaiveDate,
    now_seconds: i64,
    pub taken: Vec<Taken>,
    pub out: Vec<Out>,
    pub out_of_use: Vec<OutOfUse>,
}

impl<'a> Model<'a> {
    pub fn of(dealer: &'a Dealer, zone: Tz, today: NaiveDate, now_seconds: i64) -> Self {
        // Far enough for thirty opening days of a short week behind the horizon.
        let last = today + Days::new(u64::from(dealer.booking.horizon_days) + 120);
        let clock = WallClock::of(zone, today, last);
        let open = clock.open(&dealer.hours, &dealer.closures, today, last);
        let adviser_open = dealer
            .advisers
            .iter()
            .map(|adviser| match adviser.hours.as_slice() {
                [] => open.clone(),
                own => clock.open(own, &dealer.closures, today, last).intersection(&open).copied().collect(),
            })
            .collect();
        Self {
            dealer,
            clock,
            open,
            adviser_open,
            today,
            now_seconds,
            taken: Vec::new(),
            out: Vec::new(),
            out_of_use: Vec::new(),
        }
    }

    /// Whether `start` can be kept with an adviser.
    pub fn request(&self, request: &CapacityRequest<'_>, start: i64, adviser: usize) -> Option<Promise> {
        let policy = &self.dealer.booking;
        // The jobs, in catalogue order.
        if request.services.is_empty() || !request.services.iter().all(|id| self.dealer.service(id).is_some()) {
            return None;
        }
        let jobs: Vec<_> =
            self.dealer.services.iter().filter(|service| request.services.contains(&service.id.as_str())).collect();
        if !jobs.iter().all(|job| job.stays.contains(&request.stay)) {
            return None;
        }
        // Notice, horizon, parts, grid.
        let earliest = match request.class {
            Class::Booking => self.now_seconds + i64::from(policy.notice_minutes) * 60,
            // A walk-in begins in the running quarter of an hour or later.
            Class::House => self.now_seconds - 899,
        };
        if start * 900 < earliest || !self.open.contains(&start) {
            return None;
        }
        let date = self.clock.date(start);
        if date > self.today + Days::new(u64::from(policy.horizon_days)) {
            return None;
        }
        let opening_days = self.opening_dates(self.today, date);
        if jobs.iter().any(|job| (job.parts_lead_days as usize) > opening_days) {
            return None;
        }
        let mut opening = start;
        while self.open.contains(&(opening - 1)) && self.clock.date(opening - 1) == date {
            opening -= 1;
        }
        if (start - opening) * 15 % i64::from(policy.grid_minutes) != 0 {
            return None;
        }
        // Reception: it is of one day.
        let mut takes = Vec::new();
        let at_work = self.adviser_open.get(adviser)?;
        let reception = Resource::Adviser(self.dealer.advisers[adviser].id.clone());
        let buckets = block(at_work, start, policy.reception_minutes)?;
        if !buckets.contains(&start) || !buckets.iter().all(|bucket| self.clock.date(*bucket) == date) {
            return None;
        }
        if buckets.iter().any(|bucket| self.count(&reception, *bucket) >= self.places(&reception, *bucket, 1)) {
            return None;
        }
        let reception_end = end(&buckets);
        takes.push(Taken { what: reception, buckets, booked: request.class == Class::Booking });
        // The work parts, one after another.
        let mut work_parts: Vec<(Option<&str>, u32)> = Vec::new();
        for (place, job) in jobs.iter().enumerate() {
            let earlier = &jobs[..place];
            let saved: u32 = self
                .dealer
                .combined_savings
                .iter()
                .filter(|rule| {
                    earlier.iter().any(|before| {
                        (rule.first == before.id && rule.second == job.id)
                            || (rule.second == before.id && rule.first == job.id)
                    })
                })
                .map(|rule| rule.saves_minutes)
                .sum();
            work_parts.push((Some(&job.skill), job.minutes.saturating_sub(saved).max(15)));
        }
        work_parts.push((self.dealer.team("inspection").map(|team| team.skill.as_str()), policy.inspection_minutes));
        if request.wash && self.dealer.team("wash").is_some() {
            work_parts.push((Some("wash"), policy.wash_minutes));
        }
        let (mut at, mut idle) = (reception_end, 0);
        for (skill, minutes) in work_parts.into_iter().filter(|(_, minutes)| *minutes > 0) {
            let buckets = self.earliest(skill, at, minutes)?;
            idle += buckets.first().expect("blocks are not empty") - at;
            at = end(&buckets);
            if let Some(skill) = skill {
                let what = Resource::Team(skill.to_owned());
                takes.push(Taken { what, buckets, booked: request.class == Class::Booking });
            }
        }
        let ready = at;
        let ready_date = self.clock.date(ready - 1);
        if request.class == Class::Booking && !self.leaves_reserve(&takes) {
            return None;
        }
        // How the customer stays.
        let mut out = None;
        match request.stay {
            Stay::Wait => {
                if ready_date != date || idle * 15 > i64::from(policy.wait_idle_minutes_max) {
                    return None;
                }
                if (reception_end..ready).any(|bucket| {
                    self.count(&Resource::Seat, bucket) >= self.places(&Resource::Seat, bucket, self.dealer.seats)
                }) {
                    return None;
                }
                let booked = request.class == Class::Booking;
                takes.push(Taken { what: Resource::Seat, buckets: (reception_end..ready).collect(), booked });
            }
            Stay::DropOff | Stay::Loaner => {
                if self.opening_dates(date, ready_date) > policy.leave_days_max as usize {
                    return None;
                }
                if request.stay == Stay::Loaner {
                    let dates: BTreeSet<NaiveDate> = date.iter_days().take_while(|day| *day <= ready_date).collect();
                    let away = |day| self.out.iter().filter(|out| out.dates.contains(day)).count();
                    if dates.iter().any(|day| away(day) >= usize::from(self.loaners(*day))) {
                        return None;
                    }
                    out = Some(Out { dates });
                }
            }
        }
        let ready_estimate = match request.stay {
            Stay::DropOff => block(&self.open, ready, policy.leave_margin_minutes)
                .filter(|margin| !margin.is_empty())
                .map_or(ready, |margin| end(&margin)),
            Stay::Wait | Stay::Loaner => ready,
        };
        Some(Promise { ready, ready_estimate, takes, out })
    }

    /// The adviser for a start when any will do, and the promise.
    pub fn ask_anyone(&self, request: &CapacityRequest<'_>, start: i64) -> Option<(usize, Promise)> {
        let date = self.clock.date(start);
        let promises = (0..self.dealer.advisers.len())
            .filter_map(|adviser| self.request(request, start, adviser).map(|promise| (adviser, promise)));
        promises.min_by_key(|(adviser, _)| {
            let id = Resource::Adviser(self.dealer.advisers[*adviser].id.clone());
            (self.place_buckets(&id, date, false), *adviser)
        })
    }

    pub fn take(&mut self, promise: &Promise) {
        self.taken.extend(promise.takes.iter().cloned());
        self.out.extend(promise.out.iter().cloned());
    }

    pub fn give_back(&mut self, promise: &Promise) {
        for takes in &promise.takes {
            let place = self.taken.iter().position(|taken| taken == takes).expect("was taken");
            self.taken.remove(place);
        }
        if let Some(out) = &promise.out {
            let place = self.out.iter().position(|known| known == out).expect("was out");
            self.out.remove(place);
        }
    }

    /// The starts of a date: with the asked adviser, or with whom it falls to.
    pub fn day(&self, request: &CapacityRequest<'_>, date: NaiveDate) -> Vec<(i64, usize, Promise)> {
        let starts = self.open.range(self.clock.day(date));
        starts
            .filter_map(|start| {
                let (adviser, promise) = match request.adviser {
                    Some(adviser) => self.request(request, *start, adviser).map(|promise| (adviser, promise))?,
                    None => self.ask_anyone(request, *start)?,
                };
                Some((*start, adviser, promise))
            })
            .collect()
    }

    /// How many of a resource are taken in a bucket.
    pub fn count(&self, what: &Resource, bucket: i64) -> u16 {
        self.taken.iter().filter(|taken| taken.what == *what && taken.buckets.contains(&bucket)).count() as u16
    }

    /// How many places of a resource are in use in a bucket, of so many.
    fn places(&self, what: &Resource, bucket: i64, all: u16) -> u16 {
        let outages = self.out_of_use.iter().filter(|outage| outage.what == *what && outage.buckets.contains(&bucket));
        outages.fold(all, |left, outage| left.saturating_sub(outage.places))
    }

    /// How many loaners there are on a date.
    fn loaners(&self, date: NaiveDate) -> u16 {
        let outages =
            self.out_of_use.iter().filter(|outage| outage.what == Resource::Loaner && outage.dates.contains(&date));
        outages.fold(self.dealer.loaners, |left, outage| left.saturating_sub(outage.places))
    }

    /// Opening days after `from`, up to and with `to`.
    fn opening_dates(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let dates = from.iter_days().skip(1).take_while(|date| *date <= to);
        dates.filter(|date| self.open.range(self.clock.day(*date)).next().is_some()).count()
    }

    /// The earliest block from `at` on for which a team has a free place throughout.
    fn earliest(&self, skill: Option<&str>, at: i64, minutes: u32) -> Option<BTreeSet<i64>> {
        let has_place = |bucket: i64| {
            let Some(team) = skill.and_then(|skill| self.dealer.team(skill)) else { return true };
            let what = Resource::Team(team.skill.clone());
            self.count(&what, bucket) < self.places(&what, bucket, team.places)
        };
        for first in self.open.range(at..) {
            let buckets = block(&self.open, *first, minutes)?;
            if buckets.iter().all(|bucket| has_place(*bucket)) {
                return Some(buckets);
            }
        }
        None
    }

    /// Place-buckets of a resource taken on a date; by bookings only, or by anybody.
    fn place_buckets(&self, what: &Resource, date: NaiveDate, booked_only: bool) -> usize {
        let counted = self.taken.iter().filter(|taken| taken.what == *what && (taken.booked || !booked_only));
        counted.flat_map(|taken| &taken.buckets).filter(|bucket| self.clock.date(**bucket) == date).count()
    }

    /// Whether bookings, with these, stay within their share of each team, and of all advisers together.
    fn leaves_reserve(&self, takes: &[Taken]) -> bool {
        let share = 100 - self.dealer.booking.walk_in_reserve_percent as usize;
        let open_on = |open: &BTreeSet<i64>, date, what: &Resource, places: u16| -> usize {
            open.range(self.clock.day(date)).map(|bucket| usize::from(self.places(what, *bucket, places))).sum()
        };
        // Wanted by kind (`None`: all advisers together) and date.
        let mut wanted: BTreeMap<(Option<&str>, NaiveDate), usize> = BTreeMap::new();
        for taken in takes {
            let kind = match &taken.what {
                Resource::Team(skill) => Some(skill.as_str()),
                _ => None,
            };
            for bucket in &taken.buckets {
                *wanted.entry((kind, self.clock.date(*bucket))).or_default() += 1;
            }
        }
        wanted.into_iter().all(|((kind, date), more)| {
            let (places, before) = if let Some(skill) = kind {
                let team = self.dealer.team(skill).expect("only teams of the dealer are taken");
                let what = Resource::Team(skill.to_owned());
                (open_on(&self.open, date, &what, team.places), self.place_buckets(&what, date, true))
            } else {
                let ids = || self.dealer.advisers.iter().map(|adviser| Resource::Adviser(adviser.id.clone()));
                (
                    self.adviser_open.iter().zip(ids()).map(|(open, id)| open_on(open, date, &id, 1)).sum(),
                    ids().map(|id| self.place_buckets(&id, date, true)).sum(),
                )
            };
            before + more <= places * share / 100
        })
    }
}

/// The first buckets from `from` on in which work goes on, enough for `minutes`.
fn block(open: &BTreeSet<i64>, from: i64, minutes: u32) -> Option<BTreeSet<i64>> {
    let length = minutes.div_ceil(15) as usize;
    let buckets: BTreeSet<i64> = open.range(from..).take(length).copied().collect();
    (buckets.len() == length).then_some(buckets)
}

/// The first bucket after a block.
fn end(buckets: &BTreeSet<i64>) -> i64 {
    buckets.last().expect("blocks are not empty") + 1
}
