//! The real program, on a store of its own.

use crate::database::Database;
use crate::guard::Guarded;
use crate::http::Client;
use crate::postgres;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use tempfile::TempDir;

/// The password of all staff logins in the tests' demos.
pub const PASSWORD: &str = "Rhubarb-and-custard-7";

/// A secret in the program's environment, for gateways.
pub const SMS_TOKEN: &str = "sesame-26";

/// What opens `/metrics` of the tests' demos.
pub const METRICS_TOKEN: &str = "count-the-cars";

/// A Tuesday morning at `anting`, before the workshop opens its doors to bookings of that day.
pub const TUESDAY: &str = "2026-06-09T08:30:00+08:00";

/// Which store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A database in a cluster of the tests' own.
    Postgres,
}

/// Both, for tests that hold on either.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A running demo.
pub struct Server {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    metrics_url: Option<String>,
    database: String,
    clock: String,
    flags: Vec<String>,
    folder: TempDir,
    process: Option<Guarded>,
}

impl Server {
    /// A fresh demo on SQLite at [`TUESDAY`].
    pub fn start() -> Self {
        Self::on(Engine::Sqlite, TUESDAY)
    }

    /// A fresh demo on this engine at this instant.
    pub fn on(engine: Engine, clock: &str) -> Self {
        Self::with(engine, clock, |_| Vec::new())
    }

    /// A fresh demo with more flags, which may name files in its folder.
    pub fn with(engine: Engine, clock: &str, flags: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let mut server = Self::not_started_with(engine, clock, flags);
        server.run();
        server
    }

    /// A demo before its first start.
    pub fn not_started(engine: Engine, clock: &str) -> Self {
        Self::not_started_with(engine, clock, |_| Vec::new())
    }

    fn not_started_with(engine: Engine, clock: &str, flags: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let flags = flags(folder.path());
        let database = match engine {
            Engine::Sqlite => format!("sqlite:{}", folder.path().join("bayside.db").display()),
            Engine::Postgres => postgres::database(),
        };
        let clock = clock.to_owned();
        Self { url: String::new(), metrics_url: None, database, clock, flags, folder, process: None }
    }

    /// A demo before its first start, on the store that SQL makes.
    pub fn restored(engine: Engine, clock: &str, sql: &str, flags: Vec<String>) -> Self {
        let server = Self::not_started_with(engine, clock, |_| flags);
        server.store().run(sql);
        server
    }

    /// Its store, for questions that no page answers.
    pub fn store(&self) -> Database {
        Database::at(&self.database)
    }

    /// Ends the program with SIGKILL.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Asks the program to stop, as the machine's service manager does, and waits until it has.
    pub fn stop(&mut self) {
        let process = self.process.take().expect("it runs");
        let status = process.terminate();
        assert!(status.success(), "{status}:\n{}", self.log_end());
    }

    /// The most memory that the program took so far, in MiB.
    pub fn peak_mib(&self) -> u64 {
        self.process.as_ref().expect("it runs").peak_mib()
    }

    /// Starts the program and kills it, whatever it does by then. Tells whether it was already serving.
    pub fn start_and_kill_after(&mut self, pause: Duration) -> bool {
        let mut process = self.spawn();
        let (sender, receiver) = mpsc::channel();
        let output = process.stdout().expect("its output was asked for");
        std::thread::spawn(move || sender.send(listening(output).map(|_| ())).ok());
        match receiver.recv_timeout(pause) {
            Ok(Some(())) => true,
            Ok(None) => panic!("the server did not start:\n{}", self.log_end()),
            Err(_) => false,
        }
    }

    /// Starts the program again on the same store, on another port.
    pub fn run(&mut self) {
        let mut process = self.spawn();
        let listening = listening(process.stdout().expect("its output was asked for"));
        self.process = Some(process);
        let (url, metrics_url) = listening.unwrap_or_else(|| panic!("the server did not start:\n{}", self.log_end()));
        (self.url, self.metrics_url) = (url, metrics_url);
    }

    fn spawn(&self) -> Guarded {
        let log = std::fs::File::options().create(true).append(true).open(self.log()).expect("a log file can be made");
        Guarded::program(program(), |command| {
            command
                .args(["serve", "--listen", "127.0.0.1:0", "--demo", "--trusted-proxy", "127.0.0.1/32"])
                .args(["--database", &self.database, "--demo-clock", &self.clock])
                .args(&self.flags)
                .env("BAYSIDE_DEMO_PASSWORD", PASSWORD)
                .env("BAYSIDE_SMS_TOKEN", SMS_TOKEN)
                .env("BAYSIDE_METRICS_TOKEN", METRICS_TOKEN)
                .current_dir(self.folder.path())
                .stdout(Stdio::piped())
                .stderr(log);
        })
    }

