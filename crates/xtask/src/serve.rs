//! `cargo xtask serve`: the demo, one command after a clone.

use crate::process::{self, cargo, command, root, say, target};
use crate::{bundles, setup};
use anyhow::{Context, Result};
use std::process::ExitCode;

/// Sets up, builds and serves; `flags` go to `bayside serve`.
pub fn run(flags: &[&str]) -> Result<ExitCode> {
    let tools = setup::for_building()?;
    bundles::build(&tools)?;
    say("the server, release build (some minutes the first time)");
    process::run(cargo().args(["build", "--release", "--locked", "--package", "bayside-server"]))?;
    let mut server = command(target().join("release").join("bayside"));
    server.current_dir(root()).args(["serve", "--demo", "--database", "sqlite:data/bayside.db"]).args(flags);
    say("serving the demo; its address and password follow, Ctrl-C ends it");
    hand_over(server)
}

/// The server takes the place of this program, so that signals reach it and nothing else.
#[cfg(unix)]
fn hand_over(mut server: std::process::Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(server.exec()).context("the server cannot be started")
}

#[cfg(not(unix))]
fn hand_over(mut server: std::process::Command) -> Result<ExitCode> {
    let status = server.status().context("the server cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
