//! The kiosk's connection to the server: its token, the queue, and arrivals.

use super::state::{Act, Kiosk, KioskEvent, KioskPage};
use crate::client::{self, Call, Failure};
use crate::i18n::Lang;
use crate::kiosk::outcome::refusal::Refusal;
use crate::lounge::device::report::Reporter;
use crate::lounge::feed::MEET_MS;
use crate::lounge::pairing::state;
use crate::lounge::pairing::state::Code;
use crate::ui::backoff::Backoff;
use crate::ui::clock::{ServerClock, steady_ms};
use crate::ui::guard::{self, Duty};
use crate::ui::{theme, timer};
use bayside_api::arrival::{ArrivalQueue, ArrivalRequest, CheckIn};
use bayside_api::codes::{PlateKind, ScreenKind};
use bayside_api::dealer::Dealer;
use bayside_api::{Code as Problem, path};
use bayside_domain::country::Country;
use bayside_domain::plate::province_of;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often the queue is read, in seconds; this also tells the desk that the kiosk is alive.
const ASK_SECONDS: u32 = 20;
/// How often the countdown is looked at.
const BEAT: Duration = Duration::from_millis(250);

/// What the kiosk is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KioskPhase {
    /// Nothing is known yet.
    Starting,
    /// There is no such dealer.
    Unknown,
    /// It shows a code, once it has one.
    Pairing(Option<Code>),
    /// It is open to whoever arrives.
    Open,
}

/// What the views read.
#[derive(Clone, Copy)]
pub struct KioskSession {
    /// What the kiosk is doing.
    pub phase: RwSignal<KioskPhase>,
    /// What it shows.
    pub kiosk: RwSignal<Kiosk>,
    /// The dealer, as soon as known.
    pub dealer: RwSignal<Option<Dealer>>,
    /// How many wait with a number, and how many advisers receive, as far as known.
    pub queue: RwSignal<Option<(u32, u32)>>,
    /// The last call got no answer.
    pub offline: RwSignal<bool>,
    /// The steady clock, in milliseconds.
    pub now_ms: RwSignal<i64>,
    /// The server's.
    pub clock: ServerClock,
    lang: Lang,
    slug: StoredValue<String>,
    unanswered: StoredValue<Option<(ArrivalRequest, String)>>,
    must_reload: StoredValue<bool>,
}

/// Starts the kiosk of a dealer; it runs as long as the page.
pub fn start(slug: String, lang: Lang, clock: ServerClock) -> KioskSession {
    let now_ms = steady_ms();
    let session = KioskSession {
        phase: RwSignal::new(KioskPhase::Starting),
        kiosk: RwSignal::new(Kiosk::new(PlateKind::Other, None, now_ms)),
        dealer: RwSignal::new(None),
        queue: RwSignal::new(None),
        offline: RwSignal::new(false),
        now_ms: RwSignal::new(now_ms),
        clock,
        lang,
        slug: StoredValue::new(slug),
        unanswered: StoredValue::new(None),
        must_reload: StoredValue::new(false),
    };
    timer::every(BEAT, move || {
        session.now_ms.set(steady_ms());
        session.send(KioskEvent::Beat);
        guard::beat(session.duty());
    });
    spawn_local(async move {
        session.meet_dealer().await;
        session.stay_open().await;
    });
    session
}

fn key_of(slug: &str) -> String {
    format!("bayside.arrival.{slug}.token")
}

impl KioskSession {
    /// Applies an event, and sends the request that follows from it.
    pub fn send(self, event: KioskEvent) {
        let mut act = None;
        self.kiosk.maybe_update(|kiosk| {
            let before = (event == KioskEvent::Beat).then(|| kiosk.page.clone());
            act = kiosk.apply(event, steady_ms());
            // A tick that changes nothing does not redraw the page.
            before.is_none_or(|before| before != kiosk.page || act.is_some())
        });
        match act {
            Some(Act::Ask(request)) => {
                let key = self.key_for(&request);
                spawn_local(self.ask(*request, key));
            }
            Some(Act::Forget) => {
                self.unanswered.set_value(None);
                self.reset_language();
            }
            None => {}
        }
    }

