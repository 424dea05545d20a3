//! The staff's bundle.

use bayside_web::{desk::DeskApp, ui::mount};
use leptos::prelude::IntoAny;

fn main() {
    mount(|| DeskApp().into_any());
}
