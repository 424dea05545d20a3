//! Fills the demo's dealers with a day of visits, using the functions that the handlers use, so that capacity, events
//! and projections are consistent.

use super::cast::{self, Cast, Explained, Who};
use super::script::{Action, Booked, Script, ScriptedEvent};
use super::start_finder::StartFinder;
use crate::app::{App, DealerTransaction};
use crate::auth::SignedInStaff;
use crate::http::problem::{Failure, FieldChecks};
use bayside_api::problem::Code;
use bayside_domain::codes::{LineKind, PartFate, PartType, Payer, Role, Step};
use bayside_domain::document::{Difference, DoneNote, Finding, Gauge, Line, Person, ReplacedPart, StatementDraft};
use bayside_domain::event::{Actor, VisitEvent};
use bayside_domain::language::{Asked, Language};
use bayside_domain::time::{Bucket, Instant};
use bayside_domain::visit::roles_of;
use bayside_store::{Tx, VisitRow};
use bayside_workflow::booking::add;
use bayside_workflow::contact::{ConsentInput, ContactInput, CustomerInput, VehicleInput};
use bayside_workflow::dealers::Dealer;
use bayside_workflow::spam_signals::FormSignals;
use bayside_workflow::step::StepInput;
use bayside_workflow::visit_record::{VisitRecord, staff_name};
use bayside_workflow::waitlist::{CheckedWish, WishOwner};
use bayside_workflow::{callback, waitlist};
use bayside_workflow::{extra_work, promise, statement, step};
use chrono::Days;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The last lounge number that was used before; the demo's numbers follow.
const LAST_NUMBER: i64 = 11;

/// Fills every demo dealer in the caller's transaction. The dealers are imported with their staff and have no visits
/// yet.
pub async fn fill(app: &App, tx: &mut Tx<'_>) -> Result<(), Failure> {
    for dealer in app.dealers.all() {
        let Some(cast) = cast::of(&dealer.file.slug) else { continue };
        let now = app.now();
        let script = Script::of(&cast, &mut StartFinder::of(&dealer, now), now);
        app.dealer_transaction_within(tx, &dealer, move |at| {
            Box::pin(async move {
                let now = at.now;
                at.row.last_number = LAST_NUMBER;
                let played = play(at, script).await;
                at.now = now;
                let played = match played {
                    Ok(()) => ask(at, &cast).await,
                    Err(failure) => Err(failure),
                };
                // These customers are made up: no messages may be sent to them.
                at.tx.forget_all_messages(at.dealer.id).await?;
                played
            })
        })
        .await?;
    }
    Ok(())
}

/// Adds a call-back and a wish on the waitlist.
async fn ask(at: &mut DealerTransaction<'_, '_>, cast: &Cast) -> Result<(), Failure> {
    let caller = person(at.dealer, &cast.callback.who, at.now)?;
    callback::add(at, cast.callback.team, &caller, Vec::new()).await?;
    let (today, wish) = (at.dealer.date(at.now), &cast.wish);
    let person = person(at.dealer, &wish.who, at.now)?;
    let asked = CheckedWish {
        services: wish.services.iter().map(|service| (*service).to_owned()).collect(),
        stay: wish.stay,
        adviser: None,
        from: today + Days::new(wish.days.0),
        to: today + Days::new(wish.days.1),
        hours: Vec::new(),
        by: WishOwner::Person(Box::new(person)),
        form: FormSignals::default(),
    };
    waitlist::add(at, asked).await?;
    Ok(())
}

/// Plays the script: carries out each scene at its own time.
async fn play(at: &mut DealerTransaction<'_, '_>, script: Script) -> Result<(), Failure> {
    let staff = staff(at).await?;
    let mut rows: BTreeMap<usize, VisitRow> = BTreeMap::new();
    for ScriptedEvent { at: when, visit, action } in script.events {
        at.now = when;
        let booked = &script.visits[visit];
        let Some(row) = rows.get_mut(&visit) else {
            // The first thing that happens to a visit is its booking.
            rows.insert(visit, book(at, booked).await?);
            continue;
        };
        happen(at, row, &staff, booked, action).await?;
        at.tx.save_visit(at.dealer.id, row).await?;
    }
    Ok(())
}

async fn book(at: &mut DealerTransaction<'_, '_>, booked: &Booked) -> Result<VisitRow, Failure> {
    let claims = booked.planned.claims.clone();
    let person = person(at.dealer, booked.who, at.now)?;
    at.take(&claims, true).await?;
    add(at, &booked.planned.offer, claims, &person).await
}

async fn happen(
    at: &mut DealerTransaction<'_, '_>,
    row: &mut VisitRow,
    staff: &[SignedInStaff],
    booked: &Booked,
    action: Action,
) -> Result<(), Failure> {
    match action {
        Action::Book => Err(Failure::new(Code::Internal)),
        Action::Step(step, request) => {
            let request = StepInput { technician: technician(at.dealer, booked, step, &request), ..request };
            step::take(at, row, who_does(staff, row, step)?.actor(), step, request).await
        }
        Action::Quote(request) => {
            extra_work::quote(at, row, who_does(staff, row, Step::SignOrder)?.actor(), request).await
        }
        Action::Promise(promised_at, reason) => {
            promise::change(at, row, who_does(staff, row, Step::SignOrder)?.actor(), promised_at, reason).await
        }
        Action::Explain(told) => {
            let draft = VisitRecord::at(at, row.id, Asked::default()).await?;
            let draft = explained(&draft, told, at.now);
            statement::write(at, row, who_does(staff, row, Step::SignOrder)?.actor(), draft).await
        }
        Action::Decide(decision) => {
            let asked = row.state.extra_work.last().ok_or_else(|| Failure::new(Code::Internal))?;
            let event = VisitEvent::ExtraWorkDecided { item: asked.id, version: asked.version, decision };
            at.append(row, Actor::Customer, event).await?;
            Ok(())
        }
    }
}

