//! The booking form embedded in another website: the same form without header and footer. It posts what the embedding
//! page has to know (docs/embed.md), and nothing to anybody else.

mod host;
mod watch;

use crate::booking::loaded::Loaded;
use crate::booking::{BookingPage, BookingPageProps};
use crate::client::Failure;
use crate::i18n::{Lang, Language, use_lang};
use crate::ui::address;
use bayside_api::embed::{Message, Mode, Options, Scheme};
use host::Host;
use leptos::prelude::*;

/// `/embed/{dealer}/book`. Without options it is a booking like any other.
#[component]
pub fn WidgetPage() -> impl IntoView {
    let options = Options::read(address::private);
    if let Some(options) = &options {
        set_style_attributes(options);
        choose_language(use_lang(), options);
    }
    let host = Host::of(options.as_ref());
    let loaded = Loaded::new(address::path_part(1).unwrap_or_default());
    Effect::new(move |_| {
        // Another language may fail to come; the booking stays.
        if loaded.dealer.with(Option::is_some) {
            return;
        }
        let code = loaded.failure.with(|failure| {
            Some(match failure.as_ref()? {
                Failure::Offline => "offline",
                Failure::Unreadable => "unreadable",
                Failure::Problem(problem) => problem.code.as_str(),
            })
        });
        if let Some(code) = code {
            host.say(Message::Error { code: code.to_owned() });
        }
    });
    watch::keys_and_links(host);
    provide_context(watch::EmbedContext { host, options: StoredValue::new(options) });
    BookingPage(BookingPageProps { loaded, begun: watch::booking })
}

/// Sets the attributes of `<html>` that the style sheet uses.
fn set_style_attributes(options: &Options) {
    let Some(root) = document().document_element() else { return };
    let mode = if options.mode == Mode::Inline { "inline" } else { "popup" };
    let scheme = match options.scheme {
        Scheme::Light => Some("light"),
        Scheme::Dark => Some("dark"),
        Scheme::Auto => None,
    };
    // A refused attribute only costs looks.
    let _ = root.set_attribute("data-mode", mode);
    if let Some(scheme) = scheme {
        let _ = root.set_attribute("data-scheme", scheme);
    }
    if options.locale.is_some() {
        let _ = root.set_attribute("data-fixed-language", "");
    }
}

/// The language that the page wants; else, where the visitor never chose one, that of the page.
fn choose_language(lang: Lang, options: &Options) {
    let of_page = options.lang.as_deref().filter(|_| !Lang::is_remembered());
    if let Some(locale) = options.locale.as_deref().or(of_page).and_then(Language::from_tag) {
        lang.show(locale);
    }
}
