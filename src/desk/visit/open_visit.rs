//! The state of a page about one visit: the visit, requests under way, failures.

use crate::client::{Call, Failure};
use crate::desk::shared::session::{Desk, use_desk, use_signed};
use crate::desk::shared::stream::use_stream;
use crate::desk::today::last_board::use_last_board;
use crate::desk::visit::change;
use crate::desk::visit::steps::{Press, of_preparation};
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::focus;
use bayside_api::codes::Step;
use bayside_api::desk::{DeskVisit, LogEntry, Right, StepRequest};
use bayside_api::{Code, FieldError, path};
use bayside_domain::ids::{EventNumber, ExtraWorkId, VisitId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

/// Which form stands open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// A step that asks for something.
    Step(Press),
    /// Extra work; an item's id if it is quoted anew.
    Extra(Option<ExtraWorkId>),
}

/// The versions of the visit, as entity tags.
#[derive(Debug, Default)]
struct Versions {
    /// The one that was read last.
    read: Option<String>,
    /// The one that a form was opened with, while one is open.
    held: Option<String>,
}

/// The page of one visit.
#[derive(Clone, Copy)]
pub struct OpenVisit {
    /// The id of the visit.
    pub id: VisitId,
    /// The visit as last read.
    pub visit: RwSignal<Option<DeskVisit>>,
    /// Why it could not be read.
    pub failed: RwSignal<Option<Failure>>,
    /// Why the last thing pressed was not done.
    pub trouble: RwSignal<Option<Failure>>,
    /// What others did since the visit was read, shown after a conflict.
    pub news: RwSignal<Vec<LogEntry>>,
    /// What was done last.
    pub noted: RwSignal<Option<LogEntry>>,
    /// Something is being sent.
    pub busy: RwSignal<bool>,
    /// Which form stands open.
    pub open: RwSignal<Option<Open>>,
    /// The dialog of the promised time.
    pub promising: RwSignal<bool>,
    /// Whether the customer's number is shown in full.
    pub phone_shown: RwSignal<bool>,
    versions: StoredValue<Versions>,
    dealer: StoredValue<String>,
    desk: Desk,
    clock: ServerClock,
}

impl OpenVisit {
    /// Opens the page of a visit and keeps it fresh while the calling view lives.
    pub fn open(id: VisitId) -> Self {
        let page = Self {
            id,
            visit: RwSignal::new(None),
            failed: RwSignal::new(None),
            trouble: RwSignal::new(None),
            news: RwSignal::new(Vec::new()),
            noted: RwSignal::new(None),
            busy: RwSignal::new(false),
            open: RwSignal::new(None),
            promising: RwSignal::new(false),
            phone_shown: RwSignal::new(false),
            versions: StoredValue::default(),
            dealer: StoredValue::new(use_signed().0.dealer.clone()),
            desk: use_desk(),
            clock: use_clock(),
        };
        // The way back to the board leads to its card.
        use_last_board().chosen.set(Some(id));
        let change = use_stream().change;
        Effect::new(move |first: Option<()>| {
            let concerns = change.with(|change| change.visits.is_empty() || change.visits.contains(&id));
            if first.is_none() || (concerns && !page.busy.get_untracked()) {
                page.load();
            }
        });
        Effect::new(move |_| {
            let is_open = page.open.with(Option::is_some) || page.promising.get();
            page.hold_version(is_open);
        });
        provide_context(page);
        page
    }

    /// Keeps the version of now for what is sent, while a form is open: what others change meanwhile is a conflict.
    pub fn hold_version(self, while_open: bool) {
        self.versions.update_value(|versions| {
            let held = versions.held.take().or_else(|| versions.read.clone());
            versions.held = held.filter(|_| while_open);
        });
    }

    /// The dealer's slug, from the page's address.
    pub fn dealer(self) -> String {
        self.dealer.get_value()
    }

    /// Where the visit's pages live.
    pub fn address(self, rest: &str) -> String {
        format!("/desk/{}/visits/{}{rest}", self.dealer(), self.id)
    }

