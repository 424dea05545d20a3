//! `cargo xtask bench`: every figure of booking and lounge, with its target beside it.
//!
//! It runs on the loopback, on stores of its own, and ends by itself. Timings never fail anything.
//! `cargo xtask bench PART…` measures some of it: page, idle, availability, sqlite, postgres, month, screens, soak.

pub mod dealer;
mod http;
mod load;
mod lounge;
mod place;
mod table;

use crate::process::{self, cargo, root, say};
use crate::{bundles, find, setup};
use anyhow::{Context, Result};
use place::{Cluster, Folder, Server};
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;
use table::{Aim, Table};

/// How long a load of reads lasts.
const READS_LAST: Duration = Duration::from_secs(5);
/// How long a load of bookings lasts at most.
const BOOKINGS_LAST: Duration = Duration::from_secs(10);

/// What can be measured alone.
const PARTS: [&str; 8] = ["page", "idle", "availability", "sqlite", "postgres", "month", "screens", "soak"];

/// Builds the release, measures these parts or, without any, all of them, prints.
pub fn run(parts: &[&str]) -> Result<ExitCode> {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(part)) {
        anyhow::bail!("there is no part `{unknown}`: {}", PARTS.join(", "));
    }
    let wanted = |part: &str| parts.is_empty() || parts.contains(&part);
    if std::env::var_os(place::PINNED).is_none() {
        build(wanted)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if cores > 1 && find::program("taskset").is_some() {
            // The clients on the last core; the server gets the first for itself.
            let mut again = place::on_cores(Some(&(cores - 1).to_string()), &std::env::current_exe()?);
            process::run(again.arg("bench").args(parts).env(place::PINNED, cores.to_string()))?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    let mut table = Table::default();
    if wanted("page") {
        page(&mut table)?;
    }
    if wanted("idle") {
        idle(&mut table)?;
    }
    if wanted("availability") {
        availability(&mut table)?;
    }
    if wanted("sqlite") {
        let folder = Folder::new("sqlite")?;
        let database = format!("sqlite:{}", folder.0.join("bayside.db").display());
        engine(&mut table, "SQLite", 3_000.0, &[&database], &folder.0)?;
    }
    if wanted("postgres") {
        match Cluster::start()? {
            Some(cluster) => {
                let folder = Folder::new("postgres")?;
                let database = cluster.database("bench")?;
                // Two servers on one store, as PostgreSQL is meant to be used.
                engine(&mut table, "PostgreSQL", 1_000.0, &[&database, &database], &folder.0)?;
            }
            None => say("PostgreSQL is not installed: its figures are missing"),
        }
    }
    if wanted("month") {
        month(&mut table)?;
    }
    if wanted("screens") {
        lounge::screens(&mut table)?;
    }
    if wanted("soak") {
        lounge::soak(&mut table)?;
    }
    table.finish()?;
    Ok(ExitCode::SUCCESS)
}

/// Everything that is measured, and what measures it: nothing is compiled beside a load.
fn build(wanted: impl Fn(&str) -> bool) -> Result<()> {
    if wanted("page") {
        setup::for_testing()?;
        bundles::build(&setup::for_building()?)?;
        process::run(cargo().args(["build", "--locked", "--package", "bayside-tests", "--example", "vitals"]))?;
    }
    if wanted("month") {
        process::run(cargo().args([
            "bench",
            "--no-run",
            "--locked",
            "--package",
            "bayside-domain",
            "--bench",
            "month",
        ]))?;
    }
    say("the server, release build");
    let server = [
        "build",
        "--release",
        "--locked",
        "--package",
        "bayside-server",
        "--package",
        "bayside-store",
        "--bins",
        "--examples",
    ];
    process::run(cargo().args(server))
}

/// What a browser transfers for the booking page, and how long a visitor waits for it.
fn page(table: &mut Table) -> Result<()> {
    say("the booking page in a browser: four times slower, 1.6 Mbit/s, 150 ms");
    let folder = Folder::new("page")?;
    let database = format!("sqlite:{}", folder.0.join("bayside.db").display());
    place::import(&database, &folder.0)?;
    let server = Server::start(&database, &folder.0, Some("0"))?;
    let url = format!("http://{}/{}/book", server.address, dealer::SLUG);
    let vitals = ["run", "--quiet", "--locked", "--package", "bayside-tests", "--example", "vitals", "--", &url];
    let lines = process::output(cargo().args(vitals)).context("the browser cannot measure")?;
    let figure = |name: &str| {
        let line = lines.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.parse::<f64>().ok()).with_context(|| format!("no {name} in {lines}"))
    };
    table.add("first load of /{dealer}/book, brotli", figure("bytes")? / 1000.0, "kB", Aim::AtMost, 200.0);
    table.add("  of it wasm", figure("wasm_bytes")? / 1000.0, "kB", Aim::AtMost, 175.0);
    table.add("  requests", figure("requests")?, "requests", Aim::AtMost, 6.0);
    table.add("  LCP on a mid-range phone", figure("lcp")?, "ms", Aim::AtMost, 2000.0);
    table.add("  INP, the slowest of ten presses and fields", figure("inp")?, "ms", Aim::AtMost, 100.0);
    table.add("  CLS", figure("cls")?, "", Aim::AtMost, 0.02);
    if let Some(slowest) = lines.lines().find_map(|line| line.strip_prefix("inp_of ")) {
        say(&format!("the slowest of them: {slowest}"));
    }
    Ok(())
}

