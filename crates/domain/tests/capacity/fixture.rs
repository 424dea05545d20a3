//! A small dealer, and sentences about it.

use bayside_domain::calendar::{Closure, Hours};
use bayside_domain::capacity::{
    CapacityRequest, Claim, Class, Occupancy, Outage, Plan, Resource, UnavailableReason, Workshop,
};
use bayside_domain::car_criteria::CarCriteria;
use bayside_domain::codes::Stay;
use bayside_domain::country::Country;
use bayside_domain::dealer::{Adviser, Benefit, BookingPolicy, CombinedSaving, Consent, Dealer, Prices, Service, Team};
use bayside_domain::due::DueRule;
use bayside_domain::language::Language;
use bayside_domain::language::LocalText;
use bayside_domain::money::Currency;
use bayside_domain::warranty::Warranty;
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

pub const EVERY_STAY: &[Stay] = &[Stay::Wait, Stay::DropOff, Stay::Loaner];

pub fn date(text: &str) -> NaiveDate {
    text.parse().expect("a test's date")
}

pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a test's time")
}

/// `08:00-12:00`; `24:00` is the end of the day.
pub fn hours(weekday: u8, text: &str) -> Hours {
    let (from, to) = text.split_once('-').expect("from-to");
    Hours { weekday, from: time(from), to: (to != "24:00").then(|| time(to)) }
}

/// The same stretches on several weekdays.
pub fn week(weekdays: std::ops::RangeInclusive<u8>, stretches: &[&str]) -> Vec<Hours> {
    weekdays.flat_map(|weekday| stretches.iter().map(move |text| hours(weekday, text))).collect()
}

pub fn adviser(id: &str, hours: Vec<Hours>) -> Adviser {
    Adviser {
        id: id.to_owned(),
        name: LocalText::default(),
        short_name: LocalText::default(),
        note: LocalText::default(),
        hours,
    }
}

pub fn team(skill: &str, places: u16) -> Team {
    Team { skill: skill.to_owned(), places, technicians: Vec::new() }
}

pub fn service(id: &str, minutes: u32, skill: &str) -> Service {
    Service {
        id: id.to_owned(),
        name: LocalText::default(),
        description: LocalText::default(),
        minutes,
        skill: skill.to_owned(),
        price_from: 0,
        parts_lead_days: 0,
        stays: EVERY_STAY.to_vec(),
        parts: Vec::new(),
        labour_thousandths: 0,
        models: Vec::new(),
        rule: DueRule::default(),
        car_criteria: CarCriteria::default(),
    }
}

pub fn together(first: &str, second: &str, saves_minutes: u32) -> CombinedSaving {
    CombinedSaving { first: first.to_owned(), second: second.to_owned(), saves_minutes }
}

pub fn closure(from: &str, to: &str) -> Closure {
    Closure { from: date(from), to: date(to), reason: LocalText::default() }
}

/// Open Monday to Friday 08:00–12:00 and 13:00–18:00 in Berlin: two advisers, two places for
/// maintenance and one of each other team, two seats, one loaner, no walk-in reserve.
pub fn dealer() -> Dealer {
    Dealer {
        slug: "small".to_owned(),
        name: LocalText::default(),
        zone: "Europe/Berlin".to_owned(),
        country: Country::De,
        locales: vec![Language::De],
        currency: Currency::parse("EUR").expect("three letters"),
        prices: Prices::Gross,
        tax_bp: 1900,
        labour_rate_amount: 0,
        address: LocalText::default(),
        phone: String::new(),
        phone_display: String::new(),
        credit_code: String::new(),
        hours: week(1..=5, &["08:00-12:00", "13:00-18:00"]),
        closures: Vec::new(),
        advisers: vec![adviser("anna", Vec::new()), adviser("bernd", Vec::new())],
        teams: vec![team("maintenance", 2), team("electrics", 1), team("inspection", 1), team("wash", 1)],
        services: vec![
            service("oil", 60, "maintenance"),
            service("brakes", 90, "maintenance"),
            service("battery", 45, "electrics"),
            service("engine", 1500, "maintenance"),
        ],
        combined_savings: Vec::new(),
        loaners: 1,
        seats: 2,
        models: Vec::new(),
        booking: BookingPolicy { walk_in_reserve_percent: 0, ..BookingPolicy::default() },
        benefit: Benefit::default(),
        consent: Consent { version: String::new(), text: LocalText::default(), retention_months: 24 },
        warranty: Warranty { km: 2000, days: 10, statutory_km: 2000, statutory_days: 10 },
        care_tips: Vec::new(),
        next_service: (0, 0),
        messages: bayside_domain::messages::MessagePolicy::default(),
        notices: Vec::new(),
        lounge: bayside_domain::dealer::Lounge::default(),
        theme: None,
        staff: Vec::new(),
        promises: bayside_domain::promises::Promises::default(),
        origins: None,
    }
}

