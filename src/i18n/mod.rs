//! The languages: which one is shown, where it is remembered, and the compiled sentences.
//!
//! Sentences live in `locales/{language}/{face}.json`; `td_string!(lang.get(), face.key)` reads one, and
//! `td_string!(lang.get(), face.key, name = value)` fills its placeholders. A change of the language only touches the
//! text nodes that read it.

mod lang;
mod sentence;

pub use bayside_domain::language::Language;
pub use lang::{Lang, own_name, provide_lang, tags, use_lang};
pub use sentence::sentences;
pub(crate) use sentence::{labels, place_of_key, td_string};
