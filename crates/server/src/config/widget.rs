//! `[widget]`: the sites in whose pages the booking may stand.

use super::reader::Table;
use bayside_domain::limits::ORIGINS_MAX;
use bayside_domain::origin::Origin;

/// The origins, if the file names any: a file that does not leaves alone what the desk set.
pub(super) fn origins(file: &Table<'_>) -> Option<Vec<Origin>> {
    file.take("widget")?.table(|table| {
        let mut origins = Vec::new();
        for item in table.take("origins")?.items(0..=ORIGINS_MAX) {
            match item.str().map(Origin::parse) {
                Some(Ok(origin)) if origins.contains(&origin) => item.fail(format!("“{origin}” stands here twice")),
                Some(Ok(origin)) => origins.push(origin),
                Some(Err(error)) => item.fail(error.to_string()),
                None => {}
            }
        }
        Some(origins)
    })?
}
