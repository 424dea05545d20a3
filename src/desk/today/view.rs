//! Today as a board by stage, live, led by keys.

use crate::client;
use crate::client::{Call, Failure, Link};
use crate::desk::shared::keys::{Key, KeyLine, KeyList, on_keys};
use crate::desk::shared::labels::{self, joined};
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::shared::stream::use_stream;
use crate::desk::today::card::{Card, instant};
use crate::desk::today::last_board::use_last_board;
use crate::desk::today::state;
use crate::desk::today::state::{COLUMNS, Move};
use crate::desk::today::tickets::Tickets;
use crate::desk::visit::steps;
use crate::desk::visit::steps::Need;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::date_format;
use crate::ui::date_format::Style;
use crate::ui::{Dialog, Failed, Icon, Notice, Severity, Skeleton, focus, stage_word};
use bayside_api::codes::{Role, Stage};
use bayside_api::desk::{DeskVisit, Right, StepRequest, VisitCard, VisitList};
use bayside_api::offsets::instant_at;
use bayside_api::{Date, path};
use bayside_domain::ids::VisitId;
use gloo_timers::callback::Timeout;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use wasm_bindgen::JsCast;

/// How long to wait for further changes before fetching, in milliseconds.
const SETTLE_MS: u32 = 120;

/// The shown day: its list, and the request under way.
#[derive(Clone, Copy)]
struct Day {
    list: RwSignal<Option<VisitList>>,
    failed: RwSignal<Option<Failure>>,
    notice: RwSignal<Option<StepNotice>>,
}

/// The result of the last key, shown as a notice.
#[derive(Debug, Clone)]
enum StepNotice {
    Done(String),
    Wrong(String),
}

