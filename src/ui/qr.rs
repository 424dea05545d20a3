//! A QR code as one SVG path.

use crate::ui::view;
use fast_qr::QRBuilder;
use leptos::prelude::*;
use std::fmt::Write;

/// The code of a text: its width in modules, and one path of runs; none where the text is too long.
pub fn path(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).build().ok()?;
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

/// The code, dark on light in every scheme, with its quiet zone.
#[component]
pub fn Qr(
    /// What is read from it.
    text: String,
    /// What it is for.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    path(&text).map(|(size, path)| {
        let side = size + 6;
        view! {
            <svg class="qr" viewBox=format!("-3 -3 {side} {side}") role="img" aria-label=label shape-rendering="crispEdges">
                <rect x="-3" y="-3" width=side height=side fill="#fff"></rect>
                <path fill="#14171a" d=path></path>
            </svg>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_link_becomes_one_path_with_the_finder_in_its_corner() {
        let (size, drawn) = path("https://example.org/visit#token").expect("a short link has a code");
        assert!(size >= 25 && drawn.starts_with("M0 0h7v1h-7z"), "{size} {drawn}");
    }

    #[test]
    fn a_text_beyond_all_codes_has_none() {
        assert!(path(&"x".repeat(8_000)).is_none());
    }
}
