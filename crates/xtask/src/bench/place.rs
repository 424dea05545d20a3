//! Where the bench happens: stores of its own and the release build of the server, on the loopback.

use super::dealer;
use crate::{find, process};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Says that this program runs beside the server's core already, and how many cores there are.
pub const PINNED: &str = "BAYSIDE_BENCH_PINNED";

/// Every core as `taskset` lists them, if this program was put on one of them.
pub fn all_cores() -> Option<String> {
    let cores: usize = std::env::var(PINNED).ok()?.parse().ok()?;
    Some(format!("0-{}", cores - 1))
}

/// A temporary folder, deleted when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new one, which the database's user may enter.
    pub fn new(name: &str) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("bayside-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// A running server, stopped when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From its start to its readiness.
    pub started_in: Duration,
}

/// The release build of the server.
pub fn program() -> PathBuf {
    process::target().join("release").join("bayside")
}

/// On these cores, if the system can bind processes to cores.
pub fn on_cores(cores: Option<&str>, program: &Path) -> Command {
    match cores.filter(|_| find::program("taskset").is_some()) {
        Some(cores) => {
            let mut command = Command::new("taskset");
            command.args(["-c", cores]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

impl Server {
    /// Starts one on a store, on these cores.
    pub fn start(database: &str, folder: &Path, cores: Option<&str>) -> Result<Self> {
        let log = File::options().create(true).append(true).open(folder.join("server.log"))?;
        let began = Instant::now();
        let mut child = on_cores(cores, &program())
            .args(["serve", "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1/32", "--database", database])
            // One line for each request would measure the log.
            .env("BAYSIDE_LOG_FILTER", "warn")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .context("the server cannot be started")?;
        let output = child.stdout.take().context("the server has an output")?;
        let line = BufReader::new(output).lines().map_while(Result::ok).find(|line| line.starts_with("listening on "));
        let started_in = began.elapsed();
        let address = line.as_deref().and_then(|line| line.strip_prefix("listening on http://")?.trim().parse().ok());
        let Some(address) = address else {
            child.kill().ok();
            child.wait().ok();
            let log = std::fs::read_to_string(folder.join("server.log")).unwrap_or_default();
            bail!("the server did not start: {log}");
        };
        Ok(Self { child, address, started_in })
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory, kB; Linux tells it.
    pub fn resident_kb(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.split_whitespace().next()?.parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Puts the bench's dealer into a store.
pub fn import(database: &str, folder: &Path) -> Result<()> {
    let file = folder.join("bench.toml");
    std::fs::write(&file, dealer::file())?;
    let mut command = Command::new(program());
    command.args(["dealer", "import"]).arg(&file).args(["--database", database]).stdout(Stdio::null());
    process::run(&mut command)
}

/// The password of the bench's manager.
pub const PASSWORD: &str = "Loop-back-and-forth-9";

/// Gives the bench's dealer a manager.
pub fn add_manager(database: &str) -> Result<()> {
    let arguments =
        ["staff", "add", dealer::SLUG, "manager", "--name", "Mary", "--role", "manager", "--password-stdin"];
    let mut command = Command::new(program());
    command.args(arguments).args(["--database", database]).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().context("the program cannot be started")?;
    let mut input = child.stdin.take().context("it has an input")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    if !child.wait()?.success() {
        bail!("the bench has no manager");
    }
    Ok(())
}

/// A shell script that creates a cluster with fsync on, runs it, and ends when its standard input closes.
const CLUSTER: &str = r#"
set -e
folder=$(mktemp --directory)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" --pgdata="$folder/data" --username=bayside --auth=trust --encoding=UTF8 --no-locale >/dev/null
"$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c max_connections=200 -c shared_buffers=128MB >"$folder/log" 2>&1 &
pid=$!
cat >/dev/null
kill -INT $pid
wait $pid || true
"#;

/// A PostgreSQL of the bench's own, fsync on.
pub struct Cluster {
    shell: Child,
    port: u16,
    programs: PathBuf,
}

impl Cluster {
    /// Starts it; `None` where PostgreSQL is not installed.
    pub fn start() -> Result<Option<Self>> {
        let Some(programs) = find::postgres() else { return Ok(None) };
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = if find::is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        command.args(["-c", CLUSTER, "sh"]).arg(&programs).arg(port.to_string());
        let shell = command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let cluster = Self { shell, port, programs };
        let until = Instant::now() + Duration::from_mins(1);
        while process::output(&mut cluster.client("pg_isready")).is_none() {
            if Instant::now() > until {
                bail!("PostgreSQL did not start");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(Some(cluster))
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.args(["--host=127.0.0.1", "--username=bayside"]).arg(format!("--port={}", self.port));
        command
    }

    /// A new database; its URL.
    pub fn database(&self, name: &str) -> Result<String> {
        process::run(self.client("createdb").arg(name))?;
        Ok(format!("postgres://bayside@127.0.0.1:{}/{name}", self.port))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        self.shell.wait().ok();
    }
}
