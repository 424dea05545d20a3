//! No part of a crate is a knot: which modules use each other in a circle, crate by crate.
//!
//! A module is a file. It uses another if its code has a path that leads to something defined there, whatever
//! the imports and re-exports on the way. Declaring a module, re-exporting from it and testing it are no uses.
//! A circle has to be read as one piece, so each that stays is listed with its reason, and none is large.

mod knots;
mod resolve;
mod tree;
mod uses;

use bayside_xtask::process;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use tree::Tree;

/// Circles that stay: crate, modules, why they are one piece.
const ALLOWED: &[(&str, &[&str], &str)] = &[
    (
        "bayside_store",
        &["connections", "open", "writing"],
        "The store is what is opened: its connections are opened, closed and lost as one, and so is who writes.",
    ),
    (
        "bayside_store",
        &["batch", "dealers", "locked", "tx"],
        "A write is one transaction: what is locked in it, and writes together with others, are parts of it.",
    ),
    (
        "bayside_workflow",
        &["context", "transaction"],
        "The context begins a transaction, which keeps the context that it works in.",
    ),
    (
        "bayside_server",
        &["app", "live::board", "live::hub", "live::sse"],
        "The application keeps the hub of its live views, and each view reads what it shows through the application.",
    ),
    (
        "bayside_server",
        &["demo::cast", "demo::cast::aller", "demo::cast::anting"],
        "The cast is the two dealers' people, and each dealer's people are written with the cast's own words.",
    ),
];

/// No reason allows more modules than this in one circle.
const LARGEST: usize = 4;

#[test]
fn modules_use_each_other_in_circles_only_where_it_is_said() {
    let mut wrong = String::new();
    let mut found = BTreeSet::new();
    for (name, root) in crates() {
        let tree = Tree::read(&root, &|path| std::fs::read_to_string(path).ok());
        for circle in circles(&tree) {
            let modules: Vec<&str> = circle.modules.iter().map(String::as_str).collect();
            let listed = ALLOWED.iter().position(|(crate_, allowed, _)| *crate_ == name && *allowed == modules);
            match listed {
                Some(entry) if modules.len() <= LARGEST => {
                    found.insert(entry);
                }
                _ => write!(wrong, "{name}: {} modules {modules:?}\n{}\n", modules.len(), circle.uses).unwrap(),
            }
        }
    }
    assert!(wrong.is_empty(), "modules that use each other in a circle:\n\n{wrong}");
    for (entry, (name, modules, reason)) in ALLOWED.iter().enumerate() {
        assert!(found.contains(&entry), "{name}: {modules:?} is listed, but is no circle");
        assert!(!reason.is_empty(), "{name}: {modules:?} is a circle for a reason");
    }
}

/// Every crate that the workspace compiles: its name and the file of its root.
fn crates() -> Vec<(String, PathBuf)> {
    let arguments = ["metadata", "--no-deps", "--locked", "--offline", "--format-version", "1"];
    let text = process::output(process::cargo().args(arguments)).expect("cargo knows its workspace");
    let workspace: Value = serde_json::from_str(&text).unwrap();
    let mut crates = Vec::new();
    for package in workspace["packages"].as_array().unwrap() {
        for target in package["targets"].as_array().unwrap() {
            let name = match target["kind"][0].as_str().unwrap() {
                "test" | "bench" | "example" => {
                    format!("{}/{}", package["name"].as_str().unwrap(), target["name"].as_str().unwrap())
                }
                _ => target["name"].as_str().unwrap().to_owned(),
            };
            crates.push((name, PathBuf::from(target["src_path"].as_str().unwrap())));
        }
    }
    assert!(crates.len() > 10, "{crates:?}");
    crates
}

/// Modules that use each other in a circle.
struct Circle {
    /// `desk::today`, in order; `crate` is the root.
    modules: Vec<String>,
    /// The uses that make the circle, a line each.
    uses: String,
}

