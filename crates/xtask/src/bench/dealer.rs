//! The dealer of the benchmark: open day and night, ten advisers, many places in every team, so that the store is
//! measured and not a full workshop.

use std::fmt::Write;

/// The name in paths.
pub const SLUG: &str = "bench";
/// How many advisers receive.
pub const ADVISERS: usize = 10;

/// What can be asked for.
pub const SERVICES: [&str; 6] = ["oil", "brakes", "tyres", "battery", "filter", "check"];

/// The dealer's file.
pub fn file() -> String {
    let mut text = format!(
        r#"slug = "{SLUG}"
name = "Bench"
zone = "Etc/UTC"
country = "DE"
locales = ["en"]
phone = "+4942315550"
address = "Loopback 1"
credit_code = "DE999999999"
loaners = 40
seats = 200
models = ["Golf"]
[prices]
currency = "EUR"
shown = "gross"
tax_percent = 19
labour_per_hour = 100
[benefit]
quiet = 25
[hours]
monday-sunday = ["00:00-24:00"]
[booking]
grid_minutes = 15
notice_minutes = 60
walk_in_reserve_percent = 0
[consent]
version = "1"
text = "Yes."
"#
    );
    for (id, minutes) in SERVICES.iter().zip([30, 45, 60, 30, 15, 20]) {
        writeln!(
            text,
            "[[service]]\nid = \"{id}\"\nname = \"{id}\"\ndescription = \"{id}\"\nminutes = {minutes}\n\
             skill = \"maintenance\"\nprice_from = {}",
            minutes * 3
        )
        .expect("text grows");
    }
    for number in 0..ADVISERS {
        writeln!(text, "[[adviser]]\nid = \"a{number}\"\nname = \"Adviser {number}\"").expect("text grows");
    }
    for skill in ["maintenance", "inspection", "wash"] {
        writeln!(text, "[[team]]\nskill = \"{skill}\"\nplaces = 40").expect("text grows");
    }
    text
}

/// The body of a booking for an offer, by a customer of its own: each number has another phone and another plate.
pub fn booking(offer: &str, number: u32) -> String {
    let letter = |place: u32| char::from(b'A' + (number / 9_999 / place % 26) as u8);
    let plate = format!("VER-{}{} {}", letter(26), letter(1), number % 9_999 + 1);
    format!(
        r#"{{"offer":"{offer}","services":["oil"],"concern":"","vehicle":{{"plate":"{plate}","plate_kind":"de","model":"Golf","mileage_km":58200}},"customer":{{"name":"Ann Bench","phone":"0151 {number:08}","locale":"en"}},"stay":"leave","consent":{{"version":"1","marketing":false,"display_name":false}}}}"#
    )
}
