//! The state of the booking form: events in, effects out. Pure: the view sends events, the controller carries out the
//! effects, and tests do both without a browser.

pub use super::draft::{Draft, country_of};
pub use super::edit::Edit;
pub use super::event::{BookingEvent, Busy, Effect, Trouble};
pub use super::field::{Field, FieldFault, Step};
pub use crate::booking::link_params::{LinkParams, Origin};

use bayside_api::booking::{BookingCreated, Hold, HoldRequest, Slot};
use bayside_api::{Code, Problem};
use bayside_domain::car_criteria::NotForCar;
use bayside_domain::country::Country;
use serde::{Deserialize, Serialize};

/// How often the same time with another adviser is tried silently before the customer is asked.
const SILENT_RETRIES_MAX: u8 = 3;

/// A chosen time that is held for the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The time.
    pub slot: Slot,
    /// The hold, with its name and expiry.
    pub hold: Hold,
}

impl Held {
    fn release(self) -> Effect {
        Effect::Release(self.hold.hold)
    }
}

/// A time that was taken by others while the customer typed.
#[derive(Debug, Clone, PartialEq)]
pub struct LostSlot {
    /// The lost time.
    pub slot: Slot,
    /// The nearest others.
    pub alternatives: Vec<Slot>,
}

/// The part that survives a reload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedBooking {
    /// The step that is shown.
    pub step: Step,
    /// What was typed.
    pub draft: Draft,
    /// The held time.
    pub held: Option<Held>,
    /// The booking, once made.
    #[serde(default)]
    pub made: Option<BookingCreated>,
    /// The idempotency key: a repeated request makes no second booking.
    pub key: String,
    /// Whether the booking is of an earlier request than what is typed.
    #[serde(default)]
    pub before: bool,
    /// The source of the booking.
    #[serde(default)]
    pub origin: Origin,
    /// The parameters of the link that opened the form.
    #[serde(default)]
    pub brought: LinkParams,
    /// When the form was opened, Unix milliseconds.
    #[serde(default)]
    pub opened_ms: i64,
    /// The body that was confirmed, as long as no answer came and nothing was changed: only this is sent again.
    #[serde(default)]
    pub confirmed: Option<String>,
}

/// A booking while it is being made.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What survives a reload.
    pub saved: SavedBooking,
    /// What is wrong, in the order of the fields.
    pub faults: Vec<(Field, FieldFault)>,
    /// The lost time.
    pub lost: Option<LostSlot>,
    /// What else is wrong.
    pub trouble: Option<Trouble>,
    /// The request that is being sent now.
    pub busy: Option<Busy>,
    /// The request that failed last.
    failed: Option<Busy>,
    /// What the dealer's page needs to fill in a request.
    pub terms: BookingTerms,
    wanted: Option<Slot>,
    silent_retries: u8,
}

/// What a request takes from the dealer and the page.
#[derive(Debug, Clone, PartialEq)]
pub struct BookingTerms {
    /// The country whose rules for plates and phone numbers apply.
    pub country: Country,
    /// The version of the consent text.
    pub consent_version: String,
    /// The language, a BCP 47 tag; one of the dealer's.
    pub locale: String,
    /// The server's time, Unix milliseconds.
    pub now_ms: i64,
    /// What keeps the car from a chosen job.
    pub unfit: Option<NotForCar>,
}

impl State {
    /// A new booking, or the kept one. `fresh_key` is random.
    pub fn new(terms: BookingTerms, saved: Option<SavedBooking>, empty: Draft, fresh_key: String) -> Self {
        let saved = saved.unwrap_or(SavedBooking {
            step: Step::Need,
            draft: empty,
            held: None,
            made: None,
            key: fresh_key,
            origin: Origin::default(),
            brought: LinkParams::default(),
            opened_ms: terms.now_ms,
            confirmed: None,
            before: false,
        });
        let mut state = Self {
            saved,
            faults: Vec::new(),
            lost: None,
            trouble: None,
            busy: None,
            failed: None,
            terms,
            wanted: None,
            silent_retries: 0,
        };
        state.saved.step = state.reachable(state.saved.step);
        // The page was closed before an answer came.
        if state.saved.step == Step::You {
            state.trouble = state.saved.confirmed.as_ref().map(|_| Trouble::Offline);
            state.failed = Some(Busy::Booking);
        } else {
            state.saved.confirmed = None;
        }
        state
    }

    /// Applies the link's parameters; the form opens at the first incomplete step.
    pub fn apply_link(&mut self, brought: LinkParams) -> Option<Effect> {
        if let Some(origin) = brought.origin() {
            self.saved.origin = origin.clone();
        }
        self.saved.brought = brought.clone();
        if !brought.fills() {
            return None;
        }
        self.saved.confirmed = None;
        self.trouble = None;
        brought.fill(&mut self.saved.draft);
        let released = self.release_hold();
        self.saved.step = self.reachable(Step::When);
        released
    }

