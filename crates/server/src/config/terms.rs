//! Rules of booking, consent, warranty and the next service; their defaults stand in docs/rules.md.

use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::country::Country;
use bayside_domain::dealer::{BookingPolicy, Consent};
use bayside_domain::language::LocalText;
use bayside_domain::warranty::Warranty;

/// `[booking]`, every number with its default.
pub(super) fn booking(file: &Table<'_>) -> BookingPolicy {
    file.take("booking").and_then(|node| node.table(policy)).unwrap_or_default()
}

fn policy(table: &Table<'_>) -> BookingPolicy {
    let usual = BookingPolicy::default();
    BookingPolicy {
        grid_minutes: table.take("grid_minutes").and_then(|node| grid(&node)).unwrap_or(usual.grid_minutes),
        horizon_days: table.number("horizon_days", usual.horizon_days, 60..=366),
        notice_minutes: table.number("notice_minutes", usual.notice_minutes, 0..=20_160),
        hold_minutes: table.number("hold_minutes", usual.hold_minutes, 1..=60),
        change_cutoff_minutes: table.number("change_cutoff_minutes", usual.change_cutoff_minutes, 0..=20_160),
        walk_in_reserve_percent: table.number("walk_in_reserve_percent", usual.walk_in_reserve_percent, 0..=90),
        reception_minutes: table.number("reception_minutes", usual.reception_minutes, 5..=120),
        inspection_minutes: table.number("inspection_minutes", usual.inspection_minutes, 0..=240),
        wash_minutes: table.number("wash_minutes", usual.wash_minutes, 0..=240),
        wait_idle_minutes_max: table.number("wait_idle_minutes_max", usual.wait_idle_minutes_max, 0..=240),
        leave_days_max: table.number("leave_days_max", usual.leave_days_max, 1..=30),
        leave_margin_minutes: table.number("leave_margin_minutes", usual.leave_margin_minutes, 0..=1440),
    }
}

fn grid(node: &Node<'_>) -> Option<u32> {
    let minutes = node.number(15..=240)?;
    if minutes % 15 != 0 {
        node.fail("must be a multiple of 15");
    }
    Some(minutes)
}

/// `[consent]`.
pub(super) fn consent(file: &Table<'_>, locales: &Locales) -> Consent {
    let consent = file.need("consent").and_then(|node| {
        node.table(|table| Consent {
            version: table.need("version").and_then(|node| node.line(40)).unwrap_or_default(),
            text: locales.need_prose(table, "text", 4000),
            retention_months: table.number("retention_months", 24, 1..=120),
        })
    });
    consent.unwrap_or_else(|| Consent { version: String::new(), text: LocalText::default(), retention_months: 24 })
}

/// `[warranty]`: by default what the country's law asks for; where none is known, the Chinese minimum for minor repairs.
pub(super) fn warranty(file: &Table<'_>, country: Country) -> Warranty {
    let (law_km, law_days) = Warranty::law(country);
    let usual = |statutory_km: u32, statutory_days: u32| {
        let (km, days) = Warranty::law(Country::Cn);
        let km = if (statutory_km, statutory_days) == (0, 0) { km } else { statutory_km };
        Warranty { km, days: days.max(statutory_days), statutory_km, statutory_days }
    };
    let read = |table: &Table<'_>| {
        let statutory_km = table.number("statutory_km", law_km, 0..=1_000_000);
        let statutory_days = table.number("statutory_days", law_days, 0..=3_650);
        let usual = usual(statutory_km, statutory_days);
        let (km, days) = (table.take("km"), table.take("days"));
        let given = |node: &Option<Node<'_>>, usual, most| {
            node.as_ref().and_then(|node| node.number(0..=most)).unwrap_or(usual)
        };
        let warranty = Warranty { km: given(&km, usual.km, 1_000_000), days: given(&days, usual.days, 3_650), ..usual };
        match warranty.below_statutory() {
            Some("days") => {
                days.inspect(|node| node.fail(format!("must not be less than the statutory {statutory_days}")))
            }
            Some(_) if statutory_km == 0 => {
                km.inspect(|node| node.fail("must be 0, no limit: the law counts no distance"))
            }
            Some(_) => km.inspect(|node| node.fail(format!("must not be less than the statutory {statutory_km}"))),
            None => None,
        };
        warranty
    };
    file.take("warranty").and_then(|node| node.table(read)).unwrap_or_else(|| usual(law_km, law_days))
}

/// `[next_service]`: kilometres and months, whichever comes first.
pub(super) fn next_service(file: &Table<'_>) -> (u32, u32) {
    let read = |table: &Table<'_>| (table.number("km", 10_000, 500..=200_000), table.number("months", 12, 1..=120));
    file.take("next_service").and_then(|node| node.table(read)).unwrap_or((10_000, 12))
}
