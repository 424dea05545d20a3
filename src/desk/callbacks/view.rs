//! The page of call-backs: the most urgent first, with owners and outcomes.

use crate::client::{Call, Failure};
use crate::desk::callbacks::state::{Clock, clock, figures, moved};
use crate::desk::lines::state::{error_at, filled};
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::input::{Lines, Text};
use crate::desk::shared::keys::{Cap, Key, KeyLine, on_keys};
use crate::desk::shared::labels;
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::problems;
use crate::desk::shared::session::{Desk, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::shared::spam_labels::SpamSignals;
use crate::desk::visit::open_visit::field_errors;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton, date_format, focus};
use bayside_api::callback::{CallbackOutcome, CallbackTeam, DeskCallback, DeskCallbacks, OutcomeRequest};
use bayside_api::path;
use bayside_domain::ids::CallbackId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::de::IgnoredAny;

/// The state of the page.
#[derive(Clone, Copy)]
struct Calls {
    fetched: Fetched<DeskCallbacks>,
    list: Memo<Option<Vec<DeskCallback>>>,
    chosen: RwSignal<Option<CallbackId>>,
    note: RwSignal<String>,
    reference: RwSignal<String>,
    refused: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    dealer: StoredValue<String>,
    clock: ServerClock,
    desk: Desk,
    go: StoredValue<Go, LocalStorage>,
}

/// What leads to another page.
type Go = Box<dyn Fn(&str, NavigateOptions)>;

impl Calls {
    fn current(self) -> Option<DeskCallback> {
        let id = self.chosen.get()?;
        self.list.with(|list| list.iter().flatten().find(|callback| callback.id == id).cloned())
    }

    fn choose(self, id: Option<CallbackId>) {
        if self.chosen.get_untracked() != id {
            self.chosen.set(id);
            self.note.set(String::new());
            self.reference.set(String::new());
            self.refused.set(None);
        }
    }

    fn send(self, call: Call) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let answer = call.send::<IgnoredAny>().await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => {
                    self.note.try_set(String::new());
                    self.reference.try_set(String::new());
                    self.refused.try_set(None);
                }
                Err(failure) => {
                    self.desk.sign_out_if_expired(&failure);
                    self.refused.try_set(Some(failure));
                }
            }
            self.fetched.read();
        });
    }

    fn take(self, callback: &DeskCallback) {
        let tag = format!("\"{}\"", callback.version);
        let path = path::desk_callback_take(&self.dealer.get_value(), callback.id);
        self.send(Call::post(path).json(&serde_json::json!({})).if_match(Some(&tag)));
    }

    fn came_of_it(self, outcome: CallbackOutcome) {
        let Some(callback) = untrack(|| self.current()).filter(|callback| callback.closed_at.is_none()) else { return };
        // Without a reference the booking is made now; it brings its reference back by itself.
        if outcome == CallbackOutcome::Booked && filled(&self.reference.get_untracked()).is_none() {
            let phone = format!("/desk/{}/phone?callback={}", self.dealer.get_value(), callback.id);
            return self.go.with_value(|go| go(&phone, NavigateOptions::default()));
        }
        let tag = format!("\"{}\"", callback.version);
        let body = OutcomeRequest {
            outcome,
            note: filled(&self.note.get_untracked()),
            reference: filled(&self.reference.get_untracked()).filter(|_| outcome == CallbackOutcome::Booked),
        };
        let path = path::desk_callback_outcome(&self.dealer.get_value(), callback.id);
        self.send(Call::post(path).json(&body).if_match(Some(&tag)));
    }
}

