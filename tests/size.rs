//! What the browser downloads.

use bayside_xtask::{compress, embed, process, stamp};
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
    for bundle in ["book", "embed", "customer", "ask", "visit"] {
        let bytes = packed(bundle, ".wasm.br");
        assert!(bytes > 50_000, "{bundle}: {bytes} bytes cannot be all of it");
        assert!(bytes <= CUSTOMER_BYTES_MAX, "{bundle}: the wasm has {bytes} bytes");
    }
}

#[test]
fn script_and_style_sheet_stay_small_beside_it() {
    for bundle in ["book", "embed", "customer", "ask", "visit", "screen", "desk"] {
        let (script, sheet) = (packed(bundle, ".js.br"), packed(bundle, ".css.br"));
        assert!(script > 0 && script <= 20_000, "{bundle}: {script} bytes of script");
        assert!(sheet > 0 && sheet <= 20_000, "{bundle}: {sheet} bytes of style sheet");
    }
}

/// What the script for other sites' pages may weigh, gzip.
const LOADER_BYTES_MAX: usize = 3_000;

#[test]
fn the_script_for_other_pages_is_small() {
    let script = embed::minified().expect("it is made");
    let packed = compress::gzip(&script).expect("it is packed").len();
    assert!(packed <= LOADER_BYTES_MAX, "{packed} bytes");
}

#[test]
fn a_released_script_never_changes() {
    let releases = embed::releases().expect("they are listed");
    for release in &releases {
        let script = std::fs::read(embed::folder().join(format!("{}.js", release.version))).expect("it is there");
        assert_eq!(embed::integrity(&script), release.integrity, "{} is not what was released", release.version);
    }
    let files = stamp::files(&embed::folder()).expect("a folder can be read");
    assert_eq!(files.len(), releases.len() + 1, "every script is listed: {files:?}");
    let newest = releases.last().expect("there is one");
    assert_eq!(newest.version, embed::version().expect("the source says it"), "`cargo xtask embed` releases it");
    let made = embed::integrity(&embed::minified().expect("it is made"));
    assert_eq!(made, newest.integrity, "src/widget/bayside.js changed: raise its version, then `cargo xtask embed`");
}
