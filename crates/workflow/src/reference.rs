//! References: short texts that people can spell on the telephone.

use bayside_domain::limits::REFERENCE_TYPED_CHARS_MAX;

/// The characters of a reference; none that look or sound alike.
const ALPHABET: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWXYZ";
/// The length of a reference in characters.
const CHARS: usize = 6;

/// A random reference; a collision is unlikely but possible.
pub fn random_reference() -> String {
    let random = rand::random::<[u8; CHARS]>();
    let letter = |byte: u8| char::from(ALPHABET[usize::from(byte) % ALPHABET.len()]);
    random.into_iter().map(letter).collect()
}

/// Normalises a typed reference: case, spaces and hyphens do not matter.
pub fn as_typed(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric).take(REFERENCE_TYPED_CHARS_MAX);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}
