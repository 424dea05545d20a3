//! What the tests' customers ask for.

use crate::http::{Client, Reply};
use bayside_api::booking::{Availability, BookingCreated, BookingRequest, Hold, HoldRequest, Slot};
use bayside_api::codes::{PlateKind, Salutation, Stay};
use bayside_api::dealer::Dealer;
use bayside_api::desk::WalkInRequest;
use bayside_api::path;
use bayside_api::person::{ConsentGiven, Customer};
use bayside_api::vehicle::Vehicle;

/// One dealer's customers.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The dealer's slug.
    pub dealer: &'static str,
    plate: &'static str,
    plate_kind: PlateKind,
    phone: &'static str,
    locale: &'static str,
}

/// 安亭湾汽车.
pub const ANTING: At =
    At { dealer: "anting", plate: "沪A12345", plate_kind: PlateKind::Cn, phone: "13812345678", locale: "zh-CN" };

/// Autohaus Aller.
pub const ALLER: At =
    At { dealer: "aller", plate: "VER-AB 71", plate_kind: PlateKind::De, phone: "0151 23456789", locale: "de" };

/// A small garage, which is there once [`CORNER_FILE`] was imported.
pub const CORNER: At = At { dealer: "corner", ..ALLER };

/// One adviser, one place in each team, starts every quarter of an hour, changes until 45 minutes before.
pub const CORNER_FILE: &str = include_str!("corner.toml");

impl At {
    /// The dealer's public face.
    pub fn face(&self, client: &Client) -> Dealer {
        client.get(&path::dealer(self.dealer)).json(200)
    }

    /// What is free for a job with waiting, from one local date to another.
    pub fn availability(&self, client: &Client, service: &str, from: &str, to: &str) -> Availability {
        let path = path::availability(self.dealer);
        client.get(&format!("{path}?from={from}&to={to}&services={service}&stay=wait")).json(200)
    }

    /// All free starts for an oil change with waiting.
    pub fn slots(&self, client: &Client, from: &str, to: &str) -> Vec<Slot> {
        let days = self.availability(client, "oil", from, to).days;
        let slots: Vec<Slot> = days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).collect();
        assert!(!slots.is_empty(), "{} has no free start from {from} to {to}", self.dealer);
        slots
    }

    /// A sound request for an oil change.
    pub fn request(&self, offer: &str) -> BookingRequest {
        BookingRequest {
            hold: None,
            offer: Some(offer.to_owned()),
            services: vec!["oil".into()],
            concern: "冷车启动时有异响".into(),
            vehicle: Vehicle {
                first_registered: None,
                plate: self.plate.into(),
                plate_kind: self.plate_kind,
                model: "朗逸 1.5L 2023 款".into(),
                mileage_km: 58_200,
                vin: Some("LSVAB2BR1JN000001".into()),
            },
            customer: Customer {
                name: "王小明".into(),
                salutation: Some(Salutation::Mr),
                phone: self.phone.into(),
                email: Some("wang@example.org".into()),
                locale: self.locale.into(),
            },
            stay: Stay::Wait,
            adviser: None,
            consent: ConsentGiven { version: "2026-11".into(), marketing: false, display_name: true },
            source: None,
            utm: None,
            website: None,
            filled_seconds: None,
        }
    }

    /// The same by a hold.
    pub fn request_by_hold(&self, hold: &str) -> BookingRequest {
        BookingRequest { hold: Some(hold.to_owned()), offer: None, ..self.request("") }
    }

    /// Takes a hold.
    pub fn hold(&self, client: &Client, offer: &str) -> Hold {
        client.post(&path::holds(self.dealer), &HoldRequest { offer: offer.to_owned(), replaces: None }).json(201)
    }

    /// Books, or is told why not.
    pub fn try_book(&self, client: &Client, offer: &str) -> Reply {
        client.post(&path::bookings(self.dealer), &self.request(offer))
    }

    /// Books the offer for somebody made up.
    #[track_caller]
    pub fn book(&self, client: &Client, offer: &str) -> BookingCreated {
        self.try_book(client, offer).json(201)
    }

    /// The same for somebody with another mail address.
    #[track_caller]
    pub fn book_for(&self, email: &str, client: &Client, offer: &str) -> BookingCreated {
        let mut request = self.request(offer);
        request.customer.email = Some(email.into());
        client.post(&path::bookings(self.dealer), &request).json(201)
    }
}

/// What reception enters for whoever asks for this at the counter.
pub fn walk_in(request: BookingRequest, adviser: &str) -> WalkInRequest {
    WalkInRequest {
        services: request.services,
        concern: request.concern,
        vehicle: request.vehicle,
        customer: request.customer,
        stay: request.stay,
        adviser: adviser.to_owned(),
        consent: request.consent,
        ticket: None,
    }
}
