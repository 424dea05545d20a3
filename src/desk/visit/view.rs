//! One visit on one page: where it stands, what can be done now, what was agreed, what happened.

use crate::desk::shared::keys::{Key, KeyLine, on_keys};
use crate::desk::shared::labels;
use crate::desk::shared::labels::joined;
use crate::desk::shared::shell::Bar;
use crate::desk::today::state;
use crate::desk::visit::extra_work_view::ExtraWork;
use crate::desk::visit::notices::{FailedCheck, Trouble};
use crate::desk::visit::open_visit::{Open, OpenVisit, page_of_visit, use_page};
use crate::desk::visit::promise::PromiseDialog;
use crate::desk::visit::sidebar::Sidebar;
use crate::desk::visit::steps;
use crate::desk::visit::steps::Press;
use crate::desk::visit::steps_view::{Steps, ask};
use crate::i18n::{td_string, use_lang};
use crate::ui::date_format::Style;
use crate::ui::{Failed, Icon, Skeleton, Station, StationState, Track, date_format, focus, money, stage_word};
use bayside_api::codes::{LineKind, Payer, Stage, Step};
use bayside_api::desk::{DeskVisit, Phase};
use bayside_domain::ids::VisitId;
use bayside_domain::money::line_amount;
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
            "promise" => page.promising.set(true),
            "extra" => page.open.set(Some(Open::Extra(None))),
            step => {
                if let Some(step) = Step::from_word(step) {
                    ask(page, Press { step, job });
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
            page.promising.set(true);
            true
        }
        "e" => {
            page.open.set(Some(Open::Extra(None)));
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
        <KeyLine keys=&[Key::Next, Key::Promise, Key::Extra, Key::Back]/>
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
            state::notice(card, crate::desk::today::card::instant(now.get(), card.start))
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
            let km = money::number(f64::from(mileage), locale);
            let mut car = vec![visit.vehicle.model.clone(), td_string!(locale, desk.visit.mileage, km = km).to_string()];
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
                        <a class="soft" href=format!("tel:{phone}")><Icon name="phone"/>{td_string!(locale, desk.visit.call)}</a>
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

/// The track with the times of the stages reached.
#[component]
fn Progress() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let stations = Memo::new(move |_| {
        let locale = lang.get();
        page.visit.with(|visit| {
            let Some(visit) = visit else { return Vec::new() };
            let over = matches!(visit.card.phase, Phase::Accepted | Phase::Delivered | Phase::Closed);
            let now = visit.card.stage.and_then(|stage| Stage::ALL.iter().position(|other| *other == stage));
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
                    time: reached.map(|reached| date_format::time(&reached.at)),
                }
            });
            stations.collect()
        })
    });
    view! { <Track stations=stations label=Signal::derive(move || td_string!(lang.get(), desk.visit.track).to_owned())/> }
}

/// The work order and the statement in short, with the way to their pages.
#[component]
fn Order() -> impl IntoView {
    let lang = use_lang();
    let page = use_page();
    let order_link = page.address("/order");
    let statement_link = page.address("/statement");
    let drafting =
        Memo::new(move |_| page.visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.signed_at.is_some())));
    let signed = Memo::new(move |_| page.visit.with(|visit| visit.as_ref().and_then(|visit| visit.signed_at)));
    let rows = move || {
        let locale = lang.get();
        page.visit.with(|visit| {
            visit.as_ref().map(|visit| {
                let currency = visit.estimate.currency;
                let sum = |job: &str, kind: fn(LineKind) -> bool| -> i64 {
                    let lines = visit.work_order.lines.iter();
                    lines
                        .filter(|line| line.job.as_deref() == Some(job) && kind(line.kind) && line.payer == Payer::Customer)
                        .filter_map(|line| line_amount(line.quantity_thousandths, line.unit_price_amount).ok())
                        .sum()
                };
                let show = |amount| money::money(bayside_api::Money::new(amount, currency), locale);
                visit
                    .work_order
                    .items
                    .iter()
                    .map(|item| {
                        let labour = sum(&item.id, |kind| kind == LineKind::Labour);
                        let material = sum(&item.id, |kind| kind == LineKind::Material);
                        let all = sum(&item.id, |_| true);
                        view! {
                            <tr><th scope="row">{item.name.clone()}</th><td class="r">{show(labour)}</td><td class="r">{show(material)}</td><td class="r">{show(all)}</td></tr>
                        }
                    })
                    .collect_view()
            })
        })
    };
    let total = move || page.visit.with(|visit| visit.as_ref().map(|visit| money::money(visit.estimate, lang.get())));
    let authorised = move || {
        page.visit.with(|visit| {
            visit
                .as_ref()
                .filter(|visit| visit.authorised != visit.estimate)
                .map(|visit| money::money(visit.authorised, lang.get()))
        })
    };
    let charged = move || page.visit.with(|visit| visit.as_ref().map(|visit| money::money(visit.charged, lang.get())));
    let unclear =
        move || page.visit.with(|visit| visit.as_ref().map(|visit| visit.unclear.len()).filter(|count| *count > 0));
    let benefit = move || {
        page.visit.with(|visit| {
            visit.as_ref().filter(|visit| visit.benefit.amount > 0).map(|visit| money::money(visit.benefit, lang.get()))
        })
    };
    let line = move || match signed.get() {
        Some(at) => {
            let time = date_format::time(&at);
            td_string!(lang.get(), desk.visit.signed, time = time).to_string()
        }
        None => td_string!(lang.get(), desk.visit.unsigned).to_owned(),
    };
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), desk.visit.order)}</h2>
            <table>
                <thead><tr>
                    <th scope="col">{move || td_string!(lang.get(), desk.extra.item)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.kind.labour)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.kind.material)}</th>
                    <th scope="col" class="r">{move || td_string!(lang.get(), desk.line.amount)}</th>
                </tr></thead>
                <tbody>
                    {rows}
                    <tr><th scope="row" colspan="3"><b>{line}</b>{move || benefit().map(|money| view! { <small class="block">{td_string!(lang.get(), desk.visit.benefit, money = money).to_string()}</small> })}</th><td class="r"><b>{total}</b></td></tr>
                    {move || authorised().map(|sum| view! { <tr><th scope="row" colspan="3">{td_string!(lang.get(), desk.visit.authorised)}</th><td class="r">{sum}</td></tr> })}
                    {move || drafting.get().then(|| view! { <tr><th scope="row" colspan="3">{td_string!(lang.get(), desk.visit.charged)}</th><td class="r">{charged()}</td></tr> })}
                </tbody>
            </table>
            {move || unclear().map(|count| view! {
                <p class="st" data-k="warn"><Icon name="help"/>{td_string!(lang.get(), desk.visit.unclear, count = count).to_string()}</p>
            })}
            <div class="row">
                <a class="btn b2" href=order_link data-test="open-order"><Icon name="doc"/>
                    {move || if signed.get().is_some() { td_string!(lang.get(), desk.visit.open_order) } else { td_string!(lang.get(), desk.visit.edit_order) }}
                </a>
                {move || drafting.get().then(|| view! {
                    <a class="btn b2" href=statement_link.clone() data-test="open-statement"><Icon name="doc"/>{move || td_string!(lang.get(), desk.visit.edit_statement)}</a>
                })}
            </div>
        </section>
    }
}
