//! `cargo xtask serve | dev | test | bench | build | embed | setup`.

use anyhow::{Result, bail};
use bayside_xtask::suite::{self, Part};
use bayside_xtask::{bench, bundles, dev, embed, serve, setup};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask serve [-- FLAGS]   set up what is missing, build, and serve the demo on http://127.0.0.1:8080
                               (FLAGS go to `bayside serve`, e.g. -- --listen 127.0.0.1:9000)
cargo xtask dev [FACE] [-- FLAGS]
                               the same, and whenever a file is saved its pages load themselves anew; of the
                               bundles only FACE is made anew (customer, requests, book, desk, …; else book)
cargo xtask test [--pictures]  set up what is missing and run everything; target/screenshots/index.html
                               then shows every state;
                               --pictures also renews the README's pictures in docs/
cargo xtask test PART [FILTER] only unit, store, api or browser, or those of its tests whose name
                               holds FILTER
cargo xtask bench [PART…]      measure booking and lounge and print every figure with its target
                               (writes target/bench.json); parts are page, idle, availability,
                               sqlite, postgres, month, screens, soak
cargo xtask build              build the web bundles into target/site and print their sizes
cargo xtask embed              release the script for other sites' pages, src/widget/bayside.js (docs/embed.md)
cargo xtask setup [--tests]    only set up what is missing for building (and for testing)
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["serve"] => serve::run(&[]),
        ["serve", "--", flags @ ..] => serve::run(flags),
        ["dev", "--", flags @ ..] => dev::run("book", flags),
        ["dev"] => dev::run("book", &[]),
        ["dev", face] => dev::run(face, &[]),
        ["dev", face, "--", flags @ ..] => dev::run(face, flags),
        ["test"] => suite::run(false),
        ["test", "--pictures"] => suite::run(true),
        ["test", part, filter @ ..] if filter.len() < 2 => match Part::named(part) {
            Some(part) => suite::run_part(part, filter.first().copied()),
            None => bail!("the tests have no part `{part}`: it is unit, store, api or browser"),
        },
        ["bench", parts @ ..] => bench::run(parts),
        ["build"] => {
            let tools = setup::for_building()?;
            bundles::build(&tools)?;
            Ok(ExitCode::SUCCESS)
        }
        ["embed"] => {
            setup::for_building()?;
            embed::release().map(|()| ExitCode::SUCCESS)
        }
        ["setup"] => setup::for_building().map(|_| ExitCode::SUCCESS),
        ["setup", "--tests"] => {
            setup::for_building()?;
            setup::for_testing()?;
            Ok(ExitCode::SUCCESS)
        }
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("I do not know `{}`.\n\n{HELP}", other.join(" ")),
    }
}
