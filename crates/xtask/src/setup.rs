//! Finding what is missing and putting it there.

use crate::packages::{self, FOR_TESTING, NPM};
use crate::process::{self, cargo, command, output, root, run, say};
use crate::tools::{self, Tools};
use crate::{find, stamp};
use anyhow::{Context, Result};

/// Everything that building the bundles and the server needs.
pub fn for_building() -> Result<Tools> {
    for_compiling()?;
    tools::ensure()
}

/// The same but for Trunk and wasm-bindgen, which only the end of a build needs.
pub fn for_compiling() -> Result<()> {
    wasm_target()?;
    packages::ensure(&[NPM])?;
    npm_packages()
}

/// Everything that only the tests need.
pub fn for_testing() -> Result<()> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(cargo().args([subcommand, "--version"])).is_none() {
            say(&format!("{component} is missing: rustup adds it"));
            run(command("rustup").args(["component", "add", component]))
                .with_context(|| format!("please run\n  rustup component add {component}\nand start again"))?;
        }
    }
    packages::ensure(FOR_TESTING)
}

const WASM: &str = "wasm32-unknown-unknown";

fn wasm_target() -> Result<()> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).context("rustc does not answer")?;
    if std::path::Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    say(&format!("the target {WASM} is missing (the faces run in the browser): rustup adds it"));
    run(command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("please run\n  rustup target add {WASM}\nand start again"))
}

/// wasm-opt, the style sheet and script compilers, axe-core and Lighthouse, at the versions of package-lock.json.
fn npm_packages() -> Result<()> {
    let mark = root().join("node_modules").join(".bayside-stamp");
    let wanted = stamp::of(&[root().join("package-lock.json")], "npm")?;
    if stamp::is(&mark, &wanted) {
        return Ok(());
    }
    say("npm ci: wasm-opt, the style sheet and script compilers, axe-core and Lighthouse, at their locked versions");
    let npm = find::program("npm").context("npm is not on PATH")?;
    run(command(npm).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    stamp::write(&mark, &wanted)
}

/// Everything cargo needs is on the disk afterwards, so that Trunk can be kept off the network: what is compiled for the
/// browser, and what compiling it runs on this machine.
pub fn crates() -> Result<()> {
    process::run(cargo().args(["fetch", "--quiet", "--locked", "--target", WASM, "--target", "host-tuple"]))
}
