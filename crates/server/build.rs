//! Tells `rust-embed` where the built web bundles lie: `target/site` as `cargo xtask build` leaves it, or the folder that
//! `BAYSIDE_SITE` names. Without it the server still compiles and says how to build the pages.
//!
//! The derive takes its folder as a literal (from a variable only with a crate whose licence `deny.toml` does not allow),
//! and does not see that a file was added: so it is written here.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let site = site();
    println!("cargo::rerun-if-env-changed=BAYSIDE_SITE");
    println!("cargo::rerun-if-env-changed=CARGO_TARGET_DIR");
    // A debug server reads the folder when it starts, and need not be compiled anew for another page.
    let embeds = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let changes = if embeds { site.clone() } else { "build.rs".into() };
    println!("cargo::rerun-if-changed={}", changes.display());
    let site = site.to_string_lossy();
    let folder = format!(
        "#[cfg(not(debug_assertions))]\n#[derive(rust_embed::Embed)]\n#[folder = {site:?}]\n#[allow_missing = true]\n\
         struct Built;\n\n#[cfg(debug_assertions)]\n/// Where the bundles are.\nconst FOLDER: &str = {site:?};\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    fs::write(out.join("site.rs"), folder)
}

/// The folder of the built pages.
fn site() -> PathBuf {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    let root = root.canonicalize().unwrap_or(root);
    // `cargo xtask build` puts the site where cargo puts everything else.
    let target = || env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from).join("site");
    root.join(env::var_os("BAYSIDE_SITE").map_or_else(target, PathBuf::from))
}
