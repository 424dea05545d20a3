//! Which keys the screen shows.

use crate::kiosk::entry::plate::Plate;
use bayside_api::codes::PlateKind;

/// One key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character.
    Letter(char),
    /// Takes back one character.
    Erase,
    /// Takes back all.
    Clear,
    /// Stands between the parts of a plate.
    Space,
}

const CN: &str = "1234567890QWERTYUP港澳ASDFGHJKL学ZXCVBNM警挂";
const DE: &str = "1234567890QWERTZUIOPASDFGHJKLÖYXCVBNMÄÜ";
const OTHER: &str = "1234567890QWERTYUIOPASDFGHJKL使ZXCVBNM领警";
const REFERENCE: &str = "23456789ACDEFGHJKMNPQRTUVWXYZ";

/// The keys for the next character of a plate, in rows of ten.
pub fn of_plate(plate: &Plate) -> Vec<Key> {
    let letters = |text: &str| text.chars().map(Key::Letter).collect::<Vec<_>>();
    let mut keys = match plate.kind {
        PlateKind::Cn if plate.wants_province() => Plate::provinces().map(Key::Letter).to_vec(),
        PlateKind::Cn => letters(CN),
        PlateKind::De => letters(DE),
        PlateKind::Other => letters(OTHER),
    };
    keys.push(Key::Erase);
    match plate.kind {
        PlateKind::Cn => {}
        PlateKind::De | PlateKind::Other => keys.extend([Key::Letter('-'), Key::Space]),
    }
    keys
}

/// The keys for a reference, in rows of ten: no characters that look alike.
pub fn of_reference() -> Vec<Key> {
    REFERENCE.chars().map(Key::Letter).chain([Key::Erase]).collect()
}

/// The keys for digits, in rows of three.
pub fn of_digits() -> Vec<Key> {
    let digits = "123456789".chars().map(Key::Letter);
    digits.chain([Key::Clear, Key::Letter('0'), Key::Erase]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::plate::fits_chinese;

    #[test]
    fn every_character_of_a_chinese_plate_has_a_key_and_no_other() {
        for at in 0..8 {
            let mut plate = Plate::new(PlateKind::Cn, None);
            "沪A12345".chars().take(at).for_each(|letter| plate.press(letter));
            let has = |letter: char| of_plate(&plate).contains(&Key::Letter(letter));
            for letter in "京沪琼ABHIOZ0189港澳学警挂".chars().filter(|letter| fits_chinese(at, *letter)) {
                assert!(has(letter), "{letter} at {at}");
            }
            assert!(!has('I') && !has('O'));
        }
    }

    #[test]
    fn the_keys_fill_their_rows() {
        assert_eq!(of_plate(&Plate::new(PlateKind::Cn, Some('沪'))).len() % 10, 0);
        assert_eq!(of_reference().len() % 10, 0);
        assert_eq!(of_digits().len() % 3, 0);
        assert_eq!(OTHER.chars().count(), 39, "and the key that takes back");
        assert_eq!(DE.chars().count(), 39);
    }
}