/// The dealer's staff.
async fn staff(at: &mut DealerTransaction<'_, '_>) -> Result<Vec<SignedInStaff>, Failure> {
    let rows = at.tx.staff(at.dealer.id).await?;
    let staff = rows.into_iter().filter_map(|row| {
        let role = Role::from_word(&row.role)?;
        Some(SignedInStaff { dealer: Arc::clone(at.dealer), row, role, session: String::new() })
    });
    Ok(staff.collect())
}

/// Who takes a step of a visit: an adviser's own steps are taken by the adviser who received the customer.
fn who_does<'a>(staff: &'a [SignedInStaff], visit: &VisitRow, step: Step) -> Result<&'a SignedInStaff, Failure> {
    let role = roles_of(step).first();
    let could = || staff.iter().filter(|member| Some(&member.role) == role);
    let receives = |member: &&SignedInStaff| {
        let adviser = member.dealer.file.adviser(&visit.state.appointment.adviser);
        adviser.is_some_and(|adviser| {
            staff_name(&member.row, &[Language::ZhCn, Language::De])
                == adviser.name.get(&[Language::ZhCn, Language::De])
        })
    };
    could().find(receives).or_else(|| could().next()).ok_or_else(|| Failure::new(Code::Internal))
}

/// The statement that the order proposes, with what the workshop found, did, left out and put on the maker's account.
fn explained(record: &VisitRecord, told: &Explained, now: Instant) -> StatementDraft {
    let mut draft = record.statement(now);
    let before = record.charged(&draft);
    let (code, reason) = told.not_needed;
    let dropped =
        draft.lines.iter().position(|line| line.code.as_deref() == Some(code)).map(|at| draft.lines.remove(at));
    if let Some(line) = dropped {
        draft.lines.retain(|other| other.reduces.as_ref() != Some(&line.id));
        let amount = record.charged(&draft) - before;
        draft.differences.push(Difference { title: line.name, reason: reason.to_owned(), amount });
    }
    let (job, name, code, amount) = told.warranty;
    if let Some(like) = draft.lines.iter().find(|line| line.kind == LineKind::Material).cloned() {
        draft.lines.push(Line {
            id: "warranty-1".to_owned(),
            job: Some(job.to_owned()),
            name: name.to_owned(),
            code: Some(code.to_owned()),
            brand: None,
            part_type: Some(PartType::Original),
            quantity_thousandths: 1_000,
            unit_price_amount: amount,
            payer: Payer::Warranty,
            reduces: None,
            ..like
        });
    }
    let (title, detail, label, [value, limit, new]) = told.reading;
    let gauge = Gauge {
        label: label.to_owned(),
        unit: "mm".to_owned(),
        value_thousandths: value,
        limit_thousandths: limit,
        new_thousandths: new,
    };
    let found = [(told.finding.0, told.finding.1, None), (title, detail, Some(gauge))];
    draft.found = (1..)
        .zip(found)
        .map(|(number, (title, detail, gauge))| Finding {
            id: format!("found-{number}"),
            title: title.to_owned(),
            detail: detail.to_owned(),
            gauge,
        })
        .collect();
    let note = |(job, detail): &(&str, &str)| DoneNote { job: (*job).to_owned(), detail: (*detail).to_owned() };
    draft.done = told.done.iter().map(note).collect();
    let part = |(name, fate): &(&str, PartFate)| ReplacedPart { name: (*name).to_owned(), fate: *fate };
    draft.replaced_parts = told.replaced.iter().map(part).collect();
    draft.care_tips = told.care_tips.iter().map(|tip| (*tip).to_owned()).collect();
    draft
}

/// The technician for a dispatched job: those of the team take turns.
fn technician(dealer: &Dealer, booked: &Booked, step: Step, request: &StepInput) -> Option<String> {
    let job = request.job.as_ref().filter(|_| step == Step::Dispatch)?;
    let team = dealer.file.team(&dealer.file.service(job)?.skill)?;
    let turn = usize::try_from(Bucket::at(booked.planned.offer.appointment.start).0).unwrap_or_default()
        % team.technicians.len().max(1);
    team.technicians.get(turn).map(|technician| technician.id.clone())
}

/// The person of a made-up customer, checked like any input.
fn person(dealer: &Dealer, who: &Who, now: Instant) -> Result<Person, Failure> {
    let said = ContactInput {
        concern: who.concern.to_owned(),
        vehicle: VehicleInput {
            first_registered: None,
            plate: who.plate.to_owned(),
            plate_kind: who.plate_kind,
            model: who.model.to_owned(),
            mileage_km: who.mileage_km,
            vin: who.vin.map(str::to_owned),
        },
        customer: CustomerInput {
            name: who.name.to_owned(),
            salutation: who.salutation,
            phone: who.phone.to_owned(),
            email: None,
            locale: who.locale.tag().to_owned(),
        },
        consent: ConsentInput {
            version: dealer.file.consent.version.clone(),
            marketing: false,
            display_name: who.named,
        },
        source: None,
        utm: BTreeMap::new(),
    };
    let mut checks = FieldChecks::new();
    said.check(dealer, now, &mut checks).ok_or_else(|| checks.refuse())
}
