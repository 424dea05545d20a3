//! The signature pad for finger, stylus or mouse; used by the private page and the desk.

use crate::ui::view;
use crate::visit::signature::pen::Pen;
use bayside_api::limits::{SIGNATURE_HEIGHT, SIGNATURE_WIDTH};
use leptos::html;
use leptos::prelude::*;
use web_sys::{PointerEvent, TouchEvent};

/// The button of a mouse that draws, as a bit of `buttons`; a finger and a stylus have it too.
const PRIMARY: u16 = 1;

/// The surface with what was drawn so far.
#[component]
pub fn Pad(
    /// What is drawn; it outlives the surface.
    pen: RwSignal<Pen>,
    /// The label for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Its name for tests.
    test: &'static str,
    /// A stroke begins.
    #[prop(optional, into)]
    on_down: Option<Callback<()>>,
    /// A stroke has ended.
    #[prop(optional, into)]
    on_up: Option<Callback<()>>,
    /// What stands on it while it is empty.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let pad = NodeRef::<html::Div>::new();
    let place = move |event: &PointerEvent| {
        let area = pad.get_untracked()?.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let y = (f64::from(event.client_y()) - area.top()) / area.height().max(1.0);
        Some((x, y))
    };
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        // No selection and no focus elsewhere while a mouse draws.
        event.prevent_default();
        if let (Some((x, y)), Some(pad)) = (place(&event), pad.get_untracked())
            && pen.try_maybe_update(|pen| (true, pen.down(event.pointer_id(), x, y))) == Some(true)
        {
            // Capture the pointer, so that a stroke does not end at the edge; if that is refused, it does.
            let _ = pad.set_pointer_capture(event.pointer_id());
            if let Some(on_down) = on_down {
                on_down.run(());
            }
        }
    };
    let end = move |pointer: i32| {
        let drew = pen.try_update_untracked(|pen| pen.up(pointer)) == Some(true);
        if let (true, Some(on_up)) = (drew, on_up) {
            on_up.run(());
        }
    };
    let moved = move |event: PointerEvent| {
        if event.buttons() & PRIMARY == 0 {
            // The button was released outside of the page.
            end(event.pointer_id());
        } else if let Some((x, y)) = place(&event) {
            pen.maybe_update(|pen| pen.move_to(event.pointer_id(), x, y));
        }
    };
    let up = move |event: PointerEvent| end(event.pointer_id());
    // `touch-action` alone stops scrolling, yet a quick last stroke still counts as a fling, and a
    // browser takes the next tap, the one on "accept", as the hand that stops the fling.
    let touched = |event: TouchEvent| event.prevent_default();
    view! {
        <div
            class="pad"
            node_ref=pad
            data-test=test
            role="img"
            aria-label=label
            on:touchstart=touched
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:lostpointercapture=up
        >
            {strokes(Signal::derive(move || pen.with(Pen::path)))}
            {move || pen.with(Pen::is_empty).then(|| hint.get()).filter(|hint| !hint.is_empty()).map(|hint| view! { <p>{hint}</p> })}
        </div>
    }
}

/// Strokes as they were drawn.
pub fn strokes(path: Signal<String>) -> AnyView {
    view! {
        <svg
            viewBox=format!("0 0 {SIGNATURE_WIDTH} {SIGNATURE_HEIGHT}")
            fill="none"
            stroke="currentColor"
            stroke-width="2.4"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=move || path.get()></path>
        </svg>
    }
    .into_any()
}
