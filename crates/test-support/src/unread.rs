//! A reader that takes nothing: a screen that hangs, or was switched off behind a line that stands.

use crate::events::{Event, read_events};
use rustix::net::sockopt::set_socket_recv_buffer_size;
use rustix::net::{AddressFamily, SocketType, connect, socket};
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;

/// The system keeps as little as it can for whoever does not read.
const BUFFER_BYTES: usize = 4096;

/// An open stream that nobody reads.
pub struct Unread(TcpStream);

impl Unread {
    pub(crate) fn open(url: &str, path: &str, token: &str) -> Self {
        let address: SocketAddr =
            url.strip_prefix("http://").and_then(|address| address.parse().ok()).expect("a server on the loopback");
        let line = socket(AddressFamily::INET, SocketType::STREAM, None).expect("a socket can be had");
        set_socket_recv_buffer_size(&line, BUFFER_BYTES).expect("a buffer may be small");
        connect(&line, &address).expect("the server listens");
        let mut stream = TcpStream::from(line);
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n")
            .expect("a request can be sent");
        Self(stream)
    }

    /// What had come before the stream ended. Each event is a chunk of its own, so the lines stay whole.
    pub fn read_to_end(self) -> Vec<Event> {
        let (sender, receiver) = mpsc::channel();
        read_events(BufReader::new(self.0), &sender);
        receiver.try_iter().collect()
    }
}
