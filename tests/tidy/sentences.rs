//! Everything a person reads in the browser is translated, with the same keys and placeholders in every language.

use super::root;
use bayside_xtask::stamp;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn chinese_and_german_are_not_left_in_english() {
    // Words that are the same in both languages stay so; whole sentences do not.
    let folder = root().join("src/i18n/locales");
    for file in stamp::files(&folder.join("zh-CN")).unwrap() {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let read = |locale: &str| -> Value {
            serde_json::from_str(&std::fs::read_to_string(folder.join(locale).join(&name)).unwrap()).unwrap()
        };
        let english = sentences(&read("en"));
        for locale in ["zh-CN", "de"] {
            let same: Vec<_> = sentences(&read(locale)).intersection(&english).cloned().collect();
            assert!(same.is_empty(), "{locale}/{name}: {same:?}");
        }
    }
}

fn sentences(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(fields) => fields.values().flat_map(sentences).collect(),
        Value::String(text) if words(text) > 4 => [text.clone()].into(),
        _ => BTreeSet::new(),
    }
}

/// How many words a text has beside its placeholders.
fn words(text: &str) -> usize {
    let own: String = text.split("{{").map(|part| part.split_once("}}").map_or(part, |(_, rest)| rest)).collect();
    own.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).count()
}