/// A dealer's workshop, its occupancy and the hour, asked in wall clock times.
pub struct Shop {
    pub workshop: Workshop,
    pub occupancy: Occupancy,
    pub zone: Tz,
    pub now: i64,
}

/// A Monday in winter, without a change of clocks near it.
pub const TODAY: &str = "2026-11-30";

impl Shop {
    /// A shop at 06:00 of [`TODAY`], a Monday.
    pub fn of(dealer: &Dealer) -> Self {
        Self::at(dealer, &format!("{TODAY} 06:00"))
    }

    /// A shop at a local time.
    pub fn at(dealer: &Dealer, now: &str) -> Self {
        let zone: Tz = dealer.zone.parse().expect("a test's zone");
        let now = local(now);
        let workshop = Workshop::of(dealer, &zone, now.date());
        let occupancy = Occupancy::empty(&workshop);
        let now = zone.from_local_datetime(&now).earliest().expect("a test's now exists").timestamp();
        Self { workshop, occupancy, zone, now }
    }

    /// The bucket of a local time that exists.
    pub fn bucket(&self, at: &str) -> i64 {
        self.zone.from_local_datetime(&local(at)).earliest().expect("a time that exists").timestamp() / 900
    }

    /// How a bucket reads on the wall.
    pub fn wall(&self, bucket: i64) -> String {
        self.zone.timestamp_opt(bucket * 900, 0).unwrap().format("%F %H:%M").to_string()
    }

    /// The plan of a start with an adviser.
    pub fn plan(&self, request: &CapacityRequest<'_>, at: &str) -> Result<Plan, UnavailableReason> {
        let start = self.bucket(at);
        match request.adviser {
            Some(adviser) => self.workshop.plan(&self.occupancy, request, start, adviser, self.now),
            None => self.workshop.best_adviser(&self.occupancy, request, start, self.now).map(|(_, plan)| plan),
        }
    }

    /// When the car of a start is ready, and what the customer is told.
    pub fn ready(&self, request: &CapacityRequest<'_>, at: &str) -> Result<(String, String), UnavailableReason> {
        self.plan(request, at).map(|plan| (self.wall(plan.ready), self.wall(plan.ready_estimate)))
    }

    /// Books a start.
    pub fn book(&mut self, request: &CapacityRequest<'_>, at: &str) {
        let plan = self.plan(request, at).expect("a start that is free");
        self.occupancy.take(&self.workshop, &plan.claims, request.class == Class::Booking);
        assert!(self.occupancy.is_within_limits(&self.workshop));
    }

    /// Something else takes one of a resource for a while, not as a booking.
    pub fn occupy(&mut self, name: &str, from: &str, to: &str) {
        let claim = self.claim(name, from, to);
        self.occupancy.take(&self.workshop, &[claim], false);
    }

    /// Some places of a resource are out of use for a while.
    pub fn put_out_of_use(&mut self, name: &str, places: u16, from: &str, to: &str) {
        let Claim { resource, from, to } = self.claim(name, from, to);
        self.occupancy.set_outages(&self.workshop, &[Outage { resource, places, from, to }]);
    }

    /// The same of loaners, on whole days, the last included.
    pub fn put_out_of_use_on_days(&mut self, name: &str, places: u16, from: &str, to: &str) {
        let day = |text: &str| i64::from(date(text).num_days_from_ce());
        let resource = Resource::from_name(name).and_then(|resource| self.workshop.resource_id(&resource));
        let resource = resource.expect("a known resource");
        self.occupancy.set_outages(&self.workshop, &[Outage { resource, places, from: day(from), to: day(to) + 1 }]);
    }

    /// A stretch of a resource by its name.
    pub fn claim(&self, name: &str, from: &str, to: &str) -> Claim {
        let resource = Resource::from_name(name).and_then(|resource| self.workshop.resource_id(&resource));
        Claim { resource: resource.expect("a known resource"), from: self.bucket(from), to: self.bucket(to) }
    }

    /// The starts of a day as they read on the wall, `%H:%M`.
    pub fn starts(&self, request: &CapacityRequest<'_>, on: &str) -> Vec<String> {
        let day = self.workshop.day(&self.occupancy, request, date(on), self.now);
        day.starts.iter().map(|start| self.wall(start.at)[11..].to_owned()).collect()
    }
}

fn local(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%F %H:%M").expect("a test's local time")
}

/// A booking's ask: any adviser, washed.
pub fn request<'a>(services: &'a [&'a str], stay: Stay) -> CapacityRequest<'a> {
    CapacityRequest { services, stay, adviser: None, wash: true, class: Class::Booking }
}
