//! Spam signals of a request, for the desk. No request is refused because of them, and the sender is not told.

use crate::failure::{Failure, FieldChecks};
use crate::reference::random_reference;
use crate::transaction::DealerTransaction;
use bayside_domain::codes::SpamSignal;
use bayside_domain::document::Person;
use bayside_domain::limits::WEBSITE_CHARS_MAX;
use bayside_domain::spam_signals::SpamSignals;
use bayside_store::Standing;

/// How a form was filled in.
#[derive(Debug, Clone, Default)]
pub struct FormSignals {
    observed: SpamSignals,
}

impl FormSignals {
    /// Reads the honeypot field and the time taken; the text itself is not kept.
    pub fn read(website: Option<&String>, filled_seconds: Option<u32>, checks: &mut FieldChecks) -> Self {
        if website.is_some_and(|text| text.chars().count() > WEBSITE_CHARS_MAX) {
            checks.wrong("/website", "too-long");
        }
        let honeypot = website.is_some_and(|text| !text.trim().is_empty());
        Self { observed: SpamSignals { honeypot, filled_seconds, ..SpamSignals::default() } }
    }

    /// The signals of a request about an existing booking.
    pub fn signals(&self) -> Vec<SpamSignal> {
        self.observed.signals()
    }

    /// The signals of a request, including those about other future bookings of the same phone or plate.
    pub async fn signals_of(
        &self,
        at: &mut DealerTransaction<'_, '_>,
        person: &Person,
    ) -> Result<Vec<SpamSignal>, Failure> {
        Ok(self.signals_and_reference(at, person).await?.0)
    }

    /// The same, together with a unique reference for the new booking.
    pub async fn signals_and_reference(
        &self,
        at: &mut DealerTransaction<'_, '_>,
        person: &Person,
    ) -> Result<(Vec<SpamSignal>, String), Failure> {
        loop {
            let reference = random_reference();
            let standing = at.tx.standing(at.dealer.id, person, &reference, at.now).await?;
            let Standing { repeated_phone, repeated_plate, reference_taken } = standing;
            if !reference_taken {
                return Ok((SpamSignals { repeated_phone, repeated_plate, ..self.observed }.signals(), reference));
            }
        }
    }
}
