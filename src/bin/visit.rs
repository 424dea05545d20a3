//! The private page's bundle, which somebody who books need not download.

use bayside_web::{ui::mount, visit::view::VisitPage};
use leptos::prelude::IntoAny;

fn main() {
    mount(|| VisitPage().into_any());
}