/// The component of the whole page.
#[component]
pub fn TodayPage() -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let role = session.role;
    let clock = use_clock();
    let desk = use_desk();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("date").and_then(|date| date.parse().ok().map(Date))));
    let last = use_last_board();
    let kept = last.of(asked.get_untracked());
    let day = Day { list: RwSignal::new(kept), failed: RwSignal::new(None), notice: RwSignal::new(None) };
    let dealer = StoredValue::new(session.dealer.clone());
    let fetch = move || {
        let date = asked.get_untracked();
        let mut address = path::desk_visits(&dealer.get_value());
        if let Some(date) = date {
            address = format!("{address}?date={date}");
        }
        spawn_local(async move {
            let answer = client::get::<VisitList>(address).await;
            if asked.try_get_untracked() != Some(date) {
                return;
            }
            match answer {
                Ok(list) => {
                    clock.sync(&list.as_of);
                    day.failed.set(None);
                    last.keep(date, &list);
                    day.list.set(Some(list));
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    day.failed.set(Some(failure));
                }
            }
        });
    };
    let change = use_stream().change;
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |before: Option<Option<Date>>| {
        change.track();
        let date = asked.get();
        if before.is_some_and(|before| before != date) {
            // The board of another day is none of this one.
            day.list.set(last.of(date));
        }
        if before.is_some_and(|before| before == date) {
            timer.set_value(Some(Timeout::new(SETTLE_MS, fetch)));
        } else {
            fetch();
        }
        date
    });

    let search = RwSignal::new(String::new());
    // Who comes back finds the card that was left.
    let chosen = last.chosen;
    let returning = StoredValue::new(chosen.get_untracked());
    Effect::new(move |_| {
        if day.list.with(Option::is_some)
            && let Some(id) = returning.get_value()
        {
            returning.set_value(None);
            focus::on(&format!("card-{id}"));
        }
    });
    let help = RwSignal::new(false);
    let columns = Memo::new(move |_| {
        day.list.with(|list| state::columns(list.as_ref().map_or(&[], |list| &list.visits), &search.get()))
    });
    let ids = move || {
        columns.with_untracked(|columns| {
            columns.iter().map(|column| column.iter().map(|card| card.id).collect()).collect::<Vec<Vec<VisitId>>>()
        })
    };
    let go = use_navigate();
    // What is searched for and found once is meant.
    let open_hit = {
        let go = go.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let list = day.list.get_untracked();
            if let Some(id) = state::only_hit(list.as_ref().map_or(&[], |list| &list.visits), &search.get_untracked()) {
                go(&format!("/desk/{}/visits/{id}", dealer.get_value()), NavigateOptions::default());
            }
        }
    };
    on_keys(move |key| {
        let step = |to: Move| {
            let next = state::moved(&ids(), chosen.get_untracked(), to);
            chosen.set(next);
            if let Some(id) = next {
                focus_card(id);
            }
            true
        };
        let with_chosen = |suffix: &str| {
            chosen.get_untracked().is_some_and(|id| {
                go(&format!("/desk/{}/visits/{id}{suffix}", dealer.get_value()), NavigateOptions::default());
                true
            })
        };
        match key {
            "j" | "ArrowDown" => step(Move::Down),
            "k" | "ArrowUp" => step(Move::Up),
            "h" | "ArrowLeft" => step(Move::Left),
            "l" | "ArrowRight" => step(Move::Right),
            "Enter" => with_chosen(""),
            "p" if Right::Promise.is_for(role) => with_chosen("?do=promise"),
            "e" if Right::Quote.is_for(role) => with_chosen("?do=extra"),
            "." | "]" => chosen.get_untracked().is_some_and(|id| {
                let go = go.clone();
                press_next(dealer.get_value(), id, day, lang.now(), fetch, move |address| {
                    go(&address, NavigateOptions::default());
                });
                true
            }),
            "/" => {
                focus::on("q");
                true
            }
            "?" => {
                help.set(true);
                true
            }
            "Escape" => {
                search.set(String::new());
                chosen.set(None);
                true
            }
            _ => false,
        }
    });

    let now = clock.ticking(10_000);
    Effect::new(move |_| focus::title(td_string!(lang.get(), desk.today.title)));
    view! {
        <Bar has_board=true>
            <form role="search" on:submit=open_hit>
                <label class="vh" for="q">{move || td_string!(lang.get(), desk.today.search)}</label>
                <Icon name="search"/>
                <input
                    type="search"
                    id="q"
                    autocomplete="off"
                    placeholder=move || td_string!(lang.get(), desk.today.search_hint)
                    prop:value=move || search.get()
                    on:input=move |event| search.set(event_target_value(&event))
                />
                <kbd aria-hidden="true">"/"</kbd>
            </form>
        </Bar>
        <main id="main" class="today">
            <div>
                <Head day=day now=now/>
                <Kept day=day/>
                <Failed failure=Signal::derive(move || day.failed.get().filter(|failure| *failure != Failure::Offline || day.list.with(Option::is_none))) retry=move |()| fetch()/>
                <div class="said" role="status">
                    {move || day.notice.get().map(|notice| {
                        let (kind, icon, text) = match notice {
                            StepNotice::Done(text) => (Severity::Ok, "check", text),
                            StepNotice::Wrong(text) => (Severity::Bad, "stop", text),
                        };
                        view! { <Notice kind=kind icon=icon title=Signal::derive(move || text.clone())/> }
                    })}
                </div>
                <Tickets now=now/>
            </div>
            <Board day=day columns=columns now=now chosen=chosen search=search/>
        </main>
        <KeyLine keys=keys_of(role)/>
        <Help open=help/>
    }
}

/// The keys that are of use to a role.
fn keys_of(role: Role) -> Vec<Key> {
    let of_rights = [(Key::Promise, Right::Promise), (Key::Extra, Right::Quote)];
    let mine = of_rights.into_iter().filter(|(_, right)| right.is_for(role)).map(|(key, _)| key);
    [Key::UpDown, Key::LeftRight, Key::Next].into_iter().chain(mine).chain([Key::Open, Key::Help]).collect()
}

/// Of when the board is, while it cannot be brought up to date.
#[component]
fn Kept(day: Day) -> impl IntoView {
    let lang = use_lang();
    let link = use_stream().link;
    let as_of = Memo::new(move |_| {
        let is_away = link.get() == Link::Lost || day.failed.with(|failed| *failed == Some(Failure::Offline));
        day.list.with(|list| list.as_ref().filter(|_| is_away).map(|list| list.as_of))
    });
    move || {
        as_of.get().map(|at| {
            let time = date_format::time(&at);
            let title =
                Signal::derive(move || td_string!(lang.get(), desk.today.kept, time = time.clone()).to_string());
            view! {
                <div class="kept" data-test="kept-board">
                    <Notice kind=Severity::Warn icon="broken" title=title role="status">
                        <p>{td_string!(lang.get(), desk.today.kept_more)}</p>
                    </Notice>
                </div>
            }
        })
    }
}

