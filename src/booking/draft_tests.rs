use super::draft::*;
use super::field::Field;

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
