//! The state of the page "I notice something" and its request for a call-back. Pure: the view sends events, the
//! controller sends the resulting requests.

use crate::booking::draft::Draft;
use crate::booking::edit::Edit;
use crate::booking::event::Trouble;
use crate::booking::field::{Field, FieldFault, Step};
use crate::notice::call::times::CallTime;
use crate::notice::questions::walk::Walk;
use bayside_api::callback::{CallbackCreated, CallbackRequest, CallbackTeam, TimeWindow};
use bayside_api::limits::CONCERN_CHARS_MAX;
use bayside_api::person::ConsentGiven;
use bayside_api::triage::{Outcome, Remedy, Triage};
use bayside_api::{Instant, Problem};
use bayside_domain::country::Country;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticePart {
    /// The questions and where they lead.
    Ask,
    /// Whom to call back.
    Call,
    /// Somebody will call.
    Done,
}

impl NoticePart {
    /// The anchor after `#` in the page's address.
    pub const fn anchor(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Call => "call",
            Self::Done => "done",
        }
    }
}

/// For how long what was confirmed is sent again by itself, in milliseconds: later, people have gone another way.
const REPEAT_MS: i64 = 10 * 60 * 1_000;

/// A call that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The server's promise.
    pub created: CallbackCreated,
    /// CallTime it was asked for.
    pub asked_at: Instant,
    /// Whether it was asked for by an earlier request than the last.
    #[serde(default)]
    pub before: bool,
}

/// The part that survives a reload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedNotice {
    /// Where the reader was.
    pub part: NoticePart,
    /// The answers.
    pub walk: Walk,
    /// What was typed.
    pub draft: Draft,
    /// Who is to call.
    #[serde(rename = "caller")]
    pub team: CallbackTeam,
    /// CallTime it suits.
    pub when: CallTime,
    /// The call, once asked for.
    pub sent: Option<Sent>,
    /// The idempotency key: a repeated request makes no second call-back.
    pub key: String,
    /// Since when the page is open, by the server's clock.
    pub begun_ms: i64,
    /// The body that was confirmed, as long as no answer came and nothing was changed: only this is sent again.
    #[serde(default)]
    pub confirmed: Option<String>,
    /// When it was confirmed, by the server's clock.
    #[serde(default)]
    pub confirmed_ms: i64,
}

impl SavedNotice {
    /// A new page. The key is random.
    pub fn new(draft: Draft, key: String, begun_ms: i64) -> Self {
        Self {
            part: NoticePart::Ask,
            walk: Walk::default(),
            draft,
            team: CallbackTeam::Adviser,
            when: CallTime::Soon,
            sent: None,
            key,
            begun_ms,
            confirmed: None,
            confirmed_ms: 0,
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum NoticeEvent {
    /// A question was answered by its `n`-th answer.
    Answer(String, u32),
    /// A field was typed into, or something at it chosen.
    Edit(Edit),
    /// CallTime a call suits.
    CallTime(CallTime),
    /// A call is wanted.
    Call(CallbackTeam),
    /// To the questions or the form, by the browser's buttons or the page's.
    GoTo(NoticePart),
    /// The call is asked for, at these times; the time is the server's.
    Send(Vec<TimeWindow>, i64),
    /// What was confirmed is sent again; the time is the server's.
    Retry(i64),
    /// It is promised.
    Sent(Sent),
    /// The server refused.
    Refused(Box<Problem>),
    /// No reply came: there is no network, or the server is down.
    Offline,
    /// An answer that cannot be read.
    Unreadable,
}

impl NoticeEvent {
    /// Whether the request is another one from now on.
    fn changes_what_is_asked(&self) -> bool {
        matches!(self, Self::Answer(..) | Self::Edit(_) | Self::CallTime(_) | Self::Call(_))
    }
}

/// What a request takes from the dealer and the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTerms {
    /// The country whose rules for plates and phone numbers apply.
    pub country: Country,
    /// The version of the consent text.
    pub consent_version: String,
    /// The language, a BCP 47 tag; one of the dealer's.
    pub locale: String,
}

/// What somebody notices.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What survives a reload.
    pub saved: SavedNotice,
    /// What is wrong, in the order of the fields.
    pub faults: Vec<(Field, FieldFault)>,
    /// What else is wrong.
    pub trouble: Option<Trouble>,
    /// The request is under way.
    pub busy: bool,
    /// What the dealer asks.
    pub triage: Arc<Triage>,
    /// What the dealer's page needs to fill in a request.
    pub terms: NoticeTerms,
}

impl State {
    /// A new page, or the kept one.
    pub fn new(triage: Arc<Triage>, terms: NoticeTerms, saved: SavedNotice) -> Self {
        let mut state = Self { saved, faults: Vec::new(), trouble: None, busy: false, triage, terms };
        state.saved.part = state.reachable(state.saved.part);
        // The page was closed before an answer came.
        state.trouble = state.saved.confirmed.as_ref().map(|_| Trouble::Offline);
        state
    }

