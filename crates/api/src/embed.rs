//! The booking form embedded in another website: the options that the frame gets, and the messages that it posts to the
//! page around it. docs/embed.md documents the same for the authors of that page.

use crate::Instant;
use crate::limits::RADIUS_PX_MAX;
use bayside_domain::colour::Colour;
use serde::{Deserialize, Serialize};

/// The version of these options and messages.
pub const VERSION: u8 = 1;

/// The longest id that a page may give to a frame, in characters.
const ID_CHARS_MAX: usize = 40;
/// The greatest height that a frame may ask for, in CSS pixels, so that an error inside the frame cannot make the page
/// around it endless.
pub const HEIGHT_MAX: u32 = 20_000;

/// A message from the frame to the page; `bayside` ([`VERSION`]) and the frame's `id` are added. None holds personal
/// data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    /// The booking form is visible.
    Ready,
    /// The height of the content changed; sent only by a frame in `inline` mode.
    Resized {
        /// The height of the whole content, in CSS pixels.
        height: u32,
    },
    /// The visitor went to another step; the page may scroll to where it begins.
    Step {
        /// Where the step begins, in CSS pixels from the top of the frame.
        top: u32,
    },
    /// Jobs were chosen.
    JobChosen,
    /// A time is held.
    SlotChosen,
    /// The booking is made.
    Booked {
        /// The booking's reference: six characters.
        reference: String,
        /// When reception begins.
        start: Instant,
    },
    /// The visitor pressed Escape.
    CloseRequest,
    /// The booking cannot be shown.
    Error {
        /// The stable error code.
        code: String,
    },
}

impl Message {
    /// The message for a content of this height, in CSS pixels.
    pub fn resized(height: i32) -> Self {
        Self::Resized { height: height.unsigned_abs().min(HEIGHT_MAX) }
    }
}

/// How the frame is shown in the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Part of the page's flow, as high as its content.
    Inline,
    /// A popup above the page, with its own scrolling.
    Popup,
}

/// The colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on a light ground, the default.
    Light,
    /// Light text on a dark ground.
    Dark,
    /// The colour scheme of the visitor's device.
    Auto,
}

/// The options after `#` in the frame's address, besides the values that fill in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The id of the frame, repeated in each message, so that a page with several frames can tell them apart.
    pub id: String,
    /// The origin of the page around the frame; messages are posted to no other.
    pub host: String,
    /// How the frame is shown in the page.
    pub mode: Mode,
    /// The language that the page demands.
    pub locale: Option<String>,
    /// The page's own language, used unless the visitor has chosen another.
    pub lang: Option<String>,
    /// The colour scheme that the page wants.
    pub scheme: Scheme,
    /// The accent colour of the page; the dealer's own if absent.
    pub accent: Option<Colour>,
    /// The corner radius of the page, in CSS pixels; the dealer's own if absent.
    pub radius: Option<u8>,
}

impl Options {
    /// Reads the options by their names; `None` if the page did not ask in this version. A malformed value counts as
    /// absent.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let get = |name: &str| get(name).filter(|value| !value.is_empty());
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let version = get("v")?.parse().ok();
        let id = get("id").filter(|id| id.len() <= ID_CHARS_MAX && id.bytes().all(plain))?;
        let host = get("host").filter(|host| host.starts_with("https://") || host.starts_with("http://"))?;
        (version == Some(VERSION)).then(|| Self {
            id,
            host,
            mode: if get("mode").is_none_or(|mode| mode == "inline") { Mode::Inline } else { Mode::Popup },
            locale: get("locale"),
            lang: get("lang"),
            scheme: match get("theme").as_deref() {
                Some("dark") => Scheme::Dark,
                Some("auto") => Scheme::Auto,
                _ => Scheme::Light,
            },
            accent: get("accent").and_then(|text| Colour::parse(&text)),
            radius: get("radius").and_then(|text| text.parse().ok()).filter(|radius| *radius <= RADIUS_PX_MAX),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(link: &[(&str, &str)]) -> Option<Options> {
        let known = [("v", "1"), ("id", "2"), ("host", "https://site.example")];
        let find = |name: &str| link.iter().chain(&known).find(|(key, _)| *key == name);
        Options::read(|name| find(name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn what_the_page_leaves_open_is_plain() {
        let options = read(&[]).unwrap();
        assert_eq!((options.id.as_str(), options.host.as_str()), ("2", "https://site.example"));
        assert_eq!((options.mode, options.scheme), (Mode::Inline, Scheme::Light));
        assert_eq!((options.locale, options.lang, options.accent, options.radius), (None, None, None, None));
    }

    #[test]
    fn what_the_page_wants_is_read() {
        let wanted =
            [("mode", "floating"), ("theme", "dark"), ("accent", "#0B585B"), ("radius", "24"), ("locale", "de")];
        let options = read(&wanted).unwrap();
        assert_eq!((options.mode, options.scheme), (Mode::Popup, Scheme::Dark));
        assert_eq!(options.accent.map(|accent| accent.to_string()).as_deref(), Some("#0b585b"));
        assert_eq!((options.radius, options.locale.as_deref()), (Some(24), Some("de")));
    }

    #[test]
    fn what_is_malformed_counts_as_not_said() {
        let wrong = [("theme", "neon"), ("accent", "red;}"), ("radius", "25"), ("locale", "")];
        assert_eq!(read(&wrong), read(&[]));
        assert_eq!(read(&[("radius", "-1")]), read(&[]));
    }

    #[test]
    fn nobody_is_spoken_to_who_does_not_say_who_it_is() {
        for wrong in [("v", "2"), ("v", ""), ("id", ""), ("id", "a b"), ("host", "*"), ("host", "null"), ("host", "")] {
            assert_eq!(read(&[wrong]), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_height_has_an_end() {
        assert_eq!(Message::resized(960), Message::Resized { height: 960 });
        assert_eq!(Message::resized(i32::MAX), Message::Resized { height: HEIGHT_MAX });
    }

    #[test]
    fn a_message_is_its_type_and_little_else() {
        let start = Instant::parse("2026-12-01T09:30:00+01:00").unwrap();
        for (message, wire) in [
            (Message::Ready, json!({ "type": "ready" })),
            (Message::Resized { height: 960 }, json!({ "type": "resized", "height": 960 })),
            (Message::Step { top: 0 }, json!({ "type": "step", "top": 0 })),
            (Message::JobChosen, json!({ "type": "job_chosen" })),
            (Message::SlotChosen, json!({ "type": "slot_chosen" })),
            (
                Message::Booked { reference: "K7M2QX".into(), start },
                json!({ "type": "booked", "reference": "K7M2QX", "start": "2026-12-01T09:30:00+01:00" }),
            ),
            (Message::CloseRequest, json!({ "type": "close_request" })),
            (Message::Error { code: "offline".into() }, json!({ "type": "error", "code": "offline" })),
        ] {
            assert_eq!(serde_json::to_value(&message).unwrap(), wire);
            assert_eq!(serde_json::from_value::<Message>(wire).unwrap(), message);
        }
    }
}
