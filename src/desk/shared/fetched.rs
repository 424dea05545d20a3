//! A list as the server has it, kept up to date.

use crate::client;
use crate::client::Failure;
use crate::desk::shared::session::{Desk, use_desk};
use crate::desk::shared::stream::use_stream;
use bayside_api::capacity::ContactRequest;
use bayside_api::codes::CallOutcome;
use bayside_domain::ids::VisitId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// A list that is read, and read anew whenever it may have changed.
pub struct Fetched<T: Send + Sync + 'static> {
    /// The list, once it was read.
    pub value: RwSignal<Option<T>>,
    /// Why reading or saving failed.
    pub failed: RwSignal<Option<Failure>>,
    /// Whether a change is being sent.
    pub busy: RwSignal<bool>,
    path: StoredValue<String>,
    desk: Desk,
}

impl<T: Send + Sync + 'static> Clone for Fetched<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetched<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Fetched<T> {
    /// The list of this address.
    pub fn of(path: String) -> Self {
        let fetched = Self::unread(path);
        fetched.read();
        fetched
    }

    /// The list of this address, read anew with each change at the dealer.
    pub fn live(path: String) -> Self {
        let fetched = Self::unread(path);
        let change = use_stream().change;
        Effect::new(move |_| {
            change.track();
            fetched.read();
        });
        fetched
    }

    fn unread(path: String) -> Self {
        let (value, failed, busy) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(false));
        Self { value, failed, busy, path: StoredValue::new(path), desk: use_desk() }
    }

    /// Reads another address from now on.
    pub fn turn_to(self, path: String) {
        self.path.set_value(path);
        self.read();
    }

    /// Reads it anew.
    pub fn read(self) {
        spawn_local(async move {
            match client::get::<T>(self.path.get_value()).await {
                Ok(found) => {
                    self.failed.try_set(None);
                    self.value.try_set(Some(found));
                }
                Err(failure) => {
                    self.desk.sign_out_if_expired(&failure);
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }

    /// What of the list somebody needs, once it was read.
    pub fn part<P: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&T) -> P + Send + Sync + 'static,
    ) -> Memo<Option<P>> {
        Memo::new(move |_| self.value.with(|value| value.as_ref().map(&part)))
    }

    /// Sends the outcome of a call.
    pub fn send_outcome(self, visit: VisitId, outcome: CallOutcome) {
        self.post_change(visit.to_string(), ContactRequest { outcome });
    }

    /// Posts a change of one entry, and reads the list again.
    pub fn post_change(self, about: String, what: impl Serialize + 'static) {
        self.busy.set(true);
        let path = format!("{}/{about}", self.path.get_value());
        spawn_local(async move {
            let answer = client::post::<IgnoredAny>(path, &what).await;
            self.busy.try_set(false);
            match answer {
                Ok(_) => self.read(),
                Err(failure) => {
                    self.desk.sign_out_if_expired(&failure);
                    self.failed.try_set(Some(failure));
                }
            }
        });
    }
}
