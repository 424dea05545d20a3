//! The demo's two dealers: complete files, embedded, the same that `bayside dealer import` reads.

use crate::config;
use bayside_domain::dealer::Dealer;

/// 安亭湾汽车: China, yuan, three languages.
pub const ANTING: &str = include_str!("anting.toml");
/// Autohaus Aller: Germany, euro, an emergency service across the clock changes.
pub const ALLER: &str = include_str!("aller.toml");

/// The staff logins of each demo dealer, one for each role.
pub const LOGINS: [&str; 8] = ["gate", "reception", "adviser", "parts", "workshop", "inspector", "cashier", "manager"];

/// Both demo dealers, `anting` first.
pub fn dealers() -> [Dealer; 2] {
    [ANTING, ALLER].map(|text| config::parse(text).expect("a test reads the embedded files"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::dealer::{Hours, LocalText, Service};
    use bayside_domain::words::{Role, Stay};

    fn both() -> [Dealer; 2] {
        [("anting.toml", ANTING), ("aller.toml", ALLER)].map(|(file, text)| {
            config::parse(text).unwrap_or_else(|errors| {
                let errors: Vec<_> = errors.iter().map(|error| format!("{file}: {error}")).collect();
                panic!("{}", errors.join("\n"))
            })
        })
    }

    #[test]
    fn the_demo_dealers_are_anting_and_aller() {
        let [anting, aller] = both();
        assert_eq!((anting.slug.as_str(), anting.zone.as_str()), ("anting", "Asia/Shanghai"));
        assert_eq!(anting.locales, ["zh-CN", "en", "de"]);
        assert_eq!((anting.currency.as_str(), anting.tax_bp, anting.labour_rate_amount), ("CNY", 1300, 18_000));
        assert_eq!((anting.phone.as_str(), anting.phone_display.as_str()), ("+862155550186", "021-5555 0186"));
        assert_eq!(anting.name.get(&["en"]), "Anting Bay Motors");
        assert_eq!((aller.slug.as_str(), aller.zone.as_str()), ("aller", "Europe/Berlin"));
        assert_eq!(aller.locales, ["de", "en"]);
        assert_eq!((aller.currency.as_str(), aller.tax_bp), ("EUR", 1900));
        assert_eq!(aller.theme.as_ref().map(|theme| theme.radius), Some(2));
    }

    #[test]
    fn every_role_can_sign_in_under_its_own_name() {
        for dealer in both() {
            let logins: Vec<_> = dealer.staff.iter().map(|member| member.login.as_str()).collect();
            assert_eq!(logins, LOGINS, "{}", dealer.slug);
            let roles: Vec<_> = dealer.staff.iter().map(|member| member.role).collect();
            assert_eq!(roles, Role::ALL, "{}", dealer.slug);
        }
    }

    /// Labour and usual parts, rounded half up once per line, as in the statement.
    fn sum_of_lines(dealer: &Dealer, service: &Service) -> i64 {
        let line = |thousandths: i64, price: i64| (thousandths * price + 500) / 1000;
        let parts = service.parts.iter().map(|part| line(part.quantity_thousandths, part.unit_price_amount));
        line(service.labour_thousandths, dealer.labour_rate_amount) + parts.sum::<i64>()
    }

    #[test]
    fn each_price_is_the_sum_of_labour_and_usual_parts() {
        for dealer in both() {
            for service in &dealer.services {
                assert_eq!(sum_of_lines(&dealer, service), service.price_from, "{} {}", dealer.slug, service.id);
            }
        }
    }

    #[test]
    fn the_two_jobs_of_the_drawings_cost_what_is_drawn() {
        let [anting, aller] = both();
        let price = |dealer: &Dealer, id: &str| dealer.service(id).map(|service| service.price_from);
        assert_eq!((price(&anting, "service-60k"), price(&anting, "ac")), (Some(126_000), Some(26_000)));
        assert_eq!((price(&aller, "service-60k"), price(&aller, "ac")), (Some(38_900), Some(9_500)));
        assert_eq!((anting.benefit.quiet_amount, aller.benefit.quiet_amount), (8_000, 2_500));
    }

    #[test]
    fn what_customers_read_is_there_in_every_language() {
        for dealer in both() {
            let services = dealer.services.iter().flat_map(|service| [&service.name, &service.description]);
            let advisers = dealer.advisers.iter().map(|adviser| &adviser.note);
            let texts = services.chain(advisers).chain([&dealer.consent.text]).chain(&dealer.notices);
            for text in texts.chain(&dealer.care_tips) {
                let LocalText(by_tag) = text;
                assert_eq!(by_tag.len(), dealer.locales.len(), "{}: {text:?}", dealer.slug);
            }
        }
    }

    #[test]
    fn the_repeated_hour_of_october_lies_within_allers_hours() {
        let [_, aller] = both();
        let two = chrono::NaiveTime::from_hms_opt(2, 0, 0).unwrap();
        let covers = |hours: &Hours| hours.weekday == 7 && hours.from <= two && hours.to.is_none_or(|to| to > two);
        assert!(aller.hours.iter().any(covers));
        assert!(aller.advisers.iter().any(|adviser| adviser.hours.iter().any(covers)));
        assert!(aller.services[0].stays.contains(&Stay::Wait));
    }
}
