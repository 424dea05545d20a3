//! Rules of booking, consent, warranty and the next service; their defaults stand in docs/rules.md.

use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::dealer::{BookingPolicy, Consent, Warranty};
use bayside_domain::language::LocalText;

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

/// `[warranty]`: the defaults are the Chinese minimum for minor repairs (docs/rules.md, "Money").
pub(super) fn warranty(file: &Table<'_>) -> Warranty {
    let read = |table: &Table<'_>| {
        let statutory_km = table.number("statutory_km", 2_000, 0..=1_000_000);
        let statutory_days = table.number("statutory_days", 10, 0..=3_650);
        let at_least = |key: &str, least: u32, most: u32| {
            let Some(node) = table.take(key) else { return least };
            let given = node.number(0..=most).unwrap_or(least);
            if given < least {
                node.fail(format!("must not be less than the statutory {least}"));
            }
            given
        };
        let km = at_least("km", statutory_km, 1_000_000);
        let days = at_least("days", statutory_days, 3_650);
        Warranty { km, days, statutory_km, statutory_days }
    };
    let usual = Warranty { km: 2_000, days: 10, statutory_km: 2_000, statutory_days: 10 };
    file.take("warranty").and_then(|node| node.table(read)).unwrap_or(usual)
}

/// `[next_service]`: kilometres and months, whichever comes first.
pub(super) fn next_service(file: &Table<'_>) -> (u32, u32) {
    let read = |table: &Table<'_>| (table.number("km", 10_000, 500..=200_000), table.number("months", 12, 1..=120));
    file.take("next_service").and_then(|node| node.table(read)).unwrap_or((10_000, 12))
}
