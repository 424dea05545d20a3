//! The waitlist: making wishes, accepting and declining offers (docs/rules.md, "Waitlist").

use crate::booking::{add as add_booking, move_to, not_for_car};
use crate::contact::{ConsentInput, ContactInput, CustomerInput, VehicleInput};
use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks, Refusal};
use crate::holds::{give_back, redeem};
use crate::offer_freed_capacity::{end, record_passed_offer};
use crate::offers::{SlotContext, StartRequest, adviser_place, epoch};
use crate::services;
use crate::spam_signals::FormSignals;
use crate::tokens::{KeyRing, Purpose};
use crate::transaction::DealerTransaction;
use bayside_domain::codes::HoldState;
use bayside_domain::codes::Stay;
use bayside_domain::codes::WishState;
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, WishEvent};
use bayside_domain::ids::{VisitId, WishId};
use bayside_domain::limits::{WISH_DAYS_MAX, WISH_HOURS_MAX};
use bayside_domain::visit::Phase;
use bayside_store::{StoredWish, VisitRow, WishRow};
use chrono::{NaiveDate, NaiveTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The unchecked input of a wish.
#[derive(Debug, Clone)]
pub struct WishInput {
    /// The ids of the services; with a booking empty, or the same as its own.
    pub services: Vec<String>,
    /// How the customer stays; with a booking `None`, or the same as its own.
    pub stay: Option<Stay>,
    /// The id of the only adviser wanted; `None` for any.
    pub adviser: Option<String>,
    /// First local date.
    pub from: NaiveDate,
    /// Last local date.
    pub to: NaiveDate,
    /// The intervals of the day, each from and to as `HH:MM`.
    pub hours: Vec<(String, String)>,
    /// The token of the booking that is to be earlier.
    pub manage_token: Option<String>,
    /// The customer's own words.
    pub concern: Option<String>,
    /// The customer; `None` with a booking.
    pub customer: Option<CustomerInput>,
    /// The car; `None` with a booking.
    pub vehicle: Option<VehicleInput>,
    /// The consent; `None` with a booking.
    pub consent: Option<ConsentInput>,
    /// The honeypot field, which people do not see.
    pub website: Option<String>,
    /// How long it took to fill in the form, in seconds.
    pub filled_seconds: Option<u32>,
}

/// A wish with checked fields.
pub struct CheckedWish {
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
    /// The owner of the wish.
    pub by: WishOwner,
    /// The spam signals of the form.
    pub form: FormSignals,
}

/// The owner of a wish.
pub enum WishOwner {
    /// The booking that is to be earlier.
    Booking(VisitId),
    /// A person without a booking.
    Person(Box<Person>),
}

/// Names every field of a wish that is wrong.
pub async fn check(context: &Context, dealer: &Arc<Dealer>, request: WishInput) -> Result<CheckedWish, Failure> {
    let mut checks = FieldChecks::new();
    let form = FormSignals::read(request.website.as_ref(), request.filled_seconds, &mut checks);
    let hours = window(context, dealer, &request, &mut checks);
    let mut wrong = |pointer: &str, code: &str| {
        checks.wrong(pointer.to_owned(), code);
    };
    if request.adviser.as_ref().is_some_and(|id| adviser_place(dealer, id).is_none()) {
        wrong("/adviser", "unknown-adviser");
    }
    let (from, to, adviser) = (request.from, request.to, request.adviser.clone());
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
        let visit = context.open_token(Purpose::Manage, token).await.ok().filter(|(whose, _)| whose.id == dealer.id);
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
        return Ok(CheckedWish { services, stay, adviser, from, to, hours, by: WishOwner::Booking(visit.id), form });
    }
    let stay = wanted(dealer, &request, &mut checks);
    if let Some(vehicle) = &request.vehicle {
        not_for_car(dealer, context.now(), &request.services, vehicle, &mut checks);
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
    let contact = ContactInput {
        concern: request.concern.unwrap_or_default(),
        vehicle,
        customer,
        consent,
        source: None,
        utm: BTreeMap::new(),
    };
    let person = contact.check(dealer, context.now(), &mut checks);
    match (stay, person) {
        (Some(stay), Some(person)) if checks.is_empty() => {
            let by = WishOwner::Person(Box::new(person));
            Ok(CheckedWish { services: request.services, stay, adviser, from, to, hours, by, form })
        }
        _ => Err(checks.refuse()),
    }
}

/// Services and stay of somebody without a booking.
fn wanted(dealer: &Dealer, request: &WishInput, checks: &mut FieldChecks) -> Option<Stay> {
    services::check(dealer, &request.services, services::in_body, checks);
    let Some(stay) = request.stay else {
        checks.wrong("/stay", "required");
        return None;
    };
    let mut wished = request.services.iter().filter_map(|id| dealer.file.service(id));
    checks.check(wished.all(|service| service.stays.contains(&stay)), "/stay", "stay-not-offered");
    Some(stay)
}

/// Days and hours.
fn window(
    context: &Context,
    dealer: &Dealer,
    request: &WishInput,
    checks: &mut FieldChecks,
) -> Vec<(NaiveTime, NaiveTime)> {
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    let (from, to, today) = (request.from, request.to, dealer.date(context.now()));
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
        match (time(&span.0), time(&span.1)) {
            (Some(from), Some(to)) if from < to => hours.push((from, to)),
            (Some(_), Some(_)) => wrong(format!("/hours/{index}/to"), "before-from"),
            (None, _) => wrong(format!("/hours/{index}/from"), "time-format"),
            (_, None) => wrong(format!("/hours/{index}/to"), "time-format"),
        }
    }
    hours
}

