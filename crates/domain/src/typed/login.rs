//! What people sign in with.

use super::classes::{is_blank, is_ignorable};
use super::compose::{nfc, nfkc};

/// A login or a dealer's slug: both consist of `a` to `z`, `0` to `9` and `-`, so case, width and blanks do not matter.
pub fn login(text: &str) -> String {
    let one_word: String = super::plain(text).chars().filter(|letter| *letter != ' ').collect();
    nfc(&one_word).to_ascii_lowercase()
}

/// A password as it is hashed (RFC 8265, `OpaqueString`, with NFKC as NIST SP 800-63B has it): the same
/// characters on every keyboard are the same password. Blanks count, also at the ends.
pub fn password(text: &str) -> String {
    let one_form = nfkc(text);
    let seen = one_form.chars().filter(|letter| !is_ignorable(*letter));
    nfkc(&seen.map(|letter| if is_blank(letter) { ' ' } else { letter }).collect::<String>())
}
