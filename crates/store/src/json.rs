//! Stored values as JSON.

use super::error::{Result, StoreError};
use bayside_domain::document::{self, Document};

/// Reads a stored JSON value.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        tracing::error!(%error, what, "a stored value cannot be read");
        StoreError::Corrupt(what)
    })
}

/// Reads a stored document of any format.
pub(super) fn from_document<D: Document>(text: &str) -> Result<D> {
    document::read(text).map_err(|error| {
        tracing::error!(%error, "a stored value cannot be read");
        StoreError::Corrupt(error.document())
    })
}

/// Writes a value as JSON.
pub(super) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types are JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::document::{Callback, Person};

    use bayside_domain::codes::{CallbackOutcome, FollowUpChannel};
    use serde_json::{Value, json};

    /// Checks that a row written by the program of 26 November 2026 is read completely: written again, it is the same
    /// row plus its format number.
    fn check<D: Document + PartialEq + std::fmt::Debug>(row: &str) -> D {
        let read: D = from_document(row).expect(row);
        let written = document::write(&read);
        assert_eq!(from_document::<D>(&written).expect("what was written"), read);
        let mut expected: Value = serde_json::from_str(row).expect(row);
        expected["format"] = json!(1);
        assert_eq!(serde_json::from_str::<Value>(&written).expect("what was written"), expected);
        read
    }

    #[test]
    fn recorded_persons_are_read_whole() {
        let plain: Person = check(include_str!("../tests/documents/person.json"));
        assert_eq!(plain.follow_up, None);
        let wishes: Person = check(include_str!("../tests/documents/person-with-wish.json"));
        assert_eq!(wishes.follow_up.map(|wish| (wish.channel, wish.hour)), Some((FollowUpChannel::Sms, 18)));
    }

    #[test]
    fn recorded_callbacks_are_read_whole() {
        let open: Callback = check(include_str!("../tests/documents/callback-open.json"));
        assert_eq!((open.outcome, open.preferred.len()), (None, 2));
        let tried: Callback = check(include_str!("../tests/documents/callback-tried.json"));
        assert_eq!(tried.attempts.len(), 2);
        let booked: Callback = check(include_str!("../tests/documents/callback-booked.json"));
        assert_eq!((booked.outcome, booked.visit.is_some()), (Some(CallbackOutcome::Booked), true));
        let advised: Callback = check(include_str!("../tests/documents/callback-advised.json"));
        assert_eq!((advised.outcome, advised.visit), (Some(CallbackOutcome::Advice), None));
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named() {
        let named = |error: StoreError| error.to_string();
        let person = from_document::<Person>("{}").map_err(named).err();
        assert_eq!(person.as_deref(), Some("a stored value cannot be read: person"));
        let newer = from_document::<Callback>(r#"{"format":2}"#).map_err(named).err();
        assert_eq!(newer.as_deref(), Some("a stored value cannot be read: callback"));
    }
}
