//! Walks a parsed TOML tree and collects every mistake with its position, so that one run reports all.
//!
//! `toml` parses; reading with serde would stop at the first mistake, and would not know where in the file a value stands
//! that a rule refuses. Whoever sets up a dealer gets one list of mistakes instead of one mistake after the other.

use super::error::ConfigError;
use super::formats;
use std::cell::RefCell;
use std::fmt::Display;
use std::ops::RangeInclusive;
use toml::de::{DeTable, DeValue};

/// The mistakes that were found so far.
#[derive(Default)]
pub(super) struct Problems(RefCell<Vec<(usize, String, String)>>);

impl Problems {
    /// Reports a mistake at a byte offset of the file.
    pub(super) fn add(&self, at: usize, field: &str, message: String) {
        self.0.borrow_mut().push((at, field.to_owned(), message));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// The mistakes in the order of their place.
    pub(super) fn into_errors(self, text: &str) -> Vec<ConfigError> {
        let mut found = self.0.into_inner();
        found.sort();
        found.dedup();
        found
            .into_iter()
            .map(|(at, field, message)| {
                let before = text.get(..at).unwrap_or(text);
                let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
                let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
                ConfigError { line, column, field, message }
            })
            .collect()
    }
}

/// A table of the file. Each known key is taken once; keys that are left over are mistakes.
pub(super) struct Table<'a> {
    at: usize,
    path: String,
    entries: &'a DeTable<'a>,
    problems: &'a Problems,
    known: RefCell<Vec<String>>,
}

impl<'a> Table<'a> {
    /// The whole file.
    pub(super) fn root(table: &'a DeTable<'a>, problems: &'a Problems) -> Self {
        Self { at: 0, path: String::new(), entries: table, problems, known: RefCell::default() }
    }

    /// Reads the fields, then reports the keys that are left over.
    pub(super) fn read<T>(self, fields: impl FnOnce(&Self) -> T) -> T {
        let value = fields(&self);
        let mut known = self.known.take();
        known.sort();
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if !known.iter().any(|known| known == name) {
                let message = format!("unknown field; known here: {}", known.join(", "));
                self.problems.add(key.span().start, &join(&self.path, name), message);
            }
        }
        value
    }

    /// A field that may be absent.
    pub(super) fn take(&self, key: &str) -> Option<Node<'a>> {
        if !self.known.borrow().iter().any(|known| known == key) {
            self.known.borrow_mut().push(key.to_owned());
        }
        let (_, value) = self.entries.get_key_value(key)?;
        Some(Node {
            at: value.span().start,
            path: join(&self.path, key),
            value: value.get_ref(),
            problems: self.problems,
        })
    }

    /// A field that must be there.
    pub(super) fn need(&self, key: &str) -> Option<Node<'a>> {
        let node = self.take(key);
        if node.is_none() {
            self.problems.add(self.at, &join(&self.path, key), "is missing".to_owned());
        }
        node
    }

    /// A text of the table, without taking its key.
    pub(super) fn peek_str(&self, key: &str) -> Option<&'a str> {
        self.entries.get(key).and_then(|value| value.get_ref().as_str())
    }

    /// The items of an optional list.
    pub(super) fn items(&self, key: &str, count: RangeInclusive<usize>) -> Vec<Node<'a>> {
        let node = if *count.start() > 0 { self.need(key) } else { self.take(key) };
        node.map(|node| node.items(count)).unwrap_or_default()
    }

    /// A whole number, or its default when absent.
    pub(super) fn number<N>(&self, key: &str, default: N, range: RangeInclusive<N>) -> N
    where
        N: Copy + Display + PartialOrd + TryFrom<i64>,
    {
        self.take(key).and_then(|node| node.number(range)).unwrap_or(default)
    }

    /// Every key with its value, for tables whose keys the dealer chooses.
    pub(super) fn entries(&self) -> Vec<(&'a str, Node<'a>, Key<'a>)> {
        let mut entries = Vec::new();
        for (key, value) in self.entries {
            let name: &str = key.get_ref();
            self.known.borrow_mut().push(name.to_owned());
            let path = join(&self.path, name);
            let place = Key { at: key.span().start, path: path.clone(), problems: self.problems };
            let node = Node { at: value.span().start, path, value: value.get_ref(), problems: self.problems };
            entries.push((name, node, place));
        }
        entries
    }

    /// Reports a mistake of the table as a whole.
    pub(super) fn fail(&self, message: impl Into<String>) {
        self.problems.add(self.at, &self.path, message.into());
    }
}

/// A key with its position.
pub(super) struct Key<'a> {
    at: usize,
    path: String,
    problems: &'a Problems,
}

impl Key<'_> {
    /// Reports that the key itself is wrong.
    pub(super) fn fail(&self, message: impl Into<String>) {
        self.problems.add(self.at, &self.path, message.into());
    }
}

