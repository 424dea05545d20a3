//! Bookings: made from a hold or an offer, moved, cancelled (docs/rules.md, "Bookings").

use crate::contact::{ContactInput, VehicleInput};
use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::holds::{genuine, named, place_again, place_as_shown, redeem, without_start};
use crate::outbox;
use crate::remaining_work;
use crate::services;
use crate::spam_signals::FormSignals;
use crate::tokens::Offer;
use crate::transaction::DealerTransaction;
use crate::visit::{begin, free_reference};
use bayside_domain::appointment::Appointment;
use bayside_domain::car_criteria::NotForCar;
use bayside_domain::codes::HoldState;
use bayside_domain::codes::Stay;
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, Subject, VisitEvent};
use bayside_domain::ids::VisitId;
use bayside_domain::language::Language;
use bayside_domain::limits::{REASON_CHARS_MAX, SERVICES_MAX};
use bayside_domain::time::Instant;
use bayside_domain::typed::line;
use bayside_domain::visit::{Phase, Visit};
use bayside_store::{NamedClaim, VisitRow};

/// The unchecked input of a booking.
#[derive(Debug, Clone)]
pub struct BookingInput {
    /// The hold that it redeems; a hold or an offer.
    pub hold: Option<String>,
    /// The offer that it takes up without a hold.
    pub offer: Option<String>,
    /// The ids of the services.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The id of the adviser; by default that of the offer.
    pub adviser: Option<String>,
    /// The honeypot field, which people do not see.
    pub website: Option<String>,
    /// How long it took to fill in the form, in seconds.
    pub filled_seconds: Option<u32>,
    /// The customer and their car.
    pub contact: ContactInput,
}

/// A booking with checked fields.
pub struct CheckedBooking {
    hold: Option<String>,
    offer: Option<String>,
    /// The ids of the services.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// The id of the adviser.
    pub adviser: Option<String>,
    form: FormSignals,
    person: Person,
}

impl BookingInput {
    /// Checks all fields; a refusal names every wrong one. Unless `any_car`, the jobs must be for the car.
    pub fn check(self, dealer: &Dealer, now: Instant, any_car: bool) -> Result<CheckedBooking, Failure> {
        let mut checks = FieldChecks::new();
        let form = FormSignals::read(self.website.as_ref(), self.filled_seconds, &mut checks);
        if !any_car {
            not_for_car(dealer, now, &self.services, &self.contact.vehicle, &mut checks);
        }
        match (&self.hold, &self.offer) {
            (None, None) => checks.wrong("/hold", "required"),
            (Some(_), Some(_)) => checks.wrong("/offer", "hold-or-offer"),
            (Some(_), None) | (None, Some(_)) => {}
        }
        services::check(dealer, &self.services, services::in_body, &mut checks);
        if self.adviser.as_ref().is_some_and(|id| dealer.file.adviser(id).is_none()) {
            checks.wrong("/adviser", "unknown-adviser");
        }
        let person = self.contact.check(dealer, now, &mut checks);
        let (Some(person), true) = (person, checks.is_empty()) else { return Err(checks.refuse()) };
        let Self { hold, offer, services, stay, adviser, .. } = self;
        Ok(CheckedBooking { hold, offer, services, stay, adviser, form, person })
    }
}

impl CheckedBooking {
    /// Who books.
    pub fn person(&self) -> &Person {
        &self.person
    }

    /// Checks that services, stay and adviser are those of the offer.
    fn matches(&self, offer: &Offer) -> Result<(), Failure> {
        let mut checks = FieldChecks::new();
        if sorted(&self.services) != sorted(&offer.appointment.services) {
            checks.wrong("/services", "offer-mismatch");
        }
        if self.stay != offer.appointment.stay {
            checks.wrong("/stay", "offer-mismatch");
        }
        if self.adviser.as_ref().is_some_and(|adviser| *adviser != offer.appointment.adviser) {
            checks.wrong("/adviser", "offer-mismatch");
        }
        checks.finish_as(Code::OfferMismatch)
    }

    /// Takes the capacity of a hold, or of an offer that is still free, and returns its offer. `pointer` is the field
    /// of the offer in the request.
    pub async fn take_room(
        &self,
        at: &mut DealerTransaction<'_, '_>,
        pointer: &str,
    ) -> Result<(Offer, Vec<NamedClaim>), Failure> {
        match (&self.hold, &self.offer) {
            (Some(name), _) => from_hold(at, name, |offer| self.matches(offer)).await,
            (None, Some(text)) => from_offer(at, text, pointer, |offer| self.matches(offer)).await,
            (None, None) => Err(Failure::at("/hold", "required")),
        }
    }

