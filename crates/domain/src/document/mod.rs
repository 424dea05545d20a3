//! Documents that are stored as a whole: work order and statement, check notes, the wish for a follow-up, persons,
//! call-backs, the content of messages.
//!
//! The wire has types of its own. Requests are strict; stored rows are read tolerantly: unknown fields are ignored, and
//! a field that was not written yet gets its empty value. Only fields without a sensible empty value are required, such
//! as the price of a line or the result of a check.
//!
//! Each kind of row has a format number, which is stored in the row as `format`. Rows from before there were numbers
//! have format 1. [`read`] upgrades an older row to the current format, one number at a time, and refuses a newer one,
//! so that an older program that is started again loses nothing that it does not know.

mod callback;
mod check;
mod draft;
mod follow_up;
mod line;
mod message;
mod person;
mod statement;
mod visit_documents;
mod work_order;

pub use callback::Callback;
pub use check::{Check, CheckNote};
pub use follow_up::FollowUpWish;
pub use line::Line;
pub use message::{Announcement, MessageAbout, Recipient};
pub use person::Person;
pub use statement::{Difference, DoneNote, Finding, Gauge, NextService, ReplacedPart, StatementDraft};
pub use visit_documents::{ExtraWorkText, VisitDocuments};
pub use work_order::{WorkItem, WorkOrder};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A kind of document that is stored in one row.
pub trait Document: Serialize + DeserializeOwned {
    /// The name in errors and logs.
    const NAME: &'static str;

    /// The number of the format that is written, from 1.
    const FORMAT: u32 = 1;

    /// Upgrades a row from format `from` to the next one. Called only for numbers below [`Document::FORMAT`].
    fn upgrade(row: Value, from: u32) -> Value {
        let _ = from;
        row
    }
}

/// Why a stored row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// It is not JSON, or a required field is missing or has another type.
    Shape {
        /// The name of the kind of row.
        document: &'static str,
        /// What is wrong and where, without the texts of the row, which may be personal.
        problem: String,
    },
    /// A newer version of the program wrote the row.
    Newer {
        /// The name of the kind of row.
        document: &'static str,
        /// The format number of the row.
        format: u32,
    },
}

impl DocumentError {
    /// The name of the kind of row.
    pub const fn document(&self) -> &'static str {
        match self {
            Self::Shape { document, .. } | Self::Newer { document, .. } => document,
        }
    }
}

impl std::fmt::Display for DocumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shape { document, problem } => write!(f, "stored {document}: cannot be read: {problem}"),
            Self::Newer { document, format } => {
                write!(f, "stored {document}: format {format} is newer than this program")
            }
        }
    }
}

impl std::error::Error for DocumentError {}

/// The format number, the only field that every format has.
#[derive(Deserialize)]
struct Numbered {
    #[serde(default = "first_format")]
    format: u32,
}

const fn first_format() -> u32 {
    1
}

/// A document with its format number, as it is written.
#[derive(Serialize)]
struct Written<'a, D> {
    format: u32,
    #[serde(flatten)]
    row: &'a D,
}

/// An error message of serde without the quoted texts.
fn without_texts(problem: &str) -> String {
    let unknown_word = problem.strip_prefix("unknown variant `");
    if let Some((_, expected)) = unknown_word.and_then(|rest| rest.rsplit_once("`, expected")) {
        return format!("unknown variant `…`, expected{expected}");
    }
    match (problem.find('"'), problem.rfind('"')) {
        (Some(first), Some(last)) => format!("{}…{}", &problem[..=first], &problem[last..]),
        _ => problem.to_owned(),
    }
}

/// Reads a stored row of any format up to the current one.
pub fn read<D: Document>(text: &str) -> Result<D, DocumentError> {
    let shape = |error: serde_json::Error| {
        let problem = without_texts(&error.to_string());
        DocumentError::Shape { document: D::NAME, problem }
    };
    let Numbered { format } = serde_json::from_str(text).map_err(shape)?;
    if format > D::FORMAT {
        return Err(DocumentError::Newer { document: D::NAME, format });
    }
    if format == D::FORMAT {
        return serde_json::from_str(text).map_err(shape);
    }
    let row = serde_json::from_str(text).map_err(shape)?;
    serde_json::from_value((format..D::FORMAT).fold(row, D::upgrade)).map_err(shape)
}

/// A row as it is stored, with the number of its format.
pub fn write<D: Document>(row: &D) -> String {
    serde_json::to_string(&Written { format: D::FORMAT, row }).expect("a document is a struct with text for keys")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A document whose format 1 was `{"name"}` and format 2 `{"names"}`; format 3 is `{"names", "count"}`.
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Third {
        names: Vec<String>,
        count: usize,
    }

    impl Document for Third {
        const NAME: &'static str = "third";
        const FORMAT: u32 = 3;

        fn upgrade(row: Value, from: u32) -> Value {
            match from {
                1 => json!({ "names": [row["name"]] }),
                _ => json!({ "names": row["names"], "count": row["names"].as_array().map_or(0, Vec::len) }),
            }
        }
    }

    fn check(text: &str) {
        let expected = Third { names: vec!["a".to_owned()], count: 1 };
        assert_eq!(read::<Third>(text), Ok(expected), "{text}");
    }

    #[test]
    fn a_row_of_any_format_is_brought_to_the_present_one() {
        check(r#"{"name":"a"}"#);
        check(r#"{"format":1,"name":"a"}"#);
        check(r#"{"format":2,"names":["a"]}"#);
        check(r#"{"format":3,"names":["a"],"count":1}"#);
        check(&write(&Third { names: vec!["a".to_owned()], count: 1 }));
    }

    #[test]
    fn a_row_of_a_newer_format_is_refused() {
        let error = read::<Third>(r#"{"format":4,"names":["a"],"count":1}"#).err();
        assert_eq!(error, Some(DocumentError::Newer { document: "third", format: 4 }));
    }

    #[test]
    fn an_error_tells_no_text_of_a_person() {
        assert_eq!(
            without_texts(r#"invalid type: string "王 \" 1", expected u32"#),
            r#"invalid type: string "…", expected u32"#
        );
        assert_eq!(without_texts("unknown variant `王 ` 1`, expected `mr`"), "unknown variant `…`, expected `mr`");
        assert_eq!(without_texts("missing field `name`"), "missing field `name`");
        let error = read::<Third>(r#"{"format":3,"names":["a"],"count":"王晓雯"}"#).expect_err("a count");
        assert!(error.to_string().contains(r#"invalid type: string "…", expected usize"#), "{error}");
    }

    #[test]
    fn an_error_names_the_row_and_what_is_wrong() {
        for text in ["", "[]", r#"{"format":"two"}"#, r#"{"format":2}"#, r#"{"format":3,"names":7}"#] {
            let error = read::<Third>(text).expect_err(text);
            assert_eq!(error.document(), "third");
            assert!(error.to_string().starts_with("stored third: cannot be read: "), "{error}");
        }
    }
}
