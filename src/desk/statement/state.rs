//! The statement's draft while it is typed.

use crate::desk::lines::state::{LineForm, customer_sum, filled, free_id, to_lines};
use crate::desk::shared::number;
use crate::desk::shared::number::{NumberError, Style, kilometres_or_none, whole};
use bayside_api::codes::PartFate;
use bayside_api::desk::{DeskVisit, Difference, DoneNote, StatementDraft};
use bayside_api::statement::{Finding, Gauge, NextService, ReplacedPart, Warranty};
use bayside_api::{Date, FieldError};
use bayside_domain::typed::kilometres;
use serde::{Deserialize, Serialize};

/// A finding as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingForm {
    /// Names it within the statement.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// In more words.
    pub detail: String,
    /// A reading against its limit.
    pub gauge: Option<GaugeForm>,
}

/// A reading as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GaugeForm {
    /// What was measured.
    pub label: String,
    /// e.g. `mm`.
    pub unit: String,
    /// The reading.
    pub value: String,
    /// Beyond this it must be replaced.
    pub limit: String,
    /// As new.
    pub new: String,
}

/// A difference as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceForm {
    /// What it is about.
    pub title: String,
    /// Why it is so, for the customer.
    pub reason: String,
    /// Major units; negative where less is charged.
    pub amount: String,
}

/// The draft as it stands in its input fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftForm {
    /// What was found.
    pub found: Vec<FindingForm>,
    /// What was done: every job of the order, with its words.
    pub done: Vec<DoneNote>,
    /// The charges.
    pub lines: Vec<LineForm>,
    /// Why the charge differs.
    pub differences: Vec<DifferenceForm>,
    /// Replaced parts.
    pub replaced_parts: Vec<ReplacedPart>,
    /// Kilometres and days of the repair warranty; both empty leaves the dealer's default.
    pub warranty_km: String,
    /// See `warranty_km`.
    pub warranty_days: String,
    /// The least that the law asks for: kilometres and days.
    pub statutory: (u32, u32),
    /// Odometer of the next service.
    pub next_km: String,
    /// Date of the next service, `YYYY-MM-DD`.
    pub next_date: String,
    /// One tip a line.
    pub care_tips: String,
    /// Odometer on delivery.
    pub mileage_out: String,
    /// Engine number.
    pub engine_no: String,
}

impl DraftForm {
    /// The fields of the draft that the server gave for a visit.
    pub fn of(visit: &DeskVisit, style: Style) -> Self {
        let draft = &visit.statement;
        let warranty = draft.warranty.as_ref();
        let next = draft.next_service.as_ref();
        Self {
            found: draft.found.iter().map(|finding| FindingForm::of(finding, style)).collect(),
            done: visit.jobs.iter().map(|job| DoneNote { job: job.id.clone(), detail: note(draft, &job.id) }).collect(),
            lines: draft.lines.iter().map(|line| LineForm::of(line, style)).collect(),
            differences: draft
                .differences
                .iter()
                .map(|difference| DifferenceForm {
                    title: difference.title.clone(),
                    reason: difference.reason.clone(),
                    amount: style.show_money(difference.amount),
                })
                .collect(),
            replaced_parts: draft.replaced_parts.clone(),
            warranty_km: warranty.map(|warranty| warranty.km.to_string()).unwrap_or_default(),
            warranty_days: warranty.map(|warranty| warranty.days.to_string()).unwrap_or_default(),
            statutory: warranty.map(|warranty| (warranty.statutory_km, warranty.statutory_days)).unwrap_or_default(),
            next_km: next.map(|next| next.mileage_km.to_string()).unwrap_or_default(),
            next_date: next.map(|next| next.date.to_string()).unwrap_or_default(),
            care_tips: draft.care_tips.join("\n"),
            mileage_out: draft.mileage_out_km.map(|km| km.to_string()).unwrap_or_default(),
            engine_no: draft.engine_no.clone().unwrap_or_default(),
        }
    }

