//! A large button for one of the kiosk's options.

use crate::ui::Icon;
use leptos::prelude::*;

/// A large button with icon, title and note.
#[component]
pub fn OptionButton(
    /// Its sign.
    icon: &'static str,
    /// For tests.
    test: &'static str,
    /// What it is.
    #[prop(into)]
    title: Signal<String>,
    /// What to expect.
    #[prop(into)]
    note: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    go: Callback<()>,
) -> impl IntoView {
    view! {
        <li><button type="button" data-test=test on:click=move |_| go.run(())>
            <Icon name=icon/><span><b>{title}</b><small>{note}</small></span><Icon name="right"/>
        </button></li>
    }
}
