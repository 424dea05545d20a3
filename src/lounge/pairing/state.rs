//! Pairing: the screen shows a six-digit code, which is confirmed at the desk, and gets its device token.

use crate::client::{Call, Failure, get, post};
use crate::lounge::device::report::Reporter;
use crate::storage;
use crate::ui::address;
use crate::ui::backoff::Backoff;
use crate::ui::clock::{ServerClock, steady_ms};
use bayside_api::codes::ScreenKind;
use bayside_api::screen::{Claimed, Pairing, PairingRequest, PairingState, PairingStatus, ScreenAddressRequest};
use bayside_api::{Code as Problem, path};
use bayside_domain::token;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use serde::de::IgnoredAny;
use std::sync::Mutex;

/// How often the screen asks whether the code was confirmed.
const POLL_MS: u32 = 2_000;
/// A code is given up after this, whatever it says of itself.
const CODE_MS_MAX: i64 = 15 * 60_000;

/// The code on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Six digits.
    pub digits: String,
    /// When it is given up, by the clock that only counts up.
    pub ends_ms: i64,
}

impl Code {
    /// The digits in two groups.
    pub fn grouped(&self) -> String {
        match self.digits.split_at_checked(3) {
            Some((first, last)) => format!("{first} {last}"),
            None => self.digits.clone(),
        }
    }

    /// Minutes and seconds left.
    pub fn left(&self, now_ms: i64) -> (i64, i64) {
        let seconds = ((self.ends_ms - now_ms).max(0) + 999) / 1000;
        (seconds / 60, seconds % 60)
    }
}

/// The token of this page's screen where the browser keeps nothing: else it would be asked for again at once.
static HELD: Mutex<Option<String>> = Mutex::new(None);

/// Keeps a screen's token under `key`, in the page if the browser refuses. An empty one says that the screen is paired and
/// its cookie, which scripts cannot read, serves.
pub fn keep_token(key: &str, token: &str) {
    if !storage::write(key, token) {
        hold(Some(token.to_owned()));
    }
}

/// The screen's token.
pub fn kept_token(key: &str) -> Option<String> {
    storage::read(key).or_else(|| HELD.lock().ok().and_then(|held| held.clone()))
}

/// Leaves a token that was kept to the cookie, if that serves.
pub async fn leave_to_cookie(key: &str, kind: ScreenKind, dealer: &str) {
    if kept_token(key).is_some_and(|token| !token.is_empty()) && cookie_serves(kind, dealer).await {
        keep_token(key, "");
    }
}

/// Whether the screen's calls are answered without its token in a header.
async fn cookie_serves(kind: ScreenKind, dealer: &str) -> bool {
    let path = if kind == ScreenKind::Arrival { path::arrivals(dealer) } else { path::lounge(dealer) };
    get::<IgnoredAny>(Reporter::new(kind.as_str(), dealer).called(&path)).await.is_ok()
}

/// Forgets a token that the server no longer takes.
pub fn forget_token(key: &str) {
    storage::forget(key);
    hold(None);
}

fn hold(token: Option<String>) {
    if let Ok(mut held) = HELD.lock() {
        *held = token;
    }
}

/// Goes to the page of the dealer whose screen this is, and waits until it is there.
pub async fn go_to(dealer: &str, kind: ScreenKind) {
    let location = window().location();
    let hash = location.hash().unwrap_or_default();
    if location.assign(&format!("/{dealer}/{kind}{hash}")).is_ok() {
        std::future::pending::<()>().await;
    }
}

/// Opens the screen by its lasting address if it has one, else shows codes for a screen of this kind until one is
/// confirmed; tells whose screen it is now.
pub async fn pair(
    kind: ScreenKind,
    clock: ServerClock,
    offline: RwSignal<bool>,
    show: impl Fn(Option<Code>),
) -> Claimed {
    let mut pause = Backoff::default();
    while let Some(token) = address::private("s").and_then(|text| Some(token::token(&text)?.to_owned())) {
        show(None);
        let request = ScreenAddressRequest { token, kind };
        match post::<Claimed>(path::screen_address(), &request).await {
            Ok(claimed) => return without_token(claimed, kind).await,
            // The address is no longer valid: the desk confirms a code.
            Err(failure) if failure.code().is_some() && !failure.is_passing() => break,
            Err(_) => {
                offline.set(true);
                pause.wait().await;
            }
        }
    }
    loop {
        show(None);
        let Ok(pairing) = post::<Pairing>(path::pairing(), &PairingRequest { kind }).await else {
            offline.set(true);
            pause.wait().await;
            continue;
        };
        offline.set(false);
        let ends_ms = steady_ms() + left_ms(&pairing, clock.steady_now_ms());
        show(Some(Code { digits: pairing.code, ends_ms }));
        if let Some(claimed) = confirmed(&pairing.poll_token, ends_ms).await {
            return without_token(claimed, kind).await;
        }
    }
}

/// The same without the token where the cookie serves, so that it is not kept.
async fn without_token(mut claimed: Claimed, kind: ScreenKind) -> Claimed {
    if cookie_serves(kind, &claimed.dealer).await {
        claimed.device_token.clear();
    }
    claimed
}

/// How long the code holds; as long as codes hold at most where the server's time is not known yet.
fn left_ms(pairing: &Pairing, server_now_ms: Option<i64>) -> i64 {
    let left_ms = server_now_ms.map(|now_ms| pairing.expires_at.epoch_ms() - now_ms);
    left_ms.filter(|left_ms| (1..=CODE_MS_MAX).contains(left_ms)).unwrap_or(CODE_MS_MAX)
}

/// Asks until the code is confirmed and claimed; `None` when it is void.
async fn confirmed(poll_token: &str, ends_ms: i64) -> Option<Claimed> {
    let mut is_confirmed = false;
    while steady_ms() < ends_ms {
        TimeoutFuture::new(POLL_MS).await;
        if !is_confirmed {
            match get::<PairingState>(path::pairing_status(poll_token)).await {
                Ok(state) => is_confirmed = state.status == PairingStatus::Confirmed,
                Err(failure) if is_void(&failure) => return None,
                Err(_) => {}
            }
        }
        if is_confirmed {
            match Call::post(path::pairing_claim(poll_token)).send::<Claimed>().await {
                Ok(claimed) => return Some(claimed.value),
                Err(failure) if is_void(&failure) => return None,
                Err(_) => {}
            }
        }
    }
    None
}

fn is_void(failure: &Failure) -> bool {
    matches!(failure.code(), Some(Problem::PairingUnknown | Problem::NotFound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_in_two_groups_and_counts_down() {
        let code = Code { digits: "482916".into(), ends_ms: 600_000 };
        assert_eq!(code.grouped(), "482 916");
        assert_eq!(code.left(20_000), (9, 40));
        assert_eq!(code.left(20_001), (9, 40));
        assert_eq!(code.left(700_000), (0, 0));
    }
}
