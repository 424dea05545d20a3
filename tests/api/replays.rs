//! What was used already, and what is somebody else's.

use bayside_api::booking::{BookingCreated, Hold, HoldRequest};
use bayside_api::path;
use bayside_test_support::server::{ENGINES, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;

const FROM: &str = "2026-06-15";
const TO: &str = "2026-06-19";

#[test]
fn an_offer_books_once_however_often_it_is_sent() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let customer = server.client();
        let slot = ANTING.slots(&customer, FROM, TO).swap_remove(2);
        ANTING.book(&customer, &slot.offer);
        for _ in 0..3 {
            let problem = ANTING.try_book(&customer, &slot.offer).problem(409, "slot-taken");
            let others = problem.alternatives.expect("other starts");
            assert!(
                others.iter().all(|other| (other.start, &other.adviser) != (slot.start, &slot.adviser)),
                "{engine:?}"
            );
            let hold = HoldRequest { offer: slot.offer.clone(), replaces: None };
            customer.post(&path::holds("anting"), &hold).problem(409, "slot-taken");
        }
        // Nor does it move another booking into the place.
        let other = ANTING.book(&customer, &ANTING.slots(&customer, FROM, TO)[0].offer);
        let moved = customer.post(&path::reschedule(&other.manage_token), &json!({ "offer": slot.offer }));
        moved.problem(409, "slot-taken");
    }
}

#[test]
fn a_hold_of_somebody_else_is_as_unknown_as_none() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let (holder, thief) = (server.client(), server.client());
        let slots = ANTING.slots(&holder, FROM, TO);
        let hold = ANTING.hold(&holder, &slots[0].offer).hold;
        // Ids are numbers in a row and easily guessed; the secret behind them is not.
        let (id, secret) = hold.split_once('-').expect("an id and a secret");
        let other_secret: String = secret.chars().map(|char| if char == '0' { '1' } else { '0' }).collect();
        for guess in [format!("{id}-{other_secret}"), format!("{id}-"), format!("{id}-{}", &secret[..8]), id.to_owned()]
        {
            let booked = thief.post(&path::bookings("anting"), &ANTING.request_by_hold(&guess)).problem(422, "invalid");
            let told = (booked.errors[0].pointer.as_str(), booked.errors[0].code.as_str());
            assert_eq!(told, ("/hold", "unknown-hold"), "{engine:?}: {guess}");
            let swap = HoldRequest { offer: slots[4].offer.clone(), replaces: Some(guess.clone()) };
            let swapped = thief.post(&path::holds("anting"), &swap).problem(422, "invalid");
            assert_eq!(swapped.errors[0].pointer, "/replaces", "{engine:?}: {guess}");
            thief.post(&path::renew("anting", &guess), &json!({})).problem(404, "not-found");
            thief.delete(&path::hold("anting", &guess)).problem(404, "not-found");
        }
        // It is untouched: renewed once, and booked.
        let renewed: Hold = holder.post(&path::renew("anting", &hold), &json!({})).json(200);
        assert!(!renewed.renewable);
        holder.post(&path::bookings("anting"), &ANTING.request_by_hold(&hold)).json::<BookingCreated>(201);
    }
}
