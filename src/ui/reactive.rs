//! Reactive parts of a page. Each closure would be compiled with a renderer of its own, two kilobytes each; boxed, they
//! share one per type of result.

use leptos::prelude::*;
use web_sys::MouseEvent;

/// A boxed reactive closure, for attributes, properties and classes.
pub type Tied<T> = Box<dyn FnMut() -> T + Send>;

/// A part of a page that is drawn again whenever what it read changes.
pub fn live<V: IntoAny>(mut draw: impl FnMut() -> V + Send + 'static) -> Tied<AnyView> {
    Box::new(move || draw().into_any())
}

/// An attribute, property or class that follows what it reads.
pub fn tied<T>(read: impl FnMut() -> T + Send + 'static) -> Tied<T> {
    Box::new(read)
}

/// What a press does.
pub fn press(mut act: impl FnMut() + 'static) -> Box<dyn FnMut(MouseEvent)> {
    Box::new(move |_| act())
}

/// What a change or an input does, given the event.
pub fn heard(act: impl FnMut(web_sys::Event) + 'static) -> Box<dyn FnMut(web_sys::Event)> {
    Box::new(act)
}
