//! What stands between a browser and the program: it passes everything on, but for what a test changes.
//!
//! It listens on the same port for as long as the test runs, whichever port the program has.

use crate::server::Server;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a path is answered with instead of the program's answer.
#[derive(Debug, Clone)]
struct Answer {
    media_type: String,
    body: Vec<u8>,
}

#[derive(Default)]
struct Rules {
    server: String,
    answers: HashMap<String, Answer>,
    /// Streams are opened and stay silent.
    holds_streams: bool,
    /// Nobody gets through.
    is_shut: bool,
}

/// A running front; it ends with the tests.
pub struct Front {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    rules: Arc<Mutex<Rules>>,
}

impl Front {
    /// In front of this server.
    pub fn before(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it listens"));
        let front = Self { url, rules: Arc::default() };
        front.lead_to(server);
        let rules = Arc::clone(&front.rules);
        thread::spawn(move || {
            for visitor in listener.incoming().map_while(Result::ok) {
                let rules = Arc::clone(&rules);
                // Whoever hangs up ends the conversation.
                thread::spawn(move || pass(visitor, &rules));
            }
        });
        front
    }

    fn change(&self, change: impl FnOnce(&mut Rules)) {
        change(&mut self.rules.lock().expect("no holder panics"));
    }

    /// From now on this server stands behind it.
    pub fn lead_to(&self, server: &Server) {
        let address = server.url.trim_start_matches("http://").to_owned();
        self.change(|rules| rules.server = address);
    }

    /// Answers a path itself.
    pub fn answer(&self, path: &str, media_type: &str, body: impl Into<Vec<u8>>) {
        let answer = Answer { media_type: media_type.to_owned(), body: body.into() };
        self.change(|rules| drop(rules.answers.insert(path.to_owned(), answer)));
    }

    /// Passes a path on again.
    pub fn pass_on(&self, path: &str) {
        self.change(|rules| drop(rules.answers.remove(path)));
    }

    /// From now on nobody gets through.
    pub fn shut(&self) {
        self.change(|rules| rules.is_shut = true);
    }

    /// Whether streams are opened and then held up, as some proxies do.
    pub fn hold_streams(&self, holds: bool) {
        self.change(|rules| rules.holds_streams = holds);
    }
}

fn pass(visitor: TcpStream, rules: &Mutex<Rules>) -> Option<()> {
    let mut reader = BufReader::new(visitor.try_clone().ok()?);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // A browser opens connections that it does not use at once.
        (reader.read_until(b'\n', &mut head).ok()? > 0).then_some(())?;
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?.split('?').next()?.to_owned();
    let (server, answer, holds) = {
        let rules = rules.lock().expect("no holder panics");
        if rules.is_shut {
            return None;
        }
        (rules.server.clone(), rules.answers.get(&path).cloned(), rules.holds_streams && path.ends_with("/events"))
    };
    let mut visitor = visitor;
    if holds {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-store\r\n\r\n";
        visitor.write_all(head.as_bytes()).ok()?;
        // Until the browser gives it up.
        return reader.read_to_end(&mut Vec::new()).ok().map(|_| ());
    }
    if let Some(Answer { media_type, body }) = answer {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n",
            body.len()
        );
        visitor.write_all(head.as_bytes()).ok()?;
        return visitor.write_all(&body).ok();
    }
    let server = TcpStream::connect(server).ok()?;
    // One request each, so that every one is seen.
    let lines = head.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: String = lines.flat_map(|line| [line, "\r\n"]).collect();
    (&server).write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).ok()?;
    let mut to_server = server.try_clone().ok()?;
    thread::spawn(move || {
        std::io::copy(&mut reader, &mut to_server).ok();
        to_server.shutdown(Shutdown::Both).ok();
    });
    std::io::copy(&mut &server, &mut visitor).ok();
    visitor.shutdown(Shutdown::Both).ok()
}
