//! A mail server that keeps what it takes.

use crate::clock::until;
use crate::trust::{Identity, Speech};
use mail_parser::{Message, MessageParser, MimeHeaders};
use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// In the clear.
    Plain,
    /// TLS after `STARTTLS`; nothing is taken before.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// Login and password that the server takes, as `AUTH PLAIN` carries them.
const PLAIN_LOGIN: &str = "AGJheXNpZGUAcGVubnktbGFuZQ==";
/// The login.
pub const LOGIN: &str = "bayside";
/// The password.
pub const PASSWORD: &str = "penny-lane";

/// A mail that was taken.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The envelope's recipient.
    pub to: String,
    /// As it came.
    pub raw: Vec<u8>,
}

impl Mail {
    /// Read by a mail program.
    pub fn read(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).expect("a mail can be read")
    }

    /// The subject.
    pub fn subject(&self) -> String {
        self.read().subject().unwrap_or_default().to_owned()
    }

    /// The `Message-ID`.
    pub fn id(&self) -> String {
        self.read().message_id().unwrap_or_default().to_owned()
    }

    /// The plain text.
    pub fn text(&self) -> String {
        self.read().body_text(0).unwrap_or_default().into_owned()
    }

    /// The method that the media type of the calendar's part names, and the file.
    pub fn calendar_file(&self) -> Option<(String, Vec<u8>)> {
        let message = self.read();
        let part = message.parts.iter().find(|part| part.is_content_type("text", "calendar"))?;
        let method = part.content_type()?.attribute("method")?.to_owned();
        Some((method, part.contents().to_vec()))
    }

    /// The same with its lines unfolded.
    pub fn calendar(&self) -> Option<(String, String)> {
        let (method, file) = self.calendar_file()?;
        let text = String::from_utf8_lossy(&file).replace("\r\n ", "").replace("\n ", "");
        Some((method, text))
    }
}

#[derive(Default)]
struct Shelf {
    mails: Vec<Mail>,
    refusals: VecDeque<&'static str>,
    sessions: usize,
}

/// A running mail server.
pub struct Postbox {
    port: u16,
    security: Security,
    identity: Identity,
    shelf: Arc<Mutex<Shelf>>,
}

impl Postbox {
    /// A new one, on any port.
    pub fn open(security: Security) -> Self {
        Self::at(TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port"), security)
    }

    /// A new one, on a port where nobody was until now.
    pub fn open_at(port: u16, security: Security) -> Self {
        Self::at(TcpListener::bind(("127.0.0.1", port)).expect("nobody is there"), security)
    }

    fn at(listener: TcpListener, security: Security) -> Self {
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let postbox = Self { port, security, identity: Identity::new(), shelf: Arc::default() };
        let (identity, shelf) = (postbox.identity.clone(), Arc::clone(&postbox.shelf));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (identity, shelf) = (identity.clone(), Arc::clone(&shelf));
                std::thread::spawn(move || serve(stream, security, &identity, &shelf));
            }
        });
        postbox
    }

    /// The flags by which the program finds it. `folder` takes the certificate.
    pub fn flags(&self, folder: &std::path::Path) -> Vec<String> {
        let scheme = match self.security {
            Security::Plain => "smtp+plain://127.0.0.1",
            Security::StartTls => "smtp://localhost",
            Security::Tls => "smtps://localhost",
        };
        let roots = folder.join("postbox.pem");
        std::fs::write(&roots, &self.identity.certificate).expect("the folder is there");
        let mut flags = vec![
            format!("--smtp={scheme}:{}", self.port),
            "--smtp-from=service@bayside.example".to_owned(),
            format!("--smtp-user={LOGIN}"),
            format!("--smtp-password={PASSWORD}"),
        ];
        if self.security != Security::Plain {
            flags.push(format!("--tls-roots={}", roots.display()));
        }
        flags
    }

    /// Answers the next mails with these lines in place of taking them.
    pub fn refuse(&self, lines: &[&'static str]) {
        self.shelf.lock().expect("no holder panics").refusals.extend(lines);
    }

    /// What was taken so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.shelf.lock().expect("no holder panics").mails.clone()
    }

    /// How often somebody came.
    pub fn sessions(&self) -> usize {
        self.shelf.lock().expect("no holder panics").sessions
    }

    /// What was taken, once it is so many.
    pub fn wait_for(&self, count: usize) -> Vec<Mail> {
        until(&format!("mail number {count}"), Duration::from_secs(30), || {
            let mails = self.mails();
            (mails.len() >= count).then_some(mails)
        })
    }
}

