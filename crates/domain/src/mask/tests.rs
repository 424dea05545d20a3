//! Tests that masks hide what they should: two values that differ only in private parts have the same mask.

use super::*;
use crate::codes::PlateKind;
use crate::country::Country;
use proptest::prelude::*;

fn plate(kind: PlateKind, text: &str) -> String {
    MaskedPlate::of(&Plate::parse(kind, text).expect("a plate")).into()
}

fn phone(country: Country, text: &str) -> String {
    MaskedPhone::of(&Phone::parse(country, text).expect("a phone")).into()
}

fn name(name: &str, salutation: Option<Salutation>, language: Language) -> String {
    DisplayName::of(name, salutation, language).into()
}

const ZH: Language = Language::ZhCn;
const EN: Language = Language::En;
const DE: Language = Language::De;
const MR: Option<Salutation> = Some(Salutation::Mr);
const MS: Option<Salutation> = Some(Salutation::Ms);

#[test]
fn plates_are_masked_by_their_kind() {
    assert_eq!(plate(PlateKind::Cn, "沪A12345"), "沪A·**345");
    assert_eq!(plate(PlateKind::Cn, "沪A1234学"), "沪A·**34学");
    assert_eq!(plate(PlateKind::Cn, "沪AD12345"), "沪A·D***45");
    assert_eq!(plate(PlateKind::Cn, "沪A12345D"), "沪A·***45D");
    assert_eq!(plate(PlateKind::De, "VER-AB 171"), "VER·*71");
    assert_eq!(plate(PlateKind::De, "HB-XY 108E"), "HB·*08");
    assert_eq!(plate(PlateKind::De, "B-A 7"), "B·*7");
    assert_eq!(plate(PlateKind::Other, "使 014·578"), "··78");
    assert_eq!(plate(PlateKind::Other, "AB"), "··B");
    assert_eq!(plate(PlateKind::Other, "A"), "··");
}

#[test]
fn phones_are_masked_in_the_middle() {
    assert_eq!(phone(Country::Cn, "+86 138 1234 5678"), "138****5678");
    assert_eq!(phone(Country::De, "0151 12345678"), "015****5678");
    assert_eq!(phone(Country::De, "04231 5550"), "****550");
    assert_eq!(phone(Country::Other(*b"AT"), "123456"), "****56");
}

#[test]
fn a_chinese_name_shows_its_family_name() {
    assert_eq!(name("王小明", MS, ZH), "王女士");
    assert_eq!(name(" 李雷 ", MR, ZH), "李先生");
    assert_eq!(name("欧阳娜娜", MS, ZH), "欧阳女士");
    assert_eq!(name("司马光", MR, ZH), "司马先生");
    assert_eq!(name("欧阳", MS, ZH), "欧女士");
    assert_eq!(name("王小明", MS, EN), "Ms 王");
}

#[test]
fn other_names_show_their_last_word() {
    assert_eq!(name("Xiaoming Wang", MS, EN), "Ms Wang");
    assert_eq!(name("Anna Maria Hansen", MS, DE), "Frau Hansen");
    assert_eq!(name("Hansen, Anna Maria", MS, DE), "Frau Hansen");
    assert_eq!(name("Anna Müller-Lüdenscheidt", MS, DE), "Frau Müller-Lüdenscheidt");
    assert_eq!(name("Tom Hansen", MR, ZH), "Hansen先生");
}

#[test]
fn whose_salutation_is_not_known_is_called_by_the_whole_name() {
    assert_eq!(name(" 王小明 ", None, ZH), "王小明");
    assert_eq!(name("Tom Hansen", None, DE), "Tom Hansen");
    assert_eq!(name("Hansen, Tom", None, EN), "Hansen, Tom");
}

#[test]
fn a_name_stands_on_the_wall_only_if_its_owner_agreed() {
    let wall = |agreed, salutation| DisplayName::if_agreed(agreed, "王小明", salutation, ZH).map(String::from);
    assert_eq!(wall(true, MS), Some("王女士".to_owned()));
    assert_eq!(wall(false, MS), None);
    assert_eq!(wall(true, None), None);
}

