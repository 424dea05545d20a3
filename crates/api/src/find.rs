//! Finding a booking by its reference and phone number.

use serde::{Deserialize, Serialize};

/// Body of `POST …/bookings/find`: what a customer knows of their booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FindRequest {
    /// The booking's reference: six characters; case, spaces and hyphens do not matter.
    pub reference: String,
    /// The mobile number that was given with the booking.
    pub phone: String,
}

/// Reply of `POST …/bookings/find`: what opens the booking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Found {
    /// Opens the booking's private page: `/booking#{manage_token}`.
    pub manage_token: String,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;

    /// `POST` finds a booking by reference and phone.
    pub fn find_booking(slug: &str) -> String {
        format!("{BASE}/dealers/{slug}/bookings/find")
    }
}

crate::example::examples! {
    FindRequest = r#"{"reference": "K7M2QX", "phone": "13812345678"}"#,
}
