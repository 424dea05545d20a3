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

/// A folder for each language of `domain::language`, named by its tag.
const FOLDER: &str = "src/i18n/locales";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/i18n/build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=public/icons.svg");
    let mut hasher = DefaultHasher::new();
    hasher.write(&std::fs::read("public/icons.svg")?);
    println!("cargo::rustc-env=BAYSIDE_SPRITE=/icons.svg?{:016x}", hasher.finish());

    let tags = tags()?;
    let read = |tag: &String| read(&Path::new(FOLDER).join(tag));
    let texts = tags.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<(&str, &Value)> = tags.iter().map(String::as_str).zip(&texts).collect();
    let mut code = order(&tags);
    sentences(&mut code, "", &texts)?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    std::fs::write(out.join("sentences.rs"), code)?;
    Ok(())
}

/// The languages that have a folder.
fn tags() -> Result<Vec<String>, Box<dyn Error>> {
    let mut tags = Vec::new();
    for folder in std::fs::read_dir(FOLDER)? {
        tags.push(folder?.file_name().into_string().map_err(|name| format!("{} is no tag", name.display()))?);
    }
    tags.sort();
    Ok(tags)
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

/// Where a language stands in each sentence. A language without a folder does not compile, nor a folder that is none.
fn order(tags: &[String]) -> String {
    let mut code = String::from("pub(crate) const fn place_of(language: Language) -> usize {\n    match language {\n");
    for (place, tag) in tags.iter().enumerate() {
        let _ = writeln!(code, "        Language::{} => {place},", variant(tag));
    }
    code + "    }\n}\n"
}

/// The language of a tag as the domain names it: `ZhCn` of `zh-CN`.
fn variant(tag: &str) -> String {
    let capital = |part: &str| part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase();
    tag.split('-').filter(|part| !part.is_empty()).map(capital).collect()
}

/// Writes a module for each group of sentences and a type for each sentence; those without placeholders also stand in
/// `KEYS` and `TEXTS`, for `labels!`. `languages` have their tag and the group.
fn sentences(code: &mut String, path: &str, languages: &[(&str, &Value)]) -> Result<(), Box<dyn Error>> {
    let mut groups = Vec::new();
    for (tag, group) in languages {
        groups.push((*tag, group.as_object().ok_or_else(|| format!("{tag}: {path} is not a group"))?));
    }
    let keys: BTreeSet<&String> = groups.iter().flat_map(|(_, group)| group.keys()).collect();
    let mut plain = Vec::new();
    for key in keys {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let mut entries = Vec::new();
        for (tag, group) in &groups {
            entries.push((*tag, group.get(key).ok_or_else(|| format!("{tag} has no {path}"))?));
        }
        if entries.iter().any(|(_, value)| value.is_object()) {
            let _ = writeln!(code, "pub mod {key} {{\nuse super::*;");
            sentences(code, &path, &entries)?;
            code.push_str("}\n");
        } else {
            let mut texts = Vec::new();
            for (tag, value) in entries {
                texts.push((tag, value.as_str().ok_or_else(|| format!("{tag}: {path} is not a sentence"))?));
            }
            sentence(code, key, &path, &texts)?;
            let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
            if texts.iter().all(|text| placeholders(text).is_empty()) {
                plain.push((key.as_str(), texts));
            }
        }
    }
    let (keys, texts): (Vec<_>, Vec<_>) = plain.into_iter().unzip();
    let (count, languages) = (keys.len(), languages.len());
    writeln!(code, "pub const KEYS: [&str; {count}] = {keys:?};")?;
    writeln!(code, "pub static TEXTS: [[&str; {languages}]; {count}] = {texts:?};")?;
    Ok(())
}

/// Writes the type of one sentence: a field for each placeholder, and `say`.
fn sentence(code: &mut String, key: &str, path: &str, texts: &[(&str, &str)]) -> Result<(), Box<dyn Error>> {
    let (first, text) = texts.first().ok_or("there is no language")?;
    let names = placeholders(text);
    for (tag, text) in texts {
        if placeholders(text) != names {
            return Err(format!("{tag}: {path} has not the placeholders of {first}").into());
        }
        if text.chars().any(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter)) {
            return Err(format!("{tag}: {path} has a letter of the private use area").into());
        }
    }
    let marks: BTreeMap<&str, char> = names.iter().copied().zip('\u{e000}'..).collect();
    let templates = texts.iter().map(|(_, text)| template(text, &marks)).collect::<Vec<_>>();
    let count = texts.len();
    if names.is_empty() {
        write!(
            code,
            "pub struct {key};\nimpl {key} {{\n    pub fn say(self, locale: Language) -> &'static str {{\n        \
             static TEXTS: [&str; {count}] = {templates:?};\n        TEXTS[place_of(locale)]\n    }}\n}}\n"
        )?;
        return Ok(());
    }
    let fields: String = names.iter().copied().flat_map(|name| ["pub ", name, ": &'a dyn Display, "]).collect();
    let values: String = names.iter().copied().flat_map(|name| ["self.", name, ", "]).collect();
    write!(
        code,
        "pub struct {key}<'a> {{ {fields}}}\nimpl {key}<'_> {{\n    pub fn say(self, locale: Language) -> String {{\n        \
         static TEXTS: [&str; {count}] = {templates:?};\n        crate::i18n::sentence::fill(TEXTS[place_of(locale)], &[{values}])\n    }}\n}}\n"
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
