//! The state of a booking's page: reading, moving, cancelling, and the wish for an earlier time.

use crate::appointment::window::Window;
use crate::client::{Call, Failure};
use crate::i18n::{Lang, Language};
use crate::ui::focus;
use bayside_api::booking::{Booking, CancelRequest, RescheduleRequest, Slot};
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the customer is doing with the booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BookingActivity {
    /// Looks at it.
    Looking,
    /// Looks for another time.
    Moving,
    /// Is about to give it up.
    Cancelling,
    /// Wishes for an earlier time.
    Wishing,
}

/// The booking on this page.
#[derive(Clone, Copy)]
pub struct BookingPageState {
    /// The booking, once read.
    pub booking: RwSignal<Option<Booking>>,
    /// Why it could not be read.
    pub unread: RwSignal<Option<Failure>>,
    /// Why a change was refused.
    pub refused: RwSignal<Option<Failure>>,
    /// A chosen time that was taken by others, with the nearest alternatives.
    pub gone: RwSignal<Option<(Slot, Vec<Slot>)>>,
    /// What the customer is doing now.
    pub activity: RwSignal<BookingActivity>,
    /// The chosen new time, before it is confirmed.
    pub wanted: RwSignal<Option<Slot>>,
    /// The time was changed just now.
    pub moved: RwSignal<bool>,
    /// Days and hours of the wish for an earlier time.
    pub window: RwSignal<Option<Window>>,
    /// The private token; empty if the page was opened without one.
    pub token: StoredValue<String>,
    busy: RwSignal<bool>,
    /// No answer came to a change: only the booking itself can tell whether it was made.
    lost: StoredValue<bool>,
    texts_in: RwSignal<Option<Language>>,
    etag: StoredValue<Option<String>>,
    lang: Lang,
}

impl BookingPageState {
    /// Nothing is read yet.
    pub fn new(token: String, lang: Lang) -> Self {
        Self {
            booking: RwSignal::new(None),
            unread: RwSignal::new(None),
            refused: RwSignal::new(None),
            gone: RwSignal::new(None),
            activity: RwSignal::new(BookingActivity::Looking),
            wanted: RwSignal::new(None),
            moved: RwSignal::new(false),
            window: RwSignal::new(None),
            token: StoredValue::new(token),
            busy: RwSignal::new(false),
            lost: StoredValue::new(false),
            texts_in: RwSignal::new(None),
            etag: StoredValue::new(None),
            lang,
        }
    }

    /// The booking, once its texts are in the language that is shown; followed.
    pub fn in_shown_language(self) -> Option<Booking> {
        let is_in_shown_language = self.texts_in.get() == Some(self.lang.get());
        self.booking.get().filter(|_| is_in_shown_language)
    }

    /// Reads it.
    pub fn fetch(self) {
        let token = self.token.get_value();
        if token.is_empty() {
            return;
        }
        let asked = self.lang.now();
        spawn_local(async move {
            let url = format!("{}?locale={}", path::booking(&token), self.lang.tag());
            let answer = Call::get(url).send::<Booking>().await;
            if self.lang.now() != asked {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.unread.set(None);
                    self.read(reply.value, reply.etag);
                }
                Err(failure) => self.unread.set(Some(failure)),
            }
        });
    }

    /// Reads the booking again if no answer came to a change.
    pub fn look_again(self) {
        if self.lost.get_value() {
            self.fetch();
        }
    }

    fn read(self, booking: Booking, etag: Option<String>) {
        if self.lost.get_value() {
            self.lost.set_value(false);
            let before = self.booking.with_untracked(|before| before.as_ref().map(|was| (was.start, was.status)));
            if before.is_some_and(|before| before != (booking.start, booking.status)) {
                self.refused.set(None);
                self.moved.set(before.is_some_and(|(start, _)| start != booking.start));
                self.back();
            }
        }
        self.etag.set_value(etag);
        self.texts_in.set(Some(self.lang.now()));
        self.booking.set(Some(booking));
    }

    fn change(self, call: Call, lost: Option<Slot>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.refused.set(None);
        let call = call.if_match(self.etag.get_value().as_deref());
        spawn_local(async move {
            let answer = call.send::<Booking>().await;
            self.busy.set(false);
            match answer {
                Ok(reply) => {
                    self.moved.set(lost.is_some());
                    self.back();
                    self.read(reply.value, reply.etag);
                }
                Err(Failure::Problem(problem)) if lost.is_some() && problem.alternatives.is_some() => {
                    self.wanted.set(None);
                    self.gone.set(lost.zip(problem.alternatives));
                }
                Err(failure) => {
                    let is_lost = failure.is_lost();
                    self.lost.set_value(is_lost);
                    let reads = is_lost || failure.code() == Some(Code::ChangedMeanwhile);
                    self.refused.set(Some(failure));
                    if reads {
                        self.fetch();
                    }
                }
            }
        });
    }

    /// Moves the booking to this time.
    pub fn reschedule(self, slot: Slot) {
        let body = RescheduleRequest { hold: None, offer: Some(slot.offer.clone()) };
        self.change(Call::post(path::reschedule(&self.token.get_value())).json(&body), Some(slot));
    }

    /// Gives the booking up.
    pub fn cancel(self, reason: &str) {
        let reason = reason.trim();
        let body = CancelRequest { reason: (!reason.is_empty()).then(|| reason.to_owned()) };
        self.change(Call::post(path::cancel(&self.token.get_value())).json(&body), None);
    }

    /// Switches to another activity.
    pub fn turn(self, activity: BookingActivity) {
        self.moved.set(false);
        self.refused.set(None);
        self.activity.set(activity);
        focus::to_top();
        focus::on("heading");
    }

    /// Back to the booking as it stands.
    pub fn back(self) {
        self.wanted.set(None);
        self.gone.set(None);
        self.activity.set(BookingActivity::Looking);
        focus::to_top();
        focus::on("heading");
    }
}