    /// Somebody chose a language, for as long as they stand here.
    pub fn choose_language(self, locale: crate::i18n::Language) {
        self.lang.show(locale);
        let usual = self.usual_locale();
        self.kiosk.update(|kiosk| kiosk.spoken = usual.is_some_and(|usual| usual != locale));
        self.send(KioskEvent::Touched);
    }

    /// Whether the page may reload for a new version or a command: only while nobody is using the kiosk.
    fn duty(self) -> Duty {
        let is_free = self.phase.get_untracked() == KioskPhase::Open && self.kiosk.with_untracked(Kiosk::is_fresh);
        match (is_free, self.must_reload.get_value()) {
            (true, true) => Duty::Reload,
            (true, false) => Duty::Idle,
            (false, _) => Duty::Busy,
        }
    }

    fn usual_locale(self) -> Option<crate::i18n::Language> {
        let first = |dealer: &Dealer| dealer.locales.iter().find_map(|text| crate::i18n::Language::from_tag(text));
        self.dealer.with_untracked(|dealer| dealer.as_ref().and_then(first))
    }

    /// Where cars are collected, in the dealer's own language, if the dealer said it.
    pub fn place(self) -> Option<String> {
        self.dealer.with_untracked(|dealer| dealer.as_ref().and_then(|dealer| dealer.lounge.place.clone()))
    }

    /// Whether the kiosk speaks the dealer's own language just now.
    pub fn speaks_own_language(self) -> bool {
        self.usual_locale() == Some(self.lang.get())
    }

    fn reset_language(self) {
        if let Some(locale) = self.usual_locale() {
            self.lang.show(locale);
        }
    }

    /// The idempotency key of a request: an unanswered request keeps its key as long as the same person is there, so
    /// that it counts once.
    fn key_for(self, request: &ArrivalRequest) -> String {
        let kept = self
            .unanswered
            .with_value(|kept| kept.as_ref().filter(|(asked, _)| asked == request).map(|(_, key)| key.clone()));
        let key = kept.unwrap_or_else(client::fresh_key);
        self.unanswered.set_value(Some((request.clone(), key.clone())));
        key
    }

    /// Sends a request; with the same key it counts once, however often its reply is lost.
    async fn ask(self, request: ArrivalRequest, key: String) {
        let slug = self.slug.get_value();
        let call = Call::post(path::arrivals(&slug)).json(&request).idempotency_key(&key);
        let token = state::kept_token(&key_of(&slug));
        let answer = call.bearer(token.as_deref()).send::<CheckIn>().await;
        let is_offline = matches!(answer, Err(Failure::Offline));
        self.offline.set(is_offline);
        if !is_offline {
            self.unanswered.set_value(None);
        }
        if let Err(failure) = &answer {
            self.forget_refused_token(failure);
        }
        let answer = answer.map(|reply| Box::new(reply.value)).map_err(|failure| Refusal::of(&failure));
        self.send(KioskEvent::Answered(answer));
        self.ask_queue().await;
    }

    /// Forgets the token if the server no longer accepts it.
    fn forget_refused_token(self, failure: &Failure) {
        if matches!(failure.code(), Some(Problem::Unauthenticated | Problem::Forbidden)) {
            state::forget_token(&key_of(&self.slug.get_value()));
            self.phase.set(KioskPhase::Pairing(None));
        }
    }

