//! The first drafts of work order and statement, derived from the booking, the dealer's catalogue and approved extra
//! work.

use super::{Line, NextService, StatementDraft, VisitDocuments, WorkItem, WorkOrder};
use crate::codes::{Decision, LineKind, Payer};
use crate::dealer::{Dealer, Prices};
use crate::language::Language;
use crate::language::LocalText;
use crate::money::{line_amount, split};
use crate::visit::Visit;
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

impl VisitDocuments {
    /// The draft work order of a booking.
    pub fn draft(dealer: &Dealer, visit: &Visit, language: Language, mileage_km: u32) -> Self {
        let speaks = dealer.speaks(Some(language));
        let text = |text: &LocalText| text.get(&speaks).to_owned();
        let services: Vec<_> = visit.appointment.services.iter().filter_map(|id| dealer.service(id)).collect();
        let items =
            services.iter().map(|service| WorkItem { id: service.id.clone(), name: text(&service.name) }).collect();
        let mut lines = Vec::new();
        for service in &services {
            if service.labour_thousandths > 0 {
                lines.push(Line {
                    id: format!("{}-labour", service.id),
                    job: Some(service.id.clone()),
                    kind: LineKind::Labour,
                    name: text(&service.name),
                    code: None,
                    brand: None,
                    part_type: None,
                    quantity_thousandths: service.labour_thousandths,
                    unit_price_amount: dealer.labour_rate_amount,
                    tax_bp: dealer.tax_bp,
                    payer: Payer::Customer,
                    reduces: None,
                });
            }
            for (number, part) in service.parts.iter().enumerate() {
                lines.push(Line {
                    id: format!("{}-part-{}", service.id, number + 1),
                    job: Some(service.id.clone()),
                    kind: LineKind::Material,
                    name: text(&part.name),
                    code: Some(part.code.clone()).filter(|code| !code.is_empty()),
                    brand: Some(part.brand.clone()).filter(|brand| !brand.is_empty()),
                    part_type: Some(part.part_type),
                    quantity_thousandths: part.quantity_thousandths,
                    unit_price_amount: part.unit_price_amount,
                    tax_bp: dealer.tax_bp,
                    payer: Payer::Customer,
                    reduces: None,
                });
            }
        }
        let advantage = advantage(&lines, visit.appointment.benefit, language.advantage_name());
        lines.extend(advantage);
        let order = WorkOrder {
            items,
            lines,
            mileage_in_km: Some(mileage_km).filter(|km| *km > 0),
            wants_parts: true,
            wants_wash: true,
            repeat_repair: false,
        };
        Self { order, statement: None, extra_work: BTreeMap::new() }
    }

    /// The statement as the desk has written it, or else a draft from the order and approved extra work.
    pub fn statement_or_draft(
        &self,
        dealer: &Dealer,
        visit: &Visit,
        language: Language,
        today: NaiveDate,
        mileage_km: u32,
    ) -> StatementDraft {
        if let Some(written) = &self.statement {
            return written.clone();
        }
        let speaks = dealer.speaks(Some(language));
        let mut lines = self.order.lines.clone();
        for extra in visit.extra_work.iter().filter(|extra| extra.decision == Some(Decision::Approve)) {
            let words = self.extra_work.get(&extra.id);
            lines.push(Line {
                id: Visit::extra_job_id(extra.id),
                job: Some(Visit::extra_job_id(extra.id)),
                kind: LineKind::Other,
                name: words.map(|words| words.title.clone()).unwrap_or_default(),
                code: None,
                brand: None,
                part_type: None,
                quantity_thousandths: 1000,
                unit_price_amount: net_of(dealer, extra.amount),
                tax_bp: dealer.tax_bp,
                payer: Payer::Customer,
                reduces: None,
            });
        }
        let (km, months) = dealer.next_service;
        let date = today.checked_add_months(Months::new(months)).unwrap_or(today);
        StatementDraft {
            lines,
            warranty: Some(dealer.warranty),
            next_service: Some(NextService { mileage_km: mileage_km + km, date }),
            care_tips: dealer.care_tips.iter().map(|tip| tip.get(&speaks).to_owned()).collect(),
            mileage_out_km: self.order.mileage_in_km,
            ..StatementDraft::default()
        }
    }

