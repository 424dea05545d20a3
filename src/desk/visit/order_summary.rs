//! The work order in short: what each job costs, and what is added to it or taken off.

use bayside_api::Currency;
use bayside_api::codes::{LineKind, Payer};
use bayside_api::desk::{DeskVisit, Line};
use bayside_domain::money::line_amount;

/// A row of the table; minor units of what the customer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A job.
    Job {
        /// What it is called.
        name: String,
        /// Its labour.
        labour: i64,
        /// Its materials.
        material: i64,
    },
    /// A fee or a discount, which is neither.
    Other {
        /// What it is called.
        name: String,
        /// The amount, negative if it is taken off.
        amount: i64,
    },
}

impl Row {
    /// What the row adds to the sum.
    pub const fn amount(&self) -> i64 {
        match self {
            Self::Job { labour, material, .. } => *labour + *material,
            Self::Other { amount, .. } => *amount,
        }
    }
}

/// The rows, so that each adds up and all of them do; jobs by their names in the reader's language.
pub fn rows(visit: &DeskVisit) -> Vec<Row> {
    let order = &visit.work_order;
    let paid: Vec<(&Line, i64)> = order
        .lines
        .iter()
        .filter(|line| line.payer == Payer::Customer)
        .filter_map(|line| Some((line, line_amount(line.quantity_thousandths, line.unit_price_amount).ok()?)))
        .collect();
    let others = |job: Option<&str>| {
        paid.iter()
            .filter(|(line, _)| line.job.as_deref() == job && matches!(line.kind, LineKind::Other | LineKind::Discount))
            .map(|(line, amount)| Row::Other { name: line.name.clone(), amount: *amount })
            .collect::<Vec<_>>()
    };
    let mut rows = Vec::new();
    for item in &order.items {
        let sum = |kind: LineKind| {
            let of_job = paid.iter().filter(|(line, _)| line.job.as_deref() == Some(&item.id) && line.kind == kind);
            of_job.map(|(_, amount)| amount).sum()
        };
        let known = visit.jobs.iter().find(|job| job.id == item.id);
        let name = known.map_or(&item.name, |job| &job.name).clone();
        rows.push(Row::Job { name, labour: sum(LineKind::Labour), material: sum(LineKind::Material) });
        rows.extend(others(Some(&item.id)));
    }
    rows.extend(others(None));
    rows
}

/// Whether any of the amounts of one table needs decimals: then all of them have them.
pub fn needs_decimals(amounts: impl IntoIterator<Item = i64>, currency: Currency) -> bool {
    let unit = 10_i64.pow(currency.digits());
    amounts.into_iter().any(|amount| amount % unit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fixtures;

    #[test]
    fn a_discount_stands_in_a_row_of_its_own() {
        let mut visit = fixtures::visit();
        let mut discount = fixtures::line("d-1", LineKind::Discount, 1000, -8000);
        discount.name = "网上预约优惠".to_owned();
        visit.work_order.lines.push(discount);
        let found = rows(&visit);
        let name = "6 万公里保养".to_owned();
        assert_eq!(found[0], Row::Job { name, labour: 39_600, material: 57_825 });
        assert_eq!(found[1], Row::Other { name: "网上预约优惠".to_owned(), amount: -8000 });
        assert_eq!(found.iter().map(Row::amount).sum::<i64>(), 39_600 + 57_825 - 8000);
    }

    #[test]
    fn what_another_pays_is_no_part_of_it() {
        let mut visit = fixtures::visit();
        visit.work_order.lines.iter_mut().for_each(|line| line.payer = Payer::Warranty);
        assert_eq!(rows(&visit)[0].amount(), 0);
    }

    #[test]
    fn one_amount_with_decimals_gives_them_to_all() {
        let euro = Currency::parse("EUR").unwrap();
        assert!(needs_decimals([36_400, 20_640], euro));
        assert!(!needs_decimals([36_400, 20_600], euro));
        assert!(!needs_decimals([5, 7], Currency::parse("JPY").unwrap()));
    }
}
