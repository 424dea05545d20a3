//! Conversion of a visit's record to the types of the desk.

use crate::auth::SignedInStaff;
use crate::wire::OnTheWire;
use crate::wire::visit::{extra_work, promises, reached};
use bayside_api::desk::{
    ConsentKept, DeskCustomer, DeskJob, DeskVehicle, DeskVisit, LogDetail, LogEntry, Preparations, VisitCard,
};
use bayside_api::person::Person as WirePerson;
use bayside_domain::codes::Step;
use bayside_domain::document::Person;
use bayside_domain::event::{Recorded, VisitEvent};
use bayside_domain::language::Asked;
use bayside_domain::plate::Plate;
use bayside_domain::time::Instant;
use bayside_domain::vin::{CheckDigit, Vin};
use bayside_domain::visit::{Right, Visit, may_do};
use bayside_store::VisitRow;
use bayside_workflow::Context;
use bayside_workflow::allowed_steps::allowed;
use bayside_workflow::dealers::Dealer;
use bayside_workflow::remaining_work;
use bayside_workflow::visit_record::VisitRecord;

/// One card of the board.
pub fn card(dealer: &Dealer, visit: &VisitRow, person: &Person, now: Instant, locale: Asked) -> VisitCard {
    let state = &visit.state;
    let speaks = dealer.file.speaks(locale);
    let language = dealer.file.language(locale);
    let jobs: Vec<&str> = state.appointment.services.iter().map(|id| dealer.file.service_name(id, &speaks)).collect();
    let adviser = dealer.file.adviser(&state.appointment.adviser);
    VisitCard {
        id: visit.id,
        reference: visit.reference.clone(),
        phase: state.phase,
        stage: state.stage(),
        flag: state.flag(),
        number: state.number,
        plate: person.plate.clone(),
        addressed_as: bayside_workflow::contact::addressed_as(person, language),
        jobs: jobs.join(language.list_separator()),
        start: dealer.wire(state.appointment.start),
        ready_estimate: dealer.wire(state.appointment.ready_estimate),
        promised_at: state.promised_at().map(|at| dealer.wire(at)),
        promised_before: state.promised_before().map(|at| dealer.wire(at)),
        adviser: WirePerson {
            id: state.appointment.adviser.clone(),
            name: adviser
                .map_or_else(|| state.appointment.adviser.clone(), |adviser| adviser.name.get(&speaks).to_owned()),
        },
        prepared: state.is_prepared(),
        marks: person.marks.clone(),
        express: is_express(dealer, state),
        out_of_room: remaining_work::is_out_of_room(dealer, visit, now),
    }
}

/// The whole visit, as the desk's page of one visit shows it.
pub fn desk_visit(context: &Context, staff: &SignedInStaff, record: &VisitRecord) -> DeskVisit {
    let (dealer, state, person) = (&record.dealer, record.state(), &record.person);
    let at = |instant| dealer.wire(instant);
    let money = |amount: i64| dealer.file.money(amount);
    let possible = allowed(dealer, state, context.now());
    let statement = record.statement(context.now());
    let charged = record.charged(&statement);
    let may = |right: Right| right.is_for(staff.role);
    let vin_ok =
        person.vin.as_deref().and_then(|vin| Vin::parse(vin).ok()).map(|vin| vin.check_digit() == CheckDigit::Matches);
    DeskVisit {
        card: card(dealer, &record.visit, person, context.now(), record.speaks().into_iter().collect()),
        version: state.version,
        vehicle: DeskVehicle {
            plate: person.plate.clone(),
            plate_kind: person.plate_kind,
            new_energy: Plate::parse(person.plate_kind, &person.plate).is_ok_and(|plate| plate.is_new_energy()),
            model: person.model.clone(),
            mileage_km: person.mileage_km,
            vin: person.vin.clone(),
            vin_ok,
        },
        customer: DeskCustomer {
            name: person.name.clone(),
            salutation: person.salutation,
            phone: if may(Right::SeeContact) { person.phone.clone() } else { String::new() },
            phone_masked: record.masked_phone(),
            email: person.email.clone().filter(|_| may(Right::SeeContact)),
            locale: person.locale.tag().to_owned(),
        },
        concern: person.concern.clone(),
        stay: state.appointment.stay,
        preparations: Preparations {
            adviser: state.prepared.contains(&Step::PrepareAdviser),
            parts: state.prepared.contains(&Step::PrepareParts),
            bay: state.prepared.contains(&Step::PrepareBay),
            technician: state.prepared.contains(&Step::PrepareTechnician),
        },
        jobs: state
            .jobs
            .iter()
            .map(|job| DeskJob {
                id: job.id.clone(),
                name: job_name(record, &job.id),
                state: job.state,
                technician: job
                    .technician
                    .as_deref()
                    .map(|id| WirePerson { id: id.to_owned(), name: record.technician(id) }),
                started_at: job.started_at.map(at),
                completed_at: job.completed_at.map(at),
                allowed: [Step::Dispatch, Step::Start, Step::Pause, Step::Resume, Step::Complete]
                    .into_iter()
                    .filter(|step| may_do(staff.role, *step) && state.job_allows(job, *step))
                    .collect(),
            })
            .collect(),
        allowed: possible.iter().copied().filter(|step| may_do(staff.role, *step)).collect(),
        possible,
        rights: state.rights(staff.role),
        work_order: record.documents.order.clone().into(),
        signed_at: state.signed_at.map(at),
        estimate: money(record.estimate()),
        authorised: money(record.authorised()),
        statement: statement.into(),
        charged: money(charged),
        extra_work: extra_work(record),
        promises: promises(record),
        reached: reached(record),
        log: record
            .events
            .iter()
            .rev()
            .map(|recorded| LogEntry {
                event_id: recorded.number,
                at: at(recorded.at),
                kind: recorded.event.kind(),
                by: record.name_of(recorded.by),
                job: recorded.event.job().map(|job| job_name(record, job)),
                note: note(record, recorded),
                detail: detail(record, &recorded.event),
            })
            .collect(),
        private_url: context.visit_url(dealer, &record.visit).filter(|_| may(Right::SeeLink)),
        unclear: state.unclear.iter().cloned().collect(),
        benefit: money(state.appointment.benefit),
        source: person.source.clone(),
        utm: person.utm.clone(),
        consent: ConsentKept {
            version: person.consent_version.clone(),
            at: at(person.consent_at),
            marketing: person.marketing,
            display_name: person.display_name,
        },
        express_minutes: dealer.file.benefit.express_minutes.filter(|_| is_express(dealer, state)),
    }
}

