//! One visit on one page: where it stands, what can be done now, what was agreed, what happened.

use crate::desk::shared::keys::{Cap, Key, KeyLine, on_keys};
use crate::desk::shared::labels;
use crate::desk::shared::labels::joined;
use crate::desk::shared::phone::grouped;
use crate::desk::shared::session::use_signed;
use crate::desk::shared::shell::Bar;
use crate::desk::today::card::instant;
use crate::desk::today::state;
use crate::desk::visit::extra_work_view::ExtraWork;
use crate::desk::visit::notices::{FailedCheck, Trouble};
use crate::desk::visit::open_visit::{OpenVisit, page_of_visit, use_page};
use crate::desk::visit::order_view::Order;
use crate::desk::visit::promise::PromiseDialog;
use crate::desk::visit::sidebar::Sidebar;
use crate::desk::visit::steps;
use crate::desk::visit::steps::Press;
use crate::desk::visit::steps_view::{Steps, ask};
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format::Style;
use crate::ui::{
    Failed, Icon, Skeleton, Station, StationState, Track, clipboard, date_format, focus, money, stage_word,
};
use bayside_api::codes::{Stage, Step};
use bayside_api::desk::{DeskVisit, Phase, Right};
use bayside_domain::ids::VisitId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The page; made anew for each visit.
#[component]
pub fn VisitPage() -> impl IntoView {
    page_of_visit(|id| view! { <OneVisit id/> }.into_any())
}

#[component]
fn OneVisit(id: VisitId) -> impl IntoView {
    let lang = use_lang();
    let page = OpenVisit::open(id);
    let query = use_query_map();
    let asked = RwSignal::new(query.with_untracked(|query| query.get("do").map(|what| (what, query.get("job")))));
    // What the board's keys asked for opens once the visit is read.
    Effect::new(move |_| {
        let Some((what, job)) = asked.get() else { return };
        if page.visit.with(Option::is_none) {
            return;
        }
        asked.set(None);
        match what.as_str() {
            "promise" => page.ask_promise(),
            "extra" => page.ask_extra(None),
            step => {
                let press = Step::from_word(step).map(|step| Press { step, job });
                let allowed = |press: &Press| {
                    page.visit
                        .with_untracked(|visit| visit.as_ref().is_some_and(|visit| steps::is_allowed(visit, press)))
                };
                if let Some(press) = press.filter(allowed) {
                    ask(page, press);
                }
            }
        }
    });
    let go = use_navigate();
    let today = format!("/desk/{}", page.dealer());
    on_keys(move |key| match key {
        // What is typed into a form that stands open is not replaced.
        "." | "]" | "e" if page.open.with_untracked(Option::is_some) => true,
        "." | "]" => {
            if let Some(press) = page.visit.with_untracked(|visit| visit.as_ref().and_then(steps::next)) {
                ask(page, press);
            }
            true
        }
        "p" => {
            page.ask_promise();
            true
        }
        "e" => {
            page.ask_extra(None);
            true
        }
        "t" => {
            if untrack(|| page.may(Right::SeeContact)) {
                page.phone_shown.update(|shown| *shown = !*shown);
            }
            true
        }
        "Escape" => {
            if page.open.get_untracked().is_some() {
                page.close_form();
            } else {
                go(&today, NavigateOptions::default());
            }
            true
        }
        _ => false,
    });
    Effect::new(move |_| {
        page.visit.with(|visit| {
            if let Some(visit) = visit {
                focus::title(&title(visit, lang.get()));
            }
        });
    });
    let ready = Memo::new(move |_| page.visit.with(Option::is_some));
    let keys = Signal::derive(move || {
        let of_rights = [(Key::Promise, Right::Promise), (Key::Extra, Right::Quote), (Key::Phone, Right::SeeContact)];
        let mine = of_rights.into_iter().filter(|(_, right)| page.may(*right)).map(|(key, _)| key);
        let has_next = page.visit.with(|visit| visit.as_ref().and_then(steps::next).is_some());
        has_next.then_some(Key::Next).into_iter().chain(mine).chain([Key::Back]).collect::<Vec<_>>()
    });
    view! {
        <Bar/>
        <div class="visit">
            <main id="main">
                <Failed failure=page.failed retry=move |()| page.load()/>
                <Trouble/>
                <Show when=move || ready.get() fallback=|| view! { <Opening/> }>
                    <VisitHeader/>
                    <FailedCheck/>
                    <Progress/>
                    <Steps/>
                    <ExtraWork/>
                    <Order/>
                </Show>
            </main>
            <Show when=move || ready.get()>
                <Sidebar/>
            </Show>
        </div>
        <KeyLine keys/>
        <PromiseDialog/>
    }
}

