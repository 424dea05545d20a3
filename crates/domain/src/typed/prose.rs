//! What people write for people: own words, titles, names.

use super::classes::{is_blank, is_ignorable, is_mark};
use super::compose::nfc;

/// The most combining marks in a row in a name; more cover what stands around it.
const MARKS_MAX: usize = 4;

/// Own words: composed, with `\n` as the only line end, without characters that nobody sees or that turn the direction
/// of others, without blanks at the ends. Empty if there is nothing to see. Other control characters stay.
pub fn words(text: &str) -> String {
    let composed = nfc(text);
    let mut letters = composed.chars().peekable();
    let mut kept = String::with_capacity(composed.len());
    let mut before = None;
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\r' if letters.peek() == Some(&'\n') => continue,
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\n' | '\t' => letter,
            _ if is_blank(letter) => ' ',
            _ if letter.is_control() => letter,
            _ if is_ignorable(letter) && !shapes(before, letter, letters.peek().copied()) => continue,
            _ => letter,
        };
        kept.push(letter);
        before = Some(letter);
    }
    // What was parted by something that is gone belongs together.
    let kept = nfc(kept.trim());
    if kept.chars().any(is_seen) { kept.into_owned() } else { String::new() }
}

/// The same in one line and without any control character: a name, a model.
pub fn line(text: &str) -> String {
    let words: String = words(text).chars().map(|letter| if is_blank(letter) { ' ' } else { letter }).collect();
    let seen: String = words.chars().filter(|letter| !letter.is_control()).collect();
    nfc(seen.trim()).into_owned()
}

/// The first character that [`words`] drops: one that nobody sees, or that turns the direction of others.
pub fn hidden(text: &str) -> Option<char> {
    let mut letters = text.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let is_hidden = is_ignorable(letter) && !letter.is_control();
        if is_hidden && !shapes(before, letter, letters.peek().copied()) {
            return Some(letter);
        }
        before = Some(letter);
    }
    None
}

/// Whether a text is fit for one line of a public screen as it stands: no line end, no control character, nothing
/// [`hidden`].
pub fn is_line(text: &str) -> bool {
    hidden(text).is_none()
        && !text.chars().any(|letter| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}'))
}

/// Whether a name carries so many marks that they cover what stands around it.
pub fn is_overloaded(name: &str) -> bool {
    let mut marks = 0;
    nfc(name).chars().any(|letter| {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        marks > MARKS_MAX
    })
}

/// Whether an invisible character shapes its neighbours: a joiner within a word (Persian, Sinhala, joined emoji), or
/// a variation selector behind a character that has variants.
fn shapes(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let is_shaped = |neighbour: Option<char>| {
        neighbour.is_some_and(|letter| letter >= '\u{300}' && !is_blank(letter) && !is_ignorable(letter))
    };
    match letter {
        '\u{200C}' | '\u{200D}' => {
            let before = before.is_some_and(is_variation_selector) || is_shaped(before);
            before && is_shaped(after)
        }
        _ => is_variation_selector(letter) && is_shaped(before),
    }
}

fn is_variation_selector(letter: char) -> bool {
    matches!(letter, '\u{180B}'..='\u{180D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

fn is_seen(letter: char) -> bool {
    !is_blank(letter) && !is_ignorable(letter) && !is_mark(letter)
}

/// Whether a name holds a web address: a scheme, `www.`, or a host before a path or with a common ending.
pub fn has_web_address(name: &str) -> bool {
    let name = super::plain(name).to_ascii_lowercase();
    name.contains("://") || name.contains("www.") || name.split(' ').any(is_host)
}

/// Whether a name may stand in a message or on a wall, where it would be read as the house's own word: letters, marks,
/// blanks and the signs of names, and no full stop between two Latin letters.
pub fn may_be_told(name: &str) -> bool {
    let letters: Vec<char> = nfc(name).chars().collect();
    let is_latin = |at: Option<&char>| at.is_some_and(|letter| matches!(letter, 'a'..='z' | 'A'..='Z' | 'À'..='ɏ'));
    let is_sign =
        |letter: char| matches!(letter, ' ' | '-' | '\'' | '’' | '.' | '·' | '•' | '‧' | '&' | ',' | '\u{F0B}');
    let is_part = |letter: char| letter.is_alphabetic() || is_mark(letter) || is_sign(letter) || is_ignorable(letter);
    letters.iter().all(|letter| is_part(*letter))
        && !letters.iter().enumerate().any(|(at, letter)| {
            *letter == '.'
                && is_latin(at.checked_sub(1).and_then(|at| letters.get(at)))
                && is_latin(letters.get(at + 1))
        })
}

/// The endings of addresses that strangers put into names.
const ENDINGS: &[&str] = &[
    "app", "at", "biz", "ch", "club", "cn", "co", "com", "de", "eu", "example", "fr", "info", "io", "link", "live",
    "ly", "me", "net", "online", "org", "ru", "shop", "site", "store", "to", "top", "uk", "vip", "xyz",
];

fn is_host(word: &str) -> bool {
    let (host, has_path) = word.split_once('/').map_or((word, false), |(host, _)| (host, true));
    let Some((name, ending)) = host.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()).rsplit_once('.')
    else {
        return false;
    };
    let is_ending = ending.len() >= 2 && ending.bytes().all(|letter| letter.is_ascii_alphabetic());
    // `J.de Vries` and `Dr.Ch. Weber` are people; a path needs no known ending.
    let label = name.rsplit('.').next().unwrap_or_default();
    is_ending && if has_path { host.ends_with(ending) } else { label.len() > 2 && ENDINGS.contains(&ending) }
}
