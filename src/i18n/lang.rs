//! The language that is shown now.

use crate::storage;
use crate::ui::address;
use bayside_domain::language::Language;
use leptos::prelude::*;

/// Where the choice is remembered.
const KEEP: &str = "bayside.language";

/// The tags of all languages, the first being the default.
pub fn tags() -> Vec<String> {
    Language::ALL.iter().map(|language| language.tag().to_owned()).collect()
}

/// What the language of a tag calls itself; the tag, if it is of none.
pub fn own_name(tag: &str) -> String {
    Language::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.own_name().to_owned())
}

/// The shown language; reading it in a closure follows it.
#[derive(Clone, Copy)]
pub struct Lang(RwSignal<Language>);

impl Lang {
    /// The language, followed.
    pub fn get(self) -> Language {
        self.0.get()
    }

    /// The language, not followed: for handlers and requests.
    pub fn now(self) -> Language {
        self.0.get_untracked()
    }

    /// The language's BCP 47 tag, not followed.
    pub fn tag(self) -> &'static str {
        self.now().tag()
    }

    /// The person chose this language: shows and remembers it.
    pub fn choose(self, locale: Language) {
        storage::write(KEEP, locale.tag());
        self.show(locale);
    }

    /// Shows the first of `spoken` (BCP 47) unless the shown one is among them.
    pub fn settle(self, spoken: &[String]) {
        let now = self.now();
        if !spoken.iter().any(|text| Language::from_tag(text) == Some(now))
            && let Some(first) = spoken.iter().find_map(|text| Language::from_tag(text))
        {
            self.show(first);
        }
    }

    /// Whether somebody chose a language in this browser.
    pub fn is_remembered() -> bool {
        storage::read(KEEP).is_some()
    }

    /// Shows this language for now.
    pub fn show(self, locale: Language) {
        if let Some(root) = document().document_element() {
            // A refused attribute would only leave the page's language unannounced.
            let _ = root.set_attribute("lang", locale.tag());
        }
        if self.now() != locale {
            self.0.set(locale);
        }
    }
}

/// Finds out the language (`?lang=`, then the remembered one, then the browser's) and provides it.
pub fn provide_lang() -> Lang {
    let asked = address::query("lang").as_deref().and_then(Language::from_tag);
    let wanted =
        window().navigator().languages().iter().find_map(|one| one.as_string().as_deref().and_then(Language::from_tag));
    let remembered = || storage::read(KEEP).as_deref().and_then(Language::from_tag);
    let locale = asked.or_else(remembered).or(wanted).unwrap_or_default();
    let lang = Lang(RwSignal::new(locale));
    if asked.is_some() {
        lang.choose(locale);
    } else {
        lang.show(locale);
    }
    provide_context(lang);
    lang
}

/// The provided language.
pub fn use_lang() -> Lang {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_for_intl_is_of_the_same_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.intl_tag()), Some(*language));
        }
    }
}
