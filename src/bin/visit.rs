//! The bundle of the private page of a visit; separate, so that customers who only book need not download it.

use bayside_web::{ui::mount, visit::view::VisitPage};
use leptos::prelude::IntoAny;

fn main() {
    mount(|| VisitPage().into_any());
}
