//! A line between a browser and the server that behaves as lines do: slow, cut, dead, half closed, or with a byte
//! altered on the way. Its address stays, whatever becomes of the server behind it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

/// How the line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Everything passes at once.
    Fair,
    /// Every piece of an answer comes so much later.
    Slow(Duration),
    /// Connections are taken and stay open, and no byte of an answer passes.
    Silent,
    /// What streams bring waits until the weather is another, as behind a proxy that collects; plain answers pass.
    HoldsStreams,
    /// Whatever is answered waits until the weather is another.
    HoldsAll,
    /// Connections are taken and closed at once.
    Down,
}

/// A line with an address of its own.
pub struct Line {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    upstream: Mutex<String>,
    weather: Mutex<Weather>,
    has_changed: Condvar,
    passed: Mutex<Vec<u8>>,
    swap: Mutex<Option<Swap>>,
    open: Mutex<Vec<Weak<Pair>>>,
    is_stopping: AtomicBool,
}

/// Bytes of an answer that are replaced once, by as many others.
struct Swap {
    from: Vec<u8>,
    to: Vec<u8>,
}

/// The two ends of one connection.
struct Pair {
    browser: TcpStream,
    server: TcpStream,
    /// Its last question was for a stream.
    is_stream: AtomicBool,
}

impl Line {
    /// A fair line to a server.
    pub fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let shared = Arc::new(Shared {
            upstream: Mutex::new(address_of(url)),
            weather: Mutex::new(Weather::Fair),
            has_changed: Condvar::new(),
            passed: Mutex::default(),
            swap: Mutex::default(),
            open: Mutex::default(),
            is_stopping: AtomicBool::new(false),
        });
        let taking = Arc::clone(&shared);
        std::thread::spawn(move || {
            for browser in listener.incoming().map_while(Result::ok) {
                if taking.is_stopping.load(Ordering::Relaxed) {
                    return;
                }
                taking.take(browser);
            }
        });
        Self { url: format!("http://{address}"), shared }
    }

    /// The server is at another address from now on.
    pub fn leads_to(&self, url: &str) {
        *lock(&self.shared.upstream) = address_of(url);
    }

    /// How the line is from now on, for connections that are open, too.
    pub fn is(&self, weather: Weather) {
        *lock(&self.shared.weather) = weather;
        self.shared.has_changed.notify_all();
    }

    /// Every byte of an answer that has passed so far.
    pub fn passed(&self) -> Vec<u8> {
        lock(&self.shared.passed).clone()
    }

    /// Cuts every connection.
    pub fn cut(&self) {
        self.each(Pair::end);
    }

    /// Ends what the browser reads, as if the server had said all, and leaves the server's side open.
    pub fn half_close_answers(&self) {
        self.each(|pair| drop(pair.browser.shutdown(Shutdown::Write)));
    }

    /// Ends what the server reads, as if the browser had said all, and goes on with the answers.
    pub fn half_close_questions(&self) {
        self.each(|pair| drop(pair.server.shutdown(Shutdown::Write)));
    }

    /// Replaces these bytes the next time that a piece of an answer holds them.
    pub fn alter(&self, from: &str, to: &str) {
        assert_eq!(from.len(), to.len(), "an answer says how long it is");
        *lock(&self.shared.swap) = Some(Swap { from: from.into(), to: to.into() });
    }

    /// Whether what was to be replaced came by.
    pub fn has_altered(&self) -> bool {
        lock(&self.shared.swap).is_none()
    }

    fn each(&self, act: impl Fn(&Pair)) {
        let open: Vec<Arc<Pair>> = lock(&self.shared.open).iter().filter_map(Weak::upgrade).collect();
        for pair in open {
            act(&pair);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Relaxed);
        self.is(Weather::Down);
        self.cut();
        // Wakes whoever waits for the next connection.
        TcpStream::connect(address_of(&self.url)).ok();
    }
}

impl Shared {
    fn take(self: &Arc<Self>, browser: TcpStream) {
        if *lock(&self.weather) == Weather::Down {
            return;
        }
        let upstream = lock(&self.upstream).clone();
        // Nobody there: the browser's connection is closed, as by a proxy whose server is away.
        let Ok(server) = TcpStream::connect(upstream) else { return };
        let pair = Arc::new(Pair { browser, server, is_stream: AtomicBool::new(false) });
        {
            let mut open = lock(&self.open);
            open.retain(|pair| pair.strong_count() > 0);
            open.push(Arc::downgrade(&pair));
        }
        let asking = Arc::clone(&pair);
        std::thread::spawn(move || {
            pass(&asking.browser, &asking.server, |piece| {
                let asked = piece.split(|byte| b" ?".contains(byte)).nth(1).unwrap_or_default();
                asking.is_stream.store(piece.starts_with(b"GET ") && asked.ends_with(b"/events"), Ordering::Relaxed);
                true
            });
            asking.server.shutdown(Shutdown::Write).ok();
        });
        let shared = Arc::clone(self);
        std::thread::spawn(move || {
            pass(&pair.server, &pair.browser, |piece| shared.answers(piece, &pair.is_stream));
            pair.end();
        });
    }

    /// What the line does to a piece of an answer; whether it passes at all.
    fn answers(&self, piece: &mut [u8], is_stream: &AtomicBool) -> bool {
        let mut swap = lock(&self.swap);
        let at = swap.as_ref().and_then(|swap| piece.windows(swap.from.len()).position(|bytes| bytes == swap.from));
        if let Some(at) = at
            && let Some(Swap { to, .. }) = swap.take()
        {
            piece[at..at + to.len()].copy_from_slice(&to);
        }
        drop(swap);
        let is_held = |weather: &mut Weather| match weather {
            Weather::HoldsStreams => is_stream.load(Ordering::Relaxed),
            weather => *weather == Weather::HoldsAll,
        };
        let weather = self.has_changed.wait_while(lock(&self.weather), is_held);
        let weather = *weather.unwrap_or_else(PoisonError::into_inner);
        if let Weather::Slow(pause) = weather {
            std::thread::sleep(pause);
        }
        if weather != Weather::Silent {
            lock(&self.passed).extend_from_slice(piece);
        }
        weather != Weather::Silent
    }
}

impl Pair {
    fn end(&self) {
        self.browser.shutdown(Shutdown::Both).ok();
        self.server.shutdown(Shutdown::Both).ok();
    }
}

/// Hands pieces on until one side ends.
fn pass(mut from: &TcpStream, mut to: &TcpStream, mut passes: impl FnMut(&mut [u8]) -> bool) {
    let mut piece = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut piece) {
        if passes(&mut piece[..count]) && to.write_all(&piece[..count]).is_err() {
            return;
        }
    }
}

fn address_of(url: &str) -> String {
    url.trim_start_matches("http://").trim_end_matches('/').to_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
