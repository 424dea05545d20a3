//! Charged lines as form state: typed text is converted to the wire's [`Line`], with errors at their fields.

use crate::desk::shared::number;
use crate::desk::shared::number::{NumberError, Style};
use crate::ui::money;
use bayside_api::codes::{LineKind, PartType, Payer};
use bayside_api::desk::Line;
use bayside_api::{FieldError, Money};
use bayside_domain::money::line_amount;
use serde::{Deserialize, Serialize};

/// One line as it stands in its input fields: what was typed, which need not be a number yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineForm {
    /// Names it within its list.
    pub id: String,
    /// The job's id, or empty.
    pub job: String,
    /// What is charged.
    pub kind: LineKind,
    /// The name that the customer reads.
    pub name: String,
    /// Part number or labour position.
    pub code: String,
    /// The brand of a material.
    pub brand: String,
    /// Where a material comes from.
    pub part_type: Option<PartType>,
    /// Hours or pieces, as typed.
    pub quantity: String,
    /// Major units per hour or piece, as typed; of a discount the amount taken off.
    pub price: String,
    /// Basis points.
    pub tax_bp: u32,
    /// Who pays.
    pub payer: Payer,
    /// The id of the line that a discount reduces, or empty.
    pub reduces: String,
}

impl LineForm {
    /// The fields of a line that was read. A discount shows what it takes off, without a sign.
    pub fn of(line: &Line, style: Style) -> Self {
        let discount = line.kind == LineKind::Discount;
        let price = if discount { -line.unit_price_amount } else { line.unit_price_amount };
        Self {
            id: line.id.clone(),
            job: line.job.clone().unwrap_or_default(),
            kind: line.kind,
            name: line.name.clone(),
            code: line.code.clone().unwrap_or_default(),
            brand: line.brand.clone().unwrap_or_default(),
            part_type: line.part_type,
            quantity: style.show_thousandths(line.quantity_thousandths),
            price: style.show_money(price),
            tax_bp: line.tax_bp,
            payer: line.payer,
            reduces: line.reduces.clone().unwrap_or_default(),
        }
    }

    /// A new line of a kind; rate and tax are taken from the lines that are there already.
    pub fn new(kind: LineKind, lines: &[Self], default_tax_bp: u32) -> Self {
        let alike = lines.iter().rev().find(|line| line.kind == kind);
        let any = alike.or(lines.last());
        Self {
            id: free_id("line", lines.iter().map(|line| line.id.as_str())),
            job: any.map(|line| line.job.clone()).unwrap_or_default(),
            kind,
            name: String::new(),
            code: String::new(),
            brand: String::new(),
            part_type: (kind == LineKind::Material).then_some(PartType::Original),
            quantity: "1".to_owned(),
            price: match (kind, alike) {
                (LineKind::Labour, Some(line)) => line.price.clone(),
                _ => String::new(),
            },
            tax_bp: any.map_or(default_tax_bp, |line| line.tax_bp),
            payer: Payer::Customer,
            reduces: if kind == LineKind::Discount {
                lines
                    .iter()
                    .find(|line| line.kind != LineKind::Discount)
                    .map(|line| line.id.clone())
                    .unwrap_or_default()
            } else {
                String::new()
            },
        }
    }

    /// Thousandths, as typed.
    pub fn quantity(&self) -> Result<i64, NumberError> {
        if self.kind == LineKind::Discount {
            return Ok(1000);
        }
        number::thousandths(&self.quantity)
            .and_then(|value| if value < 0 { Err(NumberError::Format) } else { Ok(value) })
    }

    /// Minor units per hour or piece, as typed; negative for a discount, whichever sign was typed.
    pub fn price(&self, style: Style) -> Result<i64, NumberError> {
        let price = style.money(&self.price)?;
        match self.kind {
            LineKind::Discount => Ok(-price.abs()),
            _ if price < 0 => Err(NumberError::Format),
            _ => Ok(price),
        }
    }

    /// What the line comes to, in minor units, once both numbers can be read.
    pub fn amount(&self, style: Style) -> Option<i64> {
        line_amount(self.quantity().ok()?, self.price(style).ok()?).ok()
    }

