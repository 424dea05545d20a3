//! Where the customer signs, or types the name instead.

use crate::i18n::{td_string, use_lang};
use crate::visit::signature::pad::Pad as Surface;
use crate::visit::signature::pen::Pen;
use leptos::prelude::*;

/// The pad. `path` follows the pen; none until it is a signature.
#[component]
pub fn Pad(
    /// The pen's path.
    path: RwSignal<Option<String>>,
) -> impl IntoView {
    let lang = use_lang();
    let pen = RwSignal::new(Pen::default());
    let label = Signal::derive(move || td_string!(lang.get(), desk.form.sign).to_owned());
    let keep = move |()| path.set(pen.with_untracked(|pen| pen.is_signature().then(|| pen.path())));
    let clear = move |_| {
        pen.update(Pen::clear);
        path.set(None);
    };
    view! {
        <div class="field">
            <span class="label" aria-hidden="true">{label}</span>
            <Surface pen=pen label=label test="pad" on_up=keep/>
            <span class="hint">{move || td_string!(lang.get(), desk.form.sign_hint)}</span>
            <div><button type="button" class="btn b3" on:click=clear>{move || td_string!(lang.get(), desk.form.clear)}</button></div>
        </div>
    }
}