/// A server with nothing to do.
fn idle(table: &mut Table) -> Result<()> {
    say("cold start and idle memory");
    let folder = Folder::new("idle")?;
    let database = format!("sqlite:{}", folder.0.join("bayside.db").display());
    let server = Server::start(&database, &folder.0, None)?;
    std::thread::sleep(Duration::from_secs(2));
    let started = server.started_in.as_secs_f64() * 1000.0;
    table.add("server: cold start, empty store", started, "ms", Aim::AtMost, 300.0);
    if let Some(kilobytes) = server.resident_kb() {
        table.add("server: resident when idle", kilobytes as f64 / 1000.0, "MB", Aim::AtMost, 40.0);
    }
    Ok(())
}

/// Questions about free starts on one core, with a thousand and with a million bookings in the store.
fn availability(table: &mut Table) -> Result<()> {
    say("availability on one core, 50 connections");
    let folder = Folder::new("reads")?;
    let database = format!("sqlite:{}", folder.0.join("bayside.db").display());
    place::import(&database, &folder.0)?;
    let server = Server::start(&database, &folder.0, Some("0"))?;
    let offers = load::offers(server.address, 2, 6, 1_000)?;
    load::bookings(&[server.address], &offers, 16, offers.len(), Duration::from_mins(1))?;
    let thousand = reads(table, server.address, "1,000 bookings", true)?;
    drop(server);
    say("the same with 1,000,000 bookings");
    let multiply = process::target().join("release").join("examples").join("multiply");
    process::run(process::command(multiply).args([database.as_str(), "999000"]))?;
    let server = Server::start(&database, &folder.0, Some("0"))?;
    let million = reads(table, server.address, "1,000,000 bookings", false)?;
    let slower = ["one day", "31 days"].into_iter().zip(thousand.iter().zip(million));
    for (what, (thousand, million)) in slower {
        table.add(format!("{what}: 1,000,000 against 1,000"), thousand / million, "× slower", Aim::AtMost, 1.2);
    }
    Ok(())
}

