//! Cars whose service is due: by date, or by the mileage that is estimated from the car's visits. It uses the dealer's
//! general interval and the rules of jobs that this dealer has done on the car; what others did is not known.

use bayside_domain::dealer::{Dealer, Service};
use bayside_domain::document::Person;
use bayside_domain::due::{DueRule, service_due};
use bayside_domain::time::date_of_day;
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// The assumed distance per day of a car with only one known visit, in metres: 15,000 km a year.
const USUAL_METRES_A_DAY: i64 = 41_000;
/// The least number of days between two visits from which to estimate the yearly mileage.
const DAYS_APART_MIN: i64 = 30;
/// How many days before the due date an invitation may be sent.
const DAYS_AHEAD: u64 = 30;

/// A car whose service is due.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DueCar<'a> {
    /// Its last visit.
    pub visit: &'a VisitRow,
    /// Who brought it.
    pub person: &'a Person,
    /// That visit's date.
    pub last_visit: NaiveDate,
    /// The odometer at that visit, in kilometres.
    pub last_km: u32,
    /// When the service is due.
    pub due: NaiveDate,
    /// Whether it is due because of the mileage, not the date.
    pub by_mileage: bool,
    /// The job whose rule says so; `None` where the general interval does.
    pub service: Option<&'a Service>,
    /// The estimated odometer today, in kilometres.
    pub estimated_km: u32,
}

/// The cars that are due, the most overdue first. A car that has a booking, or is here, needs no invitation.
pub fn cars_due<'a>(visits: &'a [(VisitRow, Person)], today: NaiveDate, dealer: &'a Dealer) -> Vec<DueCar<'a>> {
    let mut cars: BTreeMap<&str, Vec<&(VisitRow, Person)>> = BTreeMap::new();
    for visit in visits.iter().filter(|(visit, _)| !matches!(visit.state.phase, Phase::Cancelled | Phase::NoShow)) {
        cars.entry(&visit.1.plate).or_default().push(visit);
    }
    let soon = today + Days::new(DAYS_AHEAD);
    let mut due: Vec<DueCar<'_>> = cars
        .values()
        .filter(|visits| visits.iter().all(|(visit, _)| matches!(visit.state.phase, Phase::Delivered | Phase::Closed)))
        .filter_map(|visits| car(visits, today, dealer))
        .filter(|car| car.due <= soon)
        .collect();
    due.sort_by_key(|car| (car.due, car.visit.id));
    due
}

fn car<'a>(visits: &[&'a (VisitRow, Person)], today: NaiveDate, dealer: &'a Dealer) -> Option<DueCar<'a>> {
    let date = |visit: &VisitRow| date_of_day(visit.day);
    let (last, person) = visits.last()?;
    let last_visit = date(last)?;
    let last_km = person.mileage_km;
    // The distance per day is estimated from the latest earlier visit that lies far enough back.
    let earlier = visits.iter().rev().find_map(|(visit, then)| {
        let days = last.day - visit.day;
        (days >= DAYS_APART_MIN && then.mileage_km < last_km).then(|| (days, last_km - then.mileage_km))
    });
    let metres_a_day = earlier.map_or(USUAL_METRES_A_DAY, |(days, km)| i64::from(km) * 1000 / days).max(1);
    let driven_km = (today - last_visit).num_days().max(0) * metres_a_day / 1000;
    let estimated_km = last_km.saturating_add(u32::try_from(driven_km).unwrap_or(u32::MAX));
    // The date on which a rule falls due after a service, and whether that is because of the mileage.
    let due = |rule: DueRule, since: NaiveDate, km: u32| {
        let due = service_due(rule, estimated_km, Some((since, km)), today);
        let by_km = due.at_km.and_then(|at_km| {
            let days = (i64::from(at_km) - i64::from(last_km)).max(0) * 1000 / metres_a_day;
            last_visit.checked_add_days(Days::new(u64::try_from(days).ok()?))
        });
        let earliest = [by_km, due.on].into_iter().flatten().min()?;
        Some((earliest, by_km.is_some_and(|date| due.on.is_none_or(|on| date < on))))
    };
    let (km, months) = dealer.next_service;
    let general = DueRule { every_km: Some(km), every_months: Some(months) };
    let fits = |service: &&Service| {
        service.is_for(&person.model, &dealer.models)
            && service.car_criteria.unfit(Some(estimated_km), None, today).is_none()
    };
    let jobs = dealer.services.iter().filter(fits);
    let jobs = jobs.filter_map(|service| {
        let done = visits.iter().rev().find(|(visit, _)| visit.state.appointment.services.contains(&service.id));
        let (visit, then) = done?;
        Some((due(service.rule, date(visit)?, then.mileage_km)?, Some(service)))
    });
    let rules = jobs.chain(due(general, last_visit, last_km).map(|due| (due, None)));
    let ((due, by_mileage), service) = rules.min_by_key(|((due, _), _)| *due)?;
    Some(DueCar { visit: last, person, last_visit, last_km, due, by_mileage, service, estimated_km })
}
