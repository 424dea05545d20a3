//! What is wrong with the passwords that were typed.

use bayside_api::FieldError;
use bayside_domain::limits::PASSWORD_CHARS_MIN;

/// Where a wrong field of the repeated password is told; it is not sent.
pub const AGAIN: &str = "/again";

/// The fields that are wrong before anything is sent. Only the server knows whether the current password is right.
pub fn wrong(current: &str, new: &str, again: &str) -> Vec<FieldError> {
    let rules = [
        (current.is_empty(), "/current_password", "required"),
        (new.chars().count() < PASSWORD_CHARS_MIN, "/new_password", "too-short"),
        (new != again, AGAIN, "differs"),
    ];
    let wrong = rules.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    wrong.map(|(_, pointer, code)| FieldError { pointer: pointer.to_owned(), code: code.to_owned() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_enough_and_typed_twice() {
        let codes =
            |current, new, again| wrong(current, new, again).into_iter().map(|error| error.code).collect::<Vec<_>>();
        assert!(codes("old", "seven wet umbrellas", "seven wet umbrellas").is_empty());
        assert!(codes("old", "八个汉字也可以的", "八个汉字也可以的").is_empty());
        assert_eq!(codes("", "short", "shorter"), ["required", "too-short", "differs"]);
    }
}
