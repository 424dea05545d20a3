//! What is not sent although it could be: too many messages to one recipient, and texts to countries that the dealer
//! does not serve (docs/rules.md, "Messages"). The desk calls instead.

use crate::app::App;
use bayside_domain::codes::{MessageChannel, MessageReason};
use bayside_domain::document::Recipient;
use bayside_domain::messages::TO_ONE_RECIPIENT_MAX;
use bayside_domain::time::Instant;
use bayside_store::{MessageRow, Result, Tx};
use bayside_workflow::dealers::Dealer;

/// What stands for the recipient of a message that anybody can cause; `None` for others.
pub fn counted(app: &App, dealer: &Dealer, row: &MessageRow, to: &Recipient) -> Option<String> {
    let mail = to.email.as_ref().filter(|_| row.channel == Some(MessageChannel::Mail));
    row.kind.is_caused_by_anybody().then(|| app.keys.recipient(dealer.id, mail.unwrap_or(&to.phone)))
}

/// Why a message is not sent. What was tried before, or is tried again by staff, goes on; but what a mail address refused
/// goes to another recipient, as a text.
pub async fn reason(
    tx: &mut Tx<'_>,
    (dealer, row, to): (&Dealer, &MessageRow, &Recipient),
    counted: Option<&str>,
    now: Instant,
) -> Result<Option<MessageReason>> {
    if row.version > 0 && row.reason != Some(MessageReason::AddressRefused) {
        return Ok(None);
    }
    let gateway = dealer.file.messages.sms.as_ref().filter(|_| row.channel == Some(MessageChannel::Sms));
    if gateway.is_some_and(|gateway| !gateway.may_reach(dealer.file.country, &to.phone)) {
        return Ok(Some(MessageReason::CountryClosed));
    }
    for (minutes, most) in TO_ONE_RECIPIENT_MAX {
        let Some(counted) = counted else { break };
        if tx.count_to(dealer.id, counted, now.plus_minutes(-minutes)).await? >= most {
            return Ok(Some(MessageReason::TooMany));
        }
    }
    Ok(None)
}
