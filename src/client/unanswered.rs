//! The keys of writes to which no answer came: whoever tries the same again, also after a reload, sends the same key, so
//! that it counts once (docs/rules.md, "Repeated and competing writes").

use crate::storage;

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
        let what = hash(what);
        let kept = storage::read_tab(&name);
        let same = kept.as_deref().and_then(|kept| kept.split_once(' ')).filter(|(_, was)| *was == what);
        let key = same.map_or_else(fresh_key, |(key, _)| key.to_owned());
        storage::write_tab(&name, &[&key, " ", &what].concat());
        Self { name, key }
    }

    /// An answer came: the next write is another one, even if it says the same.
    pub fn end(self) {
        storage::forget_tab(&self.name);
    }
}

/// FNV-1a of 64 bits: what people typed is not kept, only compared.
fn hash(text: &str) -> String {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step).to_string()
}
