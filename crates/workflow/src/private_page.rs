//! What a customer does on the private page of a visit, besides answering extra work.

use crate::allowed_steps::not_possible;
use crate::failure::Failure;
use crate::shown::Shown;
use crate::signature;
use crate::transaction::DealerTransaction;
use crate::visit_record::VisitRecord;
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::codes::Step;
use bayside_domain::document::FollowUpWish;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::language::Asked;
use bayside_store::VisitRow;

/// Signs for the delivery.
pub async fn accept(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    name: String,
    signature_svg: Option<String>,
    shown: Shown,
) -> Result<(), Failure> {
    if visit.state.accepted_at.is_some() {
        return Err(Failure::new(Code::AlreadyDone));
    }
    if !visit.state.allows(Step::Accept) {
        return Err(not_possible(&visit.state));
    }
    let now = Shown {
        amount: visit.state.released.map(|(_, charged)| charged),
        promised_at: None,
        version: Some(visit.state.releases),
    };
    shown.compare(now, Code::StatementChanged)?;
    signature::keep(at, visit.id, SignaturePurpose::Delivery, &name, signature_svg).await?;
    at.append(visit, Actor::Customer, VisitEvent::Accepted).await?;
    Ok(())
}

/// Refuses an hour above 23.
pub fn check_follow_up(wish: &FollowUpWish) -> Result<(), Failure> {
    if wish.hour > 23 { Err(Failure::at("/hour", "too-large")) } else { Ok(()) }
}

/// Stores how the customer wishes to be contacted after the visit.
pub async fn prefer_follow_up(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    wish: FollowUpWish,
) -> Result<(), Failure> {
    let person = at.tx.person(at.dealer.id, visit.id).await?;
    let mut person = person.ok_or_else(|| Failure::new(Code::NotFound))?;
    person.follow_up = Some(wish);
    at.tx.put_person(at.dealer.id, visit.id, &person).await?;
    at.append(visit, Actor::Customer, VisitEvent::FollowUpPreferred).await?;
    Ok(())
}

/// Marks a line of the released statement as unclear, or as clear again.
pub async fn mark_unclear(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    line: String,
) -> Result<(), Failure> {
    if visit.state.released.is_none() {
        return Err(Failure::new(Code::NotFound));
    }
    let record = VisitRecord::at(at, visit.id, Asked::default()).await?;
    if !record.has_line(&line) {
        return Err(Failure::at("/line", "unknown-line"));
    }
    at.append(visit, Actor::Customer, VisitEvent::Unclear { line }).await?;
    Ok(())
}
