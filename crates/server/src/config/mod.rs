//! Reads a dealer's file (TOML) as a [`Dealer`]. A file with mistakes is refused with all of them at once, each with
//! its line, its column and the name of its field.
//!
//! The readable form differs from the domain's on purpose: prices are written as people write
//! them (`76.50`), hours as `"08:00-12:00"`, a text is a string in the dealer's first language or
//! a table by language. `crates/server/src/demo/anting.toml` is a complete example.

mod bookable;
mod catalogue;
mod error;
mod formats;
mod hours;
mod lounge;
mod messages;
mod money;
mod people;
mod promises;
mod reader;
mod terms;
#[cfg(test)]
mod tests;
mod text;
mod theme;
mod widget;

pub use error::ConfigError;
pub use messages::{is_loopback, secrets};

use bayside_domain::country::Country;
use bayside_domain::dealer::Dealer;
use money::CurrencyRules;
use reader::{Node, Problems, Table};
use text::Locales;

/// The longest file that is read, in bytes.
const FILE_BYTES_MAX: usize = 256 * 1024;

/// Names that stand at the top of the program's own paths and so cannot be a dealer's.
const RESERVED_SLUGS: &[&str] = &[
    "admin", "api", "arrival", "assets", "book", "booking", "bookings", "dealers", "demo", "desk", "embed", "healthz",
    "lounge", "metrics", "public", "readyz", "records", "screens", "static", "visit", "visits", "waitlist", "welcome",
];

/// Reads a dealer's file that was imported before.
///
/// # Errors
/// All mistakes of the file, in the order of their place. A file that is not TOML gives the
/// places where it is not.
pub fn parse(text: &str) -> Result<Dealer, Vec<ConfigError>> {
    read(text, |_, _| {})
}

/// The same with each mistake as one sentence that names its position.
pub fn parse_stored(text: &str) -> Result<Dealer, Vec<String>> {
    parse(text).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// Reads a dealer's file that is to be imported, and also checks that every job can be booked.
///
/// # Errors
/// As [`parse`].
pub fn check(text: &str) -> Result<Dealer, Vec<ConfigError>> {
    read(text, bookable::check)
}

/// Reads a file; if it has no other mistakes, calls `last` with the position of each service.
fn read(text: &str, last: impl Fn(&Dealer, &[Node<'_>])) -> Result<Dealer, Vec<ConfigError>> {
    let problems = Problems::default();
    if text.len() > FILE_BYTES_MAX {
        problems.add(0, "", format!("the file is longer than {FILE_BYTES_MAX} bytes"));
        return Err(problems.into_errors(text));
    }
    let (root, broken) = toml::de::DeTable::parse_recoverable(text);
    if !broken.is_empty() {
        for error in broken {
            problems.add(error.span().map_or(0, |span| span.start), "", error.message().to_owned());
        }
        return Err(problems.into_errors(text));
    }
    let (dealer, services) = Table::root(root.get_ref(), &problems).read(dealer);
    if problems.is_empty() {
        last(&dealer, &services);
    }
    if problems.is_empty() { Ok(dealer) } else { Err(problems.into_errors(text)) }
}

/// Reads every field; returns also the position of each service. A wrong value is reported and replaced by a
/// placeholder, which never leaves [`read`].
fn dealer<'a>(file: &Table<'a>) -> (Dealer, Vec<Node<'a>>) {
    let locales = Locales::read(file);
    let coins = CurrencyRules::read(file);
    let teams = people::teams(file, &locales);
    let models = models(file);
    let services = catalogue::services(
        file,
        &catalogue::Known { locales: &locales, coins: &coins, teams: &teams, models: &models },
    );
    let combined_savings = catalogue::combined_savings(file, &services);
    let promises = promises::read(file, &locales, &services);
    let country = country(file);
    let (places, services) = services.into_iter().unzip();
    let dealer = Dealer {
        slug: slug(file),
        name: locales.need(file, "name", 80),
        zone: zone(file),
        country,
        locales: locales.languages().to_vec(),
        currency: coins.currency(),
        prices: coins.prices(),
        tax_bp: coins.tax_bp(),
        labour_rate_amount: coins.labour_rate(),
        address: locales.need(file, "address", 200),
        phone: phone(file),
        phone_display: phone_display(file),
        credit_code: plain(file, "credit_code", 40),
        hours: hours::opening(file),
        closures: hours::closures(file, &locales),
        advisers: people::advisers(file, &locales),
        teams,
        services,
        combined_savings,
        loaners: file.number("loaners", 0, 0..=200),
        seats: file.number("seats", 8, 0..=500),
        models,
        booking: terms::booking(file),
        benefit: coins.benefit(file),
        consent: terms::consent(file, &locales),
        warranty: terms::warranty(file, country),
        care_tips: locales.list(file, "care_tips", 12, 200),
        next_service: terms::next_service(file),
        messages: messages::read(file, &locales),
        notices: locales.list(file, "notices", 8, 120),
        lounge: lounge::read(file, &locales),
        theme: theme::read(file),
        staff: people::staff(file, &locales),
        promises,
        origins: widget::origins(file),
    };
    (dealer, places)
}

fn slug(file: &Table<'_>) -> String {
    let Some(node) = file.need("slug") else { return String::new() };
    let Some(slug) = node.str() else { return String::new() };
    if !formats::is_name(slug, 2..=40) {
        node.fail("must be 2 to 40 of a-z, 0-9 and inner hyphens");
    } else if RESERVED_SLUGS.contains(&slug) {
        node.fail(format!("“{slug}” is reserved: the program uses it in its own paths"));
    }
    slug.to_owned()
}

fn zone(file: &Table<'_>) -> String {
    let Some(node) = file.need("zone") else { return String::new() };
    let Some(zone) = node.str() else { return String::new() };
    if zone.parse::<chrono_tz::Tz>().is_err() {
        node.fail(format!("“{zone}” is no IANA time zone such as Asia/Shanghai or Europe/Berlin"));
    }
    zone.to_owned()
}

fn country(file: &Table<'_>) -> Country {
    let node = file.need("country");
    let country = node.as_ref().and_then(Node::str).map(Country::from_code);
    if let (Some(node), Some(None)) = (&node, country) {
        node.fail("must be a country's two capital letters (ISO 3166-1), e.g. CN or DE");
    }
    country.flatten().unwrap_or(Country::UNKNOWN)
}

fn phone(file: &Table<'_>) -> String {
    let Some(node) = file.need("phone") else { return String::new() };
    let Some(phone) = node.str() else { return String::new() };
    if !formats::is_e164(phone) {
        node.fail("must be E.164: + and 7 to 15 digits without spaces, e.g. +862155550186");
    }
    phone.to_owned()
}

fn phone_display(file: &Table<'_>) -> String {
    let Some(node) = file.take("phone_display") else {
        return file.peek_str("phone").unwrap_or_default().to_owned();
    };
    node.line(40).unwrap_or_default()
}

/// An optional line that needs no translation.
fn plain(file: &Table<'_>, key: &str, length_max: usize) -> String {
    file.take(key).and_then(|node| node.line(length_max)).unwrap_or_default()
}

fn models(file: &Table<'_>) -> Vec<String> {
    let Some(node) = file.take("models") else { return Vec::new() };
    let mut models = Vec::new();
    for item in node.items(0..=200) {
        let Some(model) = item.line(60) else { continue };
        if models.contains(&model) {
            item.fail(format!("“{model}” stands here twice"));
        }
        models.push(model);
    }
    models
}
