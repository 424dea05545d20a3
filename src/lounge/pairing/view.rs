//! The code of a screen that belongs to nobody yet.

use crate::i18n::{td_string, use_lang};
use crate::lounge::pairing::state::Code;
use crate::ui::address::path_part;
use crate::ui::qr::Qr;
use leptos::prelude::*;

/// The code, what to do with it, and how long it holds.
pub fn pairing(code: Option<Code>, now_ms: RwSignal<i64>, offline: RwSignal<bool>) -> impl IntoView {
    let lang = use_lang();
    let digits = code.as_ref().map(Code::grouped);
    let address = desk_address(code.as_ref());
    let left = move || {
        let (minutes, seconds) = code.as_ref()?.left(now_ms.get());
        Some(
            td_string!(lang.get(), lounge.pairing.left, minutes = minutes, seconds = format!("{seconds:02}"))
                .to_string(),
        )
    };
    let waits = move || {
        if offline.get() {
            td_string!(lang.get(), lounge.offline.title)
        } else {
            td_string!(lang.get(), lounge.pairing.asking)
        }
    };
    view! {
        <header class="top"><h1>{move || td_string!(lang.get(), lounge.pairing.title)}</h1></header>
        <main class="pair">
            <div>
                <h2>{move || td_string!(lang.get(), lounge.pairing.head)}</h2>
                {match digits {
                    Some(digits) => view! { <p class="code num" translate="no" data-test="pairing-code">{digits}</p> }.into_any(),
                    None => view! { <p class="left7" role="status">{waits}</p> }.into_any(),
                }}
                <ol>
                    <li>{move || td_string!(lang.get(), lounge.pairing.open)}</li>
                    <li>{move || td_string!(lang.get(), lounge.pairing.enter)}</li>
                    <li>{move || td_string!(lang.get(), lounge.pairing.confirm)}</li>
                </ol>
                <p class="left7">{left}</p>
            </div>
            <Qr text=address label=Signal::derive(move || td_string!(lang.get(), lounge.pairing.qr).to_owned())/>
        </main>
    }
}

/// The desk's page that confirms this code, with the code filled in.
fn desk_address(code: Option<&Code>) -> String {
    let origin = window().location().origin().unwrap_or_default();
    match (path_part(0), code) {
        (Some(dealer), Some(code)) => format!("{origin}/desk/{dealer}/screens?code={}", code.digits),
        _ => format!("{origin}/desk/"),
    }
}