/// Parses `HH:MM`; 24:00 becomes the last second of the day, which makes no difference because starts are full quarters
/// of an hour.
fn time(text: &str) -> Option<NaiveTime> {
    if text == "24:00" {
        return NaiveTime::from_hms_opt(23, 59, 59);
    }
    NaiveTime::parse_from_str(text, "%H:%M").ok().filter(|_| text.len() == 5)
}

/// Adds a wish.
pub async fn add(at: &mut DealerTransaction<'_, '_>, asked: CheckedWish) -> Result<WishRow, Failure> {
    let visit = if let WishOwner::Booking(id) = asked.by {
        let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        if visit.state.phase != Phase::Booked {
            return Err(Failure::new(Code::NotChangeable));
        }
        // A booking can have one wish: a new one replaces the old one.
        for row in at.tx.queue(at.dealer.id).await?.into_iter().filter(|row| row.wish.visit == Some(id)) {
            end(at, row).await?;
        }
        Some(id)
    } else {
        None
    };
    let row = WishRow {
        id: at.row.next_id(),
        wish: StoredWish {
            state: WishState::Waiting,
            created_at: at.now,
            services: asked.services,
            stay: asked.stay,
            adviser: asked.adviser,
            from: asked.from,
            to: asked.to,
            hours: asked.hours,
            visit,
            offer: None,
            passed: Vec::new(),
            silent_on: None,
            marks: match &asked.by {
                WishOwner::Booking(_) => asked.form.signals(),
                WishOwner::Person(person) => asked.form.signals_of(at, person).await?,
            },
        },
    };
    if let WishOwner::Person(mut person) = asked.by {
        person.marks.clone_from(&row.wish.marks);
        at.tx.put_person(at.dealer.id, row.id, &person).await?;
    }
    at.append_event(row.id, Actor::Customer, WishEvent::Joined).await?;
    at.tx.put_wish(at.dealer.id, &row).await?;
    Ok(row)
}

/// How many wishes for the same days come before this one in the queue.
pub fn ahead(queue: &[WishRow], of: &WishRow) -> u32 {
    let before = queue.iter().take_while(|row| row.id != of.id);
    let same = before.filter(|row| row.wish.from <= of.wish.to && of.wish.from <= row.wish.to);
    u32::try_from(same.count()).unwrap_or(u32::MAX)
}

/// The wish of a token; a wrong token and a deleted wish get the same refusal.
pub async fn open(context: &Context, token: &str) -> Result<(Arc<Dealer>, WishRow), Failure> {
    let unknown = || Failure::new(Code::NotFound);
    let parsed = KeyRing::read(token).ok_or_else(unknown)?;
    if !context.keys.is_genuine(&parsed, Purpose::Waitlist, 0) {
        return Err(unknown());
    }
    let dealer = context.dealers.by_id(parsed.dealer)?;
    let row = context
        .store
        .read::<_, Failure>(|tx| Box::pin(async move { Ok(tx.wish(parsed.dealer, parsed.id()).await?) }))
        .await?;
    Ok((dealer, row.ok_or_else(unknown)?))
}

