//! The screens' bundle: the arrival kiosk or the lounge, by the page's path.

use bayside_web::ui::{address::path_part, guard, mount};
use bayside_web::{kiosk::view::KioskApp, lounge::view::LoungeApp};
use leptos::prelude::IntoAny;

fn main() {
    mount(|| {
        guard::fall_at_panic();
        match path_part(1).as_deref() {
            Some("arrival") => KioskApp().into_any(),
            _ => LoungeApp().into_any(),
        }
    });
}
