//! Call-backs: requested by customers, promised for a certain time, taken over and closed at the desk.

use crate::contact::ContactInput;
use crate::dealers::Dealer;
use crate::expected_version::ExpectedVersion;
use crate::failure::{Failure, FieldChecks};
use crate::reference::first_of;
use crate::spam_signals::FormSignals;
use crate::transaction::DealerTransaction;
use crate::visit::free_reference;
use bayside_domain::callback::{CallbackTeam, due_after};
use bayside_domain::codes::CallbackOutcome;
use bayside_domain::document::Callback;
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, CallbackEvent, Subject};
use bayside_domain::ids::{CallbackId, StaffId};
use bayside_domain::limits::{CALLBACK_AHEAD_MINUTES_MAX, CALLBACK_NOTE_CHARS_MAX, CALLBACK_TIMES_MAX};
use bayside_domain::time::Instant;
use bayside_domain::typed::{meant_references, words};
use bayside_store::CallbackRow;

/// Times that suit the customer, earliest first.
type Preferred = Vec<(Instant, Instant)>;

/// The unchecked input of a call-back.
#[derive(Debug, Clone)]
pub struct CallbackInput {
    /// Who is to call.
    pub team: CallbackTeam,
    /// The times that suit.
    pub preferred: Vec<(Instant, Instant)>,
    /// The customer and their car.
    pub contact: ContactInput,
    /// The honeypot field, which people do not see.
    pub website: Option<String>,
    /// How long it took to fill in the form, in seconds.
    pub filled_seconds: Option<u32>,
}

/// A call-back with checked fields.
pub struct CheckedCallback {
    team: CallbackTeam,
    preferred: Preferred,
    person: Person,
    form: FormSignals,
}

impl CallbackInput {
    /// Names every field that is wrong.
    pub fn check(self, dealer: &Dealer, now: Instant) -> Result<CheckedCallback, Failure> {
        let mut checks = FieldChecks::new();
        let form = FormSignals::read(self.website.as_ref(), self.filled_seconds, &mut checks);
        checks.check(!words(&self.contact.concern).is_empty(), "/concern", "required");
        let preferred = preferred(now, &self.preferred, &mut checks);
        match self.contact.check(dealer, now, &mut checks) {
            Some(person) if checks.is_empty() => Ok(CheckedCallback { team: self.team, preferred, person, form }),
            _ => Err(checks.refuse()),
        }
    }
}

/// The times that suit, earliest first.
fn preferred(now: Instant, times: &[(Instant, Instant)], checks: &mut FieldChecks) -> Preferred {
    let mut wrong = |pointer: String, code: &str| checks.wrong(pointer, code);
    if times.len() > CALLBACK_TIMES_MAX {
        wrong("/preferred_times".to_owned(), "too-many");
    }
    let mut preferred = Vec::new();
    for (index, (from, to)) in times.iter().copied().enumerate().take(CALLBACK_TIMES_MAX) {
        if from >= to {
            wrong(format!("/preferred_times/{index}/to"), "before-from");
        } else if to <= now {
            wrong(format!("/preferred_times/{index}/to"), "past");
        } else if from > now.plus_minutes(CALLBACK_AHEAD_MINUTES_MAX) {
            wrong(format!("/preferred_times/{index}/from"), "too-far");
        } else {
            preferred.push((from, to));
        }
    }
    preferred.sort();
    preferred
}

/// Adds a call-back that a customer requested.
pub async fn ask(at: &mut DealerTransaction<'_, '_>, asked: CheckedCallback) -> Result<CallbackRow, Failure> {
    let CheckedCallback { team, preferred, mut person, form } = asked;
    person.marks = form.signals_of(at, &person).await?;
    add(at, team, &person, preferred).await
}

/// Stores a new call-back with its promised time.
pub async fn add(
    at: &mut DealerTransaction<'_, '_>,
    team: CallbackTeam,
    person: &Person,
    preferred: Preferred,
) -> Result<CallbackRow, Failure> {
    let id = at.row.next_id();
    let reference = loop {
        let reference = format!("R{}", free_reference(at).await?);
        if !at.tx.callback_reference_exists(at.dealer.id, &reference).await? {
            break reference;
        }
    };
    // The promise counts from the first time that suits the customer.
    let from = preferred.first().map_or(at.now, |(from, _)| (*from).max(at.now));
    let due_at = due(at, from, at.dealer.file.promises.promise_minutes(team));
    let state = Callback {
        version: 1,
        team,
        created_at: at.now,
        due_at,
        preferred,
        owner: None,
        attempts: Vec::new(),
        outcome: None,
        closed_at: None,
        visit: None,
        noted: None,
    };
    let row = CallbackRow { id, reference, state };
    at.tx.put_person(at.dealer.id, id, person).await?;
    at.tx.put_callback(at.dealer.id, &row).await?;
    at.append_event(id, Actor::Customer, CallbackEvent::Asked { team, due_at }).await?;
    Ok(row)
}

