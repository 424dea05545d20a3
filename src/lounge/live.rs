//! Keeps the board in step: one good snapshot, then the stream; a new snapshot whenever the stream
//! was lost, cannot go on, or proves other rows.

use super::kept::Kept;
use super::pager::Pager;
use super::pairing::{self, Code};
use super::report;
use super::state::{Board, Event, ROWS_PER_PAGE, Then};
use crate::client::{Call, Events, EventsOptions, Failure, Link};
use crate::i18n::Lang;
use crate::ui::clock::{ServerClock, browser_ms};
use bayside_api::dealer::Dealer;
use bayside_api::screen::{Command, Lounge};
use bayside_api::words::ScreenKind;
use bayside_api::{Code as Problem, path};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The first pause after a failure; it doubles.
const PAUSE_MS: u32 = 1_000;
/// The longest pause after a failure.
const PAUSE_MS_MAX: u32 = 30_000;
/// The stream ticks every 10 s; after this silence it is dead.
const SILENCE_MS_MAX: u32 = 25_000;
/// The kinds of event that the stream has.
const EVENTS: &[&str] = &["row", "arrivals", "notices", "command", "highlight", "reset", "tick"];

/// What the screen is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is known yet.
    Starting,
    /// There is no such dealer.
    Unknown,
    /// The screen shows a code, once it has one.
    Pairing(Option<Code>),
    /// The screen shows the board.
    Board,
}

/// What the view reads.
#[derive(Clone, Copy)]
pub struct Live {
    /// What the screen is doing.
    pub phase: RwSignal<Phase>,
    /// The board, live or kept.
    pub board: RwSignal<Option<Board>>,
    /// The dealer, as soon as known.
    pub dealer: RwSignal<Option<Dealer>>,
    /// The browser's clock, every second.
    pub now_ms: RwSignal<i64>,
    /// Which page of the board is shown.
    pub pager: RwSignal<Pager>,
    /// The last call got no answer.
    pub offline: RwSignal<bool>,
}

impl Live {
    fn beat(self) {
        let now_ms = browser_ms();
        self.now_ms.set(now_ms);
        self.pager.maybe_update(|pager| pager.beat(now_ms));
    }
}

/// What the tasks share beside the signals.
struct Screen {
    slug: String,
    kept: Kept,
    clock: ServerClock,
    live: Live,
    events: RefCell<Option<Events>>,
    is_fetching: Cell<bool>,
    must_replace: Cell<bool>,
}

/// Starts the screen of a dealer; it runs as long as the page.
pub fn start(slug: String, lang: Lang, clock: ServerClock) -> Live {
    let kept = Kept::new(&slug);
    let live = Live {
        phase: RwSignal::new(Phase::Starting),
        board: RwSignal::new(kept.token().and_then(|_| kept.board())),
        dealer: RwSignal::new(kept.dealer()),
        now_ms: RwSignal::new(browser_ms()),
        pager: RwSignal::new(Pager::new(browser_ms())),
        offline: RwSignal::new(false),
    };
    set_interval(move || live.beat(), std::time::Duration::from_secs(1));
    if let Some(dealer) = live.dealer.get_untracked() {
        speak(&dealer, lang);
    }
    let screen = Rc::new(Screen {
        slug,
        kept,
        clock,
        live,
        events: RefCell::default(),
        is_fetching: Cell::new(false),
        must_replace: Cell::new(false),
    });
    leptos::task::spawn_local(meet_dealer(Rc::clone(&screen), lang));
    screen.refetch(false);
    // The stream's handlers hold the screen weakly: the page is what keeps it.
    StoredValue::new_local(screen);
    live
}

/// The dealer's first language, unless the address names one.
fn speak(dealer: &Dealer, lang: Lang) {
    let asked = window().location().search().is_ok_and(|query| query.contains("lang="));
    if !asked {
        lang.settle(&dealer.locales[..dealer.locales.len().min(1)]);
    }
}

async fn meet_dealer(screen: Rc<Screen>, lang: Lang) {
    let mut pause = Pause::default();
    loop {
        let spoken = lang.tag();
        match crate::client::get::<Dealer>(path::dealer(&screen.slug)).await {
            Ok(dealer) => {
                screen.clock.learn(&dealer.now);
                screen.kept.keep_dealer(&dealer);
                speak(&dealer, lang);
                screen.live.dealer.set(Some(dealer));
                if lang.tag() == spoken {
                    return;
                }
                // The dealer's own language is another one: its texts are asked for again.
            }
            Err(failure) if failure.code() == Some(Problem::NotFound) => {
                screen.live.phase.set(Phase::Unknown);
                return;
            }
            Err(_) => pause.wait().await,
        }
    }
}

impl Screen {
    /// Fetches until there is a snapshot, once at a time. `must_replace`: even by an older number.
    fn refetch(self: &Rc<Self>, must_replace: bool) {
        self.must_replace.set(self.must_replace.get() || must_replace);
        if !self.is_fetching.replace(true) {
            let screen = Rc::clone(self);
            leptos::task::spawn_local(async move {
                screen.fetch().await;
                screen.is_fetching.set(false);
            });
        }
    }