/// The component of the whole page.
#[component]
pub fn CallbacksPage() -> impl IntoView {
    let lang = use_lang();
    let dealer = use_signed().0.dealer.clone();
    let fetched = Fetched::<DeskCallbacks>::live(path::desk_callbacks(&dealer));
    let calls = Calls {
        fetched,
        list: fetched.part(|found| found.callbacks.clone()),
        chosen: RwSignal::new(None),
        note: RwSignal::new(String::new()),
        reference: RwSignal::new(String::new()),
        refused: RwSignal::new(None),
        busy: RwSignal::new(false),
        dealer: StoredValue::new(dealer),
        clock: use_clock(),
        desk: use_desk(),
        go: StoredValue::new_local(Box::new(use_navigate()) as Go),
    };
    Effect::new(move |_| fetched.value.with(|found| found.iter().for_each(|found| calls.clock.sync(&found.as_of))));
    let go = use_navigate();
    on_keys(move |key| {
        let walk = |by: isize| {
            let next = calls
                .list
                .with_untracked(|list| moved(list.as_deref().unwrap_or_default(), calls.chosen.get_untracked(), by));
            calls.choose(next);
        };
        match key {
            "j" | "ArrowDown" => walk(1),
            "k" | "ArrowUp" => walk(-1),
            "1" => calls.came_of_it(CallbackOutcome::Advice),
            "2" => calls.came_of_it(CallbackOutcome::Booked),
            "3" => calls.came_of_it(CallbackOutcome::Technical),
            "4" => calls.came_of_it(CallbackOutcome::NotReached),
            "Escape" => go(&format!("/desk/{}", calls.dealer.get_value()), NavigateOptions::default()),
            _ => return false,
        }
        true
    });
    let now = calls.clock.ticking(5_000);
    let counted = Memo::new(move |_| calls.list.with(|list| list.as_ref().map(|list| figures(list, now.get()))));
    Effect::new(move |_| focus::title(td_string!(lang.get(), care.callbacks.title)));
    view! {
        <Bar/>
        <main id="main" class="callbacks">
            <div class="head">
                <h1>{move || td_string!(lang.get(), care.callbacks.title)}</h1>
                {move || counted.get().map(|counted| {
                    let locale = lang.get();
                    view! {
                        <span class="fig"><span class="num" translate="no">{counted.open}</span>{td_string!(locale, care.callbacks.open)}</span>
                        {(counted.late > 0).then(|| view! {
                            <span class="fig"><span class="num" translate="no">{counted.late}</span><span class="st" data-k="bad"><Icon name="stop"/>{td_string!(locale, care.callbacks.late)}</span></span>
                        })}
                        {(counted.unowned > 0).then(|| view! {
                            <span class="fig"><span class="num" translate="no">{counted.unowned}</span><span class="st" data-k="warn"><Icon name="user"/>{td_string!(locale, care.callbacks.unowned)}</span></span>
                        })}
                    }
                })}
            </div>
            <div class="body">
                <Failed failure=fetched.failed retry=move |()| fetched.read()/>
                <Rows calls=calls now=now/>
                <SelectedCallback calls=calls/>
            </div>
        </main>
        <KeyLine keys=vec![Key::UpDown, Key::Back]/>
    }
}

