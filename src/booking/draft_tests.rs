use super::draft::*;
use super::field::{Field, FieldFault, Step};
use bayside_domain::country::Country;

#[test]
fn the_mileage_is_read_with_the_separators_of_every_language() {
    for text in ["58600", "58,600", "58.600", "58 600", "58’600"] {
        let draft = Draft { mileage: text.to_owned(), ..Draft::default() };
        assert_eq!(draft.mileage_km(), Some(58_600), "{text}");
    }
    for text in ["", "-1", "12a", "99999999"] {
        let draft = Draft { mileage: text.to_owned(), ..Draft::default() };
        assert_eq!(draft.mileage_km(), None, "{text}");
    }
}

#[test]
fn every_pointer_of_the_request_leads_to_a_field() {
    for (pointer, field) in [
        ("/services", Field::Services),
        ("/services/0", Field::Services),
        ("/vehicle/plate", Field::Plate),
        ("/vehicle/mileage_km", Field::Mileage),
        ("/customer/name", Field::Name),
        ("/customer/phone", Field::Phone),
        ("/consent/version", Field::Consent),
    ] {
        assert_eq!(Field::at(pointer), Some(field), "{pointer}");
    }
    assert_eq!(Field::at("/customer/locale"), None);
}

#[test]
fn a_field_takes_as_much_as_the_server() {
    let faults = |step: Step, field: Field, draft: &Draft| {
        let faults = draft.faults(step, Country::Cn);
        faults.into_iter().find(|(at, _)| *at == field).map(|(_, fault)| fault)
    };
    let check = |chars: usize, step: Step, field: Field, put: fn(&mut Draft, String)| {
        for (more, expected) in [(0, None), (1, Some(FieldFault::TooLong))] {
            let mut draft = Draft::default();
            put(&mut draft, "字".repeat(chars + more));
            assert_eq!(faults(step, field, &draft), expected, "{field:?} of {}", chars + more);
        }
    };
    // Regression: the form used to cut a concern at 1,000 characters and a model at 60.
    check(2_000, Step::Need, Field::Concern, |draft, text| draft.concern = text);
    check(80, Step::Car, Field::Model, |draft, text| draft.model = text);
    check(60, Step::You, Field::Name, |draft, text| draft.name = text);
}
