//! Where the reader is: page title and focus.

use super::timer;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Does what may wait until what was asked for is seen: the browser takes its time for some calls.
pub fn after_paint(work: impl FnOnce() + 'static) {
    timer::next_frame(move || timer::after(Duration::ZERO, work));
}

/// Names the page.
pub fn title(text: &str) {
    let text = text.to_owned();
    after_paint(move || document().set_title(&text));
}

/// Puts the focus on the element with this id after the view has settled.
pub fn on(id: &str) {
    let id = id.to_owned();
    timer::next_frame(move || {
        if let Some(found) = document().get_element_by_id(&id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            // An element that cannot take the focus leaves it where it was.
            let _ = found.focus();
        }
    });
}

/// Goes to the top of the page at once.
pub fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Scrolls no further than needed until what has this id is seen; the focus stays where it is.
pub fn reveal(id: &'static str) {
    timer::next_frame(move || {
        if let Some(found) = document().get_element_by_id(id) {
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            found.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
    });
}
