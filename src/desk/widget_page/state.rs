//! The code that embeds the booking form in a dealer's website, and its options.

use bayside_api::limits::{RADIUS_PX_MAX, WIDGET_LABEL_CHARS_MAX};
use bayside_domain::colour::{Accent, CONTRAST_MIN, Colour};
use serde::{Deserialize, Serialize};

/// How the booking stands in the page: the element's `mode`.
pub const MODES: [&str; 3] = ["floating", "popup", "inline"];
/// Whether it is light or dark: the element's `theme`.
pub const THEMES: [&str; 3] = ["light", "dark", "auto"];

/// The style of the element before the script has run, so that nothing around it moves (docs/embed.md); in the order of
/// [`MODES`].
const ROOM: [&str; 3] = [
    "position:fixed;right:16px;bottom:16px;padding:8px 16px;background:canvas",
    "display:flow-root;min-height:56px",
    "display:flow-root;min-height:max(100svh,960px)",
];

/// What is chosen, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// One of [`MODES`].
    pub mode: String,
    /// One of [`THEMES`].
    pub theme: String,
    /// `#rrggbb`.
    pub accent: String,
    /// CSS pixels.
    pub radius: String,
    /// A language; empty is that of the page.
    pub locale: String,
    /// On the button and above the popup; empty is the widget's own.
    pub label: String,
    /// The id of a job; empty is none.
    pub job: String,
    /// Which campaign the bookings are counted for; empty is none.
    pub utm_source: String,
    /// The script of this release and of no other, checked by its hash.
    pub pinned: bool,
}

/// What was released of the widget's script, oldest first.
const RELEASES: &str = include_str!("../../../public/embed/versions.json");

/// A release of the widget's script.
#[derive(Debug, Deserialize)]
struct Release {
    version: String,
    integrity: String,
}

impl Release {
    fn newest() -> Option<Self> {
        serde_json::from_str::<Vec<Self>>(RELEASES).ok()?.pop()
    }
}

impl Choice {
    /// A floating button in the dealer's colour.
    pub fn new(accent: &str, radius: u8) -> Self {
        Self {
            mode: MODES[0].to_owned(),
            theme: THEMES[0].to_owned(),
            accent: accent.to_owned(),
            radius: radius.to_string(),
            locale: String::new(),
            label: String::new(),
            job: String::new(),
            utm_source: String::new(),
            pinned: false,
        }
    }

    /// The colour, if it is one.
    pub fn colour(&self) -> Option<Colour> {
        Colour::parse(self.accent.trim())
    }

    /// The corners, if they are a number that may be.
    pub fn corners(&self) -> Option<u8> {
        self.radius.trim().parse().ok().filter(|radius| *radius <= RADIUS_PX_MAX)
    }

    /// The scheme that the colour must be read in: light (0) or dark (1). In a page that follows the visitor's own
    /// it is the light one, and in the dark one another colour stands in where this cannot be read.
    pub fn scheme(&self) -> usize {
        usize::from(self.theme == "dark")
    }

    /// How well the colour is read, scheme by scheme.
    pub fn checks(&self) -> Vec<Check> {
        let schemes: &[usize] = match self.theme.as_str() {
            "dark" => &[1],
            "auto" => &[0, 1],
            _ => &[0],
        };
        let drawn = |scheme: usize| Accent::drawn(self.colour()?, scheme).map(|accent| (scheme, accent));
        let checks = schemes.iter().filter_map(|scheme| drawn(*scheme)).flat_map(|(scheme, accent)| {
            let ratios = accent.ratios(scheme);
            CONTRAST_PAIRS.into_iter().zip(ratios).map(move |(pair, ratio)| Check { pair, scheme, ratio })
        });
        checks.collect()
    }

    /// Whether everything is as it may be copied.
    pub fn is_right(&self) -> bool {
        self.corners().is_some() && self.colour().is_some_and(|colour| Accent::of(colour, self.scheme()).is_some())
    }

    /// The nearest colour of the same hue that is read, if this one is not.
    pub fn proposal(&self) -> Option<Colour> {
        let colour = self.colour()?;
        colour.readable(self.scheme()).filter(|near| *near != colour)
    }

