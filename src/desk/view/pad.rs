//! Where the customer signs, or types the name instead.

use crate::i18n::use_lang;
use crate::visit::pen::Pen;
use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The pad. `path` follows the pen; none until it is a signature.
#[component]
pub fn Pad(
    /// The pen's path in a 350 × 160 box.
    path: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = use_lang();
    let pen = RwSignal::new(Pen::default());
    let node = NodeRef::<html::Div>::new();
    let place = move |event: &PointerEvent| {
        let bounds = node.get_untracked()?.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
        let y = (f64::from(event.client_y()) - bounds.top()) / bounds.height();
        Some((x, y))
    };
    let down = move |event: PointerEvent| {
        if let (Some((x, y)), Some(node)) = (place(&event), node.get_untracked()) {
            // Without the capture the pen only stops at the edge.
            let _ = node.set_pointer_capture(event.pointer_id());
            pen.update(|pen| pen.down(x, y));
            event.prevent_default();
        }
    };
    let along = move |event: PointerEvent| {
        if let Some((x, y)) = place(&event) {
            pen.maybe_update(|pen| pen.move_to(x, y));
        }
    };
    let up = move |_: PointerEvent| {
        pen.update(Pen::up);
        path.set(pen.with_untracked(|pen| pen.is_signature().then(|| pen.path())));
    };
    let clear = move |_| {
        pen.set(Pen::default());
        path.set(None);
    };
    view! {
        <div class="field">
            <span class="label" id="pad-label">{move || td_string!(lang.get(), desk.form.sign)}</span>
            <div
                class="pad"
                node_ref=node
                role="img"
                aria-labelledby="pad-label"
                data-test="pad"
                on:pointerdown=down
                on:pointermove=along
                on:pointerup=up
                on:pointercancel=up
            >
                <svg viewBox="0 0 350 160" aria-hidden="true"><path d=move || pen.with(Pen::path)></path></svg>
            </div>
            <span class="hint">{move || td_string!(lang.get(), desk.form.sign_hint)}</span>
            <div><button type="button" class="btn b3" on:click=clear>{move || td_string!(lang.get(), desk.form.clear)}</button></div>
        </div>
    }
}
