//! Settings of a dealer that the manager changes at the desk.

use crate::expected_version::ExpectedVersion;
use crate::failure::{Failure, FieldChecks};
use crate::transaction::DealerTransaction;
use bayside_domain::event::{Actor, DealerEvent, HouseSubject};
use bayside_domain::limits::ORIGINS_MAX;
use bayside_domain::origin::Origin;
use bayside_store::Origins;

/// Parses the websites that may embed the booking form; a refusal names every wrong one.
pub fn check_origins(texts: &[String]) -> Result<Vec<Origin>, Failure> {
    let mut checks = FieldChecks::new();
    if texts.len() > ORIGINS_MAX {
        checks.wrong("/widget/origins", "too-many");
    }
    let mut origins = Vec::new();
    for (index, text) in texts.iter().enumerate().take(ORIGINS_MAX) {
        let code = match Origin::parse(text) {
            Ok(origin) if origins.contains(&origin) => "duplicate",
            Ok(origin) => {
                origins.push(origin);
                continue;
            }
            Err(error) => error.code(),
        };
        checks.wrong(format!("/widget/origins/{index}"), code);
    }
    if checks.is_empty() { Ok(origins) } else { Err(checks.refuse()) }
}

/// Sets the websites, unless somebody else has changed them since they were read.
pub async fn put_origins(
    at: &mut DealerTransaction<'_, '_>,
    wanted: Vec<Origin>,
    expected: ExpectedVersion,
    by: Actor,
) -> Result<Origins, Failure> {
    let known = at.tx.origins(at.dealer.id).await?;
    expected.check(known.version)?;
    if known.list == wanted {
        return Ok(known);
    }
    let version = at.tx.put_origins(at.dealer.id, &wanted).await?;
    let event = DealerEvent::OriginsChanged { origins: wanted.clone() };
    at.append_event(HouseSubject, by, event).await?;
    Ok(Origins { version, list: wanted })
}
