//! The keys of writes to which no answer came: whoever tries the same again, also after a reload, sends the same key, so
//! that it counts once (docs/rules.md, "Repeated and competing writes").

use crate::storage;
use crate::ui::clock::browser_ms;

/// For how long a write counts as tried again, in milliseconds. Later, the same words may be another intention.
const SAME_MS: i64 = 120_000;

/// A write that waits for its answer.
pub struct Unanswered {
    name: String,
    /// Its idempotency key.
    pub key: String,
}

impl Unanswered {
    /// The write of `what` to `place`. Another one to the same place has another key, a fresh one.
    pub fn begin(place: &str, what: &str, fresh_key: fn() -> String) -> Self {
        let name = ["bayside.unanswered.", place].concat();
        let (what, now_ms) = (hash(what), browser_ms());
        let kept = storage::read_tab(&name);
        let same = kept.as_deref().and_then(|kept| {
            let (key, rest) = kept.split_once(' ')?;
            let (was, since) = rest.split_once(' ')?;
            let since: i64 = since.parse().ok().filter(|since| (0..SAME_MS).contains(&(now_ms - since)))?;
            (was == what).then(|| (key.to_owned(), since))
        });
        let (key, since) = same.unwrap_or_else(|| (fresh_key(), now_ms));
        storage::write_tab(&name, &[&key, " ", &what, " ", &since.to_string()].concat());
        Self { name, key }
    }

    /// An answer came: the next write is another one, even if it says the same.
    pub fn end(self) {
        // Another one to the same place may have begun meanwhile.
        if storage::read_tab(&self.name).is_some_and(|kept| kept.starts_with(&self.key)) {
            storage::forget_tab(&self.name);
        }
    }
}

/// FNV-1a of 64 bits: what people typed is not kept, only compared.
fn hash(text: &str) -> String {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step).to_string()
}