/// A value of the file with its position.
#[derive(Clone)]
pub(super) struct Node<'a> {
    at: usize,
    path: String,
    value: &'a DeValue<'a>,
    problems: &'a Problems,
}

impl<'a> Node<'a> {
    /// Reports a mistake of this value.
    pub(super) fn fail(&self, message: impl Into<String>) {
        self.problems.add(self.at, &self.path, message.into());
    }

    fn wrong_type(&self, wanted: &str) {
        self.fail(format!("must be {wanted}, not {}", kind(self.value)));
    }

    /// The raw value, for fields that accept several types.
    pub(super) fn value(&self) -> &'a DeValue<'a> {
        self.value
    }

    /// A text as it stands.
    pub(super) fn str(&self) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("a text in quotes");
        }
        text
    }

    /// One line of text, trimmed.
    pub(super) fn line(&self, length_max: usize) -> Option<String> {
        self.prose(length_max, false)
    }

    /// A text, trimmed; of several lines if allowed.
    pub(super) fn prose(&self, length_max: usize, many_lines: bool) -> Option<String> {
        let text = self.str()?;
        formats::prose(text, length_max, many_lines).map_err(|message| self.fail(message)).ok()
    }

    /// A stable name: `[a-z0-9-]{1,40}`.
    pub(super) fn name(&self) -> Option<String> {
        let text = self.str()?;
        if !formats::is_name(text, 1..=40) {
            self.fail("must be 1 to 40 of a-z, 0-9 and inner hyphens");
            return None;
        }
        Some(text.to_owned())
    }

    /// A whole number within its limits.
    pub(super) fn number<N>(&self, range: RangeInclusive<N>) -> Option<N>
    where
        N: Copy + Display + PartialOrd + TryFrom<i64>,
    {
        let DeValue::Integer(number) = self.value else {
            self.wrong_type("a whole number");
            return None;
        };
        let number =
            i64::from_str_radix(number.as_str(), number.radix()).ok().and_then(|number| N::try_from(number).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            self.fail(format!("must be between {} and {}", range.start(), range.end()));
        }
        number
    }

    /// A decimal number such as `76.50`, exactly, as a count of its last allowed digit.
    pub(super) fn decimal(&self, digits: u32, max: i64) -> Option<i64> {
        let text = match self.value {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => {
                self.wrong_type("a number");
                return None;
            }
        };
        match scaled(text, digits) {
            Some(number) if (0..=max).contains(&number) => Some(number),
            Some(number) if number < 0 => {
                self.fail("must not be negative");
                None
            }
            Some(_) => {
                self.fail(format!("must be at most {}", max / 10_i64.pow(digits)));
                None
            }
            None => {
                self.fail(format!("must be a plain number with at most {digits} digits after the point"));
                None
            }
        }
    }

    /// The items of a list.
    pub(super) fn items(&self, count: RangeInclusive<usize>) -> Vec<Self> {
        let Some(items) = self.value.as_array() else {
            self.wrong_type("a list");
            return Vec::new();
        };
        if !count.contains(&items.len()) {
            let (least, most) = count.into_inner();
            self.fail(format!("has {} entries, must have {least} to {most}", items.len()));
        }
        let item = |(index, item): (usize, &'a toml::Spanned<DeValue<'a>>)| Self {
            at: item.span().start,
            path: format!("{}[{index}]", self.path),
            value: item.get_ref(),
            problems: self.problems,
        };
        items.iter().enumerate().map(item).collect()
    }

    /// The fields of a table.
    pub(super) fn table<T>(&self, fields: impl FnOnce(&Table<'a>) -> T) -> Option<T> {
        let Some(table) = self.value.as_table() else {
            self.wrong_type("a table");
            return None;
        };
        let (at, path, problems) = (self.at, self.path.clone(), self.problems);
        Some(Table { at, path, entries: table, problems, known: RefCell::default() }.read(fields))
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Reads a decimal without floats: `12.5` with two digits is 1250.
fn scaled(text: &str, digits: u32) -> Option<i64> {
    let text = text.replace('_', "");
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) || part.len() > digits as usize {
        return None;
    }
    let padded = format!("{part:0<width$}", width = digits as usize);
    format!("{whole}{padded}").parse::<i64>().ok().map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn a_decimal_number_is_read_without_floats() {
        for (text, digits, expected) in [
            ("12", 2, Some(1200)),
            ("12.5", 2, Some(1250)),
            ("76.50", 2, Some(7650)),
            ("0.29", 2, Some(29)),
            ("1_260", 2, Some(126_000)),
            ("-1", 2, Some(-100)),
            ("2.2", 3, Some(2200)),
            ("980", 0, Some(980)),
            ("980.00", 0, Some(980)),
            ("0.295", 2, None),
            ("1e3", 2, None),
            ("nan", 2, None),
            ("inf", 2, None),
            ("99999999999999999999", 2, None),
        ] {
            assert_eq!(scaled(text, digits), expected, "{text} with {digits} digits");
        }
    }
}
