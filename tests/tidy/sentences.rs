//! Everything a person reads in the browser is translated, with the same keys and placeholders in every language.

use super::root;
use bayside_domain::language::Language;
use bayside_xtask::{embed, stamp};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn no_language_is_left_in_english() {
    // Words that are the same in both languages stay so; whole sentences do not.
    let folder = root().join("src/i18n/locales");
    for file in stamp::files(&folder.join(Language::En.tag())).unwrap() {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let read = |language: Language| -> Value {
            serde_json::from_str(&std::fs::read_to_string(folder.join(language.tag()).join(&name)).unwrap()).unwrap()
        };
        let english = sentences(&read(Language::En));
        for language in Language::ALL.iter().filter(|language| **language != Language::En) {
            let same: Vec<_> = sentences(&read(*language)).intersection(&english).cloned().collect();
            assert!(same.is_empty(), "{language}/{name}: {same:?}");
        }
    }
}

#[test]
fn the_widgets_script_speaks_every_language() {
    let script = embed::spoken().unwrap();
    let words = script.lines().find(|line| line.contains("const WORDS = ")).expect("its words stand in one line");
    for language in Language::ALL {
        let key = language.tag().split('-').next().unwrap();
        assert!(words.contains(&format!("{key}: [")), "{language}");
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
