//! The program's flags and variables, as clap derives them from the code, and texts that name them.

use super::root;
use bayside_xtask::stamp;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

/// Variables that are read elsewhere than by a flag, each with the file that reads it.
const OTHER_VARIABLES: &[(&str, &str)] = &[
    ("BAYSIDE_LOG_FILTER", "crates/server/src/main.rs"),
    ("BAYSIDE_SITE", "crates/server/build.rs"),
    ("BAYSIDE_CASES", "crates/domain/tests/capacity/random.rs"),
    ("BAYSIDE_PROGRAM", "crates/test-support/src/server.rs"),
];

/// Flags of other programs that texts name alone, each with the program.
pub const OTHER_FLAGS: &[(&str, &str)] = &[("--autoplay-policy", "Chromium")];

/// The flags of all commands and their variables, as clap derives them.
#[derive(Debug, Default)]
pub struct Flags {
    /// As they are typed, `--listen`.
    pub names: BTreeSet<String>,
    /// As the environment names them.
    pub variables: BTreeSet<String>,
    /// What holds where nobody says anything, by flag.
    pub defaults: BTreeMap<String, String>,
}

impl Visit<'_> for Flags {
    fn visit_field(&mut self, field: &syn::Field) {
        let name = field.ident.as_ref().map(|name| format!("--{}", name.to_string().replace('_', "-")));
        for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("arg")) {
            let read = attribute.parse_nested_meta(|meta| {
                let value =
                    if meta.input.peek(syn::Token![=]) { Some(meta.value()?.parse::<syn::Expr>()?) } else { None };
                let text = match &value {
                    Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => Some(text.value()),
                    _ => None,
                };
                if meta.path.is_ident("long") {
                    assert!(value.is_none(), "a flag is named like its field: {name:?}");
                    self.names.extend(name.clone());
                } else if meta.path.is_ident("env") {
                    self.variables.extend(text);
                } else if meta.path.is_ident("default_value") {
                    self.defaults.extend(name.clone().zip(text));
                }
                Ok(())
            });
            read.expect("an `arg` that can be read");
        }
        visit::visit_field(self, field);
    }
}

/// Everything that the program takes.
pub fn flags() -> Flags {
    let mut found = Flags::default();
    for file in stamp::files(&root().join("crates/server/src")).unwrap() {
        let text = if file.extension().is_some_and(|end| end == "rs") {
            std::fs::read_to_string(&file).unwrap()
        } else {
            continue;
        };
        if text.contains("#[arg(") {
            found.visit_file(&syn::parse_file(&text).unwrap());
        }
    }
    for (variable, file) in OTHER_VARIABLES {
        let text = std::fs::read_to_string(root().join(file)).unwrap();
        assert!(text.contains(&format!("\"{variable}\"")), "{file} reads no {variable}");
        found.variables.insert((*variable).to_owned());
    }
    found.names.extend(["--help", "--version"].map(str::to_owned));
    found
}

/// The variables named in a text that the program does not read. Those of a gateway may be called as one likes.
pub fn unknown_variables(text: &str, known: &Flags) -> Vec<String> {
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    let ours = words.filter(|word| word.starts_with("BAYSIDE_") && !word.starts_with("BAYSIDE_SMS_"));
    ours.filter(|word| !known.variables.contains(*word)).map(str::to_owned).collect()
}

/// The flags in a text that are the program's, or look so, and that it does not take: those of its commands, those that
/// stand alone between backticks, and those that `cargo xtask serve` hands on.
pub fn unknown_flags(text: &str, known: &Flags) -> Vec<String> {
    let joined = text.replace("\\\n", " ");
    let commands = joined.lines().filter_map(|line| {
        let starts = ["serve", "dealer", "staff", "backup", "restore", "copy", "doctor", "--help", "--version"]
            .map(|word| format!("bayside {word}"));
        let start = starts.iter().filter_map(|words| line.find(words.as_str())).min();
        let handed_on = line.find("cargo xtask serve -- ");
        start.or(handed_on).map(|at| line[at..].split('`').next().unwrap_or_default())
    });
    let alone =
        joined.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter(|code| code.starts_with("--"));
    let words = commands.chain(alone).flat_map(str::split_whitespace);
    let flags = words.filter(|word| word.starts_with("--") && *word != "--").filter_map(|word| word.split('=').next());
    let is_known = |flag: &&str| known.names.contains(*flag) || OTHER_FLAGS.iter().any(|(other, _)| other == flag);
    flags.filter(|flag| !is_known(flag)).map(str::to_owned).collect()
}

#[test]
fn a_flag_that_does_not_exist_is_found() {
    let mut known = Flags::default();
    let text = "struct A {\n    #[arg(long, env = \"BAYSIDE_DOOR\", default_value = \"1:2\")]\n    the_door: u8,\n    #[arg(short)]\n    other: u8,\n}";
    known.visit_file(&syn::parse_file(text).unwrap());
    assert_eq!(known.names, ["--the-door".to_owned()].into());
    assert_eq!(known.defaults["--the-door"], "1:2");
    for (text, wrong) in [
        ("`--the-door 1` and `--window`", vec!["--window"]),
        ("run bayside serve --the-door=1 \\\n    --window 2", vec!["--window"]),
        ("cargo xtask serve -- --window", vec!["--window"]),
        ("cargo build --release; `cargo xtask test --pictures`", vec![]),
    ] {
        assert_eq!(unknown_flags(text, &known), wrong, "{text}");
    }
    assert_eq!(unknown_variables("BAYSIDE_DOOR=$BAYSIDE_SMS_KEY BAYSIDE_DOORS=1", &known), ["BAYSIDE_DOORS"]);
}