proptest! {
    #[test]
    fn a_chinese_mask_cannot_tell_the_two_hidden_characters(
        open in ("[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]{2}[0-9学]"), one in "[A-HJ-NP-Z0-9]{2}", two in "[A-HJ-NP-Z0-9]{2}",
    ) {
        let (office, rest) = open;
        let masked = plate(PlateKind::Cn, &format!("沪{office}{one}{rest}"));
        prop_assert_eq!(&masked, &plate(PlateKind::Cn, &format!("沪{office}{two}{rest}")));
        prop_assert_eq!(masked, format!("沪{office}·**{rest}"));
    }

    #[test]
    fn a_new_energy_mask_cannot_tell_the_three_hidden_characters(
        letter in "[A-HJK]", last in "[0-9]{2}", one in "[A-HJ-NP-Z0-9][0-9]{2}", two in "[A-HJ-NP-Z0-9][0-9]{2}", big in "[0-9]{3}",
    ) {
        let small = |hidden: &str| plate(PlateKind::Cn, &format!("沪A{letter}{hidden}{last}"));
        prop_assert_eq!(small(&one), format!("沪A·{letter}***{last}"));
        prop_assert_eq!(small(&one), small(&two));
        prop_assert_eq!(plate(PlateKind::Cn, &format!("沪A{big}{last}{letter}")), format!("沪A·***{last}{letter}"));
    }

    #[test]
    fn a_german_mask_shows_district_and_last_two_digits_only(
        district in "[A-ZÄÖÜ]{1,3}", last in "[0-9]{2}",
        one in ("[A-Z]{1,2}", "[1-9][0-9]?", "[EH]?"), two in ("[A-Z]{1,2}", "[1-9][0-9]?", "[EH]?"),
    ) {
        let of = |(letters, digits, suffix): (String, String, String)| {
            plate(PlateKind::De, &format!("{district}-{letters} {digits}{last}{suffix}"))
        };
        prop_assert_eq!(of(one), format!("{district}·*{last}"));
        prop_assert_eq!(of(two), format!("{district}·*{last}"));
    }

    #[test]
    fn an_other_mask_shows_two_characters_and_never_more_than_half(text in "[A-Z0-9]{1,16}") {
        let masked = plate(PlateKind::Other, &text);
        let shown = masked.trim_start_matches('·');
        prop_assert!(text.ends_with(shown));
        prop_assert!(shown.len() <= 2 && shown.len() * 2 <= text.len());
    }

    #[test]
    fn no_mask_is_a_plate_of_its_country((kind, text) in crate::plate::tests::canonical()) {
        let masked = plate(kind, &text);
        prop_assert!(kind == PlateKind::Other || Plate::parse(kind, &masked).is_err());
        prop_assert!(!masked.contains(&text));
    }

    #[test]
    fn a_phone_mask_cannot_tell_the_middle_digits(start in "1[3-9][0-9]", end in "[0-9]{4}", one in "[0-9]{4}", two in "[0-9]{4}") {
        let masked = phone(Country::Cn, &format!("{start}{one}{end}"));
        prop_assert_eq!(&masked, &phone(Country::Cn, &format!("{start}{two}{end}")));
        prop_assert_eq!(masked, format!("{start}****{end}"));
    }

    #[test]
    fn every_phone_hides_at_least_four_digits(text in "\\+?[1-9][0-9]{5,14}") {
        let number = Phone::parse(Country::Other(*b"AT"), &text).expect("a phone");
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let masked = MaskedPhone::of(&number);
        prop_assert!(digits(masked.as_str()) + 4 <= digits(number.national()));
    }

    #[test]
    fn a_shown_name_cannot_tell_the_given_name(
        family in "[王李张刘陈赵孙周吴郑]|欧阳|司马|诸葛", one in "[一-龟]{1,3}", two in "[一-龟]{1,3}",
        language in proptest::sample::select(Language::ALL),
    ) {
        let of = |given: &str| name(&format!("{family}{given}"), MS, language);
        prop_assert_eq!(of(&one), of(&two));
    }

    #[test]
    fn a_shown_latin_name_cannot_tell_the_first_names(family in "[A-Z][a-zäöü]{1,12}", one in "([A-Z][a-z]{1,8} ){1,3}", two in "([A-Z][a-z]{1,8} ){1,3}") {
        prop_assert_eq!(name(&format!("{one}{family}"), MR, EN), format!("Mr {family}"));
        prop_assert_eq!(name(&format!("{two}{family}"), MR, EN), format!("Mr {family}"));
    }
}
