//! System limits of connections: how many may be open, and for how long a client may take no data.

use axum::serve::{ListenerExt, TapIo};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// With fewer open files a warning is logged: each open page, screen and connection to the store needs one.
const FILES_FEW: u64 = 8_192;
/// A connection is closed if the client acknowledges no data for this long: a screen that was switched off, or that no
/// longer reads.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

/// Raises the limit of open files as far as allowed, and logs a warning if it is low.
pub fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let raised = current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_ok();
        // `None` means unlimited.
        if let Some(files) = if raised { maximum } else { current }.filter(|files| *files < FILES_FEW) {
            tracing::warn!(
                files,
                "few open files are allowed, and each open page or screen needs one: raise the hard limit (systemd: LimitNOFILE=65536)"
            );
        }
    }
}

/// The listener, with socket options set on each connection.
pub fn with_socket_options(listener: TcpListener) -> TapIo<TcpListener, fn(&mut TcpStream)> {
    listener.tap_io(set_options)
}

/// Sets the socket options; if that fails, the connection still works.
fn set_options(stream: &mut TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "small events may wait to be sent");
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::net::sockopt::set_tcp_user_timeout(&*stream, UNACKNOWLEDGED.as_millis() as u32) {
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
        // Enough for the files that other tests have open.
        let current = Some(maximum.map_or(4096, |maximum| maximum.min(4096)));
        setrlimit(Resource::Nofile, Rlimit { current, maximum }).expect("less may be asked for");
        raise_open_files();
        assert_eq!(getrlimit(Resource::Nofile).current, maximum);
    }
}
