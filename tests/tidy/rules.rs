//! One rule, one text: what the domain says of limits, languages, money and days is not said again elsewhere.

use super::{code, nobody_says};

const EVERYWHERE: [&str; 6] =
    ["src", "crates/api/src", "crates/domain/src", "crates/store/src", "crates/workflow/src", "crates/server/src"];

#[test]
fn a_field_takes_as_much_as_the_limits_say() {
    // What is too long is said at its field; a field that cuts what is pasted sends something else.
    nobody_says("src", &["maxlength", "CHARS_MAX: usize"], |_| false);
    nobody_says("crates/workflow/src", &["CHARS_MAX: usize"], |_| false);
    // The test page of the widget cuts what the desk wrote into its address.
    nobody_says("crates/server/src", &["CHARS_MAX: usize"], |file| file == "crates/server/src/pages/widget_preview.rs");
    for folder in ["crates/workflow/src", "crates/server/src"] {
        for (file, lines) in code(folder) {
            let checks = |line: &&String| {
                ["checks.text(", "checks.line(", "checks.title("].iter().any(|check| line.contains(check))
            };
            for line in lines.iter().filter(checks) {
                let most = line.trim_end_matches([';', ')']).rsplit(", ").next().unwrap_or_default();
                assert!(most.parse::<u32>().is_err(), "{file}: a number of its own in `{}`", line.trim());
            }
        }
    }
}

#[test]
fn typed_text_is_normalised_in_one_place() {
    let classes = ["0xfee0", "\\u{ff01}", "\\u{2010}", "'‐'", "'−'", "'・'", "\\u{200b}", "\\u{202e}", "half_width"];
    for folder in EVERYWHERE {
        nobody_says(folder, &classes, |file| file.starts_with("crates/domain/src/typed/"));
    }
}

#[test]
fn languages_are_listed_once() {
    let own = [
        "crates/domain/src/language.rs",
        // The tags of `Intl`.
        "src/i18n/lang.rs",
        // A visit for the desk's tests.
        "src/desk/fixtures.rs",
    ];
    for folder in EVERYWHERE {
        if folder != "crates/api/src" {
            nobody_says(folder, &["\"zh-CN\""], |file| own.contains(&file));
        }
        // Asked for one by one, a new language falls to the others unseen: a `match` does not compile.
        nobody_says(folder, &["== Language::", "!= Language::", "starts_with(\"zh", "starts_with(\"de"], |_| false);
    }
    // On the wire, only examples name a language.
    for (file, lines) in code("crates/api/src") {
        let named = lines.iter().filter(|line| line.contains("\"zh-CN\""));
        let odd: Vec<&String> = named.filter(|line| !line.contains("\"locale\": \"zh-CN\"")).collect();
        assert!(odd.is_empty(), "{file}: {odd:?}");
    }
}

#[test]
fn money_is_rounded_in_one_place() {
    let money = |file: &str| file == "crates/domain/src/money.rs";
    for folder in EVERYWHERE {
        nobody_says(folder, &["+ 500) / 1000", "+ 500) / 1_000", "unit_price_amount / 1000"], money);
        nobody_says(folder, &["\"JPY\"", "KRW", "KWD"], money);
    }
}

#[test]
fn a_country_decides_in_one_place() {
    for folder in EVERYWHERE {
        nobody_says(folder, &["\"CN\" =>", "b\"CN\" =>", "\"DE\" =>", "b\"DE\" =>"], |file| {
            file == "crates/domain/src/country.rs"
        });
    }
}

#[test]
fn days_are_counted_in_one_place() {
    for folder in EVERYWHERE {
        nobody_says(folder, &["num_days_from_ce"], |file| file == "crates/domain/src/time.rs");
    }
}

#[test]
fn people_are_addressed_in_one_place() {
    for folder in EVERYWHERE {
        nobody_says(folder, &["女士\"", "先生\"", "\"Frau", "\"Herr"], |file| {
            ["crates/domain/src/language.rs", "crates/domain/src/person/name.rs", "src/desk/fixtures.rs"]
                .contains(&file)
        });
        nobody_says(folder, &["fn family_name"], |file| file == "crates/domain/src/person/name.rs");
    }
}

/// A write under a dealer's lock goes by `stored::write`, which lets it count once per key.
#[test]
fn every_write_counts_once_per_key() {
    nobody_says("crates/server/src/routes", &["dealer_transaction(", "once_at_dealer("], |_| false);
}
