//! The mail server and the SMS gateways through which messages are sent.

use super::mail::Mailer;
use super::sms::Gateways;
use bayside_domain::codes::MessageChannel;
use bayside_domain::document::Person;
use bayside_workflow::contact::{masked_mail, masked_phone_of};
use bayside_workflow::dealers::Dealer;

/// The mail server and the SMS gateways through which messages are sent.
#[derive(Clone)]
pub struct Senders {
    /// The mail server, if one is configured.
    pub mail: Option<Mailer>,
    /// The client for the dealers' SMS gateways.
    pub sms: Gateways,
}

impl Senders {
    /// Creates the senders by the program's flags.
    ///
    /// # Errors
    /// What is wrong with the flags.
    pub fn of(args: &super::MailArgs) -> Result<Self, String> {
        let read = |file: &std::path::PathBuf| {
            std::fs::read(file).map_err(|error| format!("--tls-roots {}: {error}", file.display()))
        };
        let roots = args.tls_roots.as_ref().map(read).transpose()?;
        Ok(Self { mail: Mailer::of(args, roots.as_deref())?, sms: Gateways::trusting(roots.as_deref())? })
    }

    /// The channel for a recipient: mail if there is an address, else a text message; if only one of the two is set up,
    /// that one. The flag says whether it is set up.
    pub fn channel(&self, dealer: &Dealer, has_mail: bool) -> (MessageChannel, bool) {
        let (mail, sms) = (self.mail.is_some(), dealer.file.messages.sms.is_some());
        if has_mail && (mail || !sms) { (MessageChannel::Mail, mail) } else { (MessageChannel::Sms, sms) }
    }

    /// Where messages to a person go, masked; `None` where nothing can be sent.
    pub fn address(&self, dealer: &Dealer, person: &Person) -> Option<String> {
        match (self.channel(dealer, person.email.is_some()), &person.email) {
            ((MessageChannel::Mail, true), Some(email)) => Some(masked_mail(email)),
            ((MessageChannel::Sms, true), _) => Some(masked_phone_of(dealer, &person.phone)),
            _ => None,
        }
    }
}