fn title(visit: &DeskVisit, locale: crate::i18n::Language) -> String {
    match visit.card.number {
        Some(number) => {
            td_string!(locale, desk.visit.title, number = number, plate = visit.card.plate.clone()).to_string()
        }
        None => visit.card.plate.clone(),
    }
}

#[component]
fn Opening() -> impl IntoView {
    let lang = use_lang();
    view! {
        <div class="stack" aria-busy="true">
            <h1 class="vh">{move || td_string!(lang.get(), desk.visit.loading)}</h1>
            <Skeleton class="w40 tall"/>
            <Skeleton class="w80"/>
            <Skeleton class="w60"/>
        </div>
    }
}

/// Number, car, customer, and the promised time, large.
#[component]
pub fn VisitHeader() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let now = page.clock().ticking(10_000);
    let notice = Memo::new(move |_| {
        page.visit.with(|visit| {
            let card = &visit.as_ref()?.card;
            state::notice(card, instant(now.get(), card.start))
        })
    });
    move || {
        let locale = lang.get();
        page.visit.with(|visit| visit.as_ref().map(|visit| {
            let card = &visit.card;
            let (label, lead) = match card.number {
                Some(number) => (td_string!(locale, desk.visit.number), number.to_string()),
                None => (td_string!(locale, desk.visit.reference), card.reference.clone()),
            };
            let mileage = visit.work_order.mileage_in_km.unwrap_or(visit.vehicle.mileage_km);
            let mut car = vec![visit.vehicle.model.clone()];
            // Who did not ask writes none.
            if mileage > 0 {
                let km = money::number(f64::from(mileage), locale);
                car.push(td_string!(locale, desk.visit.mileage, km = km).to_string());
            }
            if visit.vehicle.new_energy {
                car.push(td_string!(locale, desk.visit.new_energy).to_owned());
            }
            let car = joined(&car.iter().map(String::as_str).collect::<Vec<_>>(), locale);
            let vin = visit.vehicle.vin.clone().map(|vin| td_string!(locale, desk.visit.vin, vin = vin).to_string());
            let odd_vin = visit.vehicle.vin_ok == Some(false);
            let order = &visit.work_order;
            let wishes = joined(
                &[
                    labels::stay(visit.stay, locale),
                    if order.wants_parts { td_string!(locale, desk.visit.wants_parts) } else { "" },
                    if order.wants_wash { td_string!(locale, desk.visit.wants_wash) } else { td_string!(locale, desk.visit.no_wash) },
                ],
                locale,
            );
            let promised = card.promised_at;
            let due = state::due(card);
            let other_day = due.date() != card.start.date();
            let day = other_day.then(|| date_format::at(&due, Style::Short, locale));
            let due_label = if promised.is_some() { td_string!(locale, desk.visit.due) } else { td_string!(locale, desk.visit.estimate) };
            let before = card.promised_before.filter(|_| promised.is_some());
            let phone = visit.customer.phone.clone();
            view! {
                <div class="who">
                    <div><span class="muted">{label}</span><h1 class="num" translate="no" data-test="number">{lead}</h1></div>
                    <div><span class="plate" translate="no">{card.plate.clone()}</span><span>{car}</span>
                        {vin.map(|vin| view! { <small class="mono">{vin}</small> })}
                        {odd_vin.then(|| view! { <span class="hintw"><Icon name="warn"/>{td_string!(locale, desk.visit.vin_odd)}</span> })}
                    </div>
                    <div>
                        <b>{joined(&[&visit.customer.name, &visit.customer.phone_masked], locale)}</b>
                        <span class="soft">{wishes}</span>
                        {visit.express_minutes.filter(|_| visit.signed_at.is_none()).map(|minutes| view! {
                            <span class="st" data-k="ok" data-test="express"><Icon name="clock"/>{labels::express(minutes, locale)}</span>
                        })}
                        {visit.rights.contains(&Right::SeeContact).then(|| view! { <Contact number=phone/> })}
                    </div>
                    <div class="due">
                        <span class="muted">{due_label}</span>
                        {before.map(|before| view! { <del>{date_format::time(&before)}</del> })}
                        <span class="num" translate="no" data-test="promised">{date_format::time(&due)}</span>
                        {day.map(|day| view! { <span>{day}</span> })}
                        {move || notice.get().map(|notice| view! {
                            <span class="st" data-k=notice.severity().kind()><Icon name=notice.icon()/>{crate::desk::today::card::sentence(notice, lang.get())}</span>
                        })}
                    </div>
                </div>
            }
        }))
    }
}

