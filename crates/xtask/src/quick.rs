//! The quick build, for whoever looks at Bayside on this machine: compiled lightly, and put together without what makes
//! bundles small.

use crate::bundles::{self, Manner};
use crate::process::{self, cargo, command, say, target};
use crate::setup;
use crate::tools::{self, Tools};
use anyhow::{Result, anyhow};
use std::process::Command;

/// What a quick build does, in this order.
const STEPS: [&str; 5] = [
    "what compiling needs: the WebAssembly target, npm packages, crates",
    "Trunk and wasm-bindgen, beside what follows",
    "the programs of all bundles",
    "the server",
    "the bundles, put together by Trunk",
];

fn step(number: usize) {
    say(&format!("[{number}/{}] {}", STEPS.len(), STEPS[number - 1]));
}

/// Sets up what is missing and builds all bundles and the server.
pub fn build() -> Result<Tools> {
    step(1);
    setup::for_compiling()?;
    setup::crates()?;
    let tools = std::thread::scope(|scope| {
        // To compile them takes minutes, in which a core is often free.
        step(2);
        let tools = scope.spawn(tools::ensure);
        step(3);
        bundles::programs(Manner::Quick, &["--bins"])?;
        step(4);
        server()?;
        tools.join().map_err(|_| anyhow!("setting up Trunk and wasm-bindgen failed"))?
    })?;
    step(5);
    bundles::put_together(&tools, Manner::Quick, &bundles::all()?)?;
    Ok(tools)
}

/// Compiles the server as the tests do, so that neither compiles it again after the other.
pub fn server() -> Result<()> {
    process::run(cargo().args(["build", "--locked", "--package", "bayside-server"]))
}

/// The demo with the pages of a folder, and with these flags.
pub fn demo(site: &std::path::Path, flags: &[&str]) -> Command {
    let mut server = command(target().join("debug").join("bayside"));
    server.args(["serve", "--demo", "--database", "sqlite:data/bayside.db"]).args(flags).env("BAYSIDE_SITE", site);
    server
}
