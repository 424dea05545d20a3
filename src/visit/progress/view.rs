//! While the car is being worked on: the promise, who answers for it, the track, the jobs.

use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Icon, Severity, StationState, Status, stage_word};
use crate::visit::age::{age, overdue};
use crate::visit::extra_work::answered;
use crate::visit::labels::{Formatter, span};
use crate::visit::progress::highlight;
use crate::visit::session::VisitSession;
use crate::visit::state::{Change, change, first_of_day, stations};
use bayside_api::codes::{JobState, Stage};
use bayside_api::visit::{Job, Promise, Visit};
use leptos::prelude::*;

/// The progress, drawn anew with each version of the visit.
pub fn progress(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let is_overdue = overdue(session);
    // The age ticks by itself; the rest changes with the visit only.
    let shown = Memo::new(move |_| {
        session.visit.with(|visit| {
            visit.clone().map(|mut visit| {
                visit.as_of = first_of_day(&visit);
                visit
            })
        })
    });
    move || {
        let visit = shown.get()?;
        let formatter = Formatter::of(&visit, lang.get());
        Some(view! {
            <div class="split" data-test="progress">
                <div class="stack gap8">
                    {hero(&visit, &formatter, is_overdue)}
                    {meet(&visit, &formatter)}
                    {highlight::button(&visit, session)}
                </div>
                {track(&visit, &formatter, session)}
                <div class="stack gap8">
                    {promises(&visit.promises, &formatter)}
                    <section>{jobs(&visit, &formatter)}{answered(&visit.extra_work, &formatter)}</section>
                </div>
            </div>
        })
    }
}

fn hero(visit: &Visit, formatter: &Formatter, is_overdue: Memo<bool>) -> AnyView {
    let locale = formatter.locale;
    let Some(promised) = visit.promised_at else {
        return view! {
            <section class="hero">
                <h1>{td_string!(locale, visit.hero.promised)}</h1>
                <p class="num" data-word="" data-test="promised">{td_string!(locale, visit.hero.open)}</p>
                <p class="soft">{td_string!(locale, visit.hero.open_text)}</p>
            </section>
        }
        .into_any();
    };
    let adviser = visit.adviser.name.clone();
    let change = change(&visit.promises).map(|change| changed(change, formatter));
    let day = formatter.day(&promised);
    view! {
        <section class="hero">
            <h1>{td_string!(locale, visit.hero.promised)}</h1>
            <time translate="no" class="num" data-test="promised">{formatter.time(&promised)}</time>
            {day.map(|day| view! { <p class="soft" data-test="promised-day">{day}</p> })}
            <div class="why">
                {move || is_overdue.get().then(|| {
                    let word = td_string!(locale, visit.hero.overdue, adviser = adviser.as_str()).to_string();
                    view! { <p data-test="overdue"><Status kind=Severity::Warn icon="soon" word/></p> }
                })}
                {change}
            </div>
        </section>
    }
    .into_any()
}

fn changed(change: Change, formatter: &Formatter) -> AnyView {
    let (locale, time) = (formatter.locale, formatter.when(&change.first));
    let word = match change.minutes {
        0 => td_string!(locale, visit.hero.same, time = time).to_string(),
        n if n > 0 => td_string!(locale, visit.hero.later, time = time, span = span(n, locale)).to_string(),
        n => td_string!(locale, visit.hero.sooner, time = time, span = span(-n, locale)).to_string(),
    };
    let (kind, icon) = if change.minutes > 0 { (Severity::Warn, "clock") } else { (Severity::Ok, "check") };
    view! {
        <p data-test="promise-change"><Status kind icon word/></p>
        <p class="soft" data-test="promise-reason">{formatter.written(&change.reason)}</p>
    }
    .into_any()
}

/// The adviser, and how to reach them.
pub fn meet(visit: &Visit, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let name = visit.adviser.name.clone();
    let first = name.chars().next().map(String::from);
    let label = td_string!(locale, visit.call, name = name.as_str()).to_string();
    view! {
        <div class="meet">
            <span class="face" aria-hidden="true">{first}</span>
            <p><b data-test="adviser">{name}</b><small>{td_string!(locale, visit.adviser)}</small></p>
            <a class="icon" data-test="call" href=format!("tel:{}", visit.phone) aria-label=label><Icon name="phone"/></a>
        </div>
    }
    .into_any()
}

