//! The languages of the program, and how they differ (docs/rules.md, "Languages"). Whatever differs by language is a
//! `match` without a catch-all, so that a new language does not compile until it has every text.

use crate::code_list::codes;
use crate::codes::Salutation;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize as _, Deserializer};
use std::collections::BTreeMap;

codes! {
    /// A language of the program, identified by its BCP 47 tag. The first is the fallback.
    Language {
        /// Simplified Chinese.
        ZhCn = "zh-CN",
        /// English, written the British way.
        En = "en",
        /// German, as it is written in Germany.
        De = "de",
    }
}

/// Calls a macro with every language, as `Variant "tag"`, to embed a file per language with `include_str!`. If a
/// language is missing here, or has no such file, the program does not compile.
#[macro_export]
macro_rules! for_each_language {
    ($then:ident) => {
        $then! { ZhCn "zh-CN", En "en", De "de" }
    };
}

impl Default for Language {
    fn default() -> Self {
        Self::ALL[0]
    }
}

impl Language {
    /// The BCP 47 tag, as it is used on the wire, in the store and in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        self.as_str()
    }

    /// The language whose first subtag is that of any BCP 47 tag: `de-AT` is German, `zh_Hans` is Chinese.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next()?;
        let is_asked = |own: &str| own.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(first));
        Self::ALL.iter().copied().find(|language| is_asked(language.tag()))
    }

    /// Deserialises a stored tag. Tags were checked when they were written, so an unknown one comes from an older
    /// version and is read as the fallback language instead of an error.
    pub fn read_kept<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|tag| Self::from_tag(&tag).unwrap_or_default())
    }

    /// The name of the language in the language itself, never translated.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "English",
            Self::De => "Deutsch",
        }
    }

    /// A very short name in the language itself, for navigation bars.
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

    /// The separator between two words: empty in Chinese.
    pub const fn space(self) -> &'static str {
        match self {
            Self::ZhCn => "",
            Self::En | Self::De => " ",
        }
    }

    /// The tag that browsers format dates and numbers by: English is written the British way (24 hours, day before
    /// month).
    pub const fn intl_tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en-GB",
            Self::De => "de-DE",
        }
    }

    /// Whether it needs only one or two characters where others need a word: columns can be narrower, weekdays are
    /// short.
    pub const fn is_compact(self) -> bool {
        match self {
            Self::ZhCn => true,
            Self::En | Self::De => false,
        }
    }

    /// Whether dates are written with the year first.
    pub const fn begins_with_the_year(self) -> bool {
        match self {
            Self::ZhCn => true,
            Self::En | Self::De => false,
        }
    }

    /// A date without its year, as it is written in running text, with its weekday.
    pub fn short_date(self, date: NaiveDate) -> String {
        let weekday = date.weekday().num_days_from_monday() as usize;
        match self {
            Self::ZhCn => {
                let weekday = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][weekday];
                format!("{}月{}日（{weekday}）", date.month(), date.day())
            }
            Self::En => date.format("%a %-d %b").to_string(),
            Self::De => {
                let weekday = ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."][weekday];
                format!("{weekday} {}. {}.", date.day(), date.month())
            }
        }
    }

    /// The form of address before or after a family name: 先生, `Mr`, `Herr`.
    pub const fn title(self, salutation: Salutation) -> &'static str {
        match (self, salutation) {
            (Self::ZhCn, Salutation::Mr) => "先生",
            (Self::ZhCn, Salutation::Ms) => "女士",
            (Self::En, Salutation::Mr) => "Mr",
            (Self::En, Salutation::Ms) => "Ms",
            (Self::De, Salutation::Mr) => "Herr",
            (Self::De, Salutation::Ms) => "Frau",
        }
    }

    /// A family name with the form of address: 「王女士」, `Ms Wang`.
    pub fn titled(self, salutation: Salutation, family: &str) -> String {
        let title = self.title(salutation);
        match self {
            Self::ZhCn => [family, title].concat(),
            Self::En | Self::De => [title, " ", family].concat().trim_end().to_owned(),
        }
    }

    /// The name of the statement line that takes off the booking advantage.
    pub const fn advantage_name(self) -> &'static str {
        match self {
            Self::ZhCn => "预约优惠",
            Self::En => "Booking advantage",
            Self::De => "Buchungsvorteil",
        }
    }

    /// A made-up customer for the preview of a message: name, salutation, masked plate.
    pub const fn example(self) -> (&'static str, Salutation, &'static str) {
        match self {
            Self::ZhCn => ("王小明", Salutation::Mr, "沪A·**345"),
            Self::En => ("Jane Miller", Salutation::Ms, "B-** **71"),
            Self::De => ("Anna Weber", Salutation::Ms, "B-** **71"),
        }
    }

    /// The decimal separator: `1.5`, German `1,5`.
    pub const fn decimal_point(self) -> char {
        match self {
            Self::ZhCn | Self::En => '.',
            Self::De => ',',
        }
    }

    /// The thousands separator: `1,000`, German `1.000`.
    pub const fn thousands_separator(self) -> char {
        match self {
            Self::ZhCn | Self::En => ',',
            Self::De => '.',
        }
    }
}

