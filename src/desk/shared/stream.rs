//! The dealer's event stream, one for all pages of the desk.

use crate::client::{Events, EventsOptions, Link};
use bayside_api::desk::DeskChange;
use bayside_api::path;
use bayside_domain::ids::VisitId;
use leptos::prelude::*;

/// The last change that the stream reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Rises with every change.
    pub serial: u32,
    /// Which visits changed; empty if any may have.
    pub visits: Vec<VisitId>,
}

/// The stream as the pages see it.
#[derive(Clone, Copy)]
pub struct DeskStream {
    /// What it told last.
    pub change: RwSignal<Change>,
    /// How the connection stands.
    pub link: RwSignal<Link>,
}

/// Opens the stream and provides it; it closes with the calling view.
pub fn provide_stream(dealer: &str) -> DeskStream {
    let stream = DeskStream { change: RwSignal::default(), link: RwSignal::new(Link::Opening) };
    let told = move |visits: Vec<VisitId>| {
        stream.change.update(|change| {
            change.serial = change.serial.wrapping_add(1);
            change.visits = visits;
        });
    };
    let options = EventsOptions {
        path: path::desk_events(dealer),
        after: None,
        names: &["change"],
        rest_while_hidden: true,
        silence_ms_max: None,
    };
    let events = Events::open(
        options,
        move |event| {
            let visits = serde_json::from_str::<DeskChange>(&event.data).map(|change| change.visits);
            told(visits.unwrap_or_default());
        },
        move |link| {
            stream.link.set(link);
            // When the stream opens, everything is fetched again: changes before that were missed.
            if link == Link::Live {
                told(Vec::new());
            }
        },
    );
    // Dropped with the view, which closes the stream.
    StoredValue::new_local(events);
    provide_context(stream);
    stream
}

/// The provided stream.
pub fn use_stream() -> DeskStream {
    expect_context()
}
