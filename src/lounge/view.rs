//! The lounge screen: header with the age of the data, the board in pages, the footer below.

use super::age::{Age, Stale};
use super::closed::ClosedView;
use super::hours::{NextOpening, OpeningState};
use super::screen::{LoungePhase, LoungeScreen};
use super::screen_notices::{DemoNotice, SoundNotice};
use super::time::Freshness;
use crate::i18n::{Lang, td_string, use_lang};
use crate::lounge::board::footer::Footer;
use crate::lounge::board::paged::{PageMark, name, now_clock, paged};
use crate::lounge::board::row::Row;
use crate::lounge::colours;
use crate::lounge::device::runner::start;
use crate::lounge::device::wake_lock;
use crate::lounge::pairing::pairing;
use crate::lounge::pairing::state::Code;
use crate::lounge::voice::speech::Speaker;
use crate::ui::address::path_part;
use crate::ui::clock::{steady_ms, use_clock};
use crate::ui::{focus, guard};
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long after the last change the screen of a closed dealer stays lit, in minutes.
const LIT_MINUTES: i64 = 30;

/// What fills the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
enum ScreenView {
    Waiting,
    Unknown,
    Pairing(Option<Code>),
    Board,
    Closed(Option<NextOpening>),
}

fn view(screen: LoungeScreen) -> ScreenView {
    if screen.is_unknown.get() {
        return ScreenView::Unknown;
    }
    match screen.phase.get() {
        LoungePhase::Pairing(code) => ScreenView::Pairing(code),
        LoungePhase::Starting | LoungePhase::Board => {
            let now_ms = screen.now_ms.get();
            let works =
                screen.board.with(|board| board.as_ref().map(|board| board.changed_within(LIT_MINUTES, now_ms)));
            match (works, screen.opening_state()) {
                (None, _) => ScreenView::Waiting,
                (Some(works), OpeningState::Closed(opens)) if !works || screen.is_demo => ScreenView::Closed(opens),
                _ => ScreenView::Board,
            }
        }
    }
}

/// The lounge screen of the dealer in the page's path.
#[component]
pub fn LoungeApp() -> impl IntoView {
    let lang = use_lang();
    let (screen, speaker) = start(path_part(0).unwrap_or_default(), lang, use_clock());
    let view = Memo::new(move |_| view(screen));
    let freshness = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().map_or(Freshness::Live(0), |board| board.freshness(now_ms)))
    });
    let is_live = Memo::new(move |_| freshness.get().is_live());
    wake_lock::keep_awake(screen.now_ms);
    listen_to_hands(screen, speaker, lang);
    Effect::new(move |_| focus::title(&td_string!(lang.get(), lounge.title, dealer = name(screen)).to_string()));
    guard::at_rest(move || td_string!(lang.get(), lounge.restarting));
    Effect::new(move |_| {
        let shown = view.get();
        let is_closed = matches!(shown, ScreenView::Closed(_));
        let is_stale = (is_closed || shown == ScreenView::Board) && !is_live.get();
        screen.dealer.with(|dealer| {
            let is_light = !is_closed && dealer.as_ref().is_some_and(|dealer| dealer.lounge.light);
            scheme(is_stale, is_closed, is_light);
            let accent = dealer.as_ref().and_then(|dealer| colours::accent(dealer.theme.as_ref()?, is_light));
            apply_accent(accent.filter(|_| !is_stale && !is_closed).as_ref());
        });
    });
    view! {
        <div
            class="lounge"
            style:--k=move || screen.layout.get().scale.to_string()
            data-narrow=move || screen.layout.get().footer.is_some_and(|units| units < 95.0).then_some("")
            style:--shift-x=move || shift(screen.now_ms.get(), 3)
            style:--shift-y=move || shift(screen.now_ms.get(), 5)
        >
            {move || match view.get() {
                ScreenView::Waiting => waiting(screen).into_any(),
                ScreenView::Unknown => unknown().into_any(),
                ScreenView::Pairing(code) => pairing(code, screen.now_ms, screen.offline).into_any(),
                ScreenView::Board => view! { <OpenView screen freshness/> }.into_any(),
                ScreenView::Closed(opens) => view! { <ClosedView screen freshness opens/> }.into_any(),
            }}
        </div>
    }
}

