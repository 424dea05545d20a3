//! How a bundle's program puts its face into the page.

use super::clock::provide_clock;
use crate::i18n::provide_lang;
use leptos::prelude::*;

/// Mounts a face, with what every face needs.
pub fn mount(face: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    // What the server put there until now.
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(move || {
        provide_lang();
        provide_clock();
        face()
    });
}
