//! How old the shown data is: always said, and loudly when it is not live.

use super::screen::LoungeScreen;
use super::time::Freshness;
use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::board::row::{clock, day};
use crate::ui::Icon;
use leptos::prelude::*;

/// How old the data is.
#[component]
pub fn Age(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
    /// How old the shown data is.
    freshness: Memo<Freshness>,
) -> impl IntoView {
    let lang = use_lang();
    let seconds = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| board.as_ref().map_or(0, |board| board.age_seconds(now_ms)))
    });
    let is_live = Memo::new(move |_| freshness.get().is_live());
    let words = move || words(freshness.get(), lang.get()).unwrap_or_else(|| as_of(screen, lang.get()));
    view! {
        <p
            data-test="age"
            data-seconds=move || seconds.get().to_string()
            data-via=move || if screen.polls.get() { "poll" } else { "stream" }
        >
            {move || if is_live.get() { view! { <i class="beat"></i> }.into_any() } else { view! { <Icon name="broken"/> }.into_any() }}
            <span>{words}</span>
        </p>
    }
}

/// Nothing where only the time of the last contact is known.
fn words(freshness: Freshness, locale: Language) -> Option<String> {
    let words = match freshness {
        Freshness::Live(n) => td_string!(locale, lounge.age.live, n = n).to_string(),
        Freshness::Checking => td_string!(locale, lounge.age.checking).to_owned(),
        Freshness::Lost(n) if n < 60 => td_string!(locale, lounge.age.lost_seconds, n = n).to_string(),
        Freshness::Lost(n) if n < 7_200 => td_string!(locale, lounge.age.lost_minutes, n = n / 60).to_string(),
        Freshness::Lost(n) => td_string!(locale, lounge.age.lost_hours, n = n / 3_600).to_string(),
        Freshness::Kept => return None,
    };
    Some(words)
}

fn as_of(screen: LoungeScreen, locale: Language) -> String {
    let time = heard(screen, locale, true);
    td_string!(locale, lounge.age.kept, time = time).to_string()
}

/// The server's time of the last contact; with its day where it may be another than today.
fn heard(screen: LoungeScreen, locale: Language, is_dated: bool) -> String {
    let now_ms = screen.now_ms.get();
    screen
        .board
        .with(|board| {
            let board = board.as_ref()?;
            let at = board.heard_at();
            let date = if is_dated {
                Some(crate::lounge::board::row::date(at, locale))
            } else {
                day(at, board.server_now(now_ms), locale)
            };
            Some(date.map_or_else(|| clock(at), |date| format!("{date} {}", clock(at))))
        })
        .unwrap_or_default()
}

/// The band across the screen while the board is not live.
#[component]
pub fn Stale(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
    /// How old the shown data is.
    freshness: Memo<Freshness>,
) -> impl IntoView {
    let lang = use_lang();
    let is_live = Memo::new(move |_| freshness.get().is_live());
    let time = Memo::new(move |_| heard(screen, lang.get(), freshness.get() == Freshness::Kept));
    let at = Memo::new(move |_| {
        screen.board.with(|board| board.as_ref().map(|board| clock(board.heard_at()))).unwrap_or_default()
    });
    view! {
        {move || (!is_live.get()).then(|| view! {
            <p class="stale" role="status" data-test="stale">
                <Icon name="broken"/>
                <b>{move || td_string!(lang.get(), lounge.stale.title, time = time.get()).to_string()}</b>
                <span>{move || td_string!(lang.get(), lounge.stale.note, time = at.get()).to_string()}</span>
            </p>
        })}
    }
}
