//! A dealer's capacity: open buckets, advisers, team places, seats, loaners.

use super::unavailable_reason::UnavailableReason;
use crate::calendar::{Calendar, Span};
use crate::codes::Stay;
use crate::dealer::{BookingPolicy, CombinedSaving, Dealer};
use crate::time::{BUCKET_MINUTES, buckets_of, day_number};
use chrono::{Days, NaiveDate, TimeZone};
use std::sync::Arc;

/// The most days after the horizon that are searched for the opening days that a late job may need.
const DAYS_BEHIND_HORIZON_MAX: usize = 366;

/// A resource, by its index in [`Workshop::resources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub u16);

/// A resource that bookings use, by its stable name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// An adviser, by id: one reception at a time.
    Adviser(String),
    /// The places of the team with this skill.
    Team(String),
    /// Lounge seats.
    Seat,
    /// Loaner cars; counted by local date.
    Loaner,
}

impl std::fmt::Display for Resource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Adviser(id) => write!(f, "adviser:{id}"),
            Self::Team(skill) => write!(f, "team:{skill}"),
            Self::Seat => f.write_str("seat"),
            Self::Loaner => f.write_str("loaner"),
        }
    }
}

impl Resource {
    /// The resource with a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.split_once(':') {
            Some(("adviser", id)) => Some(Self::Adviser(id.to_owned())),
            Some(("team", skill)) => Some(Self::Team(skill.to_owned())),
            None if name == "seat" => Some(Self::Seat),
            None if name == "loaner" => Some(Self::Loaner),
            _ => None,
        }
    }
}

/// A service, as the chain needs it.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub id: String,
    pub minutes: u32,
    pub team: usize,
    pub lead_days: u32,
    pub stays: Vec<Stay>,
}

/// A dealer's capacity, laid out from today to some days after the horizon.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The dealer's opening days; the first is `today`.
    pub calendar: Calendar,
    pub(super) policy: BookingPolicy,
    /// The open buckets, as distances from `origin`: the bucket at index n has rank n.
    pub(super) work: Vec<u32>,
    /// How many open buckets lie before each bucket, and before the end.
    ranks: Vec<u32>,
    /// How many open buckets there are by the end of each day.
    day_end_ranks: Vec<u32>,
    /// How many opening days there are up to and including each day.
    opening_days: Vec<u32>,
    /// Whether each adviser is at work, by distance from `origin`.
    pub(super) adviser_open: Vec<Vec<bool>>,
    /// Open buckets of all advisers together on each day.
    pub(super) adviser_open_by_day: Vec<u32>,
    /// How many places each resource has, in the order of `resources`.
    pub(super) limits: Vec<u16>,
    pub(super) jobs: Vec<Job>,
    combined_savings: Vec<CombinedSaving>,
    pub(super) inspection_team: Option<usize>,
    pub(super) wash_team: Option<usize>,
    pub(super) origin: i64,
    resources: Vec<Resource>,
    /// The skill of each team.
    skills: Vec<Arc<str>>,
    advisers: usize,
}

impl Workshop {
    /// Lays out a dealer's capacity, beginning with `today`.
    pub fn of<Z: TimeZone>(dealer: &Dealer, zone: &Z, today: NaiveDate) -> Self {
        let last = last_day(dealer, zone, today);
        let calendar = Calendar::of(zone, &dealer.hours, &dealer.closures, today, last);
        let origin = calendar.days[0].whole.from;
        let end = calendar.days[calendar.days.len() - 1].whole.to;
        let open = flags(&calendar, origin, end);
        let adviser_open: Vec<Vec<bool>> = dealer
            .advisers
            .iter()
            .map(|adviser| {
                if adviser.hours.is_empty() {
                    open.clone()
                } else {
                    let own = flags(&Calendar::of(zone, &adviser.hours, &dealer.closures, today, last), origin, end);
                    own.iter().zip(&open).map(|(own, open)| *own && *open).collect()
                }
            })
            .collect();
        let index = |bucket: i64| (bucket - origin) as usize;
        let adviser_open_by_day = calendar
            .days
            .iter()
            .map(|day| {
                let hours = adviser_open.iter().map(|hours| &hours[index(day.whole.from)..index(day.whole.to)]);
                hours.map(|hours| hours.iter().filter(|open| **open).count() as u32).sum()
            })
            .collect();
        let mut ranks = vec![0; open.len() + 1];
        for (index, open) in open.iter().enumerate() {
            ranks[index + 1] = ranks[index] + u32::from(*open);
        }
        let mut resources: Vec<Resource> =
            dealer.advisers.iter().map(|adviser| Resource::Adviser(adviser.id.clone())).collect();
        let mut limits = vec![1; resources.len()];
        for team in &dealer.teams {
            resources.push(Resource::Team(team.skill.clone()));
            limits.push(team.places);
        }
        resources.extend([Resource::Seat, Resource::Loaner]);
        limits.extend([dealer.seats, dealer.loaners]);
        let team_index = |skill: &str| dealer.teams.iter().position(|team| team.skill == skill);
        let jobs = dealer
            .services
            .iter()
            .filter_map(|service| {
                Some(Job {
                    id: service.id.clone(),
                    minutes: service.minutes,
                    team: team_index(&service.skill)?,
                    lead_days: service.parts_lead_days,
                    stays: service.stays.clone(),
                })
            })
            .collect();
        Self {
            policy: dealer.booking.clone(),
            work: (0..open.len() as u32).filter(|index| open[*index as usize]).collect(),
            day_end_ranks: calendar.days.iter().map(|day| ranks[index(day.whole.to)]).collect(),
            opening_days: calendar
                .days
                .iter()
                .scan(0, |count, day| {
                    *count += u32::from(!day.open.is_empty());
                    Some(*count)
                })
                .collect(),
            ranks,
            adviser_open,
            adviser_open_by_day,
            limits,
            jobs,
            combined_savings: dealer.combined_savings.clone(),
            inspection_team: team_index("inspection"),
            wash_team: team_index("wash"),
            origin,
            advisers: dealer.advisers.len(),
            resources,
            skills: dealer.teams.iter().map(|team| team.skill.as_str().into()).collect(),
            calendar,
        }
    }

