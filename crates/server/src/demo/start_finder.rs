//! Finds starts for the demo's visits. The capacity is laid out from some days before today, so that a car that arrived
//! yesterday was booked by the same rules.

use bayside_domain::calendar::{Side, Span, instant_of};
use bayside_domain::capacity::{CapacityRequest, Class, Occupancy, Start, Workshop};
use bayside_domain::codes::Stay;
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant};
use bayside_store::NamedClaim;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers::{StartRequest, epoch};
use bayside_workflow::tokens::Offer;
use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

/// How many days before today the capacity is laid out: longer than any holiday.
const DAYS_BACK: u64 = 15;
/// How many starts are tried for one visit.
const STARTS_TRIED: usize = 60;
/// How long before its start a booking was made at least, in minutes.
const BOOKED_BEFORE_MINUTES: i64 = 26 * 60;

/// A request for a start, and when it was booked at the latest.
pub struct StartWish<'a> {
    /// The ids of the services.
    pub services: &'a [&'a str],
    /// The ways of staying, the preferred first.
    pub stays: &'a [Stay],
    /// The booking is made before this instant.
    pub before: Instant,
}

/// A start for a visit.
pub struct PlannedStart {
    /// The offer that the customer took.
    pub offer: Offer,
    /// The claims of the visit.
    pub claims: Vec<NamedClaim>,
    /// When it was booked.
    pub booked_at: Instant,
}

/// A dealer's capacity around today.
pub struct StartFinder<'d> {
    dealer: &'d Dealer,
    workshop: Workshop,
    occupancy: Occupancy,
    today: NaiveDate,
    now: Instant,
}

impl<'d> StartFinder<'d> {
    /// The empty capacity around `now`.
    pub fn of(dealer: &'d Dealer, now: Instant) -> Self {
        let today = dealer.date(now);
        let workshop = Workshop::of(&dealer.file, &dealer.zone, today - Days::new(DAYS_BACK));
        let occupancy = Occupancy::empty(&workshop);
        Self { dealer, workshop, occupancy, today, now }
    }

    /// Whether people are at work now: on an opening day other than Sunday, from its first opening to its last closing.
    pub fn at_work(&self) -> bool {
        // On Sundays there is only an emergency service.
        self.today.weekday() != Weekday::Sun
            && self.open_today().is_some_and(|(first, last)| (first..last).contains(&Bucket::at(self.now).0))
    }

    /// First and last bucket of today.
    fn open_today(&self) -> Option<(i64, i64)> {
        let day = &self.workshop.calendar.days[self.workshop.calendar.date_index(self.today)?];
        Some((day.open.first()?.from, day.open.last()?.to))
    }

    /// Today's last closing.
    pub fn closing(&self) -> Option<Instant> {
        self.open_today().map(|(_, last)| Bucket(last).start())
    }

    /// Whether an instant is today.
    pub fn is_today(&self, at: Instant) -> bool {
        self.dealer.date(at) == self.today
    }

