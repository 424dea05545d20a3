//! A modal question.

use crate::ui::{live, view};
use leptos::html;
use leptos::prelude::*;

/// A modal dialog on the browser's own element: focus stays inside, Escape closes, focus returns.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The id of its heading.
    labelled_by: &'static str,
    /// Names it for tests.
    #[prop(optional)]
    test: &'static str,
    /// The content, made when it is opened.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only where the element has left the page.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog node_ref=node aria-labelledby=labelled_by data-test=test on:close=move |_| open.set(false)>
            {live(move || open.get().then(|| children()))}
        </dialog>
    }
}
