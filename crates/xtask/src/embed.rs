//! `cargo xtask embed`: the script that other sites' pages load, from src/widget/bayside.js into public/embed/.
//!
//! What is served lies in the repository, byte for byte, because pages name its hash.

use crate::process::{command, root, say};
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

const SOURCE: &str = "src/widget/bayside.js";

/// A version that was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `1.0.0`.
    pub version: String,
    /// As a page names it in `integrity` (Subresource Integrity): `sha384-…`.
    pub integrity: String,
}

/// Where the released scripts and the list of them lie.
pub fn folder() -> PathBuf {
    root().join("public/embed")
}

/// The releases as `versions.json` lists them, oldest first.
pub fn releases() -> Result<Vec<Release>> {
    let text = std::fs::read_to_string(folder().join("versions.json"))?;
    let words: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let rows = words.chunks(4).map(|row| match row {
        ["version", version, "integrity", integrity] => {
            Ok(Release { version: (*version).to_owned(), integrity: (*integrity).to_owned() })
        }
        other => bail!("public/embed/versions.json: {other:?} is no release"),
    });
    rows.collect()
}

/// How its style sheet begins, which needs no lines.
const SHEET: &str = "replaceSync(`";

/// The source with the words of every language in it.
pub fn spoken() -> Result<String> {
    let source = std::fs::read_to_string(root().join(SOURCE))?;
    let (before, after) = source.split_once("WORDS = {}").with_context(|| format!("{SOURCE} has no WORDS"))?;
    let locales = root().join("src/i18n/locales");
    let mut tags: Vec<String> = std::fs::read_dir(&locales)?
        .map(|folder| Ok(folder?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_>>()?;
    // English, which the script falls back to, stands last.
    tags.sort_by(|one, other| (one == "en").cmp(&(other == "en")).then(other.cmp(one)));
    let mut words = String::new();
    for tag in tags {
        let sentences = std::fs::read_to_string(locales.join(&tag).join("widget.json"))?;
        let sentences: serde_json::Value = serde_json::from_str(&sentences)?;
        let (book, close) = (&sentences["script"]["book"], &sentences["script"]["close"]);
        anyhow::ensure!(book.is_string() && close.is_string(), "{tag}/widget.json has no script.book and script.close");
        write!(words, "{}: [{book}, {close}], ", tag.split('-').next().unwrap_or(&tag))?;
    }
    let (above, rest) = after.split_once(SHEET).with_context(|| format!("{SOURCE} has no {SHEET}"))?;
    let (sheet, below) = rest.split_once('`').context("the style sheet has no end")?;
    Ok(format!("{before}WORDS = {{ {words}}}{above}{SHEET}{}{below}", sheet.replace('\n', "") + "`"))
}

/// The same, minified.
pub fn minified() -> Result<Vec<u8>> {
    let mut terser = command(root().join("node_modules/.bin/terser"))
        .args([
            "--ecma",
            "2020",
            "--compress",
            "ecma=2020,passes=3,sequences=false,if_return=false",
            "--mangle",
            "--mangle-props",
            "regex=/^_/",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("terser is missing: `cargo xtask setup` installs it")?;
    terser.stdin.take().context("terser reads nothing")?.write_all(spoken()?.as_bytes())?;
    let output = terser.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "terser: {}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

/// The hash of a script as pages name it.
pub fn integrity(script: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(script)))
}

/// The version that the source says of itself.
pub fn version() -> Result<String> {
    let source = std::fs::read_to_string(root().join(SOURCE))?;
    let said = source.split_once("version: \"").and_then(|(_, rest)| rest.split_once('"'));
    said.map(|(version, _)| version.to_owned()).with_context(|| format!("{SOURCE} says no version"))
}

/// Makes the source's version a release. What was released before never changes.
pub fn release() -> Result<()> {
    let (version, script) = (version()?, minified()?);
    let new = Release { version, integrity: integrity(&script) };
    let mut releases = releases()?;
    match releases.iter().find(|known| known.version == new.version) {
        Some(known) if *known == new => {
            say(&format!("{} is released already", new.version));
            return Ok(());
        }
        Some(_) => bail!("{} was released with other content: raise the version in {SOURCE}", new.version),
        None => releases.push(new.clone()),
    }
    std::fs::write(folder().join(format!("{}.js", new.version)), script)?;
    let mut list = "[\n".to_owned();
    for (number, release) in releases.iter().enumerate() {
        let comma = if number + 1 < releases.len() { "," } else { "" };
        writeln!(
            list,
            "  {{ \"version\": \"{}\", \"integrity\": \"{}\" }}{comma}",
            release.version, release.integrity
        )?;
    }
    list.push_str("]\n");
    std::fs::write(folder().join("versions.json"), list)?;
    say(&format!("released {}", new.version));
    Ok(())
}