    /// Whether the dealer asks anything.
    pub fn asks(&self) -> bool {
        self.triage.first.is_some()
    }

    /// Where the answers lead, once they do.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.saved.walk.outcome(&self.triage)
    }

    /// The car must not be driven.
    pub fn is_unsafe(&self) -> bool {
        self.saved.walk.is_unsafe(&self.triage)
    }

    /// Own words first and unchanged, then what was answered, as far as there is room.
    pub fn concern(&self) -> String {
        let words = self.saved.draft.concern.trim();
        let line = self.saved.walk.line(&self.triage);
        let between = if words.is_empty() || line.is_empty() { "" } else { "\n" };
        format!("{words}{between}{line}").chars().take(CONCERN_CHARS_MAX).collect()
    }

    /// What stands after `#` in the address of the booking page that is to begin with these jobs. `encode`
    /// is the percent-encoding of a query's value.
    pub fn handover(&self, services: &[String], encode: fn(&str) -> String) -> String {
        let draft = &self.saved.draft;
        let services: Vec<String> = services.iter().map(|id| encode(id)).collect();
        let mut parts = vec![format!("services={}", services.join(","))];
        let mut add = |key: &str, value: &str| {
            if !value.is_empty() {
                parts.push(format!("{key}={}", encode(value)));
            }
        };
        add("concern", &self.concern());
        if !draft.plate.trim().is_empty() {
            add("plate", &draft.whole_plate());
            add("plate_kind", &draft.plate_kind.to_string());
        }
        add("model", draft.model.trim());
        add("km", draft.mileage.trim());
        parts.join("&")
    }

    /// Lets something happen; tells what has to be asked of the server.
    pub fn apply(&mut self, event: NoticeEvent) -> Option<String> {
        if event.changes_what_is_asked() {
            self.call_off();
        }
        match event {
            NoticeEvent::Answer(question, answer) => {
                self.saved.walk.pick(&self.triage, &question, answer);
                // The answers changed: choose the team for the new outcome.
                self.saved.team = self.team();
            }
            NoticeEvent::Edit(edit) => self.edit(edit),
            NoticeEvent::CallTime(when) => self.saved.when = when,
            NoticeEvent::Call(team) => {
                self.saved.team = team;
                self.go_to(NoticePart::Call);
            }
            NoticeEvent::GoTo(part) => self.go_to(part),
            NoticeEvent::Send(times, now_ms) => return self.send(times, now_ms),
            NoticeEvent::Retry(now_ms) if now_ms - self.saved.confirmed_ms > REPEAT_MS => self.call_off(),
            NoticeEvent::Retry(_) => return self.repeat(),
            NoticeEvent::Sent(sent) => {
                self.rest();
                // What was changed while it was under way is not in it.
                let before = self.saved.confirmed.take().is_none() || sent.before;
                self.saved.sent = Some(Sent { before, ..sent });
                self.saved.part = NoticePart::Done;
            }
            NoticeEvent::Refused(problem) => self.refused(&problem),
            // What was called off while it was under way is not tried again by itself.
            NoticeEvent::Offline if self.saved.confirmed.is_none() => self.failed(Trouble::CalledOff),
            NoticeEvent::Offline => self.failed(Trouble::Offline),
            NoticeEvent::Unreadable => self.failed(Trouble::Unreadable),
        }
        None
    }

