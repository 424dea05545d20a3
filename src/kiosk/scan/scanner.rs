//! A keyboard wedge: a scanner that acts as a keyboard and sends a burst of keys that ends with Enter.

use bayside_api::limits::QR_CHARS_MAX;

/// Outside of text entry: keys with shorter pauses than this that end with Enter are a scan.
const PAUSE_MS: f64 = 1_000.0;
/// During text entry: only keys with shorter pauses than this are a scan; nobody types that fast.
const BURST_MS: f64 = 35.0;
/// The shortest code, in characters.
const CHARS_MIN: usize = 6;

/// What was typed since the last pause.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ScannerInput {
    text: String,
    count: usize,
    first_ms: f64,
    last_ms: f64,
}

impl ScannerInput {
    /// Takes a key with its time; returns the scanned text if the key ends a scan. `typing`: keys are also text entry
    /// now.
    pub fn key(&mut self, key: &str, at_ms: f64, typing: bool) -> Option<String> {
        if key == "Enter" {
            let burst = std::mem::take(self);
            let is_late = at_ms - burst.last_ms > PAUSE_MS;
            let per_key_ms = (at_ms - burst.first_ms) / (burst.count.max(1) as f64);
            let is_scan = burst.count >= CHARS_MIN && !is_late && (!typing || per_key_ms <= BURST_MS);
            return is_scan.then_some(burst.text);
        }
        if key == "Tab" {
            // Tab: somebody moves through the controls by keyboard.
            *self = Self::default();
        }
        let mut letters = key.chars();
        // Shift and its like have names of several letters.
        let (Some(letter), None) = (letters.next(), letters.next()) else { return None };
        if self.count == 0 || at_ms - self.last_ms > PAUSE_MS || self.count >= QR_CHARS_MAX {
            *self = Self { first_ms: at_ms, ..Self::default() };
        }
        self.text.push(letter);
        self.count += 1;
        self.last_ms = at_ms;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is scanned of a text typed with so many milliseconds between keys, and Enter.
    fn scanned(text: &str, pause_ms: f64, typing: bool) -> Option<String> {
        let mut scanner = ScannerInput::default();
        let mut at_ms = 5_000.0;
        for letter in text.chars() {
            assert_eq!(scanner.key(&letter.to_string(), at_ms, typing), None);
            assert_eq!(scanner.key("Shift", at_ms, typing), None);
            at_ms += pause_ms;
        }
        scanner.key("Enter", at_ms, typing)
    }

    #[test]
    fn a_burst_that_ends_with_enter_is_a_scan_anywhere() {
        for typing in [false, true] {
            assert_eq!(scanned("7K4M2P", 4.0, typing).as_deref(), Some("7K4M2P"));
            let link = "https://service.example.com/booking#AAAAAQAAAE3abc-_";
            assert_eq!(scanned(link, 30.0, typing).as_deref(), Some(link));
        }
    }

    #[test]
    fn a_hand_that_types_is_a_scanner_only_where_nothing_else_is_typed() {
        assert_eq!(scanned("7K4M2P", 180.0, false).as_deref(), Some("7K4M2P"));
        assert_eq!(scanned("A12345", 90.0, true), None);
    }

    #[test]
    fn a_pause_begins_anew_and_a_few_keys_are_none() {
        assert_eq!(scanned("7K4M2", 4.0, false), None);
        let mut scanner = ScannerInput::default();
        for (at, letter) in "XX7K4M2P".chars().enumerate() {
            let late = if at < 2 { 0.0 } else { 2_000.0 };
            scanner.key(&letter.to_string(), late + at as f64 * 5.0, false);
        }
        assert_eq!(scanner.key("Enter", 2_050.0, false).as_deref(), Some("7K4M2P"));
        assert_eq!(scanner.key("Enter", 2_060.0, false), None, "it is read once");
    }
}
