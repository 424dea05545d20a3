//! A plate as it is entered character by character.

use bayside_api::codes::PlateKind;
use bayside_api::limits::PLATE_OTHER_CHARS_MAX;
use bayside_domain::plate::{PROVINCES, Typing, fits_chinese, typing};

/// A Chinese plate has seven characters, a new-energy plate eight.
pub const CELLS: usize = 8;

/// What was entered so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plate {
    /// Which rule it obeys.
    pub kind: PlateKind,
    letters: Vec<char>,
    /// Where the next character goes: over one that stands there, or behind all.
    at: usize,
}

impl Plate {
    /// Nothing but the province that is usual here.
    pub fn new(kind: PlateKind, province: Option<char>) -> Self {
        let letters: Vec<char> = province.filter(|_| kind == PlateKind::Cn).into_iter().collect();
        Self { kind, at: letters.len(), letters }
    }

    /// The characters.
    pub fn letters(&self) -> &[char] {
        &self.letters
    }

    /// Where the next character goes.
    pub const fn at(&self) -> usize {
        self.at
    }

    /// As it goes to the server.
    pub fn text(&self) -> String {
        self.letters.iter().collect()
    }

    /// What can be said of it.
    pub fn typing(&self) -> Typing {
        typing(self.kind, &self.text())
    }

    /// Whether it is whole.
    pub fn is_complete(&self) -> bool {
        matches!(self.typing(), Typing::Complete { .. })
    }

    /// Whether the keys show provinces now.
    pub fn wants_province(&self) -> bool {
        self.kind == PlateKind::Cn && self.at == 0
    }

    /// Whether this character may come next.
    pub fn takes(&self, letter: char) -> bool {
        match self.kind {
            PlateKind::Cn => self.at < CELLS && fits_chinese(self.at, letter),
            // Spaces and hyphens stand between the parts.
            PlateKind::De => {
                let is_mark = matches!(letter, '-' | ' ') && !self.letters.is_empty();
                self.letters.len() < PLATE_OTHER_CHARS_MAX
                    && (letter.is_ascii_uppercase()
                        || letter.is_ascii_digit()
                        || matches!(letter, 'Ä' | 'Ö' | 'Ü')
                        || is_mark)
            }
            PlateKind::Other => self.letters.len() < PLATE_OTHER_CHARS_MAX && !letter.is_control(),
        }
    }

    /// Enters a character, if it may stand there.
    pub fn press(&mut self, letter: char) {
        if !self.takes(letter) {
            return;
        }
        match self.letters.get_mut(self.at) {
            Some(stands) => *stands = letter,
            None => self.letters.push(letter),
        }
        self.at += 1;
    }

    /// Takes back the character before the next one.
    pub fn erase(&mut self) {
        if self.at > 0 {
            self.at -= 1;
            self.letters.remove(self.at);
        }
    }

    /// Goes to a character that stands there, to enter another in its place.
    pub fn pick(&mut self, at: usize) {
        if at <= self.letters.len() {
            self.at = at;
        }
    }

    /// The provinces, for the keys.
    pub const fn provinces() -> [char; 31] {
        PROVINCES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: PlateKind, province: Option<char>, keys: &str) -> Plate {
        let mut plate = Plate::new(kind, province);
        keys.chars().for_each(|letter| plate.press(letter));
        plate
    }

    #[test]
    fn the_usual_province_stands_there_and_can_be_changed() {
        let mut plate = typed(PlateKind::Cn, Some('沪'), "A12345");
        assert_eq!((plate.text().as_str(), plate.is_complete()), ("沪A12345", true));
        plate.pick(0);
        assert!(plate.wants_province());
        plate.press('苏');
        assert_eq!(plate.text(), "苏A12345");
        plate.press('E');
        assert_eq!((plate.text().as_str(), plate.at()), ("苏E12345", 2));
    }

    #[test]
    fn a_character_that_cannot_stand_there_is_not_taken() {
        let plate = typed(PlateKind::Cn, None, "A沪1AI2O3");
        assert_eq!(plate.text(), "沪A23", "no letter for a province, no digit for a letter, no I and no O");
        assert!(!plate.takes('港') && typed(PlateKind::Cn, None, "粤Z1234").takes('港'));
    }

    #[test]
    fn a_new_energy_plate_has_one_more() {
        let plate = typed(PlateKind::Cn, Some('沪'), "AD123456789");
        assert_eq!(plate.text(), "沪AD12345");
        assert_eq!(plate.typing(), Typing::Complete { new_energy: true });
    }

    #[test]
    fn what_was_entered_is_taken_back_one_by_one() {
        let mut plate = typed(PlateKind::Cn, Some('沪'), "A1");
        for left in ["沪A", "沪", "", ""] {
            plate.erase();
            assert_eq!(plate.text(), left);
        }
        assert!(plate.wants_province());
    }

    #[test]
    fn german_and_other_plates_are_entered_as_they_are_written() {
        let german = typed(PlateKind::De, Some('沪'), "-VER-AB 71");
        assert_eq!((german.text().as_str(), german.is_complete()), ("VER-AB 71", true));
        let other = typed(PlateKind::Other, None, "使014567ABCDEFGHIJKLM");
        assert_eq!(other.text().chars().count(), PLATE_OTHER_CHARS_MAX);
    }
}
