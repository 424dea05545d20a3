//! What the screen shows by day and by night: name, clock, the numbers of the page, which page of how many.

use crate::i18n::{td_string, use_lang};
use crate::lounge::board::pages::Pages;
use crate::lounge::board::row::clock;
use crate::lounge::screen::LoungeScreen;
use leptos::prelude::*;

/// The dealer's name, as soon as known.
pub fn name(screen: LoungeScreen) -> String {
    screen.dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.name.clone())).unwrap_or_default()
}

/// The server's wall clock; nothing while nobody knows the time.
pub fn now_clock(screen: LoungeScreen) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let now_ms = screen.now_ms.get();
        screen.board.with(|board| {
            let board = board.as_ref().filter(|board| board.knows_now())?;
            Some(clock(board.server_now(now_ms)))
        })
    })
}

/// The numbers of the current page of so many rows, and the page mark.
pub fn paged(screen: LoungeScreen, rows: Signal<usize>) -> (Memo<Vec<u16>>, Memo<(usize, usize)>) {
    let at = Memo::new(move |_| screen.pager.get().at());
    let pages = Memo::new(move |_| screen.pages(rows.get()));
    let numbers = Memo::new(move |_| pages.with(|pages| pages.as_ref().map(|it| it.at(at.get()))).unwrap_or_default());
    let mark = Memo::new(move |_| {
        let count = pages.with(|pages| pages.as_ref().map_or(1, Pages::count));
        (at.get() % count, count)
    });
    (numbers, mark)
}

/// Which page of how many.
#[component]
pub fn PageMark(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
    /// The page, and how many there are.
    mark: Memo<(usize, usize)>,
) -> impl IntoView {
    let lang = use_lang();
    let words = move || {
        let (page, pages) = mark.get();
        if screen.pager.get().is_stopped() {
            return td_string!(lang.get(), lounge.stopped).to_owned();
        }
        td_string!(lang.get(), lounge.page, page = page + 1, pages = pages).to_string()
    };
    let is_one_of_many = Memo::new(move |_| mark.get().1 > 1);
    view! {
        {move || is_one_of_many.get().then(|| view! {
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
