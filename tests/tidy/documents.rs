//! What is written beside the code: it is there, it says something, and it names what there is.

use super::{root, tracked};
use std::collections::BTreeSet;

/// Files that may cite a document.
const CITING: &[&str] = &["*.rs", "*.css", "*.js", "*.toml", "*.html", "*.md"];

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

/// What a text names of documents that are not there, read from the place of `file`.
fn absent(file: &str, text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !(letter.is_alphanumeric() || "._-/".contains(letter)));
    let is_document = |word: &&str| word.strip_suffix(".md").is_some_and(|name| !name.is_empty() && name != "/");
    let is_there = |cited: &&str| {
        let beside = root().join(file).with_file_name(cited);
        root().join(cited).is_file() || root().join("docs").join(cited).is_file() || beside.is_file()
    };
    words.filter(is_document).filter(|cited| !is_there(cited)).map(str::to_owned).collect()
}

#[test]
fn documents_that_are_cited_are_there() {
    let mut wrong = Vec::new();
    for file in tracked(CITING).into_iter().filter(|file| file != "tests/tidy/documents.rs") {
        wrong.extend(absent(&file, &read(&file)).into_iter().map(|cited| format!("{file}: {cited}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(absent("src/lib.rs", "// as missing.md and docs/rules.md say"), ["missing.md"]);
}

/// The headings of the rules.
fn headings() -> BTreeSet<String> {
    let rules = read("docs/rules.md");
    rules
        .lines()
        .filter_map(|line| line.trim_start_matches('#').strip_prefix(' ').filter(|_| line.starts_with('#')))
        .map(str::to_owned)
        .collect()
}

/// The sections of docs/rules.md that a text cites: `docs/rules.md, "Money"`, or more than one joined by `and`.
fn cited_sections(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in text.split("docs/rules.md, ").skip(1) {
        let mut rest = after;
        while let Some((section, after)) = rest.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
            found.push(section.to_owned());
            rest = after.strip_prefix(" and ").or_else(|| after.strip_prefix(", ")).unwrap_or_default();
        }
    }
    found
}

#[test]
fn sections_that_are_cited_are_there() {
    let headings = headings();
    let mut cited = 0;
    for file in tracked(&["*.rs", "*.css"]).into_iter().filter(|file| file != "tests/tidy/documents.rs") {
        // A citation may go on in the next line of a comment.
        let text = read(&file).replace("\n//! ", " ").replace("\n/// ", " ");
        for section in cited_sections(&text) {
            assert!(headings.contains(&section), "{file}: docs/rules.md has no section {section:?}");
            cited += 1;
        }
    }
    assert!(cited > 30, "{cited}");
    assert_eq!(cited_sections("(docs/rules.md, \"Chain\" and \"Time\")"), ["Chain", "Time"]);
}

/// Lines of documentation that are one word of English: `Who.` says what the name says already. A literal and a term in
/// Chinese say more.
fn one_word_documentation(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let said = |at: usize| lines.get(at).and_then(|line| line.strip_prefix("///"));
    let is_alone = |at: &usize| said(at.wrapping_sub(1)).is_none() && said(at + 1).is_none();
    let is_a_word = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter))
    };
    (0..lines.len()).filter(|at| said(*at).is_some_and(is_a_word) && is_alone(at)).map(|at| at + 1).collect()
}

#[test]
fn documentation_says_more_than_a_word() {
    let mut wrong = Vec::new();
    for file in tracked(&["*.rs"]).into_iter().filter(|file| file != "tests/tidy/documents.rs") {
        wrong.extend(one_word_documentation(&read(&file)).into_iter().map(|line| format!("{file}:{line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(one_word_documentation("/// Who.\nwho: Who,\n/// 结算\n/// Two words.\n/// `GET`.\n"), [1]);
}

#[test]
fn the_glossary_names_types_that_there_are() {
    let glossary = read("docs/glossary.md");
    let code: String = tracked(&["crates/*.rs", "src/*.rs"]).iter().map(|file| read(file)).collect();
    let words: BTreeSet<&str> = code.split(|letter: char| !(letter.is_alphanumeric() || letter == '_')).collect();
    let types: Vec<&str> = glossary.split('`').skip(1).step_by(2).filter(|name| name.contains("::")).collect();
    assert!(types.len() > 50, "{types:?}");
    for name in types {
        // The first part may be a crate.
        for part in name.split("::").skip(1).filter(|part| !part.is_empty()) {
            assert!(words.contains(part), "docs/glossary.md: {name} is not in the code");
        }
    }
}
