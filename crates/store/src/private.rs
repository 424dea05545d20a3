//! Files and folders that only their owner may read: 0600 and 0700.

use std::fs::File;
use std::io::Result;
use std::path::{Path, PathBuf};

/// Makes a folder and those above it, unless they are there.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes the folder of a file.
pub(super) fn make_folder_of(path: &Path) -> Result<()> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(Ok(()), make_folder)
}

/// Opens a file for writing and makes it if it is not there; what it holds stays.
pub(super) fn make_file(path: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Whether others than the owner may read it.
pub(super) fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(path).is_ok_and(|file| file.mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// A file under a preliminary name, removed unless it is published.
pub(super) struct Draft {
    path: PathBuf,
}

/// Removes a file that may be there, and what SQLite would take for a part of it.
fn remove(path: &Path) -> Result<()> {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-journal");
    for path in [path, Path::new(&journal)] {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

impl Draft {
    /// An empty file beside `path`. One that an interrupted program left there is replaced.
    pub(super) fn beside(path: &Path) -> Result<Self> {
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let path = PathBuf::from(name);
        remove(&path)?;
        make_file(&path)?;
        Ok(Self { path })
    }

    /// Where it lies for now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name, once it is on the disk.
    pub(super) fn publish(self, name: &Path) -> Result<()> {
        File::open(&self.path)?.sync_all()?;
        std::fs::rename(&self.path, name)?;
        if let Some(folder) = name.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Nothing is left under this name once it is published.
        let _ = remove(&self.path);
    }
}
