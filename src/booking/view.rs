//! The page on which a booking is made.

use super::frame::{Bar, Dock, Onward, Summary};
use super::loaded::Loaded;
use super::state::{BookingEvent, State, Step, Trouble};
use crate::booking::car::{Car, CarProps};
use crate::booking::controller::Controller;
use crate::booking::done::{Done, DoneProps};
use crate::booking::labels;
use crate::booking::need::{Need, NeedProps};
use crate::booking::when::{When, WhenProps};
use crate::booking::you::{You, YouProps};
use crate::client::Failure;
use crate::i18n::{td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::view;
use crate::ui::{
    Failed, Notice, Severity, Skeleton, Station, Track, failure_text, focus, history, live, press, retry_when_online,
    stations_at, tied,
};
use bayside_api::Problem;
use leptos::prelude::*;

/// The booking with this dealer, in a page of its own or in a frame.
#[component]
pub fn BookingPage(
    /// The dealer, which may still be on its way.
    loaded: Loaded,
    /// Called with the controller once the form has started.
    begun: fn(Controller),
) -> impl IntoView {
    let lang = use_lang();
    let clock = use_clock();
    let known = Memo::new(move |_| loaded.dealer.with(Option::is_some));
    // The controller must survive a change of the language, which draws the page again.
    let page = Owner::current();
    let kept = StoredValue::new(None::<Controller>);
    let begin = move || {
        let dealer = Signal::derive(move || loaded.dealer.get().expect("once known, a dealer stays known"));
        let controller = Controller::start(dealer, lang, clock);
        run_effects(controller);
        begun(controller);
        kept.set_value(Some(controller));
        controller
    };
    let body = move || {
        lang.get();
        // The dealer's texts may arrive again in another language.
        loaded.dealer.track();
        if !known.get() {
            return view! { <Bar dealer=loaded.dealer.into()/><Waiting loaded=loaded/> }.into_any();
        }
        let controller = kept.get_value().or_else(|| page.as_ref().map(|page| page.with(begin)));
        controller
            .map(|controller| view! { <Bar dealer=loaded.dealer.into()/><Steps controller=controller/> })
            .into_any()
    };
    view! { <div class="booking">{live(body)}</div> }
}

/// Shown until the dealer is loaded: the real frame with grey placeholders.
#[component]
fn Waiting(loaded: Loaded) -> impl IntoView {
    let locale = use_lang().now();
    let failed = move || loaded.failure.get().is_some();
    view! {
        <div class="book">
            <main id="main" aria-busy=tied(move || (!failed()).to_string())>
                <Progress step=Step::Need/>
                <Failed failure=loaded.failure retry=move |()| loaded.fetch()/>
                <h1>{td_string!(locale, booking.need_title)}</h1>
                <div class="sec" hidden=failed>
                    <p class="vh" role="status">{td_string!(locale, ui.loading)}</p>
                    {(0..5).map(|_| view! { <Skeleton class="tall"/> }).collect_view()}
                </div>
            </main>
        </div>
    }
}

/// Where in the five steps the customer is.
#[component]
fn Progress(step: Step) -> impl IntoView {
    let locale = use_lang().now();
    let states = stations_at(step.index(), Step::ALL.len());
    let stations: Vec<Station> = Step::ALL
        .into_iter()
        .zip(states)
        .map(|(step, state)| Station { word: labels::step(step, locale).to_owned(), state, time: None })
        .collect();
    view! { <Track stations=stations label=td_string!(locale, booking.step_of, n = step.index() + 1) class="steps"/> }
}

/// Effects that run as long as the page is open: title, focus, retries.
fn run_effects(controller: Controller) {
    let step = controller.part(State::step);
    let lost = controller.part(|state| state.lost.is_some());
    let wrong = controller.part(|state| !state.faults.is_empty());
    retry_when_online(move || {
        if controller.state.with_untracked(|state| state.trouble == Some(Trouble::Offline)) {
            controller.send(BookingEvent::Retry);
        }
    });
    Effect::new(move |_| {
        let locale = controller.lang.get();
        step.track();
        lost.track();
        let name = controller.dealer.with(|dealer| dealer.name.clone());
        let heading = controller.state.with_untracked(|state| labels::heading(state, locale));
        let heading =
            if wrong.get() { td_string!(locale, booking.error_title, title = heading) } else { heading.to_owned() };
        focus::title(&format!("{heading} · {name}"));
    });
    Effect::new(move |before: Option<(Step, bool)>| {
        let here = (step.get(), lost.get());
        if before.is_some_and(|before| before != here) {
            focus::to_top();
            focus::on("heading");
        }
        here
    });
}

/// The five steps.
#[component]
fn Steps(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let step = controller.part(State::step);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // Drawing a step takes time: let the browser paint the pressed button first.
        focus::after_paint(move || {
            controller.send(BookingEvent::Next);
            if controller.state.with_untracked(|state| !state.faults.is_empty()) {
                focus::on("errors");
            }
        });
    };
    let body = move || match step.get() {
        Step::Need => Need(NeedProps { controller }).into_any(),
        Step::Car => Car(CarProps { controller }).into_any(),
        Step::When => When(WhenProps { controller }).into_any(),
        Step::You => You(YouProps { controller }).into_any(),
        Step::Done => Done(DoneProps { controller }).into_any(),
    };
    let asking = Memo::new(move |_| step.get() != Step::Done);
    view! {
        <div class="book">
            <main id="main">
                {live(move || view! { <Progress step=step.get()/> })}
                <TroubleNotice controller=controller/>
                <form id="step" class="step" novalidate on:submit=submit>
                    {live(body)}
                    {live(move || asking.get().then(|| view! { <Ways controller=controller/> }))}
                </form>
            </main>
            <aside class="sum side" class:below=tied(move || !asking.get()) aria-label=td_string!(locale, booking.summary)><Summary controller=controller/></aside>
        </div>
        {live(move || asking.get().then(|| view! { <Dock controller=controller/> }))}
    }
}

