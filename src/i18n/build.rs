//! Compiles the sentences of `locales` into checked keys, and names the sprite by its content.
//!
//! Every language must have every sentence, with the same placeholders: what is missing stops the build
//! and is named with its file.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// A folder each, in the order of the languages in `Locale`.
const LANGUAGES: [&str; 3] = ["zh-CN", "en", "de"];
const FOLDER: &str = "src/i18n/locales";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/i18n/build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=public/icons.svg");
    let mut hasher = DefaultHasher::new();
    hasher.write(&std::fs::read("public/icons.svg")?);
    println!("cargo::rustc-env=BAYSIDE_SPRITE=/icons.svg?{:016x}", hasher.finish());

    let languages = LANGUAGES.map(|tag| read(&Path::new(FOLDER).join(tag)));
    let [first, others @ ..] = languages;
    let others = others.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut code = order();
    sentences(&mut code, "", &first?, &others.iter().collect::<Vec<_>>())?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    std::fs::write(out.join("sentences.rs"), code)?;
    Ok(())
}

/// One language: its files by name, as one document.
fn read(folder: &Path) -> Result<Value, Box<dyn Error>> {
    let mut files = serde_json::Map::new();
    for file in std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = file?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file's name is text")?.to_owned();
        let sentences = serde_json::from_str(&std::fs::read_to_string(&path)?);
        files.insert(name, sentences.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Ok(Value::Object(files))
}

/// Where a language stands in each sentence. A language that `Locale` has and this file has not does not compile.
fn order() -> String {
    let mut code = String::from("impl Locale {\n    const fn place(self) -> usize {\n        match self {\n");
    for (place, tag) in LANGUAGES.iter().enumerate() {
        let _ = writeln!(code, "            Self::{} => {place},", tag.replace('-', "_"));
    }
    code + "        }\n    }\n}\n"
}

/// Writes a module for each group of sentences and a type for each sentence.
fn sentences(code: &mut String, path: &str, first: &Value, others: &[&Value]) -> Result<(), Box<dyn Error>> {
    let Value::Object(entries) = first else { return Err(format!("{path} is a group in another language").into()) };
    for (other, tag) in others.iter().zip(&LANGUAGES[1..]) {
        let strange = other.as_object().and_then(|other| other.keys().find(|key| !entries.contains_key(*key)));
        if let Some(key) = strange {
            return Err(format!("{tag} has {path}.{key}, {} has not", LANGUAGES[0]).into());
        }
    }
    for (key, value) in entries {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let translations = others.iter().zip(&LANGUAGES[1..]);
        let translations: Vec<&Value> = translations
            .map(|(other, tag)| other.get(key).ok_or_else(|| format!("{tag} has no {path}")))
            .collect::<Result<_, _>>()?;
        if let Value::String(text) = value {
            let mut texts = vec![text.as_str()];
            for (translation, tag) in translations.iter().zip(&LANGUAGES[1..]) {
                texts.push(translation.as_str().ok_or_else(|| format!("{tag}: {path} is not a sentence"))?);
            }
            sentence(code, key, &path, &texts)?;
        } else {
            let _ = writeln!(code, "pub mod {key} {{\nuse super::*;");
            sentences(code, &path, value, &translations)?;
            code.push_str("}\n");
        }
    }
    Ok(())
}

/// Writes the type of one sentence: a field for each placeholder, and `say`.
fn sentence(code: &mut String, key: &str, path: &str, texts: &[&str]) -> Result<(), Box<dyn Error>> {
    let names = placeholders(texts[0]);
    for (text, tag) in texts.iter().zip(LANGUAGES) {
        if placeholders(text) != names {
            return Err(format!("{tag}: {path} has not the placeholders of {}", LANGUAGES[0]).into());
        }
        if text.chars().any(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter)) {
            return Err(format!("{tag}: {path} has a letter of the private use area").into());
        }
    }
    let marks: BTreeMap<&str, char> = names.iter().copied().zip('\u{e000}'..).collect();
    let templates = texts.iter().map(|text| template(text, &marks)).collect::<Vec<_>>();
    let count = LANGUAGES.len();
    if names.is_empty() {
        write!(
            code,
            "pub struct {key};\nimpl {key} {{\n    pub fn say(self, locale: Locale) -> &'static str {{\n        \
             static TEXTS: [&str; {count}] = {templates:?};\n        TEXTS[locale.place()]\n    }}\n}}\n"
        )?;
        return Ok(());
    }
    let fields: String = names.iter().map(|name| format!("pub {name}: &'a dyn Display, ")).collect();
    let values: String = names.iter().map(|name| format!("self.{name}, ")).collect();
    write!(
        code,
        "pub struct {key}<'a> {{ {fields}}}\nimpl {key}<'_> {{\n    pub fn say(self, locale: Locale) -> String {{\n        \
         static TEXTS: [&str; {count}] = {templates:?};\n        crate::i18n::sentence::fill(TEXTS[locale.place()], &[{values}])\n    }}\n}}\n"
    )?;
    Ok(())
}

/// The names between `{{` and `}}`, in alphabetical order.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim()).collect()
}

/// The text with a letter of the private use area in the place of each placeholder.
fn template(text: &str, marks: &BTreeMap<&str, char>) -> String {
    let mut parts = text.split("{{");
    let mut template = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("}}").and_then(|(name, rest)| Some((marks.get(name.trim())?, rest))) {
            Some((mark, rest)) => {
                template.push(*mark);
                template.push_str(rest);
            }
            None => template.push_str(part),
        }
    }
    template
}
