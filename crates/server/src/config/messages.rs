//! `[messages]`: senders, quiet hours, reminders, the SMS gateway, own texts.

use super::reader::{Node, Table};
use super::text::Locales;
use axum::http::{HeaderName, HeaderValue, Method, Uri};
use bayside_domain::codes::MessageKind;
use bayside_domain::language::Language;
use bayside_domain::language::LocalText;
use bayside_domain::messages::{MessagePolicy, QuietHours, SmsGateway, TemplateError, Wording, check_text};
use bayside_domain::typed::mail_address;
use chrono::NaiveTime;
use toml::de::DeValue;

/// The required prefix of a gateway's secrets, so that a dealer's file cannot leak other environment variables of the
/// server.
pub const SECRET_PREFIX: &str = "BAYSIDE_SMS_";

/// Reads `[messages]`, every setting with its default.
pub(super) fn read(file: &Table<'_>, locales: &Locales) -> MessagePolicy {
    file.take("messages").and_then(|node| node.table(|table| policy(table, locales))).unwrap_or_default()
}

fn policy(table: &Table<'_>, locales: &Locales) -> MessagePolicy {
    let usual = MessagePolicy::default();
    MessagePolicy {
        from: address(table, "from"),
        reply_to: address(table, "reply_to"),
        quiet: or_never(table, "quiet", usual.quiet, |text| {
            let (from, to) = text.split_once('-')?;
            let (from, to) = (time(from)?, time(to)?);
            (from != to).then_some(QuietHours { from, to })
        }),
        day_before: or_never(table, "day_before", usual.day_before, time),
        hour_before_minutes: table.number("hour_before_minutes", usual.hour_before_minutes, 0..=720),
        invite_again_days: table.number("invite_again_days", usual.invite_again_days, 1..=90),
        sms: table.take("sms").and_then(|node| node.table(gateway)),
        texts: table.take("texts").and_then(|node| texts(&node, locales)).unwrap_or_default(),
    }
}

fn address(table: &Table<'_>, key: &str) -> Option<String> {
    let node = table.take(key)?;
    let text = node.line(254)?;
    let address = mail_address(&text);
    if address.is_none() {
        node.fail("must be a mail address such as service@werkstatt.example");
    }
    address
}

/// Reads a time or a range of the day as text, or `"never"`.
fn or_never<T>(table: &Table<'_>, key: &str, usual: Option<T>, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    let Some(node) = table.take(key) else { return usual };
    let text = node.str()?;
    let value = read(text.trim());
    if value.is_none() && text != "never" {
        let example = if key == "quiet" { "21:00-08:00" } else { "17:00" };
        node.fail(format!("must be local time such as “{example}”, or “never”"));
    }
    value
}

fn time(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").ok()
}

fn gateway(table: &Table<'_>) -> SmsGateway {
    let filled = |node: &Node<'_>| {
        let text = node.prose(4000, true).unwrap_or_default();
        for name in secrets(&text) {
            if !is_secret_name(name) {
                node.fail(format!("${{{name}}} must name a variable that begins with {SECRET_PREFIX}"));
            }
        }
        text
    };
    let method = table.take("method").map_or_else(
        || "POST".to_owned(),
        |node| {
            let method = node.line(16).unwrap_or_default();
            if ![Method::GET, Method::POST, Method::PUT].iter().any(|known| known.as_str() == method) {
                node.fail("must be GET, POST or PUT");
            }
            method
        },
    );
    let url = table.need("url").map(|node| {
        let url = filled(&node);
        if !is_safe(&url) {
            node.fail("must be https:// and a host; http:// is for a gateway on this machine only");
        }
        url
    });
    let headers = table.take("headers").and_then(|node| {
        node.table(|table| {
            let mut headers = Vec::new();
            for (name, value, key) in table.entries() {
                let text = filled(&value);
                if HeaderName::from_bytes(name.as_bytes()).is_err() {
                    key.fail("is no name of a header");
                } else if HeaderValue::from_str(&text).is_err() {
                    value.fail("is no value of a header");
                }
                headers.push((name.to_ascii_lowercase(), text));
            }
            headers
        })
    });
    let body = table.take("body").map(|node| filled(&node)).unwrap_or_default();
    let url = url.unwrap_or_default();
    for place in ["{to}", "{text}"] {
        if !url.is_empty() && !url.contains(place) && !body.contains(place) {
            table.fail(format!("{place} must stand in “url” or “body”"));
        }
    }
    let calling_codes = table.take("calling_codes").map(|node| calling_codes(&node));
    SmsGateway { method, url, headers: headers.unwrap_or_default(), body, calling_codes }
}

