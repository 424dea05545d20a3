//! Currency, prices, tax, labour rate and benefit.

use super::reader::{Node, Table};
use bayside_domain::dealer::{Benefit, Prices};
use bayside_domain::money::Currency;
use toml::de::DeValue;

/// The greatest amount of a dealer's file, in minor units.
const AMOUNT_MAX: i64 = 10_000_000_000;

/// The dealer's currency, with the price and tax settings.
pub(super) struct CurrencyRules {
    currency: Currency,
    prices: Prices,
    tax_bp: u32,
    labour_rate: i64,
}

impl CurrencyRules {
    /// Reads `[prices]`.
    pub(super) fn read(file: &Table<'_>) -> Self {
        let coins = file.need("prices").and_then(|node| node.table(Self::prices_table));
        coins.unwrap_or_else(|| Self { currency: fallback(), prices: Prices::Gross, tax_bp: 0, labour_rate: 0 })
    }

    fn prices_table(table: &Table<'_>) -> Self {
        let currency = table.need("currency").and_then(|node| currency(&node)).unwrap_or_else(fallback);
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
        let labour_rate =
            table.need("labour_per_hour").and_then(|node| node.decimal(currency.digits(), AMOUNT_MAX)).unwrap_or(0);
        Self { currency, prices, tax_bp, labour_rate }
    }

    /// Reads `[benefit]`: what a booking saves, by how full the workshop is, and whether customers with a booking are
    /// received without queueing.
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

    /// Reads an amount in minor units; never negative.
    pub(super) fn amount(&self, node: &Node<'_>) -> Option<i64> {
        node.decimal(self.currency.digits(), AMOUNT_MAX)
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

fn currency(node: &Node<'_>) -> Option<Currency> {
    let code = node.str()?;
    let found = Currency::parse(code).filter(|currency| currency.is_listed());
    if found.is_none() {
        node.fail(format!("“{code}” is no currency of ISO 4217 such as CNY or EUR"));
    }
    found
}

fn fallback() -> Currency {
    Currency::parse("CNY").expect("three capital letters")
}