/// The table.
#[component]
fn Rows(calls: Calls, now: Signal<i64>) -> impl IntoView {
    let lang = use_lang();
    let rows = move || {
        let list = calls.list.get().unwrap_or_default();
        list.into_iter().map(|callback| view! { <Row calls=calls callback=callback now=now/> }).collect_view()
    };
    view! {
        {move || match calls.list.with(|list| list.as_ref().map(Vec::is_empty)) {
            None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
            Some(true) => view! { <p class="soft empty">{td_string!(lang.get(), care.callbacks.empty)}</p> }.into_any(),
            Some(false) => view! {
                <div class="scroll" tabindex="0" role="group" aria-label=td_string!(lang.get(), care.callbacks.title)>
                    <table class="list stacks">
                        <thead><tr>
                            <th scope="col">{td_string!(lang.get(), care.callbacks.due)}</th>
                            <th scope="col">{td_string!(lang.get(), care.callbacks.customer)}</th>
                            <th scope="col">{td_string!(lang.get(), care.callbacks.concern)}</th>
                            <th scope="col">{td_string!(lang.get(), care.callbacks.owner)}</th>
                            <th scope="col">{td_string!(lang.get(), care.callbacks.tried)}</th>
                            <th scope="col" class="r"><span class="vh">{td_string!(lang.get(), care.callbacks.act)}</span></th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any(),
        }}
    }
}

/// One call-back.
#[component]
fn Row(calls: Calls, callback: DeskCallback, now: Signal<i64>) -> impl IntoView {
    let locale = use_lang().get();
    let time = |instant: &bayside_api::Instant| date_format::time(instant);
    let id = callback.id;
    let kept = callback.clone();
    let state = Memo::new(move |_| clock(&kept, now.get()));
    let tried = match callback.attempts.last() {
        None => td_string!(locale, care.callbacks.not_tried).to_owned(),
        Some(last) => td_string!(locale, care.callbacks.tried_at, time = time(last)).to_string(),
    };
    let due = if callback.due_at.date() == callback.created_at.date() {
        time(&callback.due_at)
    } else {
        format!(
            "{} {}",
            date_format::date(callback.due_at.date(), date_format::Style::Date, locale),
            time(&callback.due_at)
        )
    };
    let owner = callback.owner.clone().map(|owner| owner.name);
    let mine = callback.clone();
    let open = callback.closed_at.is_none();
    let call = format!("tel:{}", callback.phone);
    view! {
        <tr
            data-k=move || colour(state.get())
            data-on=move || (calls.chosen.get() == Some(id)).then_some("")
            data-test=format!("callback-{id}")
            on:click=move |_| calls.choose(Some(id))
        >
            <td><span class="t">{due}</span>{move || view! { <ClockWord clock=state.get()/> }}</td>
            <th scope="row">
                <button type="button" class="plain" aria-pressed=move || (calls.chosen.get() == Some(id)).to_string()>
                    <b>{callback.addressed_as.clone()}</b>" "<span class="plate" translate="no">{callback.plate.clone()}</span>
                </button>
                <small><PhoneLink number=callback.phone.clone()/>" · "{callback.reference.clone()}</small>
                <SpamSignals marks=callback.marks.clone()/>
            </th>
            <td class="w">{callback.concern.clone()}{callback.note.clone().map(|note| view! { <small>{note}</small> })}</td>
            <td>
                {match owner {
                    Some(owner) => view! { <b>{owner}</b> }.into_any(),
                    None => view! { <span class="st" data-k="warn"><Icon name="user"/>{td_string!(locale, care.callbacks.nobody)}</span> }.into_any(),
                }}
                <small>{team(callback.kind, locale)}</small>
            </td>
            <td class="nb">{match callback.outcome {
                Some(outcome) => outcome_word(outcome, locale).to_owned(),
                None => tried,
            }}</td>
            <td class="r">
                {(open && callback.owner.is_none()).then(|| view! {
                    <button type="button" class="btn b2" data-test="take" disabled=move || calls.busy.get()
                        on:click=move |_| calls.take(&mine)>{td_string!(locale, care.callbacks.take)}</button>
                })}
                {(open && callback.owner.is_some()).then(|| view! {
                    <a class="btn b2" href=call><Icon name="phone"/>
                        {td_string!(locale, care.callbacks.call, name = callback.addressed_as.clone()).to_string()}</a>
                })}
            </td>
        </tr>
    }
}

/// The selected call-back, with buttons for its outcome.
#[component]
fn SelectedCallback(calls: Calls) -> impl IntoView {
    let lang = use_lang();
    let open = Memo::new(move |_| {
        calls.current().filter(|callback| callback.closed_at.is_none()).map(|callback| callback.addressed_as)
    });
    let wrong = move |pointer: &'static str| {
        Signal::derive(move || {
            let errors = calls.refused.with(|failure| failure.as_ref().map(field_errors).unwrap_or_default());
            error_at(&errors, pointer).map(|code| match code {
                "unknown-booking" => td_string!(lang.get(), care.callbacks.no_booking).to_owned(),
                code => problems::field(code, lang.get()).to_owned(),
            })
        })
    };
    let press = move |outcome: CallbackOutcome, key: &'static str, test: &'static str| {
        view! {
            <button type="button" class="btn b2" data-test=test disabled=move || calls.busy.get() on:click=move |_| calls.came_of_it(outcome)>
                {move || outcome_button(outcome, lang.get())}" "<Cap key=key/>
            </button>
        }
    };
    move || {
        open.get().map(|name| view! {
        <section class="sec this" aria-labelledby="this-call">
            <h2 id="this-call">{td_string!(lang.get(), care.callbacks.this, name = name).to_string()}</h2>
            {move || calls.refused.get().filter(|failure| field_errors(failure).is_empty()).map(|failure| view! {
                <Notice kind=Severity::Bad icon="stop" title=Signal::derive(move || problems::sentence(&failure, lang.get()))/>
            })}
            <div class="two">
                <Lines id="callback-note" label=Signal::derive(move || td_string!(lang.get(), care.callbacks.note).to_owned())
                    value=calls.note set=move |text| calls.note.set(text) error=wrong("/note")/>
                <Text id="callback-reference" label=Signal::derive(move || td_string!(lang.get(), care.callbacks.reference).to_owned())
                    value=calls.reference set=move |text| calls.reference.set(text) error=wrong("/reference")/>
            </div>
            <div class="row">
                {press(CallbackOutcome::Advice, "1", "outcome-advice")}
                {press(CallbackOutcome::Booked, "2", "outcome-booked")}
                {press(CallbackOutcome::Technical, "3", "outcome-technical")}
                {press(CallbackOutcome::NotReached, "4", "outcome-not-reached")}
            </div>
        </section>
    })
    }
}

