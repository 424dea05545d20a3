//! Pieces of pages that the server writes.

use bayside_domain::language::Language;
use std::fmt;

/// A link for each language of a page; it works without the bundle.
pub(super) struct Languages<'a> {
    /// Those that there are.
    pub spoken: &'a [Language],
    /// That of the page.
    pub shown: Language,
}

impl fmt::Display for Languages<'_> {
    fn fmt(&self, links: &mut fmt::Formatter<'_>) -> fmt::Result {
        for language in Language::ALL.iter().filter(|language| self.spoken.contains(language)) {
            let (tag, name) = (language.tag(), language.short_name());
            let current = if *language == self.shown { " aria-current=\"true\"" } else { "" };
            write!(links, "<a href=\"?lang={tag}\" lang=\"{tag}\"{current}>{name}</a>")?;
        }
        Ok(())
    }
}

/// Text as it stands between tags and in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            char => escaped.push(char),
        }
    }
    escaped
}
