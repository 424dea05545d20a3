//! The texts of messages: default ones per language, or the dealer's own.

use bayside_domain::codes::MessageKind;
use bayside_domain::dealer::Dealer;
use bayside_domain::for_each_language;
use bayside_domain::language::Language;
use bayside_domain::messages::fill;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

macro_rules! sources {
    ($($language:ident $tag:literal),*) => {
        /// The default texts of a language (TOML).
        const fn source(language: Language) -> &'static str {
            match language { $(Language::$language => include_str!(concat!("texts/", $tag, ".toml"))),* }
        }
    };
}
for_each_language!(sources);

/// The content of a file: the introduction of the adviser, used in each message, and the messages.
#[derive(Deserialize)]
struct Texts {
    #[cfg_attr(not(test), expect(dead_code, reason = "a test looks for it in each message"))]
    motto: String,
    #[serde(flatten)]
    kinds: BTreeMap<MessageKind, MessageTexts>,
}

/// The texts of a message, with or without placeholders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageTexts {
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's text.
    pub mail: String,
    /// The text message.
    pub sms: String,
}

static TEXTS: LazyLock<BTreeMap<Language, Texts>> = LazyLock::new(|| {
    let read = |language| toml::from_str(source(language)).expect("a test reads every language");
    Language::ALL.iter().map(|language| (*language, read(*language))).collect()
});

/// The texts for a kind of message in a language, with placeholders: the dealer's own, else the default ones.
pub fn message_texts(dealer: &Dealer, kind: MessageKind, language: Language) -> MessageTexts {
    let mut words = TEXTS[&language].kinds.get(&kind).cloned().expect("a test finds every kind in every language");
    if let Some(own) = dealer.messages.texts.get(&kind) {
        let parts = [(&own.subject, &mut words.subject), (&own.mail, &mut words.mail), (&own.sms, &mut words.sms)];
        for (own, usual) in parts {
            if let Some(own) = own.0.get(&language) {
                usual.clone_from(own);
            }
        }
    }
    words
}

impl MessageTexts {
    /// The same with its placeholders filled in. A subject and a text message are one line.
    #[must_use]
    pub fn filled(&self, value: impl Fn(&str) -> Option<String>) -> Self {
        let is_nameless = value("name").is_some_and(|name| name.is_empty());
        let fill = |text: &str| if is_nameless { fill(&without_name(text), &value) } else { fill(text, &value) };
        let line = |text: &str| {
            let filled = fill(text);
            filled.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
        };
        let mail = fill(self.mail.trim());
        Self { subject: line(&self.subject), mail: format!("{}\n", mail.trim()), sms: line(&self.sms) }
    }
}

/// A text that addresses nobody: behind a word the blank and the comma before the name go, elsewhere the sign behind it.
fn without_name(text: &str) -> String {
    let mut parts = text.split("{name}");
    let mut nameless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let before = nameless.trim_end_matches([' ', ',', '，']);
        if before.ends_with(char::is_alphanumeric) {
            nameless.truncate(before.len());
            nameless += part;
        } else {
            nameless += part.trim_start_matches([',', '，', '、', ':', '：', '!', '！', ' ']);
        }
    }
    nameless
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::messages::{check_text, placeholders};
    use std::collections::BTreeSet;

    #[test]
    fn a_text_without_a_name_reads_as_if_it_never_had_one() {
        for (text, nameless) in [
            ("{dealer}: {name}, ich bin {adviser}", "{dealer}: ich bin {adviser}"),
            ("【{dealer}】{name}，我是{adviser}", "【{dealer}】我是{adviser}"),
            ("{name}，您好！\n已为您", "您好！\n已为您"),
            ("Guten Tag {name},\n\nIhr", "Guten Tag,\n\nIhr"),
            ("Hello {name},", "Hello,"),
            ("Hello, {name}! Your", "Hello! Your"),
            ("{name}：已为您", "已为您"),
            ("{name}！您好", "您好"),
            ("nobody", "nobody"),
        ] {
            assert_eq!(without_name(text), nameless);
        }
    }

    fn parts(words: &MessageTexts) -> [(&'static str, &str); 3] {
        [("subject", &words.subject), ("mail", &words.mail), ("sms", &words.sms)]
    }

    #[test]
    fn every_language_has_every_kind_and_no_other() {
        for (tag, texts) in &*TEXTS {
            let kinds: Vec<MessageKind> = texts.kinds.keys().copied().collect();
            let mut all = MessageKind::ALL.to_vec();
            all.sort();
            assert_eq!(kinds, all, "{tag}");
        }
    }

    #[test]
    fn every_language_has_the_same_places_and_each_can_be_filled() {
        for kind in MessageKind::ALL {
            let first = &TEXTS[&Language::En].kinds[kind];
            for (tag, texts) in &*TEXTS {
                let words = &texts.kinds[kind];
                for ((part, text), (_, english)) in parts(words).into_iter().zip(parts(first)) {
                    let found = |text| placeholders(text).unwrap().into_iter().collect::<BTreeSet<&str>>();
                    assert_eq!(found(text), found(english), "{tag} {kind} {part}");
                    assert_eq!(check_text(*kind, text, part != "subject"), Ok(()), "{tag} {kind} {part}");
                }
            }
        }
    }

    #[test]
    fn the_adviser_speaks_in_every_message() {
        for (language, texts) in &*TEXTS {
            assert!(texts.motto.chars().count() > 5, "{language}: {}", texts.motto);
            for (kind, words) in &texts.kinds {
                for text in [&words.mail, &words.sms] {
                    assert!(text.contains(&texts.motto) && text.contains("{adviser}"), "{language} {kind}");
                }
            }
        }
    }

    #[test]
    fn a_value_cannot_begin_a_header_or_another_place() {
        let words = MessageTexts { subject: "{name}".into(), mail: "{name}".into(), sms: "{name}".into() };
        let filled = words.filled(|_| Some("{link}\r\nBcc: all@example.org".to_owned()));
        assert_eq!(filled.subject, "{link}  Bcc: all@example.org");
        assert_eq!(filled.sms, filled.subject);
    }
}
