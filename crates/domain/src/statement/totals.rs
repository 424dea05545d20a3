//! What each payer owes.

use super::line::Lines;
use crate::codes::Payer;
use crate::dealer::Prices;
use crate::document::Line;
use crate::money;
use std::collections::BTreeMap;

/// The tax at one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tax {
    /// The rate in basis points: 1300 is 13 %.
    pub rate_bp: u32,
    /// The tax in minor units, rounded half up once on the sum of the payer's lines of this rate.
    pub amount: i64,
    /// Whether the lines already include the tax.
    pub included: bool,
}

/// What one payer owes, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayerTotal {
    /// The payer: customer, warranty, insurance or goodwill.
    pub payer: Payer,
    /// The sum of the payer's lines.
    pub lines: i64,
    /// The taxes, one per rate above zero, lowest rate first.
    pub taxes: Vec<Tax>,
    /// The amount to pay: the lines, plus the taxes that they do not include.
    pub total: i64,
}

/// What every payer of a list of lines owes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals(Vec<PayerTotal>);

impl Totals {
    /// Sums the lines per payer and rate. A payer without lines does not appear.
    pub fn of(lines: &Lines, prices: Prices) -> Self {
        let mut sums: BTreeMap<Payer, BTreeMap<u32, i64>> = BTreeMap::new();
        for (line, amount) in lines.iter() {
            *sums.entry(line.payer).or_default().entry(line.tax_bp).or_default() += amount;
        }
        Self(sums.into_iter().map(|(payer, by_rate)| payer_total(payer, &by_rate, prices)).collect())
    }

    /// The totals in the order of the payers: customer, warranty, insurance, goodwill.
    pub fn as_slice(&self) -> &[PayerTotal] {
        &self.0
    }

    /// The total of a payer, if it has any lines.
    pub fn payer(&self, payer: Payer) -> Option<&PayerTotal> {
        self.0.iter().find(|total| total.payer == payer)
    }

    /// What the customer pays, in minor units; zero without lines.
    pub fn customer(&self) -> i64 {
        self.payer(Payer::Customer).map_or(0, |total| total.total)
    }
}

/// What the customer pays for stored lines, in minor units. They were checked when they were written; if they are no
/// longer valid by today's rules, the result is 0.
pub fn customer_total(lines: &[Line], prices: Prices) -> i64 {
    Lines::parse(lines.to_vec()).map_or(0, |lines| Totals::of(&lines, prices).customer())
}

fn payer_total(payer: Payer, by_rate: &BTreeMap<u32, i64>, prices: Prices) -> PayerTotal {
    let lines = by_rate.values().sum();
    let included = prices == Prices::Gross;
    let tax = if included { money::included_tax } else { money::added_tax };
    let taxes: Vec<Tax> = by_rate
        .iter()
        .filter(|(rate_bp, _)| **rate_bp > 0)
        .map(|(&rate_bp, &sum)| Tax {
            rate_bp,
            amount: tax(sum, rate_bp).expect("bounded lines at a bounded rate stay far below 64 bits"),
            included,
        })
        .collect();
    let on_top: i64 = taxes.iter().filter(|tax| !tax.included).map(|tax| tax.amount).sum();
    PayerTotal { payer, lines, taxes, total: lines + on_top }
}
