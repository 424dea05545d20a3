//! The compiled sentences: a type each, so that a sentence or a value that does not exist does not compile.

/// A sentence in a language: `&'static str`, or `String` if it has placeholders.
///
/// A placeholder takes whatever can be displayed: `td_string!(locale, visit.number, n = 12)`.
macro_rules! td_string {
    ($locale:expr, $face:ident $(.$key:ident)+ $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::i18n::sentences::$face$(::$key)+ { $($name: &$value),* }.say($locale)
    };
}
pub(crate) use td_string;

/// Declares functions that return the label of an enum value in a language: `fn step(Step) = desk.step;` uses the
/// sentences of that group whose keys are the values' words, with `_` in place of `-` and `.`. A value without a
/// sentence does not compile.
macro_rules! labels {
    ($($(#[$doc:meta])* fn $name:ident($list:ty) = $face:ident $(.$group:ident)+;)+) => {$(
        $(#[$doc])*
        pub fn $name(word: $list, locale: $crate::i18n::Language) -> &'static str {
            use $crate::i18n::{place_of_key, sentences};
            use sentences::$face$(::$group)+::{KEYS, TEXTS};
            const PLACES: [usize; <$list>::ALL.len()] = {
                let mut places = [0; <$list>::ALL.len()];
                let mut number = 0;
                while number < places.len() {
                    places[number] = place_of_key(&KEYS, <$list>::ALL[number].as_str());
                    number += 1;
                }
                places
            };
            TEXTS[PLACES[word as usize]][sentences::place_of(locale)]
        }
    )+};
}
pub(crate) use labels;

/// The index of a word's sentence among the keys of its group.
pub(crate) const fn place_of_key(keys: &[&str], word: &str) -> usize {
    let mut place = 0;
    while place < keys.len() {
        if is_key_of(keys[place].as_bytes(), word.as_bytes()) {
            return place;
        }
        place += 1;
    }
    panic!("a word of this list has no sentence in src/i18n/locales")
}

const fn is_key_of(key: &[u8], word: &[u8]) -> bool {
    let mut at = 0;
    while at < key.len() && at < word.len() {
        let letter = if matches!(word[at], b'-' | b'.') { b'_' } else { word[at] };
        if key[at] != letter {
            return false;
        }
        at += 1;
    }
    key.len() == word.len()
}

/// One module per file and group, one type per sentence, written by `build.rs`.
#[allow(non_camel_case_types, missing_docs, unused_imports, clippy::all, clippy::pedantic)]
pub mod sentences {
    use crate::i18n::Language;
    use std::fmt::Display;

    include!(concat!(env!("OUT_DIR"), "/sentences.rs"));
}

/// The text of a sentence whose placeholder number n stands as the n-th letter of the private use area.
fn fill(sentence: &str, values: &[&dyn std::fmt::Display]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(sentence.len() + 16 * values.len());
    for letter in sentence.chars() {
        let number = (letter as usize).checked_sub(0xe000);
        match number.and_then(|number| values.get(number)) {
            // Writing into a text cannot fail.
            Some(value) => _ = write!(text, "{value}"),
            None => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::i18n::Language;

    #[test]
    fn a_value_stands_where_its_language_puts_it() {
        assert_eq!(td_string!(Language::En, visit.span.hours_minutes, h = 2, m = "05"), "2 h 05 min");
        assert_eq!(td_string!(Language::De, visit.number, n = 12), "Nr. 12");
    }

    #[test]
    fn a_value_is_taken_as_it_is() {
        assert_eq!(td_string!(Language::En, visit.number, n = "{{ n }}\u{e000}"), "No. {{ n }}\u{e000}");
    }

    #[test]
    fn a_word_is_found_by_its_key() {
        let keys = ["prepare", "prepare_bay", "no_show"];
        assert_eq!(["prepare", "prepare.bay", "no-show"].map(|word| super::place_of_key(&keys, word)), [0, 1, 2]);
        assert!(std::panic::catch_unwind(|| super::place_of_key(&keys, "prepare.b")).is_err());
    }

    #[test]
    fn a_sentence_without_placeholders_is_not_copied() {
        let text: &'static str = td_string!(Language::En, visit.progress);
        assert_eq!(text, "Progress");
    }
}
