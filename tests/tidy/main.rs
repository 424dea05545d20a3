//! The invariants of ARCHITECTURE.md, each kept by a test.

#![allow(clippy::unwrap_used, reason = "clippy knows test functions, but not the helpers beside them")]

mod circles;
mod dialects;
mod documents;
mod flags;
mod handlers;
mod ids;
mod join;
mod languages;
mod layout;
mod rules;
mod sentences;
mod words;
mod yaml;

use bayside_xtask::{process, stamp};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files longer than 500 lines, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

fn root() -> PathBuf {
    process::root()
}

/// Every package that `package` is linked from, by `cargo tree`.
fn linked(package: &str, more: &[&str]) -> BTreeSet<String> {
    let arguments =
        ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", "--package", package];
    let tree = process::output(process::cargo().args(arguments).args(more)).expect("cargo tree answers");
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// The Rust files below a folder, by their path in the repository, with the lines that are code: no
/// comments, no tests.
fn code(folder: &str) -> Vec<(String, Vec<String>)> {
    let files = stamp::files(&root().join(folder)).unwrap();
    files
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .filter(|file| !is_test_file(file))
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let lines = text
                .lines()
                .take_while(|line| line.trim() != "#[cfg(test)]")
                .filter(|line| !line.trim_start().starts_with("//"))
                .map(str::to_owned)
                .collect();
            (file.strip_prefix(root()).unwrap().display().to_string(), lines)
        })
        .collect()
}

fn is_test_file(file: &Path) -> bool {
    file.file_stem().and_then(|name| name.to_str()).is_some_and(|name| name == "tests" || name.ends_with("_tests"))
        || file.components().any(|part| part.as_os_str() == "tests")
}

