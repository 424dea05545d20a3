//! The examples of all request bodies.

/// The JSON example of each request body, by the name of its schema.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = [
        crate::arrival::EXAMPLES,
        crate::booking::EXAMPLES,
        crate::callback::EXAMPLES,
        crate::capacity::EXAMPLES,
        crate::demo::EXAMPLES,
        crate::desk::change::EXAMPLES,
        crate::desk::session::EXAMPLES,
        crate::document::EXAMPLES,
        crate::find::EXAMPLES,
        crate::screen::EXAMPLES,
        crate::settings::EXAMPLES,
        crate::visit::EXAMPLES,
        crate::waitlist::EXAMPLES,
    ];
    all.into_iter().flatten().copied()
}
