//! E-mail over SMTP.

use super::args::{MailArgs, SmtpSecurity, SmtpServer};
use super::calendar::{self, Entry, Method, Parties};
use super::not_sent::NotSent;
use bayside_domain::codes::CalendarEntry;
use bayside_domain::codes::{MessageKind, MessageReason};
use bayside_domain::typed::may_be_told;
use lettre::address::{Address, Envelope};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use std::time::Duration;
use tokio::time::timeout;

/// The time limit until the mail server accepts the envelope.
const ASKING: Duration = Duration::from_secs(30);
/// The time limit until the mail server confirms the message (RFC 5321 allows minutes).
const HANDING_OVER: Duration = Duration::from_mins(1);

/// A client of the mail server through which messages are sent.
#[derive(Clone)]
pub struct Mailer {
    server: SmtpServer,
    credentials: Option<Credentials>,
    from: Mailbox,
    roots: Vec<Certificate>,
}

/// An e-mail to one person.
#[derive(Debug, Clone)]
pub struct Email {
    /// The kind of message.
    pub kind: MessageKind,
    /// The sender's name.
    pub from_name: String,
    /// The dealer's address, if it is to be used instead of the program's.
    pub from: Option<String>,
    /// The address for replies.
    pub reply_to: Option<String>,
    /// The recipient: name and address.
    pub to: (String, String),
    /// The subject, one line.
    pub subject: String,
    /// The text, plain.
    pub text: String,
    /// Where the recipient says that they want no more of it, if that may be said.
    pub stop: Option<String>,
    /// The calendar entry that is attached, if any.
    pub entry: Option<Entry>,
    /// The part of the `Message-ID` before the `@`: the same for every attempt.
    pub id: String,
    /// The date of the message, in Unix seconds.
    pub date: i64,
}

impl Mailer {
    /// The mail server of the program's flags, if they name one.
    ///
    /// # Errors
    /// What is wrong with the flags.
    pub fn of(args: &MailArgs, roots: Option<&[u8]>) -> Result<Option<Self>, String> {
        let Some(server) = args.smtp.clone() else { return Ok(None) };
        let from = args.smtp_from.as_deref().ok_or("--smtp needs --smtp-from")?;
        let from = from.parse().map_err(|_| format!("--smtp-from: “{from}” is no mail address"))?;
        let credentials = match (&args.smtp_user, &args.smtp_password) {
            (Some(user), Some(password)) => Some(Credentials::new(user.clone(), password.clone())),
            (None, None) => None,
            _ => return Err("--smtp-user and --smtp-password go together".to_owned()),
        };
        let roots = match roots {
            Some(pem) => certificates(pem)?,
            None => Vec::new(),
        };
        Ok(Some(Self { server, credentials, from, roots }))
    }

    fn tls(&self) -> Result<TlsParameters, NotSent> {
        let mut builder = TlsParameters::builder(self.server.host.clone());
        for root in &self.roots {
            builder = builder.add_root_certificate(root.clone());
        }
        builder.build_rustls().map_err(|_| NotSent::for_good(MessageReason::NotEncrypted))
    }

    /// Sends an e-mail.
    ///
    /// # Errors
    /// Why it was not taken, or that this is not known.
    pub async fn send(&self, mail: &Email) -> Result<(), NotSent> {
        let (envelope, bytes) = self.written(mail)?;
        let asked = timeout(ASKING, self.ask(&envelope)).await;
        let mut connection = asked.map_err(|_| NotSent::for_now(MessageReason::Unreachable))??;
        // From here on, if the connection breaks, it is unknown whether the message was accepted.
        match timeout(HANDING_OVER, connection.message(&bytes)).await {
            Ok(Ok(_)) => {
                let _ = timeout(Duration::from_secs(2), connection.quit()).await;
                Ok(())
            }
            Ok(Err(error)) if error.is_permanent() => Err(NotSent::for_good(MessageReason::Refused)),
            Ok(Err(error)) if error.is_transient() => Err(NotSent::for_now(MessageReason::RefusedForNow)),
            Ok(Err(_)) | Err(_) => Err(NotSent::for_good(MessageReason::OutcomeUnknown)),
        }
    }