/// The languages that somebody asks for, best first; none asks for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked([Option<Language>; Language::ALL.len()]);

impl Asked {
    /// These, or only `other` if nothing is asked for.
    #[must_use]
    pub fn or(self, other: Language) -> Self {
        if self == Self::default() { other.into() } else { self }
    }
}

impl From<Language> for Asked {
    fn from(language: Language) -> Self {
        [language].into_iter().collect()
    }
}

impl FromIterator<Language> for Asked {
    /// Of a language that stands there twice, the first place counts.
    fn from_iter<I: IntoIterator<Item = Language>>(languages: I) -> Self {
        let mut asked = Self::default();
        for language in languages {
            if !asked.0.contains(&Some(language))
                && let Some(place) = asked.0.iter_mut().find(|place| place.is_none())
            {
                *place = Some(language);
            }
        }
        asked
    }
}

impl IntoIterator for Asked {
    type Item = Language;
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<Language>, { Language::ALL.len() }>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().flatten()
    }
}

/// A text in several languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalText(pub BTreeMap<Language, String>);

impl LocalText {
    /// The same text in every language.
    pub fn same(text: &str) -> Self {
        Self(Language::ALL.iter().map(|language| (*language, text.to_owned())).collect())
    }

    /// Builds the text from stored tags. A text under an unknown tag is used for every language that has none of its
    /// own.
    pub fn from_tags(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut read = Self::default();
        for (tag, text) in texts {
            match Language::from_word(&tag) {
                Some(language) => {
                    read.0.insert(language, text);
                }
                None => Language::ALL.iter().for_each(|language| {
                    read.0.entry(*language).or_insert_with(|| text.clone());
                }),
            }
        }
        read
    }

    /// Whether it is this text in any language.
    pub fn says(&self, text: &str) -> bool {
        self.0.values().any(|known| known == text)
    }

    /// The text in the first of `languages` that it has, else in any language, else empty.
    pub fn get(&self, languages: &[Language]) -> &str {
        languages
            .iter()
            .find_map(|language| self.0.get(language))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
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

    #[test]
    fn a_kept_text_without_a_language_is_for_all_that_have_none_of_their_own() {
        let check = |texts: &[(&str, &str)], languages: &[Language], expected: &str| {
            let text = LocalText::from_tags(texts.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())));
            assert_eq!(text.get(languages), expected, "{texts:?} in {languages:?}");
        };
        check(&[("", "Li Min")], &[Language::De], "Li Min");
        check(&[("", "Li Min"), ("zh-CN", "李敏")], &[Language::ZhCn, Language::De], "李敏");
        check(&[("zh-CN", "李敏"), ("xx", "Li Min")], &[Language::En], "Li Min");
        check(&[("zh-CN", "李敏")], &[Language::En], "李敏");
        check(&[], &[Language::En], "");
    }
}