    fn spans(&self) -> impl DoubleEndedIterator<Item = Span> + '_ {
        self.workshop.calendar.days.iter().flat_map(|day| day.open.iter().copied())
    }

    /// Open seconds between two instants.
    pub fn open_seconds(&self, from: Instant, to: Instant) -> i64 {
        self.spans()
            .map(|span| {
                let (opens, closes) = (span.from * BUCKET_SECONDS, span.to * BUCKET_SECONDS);
                (closes.min(to.seconds()) - opens.max(from.seconds())).max(0)
            })
            .sum()
    }

    /// The instant so many open seconds after another.
    pub fn open_later(&self, from: Instant, seconds: i64) -> Instant {
        let mut left = seconds;
        for span in self.spans() {
            let opens = (span.from * BUCKET_SECONDS).max(from.seconds());
            let here = span.to * BUCKET_SECONDS - opens;
            if here > 0 {
                if left < here {
                    return Instant::from_seconds(opens + left);
                }
                left -= here;
            }
        }
        from.plus_seconds(seconds)
    }

    /// Finds a start some minutes of opening time ago, or earlier.
    pub fn ago(&mut self, minutes: i64, wish: &StartWish<'_>) -> Option<PlannedStart> {
        let mut left = minutes * 60;
        let mut latest = None;
        for span in self.spans().rev() {
            let closes = (span.to * BUCKET_SECONDS).min(self.now.seconds());
            let here = closes - span.from * BUCKET_SECONDS;
            if here < 0 {
                continue;
            }
            if left <= here {
                latest = Some((closes - left).div_euclid(BUCKET_SECONDS));
                break;
            }
            left -= here;
        }
        let latest = latest?;
        let starts: Vec<i64> =
            self.spans().flat_map(|span| span.from..span.to).filter(|start| *start <= latest).collect();
        self.first(starts.into_iter().rev(), wish)
    }

    /// Finds the first start that is at least `minutes` from now.
    pub fn soon(&mut self, minutes: i64, wish: &StartWish<'_>) -> Option<PlannedStart> {
        self.from(self.now.plus_minutes(minutes), wish)
    }

    /// Finds a start on the n-th opening day after today, from an hour on.
    pub fn on_day(&mut self, days: usize, hour: u32, wish: &StartWish<'_>) -> Option<PlannedStart> {
        let mut open = self.workshop.calendar.days.iter().filter(|day| day.date > self.today && !day.open.is_empty());
        let date = open.nth(days.saturating_sub(1))?.date;
        let time = NaiveTime::from_hms_opt(hour, 0, 0)?;
        self.from(Instant::from_seconds(instant_of(&self.dealer.zone, date.and_time(time), Side::Opening)), wish)
    }

    fn from(&mut self, at: Instant, wish: &StartWish<'_>) -> Option<PlannedStart> {
        let earliest = at.seconds();
        let starts: Vec<i64> = self
            .spans()
            .flat_map(|span| span.from..span.to)
            .filter(|start| start * BUCKET_SECONDS >= earliest)
            .take(STARTS_TRIED)
            .collect();
        self.first(starts.into_iter(), wish)
    }

    /// The first of these starts that is free.
    fn first(&mut self, starts: impl Iterator<Item = i64>, wish: &StartWish<'_>) -> Option<PlannedStart> {
        for start in starts.take(STARTS_TRIED) {
            let begins = Bucket(start).start();
            let booked_at = begins.plus_minutes(-BOOKED_BEFORE_MINUTES).min(wish.before);
            for stay in wish.stays {
                // Nobody waits in the lounge overnight.
                if *stay == Stay::Wait && begins <= self.now && !(self.is_today(begins) && self.at_work()) {
                    continue;
                }
                if let Some(planned) = self.plan(start, *stay, booked_at, wish) {
                    return Some(planned);
                }
            }
        }
        None
    }

    fn plan(&mut self, start: i64, stay: Stay, booked_at: Instant, wish: &StartWish<'_>) -> Option<PlannedStart> {
        let ask = CapacityRequest { services: wish.services, stay, adviser: None, wash: true, class: Class::Booking };
        let (adviser, plan) = self.workshop.best_adviser(&self.occupancy, &ask, start, booked_at.seconds()).ok()?;
        let services = wish.services.iter().map(|id| (*id).to_owned()).collect();
        let start = Start::of(adviser, &plan, self.workshop.load(&self.occupancy, &plan));
        let appointment = StartRequest { services, stay, adviser: None }.appointment(self.dealer, &start);
        let offer = Offer { dealer: self.dealer.id, appointment, epoch: epoch(booked_at) };
        self.occupancy.take(&self.workshop, &plan.claims, true);
        let named = |claim: &bayside_domain::capacity::Claim| {
            NamedClaim(self.workshop.resource(claim.resource).to_string(), claim.from, claim.to)
        };
        Some(PlannedStart { offer, claims: plan.claims.iter().map(named).collect(), booked_at })
    }
}