    /// Replaces the booking advantage after the booking was moved; everything else stays as the desk has written it.
    #[must_use]
    pub fn with_advantage(mut self, benefit: i64, language: Language) -> Self {
        self.order.lines.retain(|line| !is_advantage(line));
        let lines = advantage(&self.order.lines, benefit, language.advantage_name());
        self.order.lines.extend(lines);
        self
    }
}

/// The line amount of an approved gross amount. If the dealer's prices are net, it is rounded down, so that with its
/// tax never more is charged than was approved.
fn net_of(dealer: &Dealer, gross: i64) -> i64 {
    match dealer.prices {
        Prices::Gross => gross,
        Prices::Net => gross * 10_000 / (10_000 + i64::from(dealer.tax_bp)),
    }
}

/// The prefix of the ids of advantage lines; the id of the reduced line follows.
const ADVANTAGE: &str = "advantage-";

fn is_advantage(line: &Line) -> bool {
    line.kind == LineKind::Discount && line.id.starts_with(ADVANTAGE)
}

/// The booking advantage as discount lines: on one line if that line is large enough, else split over the customer's
/// lines.
fn advantage(all: &[Line], benefit: i64, name: &str) -> Vec<Line> {
    let lines: Vec<&Line> =
        all.iter().filter(|line| line.kind != LineKind::Discount && line.payer == Payer::Customer).collect();
    // The amount of a line less the discounts that it already has.
    let amount = |line: &Line| {
        let off = all.iter().filter(|other| other.reduces.as_ref() == Some(&line.id));
        let off: i64 = off.map(|discount| discount.unit_price_amount).sum();
        line_amount(line.quantity_thousandths, line.unit_price_amount).unwrap_or_default() + off
    };
    let discount = |line: &Line, by: i64| Line {
        id: format!("{ADVANTAGE}{}", line.id),
        job: line.job.clone(),
        kind: LineKind::Discount,
        name: name.to_owned(),
        code: None,
        brand: None,
        part_type: None,
        quantity_thousandths: 1000,
        unit_price_amount: -by,
        tax_bp: line.tax_bp,
        payer: line.payer,
        reduces: Some(line.id.clone()),
    };
    let total: i64 = lines.iter().map(|line| amount(line)).sum();
    let benefit = benefit.min(total);
    if benefit <= 0 {
        return Vec::new();
    }
    let bearing = lines
        .iter()
        .filter(|line| amount(line) >= benefit)
        .max_by_key(|line| (line.kind == LineKind::Labour, amount(line)));
    if let Some(line) = bearing {
        return vec![discount(line, benefit)];
    }
    let weights: Vec<u32> = lines.iter().map(|line| u32::try_from(amount(line)).unwrap_or(u32::MAX)).collect();
    let parts = split(benefit, &weights).unwrap_or_default();
    lines.iter().zip(parts).filter(|(_, part)| *part > 0).map(|(line, part)| discount(line, part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_bears_what_it_comes_to_rounded_as_the_statement_rounds_it() {
        let line = Line {
            id: "oil".to_owned(),
            job: None,
            kind: LineKind::Labour,
            name: "Oil".to_owned(),
            code: None,
            brand: None,
            part_type: None,
            quantity_thousandths: 1_500,
            unit_price_amount: 1,
            tax_bp: 0,
            payer: Payer::Customer,
            reduces: None,
        };
        let check = |benefit: i64, expected: &[i64]| {
            let discounts = advantage(std::slice::from_ref(&line), benefit, "Advantage");
            let amounts: Vec<i64> = discounts.iter().map(|discount| discount.unit_price_amount).collect();
            assert_eq!(amounts, expected, "{benefit}");
        };
        check(1, &[-1]);
        // 1.5 is rounded to 2.
        check(2, &[-2]);
        check(3, &[-2]);
        check(0, &[]);
    }
}
