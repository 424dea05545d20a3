//! What a wish asks for, checked: every wrong field is named.

use crate::http::problem::{Failure, FieldChecks};
use crate::routes::bookings::not_for_car;
use bayside_api::waitlist::{HourSpan, WaitlistRequest};
use bayside_domain::ids::VisitId;
use bayside_domain::limits::{SERVICES_MAX, WISH_DAYS_MAX, WISH_HOURS_MAX};
use bayside_domain::words::Stay;
use bayside_store::Person;
use bayside_workflow::House;
use bayside_workflow::contact::ContactInput;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::offers::adviser_place;
use bayside_workflow::spam_signals::FormSignals;
use bayside_workflow::tokens::Purpose;
use chrono::{NaiveDate, NaiveTime, Timelike};
use std::sync::Arc;

/// A wish as it was asked for, checked.
pub struct Asked {
    /// What for.
    pub services: Vec<String>,
    /// How they stay.
    pub stay: Stay,
    /// Only this adviser.
    pub adviser: Option<String>,
    /// First local date.
    pub from: NaiveDate,
    /// Last local date.
    pub to: NaiveDate,
    /// Stretches of the day.
    pub hours: Vec<(NaiveTime, NaiveTime)>,
    /// Whose it is.
    pub by: By,
    /// How it was filled in.
    pub form: FormSignals,
}

/// Whose a wish is.
pub enum By {
    /// Of the booking that is to be earlier.
    Booking(VisitId),
    /// Of somebody without one.
    Person(Box<Person>),
}

/// Checks a request.
pub async fn checked(house: &House, dealer: &Arc<Dealer>, request: WaitlistRequest) -> Result<Asked, Failure> {
    let mut checks = FieldChecks::new();
    let form = FormSignals::read(request.website.as_ref(), request.filled_seconds, &mut checks);
    let hours = window(house, dealer, &request, &mut checks);
    let mut wrong = |pointer: &str, code: &str| {
        checks.wrong(pointer.to_owned(), code);
    };
    if request.adviser.as_ref().is_some_and(|id| adviser_place(dealer, id).is_none()) {
        wrong("/adviser", "unknown-adviser");
    }
    let (from, to, adviser) = (request.from.0, request.to.0, request.adviser.clone());
    if let Some(token) = &request.manage_token {
        for (pointer, there) in [
            ("/customer", request.customer.is_some()),
            ("/vehicle", request.vehicle.is_some()),
            ("/consent", request.consent.is_some()),
        ] {
            if there {
                wrong(pointer, "known-by-booking");
            }
        }
        let visit = house.open_token(Purpose::Manage, token).await.ok().filter(|(whose, _)| whose.id == dealer.id);
        let Some((_, visit)) = visit else {
            wrong("/manage_token", "unknown-booking");
            return Err(checks.refuse());
        };
        let (services, stay) = (visit.state.appointment.services, visit.state.appointment.stay);
        let mut named = request.services.clone();
        let mut booked = services.clone();
        named.sort();
        booked.sort();
        if !named.is_empty() && named != booked {
            wrong("/services", "differs-from-booking");
        }
        if request.stay.is_some_and(|named| named != stay) {
            wrong("/stay", "differs-from-booking");
        }
        checks.finish()?;
        return Ok(Asked { services, stay, adviser, from, to, hours, by: By::Booking(visit.id), form });
    }
    let stay = wanted(dealer, &request, &mut checks);
    if let Some(vehicle) = &request.vehicle {
        not_for_car(house, dealer, &request.services, vehicle, &mut checks);
    }
    let (Some(customer), Some(vehicle), Some(consent)) =
        (request.customer.clone(), request.vehicle.clone(), request.consent.clone())
    else {
        for (pointer, there) in [
            ("/customer", request.customer.is_some()),
            ("/vehicle", request.vehicle.is_some()),
            ("/consent", request.consent.is_some()),
        ] {
            if !there {
                checks.wrong(pointer.to_owned(), "required");
            }
        }
        return Err(checks.refuse());
    };
    let said = ContactInput {
        concern: request.concern.unwrap_or_default(),
        vehicle: crate::wire::vehicle(vehicle),
        customer: crate::wire::customer(customer),
        consent: crate::wire::consent(consent),
        source: None,
        utm: std::collections::BTreeMap::new(),
    };
    let person = said.check(dealer, house.now(), &mut checks);
    match (stay, person) {
        (Some(stay), Some(person)) if checks.is_empty() => {
            let by = By::Person(Box::new(person));
            Ok(Asked { services: request.services, stay, adviser, from, to, hours, by, form })
        }
        _ => Err(checks.refuse()),
    }
}

/// Services and stay of somebody without a booking.
fn wanted(dealer: &Dealer, request: &WaitlistRequest, checks: &mut FieldChecks) -> Option<Stay> {
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    if request.services.is_empty() {
        wrong("/services".to_owned(), "required");
    } else if request.services.len() > SERVICES_MAX {
        wrong("/services".to_owned(), "too-many");
    }
    for (index, id) in request.services.iter().enumerate().take(SERVICES_MAX) {
        match dealer.file.service(id) {
            None => wrong(format!("/services/{index}"), "unknown-service"),
            Some(_) if request.services[..index].contains(id) => wrong(format!("/services/{index}"), "duplicate"),
            Some(service) if request.stay.is_some_and(|stay| !service.stays.contains(&stay)) => {
                wrong("/stay".to_owned(), "stay-not-offered");
            }
            Some(_) => {}
        }
    }
    if request.stay.is_none() {
        wrong("/stay".to_owned(), "required");
    }
    request.stay
}

/// Days and hours.
fn window(
    house: &House,
    dealer: &Dealer,
    request: &WaitlistRequest,
    checks: &mut FieldChecks,
) -> Vec<(NaiveTime, NaiveTime)> {
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    let (from, to, today) = (request.from.0, request.to.0, dealer.date(house.now()));
    if from > to {
        wrong("/to".to_owned(), "before-from");
    } else if to < today {
        wrong("/to".to_owned(), "past");
    } else if (to - from).num_days() >= WISH_DAYS_MAX {
        wrong("/to".to_owned(), "too-many-days");
    } else if (to - today).num_days() > i64::from(dealer.file.booking.horizon_days) {
        wrong("/to".to_owned(), "too-far");
    }
    if request.hours.len() > WISH_HOURS_MAX {
        wrong("/hours".to_owned(), "too-many");
    }
    let mut hours = Vec::new();
    for (index, span) in request.hours.iter().enumerate().take(WISH_HOURS_MAX) {
        match (time(&span.from), time(&span.to)) {
            (Some(from), Some(to)) if from < to => hours.push((from, to)),
            (Some(_), Some(_)) => wrong(format!("/hours/{index}/to"), "before-from"),
            (None, _) => wrong(format!("/hours/{index}/from"), "time-format"),
            (_, None) => wrong(format!("/hours/{index}/to"), "time-format"),
        }
    }
    hours
}

/// `HH:MM`; the end of the day is its last second, since starts lie on quarters of an hour.
fn time(text: &str) -> Option<NaiveTime> {
    if text == "24:00" {
        return NaiveTime::from_hms_opt(23, 59, 59);
    }
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5)
}

/// A stretch of the day as it goes over the wire.
pub fn wire_hours(hours: &[(NaiveTime, NaiveTime)]) -> Vec<HourSpan> {
    let text = |time: &NaiveTime| {
        if time.second() == 59 { "24:00".to_owned() } else { time.format("%H:%M").to_string() }
    };
    hours.iter().map(|(from, to)| HourSpan { from: text(from), to: text(to) }).collect()
}