/// The lounge's own tokens, dimmed when stale or closed.
fn scheme(is_stale: bool, is_closed: bool, is_light: bool) {
    say_on_root("data-scheme", Some("lounge"));
    say_on_root("data-live", is_stale.then_some("no"));
    say_on_root("data-hours", is_closed.then_some("closed"));
    say_on_root("data-light", is_light.then_some(""));
}

fn say_on_root(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    // If the attribute cannot be set, the colours stay as they are.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// The dealer's accent; none leaves the house's own, and the dimmed ones.
fn apply_accent(accent: Option<&colours::WallAccent>) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let Some(style) = root.map(|root| root.style()) else { return };
    let values = accent.map(|it| [&it.accent, &it.on_accent, &it.soft]);
    for (at, name) in ["--accent", "--on-accent", "--accent-soft"].into_iter().enumerate() {
        // If the value is refused, the default colour stays.
        let _ = match values {
            Some(values) => style.set_property(name, values[at]),
            None => style.remove_property(name).map(|_| ()),
        };
    }
}

/// Shifts the picture a little from time to time against burn-in.
fn shift(now_ms: i64, minutes: i64) -> &'static str {
    ["0px", "2px", "4px", "2px", "0px", "-2px", "-4px", "-2px"][(now_ms / (minutes * 60_000)).rem_euclid(8) as usize]
}

fn waiting(screen: LoungeScreen) -> impl IntoView {
    let lang = use_lang();
    view! {
        <header class="top"><h1>{move || name(screen)}</h1></header>
        <main class="word">
            {move || screen.offline.get().then(|| view! {
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

/// A tap or a key enables the sound if the browser forbade it; otherwise it stops the paging.
fn listen_to_hands(screen: LoungeScreen, speaker: Rc<Speaker>, lang: Lang) {
    let press = Rc::new(move |key: &str| {
        let now_ms = steady_ms();
        if speaker.touched(lang, now_ms) {
            return;
        }
        // At night fewer rows stand on a page.
        let is_night = matches!(untrack(|| view(screen)), ScreenView::Closed(_));
        let rows = screen.layout.with_untracked(|layout| if is_night { layout.night_rows } else { layout.rows });
        let pages = untrack(|| screen.pages(rows)).map_or(1, |pages| pages.count());
        screen.pager.update(|pager| pager.press(key, pages, now_ms));
    });
    let pressed = Rc::clone(&press);
    let key = window_event_listener(leptos::ev::keydown, move |event| {
        if !event.repeat() {
            press(&event.key());
        }
    });
    let tap = window_event_listener(leptos::ev::pointerdown, move |_| pressed(""));
    on_cleanup(move || {
        key.remove();
        tap.remove();
    });
}

/// The board in the daytime.
#[component]
fn OpenView(screen: LoungeScreen, freshness: Memo<Freshness>) -> impl IntoView {
    let lang = use_lang();
    let rows = Signal::derive(move || screen.layout.get().rows);
    let (numbers, mark) = paged(screen, rows);
    let fullest = Memo::new(move |_| screen.pages(rows.get()).map_or(1, |pages| pages.rows()));
    let is_empty = Memo::new(move |_| numbers.with(Vec::is_empty));
    view! {
        <header class="top">
            <h1>{move || name(screen)}<DemoNotice screen/></h1>
            <time translate="no" class="clock num">{now_clock(screen)}</time>
            <div class="line"><Age screen freshness/><SoundNotice screen/></div>
        </header>
        <div class="head">
            <Stale screen freshness/>
            <div class="cols" aria-hidden="true">
                <span>{move || td_string!(lang.get(), lounge.cols.number)}</span>
                <span>{move || td_string!(lang.get(), lounge.cols.plate)}</span>
                <span>{move || td_string!(lang.get(), lounge.cols.due)}</span>
            </div>
        </div>
        <main class="flat">
            {move || if is_empty.get() {
                view! { <p class="quiet" data-test="empty">{move || td_string!(lang.get(), lounge.empty)}</p> }.into_any()
            } else {
                view! {
                    <ol class="board" style:--n=move || fullest.get().to_string() aria-label=move || td_string!(lang.get(), lounge.board)>
                        <For each=move || numbers.get() key=|number| *number let:number><Row number screen/></For>
                    </ol>
                }.into_any()
            }}
        </main>
        <footer class="foot"><Footer screen/><PageMark screen mark/></footer>
    }
}
