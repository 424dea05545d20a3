//! Bookings that the desk makes for a customer on the phone; a manager may override the reserve and the minimum notice
//! (docs/rules.md, "Bookings").

use crate::booking::{BookingInput, CheckedBooking};
use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::offers::{StartRequest, adviser_place};
use crate::outbox;
use crate::spam_signals::FormSignals;
use crate::transaction::DealerTransaction;
use crate::visit::begin;
use bayside_domain::capacity::{CapacityRequest, Class, Start};
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::limits::{OVERRIDE_REASON_CHARS_MIN, REASON_CHARS_MAX};
use bayside_domain::time::{BUCKET_SECONDS, Bucket, Instant};
use bayside_store::{NamedClaim, VisitRow};

/// The source of a booking, if the desk does not say.
const SOURCE: &str = "phone";

/// An override: a start on a full quarter of an hour, and the reason.
#[derive(Debug, Clone)]
pub struct OverrideInput {
    /// When reception is to begin; `None` if what was typed is not a valid time.
    pub start: Option<Instant>,
    /// The reason; stored as a note of the booking.
    pub reason: String,
}

/// A phone booking with checked fields.
pub struct PhoneBooking {
    booking: CheckedBooking,
    overriding: Option<OverrideInput>,
}

impl PhoneBooking {
    /// Checks all fields. With an override, the jobs may be for any car.
    pub fn check(
        mut booking: BookingInput,
        mut overriding: Option<OverrideInput>,
        dealer: &Dealer,
        now: Instant,
    ) -> Result<Self, Failure> {
        let source = booking.contact.source.take().filter(|source| !source.is_empty());
        booking.contact.source = source.or_else(|| Some(SOURCE.to_owned()));
        if let Some(overriding) = &mut overriding {
            if booking.hold.is_some() || booking.offer.is_some() {
                return Err(Failure::at("/overriding", "hold-or-offer"));
            }
            let mut checks = FieldChecks::new();
            checks.text("/overriding/reason", &mut overriding.reason, OVERRIDE_REASON_CHARS_MIN, REASON_CHARS_MAX);
            checks.finish()?;
            // An override has no offer: an empty text passes the check for one.
            booking.offer = Some(String::new());
        }
        let booking = booking.check(dealer, now, overriding.is_some()).map_err(below_booking)?;
        Ok(Self { booking, overriding })
    }
}

/// Prefixes the pointers: in this request the booking is one level deeper.
fn below_booking(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut problem) => {
            for error in &mut problem.errors {
                error.pointer.insert_str(0, "/booking");
            }
            Failure::Refused(problem)
        }
        Failure::Store(error) => Failure::Store(error),
    }
}

/// Books for a customer on the telephone.
pub async fn book(at: &mut DealerTransaction<'_, '_>, phone: PhoneBooking, by: Actor) -> Result<VisitRow, Failure> {
    let PhoneBooking { booking, overriding } = phone;
    let (event, claims) = if let Some(overriding) = &overriding {
        by_override(at, &booking, overriding).await?
    } else {
        let (offer, claims) = booking.take_room(at, "/booking/offer").await?;
        (VisitEvent::Booked { appointment: offer.appointment, walk_in: false }, claims)
    };
    let (person, reference) = booking.person_and_reference(at, &FormSignals::default()).await?;
    let visit = begin(at, (event, by), claims, &person, reference).await?;
    if let Some(overriding) = &overriding {
        let (event, subject) = (visit.last_event, Subject::Visit(visit.id));
        at.tx.add_note(at.dealer.id, event, subject, &overriding.reason).await?;
    }
    outbox::confirmed(at, &visit).await?;
    Ok(visit)
}

/// Books into the walk-in reserve or at short notice, but never a place that is taken or out of use.
async fn by_override(
    at: &mut DealerTransaction<'_, '_>,
    booking: &CheckedBooking,
    overriding: &OverrideInput,
) -> Result<(VisitEvent, Vec<NamedClaim>), Failure> {
    let start = overriding
        .start
        .filter(|start| start.seconds() % BUCKET_SECONDS == 0)
        .ok_or_else(|| Failure::at("/overriding/start", "wall-time"))?;
    let adviser = booking.adviser.as_deref().and_then(|id| adviser_place(at.dealer, id));
    let wanted = StartRequest { services: booking.services.clone(), stay: booking.stay, adviser };
    let ids: Vec<&str> = booking.services.iter().map(String::as_str).collect();
    let ask = CapacityRequest { services: &ids, stay: booking.stay, adviser, wash: true, class: Class::House };
    let (workshop, occupancy) = (&at.capacity.workshop, &at.capacity.occupancy);
    let (adviser, plan) = workshop
        .best_adviser(occupancy, &ask, Bucket::at(start).0, at.now.seconds())
        .map_err(|binding| Refusal::new(Code::SlotTaken).at("/overriding/start", binding.code()))?;
    let start = Start::of(adviser, &plan, workshop.load(occupancy, &plan));
    let event = VisitEvent::Booked { appointment: wanted.appointment(at.dealer, &start), walk_in: false };
    let claims = at.capacity.named(&plan.claims);
    at.take(&claims, true).await?;
    Ok((event, claims))
}
