//! Mounting of a bundle's app into the page.

use super::clock::provide_clock;
use super::{address, typing};
use crate::i18n::provide_lang;
use leptos::prelude::*;

/// Mounts an app, with the contexts that every app needs.
pub fn mount(face: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    // Remove the placeholder that the server put into the page.
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    typing::listen();
    leptos::mount::mount_to_body(move || {
        provide_lang();
        provide_clock();
        address::keep_off_paper();
        face()
    });
}
