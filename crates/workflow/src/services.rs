//! Validation of the jobs of a request.

use crate::dealers::Dealer;
use crate::failure::FieldChecks;
use bayside_domain::limits::SERVICES_MAX;

/// Checks the jobs of a request: at least one, not too many, each in the catalogue and named once. `pointer` says where
/// the list stands, or the entry at an index.
pub fn check(dealer: &Dealer, ids: &[String], pointer: impl Fn(Option<usize>) -> String, checks: &mut FieldChecks) {
    if ids.is_empty() {
        checks.wrong(pointer(None), "required");
    } else if ids.len() > SERVICES_MAX {
        checks.wrong(pointer(None), "too-many");
    }
    for (index, id) in ids.iter().enumerate().take(SERVICES_MAX) {
        if dealer.file.service(id).is_none() {
            checks.wrong(pointer(Some(index)), "unknown-service");
        } else if ids[..index].contains(id) {
            checks.wrong(pointer(Some(index)), "duplicate");
        }
    }
}

/// The pointer to the jobs in a body.
pub fn in_body(index: Option<usize>) -> String {
    index.map_or_else(|| "/services".to_owned(), |index| format!("/services/{index}"))
}

/// The pointer to the jobs in a query, which has all of them in one parameter.
pub fn in_query(_: Option<usize>) -> String {
    "?services".to_owned()
}

/// The jobs that a query names, separated by commas.
pub fn of_query(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}