    /// The wire's draft, or every field that cannot be taken, with the server's own pointers.
    pub fn to_draft(&self, style: Style) -> Result<StatementDraft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let draft = StatementDraft {
            found: self.findings(&mut errors),
            done: self
                .done
                .iter()
                .filter(|note| !note.detail.trim().is_empty())
                .map(|note| DoneNote { job: note.job.clone(), detail: note.detail.trim().to_owned() })
                .collect(),
            lines: to_lines(&self.lines, style, &mut errors),
            differences: self.differences(style, &mut errors),
            replaced_parts: self.parts(&mut errors),
            warranty: self.warranty(&mut errors),
            next_service: self.next_service(&mut errors),
            care_tips: self.care_tips.lines().filter_map(filled).collect(),
            mileage_out_km: taken(kilometres_or_none(&self.mileage_out), "/mileage_out_km", &mut errors).flatten(),
            engine_no: filled(&self.engine_no),
        };
        if errors.is_empty() { Ok(draft) } else { Err(errors) }
    }

    /// What the customer's lines come to, in minor units.
    pub fn sum(&self, style: Style) -> i64 {
        customer_sum(&self.lines, style)
    }

    /// What the typed differences explain, in minor units; those that cannot be read count nothing.
    pub fn explained(&self, style: Style) -> i64 {
        self.differences.iter().filter_map(|difference| style.money(&difference.amount).ok()).sum()
    }

    /// What would be charged with the lines as typed: the server's figure, moved by what changed
    /// since. Exact where prices contain their tax; the server has the last word on saving.
    pub fn charged(&self, visit: &DeskVisit, style: Style) -> i64 {
        let read: Vec<_> = visit.statement.lines.iter().map(|line| LineForm::of(line, style)).collect();
        visit.charged.amount + self.sum(style) - customer_sum(&read, style)
    }

    /// Adds an empty finding, with or without a reading.
    pub fn add_finding(&mut self, with_gauge: bool) {
        let id = free_id("finding", self.found.iter().map(|finding| finding.id.as_str()));
        let gauge = with_gauge.then(|| GaugeForm { unit: "mm".to_owned(), ..GaugeForm::default() });
        self.found.push(FindingForm { id, gauge, ..FindingForm::default() });
    }

    /// Adds a difference that explains all that is left.
    pub fn add_difference(&mut self, left: i64, style: Style) {
        let amount = if left == 0 { String::new() } else { style.show_money(left) };
        self.differences.push(DifferenceForm { amount, ..DifferenceForm::default() });
    }

    /// Adds a replaced part; the customer's wish decides what becomes of it at first.
    pub fn add_part(&mut self, wanted: bool) {
        let fate = if wanted { PartFate::Taken } else { PartFate::KeptByHouse };
        self.replaced_parts.push(ReplacedPart { name: String::new(), fate });
    }

    fn findings(&self, errors: &mut Vec<FieldError>) -> Vec<Finding> {
        let mut found = Vec::new();
        for (at, form) in self.found.iter().enumerate() {
            required(&form.title, &format!("/found/{at}/title"), errors);
            let gauge = form.gauge.as_ref().map(|gauge| {
                let mut read = |text: &str, field: &str| {
                    taken(number::thousandths(text), &format!("/found/{at}/gauge/{field}"), errors).unwrap_or_default()
                };
                Gauge {
                    value_thousandths: read(&gauge.value, "value_thousandths"),
                    limit_thousandths: read(&gauge.limit, "limit_thousandths"),
                    new_thousandths: read(&gauge.new, "new_thousandths"),
                    label: filled(&gauge.label).unwrap_or_else(|| form.title.trim().to_owned()),
                    unit: gauge.unit.trim().to_owned(),
                }
            });
            found.push(Finding {
                id: form.id.clone(),
                title: form.title.trim().to_owned(),
                detail: form.detail.trim().to_owned(),
                gauge,
            });
        }
        found
    }

    fn differences(&self, style: Style, errors: &mut Vec<FieldError>) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (at, form) in self.differences.iter().enumerate() {
            required(&form.title, &format!("/differences/{at}/title"), errors);
            required(&form.reason, &format!("/differences/{at}/reason"), errors);
            let amount = taken(style.money(&form.amount), &format!("/differences/{at}/amount"), errors);
            differences.push(Difference {
                title: form.title.trim().to_owned(),
                reason: form.reason.trim().to_owned(),
                amount: amount.unwrap_or_default(),
            });
        }
        differences
    }

    fn parts(&self, errors: &mut Vec<FieldError>) -> Vec<ReplacedPart> {
        for (at, part) in self.replaced_parts.iter().enumerate() {
            required(&part.name, &format!("/replaced_parts/{at}/name"), errors);
        }
        self.replaced_parts
            .iter()
            .map(|part| ReplacedPart { name: part.name.trim().to_owned(), fate: part.fate })
            .collect()
    }

    fn warranty(&self, errors: &mut Vec<FieldError>) -> Option<Warranty> {
        if self.warranty_km.trim().is_empty() && self.warranty_days.trim().is_empty() {
            return None;
        }
        let km = taken(kilometres(&self.warranty_km), "/warranty/km", errors);
        let days = taken(whole(&self.warranty_days), "/warranty/days", errors);
        let (statutory_km, statutory_days) = self.statutory;
        Some(Warranty { km: km?, days: days?, statutory_km, statutory_days })
    }

    fn next_service(&self, errors: &mut Vec<FieldError>) -> Option<NextService> {
        if self.next_km.trim().is_empty() && self.next_date.trim().is_empty() {
            return None;
        }
        let mileage_km = taken(kilometres(&self.next_km), "/next_service/mileage_km", errors);
        let date = self.next_date.trim();
        let parsed = match date.parse() {
            Ok(date) => Ok(Date(date)),
            Err(_) if date.is_empty() => Err(NumberError::Required),
            Err(_) => Err(NumberError::Format),
        };
        let date = taken(parsed, "/next_service/date", errors);
        Some(NextService { mileage_km: mileage_km?, date: date? })
    }
}

