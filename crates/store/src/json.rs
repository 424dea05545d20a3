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
