//! Whether a job is due for the car of a draft, or not meant for it.

use crate::booking::draft::{Draft, kilometres};
use bayside_api::Date;
use bayside_api::dealer::{Dealer, Service};
use bayside_domain::car_criteria::{CarCriteria, NotForCar};
use bayside_domain::due::{DueRule, service_due};

impl Draft {
    /// Whether a job is due for this car, as far as that is known.
    pub fn is_due(&self, service: &Service, today: Date) -> bool {
        let rule = DueRule { every_km: service.every_km, every_months: service.every_months };
        let Some(now_km) = self.mileage_km() else { return false };
        let due = |last| service_due(rule, now_km, last, today.0).by.is_some();
        let last_date = Date::parse(&self.last_date);
        match (last_date, kilometres(&self.last_km)) {
            (Some(date), Some(km)) => due(Some((date.0, km))),
            (None, Some(km)) => due(Some((today.0, km))),
            // Only the date of the last service is known, not its mileage.
            (Some(date), None) => due(None) || due(Some((date.0, now_km))),
            (None, None) => due(None),
        }
    }

    /// Why a job is not for this car, as far as that is known; a model that the dealer does not list fits every job.
    pub fn unfit(&self, service: &Service, models: &[String], today: Date) -> Option<NotForCar> {
        let Service { from_km, to_km, from_months, to_months, .. } = *service;
        let model = self.model.trim();
        let has_model = service.models.is_empty()
            || service.models.iter().any(|one| one == model)
            || !models.iter().any(|one| one == model);
        if !has_model {
            return Some(NotForCar::Model);
        }
        let criteria = CarCriteria { from_km, to_km, from_months, to_months };
        criteria.unfit(self.mileage_km(), Date::parse(&self.registered).map(|date| date.0), today.0)
    }

    /// The chosen job that is not for this car, and the service that is for it: one that is due, else the first.
    pub fn unfit_and_fit<'a>(&self, dealer: &'a Dealer) -> Option<(&'a Service, Option<&'a Service>)> {
        let today = dealer.now.date();
        let fits = |service: &&Service| self.unfit(service, &dealer.models, today).is_none();
        let chosen = |service: &&Service| self.services.contains(&service.id);
        let unfit = dealer.services.iter().filter(chosen).find(|service| !fits(service))?;
        let is_interval = |service: &&Service| service.every_km.is_some() || service.every_months.is_some();
        let others = || dealer.services.iter().filter(|service| !chosen(service) && fits(service)).filter(is_interval);
        Some((unfit, others().find(|service| self.is_due(service, today)).or_else(|| others().next())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::codes::Stay;
    use bayside_api::{Currency, Money};

    fn service(every_km: Option<u32>, every_months: Option<u32>) -> Service {
        Service {
            id: "oil".to_owned(),
            name: "Oil".to_owned(),
            description: String::new(),
            price_from: Money::new(48_000, Currency::parse("CNY").expect("a currency")),
            minutes: 45,
            stay_minutes: 90,
            stays: vec![Stay::Wait],
            models: Vec::new(),
            every_km,
            every_months,
            from_km: None,
            to_km: None,
            from_months: None,
            to_months: None,
        }
    }

    #[test]
    fn a_job_is_for_cars_of_its_models_mileage_and_age() {
        let today = Date::parse("2026-11-24").expect("a date");
        let models = ["Lavida".to_owned(), "ID.3".to_owned()];
        let service = Service {
            models: vec!["Lavida".to_owned()],
            to_km: Some(60_000),
            from_months: Some(24),
            ..service(None, None)
        };
        let unfit = |model: &str, mileage: &str, registered: &str| {
            let typed = |text: &str| text.to_owned();
            let draft = Draft {
                model: typed(model),
                mileage: typed(mileage),
                registered: typed(registered),
                ..Draft::default()
            };
            draft.unfit(&service, &models, today)
        };
        assert_eq!(unfit("", "", ""), None, "nothing is known of the car");
        assert_eq!(unfit("Käfer", "60,000", "2024-11-24"), None);
        assert_eq!(unfit(" ID.3 ", "60,000", "2024-11-24"), Some(NotForCar::Model));
        assert_eq!(unfit("Lavida", "60,001", "2024-11-24"), Some(NotForCar::Mileage));
        assert_eq!(unfit("Lavida", "60,000", "2024-11-25"), Some(NotForCar::Age));
    }

    #[test]
    fn what_is_due_is_known_by_mileage_by_date_or_by_both() {
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