    /// Who calls by the outcome: an expert also where the car must not be driven.
    fn team(&self) -> CallbackTeam {
        match self.outcome().map(|outcome| outcome.kind) {
            Some(Remedy::Technical | Remedy::Unsafe) => CallbackTeam::Technical,
            _ => CallbackTeam::Adviser,
        }
    }

    fn reachable(&self, part: NoticePart) -> NoticePart {
        match part {
            _ if self.saved.sent.is_some() => NoticePart::Done,
            NoticePart::Ask | NoticePart::Done if self.asks() => NoticePart::Ask,
            _ => NoticePart::Call,
        }
    }

    fn go_to(&mut self, part: NoticePart) {
        if !self.busy {
            self.faults.clear();
            self.trouble = None;
            self.saved.part = self.reachable(part);
        }
    }

    fn edit(&mut self, edit: Edit) {
        // A field that is being corrected is not complained about meanwhile.
        let field = self.saved.draft.edit(edit);
        self.faults.retain(|(at, _)| Some(*at) != field);
    }

    /// What was confirmed is changed: it is not sent again by itself.
    fn call_off(&mut self) {
        if self.saved.confirmed.take().is_some() && !self.busy {
            self.trouble = Some(Trouble::CalledOff);
        }
    }

    fn repeat(&mut self) -> Option<String> {
        let body = self.saved.confirmed.clone().filter(|_| !self.busy)?;
        self.busy = true;
        self.trouble = None;
        Some(body)
    }

    fn send(&mut self, times: Vec<TimeWindow>, now_ms: i64) -> Option<String> {
        if self.busy || self.saved.confirmed.is_some() {
            return self.repeat();
        }
        self.trouble = None;
        self.faults = self.wrong();
        if !self.faults.is_empty() {
            return None;
        }
        let draft = &self.saved.draft;
        let request = CallbackRequest {
            kind: self.saved.team,
            concern: self.concern(),
            vehicle: draft.vehicle()?,
            customer: draft.customer(&self.terms.locale),
            consent: ConsentGiven {
                version: self.terms.consent_version.clone(),
                marketing: false,
                display_name: false,
            },
            preferred_times: times,
            website: draft.website(),
            filled_seconds: u32::try_from((now_ms - self.saved.begun_ms) / 1_000).ok(),
        };
        self.saved.confirmed = serde_json::to_string(&request).ok();
        self.saved.confirmed_ms = now_ms;
        self.repeat()
    }

    /// What is wrong, in the order of the fields.
    fn wrong(&self) -> Vec<(Field, FieldFault)> {
        let draft = &self.saved.draft;
        let mut faults = Vec::new();
        if self.concern().is_empty() {
            faults.push((Field::Concern, FieldFault::Required));
        } else if draft.concern.trim().chars().count() > CONCERN_CHARS_MAX {
            faults.push((Field::Concern, FieldFault::TooLong));
        }
        faults.extend(draft.faults(Step::Car, self.terms.country));
        faults.extend(draft.faults(Step::You, self.terms.country));
        faults
    }

    fn rest(&mut self) {
        self.busy = false;
        self.trouble = None;
    }

    fn failed(&mut self, trouble: Trouble) {
        self.busy = false;
        self.trouble = Some(trouble);
    }

    fn refused(&mut self, problem: &Problem) {
        self.busy = false;
        self.saved.confirmed = None;
        let draft = &self.saved.draft;
        let found = problem.errors.iter().filter_map(|error| Field::at(&error.pointer).map(|field| (field, error)));
        let mut faults: Vec<_> = found.map(|(field, error)| (field, draft.refused(field, &error.code))).collect();
        faults.sort_by_key(|(field, _)| *field);
        faults.dedup_by_key(|(field, _)| *field);
        if faults.is_empty() {
            self.trouble = Some(Trouble::Refused(problem.code));
        }
        self.faults = faults;
    }
}
