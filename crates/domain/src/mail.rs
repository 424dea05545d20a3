//! Mail addresses.

/// Whether a text has the form of an e-mail address (lengths: RFC 5321, 4.5.3.1).
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && domain.split('.').count() >= 2
        && domain.split('.').all(|label| !label.is_empty() && label.len() <= 63)
        && !text.chars().any(|char| char.is_whitespace() || char.is_control())
}
