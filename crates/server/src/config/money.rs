//! Currency, prices, tax, labour rate and benefit.

use super::reader::{Node, Table};
use bayside_domain::dealer::{Benefit, Prices};
use bayside_domain::money::Currency;
use toml::de::DeValue;

/// The greatest amount of a dealer's file, in minor units.
const AMOUNT_MAX: i64 = 10_000_000_000;

/// ISO 4217 currencies with two digits after the point.
const TWO_DIGITS: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG \
    HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK \
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS \
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
/// ISO 4217 currencies without digits after the point.
const NO_DIGITS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
/// ISO 4217 currencies with three digits after the point.
const THREE_DIGITS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// How many digits a currency has after the point, if ISO 4217 knows it.
fn digits_of(code: &str) -> Option<u32> {
    [(TWO_DIGITS, 2), (NO_DIGITS, 0), (THREE_DIGITS, 3)]
        .into_iter()
        .find_map(|(codes, digits)| codes.split_ascii_whitespace().any(|known| known == code).then_some(digits))
}

/// What the dealer's amounts are counted in, and the terms that go with it.
pub(super) struct Coins {
    currency: Currency,
    digits: u32,
    prices: Prices,
    tax_bp: u32,
    labour_rate: i64,
}

impl Coins {
    /// Reads `[prices]`.
    pub(super) fn read(file: &Table<'_>) -> Self {
        let coins = file.need("prices").and_then(|node| node.table(Self::prices_table));
        coins.unwrap_or_else(|| Self {
            currency: fallback(),
            digits: 2,
            prices: Prices::Gross,
            tax_bp: 0,
            labour_rate: 0,
        })
    }

    fn prices_table(table: &Table<'_>) -> Self {
        let (currency, digits) = table.need("currency").and_then(|node| currency(&node)).unwrap_or((fallback(), 2));
        let prices = match table.take("shown") {
            None => Prices::Gross,
            Some(node) => match node.str() {
                Some("gross") | None => Prices::Gross,
                Some("net") => Prices::Net,
                Some(other) => {
                    node.fail(format!("“{other}” must be “gross” (tax included) or “net” (tax on top)"));
                    Prices::Gross
                }
            },
        };
        let tax_bp = table.need("tax_percent").and_then(|node| node.decimal(2, 10_000)).unwrap_or(0) as u32;
        let labour_rate = table.need("labour_per_hour").and_then(|node| node.decimal(digits, AMOUNT_MAX)).unwrap_or(0);
        Self { currency, digits, prices, tax_bp, labour_rate }
    }

    /// Reads `[benefit]`: what a booking saves, by how full the workshop is, and whether who booked is received
    /// without queueing.
    pub(super) fn benefit(&self, file: &Table<'_>) -> Benefit {
        let read = |table: &Table<'_>| {
            let amount = |key| table.take(key).and_then(|node| self.amount(&node)).unwrap_or(0);
            Benefit {
                quiet_amount: amount("quiet"),
                medium_amount: amount("medium"),
                busy_amount: amount("busy"),
                express_minutes: table.take("express").and_then(|node| express(&node)),
            }
        };
        file.take("benefit").and_then(|node| node.table(read)).unwrap_or_default()
    }

    /// An amount of the file in minor units; never negative.
    pub(super) fn amount(&self, node: &Node<'_>) -> Option<i64> {
        node.decimal(self.digits, AMOUNT_MAX)
    }

    pub(super) fn currency(&self) -> Currency {
        self.currency
    }

    pub(super) fn prices(&self) -> Prices {
        self.prices
    }

    pub(super) fn tax_bp(&self) -> u32 {
        self.tax_bp
    }

    pub(super) fn labour_rate(&self) -> i64 {
        self.labour_rate
    }
}

/// Express reception: `true` (at once), `false`, or within how many minutes.
fn express(node: &Node<'_>) -> Option<u32> {
    match node.value() {
        DeValue::Boolean(true) => Some(0),
        DeValue::Boolean(false) => None,
        DeValue::Integer(_) => node.number(1..=60),
        _ => {
            node.fail("must be true, false, or the minutes within which who booked is received");
            None
        }
    }
}

fn currency(node: &Node<'_>) -> Option<(Currency, u32)> {
    let code = node.str()?;
    let found = Currency::parse(code).zip(digits_of(code));
    if found.is_none() {
        node.fail(format!("“{code}” is no currency of ISO 4217 such as CNY or EUR"));
    }
    found
}

fn fallback() -> Currency {
    Currency::parse("CNY").expect("three capital letters")
}
