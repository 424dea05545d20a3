//! The languages that people are spoken to in, and what each of them does in its own way. Whatever differs by language
//! is a `match` without a catch-all, so that a new language that misses a text does not compile.

use crate::word_list::words;
use serde::{Deserialize as _, Deserializer};

words! {
    /// A language of the program, named by its BCP 47 tag. The first is the last resort.
    Language {
        /// Simplified Chinese.
        ZhCn = "zh-CN",
        /// English, written the British way.
        En = "en",
        /// German.
        De = "de",
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::ALL[0]
    }
}

impl Language {
    /// The BCP 47 tag, as it stands on the wire, in the store and in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        self.as_str()
    }

    /// The language whose first subtag is that of any BCP 47 tag: `de-AT` is German, `zh_Hans` is Chinese.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        let is_asked = |own: &str| own.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(first));
        Self::ALL.iter().copied().find(|language| is_asked(language.tag()))
    }

    /// Reads a tag that was kept. Tags were checked when they were written, so one that is no language any more is
    /// of a former version, and its reader gets the last resort rather than an error.
    pub fn read_kept<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|tag| Self::from_tag(&tag).unwrap_or_default())
    }

    /// Its own name for itself, never translated.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// The shortest own name, for a bar.
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "EN",
            Self::De => "DE",
        }
    }

    /// What stands between the names of a list: 「机油、制动」, `oil, brakes`.
    pub const fn list_separator(self) -> &'static str {
        match self {
            Self::ZhCn => "、",
            Self::En | Self::De => ", ",
        }
    }

    /// What stands between the parts of a sentence: 「周二，上午」, `Tuesday, morning`.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::ZhCn => "，",
            Self::En | Self::De => ", ",
        }
    }

    /// What stands between two words.
    pub const fn space(self) -> &'static str {
        match self {
            Self::ZhCn => "",
            Self::En | Self::De => " ",
        }
    }

    /// What stands before the decimals of a number: `1.5`, German `1,5`.
    pub const fn decimal_point(self) -> char {
        match self {
            Self::ZhCn | Self::En => '.',
            Self::De => ',',
        }
    }

    /// What stands between the thousands of a number: `1,000`, German `1.000`.
    pub const fn thousands_separator(self) -> char {
        match self {
            Self::ZhCn | Self::En => ',',
            Self::De => '.',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, expected: Option<Language>) {
        assert_eq!(Language::from_tag(tag), expected, "{tag}");
    }

    #[test]
    fn a_language_is_found_by_its_first_subtag() {
        check("de-AT", Some(Language::De));
        check("zh-Hans-CN", Some(Language::ZhCn));
        check("zh_TW", Some(Language::ZhCn));
        check("EN", Some(Language::En));
        check("fr", None);
        check("den", None);
        check("", None);
    }

    #[test]
    fn every_language_finds_itself() {
        for language in Language::ALL {
            check(language.tag(), Some(*language));
            assert_eq!(Language::from_word(language.tag()), Some(*language));
        }
        assert_eq!(Language::from_word("zh"), None, "the wire's word is the whole tag");
    }

    #[test]
    fn names_are_listed_as_the_language_lists_them() {
        let listed = |language: Language| ["a", "b"].join(language.list_separator());
        assert_eq!(
            Language::ALL.iter().map(|language| listed(*language)).collect::<Vec<_>>(),
            ["a、b", "a, b", "a, b"]
        );
    }

    #[test]
    fn a_kept_tag_is_read_whatever_it_is() {
        let read = |json: &str| {
            Language::read_kept(&mut serde_json::Deserializer::from_str(json)).map_err(|error| error.to_string())
        };
        assert_eq!(read("\"de\""), Ok(Language::De));
        assert_eq!(read("\"en-GB\""), Ok(Language::En));
        assert_eq!(read("\"tlh\""), Ok(Language::ZhCn));
        assert!(read("7").is_err());
    }
}
