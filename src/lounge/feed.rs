//! Keeps the board up to date: one snapshot, then the stream; a new snapshot whenever the stream was lost, cannot be
//! resumed or has another digest; and only snapshots if a proxy blocks streams.

use super::digest;
use super::hours::Hours;
use super::screen::{LoungePhase, LoungeScreen, show_dealers_language};
use super::state::{Board, LoungeEvent, NextAction};
use crate::client::{Call, Events, EventsOptions, Link};
use crate::i18n::Lang;
use crate::lounge::board::pages::Pages;
use crate::lounge::device::report::Reporter;
use crate::lounge::device::storage::LoungeStorage;
use crate::lounge::pairing::state;
use crate::ui::backoff::Backoff;
use crate::ui::clock::{ServerClock, steady_ms};
use crate::ui::guard;
use bayside_api::codes::ScreenKind;
use bayside_api::dealer::Dealer;
use bayside_api::screen::{Command, Lounge};
use bayside_api::{Code as Problem, path};
use bayside_domain::ids::EventNumber;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The stream ticks every 10 s; after this silence it is dead.
const SILENCE_MS_MAX: u32 = 25_000;
/// If the stream brings nothing for this long, the board is polled instead.
const BLOCKED_MS: i64 = 14_000;
/// Between two snapshots while the stream is blocked.
const POLL_MS: i64 = 5_000;
/// How often the dealer's data are fetched again: opening hours, closures, colours and announcements may have changed.
pub const MEET_MS: i64 = 300_000;
/// The kinds of event that the stream has.
const EVENTS: &[&str] = &["row", "arrivals", "notices", "calls", "command", "highlight", "reset", "tick"];

/// What keeps the board.
pub struct Feed {
    slug: String,
    storage: LoungeStorage,
    reporter: Reporter,
    clock: ServerClock,
    screen: LoungeScreen,
    lang: Lang,
    /// When the dealer was last asked for; nothing while it is being asked.
    met_ms: Cell<Option<i64>>,
    events: RefCell<Option<Events>>,
    is_fetching: Cell<bool>,
    must_replace: Cell<bool>,
    /// When the stream last brought anything.
    streamed_ms: Cell<i64>,
    /// When the board was last asked for.
    asked_ms: Cell<i64>,
    is_changed: Cell<bool>,
}

impl Feed {
    /// Starts by fetching the dealer.
    pub fn start(
        slug: String,
        storage: LoungeStorage,
        screen: LoungeScreen,
        lang: Lang,
        clock: ServerClock,
    ) -> Rc<Self> {
        let now_ms = steady_ms();
        let reporter = Reporter::new("lounge", &slug);
        let feed = Rc::new(Self {
            slug,
            reporter,
            storage,
            clock,
            screen,
            lang,
            met_ms: Cell::new(None),
            events: RefCell::default(),
            is_fetching: Cell::new(false),
            must_replace: Cell::new(false),
            streamed_ms: Cell::new(now_ms),
            asked_ms: Cell::new(now_ms),
            is_changed: Cell::new(false),
        });
        leptos::task::spawn_local(Rc::clone(&feed).meet_dealer());
        feed
    }

    async fn meet_dealer(self: Rc<Self>) {
        let mut pause = Backoff::default();
        loop {
            let (lang, spoken) = (self.lang, self.lang.tag());
            match crate::client::get::<Dealer>(path::dealer(&self.slug)).await {
                Ok(mut dealer) => {
                    self.clock.sync(&dealer.now);
                    self.storage.keep_dealer(&dealer);
                    show_dealers_language(&dealer, lang);
                    if self.screen.is_demo {
                        Hours::made_up(&mut dealer);
                    }
                    self.screen.dealer.set(Some(dealer));
                    self.screen.is_unknown.set(false);
                    if lang.tag() == spoken {
                        self.storage.leave_token_to_cookie().await;
                        self.met_ms.set(Some(steady_ms()));
                        return;
                    }
                    // The dealer's language differs from the shown one: fetch its texts again.
                }
                Err(failure) => {
                    // While the store is being restored, the dealer may be unknown for a while.
                    self.screen.is_unknown.set(failure.code() == Some(Problem::NotFound));
                    pause.wait().await;
                }
            }
        }
    }

