//! Beside the visit: the customer's words, the preparations, the private link, what happened.

use crate::desk::shared::labels;
use crate::desk::today::card::instant;
use crate::desk::visit::open_visit::{part, use_page};
use crate::desk::visit::origin::Origin;
use crate::desk::visit::steps::Press;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clipboard;
use crate::ui::date_format::Style;
use crate::ui::qr::Qr;
use crate::ui::{Icon, date_format};
use bayside_api::codes::Step;
use bayside_api::desk::{Phase, Preparations};
use leptos::prelude::*;

/// The column at the side.
#[component]
pub fn Sidebar() -> impl IntoView {
    view! {
        <aside>
            <Concern/>
            <PrepareButtons/>
            <PrivateLink/>
            <Promises/>
            <Origin/>
            <Log/>
        </aside>
    }
}

#[component]
fn Concern() -> impl IntoView {
    let lang = use_lang();
    let words = part(|visit| Some((visit.concern.clone(), visit.card.adviser.name.clone())));
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.concern)}</h2>
            {move || words.get().map(|(concern, adviser)| view! {
                <p>{if concern.trim().is_empty() {
                    td_string!(lang.get(), desk.visit.no_concern).to_owned()
                } else {
                    td_string!(lang.get(), desk.visit.quoted, text = concern).to_string()
                }}</p>
                <p class="soft">{td_string!(lang.get(), desk.visit.adviser, name = adviser).to_string()}</p>
            })}
        </section>
    }
}

/// The four preparations: said when ticked, a button while they can be.
#[component]
fn PrepareButtons() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    // Once the car is here, what was not reported before is no more to be done.
    let state = part(|visit| (visit.card.phase == Phase::Booked).then(|| (visit.preparations, visit.allowed.clone())));
    let steps = [Step::PrepareAdviser, Step::PrepareParts, Step::PrepareBay, Step::PrepareTechnician];
    let one = move |ticked: Preparations, allowed: &[Step], step: Step| {
        let locale = lang.get();
        let word = name(step, locale);
        let state = if is_ticked(ticked, step) {
            view! { <span class="st" data-k="ok"><Icon name="check"/>{td_string!(locale, desk.visit.ready)}</span> }
                .into_any()
        } else if allowed.contains(&step) {
            view! {
                <button
                    type="button"
                    class="btn b2"
                    data-test=format!("step-{step}")
                    aria-label=crate::desk::shared::labels::joined(&[word, td_string!(locale, desk.visit.tick)], locale)
                    on:click=move |_| page.press(&Press { step, job: None })
                >{td_string!(locale, desk.visit.ready)}</button>
            }
            .into_any()
        } else {
            view! { <span class="soft">{td_string!(locale, desk.visit.not_ready)}</span> }.into_any()
        };
        view! { <div><span>{word}</span>{state}</div> }
    };
    move || {
        state.get().map(|(ticked, allowed)| {
            view! {
                <section class="sec" data-test="preparations">
                    <h2>{td_string!(lang.get(), desk.visit.preparations)}</h2>
                    <div class="four">{steps.map(|step| one(ticked, &allowed, step)).collect_view()}</div>
                </section>
            }
        })
    }
}

const fn is_ticked(ticked: Preparations, step: Step) -> bool {
    match step {
        Step::PrepareAdviser => ticked.adviser,
        Step::PrepareParts => ticked.parts,
        Step::PrepareBay => ticked.bay,
        _ => ticked.technician,
    }
}

fn name(step: Step, locale: Language) -> &'static str {
    match step {
        Step::PrepareAdviser => td_string!(locale, desk.visit.prep_adviser),
        Step::PrepareParts => td_string!(locale, desk.visit.prep_parts),
        Step::PrepareBay => td_string!(locale, desk.visit.prep_bay),
        _ => td_string!(locale, desk.visit.prep_technician),
    }
}