fn circles(tree: &Tree) -> Vec<Circle> {
    let uses = uses::uses(tree);
    let name = |file: usize| tree.files[file].name.as_str();
    let circles = knots::circles(&uses.keys().copied().collect());
    let circles = circles.iter().map(|circle| {
        let mut modules: Vec<String> = circle.iter().map(|file| name(*file).to_owned()).collect();
        modules.sort();
        let inside = uses.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        let lines = inside.map(|((from, to), place)| {
            let file = tree.files[*from].path.strip_prefix(process::root()).unwrap_or(Path::new("")).display();
            format!("    {} -> {}: {file}:{} {}\n", name(*from), name(*to), place.line, place.path)
        });
        Circle { modules, uses: lines.collect() }
    });
    circles.collect()
}

/// The circles of a crate that is written down here: file, text.
#[track_caller]
fn check(files: &[(&str, &str)], wanted: &[&[&str]]) {
    let tree = Tree::read(Path::new("lib.rs"), &|path| {
        files.iter().find(|(name, _)| Path::new(name) == path).map(|(_, text)| (*text).to_owned())
    });
    let found: Vec<Vec<String>> = circles(&tree).into_iter().map(|circle| circle.modules).collect();
    assert_eq!(found, wanted);
}

const ROOT: (&str, &str) = ("lib.rs", "mod a; mod b;");

#[test]
fn two_modules_that_name_each_other_are_a_circle() {
    let b = ("b.rs", "use super::a; pub struct B; fn make() -> a::A { a::A(B) }");
    check(&[ROOT, ("a.rs", "use crate::b::B; pub struct A(pub B);"), b], &[&["a", "b"]]);
    check(&[ROOT, ("a.rs", "pub struct A(pub u8);"), b], &[]);
}

#[test]
fn a_circle_goes_through_re_exports_and_does_not_stop_at_them() {
    let root = ("lib.rs", "mod face; pub use face::Page;");
    let facade = ("face/mod.rs", "mod page; mod part; pub use page::Page; pub(crate) use part::part;");
    let part = ("face/part.rs", "pub fn part() { let _: Option<crate::Page> = None; }");
    check(
        &[root, facade, ("face/page.rs", "pub struct Page; fn f() { super::part(); }"), part],
        &[&["face::page", "face::part"]],
    );
    // The facade declares both, and both go through it: that is no circle.
    check(&[root, facade, ("face/page.rs", "pub struct Page;"), part], &[]);
    // With code of its own it takes part.
    let busy = ("face/mod.rs", "mod page; pub use page::Page; pub struct Width; pub fn show(_: Page) {}");
    check(&[root, busy, ("face/page.rs", "pub struct Page(super::Width);")], &[&["face", "face::page"]]);
}

#[test]
fn macros_and_attributes_are_code() {
    let b = ("b.rs", "pub fn text() -> String { format!(\"{}\", crate::a::NAME) }");
    check(
        &[ROOT, ("a.rs", "pub const NAME: u8 = 1; fn f() { println!(\"{}\", [super::b::text()].len()) }"), b],
        &[&["a", "b"]],
    );
    let serde = "pub const NAME: u8 = 1; struct A { #[serde(default = \"crate::b::text\")] name: String }";
    check(&[ROOT, ("a.rs", serde), b], &[&["a", "b"]]);
    // What a macro makes belongs to where it is called.
    let made = ("a.rs", "codes! { pub enum Unit { Km } } fn f() { super::b::text() }");
    check(&[ROOT, made, ("b.rs", "use crate::a::Unit; pub fn text() {}")], &[&["a", "b"]]);
}

#[test]
fn tests_do_not_count() {
    let a = ("a.rs", "pub struct A; #[cfg(test)] mod tests { use crate::b::B; } #[cfg(test)] fn f(_: crate::b::B) {}");
    check(&[ROOT, a, ("b.rs", "pub struct B(crate::a::A);")], &[]);
}

#[test]
fn a_name_means_what_its_block_says() {
    let b = ("b.rs", "pub fn f() { use crate::a::A as Name; let _ = Name; } pub struct Name;");
    check(&[ROOT, ("a.rs", "pub struct A; fn f() { let _ = crate::b::Name; }"), b], &[&["a", "b"]]);
}
