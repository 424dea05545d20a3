//! The frame of a dealer's page: its bar, its content, and the dealer's data in the shown language.

use crate::booking::frame::Bar;
use crate::booking::loaded::Loaded;
use crate::client::Failure;
use crate::i18n::{Lang, Language, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Skeleton, live, tied};
use bayside_api::dealer::Dealer;
use leptos::prelude::*;
use std::sync::Arc;

/// The dealer of a page, and the language of its texts.
#[derive(Clone, Copy)]
pub struct DealerPage {
    /// The dealer.
    pub loaded: Loaded,
    texts_in: RwSignal<Option<Language>>,
    lang: Lang,
}

impl DealerPage {
    /// Begins to fetch the dealer.
    pub fn of(slug: String) -> Self {
        let page = Self { loaded: Loaded::new(slug), texts_in: RwSignal::new(None), lang: use_lang() };
        Effect::new(move |_| {
            if page.loaded.dealer.with(Option::is_some) {
                page.texts_in.set(Some(page.lang.now()));
            }
        });
        page
    }

    /// The dealer, once its texts are in the shown language; reactive.
    pub fn dealer(self) -> Option<Arc<Dealer>> {
        let is_in_shown_language = self.texts_in.get() == Some(self.lang.get());
        self.loaded.dealer.get().filter(|_| is_in_shown_language)
    }

    /// The dealer's name; empty until it is known; reactive.
    pub fn name(self) -> String {
        self.loaded.dealer.with(|dealer| dealer.as_ref().map_or(String::new(), |dealer| dealer.name.clone()))
    }
}

/// The bar, the content, and beside it a summary. Until the content is loaded, grey placeholders are shown.
#[component]
pub fn Frame(
    /// Whose page.
    page: DealerPage,
    /// The error because of which the content is missing or outdated.
    failure: Signal<Option<Failure>>,
    /// Tries again.
    retry: Callback<()>,
    /// The content, once all of it is known.
    body: Callback<(), Option<AnyView>>,
    /// What is booked.
    #[prop(optional)]
    aside: Option<Callback<(), Option<AnyView>>>,
) -> impl IntoView {
    let lang = use_lang();
    let wrong = Signal::derive(move || failure.get().or_else(|| page.loaded.failure.get()));
    let again = move |()| {
        page.loaded.failure.set(None);
        page.loaded.fetch();
        retry.run(());
    };
    let content = move || {
        let locale = lang.get();
        body.run(()).unwrap_or_else(|| {
            let waits = wrong.with(Option::is_none);
            live(move || waits.then(|| view! {
                <p class="vh" role="status">{td_string!(locale, ui.loading)}</p>
                <Skeleton class="w60"/><Skeleton class="tall w80"/><Skeleton class="w60"/><Skeleton class="w80"/><Skeleton class="w60"/>
            }))
            .into_any()
        })
    };
    live(move || {
        let locale = lang.get();
        view! {
            <Bar dealer=page.loaded.dealer.into()/>
            <div class="book">
                <main id="main" tabindex="-1" aria-busy=tied(move || page.dealer().is_none().to_string())>
                    <Failed failure=wrong retry=again/>
                    {live(content)}
                </main>
                {aside.map(|aside| view! {
                    <aside class="sum side below" aria-label=td_string!(locale, booking.summary)>{live(move || aside.run(()))}</aside>
                })}
            </div>
        }
    })
}
