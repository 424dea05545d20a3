//! `[lounge]`: how the lounge screens look and what they announce.

use super::reader::{Node, Table};
use super::text::Locales;
use bayside_domain::dealer::{Announce, Lounge};
use chrono::NaiveTime;
use toml::de::DeValue;

/// Reads the section; if it is absent, the screens are dark and silent.
pub(super) fn read(file: &Table<'_>, locales: &Locales) -> Lounge {
    let lounge = file.take("lounge").and_then(|node| {
        node.table(|table| {
            let light = table.take("scheme").is_some_and(|node| is_light(&node));
            let place = locales.take(table, "place", 60);
            let again_minutes = table.number("again_minutes", 5, 0..=60);
            let quiet = table.items("quiet", 0..=8).iter().filter_map(stretch).collect();
            let speaks = table.take("announce").is_some_and(|node| is_true(&node));
            Lounge { light, place, announce: speaks.then_some(Announce { again_minutes, quiet }) }
        })
    });
    lounge.unwrap_or_default()
}

fn is_light(node: &Node<'_>) -> bool {
    match node.str() {
        Some("light") => return true,
        Some("dark") | None => {}
        Some(other) => node.fail(format!("“{other}” must be dark or light")),
    }
    false
}

fn is_true(node: &Node<'_>) -> bool {
    let DeValue::Boolean(is_true) = node.value() else {
        node.fail("must be true or false");
        return false;
    };
    *is_true
}

/// The range `"12:30-13:30"`, or over midnight `"20:00-08:00"`.
fn stretch(node: &Node<'_>) -> Option<(NaiveTime, NaiveTime)> {
    let text = node.str()?;
    let time = |text: &str| {
        let text = text.trim();
        (text.len() == 5).then(|| NaiveTime::parse_from_str(text, "%H:%M").ok()).flatten()
    };
    let ends = text.split_once(['-', '–']).and_then(|(from, to)| Some((time(from)?, time(to)?)));
    match ends {
        Some((from, to)) if from == to => node.fail(format!("“{text}” begins where it ends")),
        Some(ends) => return Some(ends),
        None => node.fail(format!("“{text}” must be two times, e.g. \"12:30-13:30\"")),
    }
    None
}
