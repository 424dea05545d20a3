//! Many lounge screens for the bench: `screens ADDRESS DEALER PASSWORD SCREENS CHANGES PID` pairs them, opens a stream
//! for each, changes a car at the desk as often, and prints a figure a line: name, value. PID is the server's, whose
//! resident memory is read before and after (Linux tells it).

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many screens pair or connect at the same time.
const AT_ONCE: usize = 64;
/// Between two changes: each has reached every screen by then, or is late.
const PAUSE: Duration = Duration::from_millis(700);
/// Longer than anything may take.
const PATIENCE: Duration = Duration::from_mins(2);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().ok_or(what);
    let address: SocketAddr = next("ADDRESS")?.parse()?;
    let (dealer, password) = (next("DEALER")?, next("PASSWORD")?);
    let (screens, changes): (usize, usize) = (next("SCREENS")?.parse()?, next("CHANGES")?.parse()?);
    let server: u32 = next("PID")?.parse()?;

    let mut desk = Desk::sign_in(address, &dealer, &password).await?;
    let tokens = pair(&desk, screens).await?;
    let car = desk.car().await?;
    let before = resident_kb(server);
    let began = Instant::now();
    let wall = Wall::open(&desk, &tokens).await?;
    println!("opened_s {:.3}", began.elapsed().as_secs_f64());
    let after = resident_kb(server);
    if let (Some(before), Some(after)) = (before, after) {
        println!("kib_per_screen {:.3}", after.saturating_sub(before) as f64 / screens as f64);
    }
    let mut times = wall.follow(&mut desk, car, changes).await?;
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    println!("rows {}", times.len());
    for (name, share) in [("p50_ms", 50), ("p99_ms", 99), ("max_ms", 100)] {
        println!("{name} {:.3}", at(share));
    }
    if let (Some(before), Some(later)) = (before, resident_kb(server)) {
        println!("kib_per_screen_later {:.3}", later.saturating_sub(before) as f64 / screens as f64);
    }
    Ok(())
}

fn resident_kb(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// One connection, one request after the other.
struct Connection {
    address: SocketAddr,
    stream: TcpStream,
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { address, stream })
    }

    async fn write(&self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Reads what is there, and waits while there is nothing; 0 at the end.
    async fn read(&self, chunk: &mut [u8]) -> Result<usize> {
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(chunk) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                other => return Ok(other?),
            }
        }
    }

    /// Asks, and gives head and body of an answer of known length. `from` is the caller's address behind a proxy.
    async fn ask(&self, method: &str, path: &str, headers: &str, from: usize, body: &str) -> Result<(String, String)> {
        let [_, b, c, d] = (from as u32 + 1).to_be_bytes();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nx-forwarded-for: 10.{b}.{c}.{d}\r\n{headers}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.write(request.as_bytes()).await?;
        let (mut buffer, mut chunk) = (Vec::new(), [0; 8192]);
        loop {
            let count = self.read(&mut chunk).await?;
            buffer.extend_from_slice(&chunk[..count]);
            let text = String::from_utf8_lossy(&buffer);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head.to_ascii_lowercase();
                let length = length.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
                if body.len() >= length.unwrap_or(0_usize) {
                    if !head.starts_with("HTTP/1.1 2") {
                        return Err(format!("{method} {path}: {head}\n{body}").into());
                    }
                    return Ok((head.to_owned(), body.to_owned()));
                }
            }
            if count == 0 {
                return Err(format!("{method} {path}: the server closed the connection").into());
            }
        }
    }
}

/// A value of a field in JSON text: a text without its quotes, or a number.
fn field(json: &str, name: &str) -> Result<String> {
    let (_, rest) = json.split_once(&format!("\"{name}\":")).ok_or_else(|| format!("no {name} in {json}"))?;
    let end =
        if let Some(text) = rest.strip_prefix('"') { text.split('"').next() } else { rest.split([',', '}']).next() };
    Ok(end.unwrap_or_default().to_owned())
}

/// A manager at the desk.
struct Desk {
    address: SocketAddr,
    dealer: String,
    connection: Connection,
    cookie: String,
}