/// The next and back buttons at the end of a step.
#[component]
fn Ways(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let step = controller.part(State::step);
    let can_go = controller.part(|state| state.step() != Step::When || state.saved.held.is_some());
    view! {
        <p class="go">
            {live(move || can_go.get().then(|| view! { <Onward controller=controller/> }))}
            {live(move || {
                let before = Step::ALL[step.get().index().checked_sub(1)?];
                Some(view! {
                    <button type="button" class="btn b3" data-test="back" on:click=press(move || controller.send(BookingEvent::GoTo(before)))>
                        {td_string!(locale, ui.back)}
                    </button>
                })
            })}
        </p>
    }
}

/// The notice about a problem other than a wrong field.
#[component]
fn TroubleNotice(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let trouble = controller.part(|state| state.trouble);
    let again = move || {
        view! {
            <button type="button" class="btn b2" data-test="retry" on:click=press(move || controller.send(BookingEvent::Retry))>
                {td_string!(locale, ui.retry)}
            </button>
        }
    };
    live(move || {
        trouble.get().map(|trouble| match trouble {
            Trouble::Offline => view! {
                <Notice kind=Severity::Warn icon="broken" role="status" title=td_string!(locale, booking.offline_title)>
                    <p>{td_string!(locale, booking.offline_note)}</p>
                    <p class="row">{again()}<span class="soft">{td_string!(locale, booking.offline_auto)}</span></p>
                </Notice>
            }
            .into_any(),
            Trouble::CalledOff => view! {
                <Notice kind=Severity::Warn icon="broken" role="status" title=td_string!(locale, ui.not_sent)/>
            }
            .into_any(),
            Trouble::Refused(_) | Trouble::Unreadable => {
                let failure = match trouble {
                    Trouble::Refused(code) => Failure::Problem(Box::new(Problem::new(code))),
                    _ => Failure::Unreadable,
                };
                let title = failure_text(&failure, locale);
                view! {
                    <Notice kind=Severity::Bad icon="stop" role="alert" title=title>
                        <p>{td_string!(locale, booking.refused_kept)}</p>
                        <p class="row">{again()}</p>
                    </Notice>
                }
                .into_any()
            }
        })
    })
}

/// Each step is an entry of the browser's history, so that its back button goes back a step.
pub fn follow_history(controller: Controller) {
    let step = controller.part(State::step);
    history::follow(Memo::new(move |_| step.get().anchor()), move |wanted| {
        if let Some(found) = Step::ALL.into_iter().find(|step| wanted == step.anchor()) {
            controller.send(BookingEvent::GoTo(found));
        }
    });
}
