//! Build tools as their makers publish them: a program is taken only if its bytes are those that somebody has checked.

use crate::process::{self, command, output, say};
use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// A published program for one kind of machine.
#[derive(Debug, Clone, Copy)]
pub struct Published {
    /// The program's name, also in an archive.
    pub tool: &'static str,
    /// As the program says it of itself.
    pub version: &'static str,
    /// The machine, as `rustc -vV` names it.
    pub target: &'static str,
    /// The program itself, or a `.tar.gz` that it is in.
    pub address: &'static str,
    /// SHA-256 of what lies at the address. Whoever adds a row has compared it with what the makers say; a row without
    /// it cannot be written.
    pub sha256: [u8; 32],
}

/// What may be downloaded. It is empty because nobody has checked a hash yet: every tool is compiled.
pub const PUBLISHED: &[Published] = &[];

/// More than any tool has, packed or not.
const BYTES_MAX: u64 = 100 << 20;

/// Reads a hash as `sha256sum` prints it; a wrong one in [`PUBLISHED`] does not compile.
pub const fn sha256(text: &str) -> [u8; 32] {
    const fn digit(letter: u8) -> u8 {
        match letter {
            b'0'..=b'9' => letter - b'0',
            b'a'..=b'f' => letter - b'a' + 10,
            _ => panic!("a hash has the digits 0-9 and a-f"),
        }
    }
    let (letters, mut hash, mut at) = (text.as_bytes(), [0; 32], 0);
    assert!(letters.len() == 64, "a hash has 64 digits");
    while at < 32 {
        hash[at] = digit(letters[2 * at]) * 16 + digit(letters[2 * at + 1]);
        at += 1;
    }
    hash
}

/// Puts a tool where it belongs: downloaded if a row of `published` fits this machine and all of it is right, else
/// compiled.
pub fn or_compile(
    published: &[Published],
    tool: &str,
    version: &str,
    place: &Path,
    compile: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let host = host().unwrap_or_default();
    let fits = |row: &&Published| row.tool == tool && row.version == version && row.target == host;
    let Some(row) = published.iter().find(fits) else { return compile() };
    say(&format!("downloading {tool} {version} from {}", row.address));
    if let Err(error) = fetch(row, place) {
        say(&format!("{tool} {version} is not taken from {}: {error:#}; it is compiled instead", row.address));
        return compile();
    }
    Ok(())
}

/// This machine, as `rustc` names it.
fn host() -> Option<String> {
    output(command("rustc").arg("-vV"))?.lines().find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
}

/// Downloads, checks and unpacks; whatever goes wrong, nothing lies at the place that was not there before.
fn fetch(row: &Published, place: &Path) -> Result<()> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_mins(5))).build().new_agent();
    let mut answer = agent.get(row.address).call()?;
    let bytes = answer.body_mut().with_config().limit(BYTES_MAX).read_to_vec()?;
    ensure!(Sha256::digest(&bytes)[..] == row.sha256, "its SHA-256 is another");
    let program = if row.address.ends_with(".tar.gz") { unpacked(&bytes, row.tool)? } else { bytes };
    std::fs::create_dir_all(place.parent().context("a program lies in a folder")?)?;
    let new = place.with_extension("new");
    let placed = put(&program, &new, row.version).and_then(|()| Ok(std::fs::rename(&new, place)?));
    std::fs::remove_file(&new).ok();
    placed
}

/// The file of an archive that has the tool's name.
fn unpacked(archive: &[u8], tool: &str) -> Result<Vec<u8>> {
    for entry in tar::Archive::new(GzDecoder::new(archive)).entries()? {
        let entry = entry?;
        if entry.header().entry_type().is_file() && entry.path()?.file_name().is_some_and(|name| name == tool) {
            let (mut program, size) = (Vec::new(), entry.size());
            ensure!(size <= BYTES_MAX, "it has {size} bytes");
            entry.take(BYTES_MAX).read_to_end(&mut program)?;
            return Ok(program);
        }
    }
    anyhow::bail!("the archive has no file {tool}")
}