    fn to_line(&self, at: usize, style: Style, errors: &mut Vec<FieldError>) -> Line {
        let mut wrong = |field: &str, code: &str| {
            errors.push(FieldError { pointer: format!("/lines/{at}/{field}"), code: code.to_owned() });
        };
        if self.name.trim().is_empty() {
            wrong("name", "required");
        }
        let discount = self.kind == LineKind::Discount;
        if discount && self.reduces.is_empty() {
            wrong("reduces", "required");
        }
        let mut read = |field: &str, value: Result<i64, NumberError>| {
            value.unwrap_or_else(|error| {
                wrong(field, error.code());
                0
            })
        };
        let quantity_thousandths = read("quantity_thousandths", self.quantity());
        let unit_price_amount = read("unit_price_amount", self.price(style));
        Line {
            id: self.id.clone(),
            job: filled(&self.job),
            kind: self.kind,
            name: self.name.trim().to_owned(),
            code: filled(&self.code),
            brand: if self.kind == LineKind::Material { filled(&self.brand) } else { None },
            part_type: if self.kind == LineKind::Material { self.part_type } else { None },
            quantity_thousandths,
            unit_price_amount,
            tax_bp: self.tax_bp,
            payer: self.payer,
            reduces: if discount { filled(&self.reduces) } else { None },
        }
    }
}

/// Adds a line of a kind after the last one of a job (empty: of none).
pub fn add_to_job(lines: &mut Vec<LineForm>, kind: LineKind, job: &str, default_tax_bp: u32) {
    let mut line = LineForm::new(kind, lines, default_tax_bp);
    job.clone_into(&mut line.job);
    let last = lines.iter().rposition(|other| other.job == job);
    if let (LineKind::Discount, Some(at)) = (kind, lines.iter().position(|one| one.job == job && one.kind != kind)) {
        line.reduces.clone_from(&lines[at].id);
    }
    lines.insert(last.map_or(lines.len(), |at| at + 1), line);
}

/// Takes a line away, with the discounts on it.
pub fn remove(lines: &mut Vec<LineForm>, id: &str) {
    lines.retain(|line| line.id != id);
    drop_orphans(lines);
}

/// Drops discounts whose line has gone.
pub fn drop_orphans(lines: &mut Vec<LineForm>) {
    let ids: Vec<String> = lines.iter().map(|line| line.id.clone()).collect();
    lines.retain(|line| line.reduces.is_empty() || ids.contains(&line.reduces));
}

/// The wire's lines; what cannot be read is added to `errors` with its pointer.
pub fn to_lines(forms: &[LineForm], style: Style, errors: &mut Vec<FieldError>) -> Vec<Line> {
    forms.iter().enumerate().map(|(at, form)| form.to_line(at, style, errors)).collect()
}

/// What the customer's own lines come to, in minor units; lines that cannot be read count nothing.
pub fn customer_sum(forms: &[LineForm], style: Style) -> i64 {
    forms.iter().filter(|line| line.payer == Payer::Customer).filter_map(|line| line.amount(style)).sum()
}

/// Whether some line's amount has decimals, so that all are written with them.
pub fn has_decimals(forms: &[LineForm], style: Style) -> bool {
    let amounts = forms.iter().filter_map(|line| line.amount(style));
    amounts.map(|amount| Money::new(amount, style.currency)).any(|amount| !money::is_whole(amount))
}

/// Trimmed, or nothing.
pub fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The first free id `prefix-1`, `prefix-2`, ….
pub fn free_id<'a>(prefix: &str, taken: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<&str> = taken.collect();
    (1..=taken.len() + 1)
        .map(|at| format!("{prefix}-{at}"))
        .find(|id| !taken.contains(&id.as_str()))
        .expect("one number more than ids are taken")
}