    /// The attributes of the element beside the dealer, in order; what is as usual is left out.
    fn attributes(&self) -> Vec<(&'static str, String)> {
        let radius = self.corners().map(|radius| radius.to_string()).unwrap_or_default();
        let theme = if self.theme == THEMES[0] { "" } else { &self.theme };
        [
            ("mode", self.mode.as_str()),
            ("locale", &self.locale),
            ("job", &self.job),
            ("theme", theme),
            ("accent", &self.accent),
            ("radius", &radius),
            ("label", &self.label),
            ("utm-source", &self.utm_source),
        ]
        .into_iter()
        .map(|(name, value)| (name, value.trim().chars().take(WIDGET_LABEL_CHARS_MAX).collect::<String>()))
        .filter(|(_, value)| !value.is_empty())
        .collect()
    }

    /// The address of the page that shows it, with what is chosen; a colour that cannot be read gives way to the
    /// nearest that can.
    pub fn try_address(&self, dealer: &str) -> String {
        let accent = self.proposal().map_or_else(|| self.accent.clone(), |colour| colour.to_string());
        let shown = Self { accent, ..self.clone() };
        let pairs = shown.attributes().into_iter().map(|(name, value)| format!("{name}={}", percent(&value)));
        format!("/embed/{dealer}/try?{}", pairs.collect::<Vec<_>>().join("&"))
    }

    /// The code to copy.
    pub fn code(&self, target: &EmbedTarget<'_>) -> String {
        let EmbedTarget { server, dealer, .. } = target;
        let attributes = self.attributes();
        let attributes: Vec<_> =
            attributes.iter().map(|(name, value)| format!("\n  {name}=\"{}\"", escaped(value))).collect();
        let attributes = attributes.concat();
        let room = MODES.iter().zip(ROOM).find(|(mode, _)| **mode == self.mode).map_or("", |(_, room)| room);
        let script = match Release::newest().filter(|_| self.pinned) {
            Some(Release { version, integrity }) => {
                format!("/embed/{version}.js\" integrity=\"{integrity}\" crossorigin=\"anonymous")
            }
            None => "/embed.js".to_owned(),
        };
        // Where no script runs, the link still says where the booking comes from.
        let brought = [("services", &self.job), ("utm_source", &self.utm_source)];
        let brought: Vec<_> = brought
            .iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, value)| format!("&amp;{name}={}", percent(value.trim())))
            .collect();
        let brought = brought.concat();
        format!(
            "<script src=\"{server}{script}\" defer></script>\n\
             <bayside-booking dealer=\"{dealer}\"{attributes}\n  style=\"{room}\">\n  \
             <a href=\"{server}/{dealer}/book#source=widget{brought}\">{}</a>\n  \
             {} <a href=\"tel:{}\">{}</a>\n</bayside-booking>",
            escaped(target.book),
            escaped(target.or_call),
            escaped(target.phone),
            escaped(target.phone_display)
        )
    }
}

/// Where the code leads, and what stands in its place where it cannot run.
#[derive(Debug, Clone, Copy)]
pub struct EmbedTarget<'a> {
    /// What links begin with.
    pub server: &'a str,
    /// The dealer's slug, from the page's address.
    pub dealer: &'a str,
    /// The words of the link.
    pub book: &'a str,
    /// The words before the number.
    pub or_call: &'a str,
    /// The dealer's telephone number in E.164.
    pub phone: &'a str,
    /// As people read it.
    pub phone_display: &'a str,
}

/// A pair of colours whose contrast is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContrastPair {
    /// Text on the button.
    Button,
    /// The colour on the page.
    Page,
    /// The colour on what is chosen.
    Chosen,
}

const CONTRAST_PAIRS: [ContrastPair; 3] = [ContrastPair::Button, ContrastPair::Page, ContrastPair::Chosen];

/// One contrast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// The pair of colours.
    pub pair: ContrastPair,
    /// Light (0) or dark (1).
    pub scheme: usize,
    /// 1 to 21.
    pub ratio: f64,
}

impl Check {
    /// Whether it is read.
    pub fn is_read(&self) -> bool {
        self.ratio >= CONTRAST_MIN
    }
}

/// A contrast with one digit, cut and not rounded: 4.49 is not enough and must not be called 4.5.
pub fn ratio(ratio: f64, comma: bool) -> String {
    let text = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
    if comma { text.replace('.', ",") } else { text }
}