/// Calling codes as people write them: `"+49"`, `"0049"` or `"49"`.
fn calling_codes(node: &Node<'_>) -> Vec<String> {
    let code = |item: &Node<'_>| {
        let text = item.str()?.trim();
        let digits = text.strip_prefix('+').or_else(|| text.strip_prefix("00")).unwrap_or(text);
        let is_code = (1..=4).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0');
        if !is_code {
            item.fail("must be a country's calling code, e.g. “+49”");
        }
        is_code.then(|| digits.to_owned())
    };
    node.items(1..=250).iter().filter_map(code).collect()
}

/// The names between `${` and `}`.
pub fn secrets(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
}

fn is_secret_name(name: &str) -> bool {
    name.strip_prefix(SECRET_PREFIX).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

/// Whether a URL is encrypted or stays on this machine.
fn is_safe(url: &str) -> bool {
    let plain = url.replace("${", "").replace(['{', '}'], "");
    let Ok(uri) = plain.parse::<Uri>() else { return false };
    let Some(host) = uri.host() else { return false };
    let place = url.split('/').nth(2).unwrap_or_default();
    match uri.scheme_str() {
        _ if place.contains(['{', '@']) => false,
        Some("https") => true,
        Some("http") => is_loopback(host),
        _ => false,
    }
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn texts(node: &Node<'_>, locales: &Locales) -> Option<std::collections::BTreeMap<MessageKind, Wording>> {
    node.table(|table| {
        let mut texts = std::collections::BTreeMap::new();
        for (word, wording, key) in table.entries() {
            let Some(kind) = MessageKind::from_word(word) else {
                let known: Vec<&str> = MessageKind::ALL.iter().map(|kind| kind.as_str()).collect();
                key.fail(format!("“{word}” is no kind of message; known: {}", known.join(", ")));
                continue;
            };
            let wording = wording.table(|table| Wording {
                subject: words(table, "subject", kind, locales),
                mail: words(table, "mail", kind, locales),
                sms: words(table, "sms", kind, locales),
            });
            texts.extend(wording.map(|wording| (kind, wording)));
        }
        texts
    })
}

/// A text in one or several of the dealer's languages; the others keep the default text.
fn words(table: &Table<'_>, key: &str, kind: MessageKind, locales: &Locales) -> LocalText {
    let (length_max, many_lines) = match key {
        "mail" => (4000, true),
        "sms" => (500, false),
        _ => (120, false),
    };
    let mut words = LocalText::default();
    let mut add = |language: Option<Language>, node: &Node<'_>| {
        let Some(text) = node.prose(length_max, many_lines) else { return };
        if let Err(error) = check_text(kind, &text, key != "subject") {
            node.fail(said(&error, kind));
        }
        words.0.extend(language.map(|language| (language, text)));
    };
    let Some(node) = table.take(key) else { return words };
    if matches!(node.value(), DeValue::Table(_)) {
        node.table(|table| {
            for (tag, text, key) in table.entries() {
                add(locales.language(tag, &key), &text);
            }
        });
    } else {
        add(locales.languages().first().copied(), &node);
    }
    words
}

fn said(error: &TemplateError, kind: MessageKind) -> String {
    match error {
        TemplateError::Brace => "has a brace without its partner".to_owned(),
        TemplateError::Unknown(place) => {
            format!("{{{place}}} cannot be filled in here; known: {{{}}}", kind.placeholders().join("}, {"))
        }
        TemplateError::Missing(place) => format!("{{{place}}} is missing"),
    }
}
