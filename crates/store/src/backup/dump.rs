//! The backup of a PostgreSQL store: one text file.
//!
//! Its first line names format and schema. Then comes a section for each table: `COPY table (columns)`, the rows as
//! PostgreSQL's `COPY` writes them, and `\.`. The last line says how many rows there are and their sum, so that a file
//! that was cut off or changed is recognised.

use super::error::{BackupError, Result};
use super::line::Contents;
use super::tables::{Column, Table};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How the first line begins; the number of the schema follows.
pub(super) const BEGINS: &str = "bayside backup 1 postgresql, schema ";
/// How the last line begins; the contents follow.
const ENDS: &str = "end ";
/// The line behind a table's last row.
const TABLE_ENDS: &[u8] = b"\\.";

/// Writes a dump.
pub(super) struct Writer {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Writer {
    /// Begins a dump in a file that is there.
    pub(super) fn begin(path: &Path, version: i64) -> Result<Self> {
        let file = File::options().write(true).truncate(true).open(path).map_err(BackupError::file(path))?;
        let mut writer = Self { path: path.to_owned(), file: BufWriter::new(file) };
        writer.write(format!("{BEGINS}{version}\n").as_bytes())?;
        Ok(writer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(BackupError::file(&self.path))
    }

    /// Begins a table.
    pub(super) fn begin_table(&mut self, table: &Table) -> Result<()> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        self.write(format!("COPY {} ({})\n", table.name, names.join(", ")).as_bytes())
    }

    /// Adds rows: lines, each with its end.
    pub(super) fn put(&mut self, lines: &[u8]) -> Result<()> {
        self.write(lines)
    }

    /// Ends a table.
    pub(super) fn end_table(&mut self) -> Result<()> {
        self.write(&[TABLE_ENDS, b"\n"].concat())
    }

    /// Ends the dump.
    pub(super) fn end(mut self, contents: &Contents) -> Result<()> {
        self.write(format!("{ENDS}{contents}\n").as_bytes())?;
        self.file.flush().map_err(BackupError::file(&self.path))
    }
}

/// Reads a dump.
pub(super) struct Reader {
    path: PathBuf,
    file: BufReader<File>,
    /// The number of its schema.
    pub(super) version: i64,
    /// What it should contain, once its end was read.
    noted: Option<String>,
}

impl Reader {
    /// Opens a dump.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(BackupError::file(path))?;
        let mut reader = Self { path: path.to_owned(), file: BufReader::new(file), version: 0, noted: None };
        let first = reader.text()?;
        let version = first.strip_prefix(BEGINS).and_then(|version| version.parse().ok());
        reader.version = version.ok_or_else(|| BackupError::NoBackup(path.to_owned()))?;
        Ok(reader)
    }

    /// The next line, without its end.
    fn line(&mut self) -> Result<Vec<u8>> {
        let mut line = Vec::new();
        self.file.read_until(b'\n', &mut line).map_err(BackupError::file(&self.path))?;
        if line.pop() != Some(b'\n') {
            return Err(BackupError::Damaged("the file is cut off".to_owned()));
        }
        Ok(line)
    }

    fn text(&mut self) -> Result<String> {
        String::from_utf8(self.line()?).map_err(|_| changed("a line is no text"))
    }

    /// The next table; `None` at the end.
    pub(super) fn next_table(&mut self) -> Result<Option<Table>> {
        let text = self.text()?;
        if let Some(noted) = text.strip_prefix(ENDS) {
            self.noted = Some(noted.to_owned());
            let rest = self.file.fill_buf().map_err(BackupError::file(&self.path))?;
            return if rest.is_empty() { Ok(None) } else { Err(changed("something stands behind its end")) };
        }
        let parts = text.strip_prefix("COPY ").and_then(|text| text.strip_suffix(')')?.split_once(" ("));
        let (name, columns) = parts.ok_or_else(|| changed("a table is missing"))?;
        let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let columns: Vec<Column> =
            columns.split(", ").map(|column| Column { name: column.to_owned(), is_number: false }).collect();
        if !is_name(name) || !columns.iter().all(|column| is_name(&column.name)) {
            return Err(changed("a table's name is none"));
        }
        Ok(Some(Table { name: name.to_owned(), columns }))
    }

    /// The next row of the table; `None` at its end.
    pub(super) fn next_line(&mut self) -> Result<Option<Vec<u8>>> {
        let line = self.line()?;
        Ok((line != TABLE_ENDS).then_some(line))
    }

    /// What the dump should contain; known once [`Reader::next_table`] said that there is no more.
    pub(super) fn noted(&self) -> Option<&str> {
        self.noted.as_deref()
    }
}

fn changed(how: &str) -> BackupError {
    BackupError::Damaged(format!("the file was changed: {how}"))
}
