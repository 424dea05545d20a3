//! Random dealers, days and wishes, small enough that their workshops run full.

use crate::fixture::{self, adviser, service, team, together};
use bayside_domain::calendar::{Closure, Hours};
use bayside_domain::capacity::{CapacityRequest, Class};
use bayside_domain::codes::Stay;
use bayside_domain::dealer::{BookingPolicy, Dealer};
use bayside_domain::language::LocalText;
use chrono::{Days, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// How many cases a property tries: `BAYSIDE_CASES`, else `usual`.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("BAYSIDE_CASES").ok().map(|text| text.parse().expect("BAYSIDE_CASES is a number"));
    ProptestConfig { cases: asked.unwrap_or(usual), failure_persistence: None, ..ProptestConfig::default() }
}

/// A dealer on a day.
#[derive(Debug, Clone)]
pub struct Scene {
    pub dealer: Dealer,
    pub zone: Tz,
    pub today: NaiveDate,
    pub now_seconds: i64,
}

/// Something wanted; services and starts by number, to fit any dealer.
#[derive(Debug, Clone)]
pub struct Wish {
    services: u8,
    stay: Stay,
    adviser: Option<usize>,
    wash: bool,
    class: Class,
    start: usize,
}

impl Wish {
    /// The ids of the services.
    pub fn services<'d>(&self, dealer: &'d Dealer) -> Vec<&'d str> {
        let ids = dealer.services.iter().map(|service| service.id.as_str()).enumerate();
        let chosen: Vec<&str> = ids.filter(|(place, _)| self.services >> place & 1 == 1).map(|(_, id)| id).collect();
        if chosen.is_empty() { vec![&dealer.services[0].id] } else { chosen }
    }

    /// The question, about services of a dealer.
    pub fn request<'a>(&self, dealer: &Dealer, services: &'a [&'a str]) -> CapacityRequest<'a> {
        let adviser = self.adviser.map(|adviser| adviser % dealer.advisers.len());
        CapacityRequest { services, stay: self.stay, adviser, wash: self.wash, class: self.class }
    }

    /// One of several.
    pub fn pick<T: Copy>(&self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.start % from.len()])
    }
}

/// Something out of use; by number, to fit any dealer.
#[derive(Debug, Clone)]
pub struct OutageWish {
    pub resource: prop::sample::Index,
    pub places: u16,
    pub from: prop::sample::Index,
    pub length: i64,
}

pub fn outage_wish() -> impl Strategy<Value = OutageWish> {
    let length = prop_oneof![1_i64..12, 12_i64..200];
    (any::<prop::sample::Index>(), 1_u16..4, any::<prop::sample::Index>(), length)
        .prop_map(|(resource, places, from, length)| OutageWish { resource, places, from, length })
}

pub fn wish() -> impl Strategy<Value = Wish> {
    let class = prop_oneof![3 => Just(Class::Booking), 1 => Just(Class::House)];
    let adviser = proptest::option::weighted(0.4, 0_usize..3);
    (any::<u8>(), select(fixture::EVERY_STAY), adviser, any::<bool>(), class, any::<prop::sample::Index>()).prop_map(
        |(services, stay, adviser, wash, class, start)| Wish {
            // Mostly one or two services.
            services: services & (services >> 4),
            stay,
            adviser,
            wash,
            class,
            start: start.index(10_000),
        },
    )
}

const ZONES: &[Tz] = &[
    Tz::Europe__Berlin,
    Tz::Asia__Shanghai,
    Tz::America__New_York,
    // Half an hour of summer time.
    Tz::Australia__Lord_Howe,
    // Forty-five minutes off.
    Tz::Pacific__Chatham,
    Tz::Asia__Kathmandu,
    // Days that begin twice, and days that begin at one.
    Tz::America__Havana,
    Tz::America__Santiago,
    Tz::Africa__Cairo,
    Tz::Atlantic__Azores,
];

/// The next date on which the clock changes, if within a year.
fn clock_change(zone: Tz, from: NaiveDate) -> Option<NaiveDate> {
    use chrono::Offset;
    let offset = |date: NaiveDate| zone.offset_from_utc_datetime(&date.and_hms_opt(12, 0, 0).expect("noon")).fix();
    from.iter_days().take(366).find(|date| offset(*date) != offset(*date - Days::new(1)))
}

/// A zone, every other time one of the strange ones, and a day, two times out of three shortly before the clock
/// changes.
fn place_and_day() -> impl Strategy<Value = (Tz, NaiveDate)> {
    let zone = prop_oneof![select(ZONES), select(&chrono_tz::TZ_VARIANTS[..])];
    (zone, 0_u64..1500, 0_u64..9).prop_map(|(zone, offset, before)| {
        let day = fixture::date("2026-01-01") + Days::new(offset);
        let change = clock_change(zone, day).filter(|_| before < 6);
        (zone, change.map_or(day, |change| change - Days::new(before % 3)))
    })
}

