//! The languages: which one is shown, where it is remembered, and the compiled sentences.
//!
//! Sentences live in `locales/{language}/{face}.json`; `td_string!(lang.get(), face.key)` reads one.
//! A change of the language only touches the text nodes that read it.

#[allow(clippy::all, clippy::pedantic, clippy::unwrap_used, missing_docs)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}
mod lang;

pub use generated::i18n::Locale;
pub use lang::{ALL, Lang, intl_tag, locale_of, own_name, provide_lang, short_name, tag, use_lang};
