//! The values of a YAML file by their path.

use serde_json::Value;
use std::collections::BTreeMap;

/// The texts and numbers of a YAML file by their path, such as `services.caddy.ports.0`; an empty value is an empty text.
pub fn yaml(text: &str) -> Result<BTreeMap<String, String>, String> {
    let read: Value = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    let mut found = BTreeMap::new();
    flatten(&read, "", &mut found);
    Ok(found)
}

fn flatten(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| flatten(value, &below(name), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| flatten(item, &below(&place.to_string()), found));
        }
        Value::String(text) => drop(found.insert(path.to_owned(), text.clone())),
        Value::Null => drop(found.insert(path.to_owned(), String::new())),
        Value::Bool(_) | Value::Number(_) => drop(found.insert(path.to_owned(), value.to_string())),
    }
}

#[test]
fn values_are_found_by_their_path() {
    let text = "on:\n  push:\njobs:\n  a:\n    steps:\n      - uses: b@v1\n        with:\n          c: \"1\"\n      - run: |\n          d\n          e\n      - f\n";
    let found = yaml(text).unwrap();
    let found: Vec<(&str, &str)> = found.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    let expected = [
        ("jobs.a.steps.0.uses", "b@v1"),
        ("jobs.a.steps.0.with.c", "1"),
        ("jobs.a.steps.1.run", "d\ne\n"),
        ("jobs.a.steps.2", "f"),
        ("on.push", ""),
    ];
    assert_eq!(found, expected);
    for wrong in ["a: 1\na: 2\n", "a: 1\n  b: 2\n", "a:\n\tb: 1\n", "- a\nb: 1\n"] {
        assert!(yaml(wrong).is_err(), "{wrong:?}");
    }
}
