//! What the browser downloads.

use bayside_xtask::{bundles, compress, embed, process, stamp};
use std::path::Path;

/// Bytes of a bundle's files of one kind, brotli 11, as `cargo xtask build` made them.
fn packed(bundle: &str, end: &str) -> u64 {
    let folder = process::target().join("site").join(bundle);
    assert!(folder.is_dir(), "{} is missing: `cargo xtask build` makes it", folder.display());
    let files = stamp::files(&folder).expect("a folder can be read");
    let ends = |file: &Path| file.to_str().is_some_and(|name| name.ends_with(end));
    files.iter().filter(|file| ends(file)).map(|file| file.metadata().expect("a file has a size").len()).sum()
}

/// The web bundles.
fn bundles() -> Vec<String> {
    bundles::all().expect("their programs are there")
}

/// What a customer's program may weigh, brotli 11.
const CUSTOMER_BYTES_MAX: u64 = 200_000;

#[test]
fn what_customers_download_is_small() {
    for bundle in bundles().iter().filter(|bundle| !bundles::LARGE.contains(&bundle.as_str())) {
        let bytes = packed(bundle, ".wasm.br");
        assert!(bytes > 50_000, "{bundle}: {bytes} bytes cannot be all of it");
        assert!(bytes <= CUSTOMER_BYTES_MAX, "{bundle}: the wasm has {bytes} bytes");
    }
}

#[test]
fn script_and_style_sheet_stay_small_beside_it() {
    for bundle in bundles() {
        let (script, sheet) = (packed(&bundle, ".js.br"), packed(&bundle, ".css.br"));
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

/// The source files that a program was compiled from, as cargo notes them beside it.
fn compiled_from(program: &str) -> Vec<String> {
    let notes = process::target().join(format!("wasm32-unknown-unknown/wasm-release/{program}.d"));
    let notes = std::fs::read_to_string(&notes).expect("`cargo xtask build` compiles it");
    notes.split_whitespace().map(str::to_owned).collect()
}

/// A bundle is put together anew when its program has changed, and cargo compiles a program anew when one of the files
/// has changed that it notes: so each crate that is linked into the faces must be among them.
#[test]
fn an_edit_in_any_crate_of_the_faces_reaches_every_bundle() {
    let linked = ["tree", "--locked", "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let package = ["--package", "bayside-web", "--target", "wasm32-unknown-unknown"];
    let tree = process::output(process::cargo().args(linked).args(package)).expect("cargo tree answers");
    let crates: std::collections::BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next()?.strip_prefix("bayside-"))
        .filter(|name| *name != "web")
        .collect();
    assert!(crates.contains("domain") && crates.contains("view"), "{crates:?}");
    for program in bundles() {
        let files = compiled_from(&program);
        for name in &crates {
            let source = format!("/crates/{name}/src/lib.rs");
            assert!(files.iter().any(|file| file.ends_with(&source)), "{program} does not notice {source}");
        }
        for own in ["/src/lib.rs", "/src/i18n/locales"] {
            assert!(files.iter().any(|file| file.ends_with(own)), "{program} does not notice {own}");
        }
    }
}