    async fn meet_dealer(self) {
        let mut pause = Backoff::default();
        loop {
            let spoken = self.lang.tag();
            match client::get::<Dealer>(path::dealer(&self.slug.get_value())).await {
                Ok(dealer) => {
                    self.offline.set(false);
                    self.clock.sync(&dealer.now);
                    self.dealer.set(Some(dealer));
                    self.reset_language();
                    if self.lang.tag() == spoken {
                        break;
                    }
                    // The dealer's language differs from the shown one: fetch its texts again.
                }
                Err(failure) => {
                    // While the store is being restored, the dealer may be unknown for a while.
                    let is_unknown = failure.code() == Some(Problem::NotFound);
                    self.phase.set(if is_unknown { KioskPhase::Unknown } else { KioskPhase::Starting });
                    self.offline.set(!is_unknown);
                    pause.wait().await;
                }
            }
        }
        self.dealer.with_untracked(|dealer| {
            let Some(dealer) = dealer else { return };
            theme::apply(dealer.theme.as_ref());
            let kind = Country::from_code(&dealer.country).unwrap_or(Country::UNKNOWN).plate_kind();
            self.kiosk.set(Kiosk::new(kind, province_of(&dealer.address), steady_ms()));
        });
    }

    /// What the dealer changed meanwhile; nothing if there is no answer this time.
    async fn renew_dealer(self) {
        if let Ok(dealer) = client::get::<Dealer>(path::dealer(&self.slug.get_value())).await {
            theme::apply(dealer.theme.as_ref());
            self.dealer.set(Some(dealer));
        }
    }

    async fn stay_open(self) {
        let slug = self.slug.get_value();
        state::leave_to_cookie(&key_of(&slug), ScreenKind::Arrival, &slug).await;
        let mut pause = Backoff::default();
        let mut met_ms = steady_ms();
        loop {
            if state::kept_token(&key_of(&self.slug.get_value())).is_none() {
                self.pair().await;
                continue;
            }
            if self.ask_queue().await {
                pause = Backoff::default();
                if steady_ms() - met_ms >= MEET_MS && self.kiosk.with_untracked(Kiosk::is_fresh) {
                    self.renew_dealer().await;
                    met_ms = steady_ms();
                }
                self.rest().await;
            } else {
                pause.wait().await;
            }
        }
    }

    /// Until it is time to ask again, or the token is gone.
    async fn rest(self) {
        for _ in 0..ASK_SECONDS {
            TimeoutFuture::new(1_000).await;
            if state::kept_token(&key_of(&self.slug.get_value())).is_none() {
                return;
            }
        }
    }

    async fn pair(self) {
        let phase = self.phase;
        let show = move |code| phase.set(KioskPhase::Pairing(code));
        let claimed = state::pair(ScreenKind::Arrival, self.clock, self.offline, show).await;
        state::keep_token(&key_of(&claimed.dealer), &claimed.device_token);
        if claimed.dealer != self.slug.get_value() {
            // Another dealer's desk has confirmed the code: open the kiosk of that dealer.
            state::go_to(&claimed.dealer, ScreenKind::Arrival).await;
        }
        // Clear the input of whoever was there when the kiosk was revoked.
        self.send(KioskEvent::Open(KioskPage::Start));
        phase.set(KioskPhase::Starting);
    }

    /// Learns how many wait; tells whether there was an answer.
    async fn ask_queue(self) -> bool {
        let slug = self.slug.get_value();
        let token = state::kept_token(&key_of(&slug));
        let reporter = Reporter::new("arrival", &slug);
        match Call::get(reporter.called(&path::arrivals(&slug))).bearer(token.as_deref()).send::<ArrivalQueue>().await {
            Ok(reply) => {
                if reply.value.command.is_some_and(|command| reporter.must_reload(command)) {
                    self.must_reload.set_value(true);
                }
                self.clock.sync(&reply.value.as_of);
                self.queue.set(Some((reply.value.ahead, reply.value.receiving)));
                self.offline.set(false);
                self.phase.maybe_update(|phase| {
                    let is_new = *phase != KioskPhase::Open;
                    *phase = KioskPhase::Open;
                    is_new
                });
                true
            }
            Err(failure) => {
                self.offline.set(true);
                self.queue.set(None);
                self.forget_refused_token(&failure);
                false
            }
        }
    }
}
