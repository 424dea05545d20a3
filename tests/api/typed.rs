//! Typed text is not bytes: what people paste, scan and type on any keyboard means the same.

use crate::arrivals::{book, slots};
use bayside_api::booking::{Booking, BookingCreated};
use bayside_api::callback::{CallbackCreated, DeskCallbacks};
use bayside_api::desk::{DeskVisit, Login};
use bayside_api::find::Found;
use bayside_api::path;
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{ENGINES, PASSWORD, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING, At};
use serde_json::{Value, json};

const NEXT_DAY: &str = "2026-06-10";

/// Books a slot with some fields typed in another way; the visit as the desk has it, and the booking.
fn booked(server: &Server, at: At, offer: &str, fields: &[(&str, &str)]) -> (DeskVisit, BookingCreated) {
    let mut request = serde_json::to_value(at.request(offer)).unwrap();
    for (pointer, typed) in fields {
        *request.pointer_mut(pointer).unwrap() = json!(typed);
    }
    let created: BookingCreated = server.client().post(&path::bookings(at.dealer), &request).json(201);
    let desk = Desk::sign_in(server, at, "manager");
    let day = created.start.date().to_string();
    let id = desk.card(&day, &created.reference).id;
    (desk.visit(id), created)
}

/// What a refused field is told.
fn refused(server: &Server, at: At, offer: &str, pointer: &str, typed: &str) -> String {
    let mut request = serde_json::to_value(at.request(offer)).unwrap();
    *request.pointer_mut(pointer).unwrap() = json!(typed);
    let problem = server.client().post(&path::bookings(at.dealer), &request).problem(422, "invalid");
    let errors: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    let [(at, code)] = errors[..] else { panic!("{typed:?}: {errors:?}") };
    assert_eq!(at, pointer);
    code.to_owned()
}

#[test]
fn a_booking_keeps_what_was_meant() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let offers = slots(&server, NEXT_DAY);
        let (visit, _) = booked(
            &server,
            ANTING,
            &offers[0].offer,
            &[
                ("/vehicle/plate", "滬Ａ‑１２３\u{200b}４5"),
                ("/customer/phone", "\u{202D}138 1234 5678\u{202C}"),
                ("/customer/name", "Nguye\u{302}\u{303}n \u{202e}Th\u{1ecb}\u{feff}"),
                ("/vehicle/model", " Lavida\u{a0}\u{200b}1.5 "),
                ("/vehicle/vin", "ｌｓｖａｂ 2br1jn 000001"),
                ("/concern", "Klappert\r\nseit Montag\u{200b}\r\n"),
            ],
        );
        assert_eq!(visit.vehicle.plate, "沪A·12345", "{engine:?}");
        assert_eq!(visit.customer.phone, "+8613812345678", "{engine:?}");
        assert_eq!(visit.customer.name, "Nguyễn Thị", "{engine:?}");
        assert_eq!(visit.vehicle.model, "Lavida 1.5", "{engine:?}");
        assert_eq!(visit.vehicle.vin.as_deref(), Some("LSVAB2BR1JN000001"), "{engine:?}");
        assert_eq!(visit.concern, "Klappert\nseit Montag", "{engine:?}");
    }
}

#[test]
fn numbers_mails_and_plates_of_every_hand_are_kept_in_one_form() {
    let server = Server::start();
    let offers = ALLER.slots(&server.client(), NEXT_DAY, "2026-06-12");
    let rows = [
        ("B‑AB 1234", "49 151 23456789", "anna@müller.example", "B-AB 1234", "anna@xn--mller-kva.example"),
        ("TU\u{308}/AB 12", "٠١٥١ ٢٣٤٥٦٧٨٩", "anna＠gmail。com", "TÜ-AB 12", "anna@gmail.com"),
        (
            "   VER  -  AB    712 E",
            "+49 (0) 151 / 234 - 56 - 789",
            " anna@gmail．com\u{200b}",
            "VER-AB 712E",
            "anna@gmail.com",
        ),
    ];
    for (slot, (plate, phone, mail, kept_plate, kept_mail)) in offers.iter().zip(rows) {
        let fields = [("/vehicle/plate", plate), ("/customer/phone", phone), ("/customer/email", mail)];
        let (visit, _) = booked(&server, ALLER, &slot.offer, &fields);
        assert_eq!(visit.vehicle.plate, kept_plate);
        assert_eq!(visit.customer.phone, "+4915123456789", "{phone}");
        assert_eq!(visit.customer.email.as_deref(), Some(kept_mail));
    }
}