/// The day, its figures, and the way to other days.
#[component]
fn Head(day: Day, now: Signal<i64>) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let offsets = StoredValue::new(session.offsets.clone());
    let base = StoredValue::new(format!("/desk/{}", session.dealer));
    let date = Memo::new(move |_| day.list.with(|list| list.as_ref().map(|list| (list.date, list.as_of.date()))));
    let figures = Memo::new(move |_| {
        day.list.with(|list| list.as_ref().map(|list| state::figures(&list.visits, instant(now.get(), list.as_of))))
    });
    let heading = move || {
        let (date, today) = date.get()?;
        let words = date_format::date(date, Style::Weekday, lang.get());
        let time = date_format::time(&offsets.with_value(|offsets| instant_at(offsets, now.get()))?);
        Some(if date == today { joined(&[&words, &time], lang.get()) } else { words })
    };
    let link = move |days: i64| {
        let (date, today) = date.get()?;
        let other = date.0.checked_add_signed(chrono::TimeDelta::days(days))?;
        Some(base.with_value(|base| if other == today.0 { base.clone() } else { format!("{base}?date={other}") }))
    };
    view! {
        <div class="head">
            <div class="day">
                <a class="btn b2" href=move || link(-1) data-test="day-before" aria-label=move || td_string!(lang.get(), desk.today.previous)><Icon name="left"/></a>
                <h1>{move || heading().unwrap_or_else(|| td_string!(lang.get(), desk.today.title).to_owned())}</h1>
                <a class="btn b2" href=move || link(1) data-test="day-after" aria-label=move || td_string!(lang.get(), desk.today.next)><Icon name="right"/></a>
                {move || date.get().filter(|(date, today)| date != today).map(|_| view! {
                    <a class="btn b3" href=base.get_value()>{move || td_string!(lang.get(), desk.today.back)}</a>
                })}
            </div>
            {move || figures.get().map(|figures| view! {
                <span class="fig"><span class="num" translate="no">{figures.on_site}</span>{td_string!(lang.get(), desk.today.on_site)}</span>
                {(figures.overdue > 0).then(|| view! {
                    <span class="fig"><span class="num" translate="no">{figures.overdue}</span><span class="st" data-k="bad"><Icon name="stop"/>{td_string!(lang.get(), desk.today.overdue)}</span></span>
                })}
                {(figures.at_risk > 0).then(|| view! {
                    <span class="fig"><span class="num" translate="no">{figures.at_risk}</span><span class="st" data-k="warn"><Icon name="clock"/>{td_string!(lang.get(), desk.today.watch)}</span></span>
                })}
            })}
        </div>
    }
}

/// Eight columns; below them what stands in none.
#[component]
fn Board(
    day: Day,
    columns: Memo<[Vec<VisitCard>; COLUMNS]>,
    now: Signal<i64>,
    chosen: RwSignal<Option<VisitId>>,
    search: RwSignal<String>,
) -> impl IntoView {
    let lang = use_lang();
    let beside = Memo::new(move |_| {
        day.list.with(|list| state::beside(list.as_ref().map_or(&[], |list| &list.visits), &search.get()))
    });
    let loaded = Memo::new(move |_| day.list.with(Option::is_some));
    let nothing = Memo::new(move |_| {
        loaded.get() && columns.with(|columns| columns.iter().all(Vec::is_empty)) && beside.with(Vec::is_empty)
    });
    view! {
        <div class="scroll">
            <div class="stages" id="board" tabindex="0" role="group" aria-label=move || td_string!(lang.get(), desk.today.board) aria-busy=move || (!loaded.get()).to_string()>
                {(0..COLUMNS)
                    .map(|at| {
                        let word = move || column_word(at, lang.get());
                        let cards = Memo::new(move |_| columns.with(|columns| columns[at].clone()));
                        view! {
                            <section aria-label=word data-test=format!("column-{at}")>
                                <h2>{word}<span>{move || loaded.get().then(|| cards.with(Vec::len))}</span><i></i></h2>
                                {move || (!loaded.get()).then(|| view! { <Skeleton class="w60"/> <Skeleton class="w80"/> })}
                                <For each=move || cards.get() key=|card| card.id let:card>
                                    <Card card=followed(cards, card) now=now chosen=chosen/>
                                </For>
                            </section>
                        }
                    })
                    .collect_view()}
            </div>
            {move || nothing.get().then(|| view! {
                <p class="empty soft">{move || search.with(|text| if text.is_empty() {
                    td_string!(lang.get(), desk.today.empty).to_owned()
                } else {
                    td_string!(lang.get(), desk.today.none_found, text = text.clone()).to_string()
                })}</p>
            })}
            {move || (!beside.with(Vec::is_empty)).then(|| view! {
                <section class="beside">
                    <h2>{move || td_string!(lang.get(), desk.today.beside)}</h2>
                    <div class="rows">
                        <For each=move || beside.get() key=|card| (card.id, card.phase as u8) let:card>
                            <div class="brow">
                                <span class="soft">{move || labels::phase(card.phase, lang.get())}</span>
                                <Card card=followed(beside, card.clone()) now=now chosen=chosen/>
                            </div>
                        </For>
                    </div>
                </section>
            })}
        </div>
    }
}

