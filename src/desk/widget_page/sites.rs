//! The sites that may show the booking, as they are edited.

use bayside_api::FieldError;
use bayside_api::limits::ORIGINS_MAX;
use bayside_domain::origin::Origin;

/// What was read, and what is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sites {
    /// The saved websites.
    pub saved: Vec<String>,
    /// The rows as typed, one per website.
    pub rows: Vec<String>,
}

impl Sites {
    /// As read.
    pub fn new(saved: Vec<String>) -> Self {
        Self { rows: saved.clone(), saved }
    }

    /// Updates the saved websites; unchanged rows follow.
    pub fn renew(&mut self, saved: Vec<String>) {
        if self.changes() == 0 {
            self.rows.clone_from(&saved);
        }
        self.saved = saved;
    }

    /// How many sites differ from what is saved.
    pub fn changes(&self) -> usize {
        let typed = self.typed();
        let added = typed.iter().filter(|site| !self.saved.contains(site)).count();
        let removed = self.saved.iter().filter(|site| !typed.contains(site)).count();
        added.max(removed)
    }

    /// The rows that hold anything, each as it is written once it is right.
    fn typed(&self) -> Vec<String> {
        let filled = self.rows.iter().map(|row| row.trim()).filter(|row| !row.is_empty());
        filled.map(|row| Origin::parse(row).map_or_else(|_| row.to_owned(), String::from)).collect()
    }

    /// Drops empty rows, then gives what is to be sent, or what is wrong with it by the pointers of the call.
    pub fn checked(&mut self) -> Result<Vec<String>, Vec<FieldError>> {
        self.rows.retain(|row| !row.trim().is_empty());
        let typed = self.typed();
        let error = |index: usize, code: &str| FieldError { pointer: pointer(index), code: code.to_owned() };
        let errors: Vec<FieldError> = typed
            .iter()
            .enumerate()
            .filter_map(|(index, site)| match Origin::parse(site) {
                Err(wrong) => Some(error(index, wrong.code())),
                Ok(_) if typed[..index].contains(site) => Some(error(index, "duplicate")),
                Ok(_) => None,
            })
            .collect();
        if errors.is_empty() { Ok(typed) } else { Err(errors) }
    }

    /// Whether there is room for one more.
    pub fn has_room(&self) -> bool {
        self.rows.len() < ORIGINS_MAX
    }
}

/// Where a row stands in the call.
pub fn pointer(index: usize) -> String {
    format!("/widget/origins/{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites(saved: &[&str], rows: &[&str]) -> Sites {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Sites { saved: texts(saved), rows: texts(rows) }
    }

    #[test]
    fn only_what_makes_a_difference_is_a_change() {
        let saved = ["https://a.example", "https://b.example"];
        for (rows, changes) in [
            (&["https://a.example", "https://b.example"][..], 0),
            (&["HTTPS://A.example/", "https://b.example:443", ""], 0),
            (&["https://a.example"], 1),
            (&["https://a.example", "https://c.example"], 1),
            (&["https://a.example", "https://b.example", "https://c.example"], 1),
            (&[], 2),
        ] {
            assert_eq!(sites(&saved, rows).changes(), changes, "{rows:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_the_rows_that_are_left() {
        let mut typed = sites(&[], &["https://a.example/", " ", "http://a.example", "https://A.example"]);
        let errors = typed.checked().expect_err("two are wrong");
        let errors: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
        assert_eq!(errors, [("/widget/origins/1", "origin-https"), ("/widget/origins/2", "duplicate")]);
        assert_eq!(typed.rows.len(), 3);
        typed.rows.truncate(1);
        assert_eq!(typed.checked(), Ok(vec!["https://a.example".to_owned()]));
    }

    #[test]
    fn what_another_saved_is_taken_over_unless_something_is_typed() {
        let mut untouched = sites(&["https://a.example"], &["https://a.example"]);
        untouched.renew(vec!["https://b.example".to_owned()]);
        assert_eq!(untouched, sites(&["https://b.example"], &["https://b.example"]));
        let mut typed = sites(&["https://a.example"], &["https://mine.example"]);
        typed.renew(vec!["https://b.example".to_owned()]);
        assert_eq!(typed, sites(&["https://b.example"], &["https://mine.example"]));
    }
}