/// The customer's number, shown when it is asked for; who stands behind the desk reads no number by chance.
#[component]
fn Contact(number: String) -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let words = grouped(&number, &use_signed().0.country);
    let copied = RwSignal::new(false);
    let number = StoredValue::new(number);
    view! {
        <span class="row contact">
            <button
                type="button"
                class="btn b3"
                data-test="show-phone"
                aria-expanded=move || page.phone_shown.get().to_string()
                on:click=move |_| page.phone_shown.update(|shown| *shown = !*shown)
            >
                {move || if page.phone_shown.get() { td_string!(lang.get(), desk.visit.hide_phone) } else { td_string!(lang.get(), desk.visit.show_phone) }}
                <Cap key="T"/>
            </button>
            <span role="status">
                {move || page.phone_shown.get().then(|| view! { <b class="nb" translate="no" data-test="phone">{words.clone()}</b> })}
            </span>
            {move || page.phone_shown.get().then(|| view! {
                <a class="btn b3" href=number.with_value(|number| format!("tel:{number}"))><Icon name="phone"/>{td_string!(lang.get(), desk.visit.call)}</a>
                <button type="button" class="btn b3" data-test="copy-phone" on:click=move |_| copied.set(number.with_value(|number| clipboard::write(number)))>
                    <Icon name="copy"/>
                    <span role="status">{move || if copied.get() { td_string!(lang.get(), desk.visit.copied) } else { td_string!(lang.get(), desk.visit.copy_phone) }}</span>
                </button>
            })}
        </span>
    }
}

/// The track with the times of the stages reached.
#[component]
fn Progress() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let clock = page.clock();
    let stations = Memo::new(move |_| {
        let locale = lang.get();
        page.visit.with(|visit| {
            let Some(visit) = visit else { return Vec::new() };
            let over = matches!(visit.card.phase, Phase::Accepted | Phase::Delivered | Phase::Closed);
            let now = visit.card.stage.and_then(|stage| Stage::ALL.iter().position(|other| *other == stage));
            let today = instant(clock.now_ms(), visit.card.start).date();
            let state = |at: usize| match now {
                _ if over => StationState::Done,
                None => StationState::Next,
                Some(now) if at < now => StationState::Done,
                Some(now) if at > now => StationState::Next,
                Some(now) if now + 1 == Stage::ALL.len() => StationState::Ready,
                Some(_) if visit.card.flag.is_some() => StationState::Hold,
                Some(_) => StationState::Now,
            };
            let stations = Stage::ALL.iter().enumerate().map(|(at, stage)| {
                let state = state(at);
                let reached =
                    visit.reached.iter().find(|reached| reached.stage == *stage && state != StationState::Next);
                Station {
                    word: stage_word(*stage, locale).to_owned(),
                    state,
                    time: reached.map(|reached| labels::on_day(&reached.at, today, locale)),
                }
            });
            stations.collect()
        })
    });
    view! { <Track stations=stations label=Signal::derive(move || td_string!(lang.get(), desk.visit.track).to_owned())/> }
}