impl FindingForm {
    fn of(finding: &Finding, style: Style) -> Self {
        Self {
            id: finding.id.clone(),
            title: finding.title.clone(),
            detail: finding.detail.clone(),
            gauge: finding.gauge.as_ref().map(|gauge| GaugeForm {
                label: gauge.label.clone(),
                unit: gauge.unit.clone(),
                value: style.show_thousandths(gauge.value_thousandths),
                limit: style.show_thousandths(gauge.limit_thousandths),
                new: style.show_thousandths(gauge.new_thousandths),
            }),
        }
    }
}

fn note(draft: &StatementDraft, job: &str) -> String {
    draft.done.iter().find(|note| note.job == job).map(|note| note.detail.clone()).unwrap_or_default()
}

fn required(text: &str, pointer: &str, errors: &mut Vec<FieldError>) {
    if text.trim().is_empty() {
        errors.push(FieldError { pointer: pointer.to_owned(), code: "required".to_owned() });
    }
}

fn taken<T>(value: Result<T, NumberError>, pointer: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    value.map_err(|error| errors.push(FieldError { pointer: pointer.to_owned(), code: error.code().to_owned() })).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::fixtures;
    use crate::desk::lines::state::error_at;
    use crate::i18n::Language;

    fn yuan() -> Style {
        Style::new("CNY", Language::En)
    }

    fn visit() -> DeskVisit {
        let mut visit = fixtures::visit();
        visit.statement.found = vec![Finding {
            id: "f-1".to_owned(),
            title: "左前制动片".to_owned(),
            detail: "薄于限值".to_owned(),
            gauge: Some(Gauge {
                label: "厚度".to_owned(),
                unit: "mm".to_owned(),
                value_thousandths: 2100,
                limit_thousandths: 2500,
                new_thousandths: 11_000,
            }),
        }];
        visit.statement.done = vec![DoneNote { job: "major".to_owned(), detail: "换机油与机滤".to_owned() }];
        visit.statement.replaced_parts = vec![ReplacedPart { name: "机滤".to_owned(), fate: PartFate::Taken }];
        visit.statement.warranty = Some(Warranty { km: 5000, days: 30, statutory_km: 2000, statutory_days: 10 });
        visit.statement.next_service =
            Some(NextService { mileage_km: 68_612, date: Date("2027-06-02".parse().unwrap()) });
        visit.statement.care_tips = vec!["每月看一次胎压".to_owned(), "雨天先轻踩制动".to_owned()];
        visit.statement.mileage_out_km = Some(58_615);
        visit
    }

    #[test]
    fn a_draft_that_was_read_is_written_the_same() {
        let visit = visit();
        assert_eq!(DraftForm::of(&visit, yuan()).to_draft(yuan()), Ok(visit.statement));
    }

    #[test]
    fn every_part_reports_its_errors_at_its_own_pointer() {
        let mut form = DraftForm::of(&visit(), yuan());
        form.found[0].title = String::new();
        form.found[0].gauge.as_mut().unwrap().value = "thin".to_owned();
        form.differences.push(DifferenceForm::default());
        form.replaced_parts[0].name = String::new();
        form.warranty_days = String::new();
        form.next_date = "soon".to_owned();
        form.mileage_out = "x".to_owned();
        let errors = form.to_draft(yuan()).unwrap_err();
        for (pointer, code) in [
            ("/found/0/title", "required"),
            ("/found/0/gauge/value_thousandths", "number-format"),
            ("/differences/0/title", "required"),
            ("/differences/0/reason", "required"),
            ("/differences/0/amount", "required"),
            ("/replaced_parts/0/name", "required"),
            ("/warranty/days", "required"),
            ("/next_service/date", "number-format"),
            ("/mileage_out_km", "number-format"),
        ] {
            assert_eq!(error_at(&errors, pointer), Some(code), "{pointer}");
        }
    }

    #[test]
    fn what_is_charged_follows_the_lines_and_the_rest_is_offered_as_a_difference() {
        let visit = visit();
        let mut form = DraftForm::of(&visit, yuan());
        assert_eq!(form.charged(&visit, yuan()), visit.charged.amount);
        form.lines[1].quantity = "4".to_owned();
        let left = form.charged(&visit, yuan()) - visit.authorised.amount - form.explained(yuan());
        assert_eq!(left, -6425);
        form.add_difference(left, yuan());
        assert_eq!(form.explained(yuan()), -6425);
        assert_eq!(form.charged(&visit, yuan()) - visit.authorised.amount - form.explained(yuan()), 0);
    }

    #[test]
    fn empty_warranty_and_next_service_are_left_to_the_dealer() {
        let mut form = DraftForm::of(&visit(), yuan());
        for field in [&mut form.warranty_km, &mut form.warranty_days, &mut form.next_km, &mut form.next_date] {
            field.clear();
        }
        let draft = form.to_draft(yuan()).unwrap();
        assert_eq!((draft.warranty, draft.next_service), (None, None));
    }
}
