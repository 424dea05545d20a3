use super::*;
use proptest::prelude::*;

fn printed(kind: PlateKind, text: &str) -> Result<String, &'static str> {
    Plate::parse(kind, text).map(|plate| plate.to_string()).map_err(PlateError::code)
}

fn cn(text: &str) -> Result<String, &'static str> {
    printed(PlateKind::Cn, text)
}

fn de(text: &str) -> Result<String, &'static str> {
    printed(PlateKind::De, text)
}

#[test]
fn a_chinese_plate_is_read_however_it_is_typed() {
    for text in [
        "沪A12345",
        "沪A·12345",
        " 沪 a 123 45 ",
        "沪Ａ１２３４５",
        "沪a•12345",
        "沪A・12345\u{3000}",
        "沪A-12345",
        "沪A．12345",
        "沪A.12345",
        "滬A\u{200b}12345",
        "\u{feff}沪A١2345",
        "沪A—1２3４5",
    ] {
        assert_eq!(cn(text), Ok("沪A·12345".to_owned()), "{text}");
    }
}

#[test]
fn every_province_is_read_in_each_of_its_forms() {
    for (forms, province) in [
        ("滬", '沪'),
        ("雲", '云'),
        ("遼\u{f9c3}", '辽'),
        ("黒⿊", '黑'),
        ("魯\u{f939}", '鲁'),
        ("蘇", '苏'),
        ("贛", '赣'),
        ("陝", '陕'),
        ("閩", '闽'),
        ("貴", '贵'),
        ("粵", '粤'),
        ("寧甯\u{f95f}", '宁'),
        ("瓊", '琼'),
        ("晉", '晋'),
        ("亰", '京'),
    ] {
        for form in forms.chars() {
            assert_eq!(cn(&format!("{form}A12345")), Ok(format!("{province}A·12345")), "U+{:04X}", u32::from(form));
        }
    }
}

#[test]
fn special_endings_belong_to_seven_characters_only() {
    assert_eq!(cn("沪A1234学"), Ok("沪A·1234学".to_owned()));
    assert_eq!(cn("粤Z1234港"), Ok("粤Z·1234港".to_owned()));
    assert_eq!(cn("粵Z1234港"), Ok("粤Z·1234港".to_owned()));
    assert_eq!(cn("沪A1234學"), Ok("沪A·1234学".to_owned()));
    assert_eq!(cn("沪A1234掛"), Ok("沪A·1234挂".to_owned()));
    assert_eq!(cn("沪A123学4"), Err("plate-format"));
    assert_eq!(cn("沪AD1234学"), Err("plate-format"));
}

#[test]
fn new_energy_is_found_by_parsing() {
    for (text, new_energy) in
        [("沪A12345", false), ("沪AD1234", false), ("沪AD12345", true), ("沪ADF1234", true), ("沪A12345D", true)]
    {
        let plate = Plate::parse(PlateKind::Cn, text).expect("a plate");
        assert_eq!(plate.is_new_energy(), new_energy, "{text}");
    }
    assert!(Plate::parse(PlateKind::De, "B-AB 123E").expect("a plate").is_new_energy());
    assert!(!Plate::parse(PlateKind::De, "B-AB 123H").expect("a plate").is_new_energy());
}

#[test]
fn a_wrong_chinese_plate_says_what_is_wrong() {
    assert_eq!(cn("  "), Err("required"));
    assert_eq!(cn("A12345"), Err("plate-province"));
    assert_eq!(cn("沪A1234"), Err("plate-length"));
    assert_eq!(cn("沪A1234567"), Err("plate-length"));
    assert_eq!(cn("沪A1234O"), Err("plate-format"));
    assert_eq!(cn("沪I12345"), Err("plate-format"));
    assert_eq!(cn("沪112345"), Err("plate-format"));
    assert_eq!(cn("沪AL12345"), Err("plate-format"));
    assert_eq!(cn("沪A1234567890".repeat(9).as_str()), Err("too-long"));
}

#[test]
fn a_german_plate_is_read_however_it_is_typed() {
    for text in [
        "B-AB 1234",
        "B AB1234",
        "b ab 1234",
        "B·AB 1234",
        " B - AB 1234 ",
        "Ｂ－ＡＢ １２３４",
        "B‑AB 1234",
        "B‐AB 1234",
        "B—AB 1234",
        "B−AB 1234",
        "B﹘AB 1234",
        "B/AB 1234",
        "B-AB-1234",
        "B\u{200b}-AB\u{a0}1234",
        "B-AB ١٢٣٤",
    ] {
        assert_eq!(de(text), Ok("B-AB 1234".to_owned()), "{text}");
    }
    assert_eq!(de("ver-a 71"), Ok("VER-A 71".to_owned()));
    assert_eq!(de("tüb-x 9h"), Ok("TÜB-X 9H".to_owned()));
    assert_eq!(de("HH AB 123 e"), Ok("HH-AB 123E".to_owned()));
    assert_eq!(de("TU\u{308}-AB 12"), Ok("TÜ-AB 12".to_owned()));
    assert_eq!(de("   VER  -  AB    712 E"), Ok("VER-AB 712E".to_owned()));
}

