//! The language that is shown now.

use crate::ui::{address, keep};
use leptos::prelude::*;

/// A language of the faces. `build.rs` asks for every sentence in each of them.
#[allow(non_camel_case_types)]
#[derive(Clone, Copy, Debug, Default, Hash, PartialEq, Eq)]
pub enum Locale {
    /// Chinese as it is written in mainland China.
    #[default]
    zh_CN,
    /// British English.
    en,
    /// German.
    de,
}

/// Where the choice is remembered.
const KEEP: &str = "bayside.language";

/// Every language, the first being the default.
pub const ALL: [Locale; 3] = [Locale::zh_CN, Locale::en, Locale::de];

/// BCP 47, as the wire and `<html lang>` spell it.
pub const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "zh-CN",
        Locale::en => "en",
        Locale::de => "de",
    }
}

/// The tag for `Intl`: English is written the British way (24 hours, day before month).
pub const fn intl_tag(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "zh-CN",
        Locale::en => "en-GB",
        Locale::de => "de-DE",
    }
}

/// The language's own name, never translated.
pub const fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "中文",
        Locale::en => "English",
        Locale::de => "Deutsch",
    }
}

/// The shortest own name, for the bar.
pub const fn short_name(locale: Locale) -> &'static str {
    match locale {
        Locale::zh_CN => "中文",
        Locale::en => "EN",
        Locale::de => "DE",
    }
}

/// The language whose first subtag is that of `text`: `de-AT` is German, `zh-Hans` is Chinese.
pub fn locale_of(text: &str) -> Option<Locale> {
    let first = text.split(['-', '_']).next()?;
    ALL.into_iter().find(|locale| tag(*locale).split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(first)))
}

/// The shown language; reading it in a closure follows it.
#[derive(Clone, Copy)]
pub struct Lang(RwSignal<Locale>);

impl Lang {
    /// The language, followed.
    pub fn get(self) -> Locale {
        self.0.get()
    }

    /// The language, not followed: for handlers and requests.
    pub fn now(self) -> Locale {
        self.0.get_untracked()
    }

    /// The language's BCP 47 tag, not followed.
    pub fn tag(self) -> &'static str {
        tag(self.now())
    }

    /// The person chose this language: shows and remembers it.
    pub fn choose(self, locale: Locale) {
        keep::write(KEEP, tag(locale));
        self.show(locale);
    }

    /// Shows the first of `spoken` (BCP 47) unless the shown one is among them.
    pub fn settle(self, spoken: &[String]) {
        let now = self.now();
        if !spoken.iter().any(|text| locale_of(text) == Some(now))
            && let Some(first) = spoken.iter().find_map(|text| locale_of(text))
        {
            self.show(first);
        }
    }

    /// Whether somebody chose a language in this browser.
    pub fn is_remembered() -> bool {
        keep::read(KEEP).is_some()
    }

    /// Shows this language for now.
    pub fn show(self, locale: Locale) {
        if let Some(root) = document().document_element() {
            // A refused attribute would only leave the page's language unannounced.
            let _ = root.set_attribute("lang", tag(locale));
        }
        if self.now() != locale {
            self.0.set(locale);
        }
    }
}

/// Finds out the language (`?lang=`, then the remembered one, then the browser's) and provides it.
pub fn provide_lang() -> Lang {
    let asked = address::query("lang").as_deref().and_then(locale_of);
    let wanted = window().navigator().languages().iter().find_map(|one| one.as_string().as_deref().and_then(locale_of));
    let remembered = || keep::read(KEEP).as_deref().and_then(locale_of);
    let locale = asked.or_else(remembered).or(wanted).unwrap_or(ALL[0]);
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
    fn a_language_is_found_by_its_first_subtag() {
        assert_eq!(locale_of("de-AT"), Some(Locale::de));
        assert_eq!(locale_of("zh-Hans-CN"), Some(Locale::zh_CN));
        assert_eq!(locale_of("EN"), Some(Locale::en));
        assert_eq!(locale_of("fr"), None);
        assert_eq!(locale_of(""), None);
    }

    #[test]
    fn every_language_finds_itself() {
        for locale in ALL {
            assert_eq!(locale_of(tag(locale)), Some(locale));
            assert_eq!(locale_of(intl_tag(locale)), Some(locale));
        }
    }
}
