//! `cargo xtask serve`: the demo, one command after a clone.

use crate::bundles::Manner;
use crate::process::say;
use crate::quick;
use anyhow::{Context, Result};
use std::process::{Command, ExitCode};

/// Sets up, builds and serves; `flags` go to `bayside serve`.
pub fn run(flags: &[&str]) -> Result<ExitCode> {
    quick::build()?;
    say("serving the demo; its address and password follow, Ctrl-C ends it");
    hand_over(quick::demo(&Manner::Quick.site(), flags))
}

/// The server takes the place of this program, so that signals reach it and nothing else.
#[cfg(unix)]
fn hand_over(mut server: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(server.exec()).context("the server cannot be started")
}

#[cfg(not(unix))]
fn hand_over(mut server: Command) -> Result<ExitCode> {
    let status = server.status().context("the server cannot be started")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
