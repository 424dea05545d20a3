//! How a use case fails: with a refusal that the caller may read, or with an error of the store.

use crate::slot::Slot;
use bayside_domain::codes::Step;
use bayside_domain::error_code::{Code, FieldError};
use bayside_domain::limits::PERSON_NAME_CHARS_MAX;
use bayside_domain::typed::{has_web_address, is_line, is_overloaded, line, words};
use bayside_store::StoreError;

/// Why a use case failed.
#[derive(Debug)]
pub enum Failure {
    /// A refusal, which the caller may read.
    Refused(Box<Refusal>),
    /// An error of the store, for the log; the caller only learns that the service is unavailable.
    Store(StoreError),
}

/// A refusal: its code, and data that help the caller to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable error code.
    pub code: Code,
    /// More about it, in English, for developers.
    pub detail: Option<String>,
    /// Which fields are wrong, and why.
    pub errors: Vec<FieldError>,
    /// Other starts, nearest first, at most three.
    pub alternatives: Option<Vec<Slot>>,
    /// The steps that are possible now.
    pub allowed: Option<Vec<Step>>,
    /// Seconds until a new try makes sense.
    pub retry_after_seconds: Option<u32>,
    /// The first reply to the same idempotency key.
    pub kept: Option<String>,
}

impl Refusal {
    /// The plain refusal of a code.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
            alternatives: None,
            allowed: None,
            retry_after_seconds: None,
            kept: None,
        }
    }

    /// Adds an explanation for developers.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds a wrong field: a JSON pointer (RFC 6901) into what was sent, or `?name` of a query, and a stable word.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: &str) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), code: code.to_owned() });
        self
    }
}

impl Failure {
    /// The plain refusal of a code.
    pub fn new(code: Code) -> Self {
        Refusal::new(code).into()
    }

    /// A wrong field.
    pub fn at(pointer: impl Into<String>, code: &str) -> Self {
        Refusal::new(Code::Invalid).at(pointer, code).into()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Collects all wrong fields of a request, so that they are reported together.
#[derive(Debug, Default)]
pub struct FieldChecks {
    errors: Vec<FieldError>,
}

/// Escapes a name for a JSON pointer (RFC 6901).
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl FieldChecks {
    /// Starts with no errors.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a wrong field: a JSON pointer and a stable word.
    pub fn wrong(&mut self, pointer: impl Into<String>, code: &str) {
        self.errors.push(FieldError { pointer: pointer.into(), code: code.to_owned() });
    }

    /// Notes a wrong field unless it is `right`.
    pub fn check(&mut self, right: bool, pointer: impl Into<String>, code: &str) {
        if !right {
            self.wrong(pointer, code);
        }
    }

    /// Normalises own words (docs/rules.md, "Typed text"), and checks that they have `min` to `max` characters, and no
    /// control characters but line ends and tabs.
    pub fn text(&mut self, pointer: &str, text: &mut String, min: usize, max: usize) {
        *text = words(text);
        self.length(pointer, text, min, max);
        if text.chars().any(|char| char.is_control() && char != '\n' && char != '\t') {
            self.wrong(pointer, "control-character");
        }
    }

    /// The same of a title that the house writes: it stands in one line of public screens, so what would have to be
    /// taken out of it is refused.
    pub fn title(&mut self, pointer: &str, text: &mut String, max: usize) {
        if !is_line(text.trim()) {
            self.wrong(pointer, "text-format");
        }
        *text = line(text);
        self.length(pointer, text, 1, max);
    }

    /// Normalises what stands in one line (a model, a measured value), and checks its length.
    pub fn line(&mut self, pointer: &str, text: &mut String, min: usize, max: usize) {
        *text = line(text);
        self.length(pointer, text, min, max);
    }

    /// Normalises a name, and checks that it can be seen, is no web address, and does not cover what stands around it.
    pub fn name(&mut self, pointer: &str, name: &mut String) {
        self.line(pointer, name, 1, PERSON_NAME_CHARS_MAX);
        if has_web_address(name) || is_overloaded(name) {
            self.wrong(pointer, "name-format");
        }
    }

    fn length(&mut self, pointer: &str, text: &str, min: usize, max: usize) {
        let length = text.chars().count();
        if length < min {
            self.wrong(pointer, "required");
        } else if length > max {
            self.wrong(pointer, "too-long");
        }
    }

    /// How many fields are wrong so far.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// Notes wrong fields that were found elsewhere.
    pub fn extend(&mut self, errors: impl IntoIterator<Item = FieldError>) {
        self.errors.extend(errors);
    }

    /// The refusal that names what is wrong.
    pub fn refuse(self) -> Failure {
        Refusal { errors: self.errors, ..Refusal::new(Code::Invalid) }.into()
    }

    /// Refuses with [`Code::Invalid`] if something is wrong.
    pub fn finish(self) -> Result<(), Failure> {
        self.finish_as(Code::Invalid)
    }

    /// Refuses with this code if something is wrong.
    pub fn finish_as(self, code: Code) -> Result<(), Failure> {
        if self.errors.is_empty() { Ok(()) } else { Err(Refusal { errors: self.errors, ..Refusal::new(code) }.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_wrong_fields_are_named_at_once() {
        let mut checks = FieldChecks::new();
        checks.text("/name", &mut "  ".to_owned(), 1, 3);
        checks.text("/reason", &mut "abcd".to_owned(), 0, 3);
        checks.text("/words", &mut "a\u{7}".to_owned(), 0, 3);
        let mut lines = " a\r\nb ".to_owned();
        checks.text("/lines", &mut lines, 0, 3);
        assert_eq!(lines, "a\nb");
        checks.check(false, "/km", "too-large");
        let Err(Failure::Refused(refusal)) = checks.finish() else { panic!("four fields are wrong") };
        let named: Vec<_> = refusal.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        let expected =
            [("/name", "required"), ("/reason", "too-long"), ("/words", "control-character"), ("/km", "too-large")];
        assert_eq!((refusal.code, named), (Code::Invalid, expected.to_vec()));
        assert!(FieldChecks::new().finish().is_ok());
    }
}
