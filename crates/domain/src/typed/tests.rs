use super::classes::{digit, is_blank, is_ignorable};
use super::*;
use crate::codes::PlateKind;
use crate::country::Country;
use crate::money::Currency;
use crate::phone::Phone;
use crate::plate::Plate;
use crate::vin::Vin;
use proptest::prelude::*;
use std::collections::BTreeMap;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Every character there is.
fn all() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

#[test]
fn digits_of_every_script_are_digits() {
    for letter in all() {
        let is_decimal = letter.general_category() == GeneralCategory::DecimalNumber;
        assert_eq!(digit(letter).is_some(), is_decimal, "U+{:04X}", u32::from(letter));
    }
    assert_eq!("٥６७5𝟡".chars().filter_map(digit).collect::<Vec<_>>(), [5, 6, 7, 5, 9]);
}

#[test]
fn every_dash_and_every_blank_of_unicode_is_one() {
    for letter in all() {
        let at = format!("U+{:04X}", u32::from(letter));
        match letter.general_category() {
            GeneralCategory::DashPunctuation => assert_eq!(fold(letter), Some('-'), "{at}"),
            GeneralCategory::SpaceSeparator => {
                assert!(is_blank(letter), "{at}");
                assert_eq!(fold(letter), Some(' '), "{at}");
            }
            _ => {}
        }
    }
}

/// What directs or joins text and is never seen, but for signs that frame digits and notes, which are drawn.
#[test]
fn nothing_that_nobody_sees_is_kept() {
    for letter in all() {
        let at = format!("U+{:04X}", u32::from(letter));
        let is_drawn = matches!(u32::from(letter), 0x600..=0x605 | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x110BD
            | 0x110CD | 0x13430..=0x1343F);
        if letter.general_category() == GeneralCategory::Format && !is_drawn {
            assert!(is_ignorable(letter), "{at}");
            assert_eq!((words(&letter.to_string()), line(&letter.to_string())), (String::new(), String::new()), "{at}");
        }
    }
    for filler in ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}', '\u{17B4}', '\u{2800}', '\u{E0041}', '\u{34F}'] {
        assert_eq!(line(&filler.to_string()), "", "U+{:04X}", u32::from(filler));
    }
}

#[test]
fn each_class_is_one_character() {
    for (letters, plain) in [
        ("‐‑‒–—−﹘－˗⁻ー", '-'),
        ("．。｡﹒․", '.'),
        ("・･•·‧∙⋅", '·'),
        ("’‘´ʼ＇′", '\''),
        ("／⁄∕", '/'),
        ("＋﹢⁺", '+'),
        ("，、٬،", ','),
        ("：﹕", ':'),
        ("\u{3000}\u{a0}\u{2009}\u{202f}\u{2800}", ' '),
    ] {
        for letter in letters.chars() {
            assert_eq!(fold(letter), Some(plain), "U+{:04X}", u32::from(letter));
        }
    }
    assert_eq!(fold('沪'), Some('沪'));
}

#[test]
fn own_words_keep_their_lines_and_lose_what_nobody_sees() {
    for (typed, kept) in [
        ("Klappert\r\nseit Montag\r\n", "Klappert\nseit Montag"),
        ("a\rb\u{2028}c\u{2029}d\u{85}e\u{B}f", "a\nb\nc\nd\ne\nf"),
        ("\u{feff}Gr\u{75}\u{308}\u{df}e\u{200b}", "Grüße"),
        ("Anna \u{202E}rettam", "Anna rettam"),
        ("krank\r\n", "krank"),
        ("a\tb\u{a0}c\u{3000}", "a\tb c"),
        ("\u{2800}\u{3164} \u{200b}", ""),
        ("\u{300}\u{301}", ""),
    ] {
        assert_eq!(words(typed), kept, "{typed:?}");
    }
    assert_eq!(words("a\u{7}b"), "a\u{7}b", "a control character is refused by whoever asks");
    assert_eq!(line("a\u{7}\tb\r\nc"), "a b c");
}

#[test]
fn names_of_living_people_pass() {
    for name in [
        "می\u{200c}خواهم",
        "བཀྲ་ཤིས།",
        "ئابدۇرېھىم",
        "买买提·艾力",
        "O’Brien",
        "Nguyễn Thị Ánh",
        "ක්\u{200d}රිස්තු",
        "辻\u{e0100}",
        "J.R. Müller",
        "Dr.Weber",
        "dr.weber",
        "J.de Vries",
        "W.K.To",
        "Dr.Ch. Weber",
        "Dipl.Ing./Weber",
        "Weber & Söhne GmbH",
        "Anne-Marie d’Estaing",
        "王　小明",
        "ᠮᠣᠩᠭᠣᠯ",
    ] {
        assert_eq!(line(name).replace(' ', ""), name.replace([' ', '\u{3000}'], ""), "{name}");
        assert!(!has_web_address(name) && !is_overloaded(name), "{name}");
    }
    // A decomposed name is the composed one.
    assert_eq!(line("Nguye\u{302}\u{303}n"), "Nguyễn");
    assert!(is_overloaded(&format!("A{}", "\u{301}".repeat(57))));
    assert!(!is_overloaded("ạ\u{302}\u{301}"));
}