    async fn fetch(self: &Rc<Self>) {
        let mut pause = Pause::default();
        while self.live.phase.get_untracked() != Phase::Unknown {
            let Some(token) = self.kept.token() else {
                self.close();
                self.pair().await;
                continue;
            };
            match Call::get(report::called(&path::lounge(&self.slug), &self.kept))
                .bearer(Some(&token))
                .send::<Lounge>()
                .await
            {
                Ok(reply) => {
                    self.live.offline.set(false);
                    self.take(reply.value);
                    return;
                }
                Err(failure) => match failure.code() {
                    Some(Problem::Unauthenticated | Problem::Forbidden) => self.kept.forget_token(),
                    Some(Problem::NotFound) => self.live.phase.set(Phase::Unknown),
                    _ => {
                        self.live.offline.set(failure == Failure::Offline);
                        pause.wait().await;
                    }
                },
            }
        }
    }

    async fn pair(&self) {
        let phase = self.live.phase;
        let show = move |code| phase.set(Phase::Pairing(code));
        let claimed = pairing::pair(ScreenKind::Lounge, self.clock, self.live.offline, show).await;
        Kept::keep_token(&claimed.dealer, &claimed.device_token);
        if claimed.dealer != self.slug {
            // The desk that confirmed it is another dealer's: this is their screen now.
            let _ = window().location().assign(&format!("/{}/lounge", claimed.dealer));
        }
        phase.set(Phase::Starting);
    }

    fn take(self: &Rc<Self>, snapshot: Lounge) {
        let now_ms = browser_ms();
        let (number, command) = (snapshot.last_event_id, snapshot.command);
        let must_replace = self.must_replace.take();
        let mut was_behind = false;
        self.live.board.update(|board| match board {
            Some(board) if self.is_open() && !must_replace && number < board.last_event_id() => was_behind = true,
            Some(board) => board.replace(snapshot, now_ms),
            None => *board = Some(Board::new(snapshot, now_ms)),
        });
        self.keep();
        self.live.phase.set(Phase::Board);
        if !self.is_open() {
            self.open(number);
        } else if must_replace
            && !was_behind
            && let Some(events) = &*self.events.borrow()
        {
            events.resume_after(number);
        }
        if let Some(command) = command {
            self.obey(command);
        }
    }

    /// The desk may ask for a reload: once for each time that it asks.
    fn obey(&self, command: Command) {
        if report::is_new(command, &self.kept) {
            self.keep();
            // A page that cannot reload goes on as it is.
            let _ = window().location().reload();
        }
    }

    fn is_open(&self) -> bool {
        self.events.borrow().is_some()
    }

    fn close(&self) {
        self.events.take();
        self.live.board.set(None);
    }

    fn open(self: &Rc<Self>, after: i64) {
        let options = EventsOptions {
            path: report::called(&path::lounge_events(&self.slug), &self.kept),
            after: Some(after),
            names: EVENTS,
            rest_while_hidden: false,
            silence_ms_max: Some(SILENCE_MS_MAX),
        };
        let (heard, lost) = (Rc::downgrade(self), Rc::downgrade(self));
        let events = Events::open(
            options,
            move |event| {
                if let (Some(screen), Some(event)) = (heard.upgrade(), Event::parse(&event.name, event.id, &event.data))
                {
                    screen.hear(event);
                }
            },
            move |link| {
                if let (Some(screen), Link::Lost) = (lost.upgrade(), link) {
                    // The stream cannot tell a refusal from a broken line; a call can.
                    screen.refetch(false);
                }
            },
        );
        self.events.replace(Some(events));
    }

    fn hear(self: &Rc<Self>, event: Event) {
        let now_ms = browser_ms();
        let touched = event.touched();
        let (mut then, mut news) = (Then::Show, None);
        self.live.board.update(|board| {
            if let Some(board) = board {
                then = board.apply(event, now_ms);
                let marked = touched.filter(|number| board.is_marked(*number, now_ms) || board.glows(*number, now_ms));
                news = marked.map(|number| board.page_of(number, ROWS_PER_PAGE));
            }
        });
        if let Some(page) = news {
            self.live.pager.update(|pager| pager.show(page, now_ms));
        }
        self.live.offline.set(false);
        self.keep();
        match then {
            Then::Show => {}
            Then::Refetch => self.refetch(true),
            Then::Obey(command) => self.obey(command),
        }
    }

    fn keep(&self) {
        self.live.board.with_untracked(|board| {
            if let Some(board) = board {
                self.kept.keep_board(board);
            }
        });
    }
}

/// A growing pause with jitter between failures.
pub struct Pause {
    next_ms: u32,
}

impl Default for Pause {
    fn default() -> Self {
        Self { next_ms: PAUSE_MS }
    }
}

impl Pause {
    /// Waits, longer each time.
    pub async fn wait(&mut self) {
        let half_ms = self.next_ms / 2;
        TimeoutFuture::new(half_ms + (f64::from(half_ms) * js_sys::Math::random()) as u32).await;
        self.next_ms = (self.next_ms * 2).min(PAUSE_MS_MAX);
    }
}
