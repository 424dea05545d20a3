//! Invitations to a service that is due (主动邀约): what they say, and where they lead.

use crate::app::App;
use crate::due::{Car, cars_due};
use crate::messages::facts::Facts;
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::dealer::Service;
use bayside_domain::time::Instant;
use bayside_domain::words::MessageKind;
use bayside_store::{Person, Result, Tx, VisitRow};
use bayside_workflow::House;
use bayside_workflow::dealers::Dealer;
use chrono::{Datelike, NaiveTime};
use std::fmt::Write;

/// How far back visits are looked at, days: two usual service intervals.
const DAYS_BACK: i64 = 800;

/// The first and the last day whose visits tell whether a car is due.
pub fn days(dealer: &Dealer, now: Instant) -> (i64, i64) {
    let today = i64::from(dealer.date(now).num_days_from_ce());
    (today - DAYS_BACK, today + i64::from(dealer.file.booking.horizon_days) + 1)
}

/// What a message says to the owner of the car of a visit. `None` where there is nothing to invite to: it is not
/// due any more, it was here again or has a booking, or its owner has not agreed to hear of it.
pub async fn facts(
    app: &App,
    tx: &mut Tx<'_>,
    dealer: &Dealer,
    visit: &VisitRow,
    person: &Person,
) -> Result<Option<Facts>> {
    let now = app.now();
    let (first_day, last_day) = days(dealer, now);
    let visits = tx.visits_of_plate(dealer.id, &person.plate, first_day, last_day).await?;
    let cars = cars_due(&visits, dealer.date(now), &dealer.file);
    let car = cars.into_iter().find(|car| car.visit.id == visit.id && car.person.marketing);
    Ok(car.map(|car| {
        let mut facts = Facts::of_visit(dealer, MessageKind::Invitation, visit, person, link(app, dealer, &car));
        facts.announced.start =
            Instant::from_seconds(instant_of(&dealer.zone, car.due.and_time(NaiveTime::MIN), Side::Opening));
        facts.announced.services = job(dealer, &car).map(|service| service.id.clone()).into_iter().collect();
        // Who received last time may have left the house.
        if dealer.file.adviser(&facts.announced.adviser).is_none() {
            facts.announced.adviser =
                dealer.file.advisers.first().map(|adviser| adviser.id.clone()).unwrap_or_default();
        }
        facts
    }))
}

/// The job that is due; where the general interval says so, what was done last.
fn job<'a>(dealer: &'a Dealer, car: &Car<'a>) -> Option<&'a Service> {
    car.service.or_else(|| car.visit.state.appointment.services.iter().find_map(|id| dealer.file.service(id)))
}

/// The booking page with the service that is due; what names the car stands after `#`, so it reaches no log.
pub fn link(house: &House, dealer: &Dealer, car: &Car<'_>) -> String {
    let service = job(dealer, car).map(|service| format!("&services={}", service.id)).unwrap_or_default();
    let escaped = |text: &str| {
        text.bytes().fold(String::new(), |mut escaped, byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => escaped.push(char::from(byte)),
                _ => write!(escaped, "%{byte:02X}").expect("text grows"),
            }
            escaped
        })
    };
    format!(
        "{}/{}/book?source=invitation{service}#plate={}&model={}&km={}",
        house.public_url,
        dealer.file.slug,
        escaped(&car.person.plate),
        escaped(&car.person.model),
        car.estimated_km
    )
}
