//! An SMS gateway that keeps what it is asked for.

use crate::clock::until;
use crate::trust::{Identity, Speech};
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Method and path.
    pub line: String,
    /// Lower-case names.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
    /// What it was answered with.
    pub status: u16,
}

#[derive(Default)]
struct Shelf {
    asked: Vec<Asked>,
    answers: VecDeque<u16>,
    is_silent: bool,
}

/// A running gateway.
pub struct Gateway {
    port: u16,
    identity: Identity,
    shelf: Arc<Mutex<Shelf>>,
}

impl Gateway {
    /// A new one, on any port, over TLS.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let gateway = Self { port, identity: Identity::new(), shelf: Arc::default() };
        let (identity, shelf) = (gateway.identity.clone(), Arc::clone(&gateway.shelf));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (identity, shelf) = (identity.clone(), Arc::clone(&shelf));
                // Whoever hangs up ends the conversation.
                std::thread::spawn(move || answer(stream, &identity, &shelf));
            }
        });
        gateway
    }

    /// `https://localhost:PORT`.
    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// The certificate, PEM.
    pub fn certificate(&self) -> &str {
        &self.identity.certificate
    }

    /// Answers the next requests with these; afterwards again with 200.
    pub fn answer_with(&self, statuses: &[u16]) {
        self.shelf.lock().expect("no holder panics").answers.extend(statuses);
    }

    /// Takes requests from now on and never answers.
    pub fn fall_silent(&self) {
        self.shelf.lock().expect("no holder panics").is_silent = true;
    }

    /// What it was asked for so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shelf.lock().expect("no holder panics").asked.clone()
    }

    /// What it was asked for, once it is so many.
    pub fn wait_for(&self, count: usize) -> Vec<Asked> {
        until(&format!("text message number {count}"), Duration::from_secs(30), || {
            let asked = self.asked();
            (asked.len() >= count).then_some(asked)
        })
    }
}

fn answer(stream: TcpStream, identity: &Identity, shelf: &Mutex<Shelf>) -> std::io::Result<()> {
    let mut speech: BufReader<Box<dyn Speech>> = BufReader::new(identity.encrypt(stream));
    let mut line = String::new();
    speech.read_line(&mut line)?;
    let mut headers = BTreeMap::new();
    loop {
        let mut header = String::new();
        speech.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    speech.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let (status, is_silent) = {
        let mut shelf = shelf.lock().expect("no holder panics");
        let status = shelf.answers.pop_front().unwrap_or(200);
        shelf.asked.push(Asked { line, headers, body, status });
        (status, shelf.is_silent)
    };
    if is_silent {
        // Until who asked hangs up.
        return speech.read_to_end(&mut Vec::new()).map(|_| ());
    }
    let speech = speech.get_mut();
    speech.write_all(format!("HTTP/1.1 {status} so\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").as_bytes())?;
    speech.flush()
}
