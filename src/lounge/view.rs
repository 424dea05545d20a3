//! The lounge screen: header with the age of the data, the board in pages, the strip below.

use super::hours::{House, Opens, house};
use super::live::{Live, Phase, start};
use super::pairing::Code;
use super::row::{Row, clock};
use super::state::{Board, ROWS_PER_NIGHT_PAGE, ROWS_PER_PAGE};
use super::strip::Strip;
use super::{pairing_view, wake};
use crate::app::path_part;
use crate::i18n::{Locale, use_lang};
use crate::ui::clock::{browser_ms, use_clock};
use crate::ui::{Icon, focus};
use bayside_api::words::Stage;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The closed house stays lit this long after the last change: somebody is still at work.
const LIT_MINUTES: i64 = 30;

/// What fills the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Scene {
    Waiting,
    Unknown,
    Pairing(Option<Code>),
    Board,
    Closed(Option<Opens>),
}

fn scene(live: Live) -> Scene {
    match live.phase.get() {
        Phase::Unknown => Scene::Unknown,
        Phase::Pairing(code) => Scene::Pairing(code),
        Phase::Starting | Phase::Board => {
            let now_ms = live.now_ms.get();
            live.board.with(|board| match board {
                None => Scene::Waiting,
                Some(board) => lit(board, live, now_ms),
            })
        }
    }
}

fn lit(board: &Board, live: Live, now_ms: i64) -> Scene {
    let hours =
        live.dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.opening_hours.clone()).unwrap_or_default());
    match house(&hours, board.server_now(now_ms)) {
        House::Closed(opens) if !board.changed_within(LIT_MINUTES, now_ms) => Scene::Closed(opens),
        _ => Scene::Board,
    }
}

/// The lounge screen of the dealer in the page's path.
#[component]
pub fn LoungeApp() -> impl IntoView {
    let lang = use_lang();
    let live = start(path_part(0).unwrap_or_default(), lang, use_clock());
    let scene = Memo::new(move |_| scene(live));
    let is_live = Memo::new(move |_| {
        let now_ms = live.now_ms.get();
        live.board.with(|board| board.as_ref().is_none_or(|board| board.is_live(now_ms)))
    });
    wake::keep_awake();
    Effect::new(move |_| focus::title(&td_string!(lang.get(), lounge.title, dealer = name(live)).to_string()));
    Effect::new(move |_| {
        let shown = scene.get();
        let is_stale = matches!(shown, Scene::Board | Scene::Closed(_)) && !is_live.get();
        scheme(is_stale, matches!(shown, Scene::Closed(_)));
    });
    view! {
        <div class="lounge" style:--shift-x=move || shift(live.now_ms.get(), 3) style:--shift-y=move || shift(live.now_ms.get(), 5)>
            {move || match scene.get() {
                Scene::Waiting => waiting(live).into_any(),
                Scene::Unknown => unknown().into_any(),
                Scene::Pairing(code) => pairing_view::pairing(code, live.now_ms, live.offline).into_any(),
                Scene::Board => view! { <Lit live is_live/> }.into_any(),
                Scene::Closed(opens) => view! { <Dark live is_live opens/> }.into_any(),
            }}
        </div>
    }
}

/// The dealer's name, as soon as known.
pub fn name(live: Live) -> String {
    live.dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.name.clone())).unwrap_or_default()
}

