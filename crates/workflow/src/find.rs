//! Finding a booking by reference and phone number; all failed searches get the same refusal after the same work.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::tokens::same;
use crate::tokens::{Purpose, sha256_hex};
use bayside_domain::error_code::Code;
use bayside_domain::ids::VisitId;
use bayside_domain::phone::Phone;
use bayside_domain::typed::meant_references;

/// The token that opens a customer's own page, for the reference and the phone as they were typed.
pub async fn manage_token(context: &Context, dealer: &Dealer, reference: &str, phone: &str) -> Result<String, Failure> {
    let number = |text: &str| Phone::parse(dealer.file.country, text).ok().map(|phone| phone.as_str().to_owned());
    let typed_hash = sha256_hex(number(phone).unwrap_or_default().as_bytes());
    let mut theirs = None;
    // The same work for each reference that may be meant, so that the time taken reveals nothing.
    for reference in meant_references(reference) {
        let id = dealer.id;
        let found = context
            .store
            .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visit_and_person(id, &reference).await?) }))
            .await?;
        let kept = found.as_ref().and_then(|(_, person)| person.as_ref()).map_or("", |person| person.phone.as_str());
        let kept_hash = sha256_hex(number(kept).unwrap_or_default().as_bytes());
        let is_theirs = same(typed_hash.as_bytes(), kept_hash.as_bytes()) && !kept.is_empty();
        let (visit, generation) =
            found.as_ref().map_or((VisitId::new(0), 0), |(visit, _)| (visit.id, visit.generation));
        let token = context.keys.sign_token(Purpose::Manage, id, visit, generation);
        theirs = theirs.or(is_theirs.then_some(token));
    }
    theirs.ok_or_else(|| Failure::new(Code::NotFound))
}
