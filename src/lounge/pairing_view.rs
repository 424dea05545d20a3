//! The code of a screen that belongs to nobody yet.

use super::live::Live;
use super::pairing::Code;
use crate::app::path_part;
use crate::i18n::use_lang;
use fast_qr::QRBuilder;
use leptos::prelude::*;
use leptos_i18n::td_string;
use std::fmt::Write;

/// The code, what to do with it, and how long it holds.
pub fn pairing(live: Live, code: Option<Code>) -> impl IntoView {
    let lang = use_lang();
    let digits = code.as_ref().map(Code::grouped);
    let address = desk_address(code.as_ref());
    let left = move || {
        let (minutes, seconds) = code.as_ref()?.left(live.now_ms.get());
        Some(
            td_string!(lang.get(), lounge.pairing.left, minutes = minutes, seconds = format!("{seconds:02}"))
                .to_string(),
        )
    };
    let waits = move || {
        if live.offline.get() {
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
                    Some(digits) => view! { <p class="code num" data-test="pairing-code">{digits}</p> }.into_any(),
                    None => view! { <p class="left7" role="status">{waits}</p> }.into_any(),
                }}
                <ol>
                    <li>{move || td_string!(lang.get(), lounge.pairing.open)}</li>
                    <li>{move || td_string!(lang.get(), lounge.pairing.enter)}</li>
                    <li>{move || td_string!(lang.get(), lounge.pairing.confirm)}</li>
                </ol>
                <p class="left7">{left}</p>
            </div>
            {desk_code(&address).map(|(size, path)| view! {
                <svg
                    class="qr"
                    viewBox=format!("-3 -3 {0} {0}", size + 6)
                    role="img"
                    aria-label=move || td_string!(lang.get(), lounge.pairing.qr)
                    shape-rendering="crispEdges"
                >
                    <rect x="-3" y="-3" width=size + 6 height=size + 6 fill="#fff"></rect>
                    <path fill="#14171a" d=path></path>
                </svg>
            })}
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

/// An address as a QR code: its width in modules, and one path of runs.
fn desk_code(address: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(address).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let mut x = 0;
        while x < code.size {
            let run = (x..code.size).take_while(|at| code[y][*at].value()).count();
            if run > 0 {
                write!(path, "M{x} {y}h{run}v1h-{run}z").expect("a string takes every write");
            }
            x += run.max(1);
        }
    }
    Some((code.size, path))
}
