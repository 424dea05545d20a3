//! Mail addresses.

use super::classes::{is_blank, is_ignorable};
use super::compose::nfc;

/// The longest address in bytes (RFC 5321, 4.5.3.1.3, without the brackets).
const BYTES_MAX: usize = 254;
/// The longest local part in bytes (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// The longest label of a domain in bytes (RFC 1035, 2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// A typed mail address as machines write it: full-width signs as their ASCII, an international domain as its A-labels
/// (RFC 5890). `None` if it is none.
pub fn mail_address(text: &str) -> Option<String> {
    let composed = nfc(text);
    let signs: String = composed.chars().filter(|letter| !is_ignorable(*letter)).map(sign).collect();
    let signs = nfc(signs.trim());
    let (local, domain) = signs.rsplit_once('@')?;
    let domain = ascii_domain(domain)?;
    let address = format!("{local}@{domain}");
    let fits = address.len() <= BYTES_MAX
        && (1..=LOCAL_BYTES_MAX).contains(&local.len())
        && domain.split('.').count() >= 2
        && domain.split('.').all(|label| (1..=LABEL_BYTES_MAX).contains(&label.len()))
        && !address.chars().any(|letter| is_blank(letter) || letter.is_control());
    fits.then_some(address)
}

/// The signs of an address and the ASCII letters in their usual width.
fn sign(letter: char) -> char {
    match letter {
        '。' | '｡' | '．' => '.',
        '\u{FF01}'..='\u{FF5E}' => super::classes::fold(letter).unwrap_or(letter),
        letter if is_blank(letter) => ' ',
        letter => letter,
    }
}

/// A domain in lower-case ASCII, its other labels as A-labels (RFC 5890).
pub fn ascii_domain(domain: &str) -> Option<String> {
    idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::URL).ok().map(std::borrow::Cow::into_owned)
}