#[test]
fn a_web_address_is_no_name() {
    for name in [
        "Gewinn http://evil.example/x",
        "www.evil.example",
        "WWW.Evil.Example",
        "evil.example/x",
        "bit.ly/3xYz",
        "Frau evil.com",
        "ｅｖｉｌ．ｃｏｍ",
        "evil\u{200b}.com",
        "evil。com",
        "(evil.com)",
        "HTTPS://x",
    ] {
        assert!(has_web_address(name), "{name}");
    }
}

#[test]
fn what_joins_letters_is_kept_between_letters_only() {
    assert_eq!(hidden("می\u{200c}خواهم"), None);
    assert_eq!(hidden("👨\u{200d}👩\u{200d}👧"), None);
    assert_eq!(hidden("❤\u{fe0f}\u{200d}🔥"), None);
    for text in ["a\u{200d}b", "前制动片\u{200d}", "\u{202e}片动制", "辻\u{e0100}\u{e0101}", "\u{200c}", "1\u{fe0f}"]
    {
        assert!(hidden(text).is_some(), "{text:?}");
        assert!(!is_line(text), "{text:?}");
    }
    assert!(is_line("前制动片 123 Ω") && !is_line("a\nb") && !is_line("a\u{2028}b"));
}

const EUR: &str = "EUR";

fn typed_amount(text: &str, currency: &str) -> Result<i64, NumberError> {
    amount(text, Currency::parse(currency).expect("a currency"))
}

fn thousandths(text: &str) -> Result<i64, NumberError> {
    decimal(text, Reading { digits: 3, drops_rest: false, units: &[] })
}

#[test]
fn kilometres_are_read_as_people_write_them() {
    for (typed, km) in [
        ("12345,6", 12_345),
        ("12,345.6", 12_345),
        ("45000.0", 45_000),
        ("4,5", 4),
        ("12.34", 12),
        ("45000 km", 45_000),
        ("45'000", 45_000),
        ("45’000", 45_000),
        ("４５０００", 45_000),
        ("45，000", 45_000),
        ("٤٥٠٠٠", 45_000),
        ("\u{200e}45000", 45_000),
        ("4.5万", 45_000),
        ("1 234 567,8 km", 1_234_567),
        ("123.456,789 km", 123_456),
        ("58,200KM", 58_200),
        ("5.8万公里", 58_000),
        ("1,23,456", 123_456),
        ("0", 0),
        ("58\u{202f}200", 58_200),
        ("45.000 Kilometer", 45_000),
        ("0,999", 0),
        ("12345,678", 12_345),
    ] {
        assert_eq!(kilometres(typed), Ok(km), "{typed}");
    }
    for typed in ["12345mi", "-5", "1,2,3", "12.34.56,7", ",", "km", "12 a", "1.2345.678", "'", "4.5.", "1,234.567.890"]
    {
        assert_eq!(kilometres(typed), Err(NumberError::Format), "{typed}");
    }
    assert_eq!(kilometres(" \u{200b} "), Err(NumberError::Required));
    for typed in ["99999999999", "2000001"] {
        assert_eq!(kilometres(typed), Err(NumberError::TooLarge), "{typed}");
    }
}

#[test]
fn amounts_are_read_as_people_write_them() {
    for (typed, currency, minor) in [
        ("1’234.50", EUR, 123_450),
        ("12.345", EUR, 1_234_500),
        ("-12,5", EUR, -1_250),
        ("€ 12,50", EUR, 1_250),
        ("12,50 €", EUR, 1_250),
        ("1.234,5", EUR, 123_450),
        (".5", EUR, 50),
        ("150,-", EUR, 15_000),
        ("150,–", EUR, 15_000),
        ("EUR 150", EUR, 15_000),
        ("￥１２．５", "CNY", 1_250),
        ("12.5元", "CNY", 1_250),
        ("150000", "PYG", 150_000),
        ("1.500", "PYG", 1_500),
        ("1.234", "KWD", 1_234),
        ("1,234.567", "KWD", 1_234_567),
        ("1,234.50", EUR, 123_450),
        ("1 234,5", EUR, 123_450),
        ("1,234,567", EUR, 123_456_700),
        ("1,200", EUR, 120_000),
        ("128,5", EUR, 12_850),
        (",5", EUR, 50),
        ("5.", EUR, 500),
        ("１８０．５", EUR, 18_050),
        ("¥1,520", "CNY", 152_000),
        ("−80", EUR, -8_000),
        ("¥-80", "CNY", -8_000),
        ("€ -80,00", EUR, -8_000),
    ] {
        assert_eq!(typed_amount(typed, currency), Ok(minor), "{typed} {currency}");
    }
    for (typed, error) in [
        ("", NumberError::Required),
        ("  ", NumberError::Required),
        ("1,2345", NumberError::Format),
        ("12.5", NumberError::Format),
        ("12345678901", NumberError::TooLarge),
    ] {
        let currency = if typed == "12.5" { "PYG" } else { EUR };
        assert_eq!(typed_amount(typed, currency), Err(error), "{typed}");
    }
}

