//! One car on the board. Each part is its own memo, so that an event touches only what it changes.

use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::screen::LoungeScreen;
use crate::lounge::state::{Board, Due};
use crate::ui::{Icon, StationState, stage_word, stations_at};
use bayside_api::Instant;
use bayside_api::codes::Stage;
use chrono::{Datelike, Timelike};
use leptos::prelude::*;

/// The wall clock at the dealer: instants carry the dealer's offset.
pub fn clock(at: Instant) -> String {
    format!("{:02}:{:02}", at.0.hour(), at.0.minute())
}

/// The day of a time, where it is not today.
pub fn day(at: Instant, now: Instant, locale: Language) -> Option<String> {
    match (at.date().0 - now.date().0).num_days() {
        0 => None,
        1 => Some(td_string!(locale, lounge.due.tomorrow).to_owned()),
        _ => Some(date(at, locale)),
    }
}

/// Day and month.
pub fn date(at: Instant, locale: Language) -> String {
    td_string!(locale, lounge.due.date, month = at.0.month(), day = at.0.day()).to_string()
}

/// What the due column says, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DueText {
    Nothing,
    Ask,
    At { day: Option<String>, time: String, before: Option<String> },
}

fn due_text(board: &Board, number: u16, now_ms: i64, locale: Language) -> DueText {
    let now = board.server_now(now_ms);
    match board.due(number, now_ms) {
        Due::Open => DueText::Nothing,
        Due::Ask => DueText::Ask,
        Due::At(at, before) => DueText::At { day: day(at, now, locale), time: clock(at), before: before.map(clock) },
    }
}

/// One car.
#[component]
pub fn Row(
    /// Its lounge number.
    number: u16,
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
) -> impl IntoView {
    let lang = use_lang();
    let part = move |read: fn(&Board, u16) -> Option<String>| {
        Memo::new(move |_| {
            screen.board.with(|board| board.as_ref().and_then(|board| read(board, number))).unwrap_or_default()
        })
    };
    let plate = part(|board, number| board.row(number).map(|row| row.plate.clone()));
    let adviser = part(|board, number| board.row(number).map(|row| row.adviser.clone()));
    let stage = Memo::new(move |_| {
        let row = screen.board.with(|board| board.as_ref().and_then(|board| board.row(number).map(|row| row.stage)));
        row.unwrap_or(Stage::Received)
    });
    let is_flagged =
        Memo::new(move |_| screen.board.with(|board| board.as_ref().is_some_and(|board| board.is_flagged(number))));
    let is_marked = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().is_some_and(|board| board.is_marked(number, now_ms)))
    });
    let glows = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().is_some_and(|board| board.glows(number, now_ms)))
    });
    let due = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        let locale = lang.get();
        screen
            .board
            .with(|board| board.as_ref().map_or(DueText::Nothing, |board| due_text(board, number, now_ms, locale)))
    });
    view! {
        <li
            class="car"
            data-test=format!("row-{number}")
            data-stage=move || stage.get().as_str()
            data-ready=move || (stage.get() == Stage::Ready).then_some("")
            data-new=move || is_marked.get().then_some("")
            data-glow=move || glows.get().then_some("")
        >
            <span class="no" data-long=(number > 99).then_some("")>{number}</span>
            <span class="pl8">{plate}</span>
            <Stations stage is_flagged is_marked/>
            <span class="due">{move || due_view(due.get(), lang.get())}</span>
            <span class="who">{adviser}</span>
        </li>
    }
}

fn due_view(due: DueText, locale: Language) -> AnyView {
    match due {
        DueText::Nothing => ().into_any(),
        DueText::Ask => view! {
            <span class="ask" data-test="ask">
                <Icon name="soon"/>
                <span><span class="nb">{td_string!(locale, lounge.ask.verb)}</span>" "<span class="nb">{td_string!(locale, lounge.ask.whom)}</span></span>
            </span>
        }
        .into_any(),
        DueText::At { day, time, before } => view! {
            <time translate="no" data-test="due">{time}</time>
            {day.map(|day| view! { <span class="day" data-test="due-day">{day}</span> })}
            {before.map(|before| view! { <small data-test="changed"><del>{before}</del>{td_string!(locale, lounge.changed)}</small> })}
        }
        .into_any(),
    }
}

/// The seven stations; only the current one shows its word.
#[component]
fn Stations(stage: Memo<Stage>, is_flagged: Memo<bool>, is_marked: Memo<bool>) -> impl IntoView {
    let lang = use_lang();
    let states = Memo::new(move |_| {
        let states = stations_at(stage.get() as usize, Stage::ALL.len());
        let held = is_flagged.get();
        states
            .into_iter()
            .map(|state| if held && state == StationState::Now { StationState::Hold } else { state })
            .collect::<Vec<StationState>>()
    });
    let station = move |index: usize, own: Stage| {
        let state = Memo::new(move |_| states.with(|states| states[index]));
        let words = move || {
            state.get().is_current().then(|| {
                view! {
                    {move || is_flagged.get().then(|| view! { <b class="flag">{td_string!(lang.get(), lounge.see_adviser)}</b> })}
                    {move || is_marked.get().then(|| view! { <b class="new" data-test="fresh">{td_string!(lang.get(), lounge.fresh)}</b> })}
                }
            })
        };
        view! {
            <li data-s=move || state.get().as_str() aria-current=move || state.get().is_current().then_some("step")>
                <i></i>
                <span>{move || stage_word(own, lang.get())}</span>
                {words}
            </li>
        }
    };
    view! {
        <ol class="track lt" aria-label=move || stage_word(stage.get(), lang.get())>
            {Stage::ALL.iter().enumerate().map(|(index, own)| station(index, *own)).collect_view()}
        </ol>
    }
}
