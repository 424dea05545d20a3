//! What the view reads.

use super::hours::{Hours, OpeningState};
use super::state::Board;
use crate::i18n::Lang;
use crate::lounge::board::layout::{Layout, ViewingConditions, layout};
use crate::lounge::board::pager::Pager;
use crate::lounge::board::pages::Pages;
use crate::lounge::device::storage::LoungeStorage;
use crate::lounge::pairing::state::Code;
use crate::lounge::voice::speech::Sound;
use crate::ui::address;
use crate::ui::clock::steady_ms;
use bayside_api::dealer::Dealer;
use bayside_api::screen::Viewing;
use leptos::prelude::*;

/// What the screen is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoungePhase {
    /// Nothing is known yet.
    Starting,
    /// The screen shows a code, once it has one.
    Pairing(Option<Code>),
    /// The screen shows the board.
    Board,
}

/// The reactive state of the lounge screen.
#[derive(Clone, Copy)]
pub struct LoungeScreen {
    /// What the screen is doing.
    pub phase: RwSignal<LoungePhase>,
    /// The server knows no such dealer, for now.
    pub is_unknown: RwSignal<bool>,
    /// The board, live or kept.
    pub board: RwSignal<Option<Board>>,
    /// The dealer, as soon as known.
    pub dealer: RwSignal<Option<Dealer>>,
    /// The steady clock, updated every second.
    pub now_ms: RwSignal<i64>,
    /// Which page of the board is shown.
    pub pager: RwSignal<Pager>,
    /// The last call got no answer.
    pub offline: RwSignal<bool>,
    /// The board is asked for again and again: the stream is blocked.
    pub polls: RwSignal<bool>,
    /// The size of the window in CSS pixels, and from where it is seen.
    pub window: RwSignal<(f64, f64, ViewingConditions)>,
    /// How the screen is filled.
    pub layout: Memo<Layout>,
    /// Whether announcements can be heard.
    pub sound: RwSignal<Sound>,
    /// Everything is made up.
    pub is_demo: bool,
}

impl LoungeScreen {
    /// The screen as it begins, with what was kept of it.
    pub fn new(board: Option<Board>, dealer: Option<Dealer>, pager: Pager, is_demo: bool, lang: Lang) -> Self {
        let window = RwSignal::new(seen_window());
        Self {
            phase: RwSignal::new(LoungePhase::Starting),
            is_unknown: RwSignal::new(false),
            board: RwSignal::new(board),
            dealer: RwSignal::new(dealer),
            now_ms: RwSignal::new(steady_ms()),
            pager: RwSignal::new(pager),
            offline: RwSignal::new(false),
            polls: RwSignal::new(false),
            window,
            layout: Memo::new(move |_| {
                let (width, height, conditions) = window.get();
                layout(width, height, conditions, lang.get().is_compact())
            }),
            sound: RwSignal::new(Sound::Off),
            is_demo,
        }
    }

    /// The pages of the board with so many rows.
    pub fn pages(self, rows: usize) -> Option<Pages> {
        self.board.with(|board| board.as_ref().map(|board| Pages::new(board, rows)))
    }

    /// Where customers go when their car is ready, if the dealer said it.
    pub fn place(self) -> Option<String> {
        self.dealer.with_untracked(|dealer| dealer.as_ref().and_then(|dealer| dealer.lounge.place.clone()))
    }

    /// The desk said from where this screen is seen: that holds, unless the screen's own address says something else.
    pub fn is_seen_from(self, viewing: Option<Viewing>) {
        let Some(viewing) = viewing else { return };
        if address::query("distance").is_none() && address::query("inches").is_none() {
            LoungeStorage::keep_viewing_condition("distance", &(f64::from(viewing.distance_cm) / 100.0).to_string());
            LoungeStorage::keep_viewing_condition("inches", &viewing.inches.to_string());
            self.look_at_window();
        }
    }

    /// Looks at the window again; tells the layout if it is another.
    pub fn look_at_window(self) {
        let seen = seen_window();
        self.window.maybe_update(|window| std::mem::replace(window, seen) != seen);
    }

    /// Whether the house is open now; open as long as nobody knows.
    pub fn opening_state(self) -> OpeningState {
        let now_ms = self.now_ms.get();
        let hours = self.dealer.with(|dealer| dealer.as_ref().map(Hours::of)).unwrap_or_default();
        self.board
            .with(|board| board.as_ref().map(|board| hours.opening_state(board.server_now(now_ms))))
            .unwrap_or(OpeningState::Open)
    }
}

/// The dealer's first language, unless the address names one.
pub fn show_dealers_language(dealer: &Dealer, lang: Lang) {
    if address::query("lang").is_none() {
        lang.settle(&dealer.locales[..dealer.locales.len().min(1)]);
    }
}

/// The window as it is now, and from where it is seen.
fn seen_window() -> (f64, f64, ViewingConditions) {
    let size = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|side| side.as_f64()).unwrap_or(0.0);
    let (distance, inches) = (LoungeStorage::viewing_condition("distance"), LoungeStorage::viewing_condition("inches"));
    let conditions = ViewingConditions::of(distance.as_deref(), inches.as_deref());
    (size(window().inner_width()), size(window().inner_height()), conditions)
}
