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
    fn a_sentence_without_placeholders_is_not_copied() {
        let text: &'static str = td_string!(Language::En, visit.progress);
        assert_eq!(text, "Progress");
    }
}
