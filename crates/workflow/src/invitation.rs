//! Invitations to a service that is due (主动邀约): which cars are due, and one message per interval of the dealer
//! (docs/rules.md, "Service that is due").

use crate::dealers::Dealer;
use crate::due_cars::{DueCar, cars_due};
use crate::failure::Failure;
use crate::outbox::{NewMessage, enqueue, not_at_night};
use crate::transaction::DealerTransaction;
use bayside_domain::calendar::{Side, instant_of};
use bayside_domain::codes::{MessageKind, MessageState};
use bayside_domain::dealer::Service;
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::ids::VisitId;
use bayside_domain::time::Instant;
use bayside_store::{MessageRow, Result as StoreResult, Tx, VisitRow};
use chrono::NaiveTime;

/// How many days back visits are read: two usual service intervals.
const DAYS_BACK: i64 = 800;

/// The first and the last day of the visits that are read.
pub fn days(dealer: &Dealer, now: Instant) -> (i64, i64) {
    let today = dealer.day(now);
    (today - DAYS_BACK, today + i64::from(dealer.file.booking.horizon_days) + 1)
}

/// The due job; if the general interval makes it due, the job that was done last.
pub fn job<'a>(dealer: &'a Dealer, car: &DueCar<'a>) -> Option<&'a Service> {
    car.service.or_else(|| car.visit.state.appointment.services.iter().find_map(|id| dealer.file.service(id)))
}

/// Calls `look` with the due car of a visit. `None` if there is no reason to invite: the service is no longer due, the
/// car was here again or has a booking, or its owner has not agreed to such messages.
pub async fn due<T>(
    tx: &mut Tx<'_>,
    dealer: &Dealer,
    (visit, person): (&VisitRow, &Person),
    now: Instant,
    look: impl FnOnce(&DueCar<'_>, Instant) -> T,
) -> StoreResult<Option<T>> {
    let (first_day, last_day) = days(dealer, now);
    let visits = tx.visits_of_plate(dealer.id, &person.plate, first_day, last_day).await?;
    let cars = cars_due(&visits, dealer.date(now), &dealer.file);
    let car = cars.into_iter().find(|car| car.visit.id == visit.id && car.person.marketing);
    Ok(car.map(|car| look(&car, starts(dealer, &car))))
}

/// The beginning of the day on which a car's service is due.
fn starts(dealer: &Dealer, car: &DueCar<'_>) -> Instant {
    Instant::from_seconds(instant_of(&dealer.zone, car.due.and_time(NaiveTime::MIN), Side::Opening))
}

/// Until when a customer who got this invitation is not invited again; `None` if it was not sent.
pub fn not_again_before(dealer: &Dealer, row: &MessageRow) -> Option<Instant> {
    let is_on_its_way = matches!(row.state, MessageState::Waiting | MessageState::Sending | MessageState::Sent);
    let days = i64::from(dealer.file.messages.invite_again_days);
    is_on_its_way.then(|| row.sent_at.unwrap_or(row.due_at).plus_days(days))
}

/// Whoever got an invitation wants no more of them, at any of their cars.
pub async fn stop(at: &mut DealerTransaction<'_, '_>, id: VisitId) -> Result<(), Failure> {
    let person = at.tx.person(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    Ok(at.tx.stop_marketing(at.dealer.id, &person).await?)
}

/// Sends an invitation for a due car, at most one within the dealer's interval. `has_channel` says whether a message
/// can be sent to a customer with, or without, an e-mail address.
pub async fn invite(
    at: &mut DealerTransaction<'_, '_>,
    id: VisitId,
    has_channel: impl Fn(bool) -> bool + Send,
) -> Result<(), Failure> {
    let nothing = || Failure::new(Code::NotFound);
    let visit = at.tx.visit(at.dealer.id, id).await?.ok_or_else(nothing)?;
    let person = at.tx.person(at.dealer.id, id).await?.ok_or_else(nothing)?;
    let start = due(at.tx, at.dealer, (&visit, &person), at.now, |_, start| start).await?.ok_or_else(nothing)?;
    if !has_channel(person.email.is_some()) {
        return Err(Failure::new(Code::StepNotAllowed));
    }
    match at.tx.last_message_of(at.dealer.id, id, MessageKind::Invitation).await? {
        Some(row) if not_again_before(at.dealer, &row).is_some_and(|until| until > at.now) => {
            return Err(Failure::new(Code::AlreadyDone));
        }
        // A given-up message is sent again with its old id, so that the receiver can detect a duplicate.
        Some(row) if row.state.can_retry() => {
            let due_at = not_at_night(at.dealer, row.kind, at.now);
            at.tx.revive_message(&row, due_at, at.row.last_event).await?;
        }
        _ => {
            enqueue(at, NewMessage::invitation(&visit, start)).await?;
        }
    }
    Ok(())
}
