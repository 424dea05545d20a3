//! The sentences of the web pages, for pages that the server writes or fills in itself.

use bayside_domain::for_each_language;
use bayside_domain::language::Language;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The groups of sentences that the server's pages use.
const FACES: [&str; 6] = ["ui", "home", "booking", "appointment", "notice", "widget"];

macro_rules! sources {
    ($($language:ident $tag:literal),*) => {
        /// The sentences of [`FACES`] in a language (JSON).
        const fn sources(language: Language) -> [&'static str; 6] {
            match language {
                $(Language::$language => [
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/ui.json")),
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/home.json")),
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/booking.json")),
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/appointment.json")),
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/notice.json")),
                    include_str!(concat!("../../../../src/i18n/locales/", $tag, "/widget.json")),
                ]),*
            }
        }
    };
}
for_each_language!(sources);

static SENTENCES: LazyLock<BTreeMap<Language, BTreeMap<&'static str, Value>>> = LazyLock::new(|| {
    let read = |text| serde_json::from_str::<Value>(text).expect("the faces were built with it");
    let of = |language| FACES.into_iter().zip(sources(language).map(read)).collect();
    Language::ALL.iter().map(|language| (*language, of(*language))).collect()
});

/// The sentence of a key, such as `booking.need_title`; `None` if there is none.
pub(super) fn find(key: &str, language: Language) -> Option<&'static str> {
    let (face, key) = key.split_once('.')?;
    key.split('.').try_fold(SENTENCES[&language].get(face)?, |group, key| group.get(key))?.as_str()
}

/// The sentence of a key in the code; a test checks that each exists.
pub(super) fn say(key: &str, language: Language) -> &'static str {
    find(key, language).unwrap_or_else(|| panic!("{language} has no {key}"))
}
