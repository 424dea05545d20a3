//! The state of a wish's page: it is read periodically, and can be accepted, declined or ended.

use crate::client;
use crate::client::{Call, Failure};
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::{address, focus, timer};
use bayside_api::booking::BookingCreated;
use bayside_api::waitlist::{Waitlist, WaitlistStatus};
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often a visible page reads the wish again, because it changes by itself.
const READ_AGAIN: Duration = Duration::from_secs(30);

/// The last thing that happened, to be shown as a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// A time became free while the page was open.
    Offered,
    /// The offer was declined.
    Passed,
    /// The offer expired.
    Missed,
    /// The booking can no longer be moved.
    Fixed,
}

/// The notice for a change of status. `passed`: the customer has just declined the offer.
pub fn heard(before: Option<WaitlistStatus>, now: WaitlistStatus, passed: bool) -> Option<Note> {
    match (before?, now) {
        (WaitlistStatus::Waiting, WaitlistStatus::Offered) => Some(Note::Offered),
        (WaitlistStatus::Offered, WaitlistStatus::Waiting) if passed => Some(Note::Passed),
        (WaitlistStatus::Offered, WaitlistStatus::Waiting) => Some(Note::Missed),
        _ => None,
    }
}

/// The wish on this page.
#[derive(Clone, Copy)]
pub struct WishPageState {
    /// The wish, once read.
    pub wish: RwSignal<Option<Waitlist>>,
    /// Why it could not be read.
    pub unread: RwSignal<Option<Failure>>,
    /// Why an answer was refused.
    pub refused: RwSignal<Option<Failure>>,
    /// What happened last.
    pub note: RwSignal<Option<Note>>,
    /// The booking that came of it, where this page knows its private link.
    pub made: RwSignal<Option<BookingCreated>>,
    /// An answer is under way.
    pub busy: RwSignal<bool>,
    /// Opens it.
    pub token: StoredValue<String>,
    /// By whose clock.
    pub clock: ServerClock,
}

impl WishPageState {
    /// Reads the wish, and again as long as the page is looked at.
    pub fn follow(token: String) -> Self {
        let state = Self {
            wish: RwSignal::new(None),
            unread: RwSignal::new(None),
            refused: RwSignal::new(None),
            note: RwSignal::new(None),
            made: RwSignal::new(None),
            busy: RwSignal::new(false),
            token: StoredValue::new(token),
            clock: use_clock(),
        };
        state.fetch();
        timer::every(READ_AGAIN, move || state.look());
        let shown = window_event_listener(leptos::ev::visibilitychange, move |_| state.look());
        on_cleanup(move || shown.remove());
        state
    }

    /// Reads the wish again if the page is visible and the wish can still change.
    fn look(self) {
        let over = self.wish.with_untracked(|wish| {
            wish.as_ref().is_some_and(|wish| matches!(wish.status, WaitlistStatus::Accepted | WaitlistStatus::Ended))
        });
        if !over && !document().hidden() && !self.busy.get_untracked() {
            self.fetch();
        }
    }

    /// Reads it.
    pub fn fetch(self) {
        self.read(false);
    }

    fn read(self, passed: bool) {
        let url = path::wish(&self.token.get_value());
        spawn_local(async move {
            match client::get::<Waitlist>(url).await {
                Ok(found) => self.found(found, passed),
                Err(failure) => self.unread.set(Some(failure)),
            }
        });
    }

    fn found(self, found: Waitlist, passed: bool) {
        self.clock.sync(&found.now);
        self.unread.set(None);
        let before = self.wish.with_untracked(|wish| wish.as_ref().map(|wish| wish.status));
        if let Some(note) = heard(before, found.status, passed) {
            self.note.set(Some(note));
        }
        // An unchanged wish is not drawn again, so that readers and keyboard users are not interrupted.
        let same = self.wish.with_untracked(|wish| {
            wish.as_ref().is_some_and(|wish| Waitlist { now: found.now, ..wish.clone() } == found)
        });
        if !same {
            self.refused.set(None);
            self.wish.set(Some(found));
        }
    }

    /// Takes what is offered.
    pub fn accept(self) {
        self.answer(Call::post(path::accept_wish(&self.token.get_value())), |state, made: BookingCreated| {
            state.made.set(Some(made));
            state.note.set(None);
            state.read(false);
        });
    }

    /// Repeats the acceptance, whose reply has the booking's private link, and opens that.
    pub fn open(self) {
        self.answer(Call::post(path::accept_wish(&self.token.get_value())), |_, made: BookingCreated| {
            address::go(&format!("/booking#{}", made.manage_token));
        });
    }

    /// Lets it pass and goes on waiting.
    pub fn pass(self) {
        self.answer(Call::post(path::decline_wish(&self.token.get_value())), |state, ()| state.read(true));
    }

    /// Waits no longer.
    pub fn end(self) {
        self.answer(Call::delete(path::wish(&self.token.get_value())), |state, ()| {
            state.note.set(None);
            state.read(true);
        });
    }

    fn answer<T: serde::de::DeserializeOwned + 'static>(self, call: Call, done: fn(Self, T)) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = call.send::<T>().await;
            self.busy.set(false);
            match answer {
                Ok(reply) => {
                    done(self, reply.value);
                    focus::to_top();
                    focus::on("heading");
                }
                Err(failure) => self.failed(failure),
            }
        });
    }

    fn failed(self, failure: Failure) {
        match failure.code() {
            // The page was outdated: read the wish again and show what happened.
            Some(Code::HoldExpired | Code::HoldUsed | Code::AlreadyDone) => self.read(false),
            Some(Code::NotChangeable) => {
                self.note.set(Some(Note::Fixed));
                self.read(false);
            }
            _ => {
                // If no answer came, the wish itself tells what was done.
                if failure.is_lost() {
                    self.read(false);
                }
                self.refused.set(Some(failure));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_said_once_and_only_to_who_saw_the_old() {
        use WaitlistStatus::{Accepted, Ended, Offered, Waiting};
        assert_eq!(heard(None, Offered, false), None, "the page opens with it");
        assert_eq!(heard(Some(Waiting), Offered, false), Some(Note::Offered));
        assert_eq!(heard(Some(Offered), Waiting, false), Some(Note::Missed));
        assert_eq!(heard(Some(Offered), Waiting, true), Some(Note::Passed));
        assert_eq!(heard(Some(Offered), Accepted, false), None);
        assert_eq!(heard(Some(Waiting), Ended, true), None);
        assert_eq!(heard(Some(Waiting), Waiting, true), None);
    }
}
