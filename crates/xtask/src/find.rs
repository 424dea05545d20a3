//! Finds other programs on this machine.

use crate::process;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program on PATH.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// The program that a variable names, else the first of `names` that is there and runs.
fn working(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    named
        .into_iter()
        .chain(names.iter().filter_map(|name| if name.starts_with('/') { Some(name.into()) } else { program(name) }))
        // On Ubuntu `chromium-browser` is a script that only says how to install the snap.
        .find(|candidate| process::output(Command::new(candidate).arg("--version")).is_some())
}

/// A Chromium-like browser; `CHROME` names another.
pub fn chromium() -> Option<PathBuf> {
    working("CHROME", &["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "/snap/bin/chromium"])
}

/// Its WebDriver; `CHROMEDRIVER` names another.
pub fn chromedriver() -> Option<PathBuf> {
    working("CHROMEDRIVER", &["chromedriver", "/usr/lib/chromium/chromedriver", "/snap/bin/chromium.chromedriver"])
}

/// The folder with `initdb` and `postgres`, the newest there is.
pub fn postgres() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| has_postgres(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder).or_else(|| {
        let folder = program("initdb")?.parent()?.to_path_buf();
        has_postgres(&folder).then_some(folder)
    })
}

fn has_postgres(folder: &Path) -> bool {
    folder.join("initdb").is_file() && folder.join("postgres").is_file()
}

/// Whether some font has Chinese letters.
pub fn chinese_font() -> bool {
    process::output(Command::new("fc-list").args([":lang=zh-cn", "family"])).is_some_and(|fonts| !fonts.is_empty())
}

/// Whether we run as root.
pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
