//! The built bundles: in a release build inside the program, in a debug build in their folder.
//!
//! `rust-embed` would also read the folder in a debug build, but only that of compiling. `cargo xtask dev` has one of its
//! own, and shares the server with the tests: so the variable `BAYSIDE_SITE` names it at the start.

use bytes::Bytes;
use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// Every file of the site by its path in there.
#[cfg(not(debug_assertions))]
pub(super) fn files() -> BTreeMap<String, Bytes> {
    use std::borrow::Cow;
    let bytes = |data| match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    Built::iter().filter_map(|path| Some((path.to_string(), bytes(Built::get(&path)?.data)))).collect()
}

/// Every file of the site by its path in there.
#[cfg(debug_assertions)]
pub(super) fn files() -> BTreeMap<String, Bytes> {
    use std::path::PathBuf;
    let site = PathBuf::from(std::env::var_os("BAYSIDE_SITE").unwrap_or_else(|| FOLDER.into()));
    let (mut files, mut folders) = (BTreeMap::new(), vec![site.clone()]);
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(&site), std::fs::read(&path)) {
                files.insert(name.to_string_lossy().into_owned(), bytes.into());
            }
        }
    }
    files
}
