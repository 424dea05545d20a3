//! Lines of a work order or a statement: checked one by one, then against each other.

use crate::codes::{LineKind, Payer};
use crate::document::Line;
use crate::limits::{AMOUNT_MAX, CODE_CHARS_MAX, LINES_MAX, QUANTITY_THOUSANDTHS_MAX, TAX_BP_MAX, TITLE_CHARS_MAX};
use crate::money;
use crate::typed::is_line;
use std::collections::HashMap;

/// A field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineField {
    /// The id of the line.
    Id,
    /// The job that the line belongs to.
    Job,
    /// The name of the line.
    Name,
    /// The part number or labour position.
    Code,
    /// The brand of a material.
    Brand,
    /// Where the part comes from.
    PartType,
    /// The quantity.
    Quantity,
    /// The unit price.
    UnitPrice,
    /// The tax rate.
    TaxBp,
    /// The line that a discount reduces.
    Reduces,
}

impl LineField {
    /// The field's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Job => "job",
            Self::Name => "name",
            Self::Code => "code",
            Self::Brand => "brand",
            Self::PartType => "part_type",
            Self::Quantity => "quantity_thousandths",
            Self::UnitPrice => "unit_price_amount",
            Self::TaxBp => "tax_bp",
            Self::Reduces => "reduces",
        }
    }
}

/// What is wrong with a field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineProblem {
    /// It is empty.
    Required,
    /// It has too many characters.
    TooLong,
    /// It has control characters.
    Text,
    /// The number exceeds the limit.
    TooLarge,
    /// The quantity must be above zero.
    NotPositive,
    /// Only a discount may be negative.
    Negative,
    /// A discount must be negative.
    NotNegative,
    /// The quantity of a discount is 1000.
    DiscountQuantity,
    /// Lines of this kind do not have this field.
    NotForKind,
    /// Another line has this id.
    Duplicate,
    /// The list has too many lines.
    TooMany,
    /// No line that could be reduced has this id.
    ReducesUnknown,
    /// The reduced line has another payer.
    ReducesPayer,
    /// The reduced line has another rate of tax.
    ReducesTax,
    /// The discounts on a line exceed its amount.
    ReducesTooMuch,
}

impl LineProblem {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::TooLong => "too-long",
            Self::Text => "text-format",
            Self::TooLarge => "too-large",
            Self::NotPositive => "not-positive",
            Self::Negative => "negative",
            Self::NotNegative => "not-negative",
            Self::DiscountQuantity => "discount-quantity",
            Self::NotForKind => "not-for-kind",
            Self::Duplicate => "duplicate",
            Self::TooMany => "too-many",
            Self::ReducesUnknown => "reduces-unknown",
            Self::ReducesPayer => "reduces-payer",
            Self::ReducesTax => "reduces-tax",
            Self::ReducesTooMuch => "reduces-too-much",
        }
    }
}

/// Which field of which line is wrong, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LineError {
    /// The index of the line in its list, from 0.
    pub line: usize,
    /// The field that is wrong.
    pub field: LineField,
    /// What is wrong with it.
    pub problem: LineProblem,
}

impl LineError {
    /// JSON pointer below the list: `/3/unit_price_amount`.
    pub fn pointer(&self) -> String {
        format!("/{}/{}", self.line, self.field.as_str())
    }

    /// The stable error code, as it is sent over the wire.
    pub const fn code(&self) -> &'static str {
        self.problem.code()
    }
}

/// Checks a single line: its texts, its limits and the fields of its kind. All errors are reported at once. Texts are
/// trimmed, and an empty optional text becomes `None`. Returns the amount with the line: quantity times unit price,
/// rounded half up once.
fn checked(line: Line) -> Result<(Line, i64), Vec<(LineField, LineProblem)>> {
    let line = tidied(line);
    let mut wrong = text_problems(&line);
    wrong.extend(kind_problems(&line));
    wrong.extend(number_problems(&line));
    let amount = money::line_amount(line.quantity_thousandths, line.unit_price_amount).unwrap_or(i64::MAX);
    if wrong.is_empty() && amount.saturating_abs() > AMOUNT_MAX {
        wrong.push((LineField::UnitPrice, LineProblem::TooLarge));
    }
    if wrong.is_empty() { Ok((line, amount)) } else { Err(wrong) }
}

fn tidied(line: Line) -> Line {
    let trim = |text: String| if text.trim().len() == text.len() { text } else { text.trim().to_owned() };
    let optional = |text: Option<String>| text.map(trim).filter(|text| !text.is_empty());
    Line {
        id: trim(line.id),
        job: optional(line.job),
        name: trim(line.name),
        code: optional(line.code),
        brand: optional(line.brand),
        reduces: optional(line.reduces),
        ..line
    }
}

fn text_problems(line: &Line) -> Vec<(LineField, LineProblem)> {
    let texts = [
        (LineField::Id, Some(&line.id), CODE_CHARS_MAX),
        (LineField::Job, line.job.as_ref(), CODE_CHARS_MAX),
        (LineField::Name, Some(&line.name), TITLE_CHARS_MAX),
        (LineField::Code, line.code.as_ref(), CODE_CHARS_MAX),
        (LineField::Brand, line.brand.as_ref(), CODE_CHARS_MAX),
        (LineField::Reduces, line.reduces.as_ref(), CODE_CHARS_MAX),
    ];
    let problem = |text: &str, chars_max: usize| {
        if text.is_empty() {
            Some(LineProblem::Required)
        } else if text.chars().count() > chars_max {
            Some(LineProblem::TooLong)
        } else if is_line(text) {
            None
        } else {
            Some(LineProblem::Text)
        }
    };
    texts.into_iter().filter_map(|(field, text, chars_max)| Some((field, problem(text?, chars_max)?))).collect()
}