    /// A new booking by the same link.
    #[must_use]
    pub fn restarted(&self, mut fresh: Self) -> Self {
        fresh.saved.origin = self.saved.origin.clone();
        fresh.apply_link(self.saved.brought.clone());
        fresh
    }

    /// The draft.
    pub fn draft(&self) -> &Draft {
        &self.saved.draft
    }

    /// The step that is shown.
    pub fn step(&self) -> Step {
        self.saved.step
    }

    /// The time that is being held, or that could not be held.
    pub fn wanted(&self) -> Option<&Slot> {
        self.wanted.as_ref()
    }

    /// What is wrong with a field.
    pub fn fault(&self, field: Field) -> Option<FieldFault> {
        self.faults.iter().find(|(at, _)| *at == field).map(|(_, fault)| *fault)
    }

    /// Lets something happen; tells what has to be asked of the server.
    pub fn apply(&mut self, event: BookingEvent) -> Option<Effect> {
        if event.changes_what_is_booked() {
            self.call_off();
        }
        match event {
            BookingEvent::Edit(edit) => {
                let field = self.saved.draft.edit(edit);
                self.clear_fault(field);
            }
            BookingEvent::Service(id, on) => return self.service(id, on),
            BookingEvent::Stay(stay) => {
                self.saved.draft.stay = stay;
                return self.release_hold();
            }
            BookingEvent::Adviser(adviser) => {
                self.saved.draft.adviser = adviser;
                return self.release_hold();
            }
            BookingEvent::Next => return self.next(),
            BookingEvent::GoTo(step) => self.go_to(step),
            BookingEvent::Calendar => self.lost = None,
            BookingEvent::Choose(slot) => {
                self.silent_retries = 0;
                return self.choose(slot);
            }
            BookingEvent::Extend => return self.extend(),
            BookingEvent::Retry => return self.retry(),
            BookingEvent::Held(slot, hold) => {
                self.rest();
                self.wanted = None;
                self.lost = None;
                self.saved.held = Some(Held { slot, hold });
                self.saved.step = Step::You;
            }
            BookingEvent::Renewed(hold) => {
                self.rest();
                if let Some(held) = &mut self.saved.held {
                    held.hold = hold;
                }
            }
            BookingEvent::Booked(booking, before) => {
                self.rest();
                // What was changed while it was under way is not in it.
                self.saved.before = self.saved.confirmed.take().is_none() || before;
                self.saved.step = Step::Done;
                let start = booking.start;
                self.saved.made = Some(booking);
                // A time that was held since is not what was booked.
                return self.saved.held.take().filter(|held| held.slot.start != start).map(Held::release);
            }
            BookingEvent::Refused(problem) => return self.refused(*problem),
            // What was called off while it was under way is not tried again by itself.
            BookingEvent::Offline if self.busy == Some(Busy::Booking) && self.saved.confirmed.is_none() => {
                self.fail(Trouble::CalledOff);
            }
            BookingEvent::Offline => self.fail(Trouble::Offline),
            BookingEvent::Unreadable => self.fail(Trouble::Unreadable),
        }
        None
    }

    /// The latest step up to `wanted` whose conditions are met.
    fn reachable(&self, wanted: Step) -> Step {
        if self.saved.made.is_some() {
            return Step::Done;
        }
        let draft = self.draft();
        let ready = |step: Step| match step {
            Step::When => self.saved.held.is_some(),
            Step::Done | Step::You => false,
            Step::Need | Step::Car => draft.faults(step, self.terms.country).is_empty(),
        };
        Step::ALL.into_iter().find(|step| *step == wanted || !ready(*step)).unwrap_or(Step::Need)
    }

    fn go_to(&mut self, step: Step) {
        if self.busy.is_none() {
            self.faults.clear();
            self.trouble = None;
            self.wanted = None;
            self.saved.step = self.reachable(step);
        }
    }

    /// Clears the error of a field that is being corrected.
    fn clear_fault(&mut self, field: Option<Field>) {
        self.faults.retain(|(at, _)| Some(*at) != field);
    }

    fn service(&mut self, id: String, on: bool) -> Option<Effect> {
        let services = &mut self.saved.draft.services;
        services.retain(|chosen| *chosen != id);
        if on {
            services.push(id);
        }
        self.clear_fault(Some(Field::Services));
        self.release_hold()
    }

    /// What was confirmed is changed: it is not sent again by itself.
    fn call_off(&mut self) {
        if self.saved.confirmed.take().is_some() && self.busy.is_none() {
            self.trouble = Some(Trouble::CalledOff);
        }
    }

    /// Releases the hold, because it was for another choice of jobs, stay or adviser.
    fn release_hold(&mut self) -> Option<Effect> {
        self.lost = None;
        self.saved.held.take().map(Held::release)
    }

    fn next(&mut self) -> Option<Effect> {
        if self.busy.is_some() {
            return None;
        }
        let step = self.step();
        self.trouble = None;
        self.faults = self.draft().faults(step, self.terms.country);
        if !self.faults.is_empty() {
            return None;
        }
        match step {
            Step::Need => self.saved.step = Step::Car,
            Step::Car => match self.terms.unfit {
                Some(unfit) => self.faults = vec![(Field::Services, unfit.into())],
                None => self.saved.step = Step::When,
            },
            Step::When if self.saved.held.is_some() => self.saved.step = Step::You,
            Step::When | Step::Done => {}
            Step::You => return self.book(),
        }
        None
    }