    /// Adds the spam signals to the person, and returns it with a new unique reference.
    pub async fn person_and_reference(
        &self,
        at: &mut DealerTransaction<'_, '_>,
        form: &FormSignals,
    ) -> Result<(Person, String), Failure> {
        let (marks, reference) = form.signals_and_reference(at, &self.person).await?;
        Ok((Person { marks, ..self.person.clone() }, reference))
    }
}

/// Makes a booking.
pub async fn book(at: &mut DealerTransaction<'_, '_>, booking: CheckedBooking) -> Result<VisitRow, Failure> {
    // All reads take one round trip to the database, and all writes another.
    at.tx.queue_inserts();
    let (offer, claims) = booking.take_room(at, "/offer").await?;
    let (person, reference) = booking.person_and_reference(at, &booking.form).await?;
    book_under(at, &offer, claims, &person, reference).await
}

/// Reports jobs that are not for this car.
pub fn not_for_car(
    dealer: &Dealer,
    now: Instant,
    services: &[String],
    vehicle: &VehicleInput,
    checks: &mut FieldChecks,
) {
    // A caller on the phone may not know the mileage; then it is 0.
    let km = Some(vehicle.mileage_km).filter(|km| *km > 0);
    let registered = vehicle.first_registered;
    for (index, id) in services.iter().enumerate().take(SERVICES_MAX) {
        let unfit = dealer.file.service(id).and_then(|service| {
            if !service.is_for(&line(&vehicle.model), &dealer.file.models) {
                return Some(NotForCar::Model);
            }
            service.car_criteria.unfit(km, registered, dealer.date(now))
        });
        if let Some(unfit) = unfit {
            checks.wrong(format!("/services/{index}"), unfit.code());
        }
    }
}

/// Redeems a hold; one that expired a moment ago is still good if its start is free and allowed now.
pub async fn from_hold(
    at: &mut DealerTransaction<'_, '_>,
    name: &str,
    check: impl Fn(&Offer) -> Result<(), Failure>,
) -> Result<(Offer, Vec<NamedClaim>), Failure> {
    let hold = named(at, name, "/hold").await?;
    let offer = at.context.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
    check(&offer)?;
    let claims = match hold.state {
        HoldState::Live => redeem(at, hold).await?,
        HoldState::Used => return Err(Failure::new(Code::HoldUsed)),
        HoldState::Released => return Err(without_start(at, &offer, Code::HoldExpired).into()),
        HoldState::Dropped => {
            let claims = place_again(at, &hold, &offer)?;
            at.take(&claims, true).await?;
            redeem(at, hold).await?;
            claims
        }
    };
    Ok((offer, claims))
}

/// Takes the capacity of an offer that was not held.
async fn from_offer(
    at: &mut DealerTransaction<'_, '_>,
    text: &str,
    pointer: &str,
    check: impl Fn(&Offer) -> Result<(), Failure>,
) -> Result<(Offer, Vec<NamedClaim>), Failure> {
    let offer = genuine(at, text, pointer)?;
    check(&offer)?;
    let claims = place_as_shown(at, &offer)?;
    at.take(&claims, true).await?;
    Ok((offer, claims))
}

/// Adds the visit of a booking, its person, its first work order and its confirmation.
pub async fn add(
    at: &mut DealerTransaction<'_, '_>,
    offer: &Offer,
    claims: Vec<NamedClaim>,
    person: &Person,
) -> Result<VisitRow, Failure> {
    let reference = free_reference(at).await?;
    at.tx.queue_inserts();
    let visit = book_under(at, offer, claims, person, reference).await?;
    at.tx.flush_inserts().await?;
    Ok(visit)
}

/// The same with a given unique reference.
async fn book_under(
    at: &mut DealerTransaction<'_, '_>,
    offer: &Offer,
    claims: Vec<NamedClaim>,
    person: &Person,
    reference: String,
) -> Result<VisitRow, Failure> {
    let event = VisitEvent::Booked { appointment: offer.appointment.clone(), walk_in: false };
    let visit = begin(at, (event, Actor::Customer), claims, person, reference).await?;
    outbox::confirmed(at, &visit).await?;
    Ok(visit)
}

