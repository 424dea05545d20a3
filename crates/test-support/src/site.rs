//! A dealer's own website: the pages of `tests/sites/`, at an origin that is not the program's.

use crate::desk::Desk;
use crate::server::Server;
use crate::world::At;
use bayside_api::path;
use bayside_api::settings::{Settings, WidgetSettings};
use bayside_xtask::process;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a page says of itself whose address ends in `isolated`: it keeps out whatever does not offer itself, and
/// forbids its frames what browsers can forbid.
const ISOLATED: &str = "cross-origin-embedder-policy: require-corp\r\ncross-origin-opener-policy: same-origin\r\n\
    referrer-policy: no-referrer\r\npermissions-policy: camera=(), clipboard-write=(), fullscreen=(), geolocation=(), \
    payment=(), storage-access=(), web-share=()\r\n";

/// A running website; it ends with the tests.
pub struct Site {
    /// `http://localhost:PORT`.
    pub origin: String,
    /// Pages that a test wrote, by their names.
    written: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Site {
    /// A website whose pages name this server wherever they say `{{server}}`, and the mode that `?mode=` asks for
    /// wherever they say `{{mode}}`.
    pub fn of(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let origin = format!("http://localhost:{}", listener.local_addr().expect("it listens").port());
        let server = server.url.clone();
        let site = Self { origin, written: Arc::default() };
        let written = Arc::clone(&site.written);
        std::thread::spawn(move || {
            for visitor in listener.incoming().map_while(Result::ok) {
                let (server, written) = (server.clone(), Arc::clone(&written));
                // A browser opens connections that it does not use at once.
                std::thread::spawn(move || answer(visitor, &server, &written));
            }
        });
        site
    }

    /// Has a page of this name and text; the page's address.
    pub fn write(&self, name: &str, text: String) -> String {
        self.written.lock().expect("no holder panics").insert(name.to_owned(), text);
        self.page(name)
    }

    /// The page `tests/sites/{name}.html`.
    pub fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.origin)
    }

    /// The dealer's manager lets the booking stand in the pages of these sites and of no other.
    pub fn allow(server: &Server, at: At, sites: &[&Self]) {
        let desk = Desk::sign_in(server, at, "manager");
        let read = desk.client.get(&path::desk_settings(at.dealer));
        let origins = sites.iter().map(|site| site.origin.clone()).collect();
        let settings = Settings { widget: WidgetSettings { origins } };
        let tag = read.header("etag").to_owned();
        let set = desk.client.put_with(&path::desk_settings(at.dealer), &[("if-match", &tag)], &settings);
        assert_eq!(set.status, 200, "{}", set.text());
    }
}

/// Answers one request by the file that its path names.
fn answer(visitor: TcpStream, server: &str, written: &Mutex<BTreeMap<String, String>>) -> Option<()> {
    let mut lines = BufReader::new(visitor.try_clone().ok()?).lines();
    let asked = lines.next()?.ok()?;
    // What else a browser says does not matter here, but has to be read.
    while !lines.next()?.ok()?.is_empty() {}
    let (path, query) = asked.split(' ').nth(1)?.split_once('?').unwrap_or((asked.split(' ').nth(1)?, ""));
    let path = path.trim_start_matches('/').to_owned();
    let mode = query.split('&').find_map(|pair| pair.strip_prefix("mode=")).unwrap_or("inline");
    let file = process::root().join("tests/sites").join(format!("{path}.html"));
    let is_name = path.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let written = written.lock().expect("no holder panics").get(&path).cloned();
    let found = written.or_else(|| is_name.then(|| std::fs::read_to_string(file).ok()).flatten());
    let (status, page) = match found {
        Some(page) => ("200 OK", page.replace("{{server}}", server).replace("{{mode}}", mode)),
        None => ("404 Not Found", "<!doctype html><title>404</title>".to_owned()),
    };
    let mut visitor = visitor;
    let more = if query.ends_with("isolated") { ISOLATED } else { "" };
    write!(
        visitor,
        "HTTP/1.1 {status}\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {}\r\n{more}connection: close\r\n\r\n{page}",
        page.len()
    )
    .ok()
}
