//! The view of a closed dealer: the clock, the next opening, and the cars that stay overnight.

use super::age::{Age, Stale};
use super::hours::NextOpening;
use super::screen::LoungeScreen;
use super::screen_notices::DemoNotice;
use super::time::Freshness;
use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::board::paged::{PageMark, name, now_clock, paged};
use crate::lounge::board::row::Row;
use chrono::Datelike;
use leptos::prelude::*;

/// The dimmed screen.
#[component]
pub fn ClosedView(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
    /// How old the shown data is.
    freshness: Memo<Freshness>,
    /// When the house opens next, if that is known.
    opens: Option<NextOpening>,
) -> impl IntoView {
    let lang = use_lang();
    let (numbers, mark) = paged(screen, Signal::derive(move || screen.layout.get().night_rows));
    let is_early = opens.as_ref().is_some_and(|opens| opens.days_ahead == 0);
    let opening = move || opens.as_ref().map(|opens| opening_words(opens, lang.get()));
    view! {
        <header class="top"><h1>{move || name(screen)}<DemoNotice screen/></h1></header>
        <main class="shut" data-test="closed">
            <time translate="no" class="clock num">{now_clock(screen)}</time>
            <p>
                {move || if is_early { td_string!(lang.get(), lounge.closed.early) } else { td_string!(lang.get(), lounge.closed.over) }}
                {move || opening().map(|words| view! { <br/><b>{words}</b> })}
            </p>
        </main>
        <footer class="dusk">
            <Stale screen freshness/>
            <ol class="night" aria-label=move || td_string!(lang.get(), lounge.board)>
                <For each=move || numbers.get() key=|number| *number let:number><Row number screen is_night=true/></For>
            </ol>
            <div class="dawn"><Age screen freshness/><PageMark screen mark/></div>
        </footer>
    }
}

fn opening_words(opens: &NextOpening, locale: Language) -> String {
    let time = opens.at.as_str();
    match opens.days_ahead {
        0 => td_string!(locale, lounge.closed.today, time = time).to_string(),
        1 => td_string!(locale, lounge.closed.tomorrow, time = time).to_string(),
        2..7 => {
            let day = weekday(opens.date.weekday().number_from_monday(), locale);
            td_string!(locale, lounge.closed.weekday, day = day, time = time).to_string()
        }
        _ => {
            let (month, day) = (opens.date.month(), opens.date.day());
            td_string!(locale, lounge.closed.date, month = month, day = day, time = time).to_string()
        }
    }
}

fn weekday(day: u32, locale: Language) -> &'static str {
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