/// What the clock says, in words.
#[component]
fn ClockWord(clock: Clock) -> impl IntoView {
    let locale = use_lang().get();
    match clock {
        Clock::Late(minutes) => view! {
            <span class="st" data-k="bad"><Icon name="stop"/>{td_string!(locale, care.callbacks.late_by, time = labels::span(minutes, locale)).to_string()}</span>
        }
        .into_any(),
        Clock::Soon(minutes) => view! {
            <span class="st" data-k="warn"><Icon name="clock"/>{td_string!(locale, care.callbacks.left, time = labels::span(minutes, locale)).to_string()}</span>
        }
        .into_any(),
        Clock::Left(minutes) => {
            view! { <small>{td_string!(locale, care.callbacks.left, time = labels::span(minutes, locale)).to_string()}</small> }.into_any()
        }
        Clock::Closed => {
            view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, care.callbacks.closed)}</span> }.into_any()
        }
    }
}

const fn colour(clock: Clock) -> Option<&'static str> {
    match clock {
        Clock::Late(_) => Some("bad"),
        Clock::Soon(_) => Some("warn"),
        Clock::Left(_) | Clock::Closed => None,
    }
}

fn team(team: CallbackTeam, locale: Language) -> &'static str {
    match team {
        CallbackTeam::Adviser => td_string!(locale, care.callbacks.adviser),
        CallbackTeam::Technical => td_string!(locale, care.callbacks.technical),
    }
}

fn outcome_word(outcome: CallbackOutcome, locale: Language) -> &'static str {
    match outcome {
        CallbackOutcome::Booked => td_string!(locale, care.callbacks.was.booked),
        CallbackOutcome::Advice => td_string!(locale, care.callbacks.was.advice),
        CallbackOutcome::NotReached => td_string!(locale, care.callbacks.was.not_reached),
        CallbackOutcome::Technical => td_string!(locale, care.callbacks.was.technical),
    }
}

fn outcome_button(outcome: CallbackOutcome, locale: Language) -> &'static str {
    match outcome {
        CallbackOutcome::Booked => td_string!(locale, care.callbacks.to.booked),
        CallbackOutcome::Advice => td_string!(locale, care.callbacks.to.advice),
        CallbackOutcome::NotReached => td_string!(locale, care.callbacks.to.not_reached),
        CallbackOutcome::Technical => td_string!(locale, care.callbacks.to.technical),
    }
}
