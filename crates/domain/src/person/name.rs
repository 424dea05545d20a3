//! Names of people, and how people are addressed (docs/rules.md, "Names and forms of address").

use crate::codes::Salutation;
use crate::language::Language;
use crate::limits::FAMILY_NAME_CHARS_MAX;
use crate::typed::{fold, is_han};

/// How a person is addressed: 「王女士」, `Ms Wang`, `Frau von der Leyen`; by the whole name if the salutation is not known
/// or the name is that of a firm.
pub fn addressed_as(name: &str, salutation: Option<Salutation>, language: Language) -> String {
    match salutation {
        Some(salutation) if !is_firm(name) => language.titled(salutation, family_name(name)),
        _ => name.trim().to_owned(),
    }
}

/// Chinese family names of two characters, in both scripts where they differ, one after the other.
const COMPOUND_SURNAMES: &str = "欧阳歐陽司马司馬上官诸葛諸葛司徒东方東方皇甫尉迟尉遲公孙公孫令狐慕容宇文长孙長孫夏侯\
    轩辕軒轅端木南宫南宮独孤獨孤闻人聞人赫连赫連澹台澹臺濮阳濮陽淳于申屠钟离鍾離鲜于鮮于拓跋呼延百里西门";
/// The length of such a name in bytes: two characters of three bytes each (UTF-8).
const COMPOUND_BYTES: usize = 6;

/// Given names of people who have no family name.
const WITHOUT_FAMILY: &str = "卓玛 扎西 次仁 达瓦 尼玛 多吉 旺堆 格桑 央金 白玛 洛桑 丹增 索朗 拉姆 巴桑 普布 边巴 嘎玛 顿珠 仁增 才让 桑吉 卓嘎";
/// Words before a family name that belong to it, in this very spelling: with a capital letter they may be given names.
const PARTICLES: &str = "von vom zu zum zur van vander de der den del della dela di da do dos das du des la le les al el \
    af av ten ter te bin ibn bint ben mac mc san santa st. Graf Gräfin Freiherr Freifrau Baron Baronin Fürst Fürstin Edler Ritter";
/// Words behind a family name that do not belong to it, in this very spelling.
const SUFFIXES: &str =
    "jun jun. jr jr. Jr. sen sen. sr sr. Sr. II III IV PhD Ph.D. MD M.D. MBA MSc M.Sc. B.A. M.A. Dr.";
/// What a firm's name ends in, in this very spelling: people may be called `Se` or `Kg`.
const FIRMS: &str =
    "GmbH mbH gGmbH AG KG KGaA UG OHG GbR SE e.K. e.V. Ltd Ltd. LLC Inc. Corp. S.A. S.r.l. B.V. (Firma)";

/// Whether a list of words has this one.
fn lists(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether a name is that of a firm.
fn is_firm(name: &str) -> bool {
    let last = name.split_ascii_whitespace().last().unwrap_or_default();
    lists(FIRMS, last) || ["公司", "集团", "中心"].iter().any(|end| last.ends_with(end))
}

/// The family name within a name.
///
/// Chinese: the first character, or the first two if they are a compound surname followed by a given name; all before
/// the dot of a name in two parts; the whole of a name that is known to have none. Other scripts: the last word
/// before a comma or bracket, without suffixes, with the particles before it.
pub fn family_name(name: &str) -> &str {
    let name = name.trim();
    let family = if name.starts_with(is_han) {
        han_family(name)
    } else {
        let before_bracket = name.split(['(', '（']).next().map_or("", str::trim);
        let whole = if before_bracket.is_empty() { name } else { before_bracket };
        last_words(whole.split(',').next().unwrap_or_default())
    };
    family.char_indices().nth(FAMILY_NAME_CHARS_MAX).map_or(family, |(end, _)| &family[..end])
}

fn han_family(name: &str) -> &str {
    if let Some((family, _)) = name.split_once(|letter| fold(letter) == Some('·')) {
        return family;
    }
    if name.starts_with('阿') || is_given(name) {
        return name;
    }
    let is_compound = COMPOUND_SURNAMES.as_bytes().chunks(COMPOUND_BYTES).any(|one| name.as_bytes().starts_with(one));
    let count = if is_compound && name.chars().count() > 2 { 2 } else { 1 };
    name.char_indices().nth(count).map_or(name, |(end, _)| &name[..end])
}

/// Whether a name consists of given names alone: 卓玛, 扎西次仁.
fn is_given(name: &str) -> bool {
    let rest = WITHOUT_FAMILY.split(' ').find_map(|given| name.strip_prefix(given));
    rest.is_some_and(|rest| rest.is_empty() || is_given(rest))
}

/// The last word that is no suffix, with the particles before it.
fn last_words(name: &str) -> &str {
    let place = |word: &str| word.as_ptr() as usize - name.as_ptr() as usize;
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && words.last().is_some_and(|word| lists(SUFFIXES, word)) {
        words.pop();
    }
    let Some(last) = words.last() else { return "" };
    let mut first = words.len() - 1;
    while first > 0 && lists(PARTICLES, words[first - 1]) {
        first -= 1;
    }
    &name[place(words[first])..place(last) + last.len()]
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
        check("van der Berg, Jan", "van der Berg");
        for (name, family) in [
            ("Ursula von der Leyen", "von der Leyen"),
            ("Jan van den Berg", "van den Berg"),
            ("Karl Freiherr vom Stein", "Freiherr vom Stein"),
            ("Freiherr vom Stein", "Freiherr vom Stein"),
            ("Hans Müller jun.", "Müller"),
            ("Hans Müller, jun.", "Müller"),
            ("Hans Müller III", "Müller"),
            ("Hans Müller (privat)", "Müller"),
            ("Charles de Gaulle", "de Gaulle"),
            ("Leonardo da Vinci", "da Vinci"),
            ("Maria da Silva", "da Silva"),
            ("Li Zu Wang", "Wang"),
            ("Anna Jun", "Jun"),
            ("Al Pacino", "Pacino"),
            ("von Stein", "von Stein"),
            ("Dr. Anna Weber", "Weber"),
            ("阿依古丽", "阿依古丽"),
            ("卓玛", "卓玛"),
            ("扎西次仁", "扎西次仁"),
            ("白玛丽", "白"),
            ("Hans Müller, Bremen", "Müller"),
            ("Anna Weber, geb. Schmidt", "Weber"),
            ("Peter Schmidt, M.D., PhD", "Schmidt"),
            ("Anna Weber (geb. Schmidt)", "Weber"),
            ("(privat)", "(privat)"),
            ("买买提·艾力", "买买提"),
            ("阿卜杜拉•买买提", "阿卜杜拉"),
        ] {
            check(name, family);
        }
        check("Anna Müller-Lüdenscheidt", "Müller-Lüdenscheidt");
        check("", "");
        check(", Anna", "");
        check("jun.", "jun.");
        check(&"x".repeat(40), &"x".repeat(24));
        check(&"阿".repeat(40), &"阿".repeat(24));
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
        check("Hansen GmbH", Some(Salutation::Mr), ["Hansen GmbH", "Hansen GmbH", "Hansen GmbH"]);
        check("Weber (Firma)", Some(Salutation::Mr), ["Weber (Firma)", "Weber (Firma)", "Weber (Firma)"]);
        check("上海某某有限公司", Some(Salutation::Ms), ["上海某某有限公司", "上海某某有限公司", "上海某某有限公司"]);
    }
}
