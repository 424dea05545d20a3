//! A row of a ruled list that is chosen.

use crate::ui::{heard, tied, view};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;

/// One row: square marks choose many, round marks choose one.
#[component]
pub fn Choice(
    /// The group's name.
    name: &'static str,
    /// Names the row for tests.
    #[prop(into)]
    test: String,
    /// Round instead of square.
    #[prop(optional)]
    one: bool,
    /// Whether it is chosen.
    #[prop(into)]
    on: Signal<bool>,
    /// It cannot be chosen now.
    #[prop(optional, into)]
    off_limits: Signal<bool>,
    /// Was pressed; true when now chosen.
    #[prop(into)]
    choose: Callback<bool>,
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// What it means.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    /// At the right edge.
    #[prop(optional)]
    side: Option<AnyView>,
) -> impl IntoView {
    view! {
        <label class="choice" data-on=tied(move || on.get().then_some(""))>
            <input
                type=if one { "radio" } else { "checkbox" }
                name=name
                data-test=test
                prop:checked=on
                disabled=off_limits
                on:change=heard(move |event| choose.run(event_target_checked(&event)))
            />
            <span>
                <b>{title}</b>
                {note.map(|note| view! { <small>{note}</small> })}
            </span>
            <span class="side">{side}</span>
        </label>
    }
}