/// Writes a program that can be run, and asks it for its version.
fn put(program: &[u8], place: &Path, version: &str) -> Result<()> {
    std::fs::write(place, program)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o755))?;
    }
    ensure!(process::has_version(place, version), "it does not say that it is {version}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::sync::{Mutex, PoisonError};

    const PROGRAM: &[u8] = b"#!/bin/sh\necho tool 1.2.3\n";

    /// One at a time: a program cannot be started while another test starts one and so has its file open as well.
    static ALONE: Mutex<()> = Mutex::new(());

    /// Answers one request with a status, and with `sent` of the bytes; then it hangs up.
    fn serve(name: &str, status: &'static str, bytes: Vec<u8>, sent: usize) -> &'static str {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/{name}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines.next().is_some_and(|line| !line.unwrap().is_empty()) {}
            write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", bytes.len())
                .unwrap();
            stream.write_all(&bytes[..sent]).unwrap();
        });
        address.leak()
    }

    fn row(address: &'static str, bytes: &[u8]) -> Published {
        let target = host().unwrap().leak();
        Published { tool: "tool", version: "1.2.3", target, address, sha256: Sha256::digest(bytes).into() }
    }

    /// Whether the tool was compiled, and the files that lie in its folder afterwards.
    fn got(rows: &[Published]) -> (bool, Vec<(String, Vec<u8>)>) {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let mut compiled = false;
        or_compile(rows, "tool", "1.2.3", &folder.path().join("tool"), || {
            compiled = true;
            Ok(())
        })
        .unwrap();
        let files = std::fs::read_dir(folder.path()).unwrap().map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())
        });
        (compiled, files.collect())
    }

    /// An archive with a folder, as tools are published.
    fn archive(name: &str) -> Vec<u8> {
        let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
        let mut header = tar::Header::new_gnu();
        header.set_size(PROGRAM.len() as u64);
        header.set_cksum();
        archive.append_data(&mut header, name, PROGRAM).unwrap();
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn a_tool_with_the_right_hash_is_there() {
        let there = (false, vec![("tool".to_owned(), PROGRAM.to_vec())]);
        assert_eq!(got(&[row(serve("tool", "200 OK", PROGRAM.to_vec(), PROGRAM.len()), PROGRAM)]), there);
        let packed = archive("tool-1.2.3/tool");
        assert_eq!(got(&[row(serve("t.tar.gz", "200 OK", packed.clone(), packed.len()), &packed)]), there);
    }

    #[test]
    fn whatever_is_not_right_is_compiled_and_leaves_nothing_behind() {
        let nothing = (true, Vec::new());
        let all = PROGRAM.len();
        assert_eq!(got(&[row(serve("tool", "200 OK", PROGRAM.to_vec(), all), b"other")]), nothing, "another hash");
        assert_eq!(got(&[row(serve("tool", "200 OK", PROGRAM.to_vec(), 9), PROGRAM)]), nothing, "cut off");
        assert_eq!(
            got(&[row(serve("tool", "200 OK", PROGRAM.to_vec(), 9), &PROGRAM[..9])]),
            nothing,
            "meant to be more"
        );
        assert_eq!(got(&[row(serve("tool", "404 Not Found", PROGRAM.to_vec(), all), PROGRAM)]), nothing, "not there");
        let old = b"#!/bin/sh\necho tool 1.2.2\n";
        assert_eq!(got(&[row(serve("tool", "200 OK", old.to_vec(), old.len()), old)]), nothing, "another version");
        let other = archive("tool-1.2.3/other");
        assert_eq!(got(&[row(serve("t.tar.gz", "200 OK", other.clone(), other.len()), &other)]), nothing, "no tool");
    }

    #[test]
    fn what_no_row_names_is_compiled() {
        let row = row("http://127.0.0.1:9/", PROGRAM);
        let others = [
            Published { tool: "other", ..row },
            Published { version: "1.2.4", ..row },
            Published { target: "elsewhere", ..row },
        ];
        assert_eq!(got(&others), (true, Vec::new()));
        assert_eq!(got(PUBLISHED), (true, Vec::new()));
    }

    #[test]
    fn a_hash_is_read_as_it_is_printed() {
        // printf abc | sha256sum
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(text)[..], Sha256::digest(b"abc")[..]);
    }
}
