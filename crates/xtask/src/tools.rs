//! Build tools that are Rust programs: trunk and wasm-bindgen, each at one exact version.

use crate::process::{self, cargo, has_version, say};
use crate::{download, find};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The Trunk that Trunk.toml is written for.
const TRUNK: &str = "0.21.14";

/// What builds the bundles.
pub struct Tools {
    /// Trunk itself.
    pub trunk: PathBuf,
    /// PATH with wasm-bindgen and the npm tools before all else.
    pub path: OsString,
    /// Names the versions, so that another tool means another build.
    pub versions: String,
}

/// Finds or installs both, and puts together the PATH on which Trunk finds its helpers.
pub fn ensure() -> Result<Tools> {
    let wasm_bindgen_version = locked_version("wasm-bindgen")?;
    let trunk = tool("trunk", "trunk", TRUNK, "bundles the faces; minutes to compile, once", true)?;
    let wasm_bindgen = tool(
        "wasm-bindgen",
        "wasm-bindgen-cli",
        &wasm_bindgen_version,
        "joins wasm and JavaScript; minutes to compile, once",
        false,
    )?;
    let mut folders = vec![parent(&wasm_bindgen), process::root().join("node_modules").join(".bin")];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(folders).context("a folder on PATH has a colon in its name")?;
    Ok(Tools { trunk, path, versions: format!("trunk {TRUNK}, wasm-bindgen {wasm_bindgen_version}") })
}

fn parent(program: &Path) -> PathBuf {
    program.parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A tool at exactly this version: on PATH, from our own folder, or freshly installed there.
fn tool(name: &str, package: &str, version: &str, what_for: &str, locked: bool) -> Result<PathBuf> {
    let folder = folder();
    let own = folder.join("bin").join(name);
    let candidates = [find::program(name), Some(own.clone())];
    if let Some(found) = candidates.into_iter().flatten().find(|candidate| has_version(candidate, version)) {
        return Ok(found);
    }
    let exact = format!("{package}@{version}");
    say(&format!("{exact} is missing ({what_for}): it is put into {}", folder.display()));
    download::or_compile(download::PUBLISHED, name, version, &own, || compile(&exact, &folder, locked))?;
    Ok(own)
}

/// `cargo install` into a folder, without what takes long: a tool runs for seconds only.
fn compile(exact: &str, folder: &Path, locked: bool) -> Result<()> {
    let build = process::target().join("tools");
    let install = |more: &[&str]| {
        let mut install = cargo();
        install.args(["install", exact, "--root"]).arg(folder).arg("--target-dir").arg(&build).args(more);
        for (setting, value) in [("LTO", "off"), ("OPT_LEVEL", "1"), ("CODEGEN_UNITS", "16")] {
            install.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
        }
        process::run(&mut install)
    };
    if let Err(error) = install(if locked { &["--locked"] } else { &[] }) {
        say(&format!("{error:#}; trying without --locked"));
        install(&[]).with_context(|| format!("please run\n  cargo install {exact}\nand start again"))?;
    }
    // Half a gigabyte of objects that nobody needs again.
    std::fs::remove_dir_all(build).ok();
    Ok(())
}

/// `$XDG_CACHE_HOME/bayside/tools`.
fn folder() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let home = || std::env::var_os("HOME").map_or_else(process::target, PathBuf::from);
    cache.unwrap_or_else(|| home().join(".cache")).join("bayside").join("tools")
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let lock = std::fs::read_to_string(process::root().join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock does not name {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_locked_version_is_that_of_the_package_and_not_of_its_namesakes() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "trunk"), None);
    }
}
