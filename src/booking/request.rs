//! Building the request of a booking.

use super::state::{BookingTerms, SavedBooking};
use bayside_api::booking::BookingRequest;
use bayside_api::person::ConsentGiven;
use bayside_api::vehicle::Vehicle;

impl SavedBooking {
    /// The request, once a time is held and the car is known.
    pub fn request(&self, terms: &BookingTerms) -> Option<BookingRequest> {
        let held = self.held.as_ref()?;
        let draft = &self.draft;
        let vin = draft.vin.trim();
        Some(BookingRequest {
            hold: Some(held.hold.hold.clone()),
            offer: None,
            services: draft.services.clone(),
            concern: draft.concern.trim().to_owned(),
            vehicle: Vehicle { vin: (!vin.is_empty()).then(|| vin.to_owned()), ..draft.vehicle()? },
            customer: draft.customer(&terms.locale),
            stay: draft.stay,
            adviser: None,
            consent: ConsentGiven {
                version: terms.consent_version.clone(),
                marketing: draft.marketing,
                display_name: draft.display_name && draft.salutation.is_some(),
            },
            source: self.origin.source.clone(),
            utm: Some(self.origin.utm.clone()).filter(|utm| !utm.is_empty()),
            website: draft.website(),
            filled_seconds: u32::try_from((terms.now_ms - self.opened_ms) / 1_000).ok(),
        })
    }
}