fn quarter(of_day: u32) -> NaiveTime {
    NaiveTime::from_num_seconds_from_midnight_opt(of_day * 900, 0).expect("within a day")
}

fn stretch() -> impl Strategy<Value = (u32, u32)> {
    prop_oneof![(0_u32..94, 1_u32..32), (0_u32..16, 1_u32..16), Just((0, 96)), Just((32, 16)), Just((52, 20))]
}

/// A week in which each day has the same few stretches; some days have none.
fn hours() -> impl Strategy<Value = Vec<Hours>> {
    (subsequence((1..=7).collect::<Vec<u8>>(), 3..=7), vec(stretch(), 1..=3)).prop_map(|(weekdays, stretches)| {
        let on = |weekday, (from, length): (u32, u32)| {
            let to = Some(from + length).filter(|to| *to < 96).map(quarter);
            Hours { weekday, from: quarter(from), to }
        };
        weekdays.iter().flat_map(|weekday| stretches.iter().map(|stretch| on(*weekday, *stretch))).collect()
    })
}

fn policy() -> impl Strategy<Value = BookingPolicy> {
    let times = (select(vec![15_u32, 30, 45, 60]), select(vec![0_u32, 20, 120, 1500]), select(vec![0_u32, 10, 20, 50]));
    let minutes = (select(vec![5_u32, 15, 20, 45]), select(vec![0_u32, 15, 40]), select(vec![0_u32, 15, 50]));
    let limits = (select(vec![0_u32, 15, 20, 30, 90]), 1_u32..6, select(vec![0_u32, 20, 120, 600]), 1_u32..4);
    (times, minutes, limits).prop_map(|(times, minutes, limits)| BookingPolicy {
        grid_minutes: times.0,
        notice_minutes: times.1,
        walk_in_reserve_percent: times.2,
        reception_minutes: minutes.0,
        inspection_minutes: minutes.1,
        wash_minutes: minutes.2,
        wait_idle_minutes_max: limits.0,
        leave_days_max: limits.1,
        leave_margin_minutes: limits.2,
        horizon_days: limits.3,
        ..BookingPolicy::default()
    })
}

const SKILLS: &[&str] = &["maintenance", "electrics", "inspection", "wash"];

fn dealer() -> impl Strategy<Value = Dealer> {
    let staff = (
        vec(prop_oneof![2 => Just(Vec::new()), 1 => hours()], 1..=3),
        subsequence(SKILLS, 1..=4),
        vec(1_u16..=2, 4),
        (0_u16..=2, 0_u16..=2),
    );
    let minutes = prop_oneof![6 => 1_u32..150, 1 => 150_u32..2000];
    let job = (minutes, 0_usize..4, prop_oneof![4 => Just(0), 1 => 1_u32..3], subsequence(fixture::EVERY_STAY, 2..=3));
    let pairs = vec((0_usize..4, 0_usize..4, 1_u32..90), 0..=2);
    (hours(), policy(), staff, vec(job, 1..=4), pairs).prop_map(
        |(hours, booking, (advisers, skills, places, (seats, loaners)), jobs, pairs)| {
            let name = |place: usize| format!("service-{place}");
            let services: Vec<_> = jobs
                .into_iter()
                .enumerate()
                .map(|(place, (minutes, skill, parts_lead_days, stays))| {
                    let job = service(&name(place), minutes, skills[skill % skills.len()]);
                    bayside_domain::dealer::Service { parts_lead_days, stays, ..job }
                })
                .collect();
            Dealer {
                hours,
                booking,
                advisers: advisers.into_iter().enumerate().map(|(at, own)| adviser(&format!("sa-{at}"), own)).collect(),
                teams: skills.iter().zip(places).map(|(skill, places)| team(skill, places)).collect(),
                combined_savings: pairs
                    .into_iter()
                    .filter(|(first, second, _)| first != second)
                    .map(|(first, second, saves)| together(&name(first), &name(second), saves))
                    .collect(),
                services,
                seats,
                loaners,
                ..fixture::dealer()
            }
        },
    )
}

/// A dealer on a day, at some second of it.
pub fn scene() -> impl Strategy<Value = Scene> {
    let closed = proptest::option::weighted(0.3, (0_u64..5, 0_u64..4));
    (dealer(), place_and_day(), 0_i64..86_400, closed).prop_map(|(mut dealer, (zone, today), second, closed)| {
        zone.name().clone_into(&mut dealer.zone);
        dealer.closures = closed
            .map(|(after, length)| {
                let from = today + Days::new(after);
                Closure { from, to: from + Days::new(length), reason: LocalText::default() }
            })
            .into_iter()
            .collect();
        // Somewhere within the local day.
        let noon = zone.from_local_datetime(&today.and_hms_opt(12, 0, 0).expect("noon")).earliest();
        let now_seconds = noon.expect("noon exists").timestamp() - 36_000 + second / 4;
        Scene { dealer, zone, today, now_seconds }
    })
}