    /// How many advisers there are.
    pub fn advisers(&self) -> usize {
        self.advisers
    }

    /// All resources; a [`ResourceId`] is an index into this list.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The id of a resource, if the dealer still has it.
    pub fn resource_id(&self, resource: &Resource) -> Option<ResourceId> {
        self.resources.iter().position(|known| known == resource).map(|index| ResourceId(index as u16))
    }

    /// The resource with this id.
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[usize::from(id.0)]
    }

    /// How many places a resource has.
    pub fn limit(&self, id: ResourceId) -> u16 {
        self.limits[usize::from(id.0)]
    }

    /// The range of all laid-out buckets.
    pub fn range(&self) -> Span {
        Span { from: self.origin, to: self.origin + self.buckets() as i64 }
    }

    /// The first laid-out day, counted from the common era; loaners are counted from it.
    pub(super) fn first_day(&self) -> i64 {
        day_number(self.calendar.days[0].date)
    }

    fn grid_step(&self) -> i64 {
        i64::from(self.policy.grid_minutes.div_ceil(BUCKET_MINUTES)).max(1)
    }

    /// The starts of a day: from each opening on, at the distance of the dealer's grid.
    pub(super) fn grid(&self, day: usize) -> impl Iterator<Item = i64> + '_ {
        let step = self.grid_step() as usize;
        self.calendar.days[day].open.iter().flat_map(move |span| (span.from..span.to).step_by(step))
    }

    /// Refuses a bucket that is not one of the day's starts.
    pub(super) fn on_grid(&self, day: usize, start: i64) -> Result<(), UnavailableReason> {
        let mut open = self.calendar.days[day].open.iter();
        let span = open.find(|span| (span.from..span.to).contains(&start)).ok_or(UnavailableReason::Closed)?;
        if (start - span.from) % self.grid_step() == 0 { Ok(()) } else { Err(UnavailableReason::OffGrid) }
    }

    /// The bucket by which a car must be ready: the day's end, or the end of the last day allowed.
    pub(super) fn latest_ready(&self, stay: Stay, day: usize) -> i64 {
        let days = &self.calendar.days;
        if stay == Stay::Wait {
            return days[day].whole.to;
        }
        let allowed = self.opening_days[day] + self.policy.leave_days_max;
        let after = self.opening_days.partition_point(|count| *count <= allowed);
        days[after - 1].whole.to
    }

    /// How many opening days lie after `day`, up to and including `to`.
    pub(super) fn opening_days_after(&self, day: usize, to: usize) -> u32 {
        self.opening_days[to].saturating_sub(self.opening_days[day])
    }

    /// How many minutes a job takes less when another job is done before it.
    pub(super) fn saved(&self, before: &str, job: &str) -> u32 {
        saved(&self.combined_savings, before, job)
    }

    /// The index of the team with this skill.
    pub(super) fn team(&self, skill: &str) -> Option<usize> {
        self.skills.iter().position(|known| **known == *skill)
    }

    /// The end of `length` open buckets from `at` on; `at` itself if that is after the laid-out days.
    pub(super) fn open_time_after(&self, at: i64, length: i64) -> i64 {
        if length == 0 {
            return at;
        }
        let last = self.rank(at) + length as usize - 1;
        self.work.get(last).map_or(at, |_| self.bucket(last) + 1)
    }

    /// How many open buckets lie before a bucket.
    pub(super) fn rank(&self, bucket: i64) -> usize {
        self.ranks[self.index_in_range(bucket)] as usize
    }

    /// The open bucket of a rank.
    pub(super) fn bucket(&self, rank: usize) -> i64 {
        self.origin + i64::from(self.work[rank])
    }

    /// How many open buckets there are by the end of a day.
    pub(super) fn day_end_rank(&self, day: usize) -> usize {
        self.day_end_ranks[day] as usize
    }

    /// Open buckets of a day.
    pub(super) fn open_buckets(&self, day: usize) -> u32 {
        self.day_end_ranks[day] - day.checked_sub(1).map_or(0, |before| self.day_end_ranks[before])
    }

    /// How many of `places` place-buckets are for bookings: all but the walk-in reserve.
    pub(super) fn bookable(&self, places: u32) -> u64 {
        u64::from(places) * u64::from(100 - self.policy.walk_in_reserve_percent.min(100)) / 100
    }

    /// The length of a reception in buckets.
    pub(super) fn reception_length(&self) -> u32 {
        buckets_of(self.policy.reception_minutes) as u32
    }

    pub(super) fn idle_minutes_max(&self) -> i64 {
        i64::from(self.policy.wait_idle_minutes_max)
    }

    /// The number of places of all teams together.
    pub(super) fn places(&self) -> u64 {
        self.limits[self.teams()].iter().map(|limit| u64::from(*limit)).sum()
    }

    pub(super) fn team_id(&self, team: usize) -> ResourceId {
        ResourceId((self.advisers + team) as u16)
    }

    /// The indices of the resources that are teams.
    pub(super) fn teams(&self) -> std::ops::Range<usize> {
        self.advisers..self.resources.len() - 2
    }

    pub(super) fn skill(&self, team: usize) -> Arc<str> {
        Arc::clone(&self.skills[team])
    }

    pub(super) fn seat_id(&self) -> ResourceId {
        ResourceId((self.resources.len() - 2) as u16)
    }

    /// The resource of the loaners, which are counted by day.
    pub fn loaner(&self) -> ResourceId {
        self.loaner_id()
    }

    pub(super) fn loaner_id(&self) -> ResourceId {
        ResourceId((self.resources.len() - 1) as u16)
    }

    /// How many buckets are laid out.
    pub(super) fn buckets(&self) -> usize {
        self.ranks.len() - 1
    }

    /// The index of a bucket (for loaners, of a day) among those that are laid out for a resource.
    pub(super) fn position(&self, resource: ResourceId, bucket: i64) -> Option<usize> {
        if resource == self.loaner_id() {
            let index = usize::try_from(bucket - self.first_day()).ok();
            index.filter(|index| *index < self.calendar.days.len())
        } else {
            self.index(bucket)
        }
    }

    /// The index of a bucket: its distance from `origin`, if it is laid out.
    pub(super) fn index(&self, bucket: i64) -> Option<usize> {
        usize::try_from(bucket - self.origin).ok().filter(|index| *index < self.buckets())
    }

    /// The same, but a bucket outside the laid-out days gets the index of the nearer end.
    pub(super) fn index_in_range(&self, bucket: i64) -> usize {
        usize::try_from(bucket - self.origin).unwrap_or(0).min(self.buckets())
    }
}