#[test]
fn german_letters_need_a_separator_only_where_two_readings_exist() {
    assert_eq!(de("BA1"), Ok("B-A 1".to_owned()));
    assert_eq!(de("VERAB12"), Ok("VER-AB 12".to_owned()));
    assert_eq!(de("BAB12"), Err("plate-format"));
    assert_eq!(de("VERA12"), Err("plate-format"));
}

#[test]
fn a_wrong_german_plate_says_what_is_wrong() {
    assert_eq!(de("B-AB"), Err("plate-format"));
    assert_eq!(de("B-AB 12345"), Err("plate-length"));
    assert_eq!(de("BREM-A 1"), Err("plate-length"));
    assert_eq!(de("B-ÄB 12"), Err("plate-format"));
    assert_eq!(de("B-AB 012"), Err("plate-format"));
    assert_eq!(de("B-AB 12X"), Err("plate-format"));
    assert_eq!(de("沪A12345"), Err("plate-format"));
}

#[test]
fn other_plates_stay_as_typed() {
    let other = |text| printed(PlateKind::Other, text);
    assert_eq!(other(" 使 014·578 "), Ok("使 014·578".to_owned()));
    assert_eq!(other("abc-12 x"), Ok("abc-12 x".to_owned()));
    assert_eq!(other("12345678901234567"), Err("too-long"));
    assert_eq!(other("A\u{202e}B"), Ok("AB".to_owned()));
    assert_eq!(other("A\tB"), Ok("A B".to_owned()));
    for nothing in ["", "\u{2800}", "\u{3164}", "\u{115f}\u{1160}", "\u{ffa0}", "\u{17b4}", "\u{e0041}", " \u{300} "] {
        assert_eq!(other(nothing), Err("required"), "{nothing:?}");
    }
}

#[test]
fn typing_counts_what_is_missing_and_recognises_new_energy() {
    let live = |text| typing(PlateKind::Cn, text);
    assert_eq!(live(" "), Typing::Empty);
    assert_eq!(live("沪"), Typing::Missing { characters: 6 });
    assert_eq!(live("沪A·1"), Typing::Missing { characters: 4 });
    assert_eq!(live("沪AD1234"), Typing::Complete { new_energy: false });
    assert_eq!(live("沪AD12345"), Typing::Complete { new_energy: true });
    assert_eq!(live("沪AO"), Typing::Wrong(PlateError::Format));
    assert_eq!(live("沪AD123456"), Typing::Wrong(PlateError::Length));
    assert_eq!(live("X"), Typing::Wrong(PlateError::Province));
    let live = |text| typing(PlateKind::De, text);
    assert_eq!(live("B"), Typing::Missing { characters: 2 });
    assert_eq!(live("VER-A"), Typing::Missing { characters: 1 });
    assert_eq!(live("VER-AB 7"), Typing::Complete { new_energy: false });
    assert_eq!(live("VER-AB 7E"), Typing::Complete { new_energy: true });
    assert_eq!(live("VER-AB 7X"), Typing::Wrong(PlateError::Format));
}

/// A strategy for valid plates of each kind, in canonical form.
pub(crate) fn canonical() -> impl Strategy<Value = (PlateKind, String)> {
    let province = proptest::sample::select(PROVINCES.to_vec());
    let seven = (province.clone(), "[A-HJ-NP-Z]·[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]");
    let eight = (province, "[A-HJ-NP-Z]·([A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])");
    prop_oneof![
        seven.prop_map(|(province, rest)| (PlateKind::Cn, format!("{province}{rest}"))),
        eight.prop_map(|(province, rest)| (PlateKind::Cn, format!("{province}{rest}"))),
        "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [1-9][0-9]{0,3}[EH]?".prop_map(|text| (PlateKind::De, text)),
        "[A-Za-z0-9使领]([A-Za-z0-9 ./-]{0,14}[A-Za-z0-9使领])?".prop_map(|text| (PlateKind::Other, text)),
    ]
}

proptest! {
    #[test]
    fn printing_what_was_parsed_is_the_identity((kind, text) in canonical()) {
        prop_assert_eq!(printed(kind, &text), Ok(text));
    }

    #[test]
    fn parsing_what_was_printed_is_the_identity(kind in proptest::sample::select(PlateKind::ALL), text in ".{0,20}") {
        if let Ok(plate) = Plate::parse(kind, &text) {
            prop_assert_eq!(Plate::parse(kind, &plate.to_string()), Ok(plate));
        }
    }

    #[test]
    fn every_beginning_of_a_chinese_plate_is_helped_on((kind, text) in canonical(), keep in 1_usize..9) {
        if kind == PlateKind::Cn {
            let typed: String = text.chars().filter(|letter| *letter != '·').take(keep).collect();
            let expected = 7_usize.saturating_sub(typed.chars().count());
            match typing(kind, &typed) {
                Typing::Missing { characters } => prop_assert_eq!(characters, expected),
                Typing::Complete { .. } => prop_assert_eq!(expected, 0),
                wrong => prop_assert!(false, "{typed}: {wrong:?}"),
            }
        }
    }

    #[test]
    fn help_and_parser_agree(kind in proptest::sample::select(PlateKind::ALL), text in ".{0,12}") {
        prop_assert_eq!(matches!(typing(kind, &text), Typing::Complete { .. }), Plate::parse(kind, &text).is_ok());
    }
}
