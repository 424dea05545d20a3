//! References: short texts that people can spell on the telephone.

use crate::failure::Failure;
use crate::transaction::DealerTransaction;
use bayside_domain::document::Person;
use bayside_domain::typed::{REFERENCE_CHARS, REFERENCE_LETTERS};
use bayside_store::VisitRow;

/// A random reference; a collision is unlikely but possible.
pub fn random_reference() -> String {
    let random = rand::random::<[u8; REFERENCE_CHARS]>();
    let letter = |byte: u8| char::from(REFERENCE_LETTERS[usize::from(byte) % REFERENCE_LETTERS.len()]);
    random.into_iter().map(letter).collect()
}

/// The first booking there is with one of these references, with its person if not erased.
pub(crate) async fn first_of(
    at: &mut DealerTransaction<'_, '_>,
    references: &[String],
) -> Result<Option<(VisitRow, Option<Person>)>, Failure> {
    for reference in references {
        if let Some(found) = at.tx.visit_and_person(at.dealer.id, reference).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
