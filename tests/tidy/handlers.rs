//! A handler takes the request apart and answers it; what it does stands in `workflow`.

use bayside_xtask::{process, stamp};
use syn::spanned::Spanned as _;
use syn::visit::Visit;

/// Lines of a handler, from `async fn` to its last brace.
const LONGEST: usize = 25;

/// The handlers of a file, by name, with their lines.
#[derive(Default)]
struct Handlers(Vec<(String, usize)>);

impl Visit<'_> for Handlers {
    fn visit_item_fn(&mut self, function: &syn::ItemFn) {
        let is_call = |attribute: &syn::Attribute| {
            let path = attribute.path();
            path.segments.len() == 2 && path.segments[0].ident == "utoipa" && path.segments[1].ident == "path"
        };
        if function.attrs.iter().any(is_call) {
            let lines = function.block.span().end().line - function.sig.span().start().line + 1;
            self.0.push((function.sig.ident.to_string(), lines));
        }
    }
}

fn handlers(text: &str) -> Vec<(String, usize)> {
    let mut found = Handlers::default();
    found.visit_file(&syn::parse_file(text).unwrap());
    found.0
}

#[test]
fn a_handler_is_at_most_25_lines() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for file in stamp::files(&process::root().join("crates/server/src")).unwrap() {
        if file.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        for (name, lines) in handlers(&std::fs::read_to_string(&file).unwrap()) {
            count += 1;
            if lines > LONGEST {
                wrong.push(format!("{}: {name} has {lines} lines", file.display()));
            }
        }
    }
    assert!(count > 60, "only {count} handlers were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_lines_of_a_handler_are_counted_with_its_head() {
    let text = "#[utoipa::path(get)]\npub async fn look(\n    id: u8,\n) -> u8 {\n    id\n}\nfn other() {}\n";
    assert_eq!(handlers(text), [("look".to_owned(), 5)]);
}
