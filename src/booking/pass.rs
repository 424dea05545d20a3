//! What a customer with a booking sees, right after it and behind the private link.

use crate::i18n::use_lang;
use crate::ui::view;
use crate::ui::{Icon, live, tied};
use bayside_api::dealer::Adviser;
use leptos::prelude::*;
use leptos_i18n::td_string;
use std::fmt::Write;

/// The QR code of a text, as the path of an SVG with one unit per module, and its width.
fn qr_path(text: &str) -> Option<(String, usize)> {
    let code = fast_qr::QRBuilder::new(text.to_owned()).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        for x in 0..code.size {
            if code[y][x].value() {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h1v1h-1z");
            }
        }
    }
    Some((path, code.size))
}

/// The code for the gate, and the number in large letters.
#[component]
pub fn Pass(
    /// Six characters.
    reference: String,
) -> impl IntoView {
    let locale = use_lang().now();
    let code = qr_path(&reference).map(|(path, size)| {
        let edge = size + 6;
        view! {
            <svg class="qr" viewBox=format!("-3 -3 {edge} {edge}") role="img" aria-label=td_string!(locale, booking.qr) shape-rendering="crispEdges">
                <rect x="-3" y="-3" width=edge height=edge fill="#fff"></rect>
                <path fill="#14171a" d=path></path>
            </svg>
        }
    });
    let spaced = match reference.split_at_checked(3) {
        Some((front, back)) => format!("{front} {back}"),
        None => reference.clone(),
    };
    view! {
        <section class="sec gate" aria-label=td_string!(locale, booking.pass)>
            <div>{code}</div>
            <div class="stack">
                <p class="soft">{td_string!(locale, booking.reference)}</p>
                <p class="ref nb" data-test="reference" data-value=reference>{spaced}</p>
                <p class="soft">{td_string!(locale, booking.pass_note)}</p>
            </div>
        </section>
    }
}

/// Who receives, and how to call.
#[component]
pub fn Meets(
    /// Who.
    adviser: Signal<Option<Adviser>>,
    /// The dealer's number for `tel:`.
    phone: Signal<String>,
) -> impl IntoView {
    let locale = use_lang().now();
    live(move || {
        adviser.get().map(|adviser| {
            let face = adviser.name.chars().next().map(String::from);
            view! {
                <div class="meet">
                    <span class="face" aria-hidden="true">{face}</span>
                    <p>
                        <b>{td_string!(locale, booking.meets, name = adviser.name)}</b>
                        <br/>
                        <span class="soft">{td_string!(locale, booking.meets_note)}</span>
                    </p>
                    <a class="btn b2" href=tied(move || format!("tel:{}", phone.get()))>
                        <Icon name="phone"/>{td_string!(locale, booking.call_dealer)}
                    </a>
                </div>
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::qr_path;

    #[test]
    fn a_reference_becomes_a_small_code_with_its_three_corners() {
        let (path, size) = qr_path("7K4Q29").expect("six characters fit");
        assert_eq!(size, 21, "version 1");
        for corner in ["M0 0h1v1h-1z", "M20 0h1v1h-1z", "M0 20h1v1h-1z"] {
            assert!(path.contains(corner), "{corner}");
        }
        assert!(!path.contains("M7 7h1"), "the border of a corner is light");
    }
}
