//! Each thing is named by an id of a type of its own, listed in `crates/domain/src/ids.rs`.

use crate::code;

/// Fields and parameters that are named after a thing, and so name it.
const NAMES: &[&str] = &[
    "block",
    "callback",
    "contact",
    "dealer",
    "event",
    "event_id",
    "hold",
    "id",
    "item",
    "last_event",
    "last_event_id",
    "member",
    "message",
    "noted",
    "outage",
    "owner",
    "screen",
    "staff",
    "ticket",
    "visit",
    "wish",
];

/// Bare numbers that stay, each with its file and reason.
const BARE: &[(&str, &str, &str)] =
    &[("crates/store/src/dealers.rs", "id", "a signing key is asked for by nobody: the ring is read as a whole")];

/// Whether a line declares `name` as a bare number, alone or in an option, a list or a tuple.
fn is_bare(line: &str, name: &str) -> bool {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    line.match_indices(&format!("{name}: ")).any(|(at, found)| {
        let mut kind = &line[at + found.len()..];
        while let Some(inner) =
            ["&", "[", "(", "Option<", "Vec<", "Arc<"].iter().find_map(|outer| kind.strip_prefix(outer))
        {
            kind = inner;
        }
        let is_whole = !line[..at].ends_with(is_word);
        is_whole && kind.strip_prefix("i64").is_some_and(|rest| !rest.starts_with(is_word) && !rest.starts_with("::"))
    })
}

#[test]
fn what_names_a_thing_has_a_type_of_its_own() {
    let mut found = Vec::new();
    for folder in
        ["crates/api/src", "crates/domain/src", "crates/server/src", "crates/store/src", "crates/workflow/src"]
    {
        for (file, lines) in code(folder) {
            let may = |name: &str| BARE.iter().any(|(place, bare, _)| *place == file && *bare == name);
            let names = || NAMES.iter().filter(|name| !may(name));
            let bare = lines.iter().filter(|line| names().any(|name| is_bare(line, name)));
            found.extend(bare.map(|line| format!("{file}: `{}`", line.trim())));
        }
    }
    assert!(found.is_empty(), "these are ids of crates/domain/src/ids.rs:\n{}", found.join("\n"));
}

#[test]
fn a_bare_number_is_found_wherever_it_is_declared() {
    for line in [
        "    pub visit: i64,",
        "async fn paper(&mut self, dealer: DealerId, visit: i64) -> Result<()> {",
        "    pub visit: Option<i64>,",
        "    visit: Arc<[i64]>,",
        "    pub visit: Option<(i64, Instant)>,",
    ] {
        assert!(is_bare(line, "visit"), "{line}");
    }
    for line in
        ["    pub visit: VisitId,", "    visit: i64::from(number),", "    pub last_visit: i64,", "    pub visits: i64,"]
    {
        assert!(!is_bare(line, "visit"), "{line}");
    }
}
