//! A language that misses a text does not compile: what differs by language is a `match` that names each of them.

use bayside_xtask::{process, stamp};
use std::path::{Path, PathBuf};
use std::process::Command;
use syn::visit::{self, Visit};

const LANGUAGES: &str = "crates/domain/src/language.rs";

/// Matches on a language with an arm for "any other", by line.
#[derive(Default)]
struct Catching(Vec<usize>);

fn names_a_language(pattern: &syn::Pat) -> bool {
    match pattern {
        syn::Pat::Path(path) => path.path.segments.iter().any(|part| part.ident == "Language"),
        syn::Pat::Or(or) => or.cases.iter().any(names_a_language),
        syn::Pat::Tuple(tuple) => tuple.elems.iter().any(names_a_language),
        _ => false,
    }
}

impl Visit<'_> for Catching {
    fn visit_expr_match(&mut self, asked: &syn::ExprMatch) {
        if asked.arms.iter().any(|arm| names_a_language(&arm.pat)) {
            let any_other = |pattern: &syn::Pat| match pattern {
                syn::Pat::Wild(_) => true,
                syn::Pat::Ident(name) => name.subpat.is_none(),
                _ => false,
            };
            let caught = asked.arms.iter().filter(|arm| any_other(&arm.pat));
            self.0.extend(caught.map(|arm| arm.fat_arrow_token.spans[0].start().line));
        }
        visit::visit_expr_match(self, asked);
    }
}

fn catching(text: &str) -> Vec<usize> {
    let mut found = Catching::default();
    found.visit_file(&syn::parse_file(text).unwrap());
    found.0
}

#[test]
fn no_match_on_a_language_has_an_arm_for_any_other() {
    let mut wrong = Vec::new();
    for folder in ["src", "crates"] {
        for file in stamp::files(&process::root().join(folder)).unwrap() {
            if file.extension().is_some_and(|end| end == "rs") {
                let lines = catching(&std::fs::read_to_string(&file).unwrap());
                wrong.extend(lines.iter().map(|line| format!("{}:{line}", file.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let open = "fn f(l: Language) -> u8 {\n    match l {\n        Language::En => 1,\n        _ => 2,\n    }\n}";
    assert_eq!(catching(open), [4]);
    assert!(catching(&open.replace("_ =>", "Language::De =>")).is_empty());
}

/// The domain on its own in a folder, which a test may change.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Self {
        let root = process::root();
        let copy = process::target().join("tmp/languages");
        match std::fs::remove_dir_all(copy.join("crates")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
        let domain = root.join("crates/domain");
        for file in stamp::files(&domain).unwrap() {
            let to = copy.join("crates/domain").join(file.strip_prefix(&domain).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&file, to).unwrap();
        }
        std::fs::copy(root.join("Cargo.lock"), copy.join("Cargo.lock")).unwrap();
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let shared = manifest.find("[workspace.package]").unwrap();
        let end = manifest.find("\n[package]").unwrap();
        let members = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/domain\"]\n\n";
        let alone = manifest[shared..end]
            .lines()
            .filter(|line| !line.contains("path = \"crates/") || line.contains("crates/domain"));
        let text = alone.fold(members.to_owned(), |text, line| text + line + "\n");
        std::fs::write(copy.join("Cargo.toml"), text).unwrap();
        Self(copy)
    }

    /// What the compiler says of the copy: whether it compiles, and why not.
    fn check(&self) -> (bool, String) {
        let mut cargo: Command = process::cargo();
        let checked = cargo
            .current_dir(&self.0)
            .args(["check", "--offline", "--package", "bayside-domain", "--message-format", "short"])
            .env("CARGO_TARGET_DIR", self.0.join("target"))
            .output()
            .unwrap();
        (checked.status.success(), String::from_utf8_lossy(&checked.stderr).into_owned())
    }
}

fn replace_in(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {}", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}

#[test]
fn a_language_without_a_text_does_not_compile() {
    let copy = Copy::new();
    let (compiles, why) = copy.check();
    assert!(compiles, "the domain as it is: {why}");

    let german = "De = \"de\",";
    let added = format!("{german}\n        /// Klingon, which nobody will ever add.\n        Tlh = \"tlh\",");
    replace_in(&copy.0.join(LANGUAGES), german, &added);
    let (compiles, why) = copy.check();
    assert!(!compiles, "a language was added without a text");
    let missing = why.lines().filter(|line| line.contains("error[E0004]") && line.contains("Tlh")).count();
    assert!(missing >= 3, "each text asks for its own: {why}");
}
