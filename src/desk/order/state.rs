//! The work order while it is typed.

use crate::desk::lines::state::{LineForm, add_to_job, customer_sum, drop_orphans, free_id, to_lines};
use crate::desk::shared::number::{Style, kilometres_or_none};
use bayside_api::FieldError;
use bayside_api::codes::LineKind;
use bayside_api::desk::{OrderItem, WorkOrder};
use serde::{Deserialize, Serialize};

/// The work order as it stands in its input fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderForm {
    /// Jobs in the order of work.
    pub items: Vec<OrderItem>,
    /// Estimated lines.
    pub lines: Vec<LineForm>,
    /// Odometer on arrival, as typed.
    pub mileage_in: String,
    /// Replaced parts are to be shown.
    pub wants_parts: bool,
    /// Wash wanted.
    pub wants_wash: bool,
    /// A repeat of an earlier repair.
    pub repeat_repair: bool,
}

impl OrderForm {
    /// The fields of an order that was read.
    pub fn of(order: &WorkOrder, style: Style) -> Self {
        Self {
            items: order.items.clone(),
            lines: order.lines.iter().map(|line| LineForm::of(line, style)).collect(),
            mileage_in: order.mileage_in_km.map(|km| km.to_string()).unwrap_or_default(),
            wants_parts: order.wants_parts,
            wants_wash: order.wants_wash,
            repeat_repair: order.repeat_repair,
        }
    }

    /// The wire's order, or every field that cannot be taken, with the server's own pointers.
    pub fn to_order(&self, style: Style) -> Result<WorkOrder, Vec<FieldError>> {
        let mut errors = Vec::new();
        for (at, item) in self.items.iter().enumerate() {
            if item.name.trim().is_empty() {
                errors.push(FieldError { pointer: format!("/items/{at}/name"), code: "required".to_owned() });
            }
        }
        let lines = to_lines(&self.lines, style, &mut errors);
        let mileage_in_km = kilometres_or_none(&self.mileage_in).unwrap_or_else(|error| {
            errors.push(FieldError { pointer: "/mileage_in_km".to_owned(), code: error.code().to_owned() });
            None
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(WorkOrder {
            items: self
                .items
                .iter()
                .map(|item| OrderItem { id: item.id.clone(), name: item.name.trim().to_owned() })
                .collect(),
            lines,
            mileage_in_km,
            wants_parts: self.wants_parts,
            wants_wash: self.wants_wash,
            repeat_repair: self.repeat_repair,
        })
    }

    /// What the customer's lines come to, in minor units.
    pub fn sum(&self, style: Style) -> i64 {
        customer_sum(&self.lines, style)
    }

    /// Adds a job with a labour line of its own.
    pub fn add_item(&mut self, default_tax_bp: u32) {
        let id = free_id("job", self.items.iter().map(|item| item.id.as_str()));
        self.items.push(OrderItem { id: id.clone(), name: String::new() });
        add_to_job(&mut self.lines, LineKind::Labour, &id, default_tax_bp);
    }

    /// Takes a job away with its lines, and with the discounts on those.
    pub fn remove_item(&mut self, id: &str) {
        self.items.retain(|item| item.id != id);
        self.lines.retain(|line| line.job != id);
        drop_orphans(&mut self.lines);
    }
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

    #[test]
    fn an_order_that_was_read_is_written_the_same() {
        let order = fixtures::visit().work_order;
        assert_eq!(OrderForm::of(&order, yuan()).to_order(yuan()), Ok(order));
    }

    #[test]
    fn errors_carry_the_servers_pointers() {
        let mut form = OrderForm::of(&fixtures::visit().work_order, yuan());
        form.items[0].name = String::new();
        form.lines[1].quantity = "four".to_owned();
        form.mileage_in = "many".to_owned();
        let errors = form.to_order(yuan()).unwrap_err();
        assert_eq!(error_at(&errors, "/items/0/name"), Some("required"));
        assert_eq!(error_at(&errors, "/lines/1/quantity_thousandths"), Some("number-format"));
        assert_eq!(error_at(&errors, "/mileage_in_km"), Some("number-format"));
        assert_eq!(errors.len(), 3);
    }

    #[test]
    fn a_new_job_brings_its_labour_line_and_takes_it_along_when_it_goes() {
        let mut form = OrderForm::of(&fixtures::visit().work_order, yuan());
        let (items, lines, sum) = (form.items.len(), form.lines.len(), form.sum(yuan()));
        form.add_item(1300);
        let job = form.items.last().unwrap().id.clone();
        add_to_job(&mut form.lines, LineKind::Material, &job, 1300);
        assert_eq!((form.items.len(), form.lines.len()), (items + 1, lines + 2));
        assert!(form.lines[lines..].iter().all(|line| line.job == job));
        form.remove_item(&job);
        assert_eq!((form.items.len(), form.lines.len(), form.sum(yuan())), (items, lines, sum));
    }
}
