//! References: short texts that people can spell on the telephone.

use bayside_domain::limits::REFERENCE_TYPED_CHARS_MAX;

/// Characters of a reference: none that look or sound alike.
const ALPHABET: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWXYZ";
/// Characters of a reference.
const CHARS: usize = 6;

/// A reference that hardly any visit has.
pub fn random_reference() -> String {
    let random = rand::random::<[u8; CHARS]>();
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
    random.into_iter().map(letter).collect()
}

/// A reference as people type it: case, spaces and hyphens do not matter.
pub fn as_typed(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(REFERENCE_TYPED_CHARS_MAX);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}