/// The instant at which this many minutes of opening time have passed.
fn due(at: &DealerTransaction<'_, '_>, from: Instant, minutes: u32) -> Instant {
    due_after(&at.capacity.workshop.calendar, from, minutes)
}

/// The outcome of a call, as the desk reports it.
#[derive(Debug, Clone)]
pub struct OutcomeInput {
    /// What came of it.
    pub outcome: CallbackOutcome,
    /// Remarks; needed with advice.
    pub note: String,
    /// The booking that was made.
    pub reference: Option<String>,
}

impl OutcomeInput {
    /// Names every field that is wrong.
    pub fn check(&mut self) -> Result<(), Failure> {
        let mut checks = FieldChecks::new();
        let is_advice = self.outcome == CallbackOutcome::Advice;
        checks.text("/note", &mut self.note, usize::from(is_advice), CALLBACK_NOTE_CHARS_MAX);
        checks.check(self.outcome != CallbackOutcome::Booked || self.reference.is_some(), "/reference", "required");
        checks.finish()
    }
}

/// A changed call-back, its person, and the last note.
pub type Changed = (CallbackRow, Person, Option<String>);

/// Takes a call-back as one's own; whoever takes it last has it.
pub async fn take(
    at: &mut DealerTransaction<'_, '_>,
    id: CallbackId,
    expected: ExpectedVersion,
    (staff, by): (StaffId, Actor),
) -> Result<Changed, Failure> {
    let (mut row, person) = open(at, id, expected).await?;
    row.state.owner = Some(staff);
    at.append_event(row.id, by, CallbackEvent::Taken).await?;
    keep(at, row, person).await
}

/// Writes down what came of a call.
pub async fn close(
    at: &mut DealerTransaction<'_, '_>,
    id: CallbackId,
    expected: ExpectedVersion,
    came: OutcomeInput,
    (staff, by): (StaffId, Actor),
) -> Result<Changed, Failure> {
    let (mut row, person) = open(at, id, expected).await?;
    let event = came_of_it(at, &mut row, &came).await?;
    // Whoever called owns the call-back, unless it was passed on to an expert.
    row.state.owner = (came.outcome != CallbackOutcome::Technical).then_some(staff);
    let number = at.append_event(row.id, by, event).await?;
    if !came.note.is_empty() {
        at.tx.add_note(at.dealer.id, number, Subject::Callback(row.id), &came.note).await?;
        row.state.noted = Some(number);
    }
    keep(at, row, person).await
}

async fn came_of_it(
    at: &mut DealerTransaction<'_, '_>,
    row: &mut CallbackRow,
    came: &OutcomeInput,
) -> Result<CallbackEvent, Failure> {
    let care = &at.dealer.file.promises;
    match came.outcome {
        CallbackOutcome::Booked => {
            let meant = meant_references(came.reference.as_deref().unwrap_or_default());
            let found = first_of(at, &meant).await?;
            let (visit, _) = found.ok_or_else(|| Failure::at("/reference", "unknown-booking"))?;
            row.state.visit = Some(visit.id);
        }
        CallbackOutcome::Advice => {}
        CallbackOutcome::NotReached => {
            row.state.attempts.push(at.now);
            row.state.due_at = due(at, at.now, care.retry_minutes);
            return Ok(CallbackEvent::Tried { due_at: row.state.due_at });
        }
        CallbackOutcome::Technical => {
            row.state.team = CallbackTeam::Technical;
            row.state.due_at = due(at, at.now, care.technical_minutes);
            return Ok(CallbackEvent::PassedOn { due_at: row.state.due_at });
        }
    }
    row.state.outcome = Some(came.outcome);
    row.state.closed_at = Some(at.now);
    Ok(CallbackEvent::Closed { booked: came.outcome == CallbackOutcome::Booked })
}

/// Reads an open call-back and checks its version.
async fn open(
    at: &mut DealerTransaction<'_, '_>,
    id: CallbackId,
    expected: ExpectedVersion,
) -> Result<(CallbackRow, Person), Failure> {
    let unknown = || Failure::new(Code::NotFound);
    let row = at.tx.callback(at.dealer.id, id).await?.ok_or_else(unknown)?;
    let person = at.tx.person(at.dealer.id, id).await?.ok_or_else(unknown)?;
    expected.check(row.state.version)?;
    if row.state.closed_at.is_some() { Err(Failure::new(Code::AlreadyDone)) } else { Ok((row, person)) }
}

async fn keep(at: &mut DealerTransaction<'_, '_>, mut row: CallbackRow, person: Person) -> Result<Changed, Failure> {
    row.state.version += 1;
    at.tx.put_callback(at.dealer.id, &row).await?;
    let note = match row.state.noted {
        Some(event) => at.tx.note(at.dealer.id, event).await?,
        None => None,
    };
    Ok((row, person, note))
}
