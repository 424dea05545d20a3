//! A dealer as schema.org has it, for search engines: where it is, when it is open, and how to book.

use super::public_page::{PublicPage, address};
use bayside_api::dealer::Dealer;
use bayside_domain::language::Language;
use serde_json::{Value, json};

/// The days of a week, Monday first.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The dealer as JSON-LD that can stand in a `<script>`.
pub(super) fn dealer(public_url: &str, dealer: &Dealer, language: Language) -> String {
    let book = |language| address(public_url, PublicPage::Book, &dealer.slug, language);
    let hours: Vec<Value> = dealer
        .opening_hours
        .iter()
        .filter_map(|hours| {
            let day = DAYS.get(usize::from(hours.weekday).checked_sub(1)?)?;
            // A day's end is its last minute there.
            let closes = if hours.to == "24:00" { "23:59" } else { &hours.to };
            Some(json!({
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": format!("https://schema.org/{day}"),
                "opens": hours.from,
                "closes": closes,
            }))
        })
        .collect();
    let closed: Vec<Value> = dealer
        .closures
        .iter()
        .map(|days| {
            json!({
                "@type": "OpeningHoursSpecification",
                "validFrom": days.from.to_string(),
                "validThrough": days.to.to_string(),
                "opens": "00:00",
                "closes": "00:00",
            })
        })
        .collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "AutoRepair",
        "@id": book(None),
        "name": dealer.name,
        "url": book(None),
        "telephone": dealer.phone,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": dealer.address,
            "addressCountry": dealer.country,
        },
        "currenciesAccepted": dealer.currency,
        "openingHoursSpecification": hours,
        "potentialAction": {
            "@type": "ReserveAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": book(Some(language)),
                "inLanguage": language.tag(),
                "actionPlatform": [
                    "https://schema.org/DesktopWebPlatform",
                    "https://schema.org/MobileWebPlatform",
                ],
            },
            "result": { "@type": "Reservation" },
        },
    });
    if !closed.is_empty() {
        data["specialOpeningHoursSpecification"] = closed.into();
    }
    data.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::tests;
    use bayside_api::Date;
    use bayside_api::dealer::{ClosedDays, OpeningHours};

    #[test]
    fn a_dealer_is_a_workshop_with_address_hours_and_a_way_to_book() {
        let mut known = tests::dealer();
        known.name = "</script><b>".to_owned();
        let span = |from: &str, to: &str| OpeningHours { weekday: 7, from: from.into(), to: to.into() };
        known.opening_hours = vec![span("08:00", "12:00"), span("13:00", "24:00")];
        let day = |text: &str| Date(text.parse().unwrap());
        known.closures = vec![ClosedDays { from: day("2026-12-24"), to: day("2027-01-01") }];
        let text = dealer("https://b.example", &known, Language::De);
        assert!(!text.contains('<'), "{text}");
        let data: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&data["@type"], &data["name"]), (&"AutoRepair".into(), &"</script><b>".into()));
        assert_eq!(data["telephone"], "+4942315550");
        assert_eq!(
            (&data["address"]["streetAddress"], &data["address"]["addressCountry"]),
            (&"Verden".into(), &"DE".into())
        );
        let hours = &data["openingHoursSpecification"];
        assert_eq!(hours[0]["dayOfWeek"], "https://schema.org/Sunday");
        assert_eq!((&hours[1]["opens"], &hours[1]["closes"]), (&"13:00".into(), &"23:59".into()));
        let closed = &data["specialOpeningHoursSpecification"][0];
        assert_eq!((&closed["validFrom"], &closed["validThrough"]), (&"2026-12-24".into(), &"2027-01-01".into()));
        let action = &data["potentialAction"];
        assert_eq!(action["@type"], "ReserveAction");
        assert_eq!(action["target"]["urlTemplate"], "https://b.example/aller/book?lang=de");
        assert!(data.get("priceRange").is_none(), "what is not known is not said");
    }
}
