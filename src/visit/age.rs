//! The age of the shown data, and whether the promised time has passed.

use super::session::VisitSession;
use super::state::{STALE_AFTER_MS, is_overdue};
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::visit::labels::span;
use leptos::prelude::*;

/// How old the data is.
pub fn age(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let seconds = Memo::new(move |_| ((session.now_ms.get() - session.heard_ms.get()).max(0)) / 1000);
    let is_live = Memo::new(move |_| seconds.get() * 1000 < STALE_AFTER_MS);
    view! {
        <small class="live" data-test="age" data-live=move || if is_live.get() { "yes" } else { "no" }>
            <span class="dot"></span>
            <span>{move || match seconds.get() {
                0..=1 => td_string!(lang.get(), visit.live.now).to_owned(),
                n if n < 60 => td_string!(lang.get(), visit.live.seconds, n = n).to_string(),
                n => td_string!(lang.get(), visit.live.minutes, span = span(n / 60, lang.get())).to_string(),
            }}</span>
        </small>
    }
}

/// Whether the promise has passed, followed every second.
pub fn overdue(session: VisitSession) -> Memo<bool> {
    Memo::new(move |_| {
        session.now_ms.track();
        let now_ms = session.server_ms();
        session.visit.with(|visit| visit.as_ref().is_some_and(|visit| is_overdue(visit, now_ms)))
    })
}