    /// Sends the commands up to `DATA`: if one fails, nothing was accepted.
    async fn ask(&self, envelope: &Envelope) -> Result<AsyncSmtpConnection, NotSent> {
        use lettre::transport::smtp::Error;
        let lost = |error: Error| NotSent::before(&error, MessageReason::Unreachable);
        let refused = |error: Error| NotSent::before(&error, MessageReason::Refused);
        let hello = ClientId::Domain(self.from.email.domain().to_owned());
        let at = (self.server.host.as_str(), self.server.port);
        let implicit = match self.server.security {
            SmtpSecurity::Tls => Some(self.tls()?),
            SmtpSecurity::StartTls | SmtpSecurity::Plain => None,
        };
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(at, Some(ASKING), &hello, implicit, None).await.map_err(lost)?;
        if self.server.security == SmtpSecurity::StartTls {
            if !connection.can_starttls() {
                connection.abort().await;
                return Err(NotSent::for_now(MessageReason::NotEncrypted));
            }
            let tls = self.tls()?;
            let encrypted = connection.starttls(tls, &hello).await;
            encrypted.map_err(|_| NotSent::for_now(MessageReason::NotEncrypted))?;
        }
        if let Some(credentials) = &self.credentials {
            let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], credentials).await;
            signed_in.map_err(|error| {
                if error.is_permanent() || error.is_client() {
                    NotSent::for_now(MessageReason::LoginRefused)
                } else {
                    lost(error)
                }
            })?;
        }
        let mut options = Vec::new();
        let addresses = envelope.from().into_iter().chain(envelope.to());
        if !addresses.map(AsRef::<str>::as_ref).all(str::is_ascii) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                connection.abort().await;
                return Err(NotSent::for_good(MessageReason::AddressRefused));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        if connection.server_info().supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        connection.command(Mail::new(envelope.from().cloned(), options)).await.map_err(refused)?;
        for to in envelope.to() {
            let asked = connection.command(Rcpt::new(to.clone(), Vec::new())).await;
            asked.map_err(|error| NotSent::before(&error, MessageReason::AddressRefused))?;
        }
        connection.command(Data).await.map_err(refused)?;
        Ok(connection)
    }

    /// The address that mails come from unless a dealer has one of its own.
    pub fn address(&self) -> String {
        self.from.email.to_string()
    }

    fn written(&self, mail: &Email) -> Result<(Envelope, Vec<u8>), NotSent> {
        let ours = NotSent::for_good(MessageReason::Refused);
        let from: Address = match &mail.from {
            Some(from) => from.parse().map_err(|_| ours)?,
            None => self.from.email.clone(),
        };
        let (name, to) = &mail.to;
        let to: Address = to.parse().map_err(|_| NotSent::for_good(MessageReason::AddressRefused))?;
        let envelope = Envelope::new(Some(from.clone()), vec![to.clone()]).map_err(|_| ours)?;
        let date = std::time::UNIX_EPOCH + Duration::from_secs(u64::try_from(mail.date).unwrap_or_default());
        let mut message = lettre::Message::builder()
            .from(Mailbox::new(Some(mail.from_name.clone()), from.clone()))
            .to(Mailbox::new(Some(name.clone()).filter(|name| may_be_told(name)), to.clone()))
            .subject(&mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.id, from.domain())))
            .date(date);
        if let Some(reply_to) = &mail.reply_to {
            message = message.reply_to(Mailbox::new(None, reply_to.parse().map_err(|_| ours)?));
        }
        let text = SinglePart::plain(mail.text.clone());
        let method = mail.kind.calendar_entry().map(|entry| match entry {
            CalendarEntry::Put => Method::Request,
            CalendarEntry::Cancel => Method::Cancel,
        });
        let message = match (&mail.entry, method) {
            (Some(entry), Some(method)) => {
                let organizer = (mail.from_name.clone(), from.to_string());
                let called = if may_be_told(name) { name.clone() } else { to.to_string() };
                let parties = Parties { organizer, attendee: Some((called, to.to_string())) };
                let kind = format!("text/calendar; charset=utf-8; method={}", method.as_str());
                let part = SinglePart::builder()
                    .header(ContentType::parse(&kind).expect("a media type of our own"))
                    .body(calendar::file(entry, method, &parties));
                message.multipart(MultiPart::alternative().singlepart(text).singlepart(part))
            }
            _ => message.singlepart(text),
        };
        let mut message = message.map_err(|_| ours)?;
        // A program wrote it: no absence note shall come back (RFC 3834, section 5).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        // One press in the mail program, without a page in between (RFC 8058).
        for (name, value) in mail.stop.iter().flat_map(|stop| {
            [
                ("List-Unsubscribe", format!("<{stop}>")),
                ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
            ]
        }) {
            message.headers_mut().insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
        }
        Ok((envelope, message.formatted()))
    }
}

/// Each certificate of a PEM file.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    Certificate::from_pem(pem).map(|root| vec![root]).map_err(|_| "--tls-roots holds no certificate (PEM)".to_owned())
}
