//! The dealer's languages, and texts in them.

use super::reader::{Key, Node, Table};
use bayside_domain::language::Language;
use bayside_domain::language::LocalText;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// The dealer's languages; the first is its own.
pub(super) struct Locales {
    languages: Vec<Language>,
    /// Whether the list itself is valid; if not, texts are not checked against it.
    sound: bool,
}

impl Locales {
    /// Reads `locales`.
    pub(super) fn read(file: &Table<'_>) -> Self {
        let mut languages: Vec<Language> = Vec::new();
        let mut sound = true;
        for item in file.items("locales", 1..=Language::ALL.len()) {
            let Some(tag) = item.str() else {
                sound = false;
                continue;
            };
            let Some(language) = Language::from_word(tag) else {
                item.fail(format!("“{tag}” is none of the faces' languages: {}", tags(Language::ALL)));
                sound = false;
                continue;
            };
            if languages.contains(&language) {
                item.fail(format!("“{tag}” stands here twice"));
            }
            languages.push(language);
        }
        let sound = sound && !languages.is_empty();
        Self { languages, sound }
    }

    /// At least one in a sound file; the first is the dealer's own.
    pub(super) fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The dealer's language with this tag; if there is none, the key is reported as wrong.
    pub(super) fn language(&self, tag: &str, key: &Key<'_>) -> Option<Language> {
        let language = Language::from_word(tag).filter(|language| self.languages.contains(language));
        if self.sound && language.is_none() {
            key.fail(format!("“{tag}” is none of this dealer's languages: {}", tags(&self.languages)));
        }
        language
    }

    /// A text that must be there.
    pub(super) fn need(&self, table: &Table<'_>, key: &str, length_max: usize) -> LocalText {
        table.need(key).map(|node| self.text(&node, length_max, false)).unwrap_or_default()
    }

    /// A text that must be there and may have paragraphs.
    pub(super) fn need_prose(&self, table: &Table<'_>, key: &str, length_max: usize) -> LocalText {
        table.need(key).map(|node| self.text(&node, length_max, true)).unwrap_or_default()
    }

    /// A text that may be absent.
    pub(super) fn take(&self, table: &Table<'_>, key: &str, length_max: usize) -> Option<LocalText> {
        table.take(key).map(|node| self.text(&node, length_max, false))
    }

    /// A text that must be there in every language of the dealer.
    pub(super) fn need_all(&self, table: &Table<'_>, key: &str, length_max: usize) -> LocalText {
        table.need(key).map(|node| self.in_all(&node, length_max)).unwrap_or_default()
    }

    /// A text that may be absent, but if it is there, must be there in every language of the dealer.
    pub(super) fn take_all(&self, table: &Table<'_>, key: &str, length_max: usize) -> Option<LocalText> {
        table.take(key).map(|node| self.in_all(&node, length_max))
    }

    fn in_all(&self, node: &Node<'_>, length_max: usize) -> LocalText {
        let text = self.text(node, length_max, false);
        // The first language is required for every text anyway.
        let others = self.languages.iter().skip(1);
        let missing: Vec<Language> = others.filter(|language| !text.0.contains_key(language)).copied().collect();
        if self.sound && !missing.is_empty() && !text.0.is_empty() {
            node.fail(format!("is missing in {}", tags(&missing)));
        }
        text
    }

    /// A list of texts that may be absent.
    pub(super) fn list(&self, table: &Table<'_>, key: &str, count_max: usize, length_max: usize) -> Vec<LocalText> {
        let items = table.items(key, 0..=count_max);
        items.iter().map(|item| self.text(item, length_max, false)).collect()
    }

    fn text(&self, node: &Node<'_>, length_max: usize, many_lines: bool) -> LocalText {
        let mut texts = BTreeMap::new();
        if !matches!(node.value(), DeValue::Table(_)) {
            let own = self.languages.first().copied().unwrap_or_default();
            texts.extend(node.prose(length_max, many_lines).map(|text| (own, text)));
            return LocalText(texts);
        }
        node.table(|table| {
            for (tag, text, key) in table.entries() {
                let language = self.language(tag, &key);
                texts.extend(language.zip(text.prose(length_max, many_lines)));
            }
            if let Some(own) = self.languages.first().filter(|own| self.sound && table.peek_str(own.tag()).is_none()) {
                table.fail(format!("is missing in the dealer's first language, {own}"));
            }
        });
        LocalText(texts)
    }
}

/// Languages by their tags, for a sentence.
fn tags(languages: &[Language]) -> String {
    languages.iter().map(|language| language.tag()).collect::<Vec<_>>().join(", ")
}