    /// Whether this member of staff may do something with the visit now; followed.
    pub fn may(self, right: Right) -> bool {
        self.visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.rights.contains(&right)))
    }

    /// Opens the dialog of the promised time, for whom may change it.
    pub fn ask_promise(self) {
        if untrack(|| self.may(Right::Promise)) {
            self.promising.set(true);
        }
    }

    /// Opens the form of a quote, for whom may quote.
    pub fn ask_extra(self, item: Option<ExtraWorkId>) {
        if untrack(|| self.may(Right::Quote)) {
            self.open.set(Some(Open::Extra(item)));
        }
    }

    /// The server's clock.
    pub fn clock(self) -> ServerClock {
        self.clock
    }

    /// Reads the visit.
    pub fn load(self) {
        spawn_local(self.read());
    }

    async fn read(self) {
        let answer = Call::get(path::desk_visit(&self.dealer(), self.id)).send::<DeskVisit>().await;
        match answer {
            Ok(reply) => self.take(reply.value, reply.etag),
            Err(failure) => {
                self.desk.sign_out_if_expired(&failure);
                self.failed.try_set(Some(failure));
            }
        }
    }

    fn take(self, visit: DeskVisit, etag: Option<String>) {
        let etag = etag.unwrap_or_else(|| format!("\"{}\"", visit.version));
        // The page may have been left meanwhile.
        if self.versions.try_update_value(|versions| versions.read = Some(etag)).is_none() {
            return;
        }
        self.failed.set(None);
        if self.visit.with_untracked(|old| old.as_ref() != Some(&visit)) {
            self.visit.set(Some(visit));
        }
    }

    /// Sends a change with the version that was read; `then` is called with the result. After a conflict, the visit is
    /// read again and the changes of others are shown.
    pub fn send(self, call: Call, then: impl FnOnce(Result<(), Failure>) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        self.noted.set(None);
        let seen = self.visit.with_untracked(|visit| visit.as_ref().map_or(EventNumber::new(0), change::newest));
        let version = self.versions.with_value(|versions| versions.held.clone().or_else(|| versions.read.clone()));
        let call = call.if_match(version.as_deref());
        spawn_local(async move {
            let answer = call.send::<serde_json::Value>().await;
            match &answer {
                // The answer to a change is the visit as it is now; anything else is read anew.
                Ok(reply) => match serde_json::from_value::<DeskVisit>(reply.value.clone()) {
                    Ok(visit) => self.take(visit, reply.etag.clone()),
                    Err(_) => self.read().await,
                },
                Err(failure) => self.refused(failure, seen).await,
            }
            if self.busy.try_set(false).is_none() {
                // One's own change, and what a conflict has shown, are known to whoever has the form open.
                let is_known = answer.as_ref().map_or_else(
                    |failure| matches!(failure.code(), Some(Code::ChangedMeanwhile | Code::OrderChanged)),
                    |_| true,
                );
                if is_known {
                    self.versions.update_value(|versions| {
                        versions.held = versions.held.take().and(versions.read.clone());
                    });
                }
                then(answer.map(|_| ()));
            }
        });
    }

    async fn refused(self, failure: &Failure, seen: EventNumber) {
        self.desk.sign_out_if_expired(failure);
        match failure.code() {
            Some(Code::ChangedMeanwhile | Code::OrderChanged) => {
                self.read().await;
                let news =
                    self.visit.try_with_untracked(|visit| visit.as_ref().map(|visit| change::since(visit, seen)));
                self.news.try_set(news.flatten().unwrap_or_default());
            }
            Some(Code::StepNotAllowed | Code::AlreadyDone | Code::NotChangeable) => self.read().await,
            _ => {}
        }
        self.trouble.try_set(Some(failure.clone()));
    }

    /// Posts a step with its fields; closes its form once it is taken.
    pub fn step(self, step: Step, body: &StepRequest, then: impl FnOnce(Result<(), Failure>) + 'static) {
        let call = Call::post(path::desk_step(&self.dealer(), self.id, step.as_str())).json(body);
        let passed = body.passed;
        self.send(call, move |result| {
            if result.is_ok() {
                self.open.set(None);
                // A failed check says so itself.
                let newest = self.visit.with_untracked(|visit| visit.as_ref()?.log.first().cloned());
                self.noted.set(newest.filter(|_| passed != Some(false)));
                self.news.set(Vec::new());
                // A tick stays where it is.
                if !of_preparation(step) {
                    focus::on("steps-title");
                }
            }
            then(result);
        });
    }

    /// Closes the form that stands open; the focus goes back to the button that opened it.
    pub fn close_form(self) {
        let opener = self.open.with_untracked(|open| match open {
            Some(Open::Step(press)) => Some(press.button_id()),
            Some(Open::Extra(_)) => Some("extra-work".to_owned()),
            None => None,
        });
        self.open.set(None);
        if let Some(opener) = opener {
            focus::on(&opener);
        }
    }

    /// Presses a step that asks for nothing.
    pub fn press(self, press: &Press) {
        self.step(press.step, &StepRequest { job: press.job.clone(), ..StepRequest::default() }, |_| ());
    }
}

/// The page of the visit that the calling view belongs to.
pub fn use_page() -> OpenVisit {
    expect_context()
}

/// The wrong fields of a refused request.
pub fn field_errors(failure: &Failure) -> Vec<FieldError> {
    match failure {
        Failure::Problem(problem) => problem.errors.clone(),
        _ => Vec::new(),
    }
}

/// A part of the visit, followed.
pub fn part<T: PartialEq + Send + Sync + 'static>(read: fn(&DeskVisit) -> Option<T>) -> Memo<Option<T>> {
    let page = use_page();
    Memo::new(move |_| page.visit.with(|visit| visit.as_ref().and_then(read)))
}

/// A page on the visit that the address names, drawn anew for another one.
pub fn page_of_visit(page: fn(VisitId) -> AnyView) -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get("id").and_then(|id| id.parse().ok())).unwrap_or(VisitId::new(0))
    });
    move || page(id.get())
}
