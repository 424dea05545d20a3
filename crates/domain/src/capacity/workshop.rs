//! What a dealer has: open quarter hours, advisers, team places, seats, loaners.

use crate::calendar::{Calendar, Span};
use crate::dealer::{BookingPolicy, Dealer};
use crate::time::BUCKET_MINUTES;
use crate::words::Stay;
use chrono::{Days, NaiveDate, TimeZone};

/// Days behind the horizon that a long job may run into: closures included.
const DAYS_BEHIND_HORIZON: u64 = 45;

/// Something that can be taken, by its place in the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(pub u16);

/// Something that can be taken, by its stable name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// One reception at a time.
    Adviser(String),
    /// Places of a skill.
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
    /// The resource that a stored name means.
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

/// A service as the chain sees it.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub id: String,
    pub minutes: u32,
    pub team: usize,
    pub lead_days: u32,
    pub stays: Vec<Stay>,
}

/// A dealer's capacity from a first day to behind the horizon.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// The dealer's opening days; the first is `today`.
    pub calendar: Calendar,
    pub(super) policy: BookingPolicy,
    /// Open buckets by their distance from `origin`.
    pub(super) open: Vec<bool>,
    /// Per adviser, likewise.
    pub(super) adviser_open: Vec<Vec<bool>>,
    /// How many of each resource there are, in the order of `resources`.
    pub(super) limits: Vec<u16>,
    pub(super) jobs: Vec<Job>,
    pub(super) together: Vec<(String, String, u32)>,
    pub(super) inspection_team: Option<usize>,
    pub(super) wash_team: Option<usize>,
    pub(super) origin: i64,
    resources: Vec<Resource>,
    advisers: usize,
}

impl Workshop {
    /// Lays out a dealer's days, `today` first.
    pub fn of<Z: TimeZone>(dealer: &Dealer, zone: &Z, today: NaiveDate) -> Self {
        let last = today + Days::new(u64::from(dealer.booking.horizon_days) + DAYS_BEHIND_HORIZON);
        let calendar = Calendar::of(zone, &dealer.hours, &dealer.closures, today, last);
        let origin = calendar.days[0].whole.from;
        let end = calendar.days[calendar.days.len() - 1].whole.to;
        let open = flags(&calendar, origin, end);
        let adviser_open = dealer
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
            open,
            adviser_open,
            limits,
            jobs,
            together: dealer
                .together
                .iter()
                .map(|pair| (pair.first.clone(), pair.second.clone(), pair.saves_minutes))
                .collect(),
            inspection_team: team_index("inspection"),
            wash_team: team_index("wash"),
            origin,
            advisers: dealer.advisers.len(),
            resources,
            calendar,
        }
    }

    /// How many advisers there are.
    pub fn advisers(&self) -> usize {
        self.advisers
    }

    /// All resources; a [`ResourceId`] is a place in this list.
    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// The place of a resource, if the dealer still has it.
    pub fn resource_id(&self, resource: &Resource) -> Option<ResourceId> {
        self.resources.iter().position(|known| known == resource).map(|index| ResourceId(index as u16))
    }

    /// The resource at a place.
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[usize::from(id.0)]
    }

    /// How many of it there are.
    pub fn limit(&self, id: ResourceId) -> u16 {
        self.limits[usize::from(id.0)]
    }

    /// First bucket and first bucket after the laid-out days.
    pub fn range(&self) -> Span {
        Span { from: self.origin, to: self.origin + self.open.len() as i64 }
    }

    /// The starts of a day: in instants from each opening, on the dealer's grid.
    pub(super) fn grid(&self, day: usize) -> impl Iterator<Item = i64> + '_ {
        let step = i64::from(self.policy.grid_minutes.div_ceil(BUCKET_MINUTES)).max(1) as usize;
        self.calendar.days[day].open.iter().flat_map(move |span| (span.from..span.to).step_by(step))
    }

    pub(super) fn team_id(&self, team: usize) -> ResourceId {
        ResourceId((self.advisers + team) as u16)
    }

    pub(super) fn teams(&self) -> usize {
        self.resources.len() - self.advisers - 2
    }

    pub(super) fn seat_id(&self) -> ResourceId {
        ResourceId((self.resources.len() - 2) as u16)
    }

    pub(super) fn loaner_id(&self) -> ResourceId {
        ResourceId((self.resources.len() - 1) as u16)
    }

    pub(super) fn is_open(&self, bucket: i64) -> bool {
        self.index(bucket).is_some_and(|index| self.open[index])
    }

    pub(super) fn index(&self, bucket: i64) -> Option<usize> {
        usize::try_from(bucket - self.origin).ok().filter(|index| *index < self.open.len())
    }
}

fn flags(calendar: &Calendar, origin: i64, end: i64) -> Vec<bool> {
    let mut open = vec![false; (end - origin) as usize];
    for span in calendar.days.iter().flat_map(|day| &day.open) {
        open[(span.from - origin) as usize..(span.to - origin) as usize].fill(true);
    }
    open
}