/// No line of code below `folder` holds one of `words`, but in the files that `may` names.
#[track_caller]
fn nobody_says(folder: &str, words: &[&str], may: impl Fn(&str) -> bool) {
    let mut found = Vec::new();
    for (file, lines) in code(folder) {
        if may(&file) {
            continue;
        }
        for line in lines {
            for word in words.iter().filter(|word| line.contains(**word)) {
                found.push(format!("{file}: {word} in `{}`", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_domain_depends_on_nothing_that_acts() {
    // js-sys stands for the tables of Unicode that a browser has.
    let allowed = ["chrono", "serde", "serde_json", "idna", "unicode-normalization", "js-sys"];
    let manifest = std::fs::read_to_string(root().join("crates/domain/Cargo.toml")).unwrap();
    let mut section = "";
    let mut direct = Vec::new();
    for line in manifest.lines().filter(|line| !line.contains("optional = true") && !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && section != "[dev-dependencies]" {
            direct.extend(line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty()));
        }
    }
    assert!(direct.contains(&"idna"), "{direct:?}");
    assert!(direct.iter().all(|name| allowed.contains(name)), "{direct:?}");

    let linked = linked("bayside-domain", &[]);
    for acts in
        ["tokio", "sqlx", "axum", "rand", "getrandom", "chrono-tz", "iana-time-zone", "leptos", "reqwest", "hyper"]
    {
        assert!(!linked.contains(acts), "{acts}");
    }
    let acting = ["std::fs", "std::net", "std::env", "std::thread", "std::process", "async fn", ".await", "println!"];
    nobody_says("crates/domain/src", &acting, |_| false);
    nobody_says("crates/domain/src", &["js_sys::"], |file| file == "crates/domain/src/typed/compose.rs");
    nobody_says("crates/api/src", &acting, |_| false);
}

#[test]
fn the_faces_link_no_server_and_the_server_links_no_face() {
    let faces = linked("bayside-web", &["--target", "wasm32-unknown-unknown"]);
    assert!(faces.contains("leptos"));
    for server in ["sqlx", "tokio", "axum", "chrono-tz", "bayside-server", "utoipa"] {
        assert!(!faces.contains(server), "{server} is linked into the faces");
    }
    let server = linked("bayside-server", &[]);
    assert!(server.contains("axum"));
    for face in ["leptos", "bayside-web", "wasm-bindgen-futures"] {
        assert!(!server.contains(face), "{face} is linked into the server");
    }
}

/// `package` links every crate of `below` and none of `never`.
#[track_caller]
fn links(package: &str, below: &[&str], never: &[&str]) {
    let linked = linked(package, &[]);
    for name in below {
        assert!(linked.contains(*name), "{package} does not stand on {name}");
    }
    for name in never {
        assert!(!linked.contains(*name), "{name} is linked into {package}");
    }
}

#[test]
fn each_layer_links_only_what_lies_below_it() {
    // What knows HTTP, the wire and its document: the server alone.
    let outside = ["bayside-server", "bayside-api", "axum", "tower", "hyper", "http", "utoipa"];
    links("bayside-api", &["bayside-domain"], &["bayside-store", "bayside-workflow", "bayside-server", "axum", "sqlx"]);
    links("bayside-store", &["bayside-domain", "sqlx"], &[&outside[..], &["bayside-workflow"]].concat());
    links("bayside-workflow", &["bayside-domain", "bayside-store"], &outside);
    links("bayside-server", &["bayside-workflow", "bayside-api", "axum"], &["bayside-web", "leptos"]);
}

#[test]
fn only_the_clock_reads_the_clock() {
    let clocks =
        ["Utc::now", "Local::now", "SystemTime::now", "Instant::now", "Date::now", "Date::new_0", "performance()"];
    for folder in
        ["crates/domain/src", "crates/api/src", "crates/store/src", "crates/workflow/src", "crates/server/src", "src"]
    {
        nobody_says(folder, &clocks, |file| file.ends_with("/clock.rs"));
    }
}

#[test]
fn only_the_client_opens_connections_in_the_browser() {
    let openers = ["gloo_net", "EventSource::new", "WebSocket", "XmlHttpRequest", "fetch_with", "send_beacon"];
    nobody_says("src", &openers, |file| file.starts_with("src/client/"));
}

#[test]
fn only_the_store_speaks_sql() {
    let sql = ["sqlx", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE"];
    for folder in ["crates/server/src", "crates/workflow/src", "crates/domain/src", "crates/api/src", "src"] {
        nobody_says(folder, &sql, |_| false);
    }
}

#[test]
fn money_and_measures_are_never_floats() {
    // A contrast is neither: WCAG defines it by powers of real numbers.
    nobody_says("crates/domain/src", &["f64", "f32"], |file| file == "crates/domain/src/colour.rs");
    nobody_says("crates/api/src", &["f64", "f32"], |_| false);
}

#[test]
fn nothing_is_left_for_later() {
    let words = [
        "todo!",
        "unimplemented!",
        "dbg!(",
        "TODO",
        "FIXME",
        "XXX",
        "#[ignore",
        "#[expect(dead_code",
        "allow(dead_code",
    ];
    for folder in [
        "src",
        "crates/domain/src",
        "crates/api/src",
        "crates/store/src",
        "crates/workflow/src",
        "crates/server/src",
        "crates/xtask/src",
    ] {
        nobody_says(folder, &words, |_| false);
    }
    for file in tracked(&["*.rs"]).into_iter().filter(|file| file != "tests/tidy/main.rs") {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        for word in ["#[ignore", "TODO", "FIXME", "XXX"] {
            assert!(!text.contains(word), "{file}: {word}");
        }
    }
}

#[test]
fn no_markup_carries_its_own_style_or_script() {
    // The policy that the pages are served with would refuse it.
    nobody_says("src", &[" style=\"", " style=format", "inner_html", " onclick=\"", "javascript:"], |_| false);
    let pages = tracked(&["index.html", "src/bin/*.html"]);
    assert!(pages.len() > 1, "{pages:?}");
    for page in pages {
        let mut text = std::fs::read_to_string(root().join(&page)).unwrap();
        // Holes that the server fills: it allows the one by its hash, the other is data.
        for hole in [
            "<style>{{theme}}</style>",
            "<script type=\"application/json\" id=\"dealer\" lang=\"{{language}}\">",
            "<script type=\"application/json\" id=\"origins\">",
        ] {
            text = text.replace(hole, "");
        }
        for word in ["<script", "<style", " style=", "http://", "https://"] {
            assert!(!text.contains(word), "{page}: {word}");
        }
    }
}

#[test]
fn files_are_short_enough_to_read() {
    for (file, reason) in LONG_FILES {
        assert!(root().join(file).is_file() && !reason.is_empty(), "{file} is listed as long");
    }
    for file in tracked(&["*.rs", "*.css"]) {
        let lines = std::fs::read_to_string(root().join(&file)).unwrap().lines().count();
        let listed = LONG_FILES.iter().any(|(known, _)| *known == file);
        assert_eq!(lines > 500, listed, "{file} has {lines} lines");
    }
}

#[test]
fn every_crate_obeys_the_houses_lints() {
    for manifest in tracked(&["Cargo.toml", "**/Cargo.toml"]) {
        let text = std::fs::read_to_string(root().join(&manifest)).unwrap();
        assert!(text.contains("[lints]\nworkspace = true"), "{manifest}");
    }
}

#[test]
fn the_repository_names_no_machine_and_no_person() {
    let homes = ["/ho", "/ro", "/Use", "/wo"].map(str::to_owned);
    let paths = [
        format!("{}me/", homes[0]),
        format!("{}ot/", homes[1]),
        format!("{}rs/", homes[2]),
        format!("{}rk/", homes[3]),
    ];
    for file in tracked(&[]) {
        let Ok(text) = std::fs::read_to_string(root().join(&file)) else { continue };
        for line in text.lines() {
            for path in &paths {
                let starts = line.find(path.as_str()).is_some_and(|at| {
                    let before = line[..at].chars().next_back();
                    before.is_none_or(|before| before.is_whitespace() || "\"'`(=:".contains(before))
                });
                assert!(!starts, "{file}: {line}");
            }
        }
    }
}

/// What git keeps, by path; without patterns, everything.
fn tracked(patterns: &[&str]) -> Vec<String> {
    let list = process::output(Command::new("git").current_dir(root()).args(["ls-files", "--"]).args(patterns));
    let list = list.expect("git lists its files");
    list.lines().filter(|file| root().join(file).is_file()).map(str::to_owned).collect()
}
