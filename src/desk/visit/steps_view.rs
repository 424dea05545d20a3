//! What can be done now, as buttons.

use crate::desk::shared::keys::Cap;
use crate::desk::shared::labels;
use crate::desk::visit::open_visit::{Open, OpenVisit, use_page};
use crate::desk::visit::step_form::StepForm;
use crate::desk::visit::steps;
use crate::desk::visit::steps::{Need, Press};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Icon, Severity, Status};
use bayside_api::codes::{JobState, Step};
use bayside_api::desk::{DeskJob, DeskVisit, Phase, Right};
use leptos::prelude::*;

/// Presses a step, or opens its form if it asks for something.
pub fn ask(page: OpenVisit, press: Press) {
    if steps::need(press.step) == Need::Nothing {
        page.press(&press);
    } else {
        page.trouble.set(None);
        page.noted.set(None);
        page.open.set(Some(Open::Step(press)));
    }
}

/// The section.
#[component]
pub fn Steps() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let shown = Memo::new(move |_| page.visit.with(|visit| visit.as_ref().map(Shown::of)));
    view! {
        <section class="sec" aria-busy=move || page.busy.get().to_string()>
            <h2 id="steps-title" tabindex="-1">{move || td_string!(lang.get(), desk.visit.now)}</h2>
            {move || shown.get().map(|shown| view! { <Buttons shown=shown/> })}
            <StepForm/>
        </section>
    }
}

/// What the buttons depend on, and nothing else: they stay put while other things change.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    own: Vec<Step>,
    again: bool,
    next: Option<Press>,
    jobs: Vec<DeskJob>,
    others: Vec<Step>,
    over: bool,
    on_site: bool,
    promise: bool,
    quote: bool,
}

impl Shown {
    fn of(visit: &DeskVisit) -> Self {
        Self {
            own: steps::visit_steps(visit),
            again: steps::again(visit),
            next: steps::next(visit),
            jobs: visit.jobs.clone(),
            others: steps::for_others(visit),
            over: matches!(visit.card.phase, Phase::Closed | Phase::Cancelled | Phase::NoShow),
            on_site: visit.card.phase == Phase::OnSite,
            promise: visit.rights.contains(&Right::Promise),
            quote: visit.rights.contains(&Right::Quote),
        }
    }
}

#[component]
fn Buttons(shown: Shown) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let Shown { own, again, next, jobs, others, over, on_site, promise, quote } = shown;
    let nothing = own.is_empty() && jobs.iter().all(|job| job.allowed.is_empty());
    let first = next.clone();
    let buttons = own
        .into_iter()
        .map(|step| {
            let press = Press { step, job: None };
            let is_next = first.as_ref() == Some(&press);
            let word = move |locale: Language| {
                if step == Step::Inspect && again {
                    td_string!(locale, desk.step.inspect_again)
                } else {
                    labels::step_now(step, on_site, locale)
                }
            };
            view! { <StepButton press=press is_next=is_next word=word/> }
        })
        .collect_view();
    view! {
        <div class="stepb">
            {buttons}
            {promise.then(|| view! {
                <button type="button" class="btn b2" data-test="promise" on:click=move |_| page.ask_promise()>
                    {move || td_string!(lang.get(), desk.promise.button)}<Cap key="P"/>
                </button>
            })}
            {quote.then(|| view! {
                <button type="button" class="btn b2" id="extra-work" data-test="extra-work" on:click=move |_| page.ask_extra(None)>
                    {move || td_string!(lang.get(), desk.extra.button)}<Cap key="E"/>
                </button>
            })}
        </div>
        {(!jobs.is_empty()).then(|| view! {
            <ul class="jobs" role="list" aria-label=move || td_string!(lang.get(), desk.visit.jobs)>
                {jobs.into_iter().map(|job| view! { <JobRow job=job next=next.clone()/> }).collect_view()}
            </ul>
        })}
        {over.then(|| view! { <p class="soft">{move || td_string!(lang.get(), desk.visit.over)}</p> })}
        {(nothing && !over).then(|| view! { <p class="soft">{move || td_string!(lang.get(), desk.visit.nothing)}</p> })}
        {(!others.is_empty()).then(|| view! {
            <p class="no"><span>{move || td_string!(lang.get(), desk.visit.others)}</span><span>{move || labels::missing(&others, lang.get())}</span></p>
        })}
    }
}

/// A job, who does it, and its steps.
#[component]
fn JobRow(job: DeskJob, next: Option<Press>) -> impl IntoView {
    let lang = use_lang();
    let (icon, kind) = match job.state {
        JobState::Open => ("", None),
        JobState::Dispatched => ("user", None),
        JobState::Running => ("wrench", Some(Severity::Note)),
        JobState::Paused => ("clock", Some(Severity::Warn)),
        JobState::Done => ("check", Some(Severity::Ok)),
    };
    let state = job.state;
    let word = Signal::derive(move || labels::job_state(state, lang.get()).to_owned());
    let given = job.technician.is_some();
    let who = job.technician.as_ref().map(|person| person.name.clone());
    let buttons = steps::job_steps(&job)
        .into_iter()
        .map(|step| {
            let press = Press { step, job: Some(job.id.clone()) };
            let is_next = next.as_ref() == Some(&press);
            let word = move |locale: Language| {
                if step == Step::Dispatch && given {
                    td_string!(locale, desk.step.dispatch_again)
                } else {
                    labels::step(step, locale)
                }
            };
            view! { <StepButton press=press is_next=is_next word=word/> }
        })
        .collect_view();
    view! {
        <li class="job" data-test=format!("job-{}", job.id) data-state=state.as_str()>
            <span><b>{job.name.clone()}</b>{who.map(|name| view! { <small>{name}</small> })}</span>
            {match kind {
                Some(kind) => view! { <Status kind=kind icon=icon word=word/> }.into_any(),
                // What has not begun waits for nobody.
                None if icon.is_empty() => view! { <span class="soft">{move || word.get()}</span> }.into_any(),
                None => view! { <Status icon=icon word=word/> }.into_any(),
            }}
            <span class="stepb">{buttons}</span>
        </li>
    }
}

#[component]
fn StepButton(
    press: Press,
    is_next: bool,
    word: impl Fn(Language) -> &'static str + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let asks = steps::need(press.step) != Need::Nothing;
    let id = press.button_id();
    let open = Memo::new({
        let press = press.clone();
        move |_| page.open.with(|open| open.as_ref() == Some(&Open::Step(press.clone())))
    });
    let class = match press.step {
        _ if is_next => "btn",
        // What gives up stands apart.
        Step::Cancel | Step::NoShow => "btn b3 apart",
        _ => "btn b2",
    };
    let icon = match press.step {
        Step::SignOrder | Step::Accept => Some("pen"),
        Step::Wash => Some("wash"),
        _ => None,
    };
    view! {
        <button
            type="button"
            class=class
            id=id.clone()
            data-test=id
            aria-expanded=move || asks.then(|| open.get().to_string())
            aria-disabled=move || page.busy.get().then_some("true")
            on:click=move |_| ask(page, press.clone())
        >
            {icon.map(|icon| view! { <Icon name=icon/> })}
            {move || word(lang.get())}
            {is_next.then(|| view! { <Cap key="."/> })}
        </button>
    }
}
