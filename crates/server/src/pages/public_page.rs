//! The pages that anybody may find, and their addresses.

use bayside_domain::language::Language;

/// The pages that anybody may find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PublicPage {
    /// The dealers.
    Home,
    /// The search for a booking.
    Find,
    /// A dealer's booking.
    Book,
    /// A dealer's questions about a fault.
    Notice,
    /// A wish for a time that is not free.
    Wait,
}

impl PublicPage {
    /// Those without a dealer.
    pub(super) const OF_ALL: [Self; 2] = [Self::Home, Self::Find];
    /// Those that each dealer has.
    pub(super) const OF_DEALERS: [Self; 3] = [Self::Book, Self::Notice, Self::Wait];

    /// The path; `slug` is the dealer's.
    pub(super) fn path(self, slug: &str) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Find => "/booking".to_owned(),
            Self::Book => format!("/{slug}/book"),
            Self::Notice => format!("/{slug}/notice"),
            Self::Wait => format!("/{slug}/wait"),
        }
    }

    /// The keys of its heading and its description.
    pub(super) const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Home => ("home.title", "home.about.home"),
            Self::Find => ("appointment.find_title", "home.about.find"),
            Self::Book => ("booking.need_title", "home.about.book"),
            Self::Notice => ("notice.title", "home.about.notice"),
            Self::Wait => ("appointment.ask_title", "home.about.wait"),
        }
    }
}

/// The address of a public page in a language.
pub(super) fn address(public_url: &str, page: PublicPage, slug: &str, language: Option<Language>) -> String {
    let asked = language.map_or_else(String::new, |language| format!("?lang={}", language.tag()));
    format!("{public_url}{}{asked}", page.path(slug))
}

/// The languages of a page: those of its dealer, or all.
pub(super) fn spoken(tags: Option<&[String]>) -> Vec<Language> {
    let is_spoken = |language: &Language| tags.is_none_or(|tags| tags.iter().any(|tag| tag.as_str() == language.tag()));
    Language::ALL.iter().copied().filter(is_spoken).collect()
}