/// The lounge's own tokens, dimmed when stale or closed.
fn scheme(is_stale: bool, is_closed: bool) {
    let Some(root) = document().document_element() else { return };
    for (name, value) in [
        ("data-scheme", Some("lounge")),
        ("data-live", is_stale.then_some("no")),
        ("data-hours", is_closed.then_some("closed")),
    ] {
        // A refused attribute only leaves the colours as they are.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Pixels wander a little so that none burns in.
fn shift(now_ms: i64, minutes: i64) -> &'static str {
    ["0px", "2px", "4px", "2px", "0px", "-2px", "-4px", "-2px"][(now_ms / (minutes * 60_000)).rem_euclid(8) as usize]
}

fn waiting(live: Live) -> impl IntoView {
    let lang = use_lang();
    view! {
        <header class="top"><h1>{move || name(live)}</h1></header>
        <main class="word">
            {move || live.offline.get().then(|| view! {
                <h2>{td_string!(lang.get(), lounge.offline.title)}</h2>
                <p>{td_string!(lang.get(), lounge.offline.text)}</p>
            })}
        </main>
    }
}

fn unknown() -> impl IntoView {
    let lang = use_lang();
    view! {
        <main class="word">
            <h1>{move || td_string!(lang.get(), lounge.unknown.title)}</h1>
            <p>{move || td_string!(lang.get(), lounge.unknown.text)}</p>
        </main>
    }
}

/// How old the data is, always.
#[component]
fn Age(live: Live, is_live: Memo<bool>) -> impl IntoView {
    let lang = use_lang();
    let seconds = Memo::new(move |_| {
        let now_ms = live.now_ms.get();
        live.board.with(|board| board.as_ref().map_or(0, |board| board.age_seconds(now_ms)))
    });
    let words = move || age_words(seconds.get(), is_live.get(), lang.get());
    view! {
        <p data-test="age" data-seconds=move || seconds.get().to_string()>
            {move || if is_live.get() { view! { <i class="beat"></i> }.into_any() } else { view! { <Icon name="broken"/> }.into_any() }}
            <span>{words}</span>
        </p>
    }
}

fn age_words(seconds: i64, is_live: bool, locale: Locale) -> String {
    match seconds {
        n if is_live => td_string!(locale, lounge.age.live, n = n).to_string(),
        n if n < 60 => td_string!(locale, lounge.age.lost_seconds, n = n).to_string(),
        n if n < 7_200 => td_string!(locale, lounge.age.lost_minutes, n = n / 60).to_string(),
        n => td_string!(locale, lounge.age.lost_hours, n = n / 3_600).to_string(),
    }
}

/// The server's wall clock.
fn now_clock(live: Live) -> Memo<String> {
    Memo::new(move |_| {
        let now_ms = live.now_ms.get();
        live.board.with(|board| board.as_ref().map(|board| clock(board.server_now(now_ms)))).unwrap_or_default()
    })
}

/// A key or a tap stops the pages.
fn listen_for_keys(live: Live, size: usize) {
    let press = move |key: &str| {
        let pages = live.board.with_untracked(|board| board.as_ref().map_or(1, |board| board.pages(size)));
        live.pager.update(|pager| pager.press(key, pages, browser_ms()));
    };
    let key = window_event_listener(leptos::ev::keydown, move |event| press(&event.key()));
    let tap = window_event_listener(leptos::ev::pointerdown, move |_| press(""));
    on_cleanup(move || {
        key.remove();
        tap.remove();
    });
}

/// The numbers of the current page, and the page mark.
fn paged(live: Live, size: usize) -> (Memo<Vec<u16>>, Memo<(usize, usize)>) {
    let numbers = Memo::new(move |_| {
        let at = live.pager.get().at();
        live.board.with(|board| board.as_ref().map(|board| board.page(at, size))).unwrap_or_default()
    });
    let mark = Memo::new(move |_| {
        let pages = live.board.with(|board| board.as_ref().map_or(1, |board| board.pages(size)));
        (live.pager.get().at() % pages, pages)
    });
    (numbers, mark)
}

#[component]
fn PageMark(live: Live, mark: Memo<(usize, usize)>) -> impl IntoView {
    let lang = use_lang();
    let words = move || {
        let (page, pages) = mark.get();
        if live.pager.get().is_stopped() {
            return td_string!(lang.get(), lounge.stopped).to_owned();
        }
        td_string!(lang.get(), lounge.page, page = page + 1, pages = pages).to_string()
    };
    view! {
        {move || (mark.get().1 > 1).then(|| view! {
            <p class="pg" data-test="page">
                {words}
                {move || {
                    let (page, pages) = mark.get();
                    (0..pages).map(|at| view! { <i aria-current=(at == page).then_some("true")></i> }).collect_view()
                }}
            </p>
        })}
    }
}

/// The board in the daytime.
#[component]
fn Lit(live: Live, is_live: Memo<bool>) -> impl IntoView {
    let lang = use_lang();
    listen_for_keys(live, ROWS_PER_PAGE);
    let (numbers, mark) = paged(live, ROWS_PER_PAGE);
    let heard = Memo::new(move |_| {
        live.board.with(|board| board.as_ref().map(|board| clock(board.heard_at()))).unwrap_or_default()
    });
    let is_empty = Memo::new(move |_| numbers.with(Vec::is_empty));
    view! {
        <header class="top">
            <h1>{move || name(live)}</h1>
            <time class="clock num">{now_clock(live)}</time>
            <Age live is_live/>
        </header>
        <div class="head">
            {move || (!is_live.get()).then(|| view! {
                <p class="stale" role="status" data-test="stale">
                    <Icon name="broken"/>
                    <b>{move || td_string!(lang.get(), lounge.stale.title, time = heard.get()).to_string()}</b>
                    <span>{move || td_string!(lang.get(), lounge.stale.note, time = heard.get()).to_string()}</span>
                </p>
            })}
            <div class="cols" aria-hidden="true">
                <span>{move || td_string!(lang.get(), lounge.cols.number)}</span>
                <span>{move || td_string!(lang.get(), lounge.cols.plate)}</span>
                <span class="st7">{Stage::ALL.iter().map(|stage| view! { <span>{move || head(*stage, lang.get())}</span> }).collect_view()}</span>
                <span>{move || td_string!(lang.get(), lounge.cols.due)}</span>
                <span>{move || td_string!(lang.get(), lounge.cols.adviser)}</span>
            </div>
        </div>
        <main class="flat">
            {move || if is_empty.get() {
                view! { <p class="quiet" data-test="empty">{move || td_string!(lang.get(), lounge.empty)}</p> }.into_any()
            } else {
                view! {
                    <ol class="board" aria-label=move || td_string!(lang.get(), lounge.board)>
                        <For each=move || numbers.get() key=|number| *number let:number><Row number live/></For>
                    </ol>
                }.into_any()
            }}
        </main>
        <footer class="foot"><Strip live/><PageMark live mark/></footer>
    }
}

/// The room is dark: the clock, the next opening, and the cars that stay.
#[component]
fn Dark(live: Live, is_live: Memo<bool>, opens: Option<Opens>) -> impl IntoView {
    let lang = use_lang();
    listen_for_keys(live, ROWS_PER_NIGHT_PAGE);
    let (numbers, mark) = paged(live, ROWS_PER_NIGHT_PAGE);
    let is_early = opens.as_ref().is_some_and(|opens| opens.days_ahead == 0);
    let opening = move || opens.as_ref().map(|opens| opening_words(opens, lang.get()));
    view! {
        <header class="top"><h1>{move || name(live)}</h1></header>
        <main class="shut" data-test="closed">
            <time class="clock num">{now_clock(live)}</time>
            <p>
                {move || if is_early { td_string!(lang.get(), lounge.closed.early) } else { td_string!(lang.get(), lounge.closed.over) }}
                {move || opening().map(|words| view! { <br/><b>{words}</b> })}
            </p>
        </main>
        <footer class="dusk">
            <ol class="night" aria-label=move || td_string!(lang.get(), lounge.board)>
                <For each=move || numbers.get() key=|number| *number let:number><Row number live/></For>
            </ol>
            <div class="dawn"><Age live is_live/><PageMark live mark/></div>
        </footer>
    }
}

fn opening_words(opens: &Opens, locale: Locale) -> String {
    let time = opens.at.as_str();
    match opens.days_ahead {
        0 => td_string!(locale, lounge.closed.today, time = time).to_string(),
        1 => td_string!(locale, lounge.closed.tomorrow, time = time).to_string(),
        _ => td_string!(locale, lounge.closed.weekday, day = weekday(opens.weekday, locale), time = time).to_string(),
    }
}

fn weekday(day: u8, locale: Locale) -> &'static str {
    match day {
        1 => td_string!(locale, lounge.weekday.d1),
        2 => td_string!(locale, lounge.weekday.d2),
        3 => td_string!(locale, lounge.weekday.d3),
        4 => td_string!(locale, lounge.weekday.d4),
        5 => td_string!(locale, lounge.weekday.d5),
        6 => td_string!(locale, lounge.weekday.d6),
        _ => td_string!(locale, lounge.weekday.d7),
    }
}

/// The short word above a station.
fn head(stage: Stage, locale: Locale) -> &'static str {
    match stage {
        Stage::Received => td_string!(locale, lounge.heads.received),
        Stage::Waiting => td_string!(locale, lounge.heads.waiting),
        Stage::Repair => td_string!(locale, lounge.heads.repair),
        Stage::Inspection => td_string!(locale, lounge.heads.inspection),
        Stage::Wash => td_string!(locale, lounge.heads.wash),
        Stage::Preparing => td_string!(locale, lounge.heads.preparing),
        Stage::Ready => td_string!(locale, lounge.heads.ready),
    }
}
