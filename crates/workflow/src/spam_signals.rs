//! What the desk should know of a request before it trusts it; nobody is refused, and nobody is told.

use crate::failure::{Failure, FieldChecks};
use crate::reference::random_reference;
use crate::transaction::AtDealer;
use bayside_domain::document::Person;
use bayside_domain::limits::WEBSITE_CHARS_MAX;
use bayside_domain::spam_signals::SpamSignals;
use bayside_domain::words::Mark;
use bayside_store::Standing;

/// How a form was filled in.
#[derive(Debug, Clone, Default)]
pub struct FormSignals {
    signs: SpamSignals,
}

impl FormSignals {
    /// What is kept of the fields that tell people and programs apart; their text is not.
    pub fn read(website: Option<&String>, filled_seconds: Option<u32>, checks: &mut FieldChecks) -> Self {
        if website.is_some_and(|text| text.chars().count() > WEBSITE_CHARS_MAX) {
            checks.wrong("/website", "too-long");
        }
        let honeypot = website.is_some_and(|text| !text.trim().is_empty());
        Self { signs: SpamSignals { honeypot, filled_seconds, ..SpamSignals::default() } }
    }

    /// The marks of a request about a booking that is known already.
    pub fn marks(&self) -> Vec<Mark> {
        self.signs.marks()
    }

    /// The marks of somebody's request: also, whether they have another booking to come.
    pub async fn marks_of(&self, at: &mut AtDealer<'_, '_>, person: &Person) -> Result<Vec<Mark>, Failure> {
        Ok(self.marks_and_reference(at, person).await?.0)
    }

    /// The same, and a reference that no visit has, for the booking that is asked for.
    pub async fn marks_and_reference(
        &self,
        at: &mut AtDealer<'_, '_>,
        person: &Person,
    ) -> Result<(Vec<Mark>, String), Failure> {
        loop {
            let reference = random_reference();
            let standing = at.tx.standing(at.dealer.id, person, &reference, at.now).await?;
            let Standing { repeated_phone, repeated_plate, reference_taken } = standing;
            if !reference_taken {
                return Ok((SpamSignals { repeated_phone, repeated_plate, ..self.signs }.marks(), reference));
            }
        }
    }
}