    /// A second server on the same store (PostgreSQL only).
    #[must_use]
    pub fn beside(&self) -> Self {
        let mut server = self.beside_not_started();
        server.run();
        server
    }

    /// The same before its first start.
    #[must_use]
    pub fn beside_not_started(&self) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (database, clock, flags) = (self.database.clone(), self.clock.clone(), self.flags.clone());
        Self { url: String::new(), metrics_url: None, database, clock, flags, folder, process: None }
    }

    /// Imports a dealer's file and starts again, so that it is taken up at once.
    pub fn import(&mut self, file: &str) {
        self.kill();
        self.try_import(file).unwrap_or_else(|said| panic!("{said}"));
        self.run();
    }

    /// Imports a dealer's file beside the running program, or is told why not.
    pub fn try_import(&self, file: &str) -> Result<String, String> {
        self.dealer(&["import"], file.as_bytes(), &["--database", &self.database])
    }

    /// Has a dealer's file checked, without a store: in order, or what is wrong with it.
    pub fn check(&self, file: &str) -> Result<String, String> {
        self.check_bytes(file.as_bytes())
    }

    /// The same of a file in any encoding.
    pub fn check_bytes(&self, file: &[u8]) -> Result<String, String> {
        self.dealer(&["check"], file, &[])
    }

    fn dealer(&self, before: &[&str], file: &[u8], after: &[&str]) -> Result<String, String> {
        let path = self.folder.path().join("dealer.toml");
        std::fs::write(&path, file).expect("the folder is there");
        self.command(&[&["dealer"], before, &["dealer.toml"], after].concat())
    }

    /// Runs another command of the program in its folder: what it says, or why it ends without success.
    pub fn command(&self, words: &[&str]) -> Result<String, String> {
        let done = Command::new(program()).args(words).current_dir(self.folder.path()).output();
        let done = done.expect("the program can be started");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        // Warnings stand beside what it says.
        let all = || text(&[done.stdout.as_slice(), done.stderr.as_slice()].concat());
        if done.status.success() { Ok(all()) } else { Err(text(&done.stderr)) }
    }

    /// The same on its store.
    pub fn command_on_store(&self, words: &[&str]) -> Result<String, String> {
        self.command(&[words, &["--database", &self.database]].concat())
    }

    /// Its folder, in which its commands run.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its store, as `--database` names it.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Has another store from the next start on.
    pub fn move_to(&mut self, database: &str) {
        database.clone_into(&mut self.database);
    }

    /// Changes the flags that it is started with, and the time at which its clock begins, from the next start on.
    pub fn start_with(&mut self, clock: &str, flags: Vec<String>) {
        clock.clone_into(&mut self.clock);
        self.flags = flags;
    }

    /// Sets the demo's clock.
    pub fn set_clock(&self, instant: &str) {
        self.client().post("/api/v1/demo/clock", &serde_json::json!({ "now": instant })).json::<serde_json::Value>(200);
    }

    /// Moves the demo's clock on.
    pub fn advance(&self, seconds: u64) {
        let body = serde_json::json!({ "advance_seconds": seconds });
        self.client().post("/api/v1/demo/clock", &body).json::<serde_json::Value>(200);
    }

    /// All that lies in its store, as bytes (SQLite only).
    pub fn stored_bytes(&self) -> Vec<u8> {
        let files = ["bayside.db", "bayside.db-wal"].map(|name| self.folder.path().join(name));
        files.iter().flat_map(|file| std::fs::read(file).unwrap_or_default()).collect()
    }

    /// Where its counters are read, with `--metrics-listen`.
    pub fn metrics_url(&self) -> &str {
        self.metrics_url.as_deref().expect("it has a listener of its own for them")
    }

    /// Somebody at another address, so that limits per address do not meet each other.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// What the program wrote to its log so far.
    pub fn log_text(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log_end(&self) -> String {
        let text = self.log_text();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the end of the server's log\n{}", self.log_end());
        }
    }
}

/// Where the program says that it listens, and where for its counters alone; `None` if it ended without.
fn listening(output: ChildStdout) -> Option<(String, Option<String>)> {
    let mut metrics = None;
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        if let Some(address) = line.strip_prefix("metrics on ") {
            metrics = address.strip_suffix("/metrics").map(str::to_owned);
        } else if let Some(address) = line.strip_prefix("listening on ") {
            return Some((address.trim().to_owned(), metrics));
        }
    }
    None
}

/// `bayside`, built beside this test program; `BAYSIDE_PROGRAM` names another.
fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("BAYSIDE_PROGRAM") {
        return named.into();
    }
    let tests = std::env::current_exe().expect("a program knows where it is");
    let built = tests.ancestors().nth(2).expect("tests lie in target/debug/deps").join("bayside");
    assert!(
        built.is_file(),
        "{} is missing: `cargo xtask test` builds all, `cargo build -p bayside-server` it alone",
        built.display()
    );
    built
}
