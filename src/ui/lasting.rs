//! A signal that lasts as long as the page, while parts of the page that read it come and go.
//!
//! Leptos' signals remember each reader until the reader reads again or the signal goes. On a screen that stands for
//! weeks that would be every row of every page that was ever turned, each of them told of every change. A lasting
//! signal forgets its readers when they go.

use leptos::prelude::*;
use leptos::reactive::graph::{Observer, Source, ToAnySource};

/// The signal.
#[derive(Debug)]
pub struct Lasting<T>(RwSignal<T>);

impl<T> Clone for Lasting<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Lasting<T> {}

impl<T: Send + Sync + 'static> Lasting<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self(RwSignal::new(value))
    }

    /// Lets the current reader go with its owner.
    fn tie(self) {
        if let Some(reader) = Observer::get() {
            let source = self.0.to_any_source();
            on_cleanup(move || source.remove_subscriber(&reader));
        }
    }

    /// The value, followed.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// Looks at the value, followed.
    pub fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.tie();
        self.0.with(look)
    }

    /// Follows the value without a look at it.
    pub fn track(self) {
        self.tie();
        self.0.track();
    }

    /// The value, not followed.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.0.get_untracked()
    }

    /// Looks at the value, not followed.
    pub fn with_untracked<U>(self, look: impl FnOnce(&T) -> U) -> U {
        self.0.with_untracked(look)
    }

    /// Another value.
    pub fn set(self, value: T) {
        self.0.set(value);
    }

    /// Changes the value.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.0.update(change);
    }

    /// Changes the value; tells nobody if `change` says that nothing changed.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        self.0.maybe_update(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::reactive::graph::{AnySource, AnySubscriber, ReactiveNode, Subscriber, WithObserver};
    use leptos::reactive::owner::Owner;
    use std::sync::{Arc, Weak};

    /// Who holds it is counted.
    struct Reader;

    impl ReactiveNode for Reader {
        fn mark_dirty(&self) {}
        fn mark_check(&self) {}
        fn mark_subscribers_check(&self) {}
        fn update_if_necessary(&self) -> bool {
            false
        }
    }

    impl Subscriber for Reader {
        fn add_source(&self, _: AnySource) {}
        fn clear_sources(&self, _: &AnySubscriber) {}
    }

    /// How many still hold a reader whose part of the page is gone.
    fn held_after(read: impl FnOnce()) -> usize {
        let reader = Arc::new(Reader);
        let weak: Weak<Reader> = Arc::downgrade(&reader);
        let part = Owner::new();
        part.with(|| AnySubscriber(Arc::as_ptr(&reader) as usize, weak).with_observer(read));
        part.cleanup();
        Arc::weak_count(&reader)
    }

    #[test]
    fn a_reader_is_forgotten_with_its_part_of_the_page() {
        let page = Owner::new();
        page.with(|| {
            let plain = RwSignal::new(1);
            assert_eq!(held_after(move || _ = plain.get()), 1, "what Leptos remembers");
            let lasting = Lasting::new(1);
            assert_eq!(held_after(move || _ = lasting.get()), 0);
            assert_eq!(held_after(move || _ = (lasting.get(), lasting.with(|it| *it))), 0, "read twice");
        });
    }
}
