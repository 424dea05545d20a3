//! The dealer's languages, and texts in them.

use super::reader::{Node, Table};
use bayside_domain::dealer::LocalText;
use std::collections::BTreeMap;
use toml::de::DeValue;

/// The languages that the faces speak.
const SPOKEN: &[&str] = &["zh-CN", "en", "de"];

/// The dealer's languages, the first is its own.
pub(super) struct Locales {
    tags: Vec<String>,
    /// Whether the list itself is sound; otherwise texts are not judged by it.
    sound: bool,
}

impl Locales {
    /// Reads `locales`.
    pub(super) fn read(file: &Table<'_>) -> Self {
        let mut tags: Vec<String> = Vec::new();
        let mut sound = true;
        for item in file.items("locales", 1..=SPOKEN.len()) {
            let Some(tag) = item.str() else {
                sound = false;
                continue;
            };
            if !SPOKEN.contains(&tag) {
                item.fail(format!("“{tag}” is none of the faces' languages: {}", SPOKEN.join(", ")));
                sound = false;
            } else if tags.iter().any(|known| known == tag) {
                item.fail(format!("“{tag}” stands here twice"));
            }
            tags.push(tag.to_owned());
        }
        let sound = sound && !tags.is_empty();
        Self { tags, sound }
    }

    /// BCP 47.
    pub(super) fn tags(&self) -> &[String] {
        &self.tags
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

    /// A text that may be absent, but not in one language only.
    pub(super) fn take_all(&self, table: &Table<'_>, key: &str, length_max: usize) -> Option<LocalText> {
        table.take(key).map(|node| self.in_all(&node, length_max))
    }

    fn in_all(&self, node: &Node<'_>, length_max: usize) -> LocalText {
        let text = self.text(node, length_max, false);
        let missing = |tag: &&String| !text.0.contains_key(*tag);
        // The first language is asked for by every text.
        let missing: Vec<&str> = self.tags.iter().skip(1).filter(missing).map(String::as_str).collect();
        if self.sound && !missing.is_empty() && !text.0.is_empty() {
            node.fail(format!("is missing in {}", missing.join(", ")));
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
            let own = self.tags.first().cloned().unwrap_or_default();
            texts.extend(node.prose(length_max, many_lines).map(|text| (own, text)));
            return LocalText(texts);
        }
        node.table(|table| {
            for (tag, text, key) in table.entries() {
                if self.sound && !self.tags.iter().any(|known| known == tag) {
                    key.fail(format!("“{tag}” is none of this dealer's languages: {}", self.tags.join(", ")));
                }
                texts.extend(text.prose(length_max, many_lines).map(|text| (tag.to_owned(), text)));
            }
            if let Some(own) = self.tags.first().filter(|own| self.sound && table.peek_str(own).is_none()) {
                table.fail(format!("is missing in the dealer's first language, {own}"));
            }
        });
        LocalText(texts)
    }
}
