//! A customer's phone number: in groups that can be read aloud, to be called by a press.

use crate::desk::shared::session::use_signed;
use bayside_domain::country::Country;
use bayside_domain::phone::Phone;
use leptos::prelude::*;

/// A number as it is dialled in this country, in groups; as it was kept if no rule of the country reads it.
pub fn grouped(number: &str, country: &str) -> String {
    let country = Country::from_code(country).unwrap_or(Country::UNKNOWN);
    Phone::parse(country, number).map_or_else(|_| number.to_owned(), |phone| phone.grouped())
}

/// The number, which calls it.
#[component]
pub fn PhoneLink(
    /// As it is kept.
    number: String,
) -> impl IntoView {
    let words = grouped(&number, &use_signed().0.country);
    view! { <a class="nb" translate="no" href=format!("tel:{number}")>{words}</a> }
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn a_number_that_no_rule_reads_stands_as_it_is() {
        assert_eq!(grouped("+8613900000124", "CN"), "139 0000 0124");
        assert_eq!(grouped("021-5555", "CN"), "021-5555");
        assert_eq!(grouped("+8613900000124", ""), "+86 139 0000 0124");
    }
}
