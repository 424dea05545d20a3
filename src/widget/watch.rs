//! Reports to the embedding page what happens in the frame.

use super::host::Host;
use crate::booking::controller::Controller;
use crate::booking::state::State;
use crate::ui::theme;
use bayside_api::embed::{Message, Mode, Options};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent, ResizeObserver};

/// The context for watching a booking.
#[derive(Clone, Copy)]
pub struct EmbedContext {
    /// The embedding page.
    pub host: Host,
    /// The options of the embedding page.
    pub options: StoredValue<Option<Options>>,
}

/// Starts watching a booking, once the dealer is known.
pub fn booking(controller: Controller) {
    let EmbedContext { host, options } = expect_context();
    let inline = options.with_value(|options| options.as_ref().is_some_and(|it| it.mode == Mode::Inline));
    Effect::new(move |_| {
        controller.dealer.with(|dealer| {
            options.with_value(|options| {
                if let Some(options) = options {
                    theme::apply_own(dealer.theme.as_ref(), options.accent, options.radius);
                }
            });
        });
    });
    if inline {
        follow_height(host);
    }
    let step = controller.part(State::step);
    let lost = controller.part(|state| state.lost.is_some());
    let jobs = controller.part(|state| state.draft().services.clone());
    let held = controller.part(|state| state.saved.held.as_ref().map(|held| held.slot.start));
    let booked = controller.part(|state| state.saved.made.as_ref().map(|made| (made.reference.clone(), made.start)));
    Effect::new(move |before: Option<_>| {
        let now = (step.get(), lost.get());
        if before.is_some_and(|before| before != now) {
            host.say(Message::Step { top: 0 });
        }
        now
    });
    Effect::new(move |before: Option<Vec<String>>| {
        let jobs = jobs.get();
        if before.is_some_and(|before| before != jobs) && !jobs.is_empty() {
            host.say(Message::JobChosen);
        }
        jobs
    });
    Effect::new(move |before: Option<_>| {
        let held = held.get();
        if before.is_some_and(|before| before != held) && held.is_some() {
            host.say(Message::SlotChosen);
        }
        held
    });
    Effect::new(move |before: Option<()>| {
        if let (Some((reference, start)), Some(())) = (booked.get(), before) {
            host.say(Message::Booked { reference, start });
        }
    });
    Effect::new(move |_| host.say(Message::Ready));
}

/// The page gives the frame the height of what is in it.
fn follow_height(host: Host) {
    let report = move || {
        if let Some(body) = document().body() {
            host.say(Message::resized(body.offset_height()));
        }
    };
    // A frame that is not seen yet is not told that it was laid out.
    Effect::new(move |_| report());
    let changed = Closure::<dyn FnMut()>::new(report);
    if let (Ok(observer), Some(body)) = (ResizeObserver::new(changed.as_ref().unchecked_ref()), document().body()) {
        observer.observe(&body);
    }
    // The observer lives as long as the frame.
    changed.forget();
}

/// Escape asks the page to close, links open a page of their own, and what is wrong is brought into view.
pub fn keys_and_links(host: Host) {
    window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let in_dialog = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
        if event.key() == "Escape" && !event.default_prevented() && !in_dialog {
            host.say(Message::CloseRequest);
        }
    });
    window_event_listener(leptos::ev::click, |event| {
        let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(link) = pressed.and_then(|pressed| pressed.closest("a[href]").ok().flatten()) else { return };
        // Neither a place of this page nor a program of the visitor's, such as the telephone.
        let leads_out = link.get_attribute("href").is_some_and(|to| to.starts_with('/') || to.starts_with("http"));
        if leads_out {
            // Where it is refused, the frame itself goes there.
            let _ = link.set_attribute("target", "_blank");
            let _ = link.set_attribute("rel", "noopener");
        }
    });
    window_event_listener(leptos::ev::focusin, move |event| {
        let focused = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(errors) = focused.filter(|focused| focused.id() == "errors") {
            host.say(Message::Step { top: errors.get_bounding_client_rect().top().max(0.0) as u32 });
        }
    });
}