    /// A second has passed: where the stream brings nothing, the board is asked for.
    pub fn beat(self: &Rc<Self>, now_ms: i64) {
        let is_blocked = now_ms - self.streamed_ms.get() >= BLOCKED_MS;
        self.screen.polls.maybe_update(|polls| {
            let is_other = *polls != (is_blocked && !self.screen.offline.get_untracked());
            *polls ^= is_other;
            is_other
        });
        if self.met_ms.get().is_some_and(|met_ms| now_ms - met_ms >= MEET_MS) {
            self.met_ms.set(None);
            leptos::task::spawn_local(Rc::clone(self).meet_dealer());
        }
        // Add jitter, so that the screens behind one proxy do not all poll in the same second.
        let pause_ms = POLL_MS + (js_sys::Math::random() * 2_000.0) as i64;
        if is_blocked && self.is_open() && now_ms - self.asked_ms.get() >= pause_ms {
            self.refetch(false);
        }
    }

    /// After the machine may have slept: the stream is dead, so start again.
    pub fn wake(self: &Rc<Self>) {
        self.refetch(false);
        if let (Some(events), Some(id)) = (&*self.events.borrow(), self.last_event_id()) {
            events.resume_after(id);
        }
    }

    fn last_event_id(&self) -> Option<EventNumber> {
        self.screen.board.with_untracked(|board| board.as_ref().map(Board::last_event_id))
    }

    /// Fetches until there is a snapshot, once at a time. `must_replace`: even by an older number.
    pub fn refetch(self: &Rc<Self>, must_replace: bool) {
        self.must_replace.set(self.must_replace.get() || must_replace);
        if !self.is_fetching.replace(true) {
            let feed = Rc::clone(self);
            leptos::task::spawn_local(async move {
                feed.fetch().await;
                feed.is_fetching.set(false);
            });
        }
    }

    async fn fetch(self: &Rc<Self>) {
        let mut pause = Backoff::default();
        loop {
            let Some(token) = self.storage.token() else {
                self.close();
                if self.screen.is_unknown.get_untracked() {
                    pause.wait().await;
                } else {
                    self.pair().await;
                }
                continue;
            };
            let (asked_ms, known) = (steady_ms(), self.last_event_id());
            self.asked_ms.set(asked_ms);
            let path = self.reporter.called(&path::lounge(&self.slug));
            match Call::get(path).bearer(Some(&token)).send::<Lounge>().await {
                Ok(reply) if digest::of(reply.value.rows.iter()) == reply.value.digest => {
                    self.take(reply.value, asked_ms, known);
                    return;
                }
                // The digest does not match: the reply was altered on the way or comes from another version.
                Ok(_) => {
                    self.screen.offline.set(true);
                    guard::look_for_new_version();
                    pause.wait().await;
                }
                Err(failure) => match failure.code() {
                    Some(Problem::Unauthenticated | Problem::Forbidden) => self.storage.forget_token(),
                    Some(Problem::NotFound) => {
                        self.screen.is_unknown.set(true);
                        pause.wait().await;
                    }
                    // The reply does not come from a Bayside server.
                    _ => {
                        self.screen.offline.set(true);
                        pause.wait().await;
                    }
                },
            }
        }
    }

    async fn pair(&self) {
        let phase = self.screen.phase;
        let show = move |code| phase.set(LoungePhase::Pairing(code));
        let claimed = state::pair(ScreenKind::Lounge, self.clock, self.screen.offline, show).await;
        LoungeStorage::keep_token(&claimed.dealer, &claimed.device_token);
        if claimed.dealer != self.slug {
            // Another dealer's desk has confirmed the code: open the screen of that dealer.
            state::go_to(&claimed.dealer, ScreenKind::Lounge).await;
        }
        phase.set(LoungePhase::Starting);
    }