impl Desk {
    async fn sign_in(address: SocketAddr, dealer: &str, password: &str) -> Result<Self> {
        let connection = Connection::open(address).await?;
        let body = format!(r#"{{"dealer":"{dealer}","login":"manager","password":"{password}"}}"#);
        let (head, _) = connection.ask("POST", "/api/v1/desk/session", "", 0, &body).await?;
        let cookie = head
            .lines()
            .find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next())
            .ok_or("no session")?
            .to_owned();
        Ok(Self { address, dealer: dealer.to_owned(), connection, cookie: format!("cookie: {cookie}\r\n") })
    }

    /// A car on the board with a promise; its path.
    async fn car(&self) -> Result<String> {
        let (_, face) = self.connection.ask("GET", &format!("/api/v1/dealers/{}", self.dealer), "", 0, "").await?;
        let (_, advisers) = face.split_once("\"advisers\":").ok_or("no advisers")?;
        let adviser = field(advisers, "id")?;
        let body = format!(
            r#"{{"services":["oil"],"concern":"","vehicle":{{"plate":"VER-AB 71","plate_kind":"de","model":"Golf","mileage_km":58200}},"customer":{{"name":"Ann Bench","phone":"0151 23456789","locale":"en"}},"stay":"leave","adviser":"{adviser}","consent":{{"version":"1","marketing":false,"display_name":false}}}}"#
        );
        let visits = format!("/api/v1/desk/{}/visits", self.dealer);
        let (_, visit) = self.connection.ask("POST", &visits, &self.cookie, 0, &body).await?;
        let car = format!("{visits}/{}", field(&visit, "id")?);
        for (step, body) in [("arrive", "{}"), ("sign-order", r#"{"name":"Ann Bench"}"#)] {
            let (_, now) = self.connection.ask("GET", &car, &self.cookie, 0, "").await?;
            let allowed =
                now.split_once("\"allowed\":").and_then(|(_, rest)| rest.split(']').next()).unwrap_or_default();
            if allowed.contains(step) {
                self.change(&car, &format!("steps/{step}"), body).await?;
            }
        }
        Ok(car)
    }

    async fn change(&self, car: &str, what: &str, body: &str) -> Result<String> {
        let (_, visit) = self.connection.ask("GET", car, &self.cookie, 0, "").await?;
        let headers = format!("{}if-match: \"{}\"\r\n", self.cookie, field(&visit, "version")?);
        Ok(self.connection.ask("POST", &format!("{car}/{what}"), &headers, 0, body).await?.1)
    }
}

/// Tokens of so many new screens.
async fn pair(desk: &Desk, count: usize) -> Result<Vec<String>> {
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..AT_ONCE.min(count) {
        let (address, cookie, dealer) = (desk.address, desk.cookie.clone(), desk.dealer.clone());
        tasks.spawn(async move {
            let connection = Connection::open(address).await?;
            let mut tokens = Vec::new();
            for number in (lane..count).step_by(AT_ONCE) {
                let ask = |method, path: String, headers: String, body: String| {
                    let connection = &connection;
                    async move { connection.ask(method, &path, &headers, number, &body).await }
                };
                let kind = r#"{"kind":"lounge"}"#.to_owned();
                let (_, pairing) = ask("POST", "/api/v1/screens/pairing".into(), String::new(), kind).await?;
                let (code, poll) = (field(&pairing, "code")?, field(&pairing, "poll_token")?);
                let body = format!(r#"{{"code":"{code}","name":"Wall {number}"}}"#);
                ask("POST", format!("/api/v1/desk/{dealer}/screens"), cookie.clone(), body).await?;
                let claim = format!("/api/v1/screens/pairing/{poll}/claim");
                let (_, claimed) = ask("POST", claim, String::new(), "{}".into()).await?;
                tokens.push(field(&claimed, "device_token")?);
            }
            Ok::<_, Box<dyn Error + Send + Sync>>(tokens)
        });
    }
    let mut all = Vec::with_capacity(count);
    while let Some(done) = tasks.join_next().await {
        all.extend(done??);
    }
    Ok(all)
}

/// The open streams.
struct Wall {
    screens: usize,
    /// When the change that is under way was asked for, nanoseconds after `began`.
    asked: Arc<AtomicI64>,
    /// How many screens have shown it.
    shown: Arc<AtomicUsize>,
    times: mpsc::UnboundedReceiver<Duration>,
}

impl Wall {
    /// Opens a stream with each token and waits until each has its first tick.
    async fn open(desk: &Desk, tokens: &[String]) -> Result<Self> {
        let (asked, shown) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicUsize::new(0)));
        let (sender, times) = mpsc::unbounded_channel();
        let (ready, mut opened) = mpsc::unbounded_channel();
        let began = Instant::now();
        CLOCK.get_or_init(|| began);
        let doors = Arc::new(Semaphore::new(AT_ONCE));
        for token in tokens {
            let request = format!(
                "GET /api/v1/dealers/{}/lounge/events HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {token}\r\n\r\n",
                desk.dealer, desk.address
            );
            let (address, doors, ready) = (desk.address, Arc::clone(&doors), ready.clone());
            let (asked, shown, sender) = (Arc::clone(&asked), Arc::clone(&shown), sender.clone());
            tokio::spawn(async move {
                let done = async {
                    let door = doors.acquire().await?;
                    let screen = Connection::open(address).await?;
                    screen.write(request.as_bytes()).await?;
                    let mut chunk = [0; 4096];
                    let mut seen = String::new();
                    while !seen.contains("event: tick") {
                        let count = screen.read(&mut chunk).await?;
                        seen.push_str(&String::from_utf8_lossy(&chunk[..count]));
                        if count == 0 || seen.len() > 65_536 {
                            return Err(format!("no stream: {seen}").into());
                        }
                    }
                    drop(door);
                    drop(seen);
                    ready.send(Ok(()))?;
                    loop {
                        let count = screen.read(&mut chunk).await?;
                        if count == 0 {
                            return Err("a stream ended".into());
                        }
                        if chunk[..count].windows(10).any(|text| text == b"event: row") {
                            let since = now() - asked.load(Ordering::Relaxed);
                            sender.send(Duration::from_nanos(since as u64))?;
                            shown.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                };
                let done: Result<()> = done.await;
                if let Err(error) = done {
                    // Nobody listens once all is measured.
                    let _ = ready.send(Err(error));
                }
            });
        }
        let screens = tokens.len();
        for _ in 0..screens {
            tokio::time::timeout(PATIENCE, opened.recv()).await?.ok_or("no screens")??;
        }
        Ok(Self { screens, asked, shown, times })
    }

    /// Changes the car so often; how long each change took to each screen, from the press at the desk on.
    async fn follow(mut self, desk: &mut Desk, car: String, changes: usize) -> Result<Vec<Duration>> {
        let mut all = Vec::with_capacity(self.screens * changes);
        for change in 0..changes {
            let (_, visit) = desk.connection.ask("GET", &car, &desk.cookie, 0, "").await?;
            let promised = field(&visit, "promised_at")?;
            // The minutes of a promise change to and fro.
            let minute = if change % 2 == 0 { "59" } else { "58" };
            let promised = format!("{}{minute}{}", &promised[..14], &promised[16..]);
            let body = format!(r#"{{"promised_at":"{promised}","reason":"bench"}}"#);
            let headers = format!("{}if-match: \"{}\"\r\n", desk.cookie, field(&visit, "version")?);
            self.shown.store(0, Ordering::Relaxed);
            self.asked.store(now(), Ordering::Relaxed);
            desk.connection.ask("POST", &format!("{car}/promise"), &headers, 0, &body).await?;
            for _ in 0..self.screens {
                all.push(tokio::time::timeout(PATIENCE, self.times.recv()).await?.ok_or("no screens")?);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(all)
    }
}

static CLOCK: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();

/// Nanoseconds since the screens were opened.
fn now() -> i64 {
    CLOCK.get().map_or(0, |began| began.elapsed().as_nanos() as i64)
}