fn serve(stream: TcpStream, security: Security, identity: &Identity, shelf: &Mutex<Shelf>) {
    shelf.lock().expect("no holder panics").sessions += 1;
    let raw = stream.try_clone().expect("a socket can be shared");
    let speech: Box<dyn Speech> = if security == Security::Tls { identity.encrypt(stream) } else { Box::new(stream) };
    let mut session = Session { speech, secure: security != Security::StartTls, signed_in: false, to: String::new() };
    // Whoever hangs up ends the session.
    let _ = session.talk(raw, identity, shelf);
}

struct Session {
    speech: Box<dyn Speech>,
    secure: bool,
    signed_in: bool,
    to: String,
}

impl Session {
    fn talk(&mut self, raw: TcpStream, identity: &Identity, shelf: &Mutex<Shelf>) -> std::io::Result<()> {
        self.say("220 postbox")?;
        loop {
            let line = String::from_utf8_lossy(&self.line()?).into_owned();
            let word = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match word.as_str() {
                "EHLO" => {
                    self.say("250-postbox")?;
                    self.say("250-8BITMIME")?;
                    self.say(if self.secure { "250 AUTH PLAIN" } else { "250 STARTTLS" })?;
                }
                "STARTTLS" if !self.secure => {
                    self.say("220 go ahead")?;
                    self.speech = identity.encrypt(raw.try_clone()?);
                    self.secure = true;
                }
                "QUIT" => return self.say("221 bye"),
                _ if !self.secure => self.say("530 encrypt first")?,
                "AUTH" => {
                    self.signed_in = line.ends_with(PLAIN_LOGIN);
                    self.say(if self.signed_in { "235 welcome" } else { "535 who are you" })?;
                }
                _ if !self.signed_in => self.say("530 sign in first")?,
                "MAIL" => self.say("250 ok")?,
                "RCPT" if line.contains("@nowhere.example") => self.say("550 nobody there")?,
                "RCPT" => {
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut self.to);
                    self.say("250 ok")?;
                }
                "DATA" => {
                    self.say("354 go ahead")?;
                    let raw = self.letter()?;
                    let refusal = shelf.lock().expect("no holder panics").refusals.pop_front();
                    match refusal {
                        Some("hang up") => return Ok(()),
                        Some(refusal) => self.say(refusal)?,
                        None => {
                            shelf
                                .lock()
                                .expect("no holder panics")
                                .mails
                                .push(Mail { to: std::mem::take(&mut self.to), raw });
                            self.say("250 taken")?;
                        }
                    }
                }
                _ => self.say("500 what")?,
            }
        }
    }

    fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.speech.write_all(format!("{line}\r\n").as_bytes())?;
        self.speech.flush()
    }

    fn line(&mut self) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let mut byte = [0];
        while !line.ends_with(b"\r\n") {
            self.speech.read_exact(&mut byte)?;
            line.push(byte[0]);
        }
        line.truncate(line.len() - 2);
        Ok(line)
    }

    fn letter(&mut self) -> std::io::Result<Vec<u8>> {
        let mut letter = Vec::new();
        loop {
            let line = self.line()?;
            if line == b"." {
                return Ok(letter);
            }
            letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            letter.extend_from_slice(b"\r\n");
        }
    }
}
