//! Looking for what must not be somewhere: whole, in pieces, and however it is written.

use serde_json::Value;

/// What must not be found.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    anywhere: Vec<String>,
    in_texts: Vec<String>,
}

/// Fields whose values have a form of their own, in which a short piece may be found by chance.
const FORMED: [&str; 6] = ["as_of", "at", "promised_at", "promised_before", "digest", "plate"];

impl Secrets {
    /// In no byte, whatever stands around it.
    pub fn anywhere(&mut self, text: &str) {
        let text = plain(text);
        assert!(text.chars().count() >= 3 || !text.is_ascii(), "{text} would be found by chance");
        self.anywhere.push(text);
    }

    /// No run of so many characters of it in any byte.
    pub fn runs_anywhere(&mut self, text: &str, length: usize) {
        self.anywhere.extend(runs(text, length));
    }

    /// No run of so many characters of it in any text: names of fields count, values of a form of their own do not.
    pub fn runs_in_texts(&mut self, text: &str, length: usize) {
        self.in_texts.extend(runs(text, length));
    }

    /// What of it is in these bytes, and in the values that were sent in them. `allowed` are texts that may hold it.
    pub fn found_in(&self, bytes: &[u8], values: &[Value], allowed: &[String]) -> Vec<String> {
        let mut texts = Vec::new();
        for value in values {
            collect(None, value, &mut texts);
        }
        let is_allowed = |text: &String| allowed.contains(text);
        let mut raw = String::from_utf8_lossy(bytes).into_owned();
        for text in allowed {
            raw = raw.replace(text, "");
        }
        let all: Vec<String> = texts.iter().map(|(_, text)| text).filter(|text| !is_allowed(text)).cloned().collect();
        let raw = format!("{}\n{}", plain(&raw), plain(&all.join("\n")));
        let formless = texts.iter().filter(|(key, text)| !FORMED.contains(&key.as_str()) && !is_allowed(text));
        let formless: Vec<String> = formless.map(|(_, text)| plain(text)).collect();
        let here = |text: &&String| raw.contains(text.as_str());
        let there = |text: &&String| formless.iter().any(|own| own.contains(text.as_str()));
        self.anywhere.iter().filter(here).chain(self.in_texts.iter().filter(there)).cloned().collect()
    }
}

/// Every text of a value, with the name of its field; names are texts of no field.
fn collect(key: Option<&str>, value: &Value, texts: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => texts.push((key.unwrap_or_default().to_owned(), text.clone())),
        Value::Array(list) => list.iter().for_each(|value| collect(key, value, texts)),
        Value::Object(fields) => {
            for (name, value) in fields {
                texts.push((String::new(), name.clone()));
                collect(Some(name), value, texts);
            }
        }
        _ => {}
    }
}

/// Without what people write between: case, spaces, dots and dashes; in half-width letters.
fn plain(text: &str) -> String {
    let half = |letter: char| match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        letter => letter,
    };
    let between = |letter: &char| !letter.is_whitespace() && !"·.-_/".contains(*letter);
    text.chars().map(half).filter(between).flat_map(char::to_lowercase).collect()
}

fn runs(text: &str, length: usize) -> Vec<String> {
    let letters: Vec<char> = plain(text).chars().collect();
    letters.windows(length).map(|run| run.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(text: &str, feed: &Value) -> bool {
        let mut secrets = Secrets::default();
        secrets.anywhere(text);
        let runs = secrets.clone();
        secrets.runs_in_texts(text, text.chars().count().min(4));
        let bytes = serde_json::to_vec(feed).expect("a value is JSON");
        let all = secrets.found_in(&bytes, std::slice::from_ref(feed), &[]);
        assert!(runs.found_in(&bytes, &[], &[]).len() <= all.len());
        !all.is_empty()
    }

    #[test]
    fn what_is_there_is_found_however_it_is_written() {
        let feed =
            json!({ "rows": [{ "number": 7, "adviser": "１３８ 1234-5678", "plate": "沪A·**345" }], "Wang": "" });
        for there in ["13812345678", "12345678", "wang", "WANG", "沪a**345", "1 2 3 4 5 6 7 8"] {
            assert!(found(there, &feed), "{there}");
        }
        for absent in ["沪B90909", "13900000000", "王小明"] {
            assert!(!found(absent, &feed), "{absent}");
        }
    }

    #[test]
    fn what_was_escaped_is_found_as_well() {
        let bytes = br#"{"adviser":"\u738b\u5c0f\u660e"}"#;
        let value: Value = serde_json::from_slice(bytes).expect("JSON");
        let mut secrets = Secrets::default();
        secrets.anywhere("王小明");
        assert_eq!(secrets.found_in(bytes, &[value], &[]), ["王小明"]);
        assert_eq!(secrets.found_in(bytes, &[], &[]), [""; 0], "only the value tells");
    }

    #[test]
    fn what_is_allowed_is_passed_over_where_it_stands_alone() {
        let mut secrets = Secrets::default();
        secrets.anywhere("欧阳");
        let arrival = json!({ "name": "欧阳女士" });
        let bytes = serde_json::to_vec(&arrival).expect("JSON");
        let allowed = ["欧阳女士".to_owned()];
        assert!(secrets.found_in(&bytes, std::slice::from_ref(&arrival), &allowed).is_empty());
        let more = json!({ "name": "欧阳女士", "adviser": "欧阳懿轩" });
        let bytes = serde_json::to_vec(&more).expect("JSON");
        assert_eq!(secrets.found_in(&bytes, &[more], &allowed), ["欧阳"]);
    }
}