/// How many minutes a job takes less when another job is done before it, by the dealer's rules.
pub(super) fn saved(combined_savings: &[CombinedSaving], before: &str, job: &str) -> u32 {
    let names = [(before, job), (job, before)];
    let pairs = combined_savings.iter().filter(|pair| names.contains(&(pair.first.as_str(), pair.second.as_str())));
    pairs.map(|pair| pair.saves_minutes).sum()
}

/// The last day to lay out: so far beyond the horizon that a car may stay its allowed opening days and the margin of
/// the ready time still fits.
fn last_day<Z: TimeZone>(dealer: &Dealer, zone: &Z, today: NaiveDate) -> NaiveDate {
    let horizon = today + Days::new(u64::from(dealer.booking.horizon_days));
    let (mut days, mut margin) = (dealer.booking.leave_days_max, buckets_of(dealer.booking.leave_margin_minutes));
    let mut last = horizon;
    for date in horizon.iter_days().skip(1).take(DAYS_BEHIND_HORIZON_MAX) {
        if days == 0 && margin <= 0 {
            break;
        }
        last = date;
        let day = &Calendar::of(zone, &dealer.hours, &dealer.closures, date, date).days[0];
        match days.checked_sub(u32::from(!day.open.is_empty())) {
            Some(rest) if days > 0 => days = rest,
            _ => margin -= day.open.iter().map(|span| span.len()).sum::<i64>(),
        }
    }
    last
}

fn flags(calendar: &Calendar, origin: i64, end: i64) -> Vec<bool> {
    let mut open = vec![false; (end - origin) as usize];
    for span in calendar.days.iter().flat_map(|day| &day.open) {
        open[(span.from - origin) as usize..(span.to - origin) as usize].fill(true);
    }
    open
}
