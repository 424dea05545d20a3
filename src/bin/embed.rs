//! The bundle of the booking form embedded in other websites.

use bayside_web::{client, ui::mount, widget::WidgetPage};
use leptos::prelude::IntoAny;

fn main() {
    client::keep_no_cookies();
    mount(|| WidgetPage().into_any());
}