    /// `known` is the number that the board had when it was asked for.
    fn take(self: &Rc<Self>, snapshot: Lounge, asked_ms: i64, known: Option<EventNumber>) {
        let now_ms = steady_ms();
        let (number, command) = (snapshot.last_event_id, snapshot.command);
        self.screen.is_seen_from(snapshot.viewing);
        // After a restored backup, the server's event number may be lower than the one known before.
        let must_replace = self.must_replace.take() || known.is_some_and(|known| number < known);
        let mut was_behind = false;
        self.screen.board.update(|board| match board {
            Some(board) if self.is_open() && !must_replace && number < board.last_event_id() => was_behind = true,
            Some(board) => board.replace(snapshot, asked_ms, now_ms),
            None => *board = Some(Board::new(snapshot, asked_ms, now_ms)),
        });
        self.is_changed.set(true);
        self.screen.phase.set(LoungePhase::Board);
        self.screen.is_unknown.set(false);
        self.show_news(now_ms);
        let was_offline = self.meet_again();
        if !self.is_open() {
            self.open(number);
        } else if (must_replace || was_offline)
            && !was_behind
            && let Some(events) = &*self.events.borrow()
        {
            events.resume_after(number);
        }
        if let Some(command) = command {
            self.obey(command);
        }
    }

    /// Carries out a reload command of the desk, once for each command.
    fn obey(&self, command: Command) {
        if self.reporter.must_reload(command) {
            guard::beat(guard::Duty::Reload);
        }
    }

    /// The server has replied. Returns whether it was unreachable before; then it may run a new version.
    fn meet_again(&self) -> bool {
        let was_offline = self.screen.offline.get_untracked();
        if was_offline {
            self.screen.offline.set(false);
            self.met_ms.set(self.met_ms.get().map(|_| i64::MIN / 2));
            guard::look_for_new_version();
        }
        was_offline
    }

    fn is_open(&self) -> bool {
        self.events.borrow().is_some()
    }

    fn close(&self) {
        self.events.take();
        self.screen.board.set(None);
    }

    fn open(self: &Rc<Self>, after: EventNumber) {
        let options = EventsOptions {
            path: self.reporter.called(&path::lounge_events(&self.slug)),
            after: Some(after),
            names: EVENTS,
            rest_while_hidden: false,
            silence_ms_max: Some(SILENCE_MS_MAX),
        };
        self.streamed_ms.set(steady_ms());
        // The stream's handlers hold the feed weakly: the page is what keeps it.
        let (heard, lost) = (Rc::downgrade(self), Rc::downgrade(self));
        let events = Events::open(
            options,
            move |event| {
                if let (Some(feed), Some(event)) =
                    (heard.upgrade(), LoungeEvent::parse(&event.name, event.id, &event.data))
                {
                    feed.hear(event);
                }
            },
            move |link| {
                if let (Some(feed), Link::Lost) = (lost.upgrade(), link) {
                    // The stream cannot distinguish a refusal from a broken connection; a call can.
                    feed.refetch(false);
                }
            },
        );
        self.events.replace(Some(events));
    }

    fn hear(self: &Rc<Self>, event: LoungeEvent) {
        let now_ms = steady_ms();
        self.streamed_ms.set(now_ms);
        let mut next = NextAction::Show;
        self.screen.board.update(|board| {
            if let Some(board) = board {
                next = board.apply(event, now_ms);
            }
        });
        self.show_news(now_ms);
        self.meet_again();
        self.is_changed.set(true);
        match next {
            NextAction::Show => {}
            NextAction::Refetch => self.refetch(true),
            NextAction::Check => self.refetch(false),
            NextAction::Obey(command) => self.obey(command),
        }
    }

    /// What has just changed is shown first.
    fn show_news(&self, now_ms: i64) {
        let shown = self.screen.pager.get_untracked().at();
        let rows = self.screen.layout.with_untracked(|layout| layout.rows);
        let page = self.screen.board.with_untracked(|board| {
            let board = board.as_ref()?;
            Pages::new(board, rows).of(board.changed_at(now_ms)?, shown)
        });
        if let Some(page) = page {
            self.screen.pager.update(|pager| pager.show(page, now_ms));
        }
    }

    /// Keeps the board for the next start, if it is another than the kept one.
    pub fn keep(&self) {
        if self.is_changed.take() {
            self.screen.board.with_untracked(|board| {
                if let Some(board) = board {
                    self.storage.keep_board(board);
                }
            });
        }
    }
}