/// Accepts an offer: a booking is made or moved. Repeating the call gives the same result.
pub async fn accept(at: &mut DealerTransaction<'_, '_>, id: WishId) -> Result<VisitRow, Failure> {
    let row = reread(at, id).await?;
    match row.wish.state {
        WishState::Accepted => {
            let visit = row.wish.visit.ok_or_else(|| Failure::new(Code::NotFound))?;
            at.tx.visit(at.dealer.id, visit).await?.ok_or_else(|| Failure::new(Code::NotFound))
        }
        WishState::Ended => Err(Failure::new(Code::AlreadyDone)),
        WishState::Waiting => Err(gone(at, &row)),
        WishState::Offered => take(at, row).await,
    }
}

/// Declines an offer; the wish keeps waiting, and the start is offered to the next in the queue at once.
pub async fn decline(at: &mut DealerTransaction<'_, '_>, id: WishId) -> Result<(), Failure> {
    let mut row = reread(at, id).await?;
    let offer = match row.wish.state {
        WishState::Offered => row.wish.offer,
        WishState::Waiting => return Ok(()),
        WishState::Accepted | WishState::Ended => return Err(Failure::new(Code::AlreadyDone)),
    };
    if let Some((hold, start, _)) = offer {
        if let Some(hold) = at.tx.hold(at.dealer.id, hold).await? {
            give_back(at, hold).await?;
        }
        record_passed_offer(at, &mut row, start, true).await?;
    }
    Ok(())
}

/// Ends a wish and deletes its person; a booking stays as it is.
pub async fn give_up(at: &mut DealerTransaction<'_, '_>, id: WishId) -> Result<(), Failure> {
    let row = reread(at, id).await?;
    match row.wish.state {
        WishState::Waiting | WishState::Offered => end(at, row).await,
        WishState::Accepted => Err(Failure::new(Code::AlreadyDone)),
        WishState::Ended => Ok(()),
    }
}

async fn reread(at: &mut DealerTransaction<'_, '_>, id: WishId) -> Result<WishRow, Failure> {
    at.tx.wish(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))
}

/// Redeems the hold of an offer.
async fn take(at: &mut DealerTransaction<'_, '_>, mut row: WishRow) -> Result<VisitRow, Failure> {
    let hold = match row.wish.offer {
        Some((hold, _, _)) => at.tx.hold(at.dealer.id, hold).await?.filter(|hold| hold.state == HoldState::Live),
        None => None,
    };
    let Some(hold) = hold else { return Err(gone(at, &row)) };
    let offer = at.context.keys.verify(&hold.offer).ok_or_else(|| Failure::new(Code::Internal))?;
    let claims = redeem(at, hold).await?;
    let visit = if let Some(id) = row.wish.visit {
        let mut visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        // The cut-off for changes does not apply, because the dealer offered the time.
        if visit.state.phase != Phase::Booked {
            return Err(Failure::new(Code::NotChangeable));
        }
        move_to(at, &mut visit, offer, claims).await?;
        visit
    } else {
        let person = at.tx.person(at.dealer.id, row.id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
        let visit = add_booking(at, &offer, claims, &person).await?;
        at.tx.forget_person(at.dealer.id, row.id).await?;
        visit
    };
    row.wish.state = WishState::Accepted;
    row.wish.visit = Some(visit.id);
    row.wish.offer = None;
    at.append_event(row.id, Actor::Customer, WishEvent::Accepted { visit: visit.id }).await?;
    at.tx.put_wish(at.dealer.id, &row).await?;
    Ok(visit)
}

/// The refusal for an expired offer, with the nearest other starts, or none if there was no offer.
fn gone(at: &DealerTransaction<'_, '_>, row: &WishRow) -> Failure {
    let adviser = row.wish.adviser.as_ref().and_then(|id| adviser_place(at.dealer, id));
    let wanted = StartRequest { services: row.wish.services.clone(), stay: row.wish.stay, adviser };
    let epoch = epoch(at.now);
    let slot_context = SlotContext {
        keys: &at.context.keys,
        dealer: at.dealer,
        capacity: &at.capacity,
        occupancy: &at.capacity.occupancy,
        wanted: &wanted,
        epoch,
    };
    let start = row.wish.offer.map(|(_, start, _)| start).or_else(|| row.wish.passed.last().copied());
    let alternatives = start.map(|start| slot_context.alternatives(start));
    Refusal { alternatives, ..Refusal::new(Code::HoldExpired) }.into()
}
