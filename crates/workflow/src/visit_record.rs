//! Everything that is stored about one visit, read together, for one language.

use crate::contact::{addressed_as, masked_phone};
use crate::dealers::Dealer;
use crate::{Context, DealerTransaction, Failure};
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::codes::{Decision, Payer};
use bayside_domain::document::Person;
use bayside_domain::document::{self, CheckNote, ExtraWorkText, StatementDraft, VisitDocuments};
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, Recorded, VisitEvent};
use bayside_domain::ids::{EventNumber, ExtraWorkId, VisitId};
use bayside_domain::language::LocalText;
use bayside_domain::language::{Asked, Language};
use bayside_domain::statement::{
    ApprovedExtra, BridgeError, BridgeKind, BridgeStep, Difference, Lines, bridge, customer_total,
};
use bayside_domain::time::Instant;
use bayside_domain::visit::Visit;
use bayside_store::{SignatureRow, StaffRow, Tx, VisitRow};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One visit, with everything that belongs to it.
pub struct VisitRecord {
    /// The dealer whose visit it is.
    pub dealer: Arc<Dealer>,
    /// The visit.
    pub visit: VisitRow,
    /// The customer with their car.
    pub person: Person,
    /// Work order, statement and the words of extra work.
    pub documents: VisitDocuments,
    /// What happened, oldest first.
    pub events: Vec<Recorded<VisitEvent>>,
    /// The notes of events, by the event's number.
    pub notes: BTreeMap<EventNumber, String>,
    /// The customer's signature for the delivery.
    pub acceptance: Option<SignatureRow>,
    staff: Vec<StaffRow>,
    language: Language,
}

impl VisitRecord {
    /// Reads the record of a visit; refused with [`Code::NotFound`] if no visit has this id, or its person was erased.
    pub async fn read(tx: &mut Tx<'_>, dealer: &Arc<Dealer>, visit: VisitId, locale: Asked) -> Result<Self, Failure> {
        let missing = || Failure::new(Code::NotFound);
        let id = dealer.id;
        let visit = tx.visit(id, visit).await?.ok_or_else(missing)?;
        let person = tx.person(id, visit.id).await?.ok_or_else(missing)?;
        let documents = tx.documents(id, visit.id).await?;
        let events = tx.events_of(id, visit.id).await?;
        let notes = tx.notes_of(id, visit.id).await?.into_iter().collect();
        let acceptance = tx.signature(id, visit.id, SignaturePurpose::Delivery).await?;
        let staff = tx.staff(id).await?;
        let language = dealer.file.language(locale.or(person.locale));
        Ok(Self { dealer: Arc::clone(dealer), visit, person, documents, events, notes, acceptance, staff, language })
    }

    /// The same in a transaction under the dealer's lock.
    pub async fn at(at: &mut DealerTransaction<'_, '_>, visit: VisitId, locale: Asked) -> Result<Self, Failure> {
        Self::read(at.tx, at.dealer, visit, locale).await
    }

