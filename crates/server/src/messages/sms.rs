//! Text messages through a gateway: one HTTP request, filled in from the dealer's template.

use super::not_sent::NotSent;
use crate::config::{is_loopback, secrets};
use axum::http::{Request, Uri, header};
use bayside_domain::codes::MessageReason;
use bayside_domain::messages::{SmsGateway, fill};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

/// The time limit for connecting to the gateway.
const CONNECTING: Duration = Duration::from_secs(15);
/// The time limit for the gateway's reply.
const ANSWERING: Duration = Duration::from_secs(30);
/// How much of a reply is read.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// A client for SMS gateways.
#[derive(Clone)]
pub struct Gateways {
    tls: TlsConnector,
}

/// A text message to one phone.
#[derive(Debug, Clone)]
pub struct SmsMessage {
    /// The telephone number in E.164.
    pub to: String,
    /// The text of the message.
    pub words: String,
    /// The id of the message, the same for every attempt.
    pub id: String,
}

impl Gateways {
    /// Trusts the roots of the web and, if given, those of a PEM file.
    ///
    /// # Errors
    /// The file holds no certificates.
    pub fn trusting(roots: Option<&[u8]>) -> Result<Self, String> {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for certificate in CertificateDer::pem_slice_iter(roots.unwrap_or_default()) {
            let added = certificate.ok().and_then(|certificate| store.add(certificate).ok());
            added.ok_or("--tls-roots holds what is no certificate (PEM)")?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_root_certificates(store)
            .with_no_client_auth();
        Ok(Self { tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Sends a text message through a gateway.
    ///
    /// # Errors
    /// Why it did not take it, or that this is not known.
    pub async fn send(&self, gateway: &SmsGateway, text: &SmsMessage, secret: Secrets) -> Result<(), NotSent> {
        let mut request = request(gateway, text, secret)?;
        let uri = request.uri().clone();
        // The request line has only the path: the origin is that of the connection.
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        *request.uri_mut() = path.parse().map_err(|_| NotSent::for_good(MessageReason::Refused))?;
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
        let is_tls = uri.scheme_str() == Some("https");
        if !is_tls && !is_loopback(&host) {
            return Err(NotSent::for_good(MessageReason::NotEncrypted));
        }
        let port = uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 });
        let unreachable = NotSent::for_now(MessageReason::Unreachable);
        let stream = timeout(CONNECTING, TcpStream::connect((host.as_str(), port))).await;
        let stream = stream.map_err(|_| unreachable)?.map_err(|_| unreachable)?;
        if is_tls {
            let not_encrypted = NotSent::for_now(MessageReason::NotEncrypted);
            let name = ServerName::try_from(host).map_err(|_| not_encrypted)?;
            let stream = timeout(CONNECTING, self.tls.connect(name, stream)).await;
            ask(stream.map_err(|_| not_encrypted)?.map_err(|_| not_encrypted)?, request).await
        } else {
            ask(stream, request).await
        }
    }
}

/// A function that looks up a secret by the name of its environment variable.
pub type Secrets = fn(&str) -> Option<String>;

/// Sends the request. From here on, if the connection breaks, it is unknown whether the message was accepted.
async fn ask<S>(stream: S, request: Request<Full<Bytes>>) -> Result<(), NotSent>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let unknown = NotSent::for_good(MessageReason::OutcomeUnknown);
    let shaken = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shaken.map_err(|_| NotSent::for_now(MessageReason::Unreachable))?;
    let driving = tokio::spawn(connection);
    let answered = timeout(ANSWERING, async {
        let response = sender.send_request(request).await?;
        let status = response.status().as_u16();
        let _ = Limited::new(response.into_body(), ANSWER_BYTES_MAX).collect().await;
        Ok::<u16, hyper::Error>(status)
    })
    .await;
    driving.abort();
    match answered {
        Ok(Ok(200..=299)) => Ok(()),
        Ok(Ok(401 | 403 | 407)) => Err(NotSent::for_now(MessageReason::LoginRefused)),
        Ok(Ok(408 | 409 | 423 | 425 | 429 | 500..)) => Err(NotSent::for_now(MessageReason::RefusedForNow)),
        Ok(Ok(_)) => Err(NotSent::for_good(MessageReason::Refused)),
        Ok(Err(_)) | Err(_) => Err(unknown),
    }
}

/// The request with its placeholders filled in, each escaped for where it stands: URL, header or body.
fn request(gateway: &SmsGateway, text: &SmsMessage, secret: Secrets) -> Result<Request<Full<Bytes>>, NotSent> {
    let media = gateway.headers.iter().find(|(name, _)| name == "content-type").map_or("", |(_, value)| value);
    let in_body = if media.contains("json") {
        in_json
    } else if media.contains("x-www-form-urlencoded") {
        percent
    } else if media.contains("xml") {
        in_xml
    } else {
        str::to_owned
    };
    let misplaced = NotSent::for_good(MessageReason::Refused);
    let url = revealed(&gateway.url, secret)?;
    let uri: Uri = filled(&url, text, percent).parse().map_err(|_| misplaced)?;
    let body = filled(&revealed(&gateway.body, secret)?, text, in_body);
    let host = uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
    let mut request = Request::builder().method(gateway.method.as_str()).uri(uri).header(header::HOST, host);
    for (name, value) in &gateway.headers {
        request = request.header(name, revealed(value, secret)?);
    }
    request.body(Full::new(Bytes::from(body))).map_err(|_| misplaced)
}

fn filled(template: &str, text: &SmsMessage, way: fn(&str) -> String) -> String {
    fill(template, |place| match place {
        "to" => Some(way(&text.to)),
        "text" => Some(way(&text.words)),
        "id" => Some(way(&text.id)),
        _ => None,
    })
}

/// Replaces the names of secrets by their values.
fn revealed(template: &str, secret: Secrets) -> Result<String, NotSent> {
    let mut revealed = template.to_owned();
    for name in secrets(template) {
        let value = secret(name).ok_or(NotSent::for_good(MessageReason::SecretMissing))?;
        revealed = revealed.replace(&format!("${{{name}}}"), &value);
    }
    Ok(revealed)
}

fn in_json(text: &str) -> String {
    let quoted = serde_json::to_string(text).expect("a text is JSON");
    quoted[1..quoted.len() - 1].to_owned()
}

/// The characters that are percent-encoded: all but the unreserved ones (RFC 3986).
const RESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn percent(text: &str) -> String {
    utf8_percent_encode(text, &RESERVED).to_string()
}

fn in_xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> SmsMessage {
        SmsMessage { to: "+8613812345678".into(), words: "“{id}”\n\"a\" & b".into(), id: "1-2".into() }
    }

