//! Words that people stumbled over do not come back: of each a better one stands in `src/i18n/locales`.

use crate::root;
use serde_json::Value;

/// What stands nowhere in a language, also not as a part of a sentence.
const NEVER: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "Counted for your work",
            "While your car is here",
            "Leaving the car",
            "With a loaner",
            "jobs on the order",
            "in hand",
            "resting",
            "not begun",
            "The most you authorised",
            "Above it we must ask",
            "accept to pay",
            "Sign and settle",
            "What if not",
            "Tax, labour and parts included",
            "Booked customers are received",
            "receives you",
            "one person, from arrival to delivery",
            "Whoever signs",
            "ehicle licence",
            "Show me on the big screen",
            "This link opens no booking",
            "There is no such booking",
            "It is yours",
            "Your wish",
            "See how the wish stands",
            "goes to somebody else",
            "It goes to nobody else",
            "Company id",
            "old parts",
            "The law asks for",
            "ormat is right",
            "Any question, any time",
            "Charged by the draft",
            "No place kept for the rest",
            "Not on the board",
            "Put something out of use",
            "Where it comes from",
            "Inspect again",
            "Time changed and told",
            "Quote anew",
            "The customer is to decide",
            "Booking advantage",
            "The system answers",
            "received at their time first",
            "Draw a number",
        ],
    ),
    (
        "de",
        &[
            "rechnen Sie mit",
            "Unterschreiben und abrechnen",
            "Ein Druck auf eine Zeit",
            "Solange Ihr Fahrzeug",
            "Am frühesten",
            "Die zwei besten Zeiten",
            "Ruhige Stunde",
            "Eine Frage braucht",
            "falls freigegeben",
            "Und wenn nicht",
            "Empfohlen, offen",
            "Summe, von Ihnen",
            "Keine Altteile",
            "unklare Stellen",
            "Ihr Serviceberater",
            "Frühere Termine melden",
            "Der Termin gehört Ihnen",
            "Lieber früher",
            "Vorführung",
            "Wer unterschreibt, oder",
            "Nur für die, die",
            "Nach Entwurf berechnet",
            "Kein Platz für den Rest",
            "Nicht auf der Tafel",
            "Etwas außer Betrieb",
            "Woher der Termin",
            "Erneut prüfen",
            "Neu anbieten",
            "Mehrarbeit",
            "Schätzung",
            "Fachkraft",
            "Kunde nimmt ab",
            "Auftrag unterschreiben",
            "Niemand Fälliges",
            "Gesetzlich mindestens",
        ],
    ),
    (
        "zh-CN",
        &[
            "车在店里时",
            "怎么称呼您",
            "最快的那位",
            "还没填",
            "去结算",
            "谁检查",
            "就改到这个时间",
            "不取消",
            "看看候补到哪了",
            "工位马上给别人",
            "按草稿收费",
            "余下工作没有工位",
            "不在看板上",
            "产能",
            "外呼",
            "从哪里来",
            "先不做",
            "再次检查",
            "并告知",
            "没有要按的",
            "重新报价",
            "这一通",
            "等同事",
        ],
    ),
];

/// All texts of a value.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[test]
fn words_that_people_stumbled_over_do_not_come_back() {
    let mut again = Vec::new();
    for (language, words) in NEVER {
        let mut found = Vec::new();
        for file in std::fs::read_dir(root().join("src/i18n/locales").join(language)).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            texts(&serde_json::from_str(&text).unwrap(), &mut found);
        }
        assert!(found.len() > 1_000, "{language}: {} texts were read", found.len());
        let stands =
            |text: &String| words.iter().find(|word| text.contains(**word)).map(|word| format!("{word}: {text}"));
        again.extend(found.iter().filter_map(stands));
    }
    assert!(again.is_empty(), "{}", again.join("\n"));
}
