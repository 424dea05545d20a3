//! Everything that is kept of one visit, read together, in one language.

use crate::app::AtDealer;
use crate::http::problem::Failure;
use crate::papers::{Papers, customer_total, parsed};
use crate::wire::OnTheWire;
use bayside_api::desk::StatementDraft;
use bayside_api::problem::Code;
use bayside_api::statement::Check;
use bayside_api::visit as wire;
use bayside_domain::dealer::LocalText;
use bayside_domain::event::{Actor, Recorded, VisitEvent};
use bayside_domain::statement::{ApprovedExtra, BridgeKind, Difference, bridge};
use bayside_domain::time::Instant;
use bayside_domain::visit::Visit;
use bayside_domain::words::Decision;
use bayside_store::{Person, SignatureRow, StaffRow, Tx, VisitRow};
use bayside_workflow::House;
use bayside_workflow::contact::{addressed_as, masked_phone};
use bayside_workflow::dealers::Dealer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is written beside a check: remarks and measured values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckNote {
    /// Remarks.
    pub findings: String,
    /// Measured values.
    pub checks: Vec<Check>,
}

/// One visit, with everything that belongs to it.
pub struct Dossier {
    /// Whose.
    pub dealer: Arc<Dealer>,
    /// The visit.
    pub visit: VisitRow,
    /// Who brings the car.
    pub person: Person,
    /// Work order and statement.
    pub papers: Papers,
    /// What happened, oldest first.
    pub events: Vec<Recorded<VisitEvent>>,
    /// Free text beside events.
    pub notes: BTreeMap<i64, String>,
    /// The customer's signature for the delivery.
    pub acceptance: Option<SignatureRow>,
    staff: Vec<StaffRow>,
    locale: String,
}

impl Dossier {
    /// Reads a visit's dossier; `NotFound` if there is none, or its person was erased.
    pub async fn read(
        tx: &mut Tx<'_>,
        dealer: &Arc<Dealer>,
        visit: i64,
        locale: Option<&str>,
    ) -> Result<Self, Failure> {
        let missing = || Failure::new(Code::NotFound);
        let id = dealer.id;
        let visit = tx.visit(id, visit).await?.ok_or_else(missing)?;
        let person = tx.person(id, visit.id).await?.ok_or_else(missing)?;
        let papers = match tx.paper(id, visit.id).await? {
            Some(text) => Papers::from_json(&text)?,
            None => Papers::default(),
        };
        let events = tx.events_of(id, visit.id).await?;
        let notes = tx.notes_of(id, visit.id).await?.into_iter().collect();
        let acceptance = tx.signature(id, visit.id, "delivery").await?;
        let staff = tx.staff(id).await?;
        let locale =
            dealer.file.speaks(locale.or(Some(&person.locale))).first().copied().unwrap_or_default().to_owned();
        Ok(Self { dealer: Arc::clone(dealer), visit, person, papers, events, notes, acceptance, staff, locale })
    }

    /// The same in a transaction under the dealer's lock.
    pub async fn at(at: &mut AtDealer<'_, '_>, visit: i64, locale: Option<&str>) -> Result<Self, Failure> {
        let dealer = Arc::clone(at.dealer);
        Self::read(at.tx, &dealer, visit, locale).await
    }

    /// The same, outside of any transaction.
    pub async fn load(
        house: &House,
        dealer: &Arc<Dealer>,
        visit: i64,
        locale: Option<String>,
    ) -> Result<Self, Failure> {
        let dealer = Arc::clone(dealer);
        house
            .store
            .read::<_, Failure>(move |tx| {
                Box::pin(async move { Self::read(tx, &dealer, visit, locale.as_deref()).await })
            })
            .await
    }

    /// The projection.
    pub fn state(&self) -> &Visit {
        &self.visit.state
    }

    /// The languages to look texts up in.
    pub fn speaks(&self) -> Vec<&str> {
        self.dealer.file.speaks(Some(&self.locale))
    }

    /// A text of the dealer's file.
    pub fn text(&self, text: &LocalText) -> String {
        text.get(&self.speaks()).to_owned()
    }

    /// How the customer is addressed.
    pub fn addressed_as(&self) -> String {
        addressed_as(&self.person, &self.locale)
    }

