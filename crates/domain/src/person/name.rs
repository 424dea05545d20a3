//! Names of people, and how people are addressed (docs/rules.md, "Names and forms of address").

use crate::codes::Salutation;
use crate::language::Language;
use crate::limits::FAMILY_NAME_CHARS_MAX;
use crate::typed::is_han;

/// How a person is addressed: 「王女士」, `Ms Wang`, `Frau Hansen`; by the whole name if the salutation is not known.
pub fn addressed_as(name: &str, salutation: Option<Salutation>, language: Language) -> String {
    let Some(salutation) = salutation else { return name.trim().to_owned() };
    language.titled(salutation, family_name(name))
}

/// Chinese family names of two characters, in both scripts where they differ, one after the other.
const COMPOUND_SURNAMES: &str = "欧阳歐陽司马司馬上官诸葛諸葛司徒东方東方皇甫尉迟尉遲公孙公孫令狐慕容宇文长孙長孫夏侯\
    轩辕軒轅端木南宫南宮独孤獨孤闻人聞人赫连赫連澹台澹臺濮阳濮陽淳于申屠钟离鍾離鲜于鮮于拓跋呼延百里西门";
/// The length of such a name in bytes: two characters of three bytes each (UTF-8).
const COMPOUND_BYTES: usize = 6;

/// The family name within a name. Chinese: the first character, or the first two if they are a compound surname
/// followed by a given name. Other scripts: the last word, or the last word before a comma (`Hansen, Anna`).
pub fn family_name(name: &str) -> &str {
    let name = name.trim();
    let characters = |count: usize| name.char_indices().nth(count).map_or(name, |(end, _)| &name[..end]);
    if name.starts_with(is_han) {
        let is_compound =
            COMPOUND_SURNAMES.as_bytes().chunks(COMPOUND_BYTES).any(|one| name.as_bytes().starts_with(one));
        return characters(if is_compound && name.chars().count() > 2 { 2 } else { 1 });
    }
    let family = name.split(',').next().unwrap_or_default().split_whitespace().last().unwrap_or_default();
    family.char_indices().nth(FAMILY_NAME_CHARS_MAX).map_or(family, |(end, _)| &family[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_name_is_found_in_any_script() {
        let check = |name: &str, expected: &str| assert_eq!(family_name(name), expected, "{name}");
        check("王小明", "王");
        check(" 李雷 ", "李");
        check("王", "王");
        check("司马光", "司马");
        check("慕容雪", "慕容");
        check("歐陽娜娜", "歐陽");
        check("西门吹雪", "西门");
        check("欧阳", "欧");
        check("王欧阳娜", "王");
        check("㐀小明", "㐀");
        check("Xiaoming Wang", "Wang");
        check("Hansen, Anna Maria", "Hansen");
        check("van der Berg, Jan", "Berg");
        check("Anna Müller-Lüdenscheidt", "Müller-Lüdenscheidt");
        check("", "");
        check(", Anna", "");
        check(&"x".repeat(40), &"x".repeat(24));
    }

    #[test]
    fn a_compound_surname_is_known_by_its_list_and_not_by_the_length_of_the_name() {
        // Regression: the form used to take one character of a name of three characters, and two of any name of four.
        assert_eq!(family_name("欧阳娜"), "欧阳");
        assert_eq!(family_name("王李小明"), "王");
    }

    #[test]
    fn every_compound_surname_has_two_characters() {
        for one in COMPOUND_SURNAMES.as_bytes().chunks(COMPOUND_BYTES) {
            let surname = std::str::from_utf8(one).expect("a border of two characters");
            assert_eq!(surname.chars().filter(|letter| is_han(*letter)).count(), 2, "{surname}");
            assert_eq!(family_name(&format!("{surname}明")), surname);
        }
    }

    #[test]
    fn a_person_is_addressed_as_the_language_does() {
        let check = |name: &str, salutation: Option<Salutation>, expected: [&str; 3]| {
            let said = [Language::ZhCn, Language::En, Language::De];
            assert_eq!(said.map(|language| addressed_as(name, salutation, language)), expected, "{name}");
        };
        check("王怡", Some(Salutation::Ms), ["王女士", "Ms 王", "Frau 王"]);
        check("欧阳娜", Some(Salutation::Ms), ["欧阳女士", "Ms 欧阳", "Frau 欧阳"]);
        check("Tom Hansen", Some(Salutation::Mr), ["Hansen先生", "Mr Hansen", "Herr Hansen"]);
        check(" Wang Yi ", None, ["Wang Yi", "Wang Yi", "Wang Yi"]);
        check("", Some(Salutation::Mr), ["先生", "Mr", "Herr"]);
    }
}