    fn choose(&mut self, slot: Slot) -> Option<Effect> {
        if self.busy.is_some() {
            return None;
        }
        let again = self.wanted.as_ref() == Some(&slot);
        self.busy = Some(Busy::Holding);
        self.trouble = None;
        let replaces = self.saved.held.as_ref().map(|held| held.hold.hold.clone());
        let request = HoldRequest { offer: slot.offer.clone(), replaces };
        self.wanted = Some(slot.clone());
        Some(Effect::Hold(slot, request, again))
    }

    fn retry(&mut self) -> Option<Effect> {
        if self.busy.is_some() || matches!(self.trouble, None | Some(Trouble::CalledOff)) {
            return None;
        }
        match (self.wanted.clone(), self.failed) {
            (Some(slot), _) => self.choose(slot),
            (None, Some(Busy::Renewing)) => {
                self.trouble = None;
                self.extend()
            }
            // The time is kept no longer: whoever confirmed it may have gone another way since.
            (None, Some(Busy::Booking)) if self.saved.confirmed.is_some() && !self.is_held_at(self.terms.now_ms) => {
                self.call_off();
                None
            }
            (None, Some(Busy::Booking)) if self.step() == Step::You => self.next(),
            _ => None,
        }
    }

    fn is_held_at(&self, now_ms: i64) -> bool {
        self.saved.held.as_ref().is_some_and(|held| held.hold.expires_at.epoch_ms() > now_ms)
    }

    fn extend(&mut self) -> Option<Effect> {
        let held = self.saved.held.as_ref().filter(|held| held.hold.renewable && self.busy.is_none())?;
        let hold = held.hold.hold.clone();
        self.busy = Some(Busy::Renewing);
        Some(Effect::Renew(hold))
    }

    fn book(&mut self) -> Option<Effect> {
        let body = match self.saved.confirmed.take() {
            Some(confirmed) => confirmed,
            None => serde_json::to_string(&self.saved.request(&self.terms)?).ok()?,
        };
        self.saved.confirmed = Some(body.clone());
        self.busy = Some(Busy::Booking);
        Some(Effect::Book(body))
    }

    fn rest(&mut self) {
        self.busy = None;
        self.trouble = None;
    }

    fn fail(&mut self, trouble: Trouble) {
        self.failed = self.busy.take();
        self.trouble = Some(trouble);
    }

    fn refused(&mut self, problem: Problem) -> Option<Effect> {
        let was = self.busy.take();
        self.failed = was;
        self.saved.confirmed = None;
        if let Some(alternatives) = problem.alternatives {
            return self.on_slot_taken(alternatives);
        }
        match problem.code {
            Code::SlotTaken | Code::OfferExpired | Code::HoldExpired | Code::OfferInvalid | Code::OfferMismatch => {
                return self.on_slot_taken(Vec::new());
            }
            // The button was pressed twice, or in a second tab: keep the hold as it is.
            Code::HoldRenewed if was == Some(Busy::Renewing) => {
                if let Some(held) = &mut self.saved.held {
                    held.hold.renewable = false;
                }
                return None;
            }
            _ => {}
        }
        let draft = &self.saved.draft;
        let error_at = |field| problem.errors.iter().find(|error| Field::at(&error.pointer) == Some(field));
        let fault_at = |field| error_at(field).map(|error| (field, draft.refused(field, &error.code)));
        let mut faults: Vec<_> = Field::ALL.into_iter().filter_map(fault_at).collect();
        match faults.first() {
            Some((field, _)) => {
                let step = field.step();
                faults.retain(|(field, _)| field.step() == step);
                self.saved.step = step;
                self.faults = faults;
            }
            None => self.trouble = Some(Trouble::Refused(problem.code)),
        }
        None
    }

    /// The chosen time was taken. With "any adviser", the same time with another adviser is tried silently.
    fn on_slot_taken(&mut self, alternatives: Vec<Slot>) -> Option<Effect> {
        let lost = self.wanted.take().or_else(|| self.saved.held.as_ref().map(|held| held.slot.clone()))?;
        let same = alternatives.first().filter(|first| first.start == lost.start).cloned();
        let may_swap = |same: &Slot| self.draft().adviser.as_ref().is_none_or(|adviser| *adviser == same.adviser);
        if let Some(same) = same.filter(may_swap)
            && self.silent_retries < SILENT_RETRIES_MAX
        {
            self.silent_retries += 1;
            return self.choose(same);
        }
        // If the held time itself was lost, the hold is gone; if a swap failed, the old hold still exists.
        if self.saved.held.as_ref().is_some_and(|held| held.slot == lost) {
            self.saved.held = None;
        }
        self.saved.step = Step::When;
        self.lost = Some(LostSlot { slot: lost, alternatives });
        None
    }
}
