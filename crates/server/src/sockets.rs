//! What the system grants the program's connections: how many there may be, and how long one may take nothing.

use axum::serve::{ListenerExt, TapIo};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Fewer open files than these are few: each open page and screen is one, and so is each connection to the store.
const FILES_FEW: u64 = 8_192;
/// What was sent and not taken for so long ends the connection: a screen that was switched off, or one that reads no
/// more.
const UNTAKEN: Duration = Duration::from_secs(30);

/// Lets the program have as many open files as it may, and says so where that is few.
pub fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_ok();
        // None is without limit.
        if let Some(files) = if raised { maximum } else { current }.filter(|files| *files < FILES_FEW) {
            tracing::warn!(
                files,
                "few open files are allowed, and each open page or screen needs one: raise the hard limit (systemd: LimitNOFILE=65536)"
            );
        }
    }
}

/// The listener, with what each of its connections shall obey.
pub fn obeying(listener: TcpListener) -> TapIo<TcpListener, fn(&mut TcpStream)> {
    listener.tap_io(obey)
}

/// A connection that refuses to obey is still a connection.
fn obey(stream: &mut TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small events may wait to be sent");
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(&*stream, UNTAKEN.as_millis() as u32) {
        tracing::debug!(%error, "a connection that takes nothing stays open");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::raise_open_files;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    #[test]
    fn the_program_may_open_as_many_files_as_the_system_grants() {
        let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
        // Enough for whatever other tests have open.
        let current = Some(maximum.map_or(4096, |maximum| maximum.min(4096)));
        setrlimit(Resource::Nofile, Rlimit { current, maximum }).expect("less may be asked for");
        raise_open_files();
        assert_eq!(getrlimit(Resource::Nofile).current, maximum);
    }
}
