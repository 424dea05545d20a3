//! The card with reference, QR code and adviser, shown after booking and on the booking's page.

use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Icon, live, tied};
use bayside_api::dealer::Adviser;
use bayside_api::path;
use leptos::prelude::*;

/// The QR code for the gate, and the reference in large letters.
#[component]
pub fn ReferenceCard(
    /// Six characters.
    reference: String,
) -> impl IntoView {
    let locale = use_lang().now();
    let spaced = match reference.split_at_checked(3) {
        Some((front, back)) => format!("{front} {back}"),
        None => reference.clone(),
    };
    view! {
        <section class="sec gate" aria-label=td_string!(locale, booking.pass)>
            <div><img class="qr" src=path::reference_code(&reference) alt=td_string!(locale, booking.qr) width="136" height="136"/></div>
            <div class="stack">
                <p class="soft">{td_string!(locale, booking.reference)}</p>
                <p class="ref nb" translate="no" data-test="reference" data-value=reference>{spaced}</p>
                <p class="soft">{td_string!(locale, booking.pass_note)}</p>
            </div>
        </section>
    }
}

/// Who receives, and how to call.
#[component]
pub fn Meets(
    /// The adviser who receives; `None` until they are known.
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
