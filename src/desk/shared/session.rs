//! The session of the signed-in member of staff; its token is a cookie that scripts cannot read.

use crate::client;
use crate::client::Failure;
use crate::desk::shared::number::Style;
use crate::i18n::use_lang;
use crate::ui::clock::use_clock;
use bayside_api::desk::Session;
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Not known yet.
    Asking,
    /// Nobody; `expired` if somebody was until now.
    Out {
        /// The session ended by itself.
        expired: bool,
    },
    /// This member of staff.
    In(Arc<Session>),
    /// The system did not answer.
    Failed(Failure),
}

/// The desk's own state.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Whether somebody is signed in.
    pub entry: RwSignal<Entry>,
}

/// The signed-in member of staff, for the pages of the house.
#[derive(Clone)]
pub struct Signed(pub Arc<Session>);

impl Signed {
    /// How numbers are typed and shown here.
    pub fn style(&self) -> Style {
        Style::new(&self.0.currency, use_lang().now())
    }
}

/// Provides the desk and asks who is signed in.
pub fn provide_desk() {
    let desk = Desk { entry: RwSignal::new(Entry::Asking) };
    provide_context(desk);
    desk.ask();
}

/// The provided desk.
pub fn use_desk() -> Desk {
    expect_context()
}

/// The signed-in member of staff.
pub fn use_signed() -> Signed {
    expect_context()
}

impl Desk {
    /// Asks the server who is signed in.
    pub fn ask(self) {
        let clock = use_clock();
        spawn_local(async move {
            self.entry.set(match client::get::<Session>(path::session()).await {
                Ok(session) => {
                    clock.sync(&session.now);
                    Entry::In(Arc::new(session))
                }
                Err(failure) if is_out(&failure) => Entry::Out { expired: false },
                Err(failure) => Entry::Failed(failure),
            });
        });
    }

    /// Signs out here; the server forgets the session.
    pub fn leave(self) {
        spawn_local(async move {
            if client::delete(path::session()).await.is_ok() {
                self.entry.set(Entry::Out { expired: false });
            }
        });
    }

    /// Shows the sign-in page if a failure says that the session has ended.
    pub fn sign_out_if_expired(self, failure: &Failure) {
        if is_out(failure) {
            self.entry.set(Entry::Out { expired: true });
        }
    }
}

fn is_out(failure: &Failure) -> bool {
    failure.code() == Some(Code::Unauthenticated)
}
