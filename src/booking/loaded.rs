//! The dealer whose page this is.

use crate::client::{self, Failure};
use crate::i18n::{Lang, use_lang};
use crate::json;
use crate::ui::clock::{ServerClock, use_clock};
use crate::ui::theme;
use bayside_api::dealer::Dealer;
use bayside_api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// A dealer, fetched again when the language changes.
#[derive(Clone, Copy)]
pub struct Loaded {
    /// The dealer, once known.
    pub dealer: RwSignal<Option<Arc<Dealer>>>,
    /// Why it is not known.
    pub failure: RwSignal<Option<Failure>>,
    slug: StoredValue<String>,
    lang: Lang,
    clock: ServerClock,
}

impl Loaded {
    /// Takes the dealer out of the page if it is there in the shown language, else begins to fetch.
    pub fn new(slug: String) -> Self {
        let loaded = Self {
            dealer: RwSignal::new(None),
            failure: RwSignal::new(None),
            slug: StoredValue::new(slug),
            lang: use_lang(),
            clock: use_clock(),
        };
        let at_once = in_page().map(|(dealer, language)| {
            loaded.lang.settle(&dealer.locales);
            let fits = loaded.lang.tag() == language;
            if fits {
                loaded.take(dealer);
            }
            fits
        });
        Effect::new(move |before: Option<()>| {
            loaded.lang.get();
            if before.is_some() || at_once != Some(true) {
                loaded.fetch();
            }
        });
        loaded
    }

    /// Fetches (again).
    pub fn fetch(self) {
        let asked = self.lang.now();
        let url = format!("{}?locale={}", path::dealer(&self.slug.get_value()), self.lang.tag());
        spawn_local(async move {
            let answer = client::get::<Dealer>(url).await;
            if self.lang.now() != asked {
                return;
            }
            match answer {
                Ok(dealer) => self.take(dealer),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    fn take(self, dealer: Dealer) {
        self.clock.sync(&dealer.now);
        theme::apply(dealer.theme.as_ref());
        self.lang.settle(&dealer.locales);
        self.failure.set(None);
        self.dealer.set(Some(Arc::new(dealer)));
    }
}

/// The dealer that the server put into the page, and in which language.
fn in_page() -> Option<(Dealer, String)> {
    let block = document().get_element_by_id("dealer")?;
    Some((json::read(&block.text_content()?)?, block.get_attribute("lang")?))
}
