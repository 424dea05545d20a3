//! What messages leave by.

use super::mail::Mailer;
use super::sms::Gateways;
use bayside_domain::words::MessageChannel;
use bayside_workflow::dealers::Dealer;

/// What messages leave by.
#[derive(Clone)]
pub struct Senders {
    /// The program's mail server.
    pub mail: Option<Mailer>,
    /// The dealers' gateways.
    pub sms: Gateways,
}

impl Senders {
    /// As the flags say.
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

    /// What reaches somebody at a dealer: mail if there is an address, else a text message; of two
    /// ways the one that is set up. The flag says whether it is.
    pub fn channel(&self, dealer: &Dealer, has_mail: bool) -> (MessageChannel, bool) {
        let (mail, sms) = (self.mail.is_some(), dealer.file.messages.sms.is_some());
        if has_mail && (mail || !sms) { (MessageChannel::Mail, mail) } else { (MessageChannel::Sms, sms) }
    }
}
