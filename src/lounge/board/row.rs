//! One car on the board. Each part is its own memo, so that an event touches only what it changes.

use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::screen::LoungeScreen;
use crate::lounge::state::{Board, Due};
use crate::ui::{Icon, StationState, stations_at};
use bayside_api::Instant;
use bayside_api::codes::Stage;
use bayside_domain::typed::is_han;
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

/// The word of a stage on the wall.
fn stage_word(stage: Stage, locale: Language) -> &'static str {
    match stage {
        Stage::Received => td_string!(locale, lounge.stage.received),
        Stage::Waiting => td_string!(locale, lounge.stage.waiting),
        Stage::Repair => td_string!(locale, lounge.stage.repair),
        Stage::Inspection => td_string!(locale, lounge.stage.inspection),
        Stage::Wash => td_string!(locale, lounge.stage.wash),
        Stage::Preparing => td_string!(locale, lounge.stage.preparing),
        Stage::Ready => td_string!(locale, lounge.stage.ready),
    }
}

/// What the customer is asked to do, beside the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// The customer has something to decide.
    Decide,
    /// The promised time has passed.
    Late,
}

fn ask(board: &Board, number: u16, now_ms: i64) -> Option<Ask> {
    match board.due(number, now_ms) {
        _ if board.is_flagged(number) => Some(Ask::Decide),
        Due::Late => Some(Ask::Late),
        Due::Open | Due::At(..) | Due::Ready(_) => None,
    }
}

/// What the due column says, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
enum DueText {
    Nothing,
    Late,
    At { day: Option<String>, time: String, before: Option<String>, is_asked: bool },
    Place(String),
}

/// Where customers go when their car is ready, as a sentence.
fn place_words(place: Option<&str>, locale: Language) -> String {
    match place {
        Some(place) => td_string!(locale, lounge.place.come, place = place).to_string(),
        None => td_string!(locale, lounge.place.reception).to_owned(),
    }
}

/// About how wide a text is, in its own font size.
fn ems(text: &str) -> f64 {
    text.chars().map(|letter| if is_han(letter) { 1.0 } else { 0.53 }).sum()
}

/// One car.
#[component]
pub fn Row(
    /// Its lounge number.
    number: u16,
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
    /// Whether the house is closed: nobody is asked for anything then.
    #[prop(optional)]
    is_night: bool,
) -> impl IntoView {
    let lang = use_lang();
    let part = move |read: fn(&Board, u16, Language) -> Option<String>| {
        Memo::new(move |_| {
            let locale = lang.get();
            screen.board.with(|board| board.as_ref().and_then(|board| read(board, number, locale))).unwrap_or_default()
        })
    };
    let plate = part(|board, number, _| board.row(number).map(|row| row.plate.clone()));
    let adviser = part(|board, number, locale| board.row(number).map(|row| row.adviser_in(locale.tag()).to_owned()));
    let since = part(|board, number, locale| {
        let row = board.row(number).filter(|row| row.stage == Stage::Ready)?;
        Some(td_string!(locale, lounge.since, time = clock(row.ready_at?)).to_string())
    });
    let by = move || td_string!(lang.get(), lounge.by, adviser = adviser.get()).to_string();
    let widest_word = move || format!("{:.1}", adviser.with(|name| name.split(' ').map(ems).fold(1.0, f64::max)));
    let stage = Memo::new(move |_| {
        let row = screen.board.with(|board| board.as_ref().and_then(|board| board.row(number).map(|row| row.stage)));
        row.unwrap_or(Stage::Received)
    });
    let asked = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        let asked = screen.board.with(|board| board.as_ref().and_then(|board| ask(board, number, now_ms)));
        asked.filter(|_| !is_night)
    });
    let is_marked = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().is_some_and(|board| board.is_marked(number, now_ms)))
    });
    let glows = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().is_some_and(|board| board.glows(number, now_ms)))
    });
    let due = Memo::new(move |_| {
        let (now_ms, locale) = (screen.now_ms.get(), lang.get());
        let place = || {
            screen.dealer.with(|dealer| place_words(dealer.as_ref().and_then(|it| it.lounge.place.as_deref()), locale))
        };
        screen.board.with(|board| {
            let Some(board) = board else { return DueText::Nothing };
            match board.due(number, now_ms) {
                Due::Open => DueText::Nothing,
                Due::Late if is_night => DueText::Nothing,
                Due::Late => DueText::Late,
                Due::Ready(_) => DueText::Place(place()),
                Due::At(at, before) => DueText::At {
                    day: day(at, board.server_now(now_ms), locale),
                    time: clock(at),
                    // There is room for one word beside the time.
                    is_asked: before.is_none() && asked.get() == Some(Ask::Decide),
                    before: before.map(clock),
                },
            }
        })
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
            <div class="way" style:--at=move || (stage.get() as usize).to_string()>
                <p class="said">
                    <span class="word" data-test="word">{move || stage_word(stage.get(), lang.get())}</span>
                    {move || asked.get().map(|asked| ask_view(asked, lang.get()))}
                    {move || is_marked.get().then(|| view! { <b class="new" data-test="fresh">{td_string!(lang.get(), lounge.fresh)}</b> })}
                    {move || Some(since.get()).filter(|since| !since.is_empty()).map(|since| view! { <small data-test="since">{since}<span class="by">{by}</span></small> })}
                </p>
                <Stations stage asked/>
            </div>
            <span class="due">{move || due_view(due.get(), lang.get())}</span>
            <span class="who" style:--em=widest_word>{adviser}</span>
        </li>
    }
}

