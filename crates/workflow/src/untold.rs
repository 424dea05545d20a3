//! What no channel took: somebody calls the customer instead (docs/rules.md, "Messages").

use crate::contact_log;
use crate::failure::Failure;
use crate::outbox::still_true;
use crate::transaction::DealerTransaction;
use bayside_domain::codes::{CallOutcome, MessageKind, MessageReason, MessageState};
use bayside_domain::document::{Person, Recipient};
use bayside_domain::error_code::Code;
use bayside_domain::ids::{DealerId, MessageId, StaffId};
use bayside_domain::time::Instant;
use bayside_store::{MessagePage, MessageRow, Result, Tx, VisitRow};

/// The purpose of a call: to say what a message could not.
pub const UNTOLD: &str = "message";
/// How many messages are read at a time, and the most that are looked at, newest first: more than fail in 90 days at any
/// dealer whose channels work.
const PAGE: i64 = 200;
const FAILED_MAX: usize = 5_000;

/// A message that was given up while it was still true.
pub struct Untold {
    /// The message.
    pub row: MessageRow,
    /// Whom it should have reached.
    pub to: Recipient,
    /// The booking that it is about and its person; `None` for an offer from the waitlist.
    pub booking: Option<(VisitRow, Person)>,
}

/// What customers still have to be told by telephone, newest first. Invitations can wait for the next one.
pub async fn untold(tx: &mut Tx<'_>, dealer: DealerId, now: Instant) -> Result<Vec<Untold>> {
    let mut found = Vec::new();
    for row in failed(tx, dealer).await? {
        if row.kind == MessageKind::Invitation || row.useless_at.is_some_and(|useless_at| useless_at <= now) {
            continue;
        }
        let Some(id) = row.visit else {
            found.extend(row.about().map(|about| Untold { row, to: about.to, booking: None }));
            continue;
        };
        if let (Some(visit), Some(person)) = (tx.visit(dealer, id).await?, tx.person(dealer, id).await?)
            && still_true(&row, &visit)
        {
            found.push(Untold { row, to: person.clone().into(), booking: Some((visit, person)) });
        }
    }
    Ok(found)
}

/// Every message that was given up, newest first.
async fn failed(tx: &mut Tx<'_>, dealer: DealerId) -> Result<Vec<MessageRow>> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = MessagePage { state: Some(MessageState::Failed), before, limit: PAGE };
        let rows = tx.messages(dealer, page).await?;
        before = rows.last().map(|row| row.id);
        let is_last = i64::try_from(rows.len()).is_ok_and(|count| count < PAGE);
        all.extend(rows);
        if is_last || all.len() >= FAILED_MAX {
            return Ok(all);
        }
    }
}

/// Writes down what came of a call in place of a message. Unless it has to be tried again, the message is settled.
pub async fn called(
    at: &mut DealerTransaction<'_, '_>,
    id: MessageId,
    outcome: CallOutcome,
    staff: StaffId,
) -> std::result::Result<(), Failure> {
    let row = at.tx.message(at.dealer.id, id).await?.ok_or_else(|| Failure::new(Code::NotFound))?;
    if row.state != MessageState::Failed {
        return Err(Failure::new(Code::AlreadyDone));
    }
    if let Some(visit) = row.visit {
        contact_log::called(at, visit, UNTOLD, outcome, staff).await?;
    }
    let reason = match outcome {
        CallOutcome::NoAnswer | CallOutcome::CallAgain => return Ok(()),
        CallOutcome::Agreed | CallOutcome::Declined => MessageReason::ToldByPhone,
        CallOutcome::WrongNumber => MessageReason::AddressRefused,
    };
    at.tx
        .settle_message(&MessageRow { state: MessageState::Dropped, reason: Some(reason), about: None, ..row })
        .await?;
    Ok(())
}