    fn gateway(media: &str, url: &str, body: &str) -> SmsGateway {
        let headers = vec![("content-type".to_owned(), media.to_owned()), ("x".to_owned(), "k ${A}".to_owned())];
        SmsGateway { method: "POST".into(), url: url.into(), headers, body: body.into(), calling_codes: None }
    }

    async fn body(request: Request<Full<Bytes>>) -> String {
        String::from_utf8(request.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
    }

    #[tokio::test]
    async fn each_place_is_filled_in_the_way_of_where_it_stands() {
        let secret: Secrets = |name| (name == "A").then(|| "s3cret".to_owned());
        let json = gateway("application/json", "https://sms.example/{id}?to={to}", r#"{"t":{"text":"{text}"}}"#);
        let made = request(&json, &text(), secret).unwrap();
        assert_eq!(made.uri().to_string(), "https://sms.example/1-2?to=%2B8613812345678");
        assert_eq!(made.headers()["x"], "k s3cret");
        assert_eq!(made.headers()["host"], "sms.example");
        assert_eq!(body(made).await, r#"{"t":{"text":"“{id}”\n\"a\" & b"}}"#);
        let form = gateway("application/x-www-form-urlencoded", "https://sms.example", "a={text}");
        assert_eq!(
            body(request(&form, &text(), secret).unwrap()).await,
            "a=%E2%80%9C%7Bid%7D%E2%80%9D%0A%22a%22%20%26%20b"
        );
        let xml = gateway("text/xml", "https://sms.example", "<t>{text}</t>");
        assert_eq!(body(request(&xml, &text(), secret).unwrap()).await, "<t>“{id}”\n&quot;a&quot; &amp; b</t>");
    }

    #[test]
    fn a_missing_secret_is_named_as_the_reason() {
        let gateway = gateway("text/plain", "https://sms.example", "{text}");
        let refused = request(&gateway, &text(), |_| None).unwrap_err();
        assert_eq!(refused, NotSent::for_good(MessageReason::SecretMissing));
    }
}
