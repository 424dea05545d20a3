//! A labelled field with its help and its error.

use super::reactive::live;
use super::status::Icon;
use crate::ui::view;
use leptos::prelude::*;

/// Label, help, control and error. The control (the children) carries `id=id`,
/// `aria-describedby="{id}-hint {id}-error"` and, while wrong, `aria-invalid="true"`.
#[component]
pub fn Field(
    /// The control's id.
    id: &'static str,
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// Beside the label, e.g. "optional".
    #[prop(optional, into)]
    aside: Option<Signal<String>>,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What is wrong, if anything.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Wider than a line of text.
    #[prop(optional)]
    wide: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:wide=wide>
            <label for=id>{label}{aside.map(|aside| view! { " "<small>{aside}</small> })}</label>
            {children()}
            {hint.map(|hint| view! { <span class="hint" id=format!("{id}-hint")>{hint}</span> })}
            <FieldError id=id error=error/>
        </div>
    }
}

/// The error of a control, announced when it appears.
#[component]
fn FieldError(id: &'static str, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <span id=format!("{id}-error") class="errbox">
            {live(move || error.get().map(|text| view! { <span class="err"><Icon name="stop"/><span>{text}</span></span> }))}
        </span>
    }
}
