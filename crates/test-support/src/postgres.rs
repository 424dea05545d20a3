//! A PostgreSQL of the tests' own, in a temporary folder.

use crate::clock::until;
use crate::guard::Guarded;
use bayside_xtask::find;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Sets up a cluster, runs it, and takes it away at the end of its input.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp --directory)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" --pgdata="$folder/data" --username=bayside --auth=trust --no-sync --encoding=UTF8 --no-locale >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -keyout "$folder/data/server.key" -out "$folder/data/server.crt" >>"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
"$1/postgres" -D "$folder/data" -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c ssl=on -c fsync=off -c max_connections=300 -c shared_buffers=32MB >>"$folder/log" 2>&1 &
pid=$!
cat >/dev/null
kill -INT $pid
wait $pid || true
"#;

struct Cluster {
    port: u16,
    programs: PathBuf,
    process: Guarded,
}

/// A fresh, empty database in the cluster that this test program shares; its URL. The connection is not encrypted.
pub fn database() -> String {
    format!("{}?sslmode=disable", encryptable())
}

/// The same without a word on encryption. The cluster's certificate is its own.
pub fn encryptable() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    let cluster = CLUSTER.get_or_init(start);
    let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let made = cluster.client("createdb").arg(&name).status().expect("createdb can be started");
    assert!(made.success(), "createdb {name} ended with {made}");
    format!("postgres://bayside@127.0.0.1:{}/{name}", cluster.port)
}

fn start() -> Cluster {
    let programs = find::postgres().expect("PostgreSQL is missing: `cargo xtask setup --tests` installs it");
    let port = free_port();
    let mut command = if find::is_root() {
        // PostgreSQL refuses root; its package brings a user of its own.
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", SCRIPT, "sh"]).arg(&programs).arg(port.to_string()).current_dir("/").stdout(Stdio::null());
    let mut cluster = Cluster { port, programs, process: Guarded::script(command) };
    until("PostgreSQL to start", Duration::from_mins(1), || {
        assert!(cluster.process.alive(), "PostgreSQL did not start");
        let ready = cluster.client("pg_isready").stdout(Stdio::null()).status().expect("pg_isready can be started");
        ready.success().then_some(())
    });
    cluster
}

impl Cluster {
    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .args(["--host=127.0.0.1", "--username=bayside"])
            .arg(format!("--port={}", self.port))
            .stdin(Stdio::null());
        command
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}
