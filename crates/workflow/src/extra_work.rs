//! Extra work: quoted by the house, answered by the customer (docs/rules.md, "Extra work").

use crate::allowed_steps::not_possible;
use crate::failure::{Failure, FieldChecks};
use crate::remaining_work;
use crate::shown::Shown;
use crate::transaction::DealerTransaction;
use bayside_domain::codes::{Decision, Urgency};
use bayside_domain::document::ExtraWorkText;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, BeforeAnswer, Recorded, VisitEvent};
use bayside_domain::ids::ExtraWorkId;
use bayside_domain::limits::{AMOUNT_MAX, EXTRA_MINUTES_MAX, EXTRA_REASON_CHARS_MAX, TITLE_CHARS_MAX};
use bayside_domain::visit::{Job, Right, Visit};
use bayside_store::VisitRow;

/// A quote of extra work.
#[derive(Debug, Clone)]
pub struct QuoteInput {
    /// The item that is quoted anew; `None` for a new one.
    pub id: Option<ExtraWorkId>,
    /// What is to be done, in words for the customer.
    pub title: String,
    /// Why it is needed, in words for the customer.
    pub reason: String,
    /// How soon.
    pub urgency: Urgency,
    /// Minor units, tax included.
    pub price_amount: i64,
    /// Added to the promised time.
    pub extra_minutes: u32,
}

impl QuoteInput {
    /// Names every field that is wrong whatever the visit is.
    pub fn check(&mut self) -> Result<(), Failure> {
        let mut checks = FieldChecks::new();
        checks.title("/title", &mut self.title, TITLE_CHARS_MAX);
        checks.text("/reason", &mut self.reason, 1, EXTRA_REASON_CHARS_MAX);
        checks.check(self.price_amount >= 0, "/price_amount", "negative");
        checks.check(self.price_amount <= AMOUNT_MAX, "/price_amount", "too-large");
        if self.extra_minutes > EXTRA_MINUTES_MAX {
            checks.wrong("/extra_minutes", "too-large");
        }
        checks.finish()
    }
}

/// Quotes extra work on a visit under repair.
pub async fn quote(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    by: Actor,
    quote: QuoteInput,
) -> Result<(), Failure> {
    if !visit.state.permits(Right::Quote) {
        return Err(not_possible(&visit.state));
    }
    let (item, version) = if let Some(id) = quote.id {
        let known = visit.state.extra_work.iter().find(|extra| extra.id == id);
        let known = known.ok_or_else(|| Failure::at("/id", "unknown-item"))?;
        // Work that has begun cannot be quoted again; further work is a new item.
        if visit.state.job(&Visit::extra_job_id(id)).is_some_and(Job::has_begun) {
            return Err(not_possible(&visit.state));
        }
        (id, known.version + 1)
    } else {
        let last = visit.state.extra_work.iter().map(|extra| extra.id.get()).max().unwrap_or(0);
        (ExtraWorkId::new(last + 1), 1)
    };
    let mut documents = at.tx.documents(at.dealer.id, visit.id).await?;
    let text = ExtraWorkText { title: quote.title, reason: quote.reason };
    documents.extra_work.insert(item, text);
    at.tx.put_documents(at.dealer.id, visit.id, &documents).await?;
    let event = VisitEvent::ExtraWorkQuoted {
        item,
        version,
        amount: quote.price_amount,
        minutes: quote.extra_minutes,
        urgency: quote.urgency,
    };
    at.append(visit, by, event).await?;
    Ok(())
}

/// The customer's answer to a version of a quote.
pub async fn decide(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    item: ExtraWorkId,
    quote_version: u32,
    decision: Decision,
    shown: Shown,
) -> Result<(), Failure> {
    let extra = visit.state.extra_work.iter().find(|extra| extra.id == item).copied();
    let extra = extra.ok_or_else(|| Failure::new(Code::NotFound))?;
    if extra.version != quote_version {
        return Err(Failure::new(Code::QuoteChanged));
    }
    // What is declined or asked about changes no time.
    let promised_at = visit.state.promised_at().filter(|_| decision == Decision::Approve);
    let now = Shown {
        amount: Some(extra.amount),
        promised_at: promised_at.map(|at| at.plus_minutes(extra.minutes.into())).or(shown.promised_at),
        version: None,
    };
    shown.compare(now, Code::QuoteChanged)?;
    if matches!(extra.decision, Some(given) if given != Decision::CallMe) || !visit.state.is_in_work() {
        return Err(Failure::new(Code::AlreadyDone));
    }
    let event = VisitEvent::ExtraWorkDecided { item, version: quote_version, decision };
    at.append(visit, Actor::Customer, event).await?;
    if decision == Decision::Approve {
        remaining_work::reschedule(at, visit).await?;
    }
    Ok(())
}

/// The customer takes an answer back that was just given; the quote is open again, and the promise as before.
pub async fn take_back(
    at: &mut DealerTransaction<'_, '_>,
    visit: &mut VisitRow,
    item: ExtraWorkId,
    quote_version: u32,
) -> Result<(), Failure> {
    let extra = visit.state.extra_work.iter().find(|extra| extra.id == item).copied();
    let extra = extra.ok_or_else(|| Failure::new(Code::NotFound))?;
    if extra.version != quote_version {
        return Err(Failure::new(Code::QuoteChanged));
    }
    if extra.decision.is_none() {
        return Err(Failure::new(Code::AlreadyDone));
    }
    if visit.state.take_back_until(&extra).is_none_or(|until| at.now > until) {
        return Err(Failure::new(Code::TooLate));
    }
    let before = before_answer(at, visit, item).await?;
    at.append(visit, Actor::Customer, VisitEvent::ExtraWorkTakenBack { item, before }).await?;
    if extra.decision == Some(Decision::Approve) {
        remaining_work::reschedule(at, visit).await?;
    }
    Ok(())
}

/// What held before the last answer to an item, by the visit's events.
async fn before_answer(
    at: &mut DealerTransaction<'_, '_>,
    visit: &VisitRow,
    item: ExtraWorkId,
) -> Result<BeforeAnswer, Failure> {
    let events = at.tx.events_of(at.dealer.id, visit.id).await?;
    let answers = |recorded: &Recorded<VisitEvent>| matches!(recorded.event, VisitEvent::ExtraWorkDecided { item: answered, .. } if answered == item);
    let answer = events.iter().rposition(answers).unwrap_or(events.len());
    let then = Visit::replay(&events[..answer]).ok_or_else(|| Failure::new(Code::Internal))?;
    let extra = then.extra_work.iter().find(|extra| extra.id == item);
    Ok(BeforeAnswer {
        decision: extra.and_then(|extra| extra.decision),
        decided_at: extra.and_then(|extra| extra.decided_at),
        self_checked: then.self_checked,
        inspected: then.inspected,
        washed: then.washed,
    })
}