/// The two sentences are as far apart as their reasons: a decision has the track's diamond, a late car a clock.
fn ask_view(asked: Ask, locale: Language) -> impl IntoView {
    match asked {
        Ask::Decide => view! { <b class="flag" data-test="decide">{td_string!(locale, lounge.decide.adviser)}</b> },
        Ask::Late => view! { <b class="flag" data-test="ask">{td_string!(locale, lounge.late.adviser)}</b> },
    }
}

fn due_view(due: DueText, locale: Language) -> AnyView {
    match due {
        DueText::Nothing => ().into_any(),
        DueText::Late => view! {
            <span class="late" data-test="late"><Icon name="clock"/>{td_string!(locale, lounge.late.title)}</span>
        }
        .into_any(),
        DueText::Place(words) => {
            let ems = format!("{:.1}", ems(&words));
            view! { <span class="to" data-test="place" style:--em=ems>{words}</span> }.into_any()
        }
        DueText::At { day, time, before, is_asked } => view! {
            <time translate="no" data-test="due">{time}</time>
            {day.map(|day| view! { <span class="day" data-test="due-day">{day}</span> })}
            {is_asked.then(|| view! { <small data-test="reason"><span>{td_string!(locale, lounge.decide.whose)}</span>{td_string!(locale, lounge.decide.what)}</small> })}
            {before.map(|before| view! { <small data-test="changed"><del>{before}</del>{td_string!(locale, lounge.changed)}</small> })}
        }
        .into_any(),
    }
}

/// The seven stations, whose current word stands above: to readers of texts they would only say it again.
#[component]
fn Stations(stage: Memo<Stage>, asked: Memo<Option<Ask>>) -> impl IntoView {
    let states = Memo::new(move |_| {
        let is_held = asked.get() == Some(Ask::Decide);
        let held = |state| if is_held && state == StationState::Now { StationState::Hold } else { state };
        stations_at(stage.get() as usize, Stage::ALL.len()).into_iter().map(held).collect::<Vec<StationState>>()
    });
    let station = move |index: usize| {
        let state = Memo::new(move |_| states.with(|states| states[index]));
        view! {
            <li data-s=move || state.get().as_str() aria-current=move || state.get().is_current().then_some("step")><i></i></li>
        }
    };
    view! { <ol class="track lt" aria-hidden="true">{(0..Stage::ALL.len()).map(station).collect_view()}</ol> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lounge::state::tests::{at, lounge, row};
    use bayside_api::codes::Flag;

    #[test]
    fn a_late_car_and_a_decision_are_told_apart_and_a_decision_comes_first() {
        let flagged = |number, promised| {
            let mut row = row(number, Stage::Repair, Some(promised));
            row.flag = Some(Flag::SeeAdviser);
            row
        };
        let rows = vec![
            row(1, Stage::Repair, Some("10:00:00")),
            flagged(2, "11:00:00"),
            flagged(3, "10:00:00"),
            row(4, Stage::Repair, Some("11:00:00")),
        ];
        let board = Board::new(lounge(7, rows), 0, 0);
        let asked = [1, 2, 3, 4].map(|number| ask(&board, number, 0));
        assert_eq!(asked, [Some(Ask::Late), Some(Ask::Decide), Some(Ask::Decide), None]);
    }

    #[test]
    fn a_ready_car_says_where_to_go_in_every_language_and_no_time() {
        let mut ready = row(14, Stage::Ready, Some("11:15:00"));
        ready.ready_at = Some(at("10:14:00"));
        let board = Board::new(lounge(7, vec![ready]), 0, 0);
        assert_eq!(board.due(14, 0), Due::Ready(Some(at("10:14:00"))), "whatever was promised");
        assert_eq!(place_words(Some("一楼交车区"), Language::ZhCn), "请到一楼交车区");
        for locale in Language::ALL {
            let (named, unnamed) = (place_words(Some("A 1"), *locale), place_words(None, *locale));
            assert!(named.contains("A 1") && !unnamed.is_empty() && named != unnamed);
            assert!(!unnamed.contains(|letter: char| letter.is_ascii_digit()));
        }
    }
}