/// The customer's private page: scan, copy, open.
#[component]
fn PrivateLink() -> impl IntoView {
    let lang = use_lang();
    let link = part(|visit| visit.private_url.clone());
    let copied = RwSignal::new(false);
    view! {
        {move || link.get().map(|link| {
            let code = link.clone();
            let copy = link.clone();
            view! {
                <section class="sec">
                    <h2>{move || td_string!(lang.get(), desk.visit.link)}</h2>
                    <div class="link">
                        <Qr text=code label=Signal::derive(move || td_string!(lang.get(), desk.visit.qr).to_owned())/>
                        <div class="stack tight">
                            <p class="soft">{move || td_string!(lang.get(), desk.visit.link_more)}</p>
                            <a class="mono" href=link.clone() target="_blank" rel="noopener" data-test="private-link" title=move || td_string!(lang.get(), desk.visit.link_open)>{link.clone()}</a>
                            <button type="button" class="btn b2" on:click=move |_| copied.set(clipboard::write(&copy))>
                                <Icon name="copy"/>
                                <span role="status">{move || if copied.get() { td_string!(lang.get(), desk.visit.copied) } else { td_string!(lang.get(), desk.visit.copy) }}</span>
                            </button>
                        </div>
                    </div>
                </section>
            }
        })}
    }
}

/// Every promise, once one was changed.
#[component]
fn Promises() -> impl IntoView {
    let lang = use_lang();
    let promises = part(|visit| (visit.promises.len() > 1).then(|| visit.promises.clone()));
    view! {
        {move || promises.get().map(|promises| {
            let locale = lang.get();
            let newest = promises.len() - 1;
            view! {
                <section class="sec">
                    <h2>{td_string!(locale, desk.visit.promises)}</h2>
                    <ol class="log">
                        {promises.into_iter().enumerate().rev().map(|(at, promise)| {
                            let time = date_format::time(&promise.promised_at);
                            let given = date_format::time(&promise.given_at);
                            let reason = if promise.reason.is_empty() { td_string!(locale, desk.visit.first_promise).to_owned() } else { promise.reason };
                            view! {
                                <li>
                                    {if at == newest { view! { <b>{time}</b> }.into_any() } else { view! { <del>{time}</del> }.into_any() }}
                                    <span>{reason}<small>{crate::desk::shared::labels::joined(&[&given, &promise.by], locale)}</small></span>
                                </li>
                            }
                        }).collect_view()}
                    </ol>
                </section>
            }
        })}
    }
}

/// What happened, newest first.
#[component]
fn Log() -> impl IntoView {
    let lang = use_lang();
    let log = part(|visit| Some((visit.log.clone(), visit.jobs.clone(), visit.card.start)));
    let clock = use_page().clock();
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.log.heading)}</h2>
            <ol class="log" data-test="log">
                {move || log.get().map(|(log, jobs, start)| {
                    let locale = lang.get();
                    let mut day = instant(clock.now_ms(), start).date();
                    log.into_iter().map(|entry| {
                        // Where another day begins, it is named.
                        let other = (entry.at.date() != day).then(|| date_format::at(&entry.at, Style::Short, locale));
                        day = entry.at.date();
                        let time = date_format::time(&entry.at);
                        let job = entry.job.as_ref().map(|id| jobs.iter().find(|job| job.id == *id).map_or(id.as_str(), |job| job.name.as_str()));
                        let who = labels::who(&entry, locale);
                        let said = labels::detail(&entry, locale);
                        let mut parts = vec![job.unwrap_or_default()];
                        parts.extend(said.iter().map(String::as_str));
                        parts.extend([who.as_str(), entry.note.as_deref().unwrap_or_default()]);
                        let by = crate::desk::shared::labels::joined(&parts, locale);
                        view! {
                            {other.map(|day| view! { <li class="dayhead"><b>{day}</b></li> })}
                            <li>
                                <time translate="no" datetime=date_format::machine(&entry.at)>{time}</time>
                                <span>{labels::event(entry.kind, locale)}<small>{by}</small></span>
                            </li>
                        }
                    }).collect_view()
                })}
            </ol>
        </section>
    }
}