#[test]
fn what_cannot_be_seen_is_missing_and_an_address_is_no_name() {
    let server = Server::start();
    let offer = &slots(&server, NEXT_DAY)[0].offer;
    for nothing in ["\u{200B}", "\u{3164}", "\u{2800}", "\u{2060}\u{2060}", " \u{feff} "] {
        for pointer in ["/customer/name", "/vehicle/model", "/vehicle/plate", "/customer/phone"] {
            assert_eq!(refused(&server, ANTING, offer, pointer, nothing), "required", "{pointer} {nothing:?}");
        }
    }
    let covered = format!("A{}", "\u{301}".repeat(57));
    for name in ["Gewinn http://evil.example/x", "www.evil.example", "evil.example/x", "bit.ly/3xYz", &covered] {
        assert_eq!(refused(&server, ANTING, offer, "/customer/name", name), "name-format", "{name}");
    }
    assert_eq!(refused(&server, ANTING, offer, "/concern", "a\u{7}"), "control-character");
}

#[test]
fn a_booking_is_found_and_cancelled_whatever_the_keyboard() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let created = book(&server, &slots(&server, NEXT_DAY)[0], "沪A50001", "13800000001");
        let wide: String =
            created.reference.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).unwrap()).collect();
        for reference in [wide.clone(), wide.to_lowercase(), format!("]Q1{}", created.reference)] {
            let asked = json!({ "reference": reference, "phone": "\u{202d}138 0000 0001\u{202c}" });
            let found: Found = server.client().post(&path::find_booking("anting"), &asked).json(200);
            assert_eq!(found.manage_token, created.manage_token, "{engine:?} {reference}");
        }
        let asked = json!({ "reference": created.reference, "phone": "13800000002" });
        server.client().post(&path::find_booking("anting"), &asked).problem(404, "not-found");
        let body = json!({ "reason": "krank\r\n" });
        server.client().post(&path::cancel(&created.manage_token), &body).json::<Booking>(200);
    }
}

#[test]
fn a_call_back_takes_lines_from_any_machine_and_names_a_fault_once() {
    let server = Server::start();
    let request = serde_json::to_value(ANTING.request("")).unwrap();
    let asked = |concern: &str| {
        let body = json!({
            "kind": "adviser", "concern": concern, "vehicle": request["vehicle"], "customer": request["customer"],
            "consent": request["consent"],
        });
        server.client().post(&path::callbacks("anting"), &body)
    };
    let created: CallbackCreated = asked("Klappert\r\nseit Montag").json(201);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let list: DeskCallbacks = desk.client.get(&path::desk_callbacks("anting")).json(200);
    let kept = list.callbacks.iter().find(|callback| callback.reference == created.reference).unwrap();
    assert_eq!(kept.concern, "Klappert\nseit Montag");
    for (wrong, code) in [("\u{200b}", "required"), ("a\u{7}", "control-character")] {
        let errors: Value = serde_json::to_value(asked(wrong).problem(422, "invalid").errors).unwrap();
        assert_eq!(errors, json!([{ "pointer": "/concern", "code": code }]));
    }
}

#[test]
fn staff_sign_in_whatever_the_keyboard() {
    let server = Server::start();
    let sign_in = |dealer: &str, login: &str, password: &str| {
        let body = Login { dealer: dealer.into(), login: login.into(), password: password.into() };
        server.client().post(&path::session(), &body)
    };
    for (dealer, login) in [
        ("aller", "manager"),
        ("Aller", "Manager"),
        ("aller ", " manager"),
        ("ALLER", "ｍａｎａｇｅｒ"),
        ("aller", "manager\u{200b}"),
    ] {
        assert_eq!(sign_in(dealer, login, PASSWORD).status, 200, "{dealer:?} {login:?}");
    }
    let wide: String = PASSWORD.chars().map(|letter| char::from_u32(u32::from(letter) + 0xFEE0).unwrap()).collect();
    assert_eq!(sign_in("aller", "manager", &wide).status, 200);
    for wrong in [PASSWORD.to_lowercase(), format!("{PASSWORD} "), String::new()] {
        sign_in("aller", "manager", &wrong).problem(401, "bad-credentials");
    }
}
