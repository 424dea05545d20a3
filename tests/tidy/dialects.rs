//! Which `view!` a face uses. Customers download the pages of Bayside's own macro (`crates/view`), which are smaller; the
//! desk and the screens, which are loaded once, use that of Leptos.

use super::{root, tracked};

/// The faces that use the macro of Leptos.
const OF_LEPTOS: [&str; 3] = ["src/desk/", "src/kiosk/", "src/lounge/"];

/// Whether a file draws, and by which macro: `Some(true)` for our own.
fn is_own(text: &str) -> Option<bool> {
    let imports = |line: &str| {
        let names =
            line.strip_prefix("use crate::ui::").or_else(|| line.strip_prefix("use super::"))?.strip_suffix(';')?;
        Some(names.trim_matches(['{', '}']).split(", ").any(|name| name == "view"))
    };
    let uses = text.replace(",\n    ", ", ").replace("{\n    ", "{").replace(",\n}", "}");
    text.contains("view! {").then(|| uses.lines().filter_map(imports).any(|imported| imported))
}

#[test]
fn every_face_uses_its_own_dialect_of_view() {
    let (mut own, mut of_leptos, mut wrong) = (0, 0, Vec::new());
    for file in tracked(&["src/*.rs"]) {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        let Some(is_own) = is_own(&text) else { continue };
        if is_own == OF_LEPTOS.iter().any(|face| file.starts_with(face)) {
            wrong.push(file);
        } else if is_own {
            own += 1;
        } else {
            of_leptos += 1;
        }
    }
    assert!(wrong.is_empty(), "these use the other `view!`: {wrong:?}");
    assert!(own > 30 && of_leptos > 30, "{own} and {of_leptos} files draw");
    assert_eq!(is_own("use crate::ui::{Icon, view};\nfn a() { view! { <p/> } }"), Some(true));
    assert_eq!(is_own("use crate::ui::{\n    Icon, view,\n};\nfn a() { view! { <p/> } }"), Some(true));
    assert_eq!(is_own("use leptos::prelude::*;\nfn a() { view! { <p/> } }"), Some(false));
    assert_eq!(is_own("fn a() {}"), None);
}
