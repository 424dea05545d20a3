//! The proof of the rows, computed from the browser's copy as the server computes it from its own.

use bayside_api::screen::LoungeRow;
use bayside_domain::lounge::{DigestRow, digest};

/// The digest of these rows.
pub fn of<'a>(rows: impl Iterator<Item = &'a LoungeRow>) -> String {
    digest(rows.map(|row| DigestRow {
        number: row.number,
        plate: &row.plate,
        stage: row.stage,
        flag: row.flag,
        promised_at: row.promised_at.map(|at| at.0.timestamp()),
        promised_before: row.promised_before.map(|at| at.0.timestamp()),
        adviser: &row.adviser,
    }))
}
