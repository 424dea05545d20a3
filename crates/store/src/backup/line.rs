//! Rows as lines of PostgreSQL's text format of `COPY`: columns between tabs, NULL as `\N`, and what would break a line
//! behind a backslash. Both engines' rows are written this way, so that equal rows are equal lines.

use sha2::{Digest, Sha256};

/// A value of a row; `None` is NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Int(Option<i64>),
    Text(Option<String>),
}

/// What stands behind a backslash, and what it means.
const ESCAPES: [(u8, u8); 7] =
    [(b'\\', b'\\'), (b't', b'\t'), (b'n', b'\n'), (b'r', b'\r'), (b'b', 0x08), (b'f', 0x0c), (b'v', 0x0b)];

/// The line of a row, without its end.
pub(super) fn write(cells: &[Cell]) -> Vec<u8> {
    let mut line = Vec::new();
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            line.push(b'\t');
        }
        match cell {
            Cell::Int(None) | Cell::Text(None) => line.extend(b"\\N"),
            Cell::Int(Some(number)) => line.extend(number.to_string().bytes()),
            Cell::Text(Some(text)) => {
                for byte in text.bytes() {
                    match ESCAPES.iter().find(|(_, meant)| *meant == byte) {
                        Some((letter, _)) => line.extend([b'\\', *letter]),
                        None => line.push(byte),
                    }
                }
            }
        }
    }
    line
}

/// The columns of a line, as text; `None` if it is no line of this format.
pub(super) fn read(line: &[u8]) -> Option<Vec<Option<String>>> {
    line.split(|byte| *byte == b'\t')
        .map(|column| {
            if column == b"\\N" {
                return Some(None);
            }
            let mut text = Vec::with_capacity(column.len());
            let mut bytes = column.iter();
            while let Some(byte) = bytes.next() {
                if *byte == b'\\' {
                    let letter = bytes.next()?;
                    text.push(ESCAPES.iter().find(|(known, _)| known == letter)?.1);
                } else {
                    text.push(*byte);
                }
            }
            String::from_utf8(text).ok().map(Some)
        })
        .collect()
}

/// How many rows there are, and a sum over all of them that does not depend on their order. Equal stores have equal
/// contents, whatever their engines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// The number of rows.
    pub rows: u64,
    sum: u128,
}

impl Contents {
    /// Counts a row of a table.
    pub(super) fn add(&mut self, table: &str, line: &[u8]) {
        let hash = Sha256::new().chain_update(table).chain_update([0]).chain_update(line).finalize();
        let mut half = [0; 16];
        half.copy_from_slice(&hash[..16]);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_be_bytes(half));
    }
}

impl std::fmt::Display for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:032x}", self.rows, self.sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line_and_back() {
        let text = "a\tb\\N\n\r\u{8}\u{b}\u{c}\u{1}\"ü, 沪";
        let cells =
            [Cell::Int(Some(-7)), Cell::Int(None), Cell::Text(Some(text.into())), Cell::Text(Some(String::new()))];
        let line = write(&cells);
        assert_eq!(line, "-7\t\\N\ta\\tb\\\\N\\n\\r\\b\\v\\f\u{1}\"ü, 沪\t".as_bytes());
        assert_eq!(read(&line).unwrap(), [Some("-7".into()), None, Some(text.to_owned()), Some(String::new())]);
        assert_eq!((read(b"a\\"), read(b"a\\x"), read(b"\xff")), (None, None, None));
    }

    #[test]
    fn contents_depend_on_rows_and_tables_and_not_on_their_order() {
        let of = |rows: &[(&str, &str)]| {
            let mut contents = Contents::default();
            for (table, line) in rows {
                contents.add(table, line.as_bytes());
            }
            contents
        };
        assert_eq!(of(&[("a", "1"), ("b", "2")]), of(&[("b", "2"), ("a", "1")]));
        assert_ne!(of(&[("a", "1"), ("b", "2")]), of(&[("a", "2"), ("b", "1")]));
        assert_ne!(of(&[("a", "1")]), of(&[("a", "1"), ("a", "1")]));
    }
}
