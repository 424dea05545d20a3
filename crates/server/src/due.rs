//! Whose service is due: by date, or by the mileage that a car's visits let expect.

use crate::store::{Person, VisitRow};
use bayside_domain::visit::Phase;
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// A car of which only one visit is known drives so far in a day, metres: 15,000 km a year.
const USUAL_METRES_A_DAY: i64 = 41_000;
/// Two visits closer together than this say little about a year.
const DAYS_APART_MIN: i64 = 30;
/// Nobody is asked earlier than so many days before the service is due.
const DAYS_AHEAD: u64 = 30;

/// A car whose service is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Car<'a> {
    /// Its last visit.
    pub visit: &'a VisitRow,
    /// Who brought it.
    pub person: &'a Person,
    /// That visit's date.
    pub last_visit: NaiveDate,
    /// Its odometer.
    pub last_km: u32,
    /// When the service is due.
    pub due: NaiveDate,
    /// Because of the mileage, not the date.
    pub by_mileage: bool,
    /// The odometer today.
    pub estimated_km: u32,
}

/// The cars that are due, the most overdue first; `next_service` is kilometres and months, whichever comes
/// first. A car that has a booking, or is here, needs no invitation.
pub fn cars_due(visits: &[(VisitRow, Person)], today: NaiveDate, next_service: (u32, u32)) -> Vec<Car<'_>> {
    let mut cars: BTreeMap<&str, Vec<&(VisitRow, Person)>> = BTreeMap::new();
    for visit in visits.iter().filter(|(visit, _)| !matches!(visit.state.phase, Phase::Cancelled | Phase::NoShow)) {
        cars.entry(&visit.1.plate).or_default().push(visit);
    }
    let soon = today + Days::new(DAYS_AHEAD);
    let mut due: Vec<Car<'_>> = cars
        .values()
        .filter(|visits| visits.iter().all(|(visit, _)| matches!(visit.state.phase, Phase::Left | Phase::Closed)))
        .filter_map(|visits| car(visits, today, next_service))
        .filter(|car| car.due <= soon)
        .collect();
    due.sort_by_key(|car| (car.due, car.visit.id));
    due
}

fn car<'a>(visits: &[&'a (VisitRow, Person)], today: NaiveDate, (km, months): (u32, u32)) -> Option<Car<'a>> {
    let date = |visit: &VisitRow| NaiveDate::from_num_days_from_ce_opt(i32::try_from(visit.day).ok()?);
    let (last, person) = visits.last()?;
    let last_visit = date(last)?;
    let last_km = person.mileage_km;
    // The latest earlier visit that lies far enough back tells how far this car drives.
    let earlier = visits.iter().rev().find_map(|(visit, then)| {
        let days = last.day - visit.day;
        (days >= DAYS_APART_MIN && then.mileage_km < last_km).then(|| (days, last_km - then.mileage_km))
    });
    let metres_a_day = earlier.map_or(USUAL_METRES_A_DAY, |(days, km)| i64::from(km) * 1000 / days).max(1);
    let by_date = last_visit.checked_add_months(Months::new(months))?;
    let days_to_go = u64::try_from(i64::from(km) * 1000 / metres_a_day).ok()?;
    let by_km = last_visit.checked_add_days(Days::new(days_to_go)).unwrap_or(by_date);
    let driven_km = (today - last_visit).num_days().max(0) * metres_a_day / 1000;
    Some(Car {
        visit: last,
        person,
        last_visit,
        last_km,
        due: by_date.min(by_km),
        by_mileage: by_km < by_date,
        estimated_km: last_km.saturating_add(u32::try_from(driven_km).unwrap_or(u32::MAX)),
    })
}
