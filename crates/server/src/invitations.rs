//! Invitations to a service that is due (主动邀约): their content and their link.

use crate::messages::content::MessageContent;
use bayside_api::path;
use bayside_domain::codes::MessageKind;
use bayside_domain::document::Person;
use bayside_store::{Result, Tx, VisitRow};
use bayside_workflow::Context;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::due_cars::DueCar;
use bayside_workflow::invitation::{due, job};
use bayside_workflow::tokens::Purpose;
use std::fmt::Write;

/// The content of the invitation for the car of a visit. `None` if there is no reason to invite: the service is no
/// longer due, the car was here again or has a booking, or its owner has not agreed to such messages.
pub async fn content(
    context: &Context,
    tx: &mut Tx<'_>,
    dealer: &Dealer,
    visit: &VisitRow,
    person: &Person,
) -> Result<Option<MessageContent>> {
    due(tx, dealer, (visit, person), context.now(), |car, start| {
        let mut content =
            MessageContent::of_visit(dealer, MessageKind::Invitation, visit, person, link(context, dealer, car));
        let token = context.keys.sign_token(Purpose::Stop, dealer.id, visit.id, visit.generation);
        content.stop = Some(format!("{}{}", context.public_url, path::stop_contacts(&token)));
        content.announced.start = start;
        content.announced.services = job(dealer, car).map(|service| service.id.clone()).into_iter().collect();
        // The adviser of the last visit may no longer work here.
        if dealer.file.adviser(&content.announced.adviser).is_none() {
            content.announced.adviser =
                dealer.file.advisers.first().map(|adviser| adviser.id.clone()).unwrap_or_default();
        }
        content
    })
    .await
}

/// The address of the booking page with the due service selected. The data of the car come after `#`, so that they
/// reach no log.
pub fn link(context: &Context, dealer: &Dealer, car: &DueCar<'_>) -> String {
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
        context.public_url,
        dealer.file.slug,
        escaped(&car.person.plate),
        escaped(&car.person.model),
        car.estimated_km
    )
}