#[test]
fn a_comma_and_a_point_are_both_decimal_signs() {
    for (typed, value) in [("2,5", 2_500), ("2.5", 2_500), (" 0.8 ", 800), ("1,200", 1_200)] {
        assert_eq!(thousandths(typed), Ok(value), "{typed}");
    }
    for typed in ["abc", "1,2,3", "1.2345", "-", "1.2.3,4", ".", "1e3", "12,34.5", "0x10"] {
        assert_eq!(thousandths(typed), Err(NumberError::Format), "{typed}");
    }
}

#[test]
fn a_reference_is_meant_whatever_the_keyboard_and_the_scanner_make_of_it() {
    let meant = |typed: &str, reference: &str| meant_references(typed).iter().any(|meant| meant == reference);
    for (typed, reference) in [
        ("T8E6G2", "T8E6G2"),
        (" t8e-6g2 ", "T8E6G2"),
        ("ｔ８ｅ６ｇ２", "T8E6G2"),
        ("#T8\u{200b}E 6G2", "T8E6G2"),
        ("REYAFR", "REZAFR"),
        ("7YAAEG", "7ZAAEG"),
        ("4FZPPG", "4FYPPG"),
        ("_ugktè", "8UGKT7"),
        ("]Q1T8E6G2", "T8E6G2"),
        ("+Q1T8E6G2", "T8E6G2"),
        ("$A&8UGKT7", "8UGKT7"),
        ("èK'?éP", "7K4M2P"),
        ("]d1T8E6G2", "T8E6G2"),
        ("]C1T8E6G2", "T8E6G2"),
        ("\u{1d}T8E6G2", "T8E6G2"),
    ] {
        assert!(meant(typed, reference), "{typed}: {:?}", meant_references(typed));
        assert!(meant_references(typed).len() <= 3, "{typed}");
    }
    assert_eq!(meant_references("T8E6G2")[0], "T8E6G2");
    assert!(!REFERENCE_LETTERS.contains(&b'Y') && !REFERENCE_LETTERS.contains(&b'Z'));
}

#[test]
fn mail_addresses_are_kept_as_machines_write_them() {
    for (typed, address) in [
        ("anna@gmail.com", Some("anna@gmail.com")),
        (" anna@gmail.com\u{200b} ", Some("anna@gmail.com")),
        ("anna@müller.example", Some("anna@xn--mller-kva.example")),
        ("anna@mu\u{308}ller.example", Some("anna@xn--mller-kva.example")),
        ("anna＠gmail.com", Some("anna@gmail.com")),
        ("anna@gmail。com", Some("anna@gmail.com")),
        ("anna@gmail．com", Some("anna@gmail.com")),
        ("Anna@GMAIL.com", Some("Anna@gmail.com")),
        ("用户@例子.中国", Some("用户@xn--fsqu00a.xn--fiqs8s")),
        ("anna", None),
        ("anna@", None),
        ("@gmail.com", None),
        ("anna@gmail", None),
        ("anna@gmail..com", None),
        ("an na@gmail.com", None),
        ("anna@gm ail.com", None),
        ("anna@gmail.com\nbcc@x.example", None),
        ("", None),
    ] {
        assert_eq!(mail_address(typed).as_deref(), address, "{typed:?}");
    }
    assert_eq!(mail_address(&format!("{}@gmail.com", "a".repeat(65))), None);
}

#[test]
fn logins_do_not_depend_on_the_keyboard() {
    for typed in ["manager", "Manager", "MANAGER", " manager", "manager ", "ｍａｎａｇｅｒ", "man\u{ad}ager"] {
        assert_eq!(login(typed), "manager", "{typed:?}");
    }
    assert_eq!(login("li‑min"), "li-min");
}

/// Characters of every category there is, and ASCII, half and half.
fn any_text() -> impl Strategy<Value = String> {
    let mut by_category: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for letter in all() {
        by_category.entry(format!("{:?}", letter.general_category())).or_default().push(letter);
    }
    let categories: Vec<Vec<char>> = by_category.into_values().collect();
    assert!(categories.len() >= 29, "{}", categories.len());
    let any = proptest::sample::select(categories).prop_flat_map(proptest::sample::select);
    let letter = prop_oneof![any, proptest::char::range(' ', '~')];
    proptest::collection::vec(letter, 0..24).prop_map(|letters| letters.into_iter().collect())
}