    /// The same outside of a transaction.
    pub async fn load(context: &Context, dealer: &Arc<Dealer>, visit: VisitId, locale: Asked) -> Result<Self, Failure> {
        let dealer = Arc::clone(dealer);
        context
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Self::read(tx, &dealer, visit, locale).await }))
            .await
    }

    /// The projection.
    pub fn state(&self) -> &Visit {
        &self.visit.state
    }

    /// The languages to look texts up in.
    pub fn speaks(&self) -> Vec<Language> {
        self.dealer.file.speaks(Some(self.language))
    }

    /// A text of the dealer's file.
    pub fn text(&self, text: &LocalText) -> String {
        text.get(&self.speaks()).to_owned()
    }

    /// How the customer is addressed.
    pub fn addressed_as(&self) -> String {
        addressed_as(&self.person, self.language)
    }

    /// Whether the released statement has a line, a finding, a job or extra work of this name.
    pub fn has_line(&self, name: &str) -> bool {
        let Some((released_at, _)) = self.state().released else { return false };
        let draft = self.statement(released_at);
        draft.lines.iter().any(|line| line.id == name)
            || draft.found.iter().any(|found| found.id == name)
            || self.state().jobs.iter().any(|job| job.id == name)
            || self.state().extra_work.iter().any(|extra| Visit::extra_job_id(extra.id) == name)
    }

    /// The customer's phone, masked.
    pub fn masked_phone(&self) -> String {
        masked_phone(&self.dealer, &self.person)
    }

    /// The name of the actor; empty for the customer and the program.
    pub fn name_of(&self, actor: Actor) -> String {
        let Actor::Staff(id) = actor else { return String::new() };
        let found = self.staff.iter().find(|member| member.id == id);
        found.map_or_else(String::new, |member| staff_name(member, &self.speaks()))
    }

    /// A technician's name.
    pub fn technician(&self, id: &str) -> String {
        self.dealer.file.technician(id).map_or_else(|| id.to_owned(), |technician| self.text(&technician.name))
    }

    /// What a job is called.
    pub fn job_name(&self, id: &str) -> String {
        let extra = self.state().extra_work.iter().find(|extra| Visit::extra_job_id(extra.id) == id);
        if let Some(text) = extra.and_then(|extra| self.documents.extra_work.get(&extra.id)) {
            return text.title.clone();
        }
        let item = self.documents.order.items.iter().find(|item| item.id == id);
        item.map_or_else(|| id.to_owned(), |item| self.dealer.file.job_name(id, &item.name, &self.speaks()).to_owned())
    }

    /// What a job is estimated to cost the customer, in minor units.
    pub fn job_estimate(&self, id: &str) -> i64 {
        let extra = self.state().extra_work.iter().find(|extra| Visit::extra_job_id(extra.id) == id);
        extra.map_or_else(
            || Lines::parse(self.documents.order.lines.clone()).map_or(0, |lines| lines.of_job(id, Payer::Customer)),
            |extra| extra.amount,
        )
    }

    /// The texts of extra work; empty if there are none.
    pub fn extra_text(&self, item: ExtraWorkId) -> ExtraWorkText {
        self.documents.extra_work.get(&item).cloned().unwrap_or_default()
    }

    /// Free text beside an event.
    pub fn note(&self, event: EventNumber) -> String {
        self.notes.get(&event).cloned().unwrap_or_default()
    }

    /// The remarks and measured values of a check. If they cannot be read, they count as empty, so that the rest of the
    /// visit can be shown.
    pub fn check_note(&self, event: EventNumber) -> CheckNote {
        let Some(text) = self.notes.get(&event) else { return CheckNote::default() };
        document::read(text).unwrap_or_else(|error| {
            tracing::error!(%error, event = event.get(), "a stored value cannot be read");
            CheckNote::default()
        })
    }

    /// The odometer on arrival, as far as it is known.
    pub fn mileage_km(&self) -> u32 {
        self.documents.order.mileage_in_km.unwrap_or(self.person.mileage_km)
    }

    /// The statement as written, or else a draft from the order.
    pub fn statement(&self, now: Instant) -> StatementDraft {
        let today = self.dealer.date(now);
        self.documents.statement_or_draft(&self.dealer.file, self.state(), self.language, today, self.mileage_km())
    }

    /// Estimate of the order: as signed, or of the draft.
    pub fn estimate(&self) -> i64 {
        if self.state().signed_at.is_some() {
            self.state().estimate
        } else {
            customer_total(&self.documents.order.lines, self.dealer.file.prices)
        }
    }

    /// Estimate and approved extra work.
    pub fn authorised(&self) -> i64 {
        self.estimate() + self.state().authorised() - self.state().estimate
    }

    /// The steps from the estimate to the charge of a draft; refused if the charge is not explained or not authorised.
    pub fn bridge(&self, draft: &StatementDraft, charged: i64) -> Result<Vec<BridgeStep<Instant>>, BridgeError> {
        let state = self.state();
        let approved: Vec<ApprovedExtra<Instant>> = state
            .extra_work
            .iter()
            .filter(|extra| extra.decision == Some(Decision::Approve))
            .map(|extra| {
                let ExtraWorkText { title, reason } = self.extra_text(extra.id);
                ApprovedExtra {
                    title,
                    reason,
                    amount: extra.amount,
                    at: extra.decided_at.unwrap_or(state.appointment.start),
                }
            })
            .collect();
        let by = state.released_by.map(|by| self.name_of(by)).unwrap_or_default();
        let at = state.released.map_or(state.appointment.start, |(at, _)| at);
        let differences: Vec<Difference<Instant>> = draft
            .differences
            .iter()
            .map(|difference| Difference {
                title: difference.title.clone(),
                reason: difference.reason.clone(),
                amount: difference.amount,
                by: by.clone(),
                at,
            })
            .collect();
        let mut steps = bridge(self.estimate(), &approved, charged, &differences)?;
        if let Some(first) = steps.first_mut().filter(|step| step.kind == BridgeKind::Estimate) {
            first.at = state.signed_at;
        }
        Ok(steps)
    }

    /// What a draft charges the customer, in minor units.
    pub fn charged(&self, draft: &StatementDraft) -> i64 {
        customer_total(&draft.lines, self.dealer.file.prices)
    }
}

/// A member of staff's name in the first of these languages.
pub fn staff_name(member: &StaffRow, speaks: &[Language]) -> String {
    let names: BTreeMap<String, String> = serde_json::from_str(&member.name).unwrap_or_default();
    LocalText::from_tags(names).get(speaks).to_owned()
}
