//! Lists the built web bundles for embedding: `target/site` as `cargo xtask build` leaves it, or
//! the folder that `BAYSIDE_SITE` names. Without it the server still compiles and says how to
//! build the pages.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let site = site();
    println!("cargo:rerun-if-env-changed=BAYSIDE_SITE");
    println!("cargo:rerun-if-env-changed=CARGO_TARGET_DIR");
    println!("cargo:rerun-if-changed={}", site.display());
    let mut names = Vec::new();
    if site.is_dir() {
        walk(&site, &site, &mut names)?;
    }
    names.sort();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(out.join("site.rs"), table(&site, &names))
}

/// The folder of the built pages.
fn site() -> PathBuf {
    if let Some(folder) = env::var_os("BAYSIDE_SITE") {
        return folder.into();
    }
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    let root = root.canonicalize().unwrap_or(root);
    // `cargo xtask build` puts the site where cargo puts everything else.
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root.join(target).join("site")
}

/// Every file below the folder except marks such as `.stamp`, relative to `site`.
fn walk(site: &Path, folder: &Path, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.strip_prefix(site).map_err(io::Error::other)?;
        let name = name.to_str().ok_or_else(|| io::Error::other("file names of the site must be UTF-8"))?;
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            walk(site, &path, names)?;
        } else {
            names.push(name.replace('\\', "/"));
        }
    }
    Ok(())
}

/// A Rust expression: `&[(path, bytes, brotli, gzip), …]`.
fn table(site: &Path, names: &[String]) -> String {
    let bytes = |name: &str| format!("include_bytes!({:?})", site.join(name).to_string_lossy());
    let packed = |name: &str, end: &str| {
        let name = format!("{name}.{end}");
        if names.contains(&name) { format!("Some({})", bytes(&name)) } else { "None".to_owned() }
    };
    let is_packed = |name: &str| {
        let plain = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
        plain.is_some_and(|plain| names.iter().any(|name| name == plain))
    };
    let mut table = "&[\n".to_owned();
    for name in names.iter().filter(|name| !is_packed(name)) {
        let row = format!("    ({name:?}, {}, {}, {}),", bytes(name), packed(name, "br"), packed(name, "gz"));
        writeln!(table, "{row}").expect("writing to a string cannot fail");
    }
    table.push_str("]\n");
    table
}