const BLANKS: &[&str] = &["", " ", "\u{a0}", "\u{2009}", "·"];
const DASHES: &[&str] = &["", " ", "\u{a0}", "\u{2009}", "-", "‑", "—"];

/// What may stand between the characters of a number without changing it.
fn noise(blanks: &[&'static str]) -> impl Strategy<Value = String> {
    let nothing = ["", "\u{200b}", "\u{200e}", "\u{202d}", "\u{2066}", "\u{feff}", "\u{ad}", "\u{fe0d}"];
    (proptest::sample::select(nothing.to_vec()), proptest::sample::select(blanks.to_vec()))
        .prop_map(|(nothing, blank)| format!("{nothing}{blank}"))
}

/// A text with noise between its characters and its ASCII in full width here and there.
fn noisy(text: &'static str, blanks: &[&'static str]) -> impl Strategy<Value = String> {
    let count = text.chars().count();
    let each = proptest::collection::vec((noise(blanks), any::<bool>()), count);
    each.prop_map(|around| {
        let letters = text.chars().zip(around);
        let written = letters.map(|(letter, (noise, wide))| match letter {
            '!'..='~' if wide => format!("{noise}{}", char::from_u32(u32::from(letter) + 0xFEE0).expect("full width")),
            letter => format!("{noise}{letter}"),
        });
        written.collect()
    })
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(text in any_text()) {
        for normalise in [words, line, plain, login, password] {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
        let words = words(&text);
        prop_assert_eq!(hidden(&words), None);
        prop_assert!(is_line(&line(&text)));
        prop_assert!(line(&text).is_empty() || line(&text).chars().any(|letter| !is_blank(letter) && !is_ignorable(letter)));
    }

    #[test]
    fn composed_and_decomposed_text_is_the_same(text in any_text()) {
        let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(text.as_str()).collect();
        for normalise in [words, line, plain, password] {
            prop_assert_eq!(normalise(&decomposed), normalise(&text));
        }
    }

    #[test]
    fn readers_take_any_text(text in any_text()) {
        let _ = (kilometres(&text), typed_amount(&text, EUR), mail_address(&text), meant_references(&text));
        let _ = (has_web_address(&text), is_overloaded(&text), digits(&text));
        let _ = (Phone::parse(Country::De, &text), Vin::parse(&text));
    }

    #[test]
    fn a_phone_is_the_same_however_it_is_typed(text in noisy("015123456789", DASHES), abroad in noisy("+4915123456789", DASHES)) {
        for typed in [text, abroad] {
            let phone = Phone::parse(Country::De, &typed).map(|phone| phone.to_string());
            prop_assert_eq!(phone, Ok("+4915123456789".to_owned()), "{:?}", typed);
        }
    }

    #[test]
    fn a_vin_is_the_same_however_it_is_typed(typed in noisy("wvwzzz1kz6w000001", BLANKS)) {
        let vin = Vin::parse(&typed).map(|vin| vin.to_string());
        prop_assert_eq!(vin, Ok("WVWZZZ1KZ6W000001".to_owned()), "{:?}", typed);
    }

    #[test]
    fn a_plate_is_the_same_however_it_is_typed(
        shanghai in noisy("沪a12345", DASHES),
        berlin in noisy("b-ab1234", &[""]),
    ) {
        for (kind, typed, plate) in [(PlateKind::Cn, shanghai, "沪A·12345"), (PlateKind::De, berlin, "B-AB 1234")] {
            prop_assert_eq!(Plate::parse(kind, &typed).map(|plate| plate.to_string()), Ok(plate.to_owned()), "{:?}", typed);
        }
    }

    #[test]
    fn a_reference_is_the_same_however_it_is_typed(typed in noisy("t8e6g2", DASHES)) {
        prop_assert_eq!(&meant_references(&typed)[0], "T8E6G2", "{:?}", typed);
    }
}

#[test]
fn only_names_that_are_nothing_else_are_told() {
    for name in [
        "王小明",
        "Jörg Müller",
        "J. de Vries",
        "O’Brien",
        "Anne-Marie D'Arc",
        "买买提·艾力",
        "Smith & Sons, Ltd.",
        "Nguye\u{302}\u{303}n",
        "ئابدۇرېھىم",
        "བཀྲ་ཤིས",
        "می\u{200C}خواهم",
        "Dr. Weber",
    ] {
        assert!(may_be_told(name), "{name}");
    }
    for name in ["Dr.Weber", "evil.example", "Gewinn 100", "a/b", "a:b", "a@b", "王😀", "Anna\nBcc: x", "www.x"] {
        assert!(!may_be_told(name), "{name}");
    }
}