/// One day with its slots, and the month's calendar. Answers in a second of each.
fn reads(table: &mut Table, address: SocketAddr, what: &str, with_target: bool) -> Result<[f64; 2]> {
    let (from, to) = (load::day(address, 3)?, load::day(address, 33)?);
    let day = [load::question(&from, &from, "")];
    let month = [load::question(&from, &to, "&detail=days")];
    // The first answer is computed, the others are ready.
    load::reads(address, &day, 1, Duration::from_millis(200))?;
    let one = load::reads(address, &day, 50, READS_LAST)?;
    let many = load::reads(address, &month, 50, READS_LAST)?;
    table.add(format!("availability, one day, {what}"), one.per_second, "req/s", Aim::AtLeast, 20_000.0);
    table.add("  p99 at 50 connections", one.p99_ms, "ms", Aim::AtMost, 5.0);
    table.add(format!("availability, 31 days (calendar), {what}"), many.per_second, "req/s", Aim::AtLeast, 4_000.0);
    if with_target {
        let full = load::reads(address, &[load::question(&from, &to, "")], 8, READS_LAST)?;
        let work = "  31 days with every slot, 8 connections";
        table.add(work, full.per_second, "req/s", Aim::AtLeast, 4_000.0);
        let one = load::reads(address, &load::questions(address, false)?, 50, READS_LAST)?;
        table.add("  one day, each question another", one.per_second, "req/s", Aim::AtLeast, 20_000.0);
        let many = load::reads(address, &load::questions(address, true)?, 50, READS_LAST)?;
        table.add("  31 days (calendar), each question another", many.per_second, "req/s", Aim::AtLeast, 4_000.0);
    }
    Ok([one.per_second, many.per_second])
}

/// Durable bookings, and the race for a hundred places, on one engine.
fn engine(table: &mut Table, name: &str, target: f64, databases: &[&str], folder: &Path) -> Result<()> {
    say(&format!("bookings on {name}"));
    place::import(databases[0], folder)?;
    let all = place::all_cores();
    let start = |database: &&str| Server::start(database, folder, all.as_deref());
    let servers = databases.iter().map(start).collect::<Result<Vec<_>>>()?;
    let addresses: Vec<SocketAddr> = servers.iter().map(|server| server.address).collect();
    let offers = load::offers(addresses[0], 2, 30, 20_000)?;
    let (sold, lasted) = load::bookings(&addresses[..1], &offers, 64, offers.len(), BOOKINGS_LAST)?;
    anyhow::ensure!(sold.booked > 0 && sold.other == 0, "{name}: {sold:?}");
    let rate = sold.booked as f64 / lasted.as_secs_f64();
    table.add(format!("durable bookings, 64 clients, {name}"), rate, "bookings/s", Aim::AtLeast, target);
    let places = load::offers(addresses[0], 45, 10, 100)?;
    let (sold, _) = load::bookings(&addresses, &places, 200, 10_000, Duration::from_mins(5))?;
    let race = format!("race: 10,000 attempts, 200 clients, 100 places, {name}");
    table.add(race, sold.booked as f64, "booked", Aim::Exactly, 100.0);
    table.add("  refused with alternatives", sold.refused as f64, "answers", Aim::Exactly, 9_900.0);
    table.add("  empty-handed or failed", (sold.empty_handed + sold.other) as f64, "answers", Aim::AtMost, 0.0);
    Ok(())
}

/// The domain's month, by criterion.
fn month(table: &mut Table) -> Result<()> {
    say("the domain's month (criterion)");
    process::run(cargo().args(["bench", "--locked", "--package", "bayside-domain", "--bench", "month"]))?;
    let file = process::target().join("criterion/month-of-a-full-dealer/new/estimates.json");
    let text = std::fs::read_to_string(&file).with_context(|| format!("{} of {}", file.display(), root().display()))?;
    let nanos = text
        .split_once("\"mean\":")
        .and_then(|(_, rest)| rest.split_once("\"point_estimate\":"))
        .and_then(|(_, rest)| rest.split([',', '}']).next()?.trim().parse::<f64>().ok())
        .context("criterion writes a mean")?;
    table.add("domain: month of availability, full dealer", nanos / 1000.0, "µs", Aim::AtMost, 200.0);
    Ok(())
}
