//! The two dealers of the demo: complete embedded files, in the format of `bayside dealer import`, and the day full of
//! visits that [`fill`] writes to an empty store.

mod cast;
mod script;
mod seed;
#[cfg(test)]
mod seed_tests;
mod start_finder;

pub use seed::fill;

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
    use bayside_domain::capacity::{CapacityRequest, Class, Occupancy, Workshop};
    use bayside_domain::codes::{Role, Stay};
    use bayside_domain::dealer::{Service, Staff};
    use bayside_domain::language::Language;
    use bayside_domain::language::LocalText;
    use bayside_domain::money::line_amount;
    use chrono::{NaiveDate, TimeZone as _};

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
        assert_eq!(anting.locales, [Language::ZhCn, Language::En, Language::De]);
        assert_eq!((anting.currency.as_str(), anting.tax_bp, anting.labour_rate_amount), ("CNY", 1300, 18_000));
        assert_eq!((anting.phone.as_str(), anting.phone_display.as_str()), ("+862155550186", "021-5555 0186"));
        assert_eq!(anting.name.get(&[Language::En]), "Anting Bay Motors");
        assert_eq!((aller.slug.as_str(), aller.zone.as_str()), ("aller", "Europe/Berlin"));
        assert_eq!(aller.locales, [Language::De, Language::En]);
        assert_eq!((aller.currency.as_str(), aller.tax_bp), ("EUR", 1900));
        assert_eq!(aller.theme.as_ref().map(|theme| theme.radius), Some(2));
    }

    #[test]
    fn every_role_can_sign_in_under_its_own_name() {
        for dealer in both() {
            let logins: Vec<_> = dealer.staff.iter().map(|member| member.login.as_str()).collect();
            assert_eq!(logins[..LOGINS.len()], LOGINS, "{}", dealer.slug);
            let roles: Vec<_> = dealer.staff.iter().take(LOGINS.len()).map(|member| member.role).collect();
            assert_eq!(roles, Role::ALL, "{}", dealer.slug);
            // Each adviser answers under a name of their own.
            for adviser in &dealer.advisers {
                let own =
                    |member: &&Staff| member.role == Role::Adviser && member.name.get(&[]) == adviser.name.get(&[]);
                assert_eq!(dealer.staff.iter().filter(own).count(), 1, "{}: {}", dealer.slug, adviser.id);
            }
        }
    }

    /// Labour and usual parts, rounded half up once per line, as in the statement.
    fn sum_of_lines(dealer: &Dealer, service: &Service) -> i64 {
        let line = |thousandths, price| line_amount(thousandths, price).expect("a price of the catalogue");
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

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Free starts of a date in an empty workshop, each with when it is ready, RFC 3339.
    fn starts(dealer: &Dealer, today: &str, on: &str, services: &[&str], stay: Stay) -> Vec<(String, String)> {
        let zone: chrono_tz::Tz = dealer.zone.parse().unwrap();
        let workshop = Workshop::of(dealer, &zone, date(today));
        let now = date(today).and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let ask = CapacityRequest { services, stay, adviser: None, wash: true, class: Class::Booking };
        let wall = |bucket: i64| zone.timestamp_opt(bucket * 900, 0).unwrap().to_rfc3339();
        let day = workshop.day(&Occupancy::empty(&workshop), &ask, date(on), now);
        day.starts.iter().map(|start| (wall(start.at), wall(start.ready))).collect()
    }

    #[test]
    fn the_job_of_the_drawings_can_be_booked_at_the_time_of_the_drawings() {
        let [anting, _] = both();
        let free = starts(&anting, "2026-11-25", "2026-12-02", &["service-60k", "ac"], Stay::Wait);
        let drawn = ("2026-12-02T09:30:00+08:00".to_owned(), "2026-12-02T11:45:00+08:00".to_owned());
        assert!(free.contains(&drawn), "{free:?}");
    }

    #[test]
    fn every_service_can_be_booked_in_every_way_it_allows() {
        for dealer in both() {
            for service in &dealer.services {
                for stay in &service.stays {
                    let free = starts(&dealer, "2026-11-25", "2026-12-02", &[&service.id], *stay);
                    assert!(free.len() > 5, "{} {} {stay}: {free:?}", dealer.slug, service.id);
                }
            }
        }
    }

    #[test]
    fn both_hours_that_october_repeats_can_be_booked_at_aller() {
        let [_, aller] = both();
        let free = starts(&aller, "2026-10-20", "2026-10-25", &["oil"], Stay::Wait);
        for start in ["02:00:00+02:00", "02:30:00+02:00", "02:00:00+01:00", "02:30:00+01:00"] {
            let start = format!("2026-10-25T{start}");
            assert!(free.iter().any(|(free, _)| *free == start), "{start} is missing in {free:?}");
        }
    }
}
