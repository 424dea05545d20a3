//! Signatures: a name, and the path of a pen where somebody drew it.

use crate::failure::{Failure, FieldChecks};
use crate::transaction::DealerTransaction;
use bayside_domain::codes::SignaturePurpose;
use bayside_domain::ids::VisitId;
use bayside_domain::limits::{PERSON_NAME_CHARS_MAX, SIGNATURE_BYTES_MAX, SIGNATURE_HEIGHT, SIGNATURE_WIDTH};
use bayside_store::SignatureRow;

/// Checks the name and the pen's path of a signature.
pub fn checked(name: &mut String, path: Option<&str>) -> Result<(), Failure> {
    let mut checks = FieldChecks::new();
    check(name, path, &mut checks);
    checks.finish()
}

/// Checks who signs and the pen's path.
pub(crate) fn check(name: &mut String, path: Option<&str>, checks: &mut FieldChecks) {
    checks.line("/name", name, 1, PERSON_NAME_CHARS_MAX);
    let Some(path) = path else { return };
    let is_path = path.len() <= SIGNATURE_BYTES_MAX && is_pen_path(path);
    if !is_path {
        checks.wrong("/signature_svg", "signature-path");
    }
}

/// Whether a path is made of M and L with absolute numbers inside the pad.
fn is_pen_path(path: &str) -> bool {
    let on = |number: f64, most: u16| (0.0..=f64::from(most)).contains(&number);
    let inside = |point: &str| {
        let numbers: Vec<f64> =
            point.split([' ', ',']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok()).collect();
        let parts = point.split([' ', ',']).filter(|part| !part.is_empty()).count();
        parts == 2 && matches!(numbers[..], [x, y] if on(x, SIGNATURE_WIDTH) && on(y, SIGNATURE_HEIGHT))
    };
    let plain =
        path.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'M' | b'L' | b'.' | b'-' | b' ' | b','));
    plain && path.starts_with('M') && path.split(['M', 'L']).skip(1).all(inside)
}

/// Stores a signature.
pub(crate) async fn keep(
    at: &mut DealerTransaction<'_, '_>,
    visit: VisitId,
    purpose: SignaturePurpose,
    name: &str,
    path: Option<String>,
) -> Result<(), Failure> {
    let signature = SignatureRow { purpose, name: name.to_owned(), path, at: at.now };
    Ok(at.tx.put_signature(at.dealer.id, visit, &signature).await?)
}
