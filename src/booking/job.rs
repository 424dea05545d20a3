//! What a job is to the car of a draft: due, or not for it at all.

use super::draft::{Draft, kilometres};
use bayside_api::Date;
use bayside_api::dealer::Service;
use bayside_domain::due::{DueRule, service_due};

impl Draft {
    /// Whether a job is due for this car by what is known of it.
    pub fn is_due(&self, service: &Service, today: Date) -> bool {
        let rule = DueRule { every_km: service.every_km, every_months: service.every_months };
        let Some(now_km) = self.mileage_km() else { return false };
        let due = |last| service_due(rule, now_km, last, today.0).by.is_some();
        let last_date = Date::parse(&self.last_date);
        match (last_date, kilometres(&self.last_km)) {
            (Some(date), Some(km)) => due(Some((date.0, km))),
            (None, Some(km)) => due(Some((today.0, km))),
            // The date says nothing of the mileage.
            (Some(date), None) => due(None) || due(Some((date.0, now_km))),
            (None, None) => due(None),
        }
    }

    /// Whether a job is for this car; a model that the dealer does not list may be any.
    pub fn suits(&self, service: &Service, models: &[String]) -> bool {
        let model = self.model.trim();
        service.models.is_empty()
            || service.models.iter().any(|one| one == model)
            || !models.iter().any(|one| one == model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::words::Stay;
    use bayside_api::{Currency, Money};

    #[test]
    fn what_is_due_is_known_by_mileage_by_date_or_by_both() {
        let service = |every_km, every_months| Service {
            id: "oil".to_owned(),
            name: "Oil".to_owned(),
            description: String::new(),
            price_from: Money::new(48_000, Currency::parse("CNY").expect("a currency")),
            minutes: 45,
            stays: vec![Stay::Wait],
            models: Vec::new(),
            every_km,
            every_months,
        };
        let is_due = |service: &Service, mileage: &str, last_date: &str, last_km: &str| {
            let typed = |text: &str| text.to_owned();
            let draft = Draft {
                mileage: typed(mileage),
                last_date: typed(last_date),
                last_km: typed(last_km),
                ..Draft::default()
            };
            draft.is_due(service, Date::parse("2026-11-24").expect("a date"))
        };
        let (by_km, by_date) = (service(Some(10_000), None), service(None, Some(12)));
        assert!(is_due(&by_km, "60,500", "", ""), "just past a multiple");
        assert!(!is_due(&by_km, "65,500", "", ""));
        assert!(is_due(&by_km, "65,500", "", "55,000"), "10,500 km since the last");
        assert!(!is_due(&by_km, "60,500", "", "55,000"));
        assert!(is_due(&by_date, "60500", "2025-11-01", ""));
        assert!(!is_due(&by_date, "60500", "2026-01-01", ""));
        assert!(!is_due(&by_date, "60500", "", ""), "without a date nothing is known");
        assert!(!is_due(&by_km, "", "2025-11-01", "1000"), "without a mileage nothing is known");
    }
}
