//! The flags that say how messages leave the program.

use crate::config::is_loopback;
use axum::http::Uri;
use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;

/// How messages leave the program. Passwords come from here or from the environment, never from a
/// dealer's file.
#[derive(Debug, Clone, Default, Args)]
pub struct MailArgs {
    /// The mail server: smtps://HOST (TLS), smtp://HOST (STARTTLS), or smtp+plain://127.0.0.1 (this machine only)
    #[arg(long, env = "BAYSIDE_SMTP", value_name = "URL", requires = "smtp_from")]
    pub smtp: Option<SmtpServer>,

    /// The sender's address; a dealer's file may name its own
    #[arg(long, env = "BAYSIDE_SMTP_FROM", value_name = "ADDRESS")]
    pub smtp_from: Option<String>,

    /// The program's name at the mail server
    #[arg(long, env = "BAYSIDE_SMTP_USER", value_name = "NAME", requires = "smtp_password")]
    pub smtp_user: Option<String>,

    /// The program's password at the mail server
    #[arg(
        long,
        env = "BAYSIDE_SMTP_PASSWORD",
        value_name = "PASSWORD",
        hide_env_values = true,
        requires = "smtp_user"
    )]
    pub smtp_password: Option<String>,

    /// Certificates (PEM) that mail server and SMS gateway may be signed by, besides those of the web
    #[arg(long, env = "BAYSIDE_TLS_ROOTS", value_name = "FILE")]
    pub tls_roots: Option<PathBuf>,
}

/// How the connection to a mail server is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, before anything else is sent.
    StartTls,
    /// Unencrypted, on this machine only.
    Plain,
}

/// A mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpServer {
    /// Host name or address.
    pub host: String,
    /// The TCP port, 1 to 65535.
    pub port: u16,
    /// How the connection is secured.
    pub security: SmtpSecurity,
}

impl FromStr for SmtpServer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be smtps://HOST[:PORT], smtp://HOST[:PORT] or smtp+plain://127.0.0.1[:PORT]".to_owned();
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let (security, port) = match uri.scheme_str() {
            Some("smtps") => (SmtpSecurity::Tls, 465),
            Some("smtp") => (SmtpSecurity::StartTls, 587),
            Some("smtp+plain") => (SmtpSecurity::Plain, 25),
            _ => return Err(wrong()),
        };
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(wrong)?;
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() || !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(wrong());
        }
        if security == SmtpSecurity::Plain && !is_loopback(&host) {
            return Err("smtp+plain:// is for a mail server on this machine only: messages name people".to_owned());
        }
        Ok(Self { host, port: uri.port_u16().unwrap_or(port), security })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_encrypted_or_on_this_machine() {
        for (text, expected) in [
            ("smtps://mail.example", Some(("mail.example", 465, SmtpSecurity::Tls))),
            ("smtp://mail.example:2525", Some(("mail.example", 2525, SmtpSecurity::StartTls))),
            ("smtp+plain://127.0.0.1:1025", Some(("127.0.0.1", 1025, SmtpSecurity::Plain))),
            ("smtp+plain://localhost/", Some(("localhost", 25, SmtpSecurity::Plain))),
            ("smtp+plain://[::1]:25", Some(("::1", 25, SmtpSecurity::Plain))),
            ("smtp+plain://mail.example", None),
            ("mail.example", None),
            ("https://mail.example", None),
            ("smtps://user:secret@mail.example", None),
            ("smtps://mail.example/x", None),
        ] {
            let server = text.parse::<SmtpServer>().ok();
            let found = server.as_ref().map(|server| (server.host.as_str(), server.port, server.security));
            assert_eq!(found, expected, "{text}");
        }
    }
}
