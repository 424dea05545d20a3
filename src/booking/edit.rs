//! Edits of the fields of a car and of a person.

use super::draft::Draft;
use super::field::Field;
use bayside_api::codes::{PlateKind, Salutation};

/// Something was typed or chosen.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Something was typed.
    Typed(Field, String),
    /// The plate's rule was chosen.
    PlateKind(PlateKind),
    /// The plate's province was chosen.
    Province(String),
    /// 先生 or 女士.
    Salutation(Salutation),
    /// The consent box.
    Consent(bool),
    /// The welcome box.
    DisplayName(bool),
    /// The reminders box.
    Marketing(bool),
    /// The date of the last service.
    LastDate(String),
    /// The odometer at the last service.
    LastKm(String),
    /// The date of the first registration.
    Registered(String),
    /// The honeypot field.
    Website(String),
}

impl Draft {
    /// Applies an edit. Returns the edited field, whose error is cleared while it is being corrected.
    pub fn edit(&mut self, edit: Edit) -> Option<Field> {
        match edit {
            Edit::Typed(field, text) => {
                *self.place(field)? = text;
                return Some(field);
            }
            Edit::PlateKind(kind) => {
                self.plate_kind = kind;
                return Some(Field::Plate);
            }
            Edit::Province(province) => {
                self.province = province;
                return Some(Field::Plate);
            }
            Edit::Consent(on) => {
                self.consent = on;
                return Some(Field::Consent);
            }
            Edit::Salutation(salutation) => self.salutation = Some(salutation),
            Edit::DisplayName(on) => self.display_name = on,
            Edit::Marketing(on) => self.marketing = on,
            Edit::LastDate(text) => self.last_date = text,
            Edit::LastKm(text) => self.last_km = text,
            Edit::Registered(text) => self.registered = text,
            Edit::Website(text) => self.website = text,
        }
        None
    }

    fn place(&mut self, field: Field) -> Option<&mut String> {
        Some(match field {
            Field::Concern => &mut self.concern,
            Field::Plate => &mut self.plate,
            Field::Model => &mut self.model,
            Field::Mileage => &mut self.mileage,
            Field::Vin => &mut self.vin,
            Field::Name => &mut self.name,
            Field::Phone => &mut self.phone,
            Field::Services | Field::Consent => return None,
        })
    }
}
