//! What the view reads, and the beat of a second that keeps it true.

use super::announce::Announcer;
use super::demo;
use super::feed::Feed;
use super::fit::{Fit, Sight, fit};
use super::hours::{Hours, House};
use super::kept::Kept;
use super::pager::Pager;
use super::pages::Pages;
use super::pairing::Code;
use super::speak::{Sound, Speaker};
use super::state::Board;
use super::time::Sleep;
use super::upkeep::duty;
use crate::i18n::Lang;
use crate::ui::Lasting;
use crate::ui::clock::{ServerClock, browser_ms, steady_ms};
use crate::ui::guard::{self, Duty};
use bayside_api::dealer::Dealer;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// How often the page looks at the time.
const BEAT: Duration = Duration::from_secs(1);
/// How often what changed is kept for the next start.
const KEEP_MS: i64 = 10_000;

/// What the screen is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is known yet.
    Starting,
    /// The screen shows a code, once it has one.
    Pairing(Option<Code>),
    /// The screen shows the board.
    Board,
}

/// What the view reads.
#[derive(Clone, Copy)]
pub struct Live {
    /// What the screen is doing.
    pub phase: Lasting<Phase>,
    /// The server knows no such dealer, for now.
    pub is_unknown: Lasting<bool>,
    /// The board, live or kept.
    pub board: Lasting<Option<Board>>,
    /// The dealer, as soon as known.
    pub dealer: Lasting<Option<Dealer>>,
    /// The clock that only counts up, every second.
    pub now_ms: Lasting<i64>,
    /// Which page of the board is shown.
    pub pager: Lasting<Pager>,
    /// The last call got no answer.
    pub offline: Lasting<bool>,
    /// The board is asked for again and again: the stream is blocked.
    pub polls: Lasting<bool>,
    /// How the screen is filled.
    pub fit: Lasting<Fit>,
    /// Whether announcements can be heard.
    pub sound: Lasting<Sound>,
    /// Everything is made up.
    pub is_demo: bool,
}

impl Live {
    fn new(board: Option<Board>, dealer: Option<Dealer>, pager: Pager, is_demo: bool) -> Self {
        Self {
            phase: Lasting::new(Phase::Starting),
            is_unknown: Lasting::new(false),
            board: Lasting::new(board),
            dealer: Lasting::new(dealer),
            now_ms: Lasting::new(steady_ms()),
            pager: Lasting::new(pager),
            offline: Lasting::new(false),
            polls: Lasting::new(false),
            fit: Lasting::new(fit_window()),
            sound: Lasting::new(Sound::Off),
            is_demo,
        }
    }

    /// The pages of the board with so many rows.
    pub fn pages(self, rows: usize) -> Option<Pages> {
        self.board.with(|board| board.as_ref().map(|board| Pages::new(board, rows)))
    }

    /// Whether the house is open now; open as long as nobody knows.
    pub fn house(self) -> House {
        let now_ms = self.now_ms.get();
        let hours = self.dealer.with(|dealer| dealer.as_ref().map(Hours::of)).unwrap_or_default();
        self.board
            .with(|board| board.as_ref().map(|board| hours.house(board.server_now(now_ms))))
            .unwrap_or(House::Open)
    }
}

/// Looked at by the second.
struct Watch {
    live: Live,
    lang: Lang,
    kept: Kept,
    feed: Rc<Feed>,
    sleep: Cell<Sleep>,
    announcer: RefCell<Announcer>,
    speaker: Rc<Speaker>,
    kept_ms: Cell<i64>,
    /// This screen's minute of the night.
    minute: u32,
}

