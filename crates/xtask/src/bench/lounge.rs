//! The lounge: what thousands of screens cost the server, and what a day costs one screen.

use super::dealer;
use super::place::{self, Folder, PASSWORD, Server};
use super::table::{Aim, Table};
use crate::process::{self, cargo, say};
use anyhow::{Context, Result};

/// How many screens listen at the same time.
const SCREENS: &str = "5000";
/// How many changes are made at the desk meanwhile.
const CHANGES: &str = "40";

/// A store with the bench's dealer and a manager; its folder goes with the value.
fn house(name: &str) -> Result<(Folder, String)> {
    let folder = Folder::new(name)?;
    let database = format!("sqlite:{}", folder.0.join("bayside.db").display());
    place::import(&database, &folder.0)?;
    place::add_manager(&database)?;
    Ok((folder, database))
}

/// A figure that a program printed.
fn figure(lines: &str, name: &str) -> Result<f64> {
    let line = lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok()).with_context(|| format!("no {name} in {lines}"))
}

/// A change at the desk on its way to every screen, and the memory of an open screen.
pub fn screens(table: &mut Table) -> Result<()> {
    say(&format!("{SCREENS} screens of one dealer on one server"));
    let (folder, database) = house("screens")?;
    let server = Server::start(&database, &folder.0, Some("0"))?;
    let program = process::target().join("release").join("examples").join("screens");
    let (address, pid) = (server.address.to_string(), server.pid().to_string());
    let arguments = [address.as_str(), dealer::SLUG, PASSWORD, SCREENS, CHANGES, &pid];
    let lines = process::output(process::command(program).args(arguments)).context("the screens cannot listen")?;
    let ms = |name: &str| figure(&lines, name);
    table.add(format!("change at the desk → row, p99 of {SCREENS} screens"), ms("p99_ms")?, "ms", Aim::AtMost, 500.0);
    table.add("  the slowest screen", ms("max_ms")?, "ms", Aim::AtMost, 500.0);
    table.add("memory per open screen", ms("kib_per_screen")?, "KiB", Aim::AtMost, 32.0);
    table.add("  after the changes", ms("kib_per_screen_later")?, "KiB", Aim::AtMost, 32.0);
    Ok(())
}

/// Eight hours of a lounge page in fast motion, in a real browser.
pub fn soak(table: &mut Table) -> Result<()> {
    say("a lounge page with 50,000 events, as fast as it takes them");
    let (folder, database) = house("soak")?;
    let all = place::all_cores();
    let server = Server::start(&database, &folder.0, all.as_deref())?;
    let url = format!("http://{}", server.address);
    let soak = ["run", "--quiet", "--locked", "--package", "bayside-tests", "--example", "soak", "--"];
    let arguments = [url.as_str(), dealer::SLUG, PASSWORD, "50000"];
    let lines = process::output(cargo().args(soak).args(arguments)).context("the browser cannot measure")?;
    let of = |name: &str| figure(&lines, name);
    let grown = "lounge page, 50,000 events: heap + wasm growth after the first 5,000";
    table.add(grown, of("grown_kib")? / 1024.0, "MB", Aim::AtMost, 1.0);
    table.add("  nodes of the page more than then", of("grown_nodes")?, "nodes", Aim::AtMost, 0.0);
    table.add("  rows touched by a stage change, at most", of("rows_touched")?, "rows", Aim::Exactly, 1.0);
    Ok(())
}
