//! Adding messages to the outbox, in the transaction of the change that they report.

use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::transaction::DealerTransaction;
use bayside_domain::codes::{MessageKind, MessageReason, MessageState, MessageValidity};
use bayside_domain::document::{self, MessageAbout};
use bayside_domain::error_code::Code;
use bayside_domain::ids::{MessageId, VisitId};
use bayside_domain::messages::{after_quiet, reminders};
use bayside_domain::time::Instant;
use bayside_domain::visit::Phase;
use bayside_store::{MessageRow, VisitRow};

/// The messages that remind of a booking.
const REMINDERS: [MessageKind; 2] = [MessageKind::DayBefore, MessageKind::HourBefore];

/// A message to be added to the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// The kind of message.
    pub kind: MessageKind,
    /// The visit that it is about; `None` if `about` has the content.
    pub visit: Option<VisitId>,
    /// The start of reception that it names.
    pub starts_at: Instant,
    /// The earliest time to send it; quiet hours may delay it.
    pub due_at: Instant,
    /// After this instant it is useless and no longer sent.
    pub useless_at: Option<Instant>,
    /// The content of a message that is not about a visit.
    pub about: Option<MessageAbout>,
}

impl NewMessage {
    /// The message that a time from the waitlist is free and held for a while. Sent at once, also in quiet hours.
    pub fn waitlist_offer(about: MessageAbout) -> Self {
        Self {
            kind: MessageKind::WaitlistOffer,
            visit: None,
            starts_at: about.announced.start,
            due_at: Instant::from_micros(0),
            useless_at: Some(about.held_until),
            about: Some(about),
        }
    }

    /// The message that a car's service falls due. It refers to the car's last visit.
    pub fn invitation(visit: &VisitRow, due: Instant) -> Self {
        let (kind, due_at) = (MessageKind::Invitation, Instant::from_micros(0));
        Self { kind, visit: Some(visit.id), starts_at: due, due_at, useless_at: None, about: None }
    }

    fn of(visit: &VisitRow, kind: MessageKind, due_at: Instant) -> Self {
        Self {
            kind,
            visit: Some(visit.id),
            starts_at: visit.state.appointment.start,
            due_at,
            useless_at: REMINDERS.contains(&kind).then_some(visit.state.appointment.start),
            about: None,
        }
    }
}

/// When a message may be sent: after quiet hours, unless it cannot wait.
pub fn not_at_night(dealer: &Dealer, kind: MessageKind, due_at: Instant) -> Instant {
    let quiet = dealer.file.messages.quiet.filter(|_| kind.keeps_quiet());
    quiet.map_or(due_at, |quiet| after_quiet(&dealer.zone, quiet, due_at))
}

/// Whether a message is still true.
pub fn still_true(row: &MessageRow, visit: &VisitRow) -> bool {
    let is_booked = visit.state.phase == Phase::Booked;
    match row.kind.validity() {
        MessageValidity::AtItsStart => is_booked && visit.state.appointment.start == row.starts_at,
        MessageValidity::WhileBooked => is_booked,
        MessageValidity::WhileCancelled => visit.state.phase == Phase::Cancelled,
        MessageValidity::Always => true,
    }
}

/// Adds a message to the outbox in the current transaction. Returns its id.
pub async fn enqueue(at: &mut DealerTransaction<'_, '_>, message: NewMessage) -> Result<MessageId, Failure> {
    let id = at.row.next_id();
    let due_at = not_at_night(at.dealer, message.kind, message.due_at.max(at.now));
    let row = MessageRow {
        dealer: at.dealer.id,
        id,
        kind: message.kind,
        visit: message.visit,
        starts_at: message.starts_at,
        state: MessageState::Waiting,
        created_at: at.now,
        due_at,
        useless_at: message.useless_at,
        version: 0,
        attempts: 0,
        lease_until: None,
        channel: None,
        reason: None,
        sent_at: None,
        about: message.about.as_ref().map(document::write),
    };
    at.tx.add_message(&row, at.row.last_event).await?;
    Ok(id)
}

/// After a booking was made: adds its confirmation and its reminders.
pub async fn confirmed(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow) -> Result<(), Failure> {
    let now = at.now;
    enqueue(at, NewMessage::of(visit, MessageKind::Confirmation, now)).await?;
    remind(at, visit, &REMINDERS).await
}

/// After a booking was moved: adds a message about it, and new reminders. A confirmation that was not sent yet is
/// enough: it will have the new time.
pub async fn moved(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow) -> Result<(), Failure> {
    let mut unconfirmed = false;
    for row in at.tx.waiting_messages_of(at.dealer.id, visit.id).await? {
        if row.kind == MessageKind::Confirmation {
            unconfirmed = true;
        } else {
            drop_message(at, row, MessageReason::Replaced).await?;
        }
    }
    if !unconfirmed {
        let now = at.now;
        enqueue(at, NewMessage::of(visit, MessageKind::Changed, now)).await?;
    }
    remind(at, visit, &REMINDERS).await
}

/// After a booking was cancelled: adds a message about it, and drops planned ones.
pub async fn cancelled(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow) -> Result<(), Failure> {
    drop_pending(at, visit.id).await?;
    if visit.state.walk_in {
        return Ok(());
    }
    let now = at.now;
    enqueue(at, NewMessage::of(visit, MessageKind::Cancelled, now)).await?;
    Ok(())
}

/// Drops the planned messages of a visit: the car is here, or will not come.
pub async fn drop_pending(at: &mut DealerTransaction<'_, '_>, visit: VisitId) -> Result<(), Failure> {
    for row in at.tx.waiting_messages_of(at.dealer.id, visit).await? {
        drop_message(at, row, MessageReason::Obsolete).await?;
    }
    Ok(())
}

/// Plans the reminders anew that are still to be sent.
pub async fn remind_anew(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow) -> Result<(), Failure> {
    let mut waiting = Vec::new();
    for row in at.tx.waiting_messages_of(at.dealer.id, visit.id).await? {
        if REMINDERS.contains(&row.kind) {
            waiting.push(row.kind);
            drop_message(at, row, MessageReason::Replaced).await?;
        }
    }
    remind(at, visit, &waiting).await
}

async fn remind(at: &mut DealerTransaction<'_, '_>, visit: &VisitRow, kinds: &[MessageKind]) -> Result<(), Failure> {
    let planned = reminders(&at.dealer.file.messages, &at.dealer.zone, visit.state.appointment.start, at.now);
    for (kind, due_at) in planned.into_iter().filter(|(kind, _)| kinds.contains(kind)) {
        enqueue(at, NewMessage::of(visit, kind, due_at)).await?;
    }
    Ok(())
}

async fn drop_message(
    at: &mut DealerTransaction<'_, '_>,
    row: MessageRow,
    reason: MessageReason,
) -> Result<(), Failure> {
    let row = MessageRow { state: MessageState::Dropped, reason: Some(reason), about: None, ..row };
    at.tx.settle_message(&row).await?;
    Ok(())
}

/// Tries a message again that was given up.
pub async fn retry(at: &mut DealerTransaction<'_, '_>, id: MessageId) -> Result<MessageRow, Failure> {
    let row = at.tx.message(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    let due_at = not_at_night(at.dealer, row.kind, at.now);
    if !at.tx.revive_message(&row, due_at, at.row.last_event).await? {
        return Err(Failure::new(Code::StepNotAllowed));
    }
    Ok(at.tx.message(at.dealer.id, id).await?.unwrap_or(row))
}
