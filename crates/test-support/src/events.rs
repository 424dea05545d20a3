//! Server-sent events, as any program would read them.

use bayside_domain::ids::EventNumber;
use serde::de::DeserializeOwned;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// Longer than any event may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One server-sent event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// `id:`, the dealer's event number.
    pub id: Option<EventNumber>,
    /// `event:`.
    pub kind: String,
    /// `data:`.
    pub data: String,
}

impl Event {
    /// Its data as a value.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.data).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

/// An open stream.
pub struct Events {
    receiver: mpsc::Receiver<Event>,
    bytes: Arc<Mutex<Vec<u8>>>,
}

/// A reader that keeps all that was read.
struct Kept<R> {
    reader: R,
    kept: Arc<Mutex<Vec<u8>>>,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.kept.lock().expect("nobody panics with it").extend_from_slice(&buffer[..count]);
        Ok(count)
    }
}

impl Events {
    /// Reads a stream until it ends.
    pub(crate) fn read(reader: impl Read + Send + 'static) -> Self {
        let (sender, receiver) = mpsc::channel();
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bytes);
        std::thread::spawn(move || read_events(BufReader::new(Kept { reader, kept }), &sender));
        Self { receiver, bytes }
    }

    /// The next event, once it comes.
    pub fn receive(&self) -> Event {
        self.receiver.recv_timeout(PATIENCE).expect("the stream goes on")
    }

    /// Whether the stream ends within a few events.
    pub fn ends(&self) -> bool {
        (0..5).any(|_| matches!(self.receiver.recv_timeout(PATIENCE), Err(mpsc::RecvTimeoutError::Disconnected)))
    }

    /// Every byte that has come so far, of whatever is in them.
    pub fn bytes(&self) -> Vec<u8> {
        self.bytes.lock().expect("nobody panics with it").clone()
    }

    /// The next event of this kind; others are passed over.
    pub fn receive_kind(&self, kind: &str) -> Event {
        std::iter::repeat_with(|| self.receive()).find(|event| event.kind == kind).expect("a stream does not end")
    }
}

/// Hands over each event of a stream once it is whole, until the stream ends or nobody listens.
pub(crate) fn read_events(reader: impl BufRead, sender: &mpsc::Sender<Event>) {
    let mut event = Event::default();
    for line in reader.lines() {
        let Ok(line) = line else { return };
        if line.is_empty() {
            let whole = std::mem::take(&mut event);
            if !(whole.kind.is_empty() && whole.data.is_empty()) && sender.send(whole).is_err() {
                return;
            }
        } else if let Some((field, value)) = line.split_once(':') {
            let value = value.strip_prefix(' ').unwrap_or(value);
            match field {
                "id" => event.id = value.parse().ok(),
                "event" => value.clone_into(&mut event.kind),
                "data" => event.data.push_str(value),
                _ => {}
            }
        }
    }
}
