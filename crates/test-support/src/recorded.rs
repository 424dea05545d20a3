//! Stores of earlier programs and what their pages answered: `tests/fixtures/recorded`.
//!
//! A store is SQL; its pages are lines of JSON, each what was asked for and what came back. Both are packed.

use crate::http::{Client, Reply};
use crate::server::{Engine, PASSWORD, Server};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The address that links of a recorded store lead to, whichever port the program has.
pub const PUBLIC_URL: &str = "http://bayside.example";

/// Who asks for a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asker {
    /// Somebody without a token.
    Anybody,
    /// A member of staff, who signs in anew.
    Staff {
        /// The dealer's slug.
        dealer: String,
        /// The login.
        login: String,
    },
    /// A screen, by its token.
    Screen(String),
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// By whom.
    pub asker: Asker,
    /// The path with its query.
    pub path: String,
    /// `Accept-Language`.
    pub language: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Without parameters.
    pub media_type: String,
    /// What goes back as `If-Match`; empty where the tag is no version.
    pub version: String,
    /// A JSON value, or a text's lines.
    pub body: Value,
}

/// A page as it was recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// What was asked for.
    pub question: Question,
    /// What came back.
    pub answer: Answer,
}

/// A store as it was recorded.
#[derive(Debug, Clone)]
pub struct Recording {
    /// When its pages were asked for: RFC 3339.
    pub clock: String,
    /// Makes the store.
    pub sql: String,
    /// Its pages, in the order in which they were asked for.
    pub pages: Vec<Page>,
}

/// Where all recordings lie, a folder each.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/recorded")
}

/// The folders of all recordings, the oldest first.
pub fn all() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("the recordings are there");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("a folder can be read").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

const fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

impl Recording {
    /// Reads a recording.
    pub fn read(folder: &Path, engine: Engine) -> Self {
        let name = name(engine);
        let clock = std::fs::read_to_string(folder.join("clock")).expect("a recording has its time");
        let pages = unpack(&folder.join(format!("{name}.pages.jsonl.gz")));
        let pages = pages.lines().map(|line| serde_json::from_str(line).expect("a page a line")).collect();
        Self { clock: clock.trim().to_owned(), sql: unpack(&folder.join(format!("{name}.sql.gz"))), pages }
    }

    /// Writes it.
    pub fn write(&self, folder: &Path, engine: Engine) {
        let name = name(engine);
        std::fs::create_dir_all(folder).expect("a folder can be made");
        std::fs::write(folder.join("clock"), format!("{}\n", self.clock)).expect("a file can be written");
        pack(&folder.join(format!("{name}.sql.gz")), &self.sql);
        let line = |page: &Page| serde_json::to_string(page).expect("pages are JSON") + "\n";
        pack(&folder.join(format!("{name}.pages.jsonl.gz")), &self.pages.iter().map(line).collect::<String>());
    }

    /// A program on this store at its time, not started yet.
    pub fn server(&self, engine: Engine) -> Server {
        Server::restored(engine, &self.clock, &self.sql, flags())
    }
}

/// What a program on a recorded store is started with: mail is set up, but nothing is due.
pub fn flags() -> Vec<String> {
    vec![
        format!("--public-url={PUBLIC_URL}"),
        "--smtp=smtp+plain://127.0.0.1:9".to_owned(),
        "--smtp-from=service@bayside.example".to_owned(),
    ]
}

fn unpack(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut text = String::new();
    GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("it was packed whole");
    text
}

fn pack(file: &Path, text: &str) {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(text.as_bytes()).expect("memory takes it");
    std::fs::write(file, packer.finish().expect("memory takes it")).expect("a file can be written");
}

/// Everybody who asks a program for pages at one time.
pub struct Reader<'a> {
    server: &'a Server,
    clock: String,
    asked: usize,
    staff: BTreeMap<Asker, Client>,
}

/// After so many questions the clock is set back.
const QUESTIONS_A_SETTING: usize = 16;

impl<'a> Reader<'a> {
    /// Asks this program at this time, or a moment later.
    pub fn new(server: &'a Server, clock: &str) -> Self {
        Self { server, clock: clock.to_owned(), asked: 0, staff: BTreeMap::new() }
    }

    fn client(&mut self, asker: &Asker) -> Client {
        match asker {
            Asker::Anybody => self.server.client(),
            Asker::Screen(token) => self.server.client().with_token(token),
            Asker::Staff { dealer, login } => {
                let server = self.server;
                let known = self.staff.entry(asker.clone()).or_insert_with(|| {
                    let mut client = server.client();
                    let body = json!({ "dealer": dealer, "login": login, "password": PASSWORD });
                    let reply = client.post("/api/v1/desk/session", &body);
                    assert_eq!(reply.status, 200, "{login} of {dealer}: {}", reply.text());
                    client.keep_cookies(&reply);
                    client
                });
                known.clone()
            }
        }
    }

    /// Asks for a page.
    pub fn ask(&mut self, question: &Question) -> Answer {
        let client = self.client(&question.asker);
        if self.asked.is_multiple_of(QUESTIONS_A_SETTING) {
            self.server.set_clock(&self.clock);
        }
        self.asked += 1;
        let reply = client.get_with(&question.path, &[("accept-language", question.language.as_str())]);
        let media_type = reply.header("content-type").split(';').next().unwrap_or_default().to_owned();
        let body = if media_type.ends_with("json") { reply.json(reply.status) } else { lines(&reply) };
        let tag = reply.header("etag");
        let is_version = tag.trim_matches('"').parse::<i64>().is_ok();
        let version = if is_version { tag.to_owned() } else { String::new() };
        Answer { status: reply.status, media_type, version, body }
    }
}

fn lines(reply: &Reply) -> Value {
    reply.text().lines().map(str::to_owned).collect()
}