/// A card as it is now, as long as it is in the list.
fn followed(cards: Memo<Vec<VisitCard>>, first: VisitCard) -> Signal<VisitCard> {
    let id = first.id;
    let memo = Memo::new(move |before: Option<&VisitCard>| {
        let found = cards.with(|cards| cards.iter().find(|card| card.id == id).cloned());
        found.unwrap_or_else(|| before.unwrap_or(&first).clone())
    });
    memo.into()
}

fn column_word(at: usize, locale: Language) -> &'static str {
    match at.checked_sub(1) {
        None => td_string!(locale, desk.stage.expected),
        Some(stage) => stage_word(Stage::ALL[stage], locale),
    }
}

fn focus_card(id: VisitId) {
    let found = document().get_element_by_id(&format!("card-{id}"));
    if let Some(card) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        // If the card cannot take the focus, it is still selected.
        let _ = card.focus();
    }
}

/// Presses a visit's next step from the board; a step that asks for something opens the visit.
fn press_next(
    dealer: String,
    id: VisitId,
    day: Day,
    locale: Language,
    fetch: impl Fn() + 'static,
    open: impl Fn(String) + 'static,
) {
    spawn_local(async move {
        let wrong = |failure: &Failure| day.notice.set(Some(StepNotice::Wrong(problems::sentence(failure, locale))));
        let reply = match Call::get(path::desk_visit(&dealer, id)).send::<DeskVisit>().await {
            Ok(reply) => reply,
            Err(failure) => return wrong(&failure),
        };
        let visit = reply.value;
        let name = visit.card.number.map_or_else(|| visit.card.plate.clone(), |number| number.to_string());
        let Some(press) = steps::next(&visit) else {
            let text = td_string!(locale, desk.today.nothing_next, number = name).to_string();
            day.notice.set(Some(StepNotice::Wrong(text)));
            return;
        };
        if steps::need(press.step) != Need::Nothing {
            let job = press.job.map(|job| format!("&job={job}")).unwrap_or_default();
            return open(format!("/desk/{dealer}/visits/{id}?do={}{job}", press.step));
        }
        let etag = reply.etag.unwrap_or_else(|| format!("\"{}\"", visit.version));
        let body = StepRequest { job: press.job, ..StepRequest::default() };
        let call = Call::post(path::desk_step(&dealer, id, press.step.as_str())).json(&body).if_match(Some(&etag));
        match call.send::<DeskVisit>().await {
            Ok(reply) => {
                let newest = reply.value.log.first().map(|entry| labels::happened(entry, locale));
                let step = newest.unwrap_or_else(|| labels::step(press.step, locale).to_owned());
                day.notice.set(Some(StepNotice::Done(
                    td_string!(locale, desk.today.done, number = name, step = step).to_string(),
                )));
                fetch();
            }
            Err(failure) => wrong(&failure),
        }
    });
}

/// All keys, in a dialog.
#[component]
fn Help(open: RwSignal<bool>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Dialog open=open labelled_by="keys-title" test="keys">
            <div class="sheet">
                <h2 id="keys-title">{move || td_string!(lang.get(), desk.keys.label)}</h2>
                <KeyList keys=vec![Key::UpDown, Key::LeftRight, Key::Open, Key::Next, Key::Promise, Key::Extra, Key::Search, Key::Back, Key::Save, Key::Help]/>
                <button type="button" class="btn b2" on:click=move |_| open.set(false)>{move || td_string!(lang.get(), desk.keys.close)}</button>
            </div>
        </Dialog>
    }
}
