//! Extra work while it is typed.

use crate::desk::lines::state::filled;
use crate::desk::shared::number::{Style, whole};
use bayside_api::FieldError;
use bayside_api::codes::Urgency;
use bayside_api::desk::ExtraWorkRequest;
use bayside_api::visit::ExtraWork;
use bayside_domain::ids::ExtraWorkId;

/// Extra work as it stands in its input fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraForm {
    /// An item to quote anew.
    pub id: Option<ExtraWorkId>,
    /// What is to be done.
    pub title: String,
    /// Why it is needed, for the customer.
    pub reason: String,
    /// How soon.
    pub urgency: Urgency,
    /// Major units, tax included, as typed.
    pub price: String,
    /// Minutes, as typed.
    pub minutes: String,
}

impl Default for ExtraForm {
    fn default() -> Self {
        Self {
            id: None,
            title: String::new(),
            reason: String::new(),
            urgency: Urgency::Soon,
            price: String::new(),
            minutes: String::new(),
        }
    }
}

impl ExtraForm {
    /// The fields of an item that is quoted anew.
    pub fn of(item: &ExtraWork, style: Style) -> Self {
        Self {
            id: Some(item.id),
            title: item.title.clone(),
            reason: item.reason.clone(),
            urgency: item.urgency,
            price: style.show_money(item.price.amount),
            minutes: item.extra_minutes.to_string(),
        }
    }

    /// The wire's request, or every field that cannot be taken.
    pub fn to_request(&self, style: Style) -> Result<ExtraWorkRequest, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |pointer: &str, code: &str| {
            errors.push(FieldError { pointer: pointer.to_owned(), code: code.to_owned() });
        };
        let title = filled(&self.title);
        if title.is_none() {
            wrong("/title", "required");
        }
        let reason = filled(&self.reason);
        if reason.is_none() {
            wrong("/reason", "required");
        }
        let price = style.money(&self.price);
        match price {
            Err(error) => wrong("/price_amount", error.code()),
            Ok(price) if price < 0 => wrong("/price_amount", "number-format"),
            Ok(_) => {}
        }
        let minutes = if self.minutes.trim().is_empty() { Ok(0) } else { whole(&self.minutes) };
        if let Err(error) = minutes {
            wrong("/extra_minutes", error.code());
        }
        match (title, reason, price, minutes) {
            (Some(title), Some(reason), Ok(price_amount), Ok(extra_minutes)) if errors.is_empty() => {
                Ok(ExtraWorkRequest { id: self.id, title, reason, urgency: self.urgency, price_amount, extra_minutes })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::lines::state::error_at;
    use crate::i18n::Language;

    fn euro() -> Style {
        Style::new("EUR", Language::De)
    }

    #[test]
    fn a_quote_needs_title_reason_and_price_and_adds_no_time_by_itself() {
        let errors = ExtraForm::default().to_request(euro()).unwrap_err();
        for pointer in ["/title", "/reason", "/price_amount"] {
            assert_eq!(error_at(&errors, pointer), Some("required"), "{pointer}");
        }
        let form = ExtraForm {
            title: "Bremsbeläge vorn".to_owned(),
            reason: "2,1 mm".to_owned(),
            price: "189,90".to_owned(),
            ..ExtraForm::default()
        };
        let request = form.to_request(euro()).unwrap();
        assert_eq!((request.price_amount, request.extra_minutes), (18_990, 0));
    }

    #[test]
    fn a_negative_price_is_refused() {
        let form =
            ExtraForm { title: "a".to_owned(), reason: "b".to_owned(), price: "-5".to_owned(), ..ExtraForm::default() };
        assert_eq!(error_at(&form.to_request(euro()).unwrap_err(), "/price_amount"), Some("number-format"));
    }
}