/// Until when the customer can change a booking.
pub fn change_until(dealer: &Dealer, visit: &Visit) -> Instant {
    visit.appointment.start.plus_minutes(-i64::from(dealer.file.booking.change_cutoff_minutes))
}

/// Reads a visit again under the dealer's lock; refused if it can no longer be changed.
async fn to_change(at: &mut DealerTransaction<'_, '_>, id: VisitId) -> Result<VisitRow, Failure> {
    let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    if visit.state.phase != Phase::Booked {
        return Err(Failure::new(Code::NotChangeable));
    }
    // Compared in whole seconds, as people are told the time.
    if at.now.seconds() > change_until(at.dealer, &visit.state).seconds() {
        return Err(Failure::new(Code::TooLate));
    }
    Ok(visit)
}

/// Checks the reason for cancelling a booking.
pub fn check_reason(reason: &mut String) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    checks.text("/reason", reason, 0, REASON_CHARS_MAX);
    checks.finish()
}

/// Cancels a booking for the customer.
pub async fn cancel(at: &mut DealerTransaction<'_, '_>, id: VisitId, reason: &str) -> Result<VisitRow, Failure> {
    let mut visit = to_change(at, id).await?;
    let event = at.append(&mut visit, Actor::Customer, VisitEvent::Cancelled).await?;
    if !reason.is_empty() {
        at.tx.add_note(at.dealer.id, event, Subject::Visit(id), reason).await?;
    }
    remaining_work::release_unused(at, &mut visit).await?;
    at.tx.save_visit(at.dealer.id, &visit).await?;
    outbox::cancelled(at, &visit).await?;
    Ok(visit)
}

/// Moves a booking to a hold or an offer of the same jobs and the same way of staying, for the customer.
pub async fn reschedule(
    at: &mut DealerTransaction<'_, '_>,
    id: VisitId,
    hold: Option<&str>,
    offer: Option<&str>,
) -> Result<VisitRow, Failure> {
    let mut visit = to_change(at, id).await?;
    let booked = sorted(&visit.state.appointment.services);
    let same = |offer: &Offer| {
        if sorted(&offer.appointment.services) == booked {
            Ok(())
        } else {
            Err(Refusal::new(Code::OfferMismatch).at("/offer", "offer-mismatch").into())
        }
    };
    let (offer, claims) = match (hold, offer) {
        (Some(_), Some(_)) => return Err(Failure::at("/offer", "hold-or-offer")),
        (Some(name), None) => from_hold(at, name, same).await?,
        (None, Some(text)) => from_offer(at, text, "/offer", same).await?,
        (None, None) => return Err(Failure::at("/hold", "required")),
    };
    if offer.appointment.stay != visit.state.appointment.stay {
        return Err(without_start(at, &offer, Code::OfferMismatch).into());
    }
    move_to(at, &mut visit, offer, claims).await?;
    Ok(visit)
}

fn sorted(services: &[String]) -> Vec<String> {
    let mut services = services.to_vec();
    services.sort();
    services
}

/// Moves a booking to an offer whose capacity is taken; the old capacity is given back afterwards.
pub async fn move_to(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    offer: Offer,
    claims: Vec<NamedClaim>,
) -> Result<(), Failure> {
    remaining_work::release_unused(at, visit).await?;
    visit.claims = claims;
    let Appointment { start, ready_estimate, adviser, benefit, .. } = offer.appointment;
    let event = VisitEvent::Rescheduled { start, ready_estimate, adviser, benefit };
    at.append(visit, Actor::Customer, event).await?;
    visit.day = at.dealer.day(visit.state.appointment.start);
    // The booking advantage depends on the start, so the work order is updated.
    let locale = person_locale(at, visit.id).await?;
    let documents =
        at.tx.documents(at.dealer.id, visit.id).await?.with_advantage(visit.state.appointment.benefit, locale);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    at.tx.save_visit(at.dealer.id, visit).await?;
    outbox::moved(at, visit).await
}

async fn person_locale(at: &mut DealerTransaction<'_, '_>, visit: VisitId) -> Result<Language, Failure> {
    let person = at.tx.person(at.dealer.id, visit).await?;
    Ok(at.dealer.file.language(person.map(|person| person.locale)))
}