/// Whether the customer has express reception: booked, and received without queueing.
fn is_express(dealer: &Dealer, visit: &Visit) -> bool {
    dealer.file.benefit.express_minutes.is_some() && !visit.walk_in
}

/// What a job is called, to the reader at the desk: a job of the catalogue in their language, unless it was renamed.
fn job_name(record: &VisitRecord, id: &str) -> String {
    let written = record.job_name(id);
    let service = record.dealer.file.service(id).filter(|service| service.name.says(&written));
    service.map_or(written, |service| record.text(&service.name))
}

fn note(record: &VisitRecord, recorded: &Recorded<VisitEvent>) -> Option<String> {
    let text = match recorded.event {
        VisitEvent::SelfChecked { .. } | VisitEvent::FinalInspected { .. } => {
            record.check_note(recorded.number).findings
        }
        _ => record.note(recorded.number),
    };
    Some(text).filter(|text| !text.is_empty())
}

/// What an event says besides its type.
fn detail(record: &VisitRecord, event: &VisitEvent) -> LogDetail {
    let at = |instant| Some(record.dealer.wire(instant));
    let money = |amount| Some(record.dealer.file.money(amount));
    let item = |item| Some(record.extra_text(item).title);
    let none = LogDetail::default();
    match event {
        VisitEvent::Prepared { step } => LogDetail { preparation: Some(*step), ..none },
        VisitEvent::Arrived { mileage_km, .. } | VisitEvent::Delivered { mileage_km } => {
            LogDetail { mileage_km: *mileage_km, ..none }
        }
        VisitEvent::Rescheduled { start, .. } => LogDetail { time: at(*start), ..none },
        VisitEvent::PromiseChanged { promised_at } => LogDetail { time: at(*promised_at), ..none },
        VisitEvent::OrderSigned { estimate, promised_at, .. } => {
            LogDetail { amount: money(*estimate), time: at(*promised_at), ..none }
        }
        VisitEvent::StatementReleased { charged } => LogDetail { amount: money(*charged), ..none },
        VisitEvent::Dispatched { technician, .. } => {
            LogDetail { technician: technician.as_deref().map(|id| record.technician(id)), ..none }
        }
        VisitEvent::SelfChecked { passed } | VisitEvent::FinalInspected { passed } => {
            LogDetail { passed: Some(*passed), ..none }
        }
        VisitEvent::ExtraWorkQuoted { item: id, amount, .. } => {
            LogDetail { item: item(*id), amount: money(*amount), ..none }
        }
        VisitEvent::ExtraWorkDecided { item: id, decision, .. } => {
            LogDetail { item: item(*id), decision: Some(*decision), ..none }
        }
        VisitEvent::ExtraWorkTakenBack { item: id, .. } => LogDetail { item: item(*id), ..none },
        _ => none,
    }
}
