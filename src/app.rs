//! The three programs: routes, contexts, and how each is mounted.

use crate::i18n::provide_lang;
use crate::ui::clock::provide_clock;
use crate::{booking, desk, lounge, visit};
use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

/// Mounts booking and the private page.
pub fn customer() {
    mount(|| {
        view! {
            <Router>
                <Routes fallback=booking::NotFoundPage>
                    <Route path=path!("/") view=booking::HomePage/>
                    <Route path=path!("/visit") view=visit::view::VisitPage/>
                    <Route path=path!("/booking") view=booking::ManagePage/>
                    <Route path=path!("/:dealer/book") view=booking::BookingPage/>
                </Routes>
            </Router>
        }
        .into_any()
    });
}

/// Mounts the lounge screen.
pub fn screen() {
    mount(|| lounge::view::LoungeApp().into_any());
}

/// Mounts the staff's desk.
pub fn desk() {
    mount(|| desk::view::DeskApp().into_any());
}

/// The `n`-th part of the page's path, from 0: the dealer's slug of `/{dealer}/lounge` is part 0.
pub fn path_part(n: usize) -> Option<String> {
    let path = window().location().pathname().ok()?;
    path.split('/').filter(|part| !part.is_empty()).nth(n).map(str::to_owned)
}

/// What follows `#` in the page's address: a private token that reaches no log.
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    let token = hash.strip_prefix('#')?;
    (!token.is_empty()).then(|| token.to_owned())
}

fn mount(face: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(move || {
        provide_lang();
        provide_clock();
        face()
    });
}
