//! Invitations to a service that is due (主动邀约): what they say, and where they lead.

use crate::messages::facts::Facts;
use bayside_domain::document::Person;
use bayside_domain::words::MessageKind;
use bayside_store::{Result, Tx, VisitRow};
use bayside_workflow::House;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::due_cars::Car;
use bayside_workflow::invitation::{due, job};
use std::fmt::Write;

/// What a message says to the owner of the car of a visit. `None` where there is nothing to invite to: it is not
/// due any more, it was here again or has a booking, or its owner has not agreed to hear of it.
pub async fn facts(
    house: &House,
    tx: &mut Tx<'_>,
    dealer: &Dealer,
    visit: &VisitRow,
    person: &Person,
) -> Result<Option<Facts>> {
    due(tx, dealer, (visit, person), house.now(), |car, start| {
        let mut facts = Facts::of_visit(dealer, MessageKind::Invitation, visit, person, link(house, dealer, car));
        facts.announced.start = start;
        facts.announced.services = job(dealer, car).map(|service| service.id.clone()).into_iter().collect();
        // Who received last time may have left the house.
        if dealer.file.adviser(&facts.announced.adviser).is_none() {
            facts.announced.adviser =
                dealer.file.advisers.first().map(|adviser| adviser.id.clone()).unwrap_or_default();
        }
        facts
    })
    .await
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
