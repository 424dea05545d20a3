//! Cars that come without a booking.

use crate::booking::not_for_car;
use crate::contact::ContactInput;
use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks};
use crate::offers::adviser_place;
use crate::services;
use crate::step;
use crate::ticket;
use crate::transaction::DealerTransaction;
use crate::visit::{begin, free_reference};
use bayside_domain::appointment::Appointment;
use bayside_domain::capacity::{CapacityRequest, Class};
use bayside_domain::codes::{Stay, Step};
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::ids::TicketId;
use bayside_domain::time::{Bucket, Instant, buckets_of};
use bayside_store::VisitRow;

/// The unchecked input of a walk-in.
#[derive(Debug, Clone)]
pub struct WalkInInput {
    /// The ids of the services.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The id of the adviser.
    pub adviser: String,
    /// The ticket that the customer drew at the arrival kiosk.
    pub ticket: Option<TicketId>,
    /// The customer and their car.
    pub contact: ContactInput,
}

/// A walk-in with checked fields.
pub struct CheckedWalkIn {
    services: Vec<String>,
    stay: Stay,
    adviser_id: String,
    adviser: usize,
    ticket: Option<TicketId>,
    person: Person,
}

impl WalkInInput {
    /// Names every field that is wrong.
    pub fn check(self, dealer: &Dealer, now: Instant) -> Result<CheckedWalkIn, Failure> {
        let mut checks = FieldChecks::new();
        not_for_car(dealer, now, &self.services, &self.contact.vehicle, &mut checks);
        services::check(dealer, &self.services, services::in_body, &mut checks);
        let adviser = adviser_place(dealer, &self.adviser);
        checks.check(adviser.is_some(), "/adviser", "unknown-adviser");
        let person = self.contact.check(dealer, now, &mut checks);
        let (Some(person), Some(adviser), true) = (person, adviser, checks.is_empty()) else {
            return Err(checks.refuse());
        };
        let Self { services, stay, adviser: adviser_id, ticket, .. } = self;
        Ok(CheckedWalkIn { services, stay, adviser_id, adviser, ticket, person })
    }
}

/// Takes a car in: it may use the walk-in reserve, and begins in the running quarter hour. With the ticket of the
/// arrival kiosk it arrives at once, under the number that was drawn.
pub async fn take_in(
    at: &mut DealerTransaction<'_, '_>,
    walk_in: CheckedWalkIn,
    by: Actor,
) -> Result<VisitRow, Failure> {
    let CheckedWalkIn { services, stay, adviser_id, adviser, ticket, person } = walk_in;
    let ticket = match ticket {
        Some(id) => Some(ticket::waiting(at, id).await.map_err(at_ticket)?),
        None => None,
    };
    let bucket = Bucket::at(at.now).0;
    let ids: Vec<&str> = services.iter().map(String::as_str).collect();
    let ask = CapacityRequest { services: &ids, stay, adviser: Some(adviser), wash: true, class: Class::House };
    // The car is here whether there is capacity or not: work that does not fit takes none and is shown as a conflict.
    let plan = at.capacity.workshop.plan(&at.capacity.occupancy, &ask, bucket, adviser, at.now.seconds()).ok();
    let claims = plan.as_ref().map(|plan| at.capacity.named(&plan.claims)).unwrap_or_default();
    at.take(&claims, false).await?;
    let minutes: u32 = services.iter().filter_map(|id| at.dealer.file.service(id)).map(|service| service.minutes).sum();
    let ready = plan.map_or_else(|| bucket + buckets_of(minutes + 60), |plan| plan.ready_estimate);
    let price = at.dealer.file.price_of(&services);
    let appointment = Appointment {
        start: at.now,
        ready_estimate: Bucket(ready).start(),
        adviser: adviser_id,
        services,
        stay,
        price,
        benefit: 0,
    };
    let event = VisitEvent::Booked { appointment, walk_in: true };
    let reference = free_reference(at).await?;
    let mut visit = begin(at, (event, by), claims, &person, reference).await?;
    if let Some(ticket) = ticket {
        // With a ticket, the car has arrived: it gets the number of the ticket.
        ticket::taken_in(at, ticket, visit.id, by).await?;
        step::take(at, &mut visit, by, Step::Arrive, step::StepInput::default()).await?;
        at.tx.save_visit(at.dealer.id, &visit).await?;
    }
    Ok(visit)
}

/// Maps the refusal of a ticket: an unknown ticket is a wrong field; an ended one was taken in by somebody else.
fn at_ticket(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem) if problem.code == Code::NotFound => Failure::at("/ticket", "unknown-ticket"),
        other => other,
    }
}
