//! The footer below the board: who is expected, and the dealer's own lines, in turn.

use crate::i18n::{Language, td_string, use_lang};
use crate::lounge::board::row::clock;
use crate::lounge::screen::LoungeScreen;
use crate::lounge::state::PAGE_SECONDS;
use bayside_api::screen::Arrival;
use leptos::prelude::*;

/// Units of the footer that a guest takes.
const fn guest_units(language: Language) -> f64 {
    if language.is_compact() { 36.0 } else { 54.0 }
}

/// One filling of the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Filling {
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
        let guests_max = screen.layout.get().guests(guest_units(lang.get()));
        let all = screen
            .board
            .with(|board| board.as_ref().map(|board| fillings(board.arrivals(), board.notices(), guests_max)));
        let all = all.unwrap_or_default();
        // In turn as the pages are, but not begun anew by news.
        let turn = if screen.pager.get().is_stopped() { 0 } else { screen.now_ms.get() / (PAGE_SECONDS * 1000) };
        (!all.is_empty()).then(|| all[turn as usize % all.len()].clone())
    });
    view! {
        {move || match filling.get() {
            None => view! { <p></p> }.into_any(),
            Some(Filling::Line(line)) => view! { <p class="note" data-test="notice">{line}</p> }.into_any(),
            Some(Filling::Guests(guests)) => view! {
                <ul class="come" data-test="arrivals">
                    <li>{move || td_string!(lang.get(), lounge.welcome)}</li>
                    {guests.into_iter().map(|guest| view! {
                        <li>
                            <time translate="no">{clock(guest.at)}</time>
                            <b>{guest.name}</b>
                            {move || td_string!(lang.get(), lounge.awaited, adviser = guest.adviser.as_str()).to_string()}
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
    fn guests_come_three_at_a_time_and_then_the_lines() {
        let guest = |name: &str| Arrival {
            at: serde_json::from_str("\"2026-12-01T10:30:00+08:00\"").unwrap(),
            name: name.into(),
            adviser: "李敏".into(),
        };
        let arrivals: Vec<Arrival> = ["a", "b", "c", "d"].map(guest).to_vec();
        let fillings = fillings(&arrivals, &["茶在左边".to_owned()], 3);
        assert_eq!(fillings.len(), 3);
        assert_eq!(fillings[1], Filling::Guests(vec![guest("d")]));
        assert_eq!(fillings[2], Filling::Line("茶在左边".into()));
    }
}