    /// The name of who did something; empty for the customer and the clock.
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
        if let Some(words) = extra.and_then(|extra| self.papers.extra_work.get(&extra.id)) {
            return words.title.clone();
        }
        self.papers
            .order
            .items
            .iter()
            .find(|item| item.id == id)
            .map_or_else(|| id.to_owned(), |item| item.name.clone())
    }

    /// Free text beside an event.
    pub fn note(&self, event: i64) -> String {
        self.notes.get(&event).cloned().unwrap_or_default()
    }

    /// What was written beside a check.
    pub fn check_note(&self, event: i64) -> CheckNote {
        self.notes.get(&event).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// The odometer on arrival, as far as it is known.
    pub fn mileage_km(&self) -> u32 {
        self.papers.order.mileage_in_km.unwrap_or(self.person.mileage_km)
    }

    /// The statement as written or as it follows from the order.
    pub fn statement(&self, now: Instant) -> StatementDraft {
        let today = self.dealer.date(now);
        self.papers.statement(&self.dealer.file, self.state(), &self.locale, today, self.mileage_km())
    }

    /// Estimate of the order: as signed, or of the draft.
    pub fn estimate(&self) -> i64 {
        if self.state().signed_at.is_some() {
            self.state().estimate
        } else {
            customer_total(&self.dealer.file, &self.papers.order.lines)
        }
    }

    /// Estimate and approved extra work.
    pub fn authorised(&self) -> i64 {
        self.estimate() + self.state().authorised() - self.state().estimate
    }

    /// Extra work in the customer's words.
    pub fn extra_work(&self) -> Vec<wire::ExtraWork> {
        let words = |id: i64| self.papers.extra_work.get(&id);
        self.state()
            .extra_work
            .iter()
            .map(|extra| wire::ExtraWork {
                id: extra.id,
                title: words(extra.id).map(|words| words.title.clone()).unwrap_or_default(),
                reason: words(extra.id).map(|words| words.reason.clone()).unwrap_or_default(),
                urgency: extra.urgency,
                price: self.dealer.file.money(extra.amount),
                extra_minutes: extra.minutes,
                quote_version: extra.version,
                decision: extra.decision,
                decided_at: extra.decided_at.map(|at| self.dealer.wire(at)),
            })
            .collect()
    }

    /// Every promise with its reason.
    pub fn promises(&self) -> Vec<wire::Promise> {
        self.state()
            .promises
            .iter()
            .map(|promise| wire::Promise {
                promised_at: self.dealer.wire(promise.promised_at),
                given_at: self.dealer.wire(promise.given_at),
                by: self.name_of(promise.by),
                reason: self.note(promise.event),
            })
            .collect()
    }

    /// When each stage was reached.
    pub fn reached(&self) -> Vec<wire::StageReached> {
        let reached = self.state().reached.iter();
        reached.map(|(stage, at)| wire::StageReached { stage: *stage, at: self.dealer.wire(*at) }).collect()
    }

    /// The steps from the estimate to what a draft charges; refuses what is not explained or not authorised.
    pub fn bridge(
        &self,
        draft: &StatementDraft,
        charged: i64,
    ) -> Result<Vec<bayside_domain::statement::BridgeStep<Instant>>, bayside_domain::statement::BridgeError> {
        let state = self.state();
        let approved: Vec<ApprovedExtra<Instant>> = state
            .extra_work
            .iter()
            .filter(|extra| extra.decision == Some(Decision::Approve))
            .map(|extra| {
                let words = self.papers.extra_work.get(&extra.id);
                ApprovedExtra {
                    title: words.map(|words| words.title.clone()).unwrap_or_default(),
                    reason: words.map(|words| words.reason.clone()).unwrap_or_default(),
                    amount: extra.amount,
                    at: extra.decided_at.unwrap_or(state.start),
                }
            })
            .collect();
        let by = state.released_by.map(|by| self.name_of(by)).unwrap_or_default();
        let at = state.released.map_or(state.start, |(at, _)| at);
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

    /// What a draft charges the customer.
    pub fn charged(&self, draft: &StatementDraft) -> i64 {
        customer_total(&self.dealer.file, &draft.lines)
    }

    /// The parsed lines of a draft; they were checked when written.
    pub fn lines(draft: &StatementDraft) -> Result<bayside_domain::statement::Lines, Failure> {
        parsed(&draft.lines, "/lines").map_err(Failure::Refused)
    }

    /// Masked.
    pub fn masked_phone(&self) -> String {
        masked_phone(&self.dealer, &self.person)
    }
}

/// A member of staff's name in the first of these languages.
pub fn staff_name(member: &StaffRow, speaks: &[&str]) -> String {
    let names: BTreeMap<String, String> = serde_json::from_str(&member.name).unwrap_or_default();
    LocalText(names).get(speaks).to_owned()
}