/// Starts the screen of a dealer; it runs as long as the page.
pub fn start(slug: String, lang: Lang, clock: ServerClock) -> (Live, Rc<Speaker>) {
    let kept = Kept::new(&slug);
    let now_ms = steady_ms();
    let is_demo = query("demo").is_some();
    remember_sight();
    let board = kept.token().and_then(|_| kept.board()).filter(|_| !is_demo).map(|board| board.taken_up(now_ms));
    let pager = kept.take_pager().unwrap_or_default().begun(now_ms);
    let live = Live::new(board, kept.dealer(), pager, is_demo);
    let speaker = Rc::new(Speaker::new(live.sound));
    if let Some(dealer) = live.dealer.get_untracked() {
        speak(&dealer, lang);
    }
    let feed = Feed::start(slug, kept.clone(), live, lang, clock);
    if is_demo {
        live.phase.set(Phase::Board);
        demo::play(live);
    } else {
        feed.refetch(false);
    }
    let announcer = RefCell::new(kept.announcer().unwrap_or_default());
    let sleep = Cell::new(Sleep::new(browser_ms(), now_ms));
    let minute = (js_sys::Math::random() * 60.0) as u32;
    let watch = Rc::new(Watch {
        live,
        lang,
        kept,
        feed,
        sleep,
        announcer,
        speaker: Rc::clone(&speaker),
        kept_ms: Cell::new(now_ms),
        minute,
    });
    let leaving = Rc::clone(&watch);
    set_interval(move || watch.beat(), BEAT);
    // What a planned start anew takes along; after a fall nobody is there to hand it over.
    let left = window_event_listener(leptos::ev::pagehide, move |_| leaving.hand_over());
    let resized = window_event_listener(leptos::ev::resize, move |_| live.fit.set(fit_window()));
    on_cleanup(move || {
        left.remove();
        resized.remove();
    });
    (live, speaker)
}

impl Watch {
    fn beat(&self) {
        let (now_ms, live) = (steady_ms(), self.live);
        let mut sleep = self.sleep.get();
        if sleep.passed(browser_ms(), now_ms) && !live.is_demo {
            live.board.maybe_update(|board| board.as_mut().map(|board| board.doubt(now_ms)).is_some());
            self.feed.wake();
        }
        self.sleep.set(sleep);
        live.now_ms.set(now_ms);
        live.pager.maybe_update(|pager| pager.beat(now_ms));
        if live.is_demo {
            guard::beat(Duty::Busy);
            return;
        }
        self.feed.beat(now_ms);
        self.announce(now_ms);
        if now_ms - self.kept_ms.get() >= KEEP_MS {
            self.keep(now_ms);
        }
        guard::beat(self.duty(now_ms));
    }

    fn duty(&self, now_ms: i64) -> Duty {
        let has_more_to_say = self.speaker.speaks() || !self.announcer.borrow().is_done();
        self.live.board.with_untracked(|board| duty(board.as_ref(), has_more_to_say, self.minute, now_ms))
    }

    fn announce(&self, now_ms: i64) {
        let (lang, mut announcer) = (self.lang.now(), self.announcer.borrow_mut());
        let is_open = untrack(|| self.live.house() == House::Open);
        let rules = self.live.dealer.with_untracked(|dealer| dealer.as_ref().and_then(|it| it.lounge.announce.clone()));
        self.speaker.beat(rules.is_some() && is_open, lang, now_ms);
        // What is ready now waits until it is known whether it can be heard.
        if self.live.sound.get_untracked() == Sound::Asking {
            return;
        }
        self.live.board.with_untracked(|board| {
            let live = board.as_ref().filter(|board| board.knows_now() && board.is_live(now_ms));
            let Some(board) = live else { return };
            let ready: Vec<u16> = board.ready().collect();
            let heard = rules.as_ref().filter(|_| is_open && self.speaker.is_on());
            announcer.see(&ready, board.server_now(now_ms), heard);
        });
        if let Some(rules) = rules
            && !self.speaker.speaks()
            && let Some(number) = announcer.next()
        {
            self.speaker.say(number, rules.place.as_deref(), lang, now_ms);
        }
    }

    fn keep(&self, now_ms: i64) {
        self.kept_ms.set(now_ms);
        self.feed.keep();
        self.kept.keep_announcer(&self.announcer.borrow());
    }

    fn hand_over(&self) {
        if !self.live.is_demo {
            self.keep(steady_ms());
            self.kept.hand_over_pager(self.live.pager.get_untracked());
        }
    }
}

/// The dealer's first language, unless the address names one.
pub fn speak(dealer: &Dealer, lang: Lang) {
    if query("lang").is_none() {
        lang.settle(&dealer.locales[..dealer.locales.len().min(1)]);
    }
}

/// A parameter of the page's address.
fn query(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get(name)
}

/// The address may say from where this screen is seen; it is remembered.
fn remember_sight() {
    for name in ["distance", "inches"] {
        if let Some(text) = query(name) {
            Kept::keep_sight(name, &text);
        }
    }
}

fn fit_window() -> Fit {
    let size = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|side| side.as_f64()).unwrap_or(0.0);
    let (distance, inches) = (Kept::sight("distance"), Kept::sight("inches"));
    let sight = Sight::of(distance.as_deref(), inches.as_deref());
    fit(size(window().inner_width()), size(window().inner_height()), sight)
}
