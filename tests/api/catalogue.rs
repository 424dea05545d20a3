//! For which cars a job is, and when it falls due.

use bayside_api::Date;
use bayside_api::booking::{BookingCreated, BookingRequest};
use bayside_api::capacity::{Override, PhoneBooking};
use bayside_api::desk::DeskVisit;
use bayside_api::path;
use bayside_api::vehicle::Vehicle;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, walk_in};
use serde_json::{Value, json};

const DAY: &str = "2026-06-15";

/// A sound request for these jobs by somebody with this car.
fn request(server: &Server, services: &[&str], model: &str) -> BookingRequest {
    let day = ANTING.availability(&server.client(), &services.join(","), DAY, DAY).days.remove(0);
    let mut request = ANTING.request(&day.slots.unwrap_or_default().swap_remove(0).offer);
    request.services = services.iter().map(|service| (*service).to_owned()).collect();
    request.vehicle.model = model.into();
    request
}

#[track_caller]
fn refused(reply: &Reply) -> Vec<String> {
    let problem = reply.problem(422, "invalid");
    problem.errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect()
}

#[test]
fn the_face_tells_which_job_is_for_which_car_and_when_it_is_due() {
    let server = Server::start();
    let customer = server.client();
    let face = ANTING.face(&customer);
    let service = |id: &str| face.services.iter().find(|service| service.id == id).unwrap();
    assert_eq!((service("oil").every_km, service("oil").every_months), (Some(10_000), Some(12)));
    assert_eq!((service("service-60k").every_km, service("service-60k").every_months), (Some(60_000), None));
    assert!(
        !service("oil").models.contains(&"ID.3".to_owned()) && service("hv-check").models.contains(&"ID.3".to_owned())
    );
    for known in face.services.iter().flat_map(|service| &service.models) {
        assert!(face.models.contains(known), "{known}");
    }
    // What there is no rule for is left out.
    let raw: Value = customer.get(&path::dealer("anting")).json(200);
    let brakes = raw["services"].as_array().unwrap().iter().find(|service| service["id"] == "brake-check").unwrap();
    for field in ["models", "every_km", "every_months", "from_km", "to_km", "from_months", "to_months"] {
        assert!(brakes.get(field).is_none(), "{brakes}");
    }
}

#[test]
fn a_job_is_not_booked_for_a_car_that_it_is_not_for() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let send = |request: &BookingRequest| customer.post(&path::bookings("anting"), request);
        let electric = request(&server, &["ac", "oil"], " ID.3 ");
        assert_eq!(refused(&send(&electric)), ["/services/1 not-for-model"], "{engine:?}");
        let petrol = request(&server, &["hv-check"], "朗逸 1.5L 2023 款");
        assert_eq!(refused(&send(&petrol)), ["/services/0 not-for-model"]);
        send(&request(&server, &["hv-check"], "ID.3")).json::<BookingCreated>(201);
        // A hybrid has both, and nobody knows what a car is that is not on the list.
        send(&request(&server, &["oil", "hv-check"], "途观 L PHEV")).json::<BookingCreated>(201);
        send(&request(&server, &["oil"], "我的老爷车")).json::<BookingCreated>(201);

        let said = serde_json::to_value(&electric).unwrap();
        let wish = json!({
            "services": ["oil"], "stay": "wait", "from": DAY, "to": DAY,
            "vehicle": said["vehicle"], "customer": said["customer"], "consent": said["consent"],
        });
        assert_eq!(refused(&customer.post(&path::waitlist("anting"), &wish)), ["/services/0 not-for-model"]);
    }
}

#[test]
fn a_job_is_not_booked_for_a_car_of_another_mileage_or_age_as_far_as_they_are_known() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let face = ANTING.face(&customer);
        let service = |id: &str| face.services.iter().find(|service| service.id == id).unwrap();
        assert_eq!((service("service-60k").from_km, service("service-60k").to_km), (Some(40_000), None));
        assert_eq!((service("battery").from_months, service("battery").to_months), (Some(24), None));

        let send = |request: &BookingRequest| customer.post(&path::bookings("anting"), request);
        let mut both = request(&server, &["battery", "service-60k"], "朗逸 1.5L 2023 款");
        let day = |text: &str| Some(Date::parse(text).unwrap());
        (both.vehicle.mileage_km, both.vehicle.first_registered) = (39_999, day("2025-01-01"));
        let wrong = ["/services/0 not-for-age", "/services/1 not-for-mileage"];
        assert_eq!(refused(&send(&both)), wrong, "{engine:?}");
        both.vehicle.first_registered = day("2026-06-10");
        let future = ["/services/1 not-for-mileage", "/vehicle/first_registered future"];
        assert_eq!(refused(&send(&both)), future, "it is the 9th of June");
        both.vehicle.mileage_km = 40_000;
        for known in [day("2024-06-09"), None] {
            both.vehicle.first_registered = known;
            let mut other = request(&server, &["battery", "service-60k"], "朗逸 1.5L 2023 款");
            other.vehicle = both.vehicle.clone();
            send(&other).json::<BookingCreated>(201);
        }
    }
}

#[test]
fn who_walks_in_is_asked_the_same() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let reception = Desk::sign_in(&server, ANTING, "reception");
        let come = |services: &[&str], model: &str, km: u32| {
            let mut request = ANTING.request("");
            request.services = services.iter().map(|service| (*service).to_owned()).collect();
            request.vehicle = Vehicle { model: model.into(), mileage_km: km, ..request.vehicle };
            reception.client.post(&path::desk_visits("anting"), &walk_in(request, "li-min"))
        };
        assert_eq!(refused(&come(&["ac", "oil"], "ID.3", 1_000)), ["/services/1 not-for-model"], "{engine:?}");
        let petrol = "朗逸 1.5L 2023 款";
        assert_eq!(refused(&come(&["service-60k"], petrol, 1_000)), ["/services/0 not-for-mileage"]);
        // Nobody has looked at the odometer yet.
        come(&["service-60k"], petrol, 0).json::<DeskVisit>(201);
        come(&["oil"], petrol, 1_000).json::<DeskVisit>(201);
    }
}

#[test]
fn only_a_manager_books_it_all_the_same_with_a_reason() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let mut booking = request(&server, &["oil"], "ID.3");
        let by = |login: &str, body: &PhoneBooking| {
            Desk::sign_in(&server, ANTING, login).client.post(&path::desk_bookings("anting"), body)
        };
        let body = PhoneBooking { booking: booking.clone(), overriding: None };
        for login in ["reception", "manager"] {
            assert_eq!(refused(&by(login, &body)), ["/booking/services/0 not-for-model"], "{engine:?}");
        }
        booking.offer = None;
        let overriding = Override { start: format!("{DAY}T10:00"), reason: "converted by its owner".into() };
        let body = PhoneBooking { booking, overriding: Some(overriding) };
        by("reception", &body).problem(403, "forbidden");
        by("manager", &body).json::<BookingCreated>(201);
    }
}

#[test]
fn the_other_dealer_has_rules_of_its_own() {
    let server = Server::start();
    let face = ALLER.face(&server.client());
    let oil = face.services.iter().find(|service| service.id == "oil").unwrap();
    assert_eq!((oil.every_km, oil.every_months), (Some(15_000), Some(12)));
    assert!(oil.models.contains(&"Multivan eHybrid".to_owned()) && !oil.models.contains(&"ID.4".to_owned()));
}
