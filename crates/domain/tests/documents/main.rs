//! Stored documents against rows that a program of 26 November 2026 wrote, before rows had a format.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the answer")]

use bayside_domain::document::{self, CheckNote, Document, FollowUpWish, VisitDocuments};
use bayside_domain::ids::ExtraWorkId;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// A recorded row, by the name of its file.
macro_rules! recorded {
    ($file:literal) => {
        include_str!(concat!("recorded/", $file))
    };
}

/// A recorded row is read whole: written again, it is the same row with the number of its format.
fn check<D: Document + PartialEq + Debug>(row: &str) -> D {
    let document: D = document::read(row).unwrap();
    let written = document::write(&document);
    assert_eq!(document::read::<D>(&written).as_ref(), Ok(&document));
    let mut expected: Value = serde_json::from_str(row).unwrap();
    expected["format"] = json!(1);
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), expected);
    document
}

#[test]
fn recorded_documents_of_a_visit_are_read_whole() {
    let nothing: VisitDocuments = check(recorded!("order-of-nothing.json"));
    assert_eq!((nothing.order.items.len(), nothing.order.lines.len()), (1, 0));
    let order: VisitDocuments = check(recorded!("order.json"));
    assert_eq!((order.order.lines.len(), order.statement), (4, None));
    let extra: VisitDocuments = check(recorded!("order-with-extra-work.json"));
    assert_eq!(extra.extra_work.keys().copied().collect::<Vec<_>>(), [ExtraWorkId::new(1)]);
    for row in [recorded!("statement-cn.json"), recorded!("statement-de.json")] {
        let statement = check::<VisitDocuments>(row).statement.unwrap();
        assert_eq!((statement.found.len(), statement.differences.len(), statement.replaced_parts.len()), (2, 2, 3));
    }
}

#[test]
fn recorded_notes_of_checks_are_read_whole() {
    let measured: CheckNote = check(recorded!("check-measured.json"));
    assert_eq!((measured.checks.len(), measured.findings.as_str()), (4, ""));
    let failed: CheckNote = check(recorded!("check-failed.json"));
    assert!(failed.checks.iter().any(|check| !check.passed));
}

#[test]
fn a_recorded_wish_is_read_whole() {
    let row = recorded!("follow-up-wish.json");
    let wish: FollowUpWish = serde_json::from_str(row).unwrap();
    assert_eq!(serde_json::to_string(&wish).unwrap(), row.trim());
}

/// Every object of a row, with its place; `extra_work` is a list by number.
fn objects(value: &mut Value, place: &str, visit: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in &mut *fields {
                objects(field, &format!("{place}/{name}"), visit);
            }
            if place != "/extra_work" {
                visit(place, fields);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| objects(item, &format!("{place}/-"), visit)),
        _ => {}
    }
}

#[test]
fn what_a_later_program_wrote_beside_is_passed_over() {
    for row in [recorded!("statement-cn.json"), recorded!("statement-de.json")] {
        let mut later: Value = serde_json::from_str(row).unwrap();
        objects(&mut later, "", &mut |_, fields| {
            fields.insert("later".to_owned(), json!({ "anything": [1, null] }));
        });
        assert_eq!(document::read::<VisitDocuments>(&later.to_string()), document::read(row));
    }
}

/// What must be there, as it stands in the rows.
const NEEDED: [&str; 26] = [
    "/order/items/-/id",
    "/order/lines/-/id",
    "/order/lines/-/kind",
    "/order/lines/-/payer",
    "/order/lines/-/quantity_thousandths",
    "/order/lines/-/tax_bp",
    "/order/lines/-/unit_price_amount",
    "/statement/differences/-/amount",
    "/statement/done/-/job",
    "/statement/found/-/gauge/limit_thousandths",
    "/statement/found/-/gauge/new_thousandths",
    "/statement/found/-/gauge/value_thousandths",
    "/statement/found/-/id",
    "/statement/lines/-/id",
    "/statement/lines/-/kind",
    "/statement/lines/-/payer",
    "/statement/lines/-/quantity_thousandths",
    "/statement/lines/-/tax_bp",
    "/statement/lines/-/unit_price_amount",
    "/statement/next_service/date",
    "/statement/next_service/mileage_km",
    "/statement/replaced_parts/-/fate",
    "/statement/warranty/days",
    "/statement/warranty/km",
    "/statement/warranty/statutory_days",
    "/statement/warranty/statutory_km",
];

#[test]
fn only_what_has_no_empty_meaning_must_be_there() {
    let row: Value = serde_json::from_str(recorded!("statement-cn.json")).unwrap();
    let mut places = BTreeSet::new();
    objects(&mut row.clone(), "", &mut |place, fields| {
        places.extend(fields.keys().map(|name| (place.to_owned(), name.clone())));
    });
    let mut needed = BTreeSet::new();
    for (place, name) in places {
        let mut without = row.clone();
        objects(&mut without, "", &mut |at, fields| {
            if at == place {
                fields.remove(&name);
            }
        });
        match document::read::<VisitDocuments>(&without.to_string()) {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.document(), "visit documents");
                assert!(error.to_string().contains(&format!("missing field `{name}`")), "{error}");
                needed.insert(format!("{place}/{name}"));
            }
        }
    }
    assert_eq!(needed, NEEDED.map(str::to_owned).into());
    assert_eq!(document::read("{}"), Ok(VisitDocuments::default()));
    assert_eq!(document::read("{}"), Ok(CheckNote::default()));
}

/// A row that cannot be read is refused with this text.
fn check_refused<D: Document + Debug>(row: &str, expected: &str) {
    let error = document::read::<D>(row).unwrap_err();
    assert_eq!(error.document(), D::NAME);
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn a_row_that_cannot_be_read_is_named() {
    check_refused::<VisitDocuments>("{", "stored visit documents: cannot be read: EOF");
    check_refused::<VisitDocuments>(r#"{"order":7}"#, "stored visit documents: cannot be read: invalid type");
    check_refused::<VisitDocuments>(r#"{"format":2}"#, "stored visit documents: format 2 is newer");
    check_refused::<CheckNote>(r#"{"checks":[{}]}"#, "stored check note: cannot be read: missing field `passed`");
}
