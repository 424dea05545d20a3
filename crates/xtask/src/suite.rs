//! `cargo xtask test`: everything or a part of it, and one line at the end that says how it went.

use crate::process::{self, cargo, root, say, target};
use crate::{bundles, pictures, setup};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Write};
use std::process::{ExitCode, Stdio};

/// The number of passed and failed tests.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Adds a line of cargo's, if it is a result.
    fn add(&mut self, line: &str) {
        let Some(result) = line.trim_start().strip_prefix("test result: ") else { return };
        self.passed += number_before(result, " passed");
        self.failed += number_before(result, " failed");
    }

    /// Counts a check that is not one of cargo's tests only where it fails.
    fn check(&mut self, what: &str, result: Result<()>) {
        match result {
            Ok(()) => say(&format!("{what}: fine")),
            Err(error) => {
                say(&format!("{what}: FAILED: {error:#}"));
                self.failed += 1;
            }
        }
    }

    /// Says how it went, for the person and for the shell.
    fn print(&self) -> ExitCode {
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.find(word).map_or("", |at| &text[..at]);
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Where tests are: without this, cargo links an empty test program for each bundle.
const TARGETS: [&str; 3] = ["--lib", "--test", "*"];

/// A part of the tests that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Domain, wire, use cases, server, faces and what is kept about the code itself: no store, no browser.
    Unit,
    /// The store, on both engines.
    Store,
    /// The program from outside, on both engines.
    Api,
    /// The faces in a real browser.
    Browser,
}

impl Part {
    /// The part of a name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "unit" => Self::Unit,
            "store" => Self::Store,
            "api" => Self::Api,
            "browser" => Self::Browser,
            _ => return None,
        })
    }

    /// The arguments of each call of `cargo test`.
    fn calls(self) -> Vec<Vec<&'static str>> {
        let unit = ["--workspace", "--exclude", "bayside-store", "--exclude", "bayside-tests"];
        match self {
            Self::Unit => {
                let tidy = vec!["--package", "bayside-tests", "--test", "tidy"];
                vec![[&unit[..], &TARGETS].concat(), [&unit[..], &["--doc"]].concat(), tidy]
            }
            Self::Store => vec![vec!["--package", "bayside-store"]],
            Self::Api => vec![vec!["--package", "bayside-tests", "--test", "api"]],
            Self::Browser => vec![vec!["--package", "bayside-tests", "--test", "browser"]],
        }
    }

    fn set_up(self) -> Result<()> {
        match self {
            Self::Unit => Ok(()),
            Self::Store => setup::for_testing(),
            Self::Api | Self::Browser => {
                setup::for_testing()?;
                bundles::build(&setup::for_building()?)?;
                process::run(cargo().args(["build", "--locked", "--package", "bayside-server"]))
            }
        }
    }
}

/// Runs one part, or those of its tests whose name holds `filter`.
pub fn run_part(part: Part, filter: Option<&str>) -> Result<ExitCode> {
    let mut tally = Tally::default();
    part.set_up()?;
    for call in part.calls() {
        count(&mut tally, &call.into_iter().chain(filter).collect::<Vec<_>>());
    }
    Ok(tally.print())
}

/// Runs everything to its end, whatever fails on the way.
pub fn run(renews_pictures: bool) -> Result<ExitCode> {
    let mut tally = Tally::default();
    tally.check("setup for the tests", setup::for_testing());
    tally.check("format", process::run(cargo().args(["fmt", "--all", "--check"])));
    tally.check("web bundles", setup::for_building().and_then(|tools| bundles::build(&tools)));
    tally.check("clippy, host", clippy(&["--workspace", "--exclude", "bayside-web", "--all-targets"]));
    tally.check(
        "clippy, browser",
        clippy(&["--package", "bayside-web", "--target", "wasm32-unknown-unknown", "--lib", "--bins"]),
    );
    say("tests: domain, wire, both stores, server, faces, the API from outside, the real browser, sizes");
    pictures::clear()?;
    count(&mut tally, &[&["--workspace"], &TARGETS[..]].concat());
    count(&mut tally, &["--workspace", "--doc"]);
    if renews_pictures && tally.failed == 0 {
        renew_pictures()?;
    }
    let (page, count) = pictures::index()?;
    println!("{count} pictures of every state: {}", page.display());
    Ok(tally.print())
}

fn clippy(what: &[&str]) -> Result<()> {
    process::run(cargo().args(["clippy", "--locked"]).args(what).args(["--", "--deny", "warnings"]))
}

/// Adds up the results of some of cargo's tests; that they could not be run counts as a failure.
fn count(tally: &mut Tally, which: &[&str]) {
    if let Err(error) = tests(tally, which) {
        say(&format!("{error:#}"));
        if tally.failed == 0 {
            tally.failed += 1;
        }
    }
}

/// The variable by which cargo's tests learn how many of them run at once.
const THREADS: &str = "RUST_TEST_THREADS";

/// How many tests run at once: two for each core, because tests of a browser or a server mostly wait for it. On two
/// cores the browser's tests took 1,049 s two at a time, and 660 s four at a time.
fn threads() -> usize {
    2 * std::thread::available_parallelism().map_or(1, usize::from)
}

/// Some of cargo's tests, with their output shown as it comes and their results added up.
fn tests(tally: &mut Tally, which: &[&str]) -> Result<()> {
    let mut command = cargo();
    command.args(["test", "--locked", "--no-fail-fast"]).args(which).stdout(Stdio::piped());
    if std::env::var_os(THREADS).is_none() {
        command.env(THREADS, threads().to_string());
    }
    eprintln!("    {}", process::written(&command));
    let mut child = command.spawn().context("cargo test cannot be started")?;
    let output = child.stdout.take().context("cargo test has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        tally.add(&line);
        writeln!(std::io::stdout(), "{line}")?;
    }
    let status = child.wait()?;
    anyhow::ensure!(status.success(), "cargo test ended with {status}");
    Ok(())
}

/// The pictures of the README are those that the browser tests took.
fn renew_pictures() -> Result<()> {
    let docs = root().join("docs");
    std::fs::create_dir_all(&docs)?;
    for face in ["booking", "lounge", "visit", "statement", "desk"] {
        let picture = format!("{face}.png");
        std::fs::copy(target().join("screenshots").join(&picture), docs.join(&picture))
            .with_context(|| format!("the browser tests took no picture {picture}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_test_programs_add_up() {
        let mut tally = Tally::default();
        tally.add("running 3 tests");
        tally.add("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        tally.add("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(tally, Tally { passed: 15, failed: 2 });
    }
}
