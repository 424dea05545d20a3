//! Typed text is not bytes: people paste invisible characters, write with full-width letters, digits of their script,
//! another dash, a decomposed `ü`. Every reader of typed text asks this module (docs/rules.md, "Typed text").

mod classes;
mod compose;
#[cfg(not(target_arch = "wasm32"))]
mod login;
#[cfg(not(target_arch = "wasm32"))]
mod mail;
mod number;
mod prose;
mod reference;
#[cfg(test)]
mod tests;

pub use classes::fold;
#[cfg(not(target_arch = "wasm32"))]
pub use login::{login, password};
#[cfg(not(target_arch = "wasm32"))]
pub use mail::{ascii_domain, mail_address};
pub use number::{NumberError, Reading, amount, decimal, kilometres};
pub use prose::{has_web_address, hidden, is_line, is_overloaded, line, may_be_told, words};
pub use reference::{REFERENCE_CHARS, REFERENCE_LETTERS, meant_references};

/// What machines read (a plate, a telephone number, a code) in plain characters: composed, half width, with the digits
/// 0 to 9 and one character for each class of dashes, dots, quotes and blanks; without what nobody sees.
pub fn plain(text: &str) -> String {
    let seen: String = compose::nfc(text).chars().filter_map(fold).collect();
    // What was parted by something that is gone belongs together.
    compose::nfc(&seen).into_owned()
}

/// The digits in a text, whatever stands between them.
pub fn digits(text: &str) -> String {
    plain(text).chars().filter(char::is_ascii_digit).collect()
}

/// Plain capital characters without blanks and middle dots: a plate, a VIN.
pub(crate) fn compact(text: &str) -> String {
    let separates = |letter: char| matches!(letter, ' ' | '\t' | '\n' | '\r' | '·');
    plain(text).chars().filter(|letter| !separates(*letter)).map(capital).collect()
}

/// The upper case of a letter that occurs on plates; a table for all of Unicode would be many kilobytes to download.
pub fn capital(letter: char) -> char {
    match letter {
        'ä' => 'Ä',
        'ö' => 'Ö',
        'ü' => 'Ü',
        other => other.to_ascii_uppercase(),
    }
}

/// Whether a letter is of the Han script.
pub const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}
