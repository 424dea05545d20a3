//! A minimal HTTP client for load tests: one connection, one request after the other.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A connection that is kept.
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Opens one.
    pub fn open(address: SocketAddr) -> Result<Self> {
        Ok(Self { address, stream: stream(address)?, buffer: Vec::with_capacity(64 * 1024) })
    }

    /// `GET`.
    pub fn get(&mut self, path: &str) -> Result<Reply> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\n\r\n"))
    }

    /// The same as browsers ask: they take compressed bodies, which are not unpacked here.
    pub fn get_compressed(&mut self, path: &str) -> Result<Reply> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\naccept-encoding: gzip, br\r\n\r\n"))
    }

    /// `POST` of JSON, from somebody's own address (the loopback is a trusted proxy).
    pub fn post(&mut self, path: &str, from: u32, body: &str) -> Result<Reply> {
        let [_, b, c, d] = from.to_be_bytes();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nx-forwarded-for: 10.{b}.{c}.{d}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn send(&mut self, request: &str) -> Result<Reply> {
        if self.stream.write_all(request.as_bytes()).is_err() {
            // The server closed an idle connection.
            self.stream = stream(self.address)?;
            self.stream.write_all(request.as_bytes())?;
        }
        self.buffer.clear();
        let mut chunk = vec![0_u8; 64 * 1024];
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|end| end == b"\r\n\r\n") {
                break at + 4;
            }
            self.fill(&mut chunk)?;
        };
        let text = std::str::from_utf8(&self.buffer[..head]).context("a head is text")?;
        let status = text.get(9..12).and_then(|status| status.parse().ok()).context("a head has a status")?;
        let length: usize = text
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
            .unwrap_or(0);
        while self.buffer.len() < head + length {
            self.fill(&mut chunk)?;
        }
        Ok(Reply { status, body: self.buffer[head..head + length].to_vec() })
    }

    fn fill(&mut self, chunk: &mut [u8]) -> Result<()> {
        let count = self.stream.read(chunk)?;
        if count == 0 {
            bail!("the server closed the connection");
        }
        self.buffer.extend_from_slice(&chunk[..count]);
        Ok(())
    }
}

fn stream(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    Ok(stream)
}

/// Every value of a text field in a JSON body, in order.
pub fn fields(body: &[u8], name: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let key = format!("\"{name}\":\"");
    text.split(&key).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn the_fields_of_a_body_come_in_order() {
        assert_eq!(fields(br#"{"a":[{"offer":"x"},{"offer":"y.z"}],"b":"n"}"#, "offer"), ["x", "y.z"]);
    }
}