/// The code of the error at a pointer, if there is one.
pub fn error_at<'a>(errors: &'a [FieldError], pointer: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.pointer == pointer).map(|error| error.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn yuan() -> Style {
        Style::new("CNY", Language::En)
    }

    fn labour() -> LineForm {
        LineForm {
            name: "更换机油".to_owned(),
            quantity: "2.2".to_owned(),
            price: "180".to_owned(),
            ..LineForm::new(LineKind::Labour, &[], 1300)
        }
    }

    #[test]
    fn one_line_with_decimals_gives_them_to_all() {
        let cheap = LineForm { price: "0.55".to_owned(), quantity: "1".to_owned(), ..labour() };
        assert!(!has_decimals(&[labour()], yuan()));
        assert!(has_decimals(&[labour(), cheap], yuan()));
    }

    #[test]
    fn hours_times_rate_is_rounded_half_up_once() {
        assert_eq!(labour().amount(yuan()), Some(39_600));
    }

    #[test]
    fn a_line_that_was_read_is_written_the_same() {
        let line = Line {
            id: "m-1".to_owned(),
            job: Some("major".to_owned()),
            kind: LineKind::Material,
            name: "机油".to_owned(),
            code: Some("G 052".to_owned()),
            brand: Some("大众".to_owned()),
            part_type: Some(PartType::Original),
            quantity_thousandths: 4500,
            unit_price_amount: 12_850,
            tax_bp: 1300,
            payer: Payer::Customer,
            reduces: None,
        };
        let discount = Line {
            id: "d-1".to_owned(),
            kind: LineKind::Discount,
            quantity_thousandths: 1000,
            unit_price_amount: -8000,
            reduces: Some("m-1".to_owned()),
            part_type: None,
            brand: None,
            ..line.clone()
        };
        for comma in [false, true] {
            let style = Style { comma, ..yuan() };
            let forms = [LineForm::of(&line, style), LineForm::of(&discount, style)];
            let mut errors = Vec::new();
            assert_eq!(to_lines(&forms, style, &mut errors), [line.clone(), discount.clone()]);
            assert!(errors.is_empty());
        }
    }

    #[test]
    fn each_error_points_at_its_row_and_field() {
        let bad = LineForm { name: " ".to_owned(), quantity: "two".to_owned(), price: String::new(), ..labour() };
        let mut errors = Vec::new();
        to_lines(&[labour(), bad], yuan(), &mut errors);
        assert_eq!(error_at(&errors, "/lines/1/name"), Some("required"));
        assert_eq!(error_at(&errors, "/lines/1/quantity_thousandths"), Some("number-format"));
        assert_eq!(error_at(&errors, "/lines/1/unit_price_amount"), Some("required"));
        assert_eq!(error_at(&errors, "/lines/0/name"), None);
    }

    #[test]
    fn a_discount_takes_off_whichever_sign_was_typed() {
        let mut discount = LineForm::new(LineKind::Discount, &[labour()], 1300);
        assert_eq!(discount.reduces, "line-1", "it names the line that it reduces");
        discount.price = "80".to_owned();
        assert_eq!(discount.price(yuan()), Ok(-8000));
        discount.price = "-80".to_owned();
        assert_eq!(discount.price(yuan()), Ok(-8000));
        assert_eq!(customer_sum(&[labour(), discount], yuan()), 31_600);
    }

    #[test]
    fn a_new_line_takes_rate_tax_and_job_from_those_that_are_there() {
        let first = LineForm { job: "major".to_owned(), tax_bp: 600, ..labour() };
        let next = LineForm::new(LineKind::Labour, &[first.clone()], 1300);
        assert_eq!((next.price.as_str(), next.tax_bp, next.job.as_str()), ("180", 600, "major"));
        assert_ne!(next.id, first.id);
    }

    #[test]
    fn a_discount_of_a_job_reduces_a_line_of_that_job() {
        let other = LineForm { id: "line-9".to_owned(), job: "air".to_owned(), ..labour() };
        let mut lines = vec![labour(), other];
        add_to_job(&mut lines, LineKind::Discount, "air", 1300);
        assert_eq!(lines[2].reduces, "line-9");
        remove(&mut lines, "line-9");
        assert_eq!(lines.len(), 1, "the discount goes with its line");
    }

    #[test]
    fn only_what_the_customer_pays_is_summed() {
        let warranty = LineForm { payer: Payer::Warranty, ..labour() };
        let unread = LineForm { price: "?".to_owned(), ..labour() };
        assert_eq!(customer_sum(&[labour(), warranty, unread], yuan()), 39_600);
    }
}
