//! `[widget]`: the websites that may embed the booking form.

use super::reader::Table;
use bayside_domain::limits::ORIGINS_MAX;
use bayside_domain::origin::Origin;

/// The origins, if the file names any; if it does not, the setting of the desk stays unchanged.
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
