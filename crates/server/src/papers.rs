//! The papers of a visit: work order, statement, and the words of extra work. Drafted from the
//! dealer's catalogue, written by the desk, computed by the domain.

use crate::app::AtDealer;
use crate::http::problem::{Failure, Refusal};
use bayside_api::desk::{Line, OrderItem, StatementDraft, WorkOrder};
use bayside_api::problem::{Code, FieldError};
use bayside_domain::dealer::{Dealer, LocalText};
use bayside_domain::money::split;
use bayside_domain::statement::{LineInput, Lines, Totals};
use bayside_domain::visit::Visit;
use bayside_domain::words::{LineKind, Payer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What extra work is about, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraWords {
    /// What.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// Work order, statement and the words of extra work.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Papers {
    /// What the customer authorises.
    pub order: WorkOrder,
    /// What will be charged and explained; `None` until the desk has written one.
    pub statement: Option<StatementDraft>,
    /// By the item's id.
    pub extra_work: BTreeMap<i64, ExtraWords>,
}

impl Papers {
    /// The first draft, from what was booked.
    pub fn draft(dealer: &Dealer, visit: &Visit, locale: &str, mileage_km: u32) -> Self {
        let speaks = dealer.speaks(Some(locale));
        let text = |text: &LocalText| text.get(&speaks).to_owned();
        let services: Vec<_> = visit.services.iter().filter_map(|id| dealer.service(id)).collect();
        let items =
            services.iter().map(|service| OrderItem { id: service.id.clone(), name: text(&service.name) }).collect();
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
        let advantage = advantage(&lines, visit.benefit, benefit_name(locale));
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

    /// The statement as written, or as it follows from the order and approved extra work.
    pub fn statement(
        &self,
        dealer: &Dealer,
        visit: &Visit,
        locale: &str,
        today: chrono::NaiveDate,
        mileage_km: u32,
    ) -> StatementDraft {
        if let Some(written) = &self.statement {
            return written.clone();
        }
        let speaks = dealer.speaks(Some(locale));
        let mut lines = self.order.lines.clone();
        for extra in
            visit.extra_work.iter().filter(|extra| extra.decision == Some(bayside_domain::words::Decision::Approve))
        {
            let words = self.extra_work.get(&extra.id);
            lines.push(Line {
                id: format!("extra-{}", extra.id),
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
        let warranty = dealer.warranty;
        let (km, months) = dealer.next_service;
        let date = today.checked_add_months(chrono::Months::new(months)).unwrap_or(today);
        StatementDraft {
            lines,
            warranty: Some(bayside_api::statement::Warranty {
                km: warranty.km,
                days: warranty.days,
                statutory_km: warranty.statutory_km,
                statutory_days: warranty.statutory_days,
            }),
            next_service: Some(bayside_api::statement::NextService {
                mileage_km: mileage_km + km,
                date: bayside_api::Date(date),
            }),
            care_tips: dealer.care_tips.iter().map(|tip| tip.get(&speaks).to_owned()).collect(),
            mileage_out_km: self.order.mileage_in_km,
            ..StatementDraft::default()
        }
    }

    /// Reads stored papers; a value that cannot be read is an error of ours.
    pub fn from_json(text: &str) -> Result<Self, Failure> {
        serde_json::from_str(text).map_err(|error| {
            tracing::error!(%error, "stored papers cannot be read");
            Failure::new(Code::Internal)
        })
    }

    /// As they are stored.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("papers are JSON")
    }

    /// The papers of a visit.
    pub async fn read(at: &mut AtDealer<'_, '_>, visit: i64) -> Result<Self, Failure> {
        match at.tx.paper(at.dealer.id, visit).await? {
            Some(text) => Self::from_json(&text),
            None => Ok(Self::default()),
        }
    }

    /// Writes the papers of a visit.
    pub async fn write(&self, at: &mut AtDealer<'_, '_>, visit: i64) -> Result<(), Failure> {
        Ok(at.tx.put_paper(at.dealer.id, visit, &self.to_json()).await?)
    }

    /// Puts another hour's advantage in place of the one before; everything else stays as the desk has written it.
    #[must_use]
    pub fn with_advantage(mut self, benefit: i64, locale: &str) -> Self {
        self.order.lines.retain(|line| !is_advantage(line));
        let lines = advantage(&self.order.lines, benefit, benefit_name(locale));
        self.order.lines.extend(lines);
        self
    }
}

/// For a net dealer the net amount whose gross is nearest to `gross`.
fn net_of(dealer: &Dealer, gross: i64) -> i64 {
    match dealer.prices {
        bayside_domain::dealer::Prices::Gross => gross,
        bayside_domain::dealer::Prices::Net => gross * 10_000 / (10_000 + i64::from(dealer.tax_bp)),
    }
}

/// What the advantage's lines are called, before the id of the line that each reduces.
const ADVANTAGE: &str = "advantage-";

fn is_advantage(line: &Line) -> bool {
    line.kind == LineKind::Discount && line.id.starts_with(ADVANTAGE)
}

/// The booking's advantage as discounts: on one line if one bears it, else spread over the customer's lines.
fn advantage(all: &[Line], benefit: i64, name: &str) -> Vec<Line> {
    let lines: Vec<&Line> =
        all.iter().filter(|line| line.kind != LineKind::Discount && line.payer == Payer::Customer).collect();
    // What is left of a line below the discounts that it has already.
    let amount = |line: &Line| {
        let off = all.iter().filter(|other| other.reduces.as_ref() == Some(&line.id));
        let off: i64 = off.map(|discount| discount.unit_price_amount).sum();
        line.quantity_thousandths * line.unit_price_amount / 1000 + off
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

fn benefit_name(locale: &str) -> &'static str {
    match locale.split('-').next() {
        Some("zh") => "预约优惠",
        Some("de") => "Buchungsvorteil",
        _ => "Booking advantage",
    }
}

/// Checks lines; `pointer` is where the list stands in the request.
pub fn parsed(lines: &[Line], pointer: &str) -> Result<Lines, Box<Refusal>> {
    let inputs = lines
        .iter()
        .map(|line| LineInput {
            id: line.id.clone(),
            job: line.job.clone(),
            kind: line.kind,
            name: line.name.clone(),
            code: line.code.clone(),
            brand: line.brand.clone(),
            part_type: line.part_type,
            quantity_thousandths: line.quantity_thousandths,
            unit_price: line.unit_price_amount,
            tax_bp: line.tax_bp,
            payer: line.payer,
            reduces: line.reduces.clone(),
        })
        .collect();
    Lines::parse(inputs).map_err(|errors| {
        let mut problem = Refusal::new(Code::Invalid);
        problem.errors = errors
            .iter()
            .map(|error| FieldError { pointer: format!("{pointer}{}", error.pointer()), code: error.code().to_owned() })
            .collect();
        Box::new(problem)
    })
}

/// What the customer pays for lines; 0 for lines that do not parse (they were checked when written).
pub fn customer_total(dealer: &Dealer, lines: &[Line]) -> i64 {
    parsed(lines, "").map_or(0, |lines| Totals::of(&lines, dealer.prices).customer())
}