fn kind_problems(line: &Line) -> Vec<(LineField, LineProblem)> {
    let mut wrong = Vec::new();
    if line.kind != LineKind::Material && line.brand.is_some() {
        wrong.push((LineField::Brand, LineProblem::NotForKind));
    }
    if line.kind != LineKind::Material && line.part_type.is_some() {
        wrong.push((LineField::PartType, LineProblem::NotForKind));
    }
    match (line.kind, &line.reduces) {
        (LineKind::Discount, None) => wrong.push((LineField::Reduces, LineProblem::Required)),
        (LineKind::Discount, Some(_)) | (_, None) => {}
        (_, Some(_)) => wrong.push((LineField::Reduces, LineProblem::NotForKind)),
    }
    wrong
}

fn number_problems(line: &Line) -> Vec<(LineField, LineProblem)> {
    let discount = line.kind == LineKind::Discount;
    let quantity = match line.quantity_thousandths {
        ..=0 => Some(LineProblem::NotPositive),
        quantity if quantity > QUANTITY_THOUSANDTHS_MAX => Some(LineProblem::TooLarge),
        quantity if discount && quantity != 1_000 => Some(LineProblem::DiscountQuantity),
        _ => None,
    };
    let price = match line.unit_price_amount {
        price if discount && price >= 0 => Some(LineProblem::NotNegative),
        price if !discount && price < 0 => Some(LineProblem::Negative),
        price if price.saturating_abs() > AMOUNT_MAX => Some(LineProblem::TooLarge),
        _ => None,
    };
    let tax = (line.tax_bp > TAX_BP_MAX).then_some(LineProblem::TooLarge);
    [(LineField::Quantity, quantity), (LineField::UnitPrice, price), (LineField::TaxBp, tax)]
        .into_iter()
        .filter_map(|(field, problem)| Some((field, problem?)))
        .collect()
}

/// Checked lines with their amounts: no id occurs twice, and every discount names a line of the list that has the same
/// payer and tax rate and is not reduced below zero. So no payer's total is negative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(Vec<(Line, i64)>);

impl Lines {
    /// Checks each line, then the list as a whole. The errors are in the order of the lines.
    pub fn parse(unchecked: Vec<Line>) -> Result<Self, Vec<LineError>> {
        if unchecked.len() > LINES_MAX {
            return Err(vec![LineError { line: LINES_MAX, field: LineField::Id, problem: LineProblem::TooMany }]);
        }
        let mut lines = Vec::with_capacity(unchecked.len());
        let mut errors = Vec::new();
        for (at, line) in unchecked.into_iter().enumerate() {
            match checked(line) {
                Ok(line) => lines.push(line),
                Err(wrong) => {
                    errors.extend(wrong.into_iter().map(|(field, problem)| LineError { line: at, field, problem }));
                }
            }
        }
        if errors.is_empty() {
            errors = disagreements(&lines);
        }
        if errors.is_empty() { Ok(Self(lines)) } else { Err(errors) }
    }

    /// The lines in their order, each with its amount in minor units: negative for a discount.
    pub fn iter(&self) -> impl Iterator<Item = (&Line, i64)> {
        self.0.iter().map(|(line, amount)| (line, *amount))
    }

    /// The sum of a job's lines for a payer, discounts taken off, in minor units, gross or net as the dealer shows
    /// prices.
    pub fn of_job(&self, job: &str, payer: Payer) -> i64 {
        let own_job = |line: &Line| {
            let reduced = line.reduces.as_ref();
            let reduced = reduced.and_then(|id| self.0.iter().map(|(other, _)| other).find(|other| other.id == *id));
            reduced.unwrap_or(line).job.as_deref() == Some(job)
        };
        self.iter().filter(|(line, _)| line.payer == payer && own_job(line)).map(|(_, amount)| amount).sum()
    }
}

fn disagreements(lines: &[(Line, i64)]) -> Vec<LineError> {
    let mut errors = Vec::new();
    let mut wrong = |line, field, problem| errors.push(LineError { line, field, problem });
    let mut left: HashMap<&str, (&Line, i64)> = HashMap::new();
    for (at, (line, amount)) in lines.iter().enumerate() {
        if left.insert(&line.id, (line, *amount)).is_some() {
            wrong(at, LineField::Id, LineProblem::Duplicate);
        }
    }
    for (at, (line, off)) in lines.iter().enumerate() {
        let Some(reduces) = &line.reduces else { continue };
        let problem = match left.get_mut(reduces.as_str()) {
            None => Some(LineProblem::ReducesUnknown),
            Some((reduced, _)) if reduced.kind == LineKind::Discount => Some(LineProblem::ReducesUnknown),
            Some((reduced, _)) if reduced.payer != line.payer => Some(LineProblem::ReducesPayer),
            Some((reduced, _)) if reduced.tax_bp != line.tax_bp => Some(LineProblem::ReducesTax),
            Some((_, amount)) => {
                *amount += off;
                (*amount < 0).then_some(LineProblem::ReducesTooMuch)
            }
        };
        if let Some(problem) = problem {
            wrong(at, LineField::Reduces, problem);
        }
    }
    errors.sort_by_key(|error| error.line);
    errors
}
