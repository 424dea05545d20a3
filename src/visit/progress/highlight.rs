//! The button "Show me on the big screen": highlights the car's row on the lounge screens for some seconds.

use crate::i18n::{td_string, use_lang};
use crate::ui::{Icon, press, timer, view};
use crate::visit::session::VisitSession;
use bayside_api::visit::Visit;
use bayside_api::{Code, path};
use leptos::prelude::*;
use std::time::Duration;

/// The result of the last press of the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HighlightState {
    None,
    Asked,
    Shown,
    TooSoon,
    Failed,
}

/// How long the result is shown; the row is highlighted for a shorter time.
const SAID_FOR: Duration = Duration::from_secs(12);

/// The button, while the car is on the board.
pub fn button(visit: &Visit, session: VisitSession) -> AnyView {
    let lang = use_lang();
    let number = visit.number;
    if visit.stage.is_none() || number == 0 {
        return ().into_any();
    }
    let state = RwSignal::new(HighlightState::None);
    let ask = move || {
        if state.get_untracked() == HighlightState::Asked {
            return;
        }
        state.set(HighlightState::Asked);
        leptos::task::spawn_local(async move {
            let came_of_it = match session.wish(path::highlight).await {
                Ok(()) => HighlightState::Shown,
                Err(failure) if failure.code() == Some(Code::TooMany) => HighlightState::TooSoon,
                Err(_) => HighlightState::Failed,
            };
            state.try_set(came_of_it);
            let say_no_more = move || {
                state.try_set(HighlightState::None);
            };
            timer::after(SAID_FOR, say_no_more);
        });
    };
    let said = move || match state.get() {
        HighlightState::None | HighlightState::Asked => String::new(),
        HighlightState::Shown => td_string!(lang.get(), visit.glow.shown, n = number).to_string(),
        HighlightState::TooSoon => td_string!(lang.get(), visit.glow.too_soon).to_owned(),
        HighlightState::Failed => td_string!(lang.get(), visit.glow.failed).to_owned(),
    };
    view! {
        <div class="stack no-print">
            <div>
                <button
                    type="button"
                    class="btn b2"
                    data-test="glow"
                    aria-disabled=move || (state.get() == HighlightState::Asked).then_some("true")
                    on:click=press(ask)
                >
                    <Icon name="search"/>
                    {move || td_string!(lang.get(), visit.glow.ask)}
                </button>
            </div>
            <p class="soft" role="status" data-test="glow-said">{said}</p>
        </div>
    }
    .into_any()
}
