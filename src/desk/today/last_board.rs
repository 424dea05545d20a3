//! The board as it was read last, kept while its page is left: for the way back, and while the server is away.

use bayside_api::Date;
use bayside_api::desk::VisitList;
use bayside_domain::ids::VisitId;
use leptos::prelude::*;

/// What is kept as long as somebody is signed in.
#[derive(Clone, Copy)]
pub struct LastBoard {
    /// The list, and the date that was asked for (today, if none was).
    list: StoredValue<Option<(Option<Date>, VisitList)>>,
    /// The card that was chosen last.
    pub chosen: RwSignal<Option<VisitId>>,
}

impl LastBoard {
    /// Nothing was read yet.
    pub fn new() -> Self {
        Self { list: StoredValue::new(None), chosen: RwSignal::new(None) }
    }

    /// Keeps what was read.
    pub fn keep(self, asked: Option<Date>, list: &VisitList) {
        self.list.set_value(Some((asked, list.clone())));
    }

    /// The list of this date, if it was the last one.
    pub fn of(self, asked: Option<Date>) -> Option<VisitList> {
        self.list.with_value(|kept| kept.as_ref().filter(|(date, _)| *date == asked).map(|(_, list)| list.clone()))
    }
}

/// The provided one.
pub fn use_last_board() -> LastBoard {
    expect_context()
}
