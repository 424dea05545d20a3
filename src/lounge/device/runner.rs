//! Starts the screen, and looks at it by the second.

use crate::i18n::Lang;
use crate::lounge::demo;
use crate::lounge::device::reload_policy::duty;
use crate::lounge::device::storage::LoungeStorage;
use crate::lounge::feed::Feed;
use crate::lounge::hours::OpeningState;
use crate::lounge::screen::{LoungePhase, LoungeScreen, show_dealers_language};
use crate::lounge::time::Sleep;
use crate::lounge::voice::announce::Announcer;
use crate::lounge::voice::speech::{Sound, Speaker};
use crate::ui::clock::{ServerClock, browser_ms, steady_ms};
use crate::ui::guard;
use crate::ui::guard::Duty;
use crate::ui::{address, timer};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// How often the page looks at the time.
const BEAT: Duration = Duration::from_secs(1);
/// How often what changed is kept for the next start.
const KEEP_MS: i64 = 10_000;

/// Looked at by the second.
struct Runner {
    screen: LoungeScreen,
    lang: Lang,
    storage: LoungeStorage,
    feed: Rc<Feed>,
    sleep: Cell<Sleep>,
    announcer: RefCell<Announcer>,
    speaker: Rc<Speaker>,
    kept_ms: Cell<i64>,
    /// This screen's minute of the night.
    minute: u32,
}

/// Starts the screen of a dealer; it runs as long as the page.
pub fn start(slug: String, lang: Lang, clock: ServerClock) -> (LoungeScreen, Rc<Speaker>) {
    let storage = LoungeStorage::new(&slug);
    let now_ms = steady_ms();
    let is_demo = address::query("demo").is_some();
    remember_viewing_conditions();
    let board = storage.token().and_then(|_| storage.board()).filter(|_| !is_demo).map(|board| board.taken_up(now_ms));
    let pager = storage.take_pager().unwrap_or_default().begun(now_ms);
    let screen = LoungeScreen::new(board, storage.dealer(), pager, is_demo, lang);
    let speaker = Rc::new(Speaker::new(screen.sound));
    if let Some(dealer) = screen.dealer.get_untracked() {
        show_dealers_language(&dealer, lang);
    }
    let feed = Feed::start(slug, storage.clone(), screen, lang, clock);
    if is_demo {
        screen.phase.set(LoungePhase::Board);
        demo::play(screen);
    } else {
        feed.refetch(false);
    }
    let announcer = RefCell::new(storage.announcer().unwrap_or_default());
    let sleep = Cell::new(Sleep::new(browser_ms(), now_ms));
    let minute = (js_sys::Math::random() * 60.0) as u32;
    let runner = Rc::new(Runner {
        screen,
        lang,
        storage,
        feed,
        sleep,
        announcer,
        speaker: Rc::clone(&speaker),
        kept_ms: Cell::new(now_ms),
        minute,
    });
    let leaving = Rc::clone(&runner);
    timer::every(BEAT, move || runner.beat());
    // What a planned start anew takes along; after a fall nobody is there to hand it over.
    let left = window_event_listener(leptos::ev::pagehide, move |_| leaving.hand_over());
    let resized = window_event_listener(leptos::ev::resize, move |_| screen.look_at_window());
    on_cleanup(move || {
        left.remove();
        resized.remove();
    });
    (screen, speaker)
}

impl Runner {
    fn beat(&self) {
        let (now_ms, screen) = (steady_ms(), self.screen);
        let mut sleep = self.sleep.get();
        if sleep.passed(browser_ms(), now_ms) && !screen.is_demo {
            screen.board.maybe_update(|board| board.as_mut().map(|board| board.doubt(now_ms)).is_some());
            self.feed.wake();
        }
        self.sleep.set(sleep);
        screen.now_ms.set(now_ms);
        screen.pager.maybe_update(|pager| pager.beat(now_ms));
        if screen.is_demo {
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
        self.screen.board.with_untracked(|board| duty(board.as_ref(), has_more_to_say, self.minute, now_ms))
    }

    fn announce(&self, now_ms: i64) {
        let (lang, mut announcer) = (self.lang.now(), self.announcer.borrow_mut());
        let is_open = untrack(|| self.screen.opening_state() == OpeningState::Open);
        let rules =
            self.screen.dealer.with_untracked(|dealer| dealer.as_ref().and_then(|it| it.lounge.announce.clone()));
        self.speaker.beat(rules.is_some() && is_open, lang, now_ms);
        // What is ready now waits until it is known whether it can be heard.
        if self.screen.sound.get_untracked() == Sound::Asking {
            return;
        }
        self.screen.board.with_untracked(|board| {
            let screen = board.as_ref().filter(|board| board.knows_now() && board.is_live(now_ms));
            let Some(board) = screen else { return };
            let ready: Vec<u16> = board.ready().collect();
            let heard = rules.as_ref().filter(|_| is_open && self.speaker.is_on());
            announcer.see(&ready, board.server_now(now_ms), heard);
        });
        if rules.is_some()
            && !self.speaker.speaks()
            && let Some(number) = announcer.next()
        {
            let place = self.screen.place();
            self.speaker.say(number, place.as_deref(), lang, now_ms);
        }
    }

    fn keep(&self, now_ms: i64) {
        self.kept_ms.set(now_ms);
        self.feed.keep();
        self.storage.keep_announcer(&self.announcer.borrow());
    }

    fn hand_over(&self) {
        if !self.screen.is_demo {
            self.keep(steady_ms());
            self.storage.hand_over_pager(self.screen.pager.get_untracked());
        }
    }
}

/// The address may say from where this screen is seen; it is remembered.
fn remember_viewing_conditions() {
    for name in ["distance", "inches"] {
        if let Some(text) = address::query(name) {
            LoungeStorage::keep_viewing_condition(name, &text);
        }
    }
}
