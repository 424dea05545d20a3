//! The footer below the board: the numbers that were called; else who is expected, and the dealer's own lines, in turn.

use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::board::row::clock;
use crate::lounge::screen::LoungeScreen;
use crate::lounge::state::PAGE_SECONDS;
use bayside_api::screen::Arrival;
use leptos::prelude::*;

/// Units of the footer that a guest takes.
const fn guest_units(language: Language) -> f64 {
    if language.is_compact() { 43.0 } else { 65.0 }
}

/// Numbers that are called at once; the latest come first.
const CALLS_MAX: usize = 3;

/// Which numbers are to come.
fn call_words(numbers: &[u16], locale: Language) -> String {
    let listed: Vec<String> = numbers.iter().map(u16::to_string).collect();
    let numbers = listed.join(td_string!(locale, lounge.called.and));
    match listed.len() {
        1 => td_string!(locale, lounge.called.one, numbers = numbers).to_string(),
        _ => td_string!(locale, lounge.called.more, numbers = numbers).to_string(),
    }
}

/// One filling of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filling {
    Calls(Vec<u16>),
    Guests(Vec<Arrival>),
    Line(String),
}

fn fillings(arrivals: &[Arrival], notices: &[String], guests_max: usize) -> Vec<Filling> {
    let guests = arrivals.chunks(guests_max.max(1)).map(|guests| Filling::Guests(guests.to_vec()));
    guests.chain(notices.iter().map(|line| Filling::Line(line.clone()))).collect()
}

/// The footer; it changes with the pages.
#[component]
pub fn Footer(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
) -> impl IntoView {
    let lang = use_lang();
    let filling = Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        let called = screen.board.with(|board| {
            let calls = board.as_ref().map(|board| board.calls(now_ms)).unwrap_or_default();
            calls.iter().take(CALLS_MAX).map(|call| call.number).collect::<Vec<u16>>()
        });
        if !called.is_empty() {
            return Some(Filling::Calls(called));
        }
        let guests_max = screen.layout.get().guests(guest_units(lang.get()));
        let all = screen
            .board
            .with(|board| board.as_ref().map(|board| fillings(board.arrivals(), board.notices(), guests_max)));
        let all = all.unwrap_or_default();
        // In turn as the pages are, but not begun anew by news.
        let turn = if screen.pager.get().is_stopped() { 0 } else { now_ms / (PAGE_SECONDS * 1000) };
        (!all.is_empty()).then(|| all[turn as usize % all.len()].clone())
    });
    view! {
        {move || match filling.get() {
            None => view! { <p></p> }.into_any(),
            Some(Filling::Calls(numbers)) => view! { <p class="called" role="status" data-test="calls">{move || call_words(&numbers, lang.get())}</p> }.into_any(),
            Some(Filling::Line(line)) => view! { <p class="note" data-test="notice">{line}</p> }.into_any(),
            Some(Filling::Guests(guests)) => view! {
                <ul class="come" data-test="arrivals">
                    <li>{move || td_string!(lang.get(), lounge.welcome)}</li>
                    {guests.into_iter().map(|guest| view! {
                        <li>
                            <time translate="no">{clock(guest.at)}</time>
                            <b>{guest.name_in(lang.get().tag()).to_owned()}</b>
                            {td_string!(lang.get(), lounge.awaited, adviser = guest.adviser_in(lang.get().tag())).to_string()}
                        </li>
                    }).collect_view()}
                </ul>
            }.into_any(),
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn called_numbers_are_one_sentence_in_every_language() {
        assert_eq!(call_words(&[26], Language::ZhCn), "请 26 号到前台");
        assert_eq!(call_words(&[27, 26], Language::ZhCn), "请 27、26 号到前台");
        assert_eq!(call_words(&[26], Language::En), "Number 26, please come to reception");
        assert_eq!(call_words(&[27, 26], Language::En), "Numbers 27 and 26, please come to reception");
        assert_eq!(call_words(&[27, 26], Language::De), "Nummern 27 und 26: bitte zum Empfang");
    }

    #[test]
    fn guests_come_three_at_a_time_and_then_the_lines() {
        let guest = |name: &str| Arrival {
            at: serde_json::from_str("\"2026-12-01T10:30:00+08:00\"").unwrap(),
            name: name.into(),
            names: [("de".to_owned(), format!("Herr {name}"))].into(),
            adviser: "李敏".into(),
            adviser_names: [("de".to_owned(), "Li Min".to_owned())].into(),
        };
        let arrivals: Vec<Arrival> = ["a", "b", "c", "d"].map(guest).to_vec();
        let fillings = fillings(&arrivals, &["茶在左边".to_owned()], 3);
        assert_eq!(fillings.len(), 3);
        assert_eq!((arrivals[0].name_in("de"), arrivals[0].adviser_in("de")), ("Herr a", "Li Min"));
        assert_eq!((arrivals[0].name_in("en"), arrivals[0].adviser_in("en")), ("a", "李敏"));
        assert_eq!(fillings[1], Filling::Guests(vec![guest("d")]));
        assert_eq!(fillings[2], Filling::Line("茶在左边".into()));
    }
}