fn track(visit: &Visit, formatter: &Formatter, session: VisitSession) -> AnyView {
    let locale = formatter.locale;
    let stations = stations(visit);
    let step = stations.iter().position(|station| station.state.is_current()).map_or(0, |at| at + 1);
    let stage = visit.stage.map(Stage::as_str);
    let drawn = stations.map(|station| {
        let current = station.state.is_current();
        let ahead = station.stage == Stage::Ready && station.state == StationState::Next;
        let time = match visit.promised_at.filter(|_| ahead) {
            Some(promised) => formatter.time(&promised),
            None => station.at.map(|at| formatter.time(&at)).unwrap_or_default(),
        };
        let day = station.at.or(visit.promised_at.filter(|_| ahead)).and_then(|at| formatter.day(&at));
        let note = note(visit, station.stage, station.state, formatter);
        let note =
            if ahead { visit.promised_at.map(|_| td_string!(locale, visit.track.ready_at).to_owned()) } else { note };
        view! {
            <li data-s=station.state.as_str() aria-current=current.then_some("step")>
                <time translate="no">{time}</time>
                <i></i>
                <div>
                    <span class:n=current>{stage_word(station.stage, locale)}</span>
                    {day.map(|day| view! { <small class="day">{day}</small> })}
                    {note.map(|note| view! { <small>{note}</small> })}
                    {current.then(|| age(session))}
                </div>
            </li>
        }
    });
    view! {
        <section class="sec tall">
            <h2>{td_string!(locale, visit.progress)}</h2>
            <ol
                class="track"
                data-dir="v"
                data-test="stage"
                data-stage=stage
                aria-label=td_string!(locale, visit.step, n = step).to_string()
            >
                {drawn.into_iter().collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// What stands below a station's word.
fn note(visit: &Visit, stage: Stage, state: StationState, formatter: &Formatter) -> Option<String> {
    let locale = formatter.locale;
    if state == StationState::Hold {
        return Some(td_string!(locale, visit.track.hold).to_owned());
    }
    match stage {
        Stage::Waiting if state != StationState::Next => {
            let price = formatter.money(visit.estimate?);
            Some(td_string!(locale, visit.track.order, price = price).to_string())
        }
        Stage::Repair if state == StationState::Now => {
            let job = visit.jobs.iter().find(|job| job.state == JobState::Running)?;
            let name = job.technician.as_deref()?;
            Some(td_string!(locale, visit.track.working, name = name, job = job.name.as_str()).to_string())
        }
        _ => None,
    }
}

fn promises(promises: &[Promise], formatter: &Formatter) -> Option<AnyView> {
    let locale = formatter.locale;
    let last = promises.len().checked_sub(1)?;
    let rows = promises.iter().enumerate().map(|(index, promise)| {
        let time = formatter.when(&promise.promised_at);
        let time =
            if index == last { view! { <b>{time}</b> }.into_any() } else { view! { <del>{time}</del> }.into_any() };
        let why = match (index, promise.reason.as_str()) {
            (0, "") => td_string!(locale, visit.promises.first).into_any(),
            (_, "") => td_string!(locale, visit.promises.changed).into_any(),
            (_, reason) => formatter.written(reason),
        };
        let by =
            td_string!(locale, visit.promises.by, name = promise.by.as_str(), time = formatter.when(&promise.given_at));
        view! {
            <li>
                <span class="t">{time}</span>
                <span>{why}<small>{by}</small></span>
                {(index == last).then(|| view! { <span class="muted">{td_string!(locale, visit.promises.now)}</span> })}
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="sec">
                <h2>{td_string!(locale, visit.promises.head)}</h2>
                <ul class="hist" role="list" data-test="promises">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn jobs(visit: &Visit, formatter: &Formatter) -> Option<AnyView> {
    let locale = formatter.locale;
    if visit.jobs.is_empty() {
        return None;
    }
    let authorised = visit
        .authorised
        .map(|price| td_string!(locale, visit.jobs.authorised, price = formatter.money(price)).to_string());
    let rows = visit.jobs.iter().map(|job| job_row(job, formatter)).collect_view();
    Some(
        view! {
            <details class="fold" open="">
                <summary>
                    <span>
                        <b>{td_string!(locale, visit.jobs.head, n = visit.jobs.len()).to_string()}</b>
                        " "
                        <span class="muted">{authorised}</span>
                    </span>
                    <Icon name="down" class="turn"/>
                </summary>
                <div><ul class="hist plain" role="list" data-test="jobs">{rows}</ul></div>
            </details>
        }
        .into_any(),
    )
}

fn job_row(job: &Job, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let state = match job.state {
        JobState::Open => td_string!(locale, visit.jobs.open),
        JobState::Dispatched => td_string!(locale, visit.jobs.dispatched),
        JobState::Running => td_string!(locale, visit.jobs.running),
        JobState::Paused => td_string!(locale, visit.jobs.paused),
        JobState::Done => td_string!(locale, visit.jobs.done),
    };
    view! {
        <li>
            <span>{job.name.clone()}<small>{state}</small></span>
            <span>{formatter.money(job.estimate)}</span>
        </li>
    }
    .into_any()
}