/// Escapes a text for HTML, between tags and in quoted attributes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Percent-encodes a text for a query.
fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: EmbedTarget<'_> = EmbedTarget {
        server: "https://bayside.example",
        dealer: "aller",
        book: "Termin buchen",
        or_call: "oder anrufen:",
        phone: "+4942315550",
        phone_display: "04231 555-0",
    };

    #[test]
    fn the_code_says_what_was_chosen_and_stays_useful_without_it() {
        let choice = Choice {
            locale: "de".to_owned(),
            label: " Termin \"jetzt\" ".to_owned(),
            job: "oil".to_owned(),
            utm_source: "start & ziel".to_owned(),
            ..Choice::new("#0b585b", 2)
        };
        let expected = r##"<script src="https://bayside.example/embed.js" defer></script>
<bayside-booking dealer="aller"
  mode="floating"
  locale="de"
  job="oil"
  accent="#0b585b"
  radius="2"
  label="Termin &quot;jetzt&quot;"
  utm-source="start &amp; ziel"
  style="position:fixed;right:16px;bottom:16px;padding:8px 16px;background:canvas">
  <a href="https://bayside.example/aller/book#source=widget&amp;services=oil&amp;utm_source=start%20%26%20ziel">Termin buchen</a>
  oder anrufen: <a href="tel:+4942315550">04231 555-0</a>
</bayside-booking>"##;
        assert_eq!(choice.code(&TARGET), expected);
        let Release { version, integrity } = Release::newest().expect("the script was released");
        let pinned = Choice { pinned: true, ..choice }.code(&TARGET);
        let script = format!(
            "<script src=\"https://bayside.example/embed/{version}.js\" integrity=\"{integrity}\" crossorigin=\"anonymous\" defer>"
        );
        assert!(integrity.starts_with("sha384-") && pinned.starts_with(&script), "{pinned}");
    }

    #[test]
    fn a_booking_in_the_page_has_its_room_before_it_is_there() {
        let inline = Choice { mode: "inline".to_owned(), ..Choice::new("#0b585b", 2) };
        assert!(inline.code(&TARGET).contains("\n  style=\"display:flow-root;min-height:max(100svh,960px)\">\n"));
        let script = include_str!("../../widget/bayside.js");
        assert!(script.contains(".in{display:grid;min-height:max(100svh,960px)}"), "the room that it keeps");
        assert!(script.contains(".go{min-height:56px;"));
    }

    #[test]
    fn a_colour_that_is_not_read_is_told_and_has_a_neighbour() {
        let teal = Choice::new("#2f8f93", 2);
        assert!(!teal.is_right());
        let read: Vec<_> = teal.checks().iter().map(|check| (check.pair, check.is_read())).collect();
        assert_eq!(
            read,
            [(ContrastPair::Button, true), (ContrastPair::Page, false), (ContrastPair::Chosen, false)],
            "ink on the button is read"
        );
        assert_eq!(teal.proposal().map(|colour| colour.to_string()).as_deref(), Some("#27767a"));
        assert!(teal.try_address("aller").contains("accent=%2327767a"), "the preview shows what is proposed");
        assert!(Choice { accent: "#27767a".to_owned(), ..teal.clone() }.is_right());
        let pale = Choice { accent: "#7fc9c8".to_owned(), ..teal.clone() };
        assert!(!pale.is_right() && Choice { theme: "dark".to_owned(), ..pale }.is_right(), "in the dark it is read");
        let both = Choice { theme: "auto".to_owned(), accent: "#0b585b".to_owned(), ..teal.clone() };
        assert!(both.is_right() && both.proposal().is_none());
        assert_eq!(
            both.checks().iter().filter(|check| check.is_read()).count(),
            4,
            "another colour stands in in the dark"
        );
        for wrong in ["", "teal", "#fff"] {
            let choice = Choice { accent: wrong.to_owned(), ..teal.clone() };
            assert!(!choice.is_right() && choice.checks().is_empty() && choice.proposal().is_none(), "{wrong}");
        }
    }

    #[test]
    fn corners_are_a_small_number() {
        for (radius, corners) in [("0", Some(0)), (" 24 ", Some(24)), ("25", None), ("-1", None), ("", None)] {
            let choice = Choice { radius: radius.to_owned(), ..Choice::new("#0b585b", 2) };
            assert_eq!((choice.corners(), choice.is_right()), (corners, corners.is_some()), "{radius}");
        }
    }

    #[test]
    fn a_contrast_is_cut_so_that_too_little_is_never_called_enough() {
        assert_eq!((ratio(4.499, false), ratio(21.0, true)), ("4.4".to_owned(), "21,0".to_owned()));
    }
}
