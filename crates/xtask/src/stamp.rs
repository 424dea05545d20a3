//! Fingerprints over the contents of files, to find out whether inputs have changed.

use anyhow::{Context, Result};
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

/// The fingerprint of all files in and below `paths`; paths that do not exist count as empty.
pub fn of(paths: &[PathBuf], also: &str) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    hasher.write(also.as_bytes());
    for path in paths {
        for file in files(path)? {
            hasher.write(file.to_string_lossy().as_bytes());
            hasher.write(&std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files in and below a path, in a fixed order.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let Ok(entries) = std::fs::read_dir(path) else { return Ok(Vec::new()) };
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    let mut all = Vec::new();
    for entry in entries {
        all.extend(files(&entry)?);
    }
    Ok(all)
}

/// Whether the stamp file contains `wanted`.
pub fn is(mark: &Path, wanted: &str) -> bool {
    std::fs::read_to_string(mark).is_ok_and(|found| found == wanted)
}

/// Writes the stamp file.
pub fn write(mark: &Path, stamp: &str) -> Result<()> {
    std::fs::write(mark, stamp).with_context(|| format!("{} cannot be written", mark.display()))
}
