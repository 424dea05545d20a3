//! Finding a booking by reference and phone number; all failed searches get the same refusal after the same work.

use crate::context::Context;
use crate::dealers::Dealer;
use crate::failure::Failure;
use crate::reference::as_typed;
use crate::tokens::same;
use crate::tokens::{Purpose, sha256_hex};
use bayside_domain::error_code::Code;
use bayside_domain::ids::VisitId;
use bayside_domain::phone::Phone;

/// The token that opens a customer's own page, for the reference and the phone as they were typed.
pub async fn manage_token(context: &Context, dealer: &Dealer, reference: &str, phone: &str) -> Result<String, Failure> {
    let (id, reference) = (dealer.id, as_typed(reference));
    let found = context
        .store
        .read::<_, Failure>(move |tx| Box::pin(async move { Ok(tx.visit_and_person(id, &reference).await?) }))
        .await?;
    let number = |text: &str| Phone::parse(dealer.file.country, text).ok().map(|phone| phone.as_str().to_owned());
    let kept = found.as_ref().and_then(|(_, person)| person.as_ref()).map_or("", |person| person.phone.as_str());
    // Hashes are compared even if nothing was found, so that the time taken reveals nothing.
    let typed_hash = sha256_hex(number(phone).unwrap_or_default().as_bytes());
    let kept_hash = sha256_hex(number(kept).unwrap_or_default().as_bytes());
    let is_theirs = same(typed_hash.as_bytes(), kept_hash.as_bytes());
    let (visit, generation) = found.as_ref().map_or((VisitId::new(0), 0), |(visit, _)| (visit.id, visit.generation));
    let token = context.keys.sign_token(Purpose::Manage, dealer.id, visit, generation);
    if kept.is_empty() || !is_theirs {
        return Err(Failure::new(Code::NotFound));
    }
    Ok(token)
}
