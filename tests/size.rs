//! What the browser downloads.

use bayside_xtask::{process, stamp};
use std::path::Path;

/// Bytes of a bundle's files of one kind, brotli 11, as `cargo xtask build` made them.
fn packed(bundle: &str, end: &str) -> u64 {
    let folder = process::target().join("site").join(bundle);
    assert!(folder.is_dir(), "{} is missing: `cargo xtask build` makes it", folder.display());
    let files = stamp::files(&folder).expect("a folder can be read");
    let ends = |file: &Path| file.to_str().is_some_and(|name| name.ends_with(end));
    files.iter().filter(|file| ends(file)).map(|file| file.metadata().expect("a file has a size").len()).sum()
}

/// What a customer's program may weigh, brotli 11.
const CUSTOMER_BYTES_MAX: u64 = 200_000;

#[test]
fn what_customers_download_is_small() {
    for bundle in ["book", "customer", "ask", "visit"] {
        let bytes = packed(bundle, ".wasm.br");
        assert!(bytes > 50_000, "{bundle}: {bytes} bytes cannot be all of it");
        assert!(bytes <= CUSTOMER_BYTES_MAX, "{bundle}: the wasm has {bytes} bytes");
    }
}

#[test]
fn script_and_style_sheet_stay_small_beside_it() {
    for bundle in ["book", "customer", "ask", "visit", "screen", "desk"] {
        let (script, sheet) = (packed(bundle, ".js.br"), packed(bundle, ".css.br"));
        assert!(script > 0 && script <= 20_000, "{bundle}: {script} bytes of script");
        assert!(sheet > 0 && sheet <= 20_000, "{bundle}: {sheet} bytes of style sheet");
    }
}
