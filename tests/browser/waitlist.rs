//! Who finds no time that fits waits for one, and who has one finds it again.

use crate::booking::phone::{phone, test, view};
use crate::gallery::{BOTH, speak, state, view as every_way};
use bayside_api::booking::{Availability, Booking, BookingCreated, BookingStatus, Slot};
use bayside_api::path;
use bayside_api::waitlist::{Waitlist, WaitlistStatus};
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::json;
use std::time::{Duration, Instant};

const DAY: &str = "2026-06-15";
const LATER: &str = "2026-06-17";

/// A start that somebody has booked, and their booking.
fn taken(server: &Server, day: &str) -> (Slot, BookingCreated) {
    let slot = ANTING.slots(&server.client(), day, day).swap_remove(2);
    let booked = ANTING.book(&server.client(), &slot.offer);
    (slot, booked)
}

fn give_back(server: &Server, booked: &BookingCreated) {
    assert_eq!(server.client().post(&path::cancel(&booked.manage_token), &json!({})).status, 200);
}

fn wish_of(server: &Server, token: &str) -> Waitlist {
    server.client().get(&path::wish(token)).json(200)
}

fn booking_of(server: &Server, token: &str) -> Booking {
    server.client().get(&path::booking(token)).json(200)
}

/// What stands after `#` in the address.
async fn token(window: &Window) -> String {
    window.run("return location.hash.slice(1)", vec![]).await.as_str().unwrap().to_owned()
}

/// Waits longer than a page takes to read itself again.
async fn see_by_itself(window: &Window, css: &str) {
    let since = Instant::now();
    while !window.has(css).await {
        assert!(since.elapsed() < Duration::from_mins(1), "{css} does not come by itself on:\n{}", window.page().await);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_somebody_gives_back_reaches_who_waits_without_a_reload() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (slot, rival) = taken(&server, DAY);
    let person = phone(ANTING).await;
    let given =
        format!("services=oil&stay=wait&adviser={}&plate=%E6%B2%AAA12345&model=%E6%9C%97%E9%80%B8", slot.adviser);
    person.go(&format!("{}/anting/wait#{given}", server.url)).await;
    person.see("#plate").await;
    assert_eq!(person.value("#plate").await, "A12345");
    assert!(
        person.is_ticked(&test("job-oil")).await && person.is_ticked(&test(&format!("adviser-{}", slot.adviser))).await
    );
    every_way(&person, "wait", &BOTH).await;
    person.set("#from", DAY).await;
    person.set("#to", "2026-06-14").await;
    person.press(&test("wish-send")).await;
    person.see("#to[aria-invalid=true]").await;
    person.see("#phone[aria-invalid=true]").await;
    state(&person, "wait-wrong-fields", &[PHONE]).await;
    person.set("#to", DAY).await;
    person.write("#km", "58200").await;
    person.write("#name", "王小明").await;
    person.write("#phone", "13812345678").await;
    person.run("location.reload()", vec![]).await;
    person.see("#name").await;
    assert_eq!(person.value("#name").await, "王小明", "what was typed outlives a reload");
    assert_eq!(person.value("#to").await, DAY);
    person.tick("#consent").await;
    person.press(&test("wish-send")).await;

    person.see("[data-status=waiting]").await;
    person.see(&test("ahead")).await;
    assert_eq!(person.attribute(&test("ahead"), "data-value").await.as_deref(), Some("0"));
    every_way(&person, "waitlist-waiting", &BOTH).await;
    let token = token(&person).await;
    person.run("window.here = true", vec![]).await;
    give_back(&server, &rival);
    see_by_itself(&person, "[data-status=offered]").await;
    let offer = wish_of(&server, &token).offer.expect("it was freed and fits");
    assert_eq!(offer.start, slot.start);
    person.see(&test("offered")).await;
    every_way(&person, "waitlist-offered", &BOTH).await;
    for language in ["en", "de", "zh-CN"] {
        speak(&person, language).await;
        view(&person, &format!("an offered time in {language}")).await;
    }
    assert_eq!(person.run("return window.here", vec![]).await, true, "the page was never loaded again");

    person.press(&test("take")).await;
    person.see("[data-status=accepted]").await;
    person.see(&test("reference")).await;
    every_way(&person, "waitlist-accepted", &[PHONE]).await;
    assert_eq!(wish_of(&server, &token).status, WaitlistStatus::Accepted);
    // Without what the answer told, its link is asked for once more.
    person.run("location.reload()", vec![]).await;
    person.see_gone(&test("calendar")).await;
    person.press(&test("open")).await;
    person.see("[data-status=booked]").await;
    let manage = self::token(&person).await;
    let booking = booking_of(&server, &manage);
    assert_eq!((booking.start, booking.status), (slot.start, BookingStatus::Booked));
    view(&person, "what was booked from the waitlist").await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offered_time_is_accepted_in_every_language() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    for (language, plate) in [("zh-CN", "A12345"), ("en-GB", "B12345"), ("de-DE", "C12345")] {
        let (slot, rival) = taken(&server, DAY);
        let person = Window::open(PHONE, language).await;
        let given =
            format!("services=oil&stay=wait&adviser={}&plate=%E6%B2%AA{plate}&model=Lavida&km=58200", slot.adviser);
        person.go(&format!("{}/anting/wait#{given}", server.url)).await;
        person.set("#from", DAY).await;
        person.set("#to", DAY).await;
        person.write("#name", "王小明").await;
        person.write("#phone", "13812345678").await;
        person.tick("#consent").await;
        person.press(&test("wish-send")).await;
        person.see("[data-status=waiting]").await;
        let token = token(&person).await;
        give_back(&server, &rival);
        person.run("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))", vec![]).await;
        person.see("[data-status=offered]").await;
        let spoken = person.attribute_now("html", "lang").await.expect("a language");
        assert!(language.starts_with(&spoken), "{spoken} is spoken to {language}");
        person.press(&test("take")).await;
        person.see("[data-status=accepted]").await;
        view(&person, &format!("an accepted time, {language}")).await;
        let booking = wish_of(&server, &token).booking.expect("it is booked");
        assert_eq!(booking.start, slot.start);
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_a_booking_is_asked_first_and_moved_only_by_their_own_word() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (_, mine) = taken(&server, LATER);
    // The same adviser's: others of that day are free anyway, and nobody waits for those.
    let question = format!("{}?from={DAY}&to={DAY}&services=oil&stay=wait", path::availability("anting"));
    let day: Availability = server.client().get(&format!("{question}&adviser={}", mine.adviser)).json(200);
    let slot = day.days.into_iter().flat_map(|day| day.slots.unwrap_or_default()).nth(2).unwrap();
    let rival = ANTING.book(&server.client(), &slot.offer);
    let person = Window::open(PHONE, "en-GB").await;
    person.go(&format!("{}/booking#{}", server.url, mine.manage_token)).await;
    person.press(&test("earlier")).await;
    person.see(&test("wish-send")).await;
    state(&person, "booking-earlier", &BOTH).await;
    assert_eq!(person.value("#to").await, LATER, "not later than what is booked");
    person.tick(&test(&format!("adviser-{}", mine.adviser))).await;
    person.press(&test("wish-send")).await;
    person.see("[data-status=waiting]").await;
    view(&person, "a wish for an earlier time").await;
    let token = token(&person).await;
    // The booking tells of its wish in every tab, not only in the one that it was made in.
    let other = Window::open(PHONE, "de").await;
    let manage = format!("{}/booking#{}", server.url, mine.manage_token);
    let running = |status: &str| format!("{}[data-state={status}]", test("wish-running"));
    other.go(&manage).await;
    other.see(&running("waiting")).await;
    assert!(!other.has(&test("earlier")).await, "one wish of a booking");
    state(&other, "booking-wish-waiting", &[PHONE]).await;
    give_back(&server, &rival);
    assert_eq!(wish_of(&server, &token).status, WaitlistStatus::Offered);
    other.run("location.reload()", vec![]).await;
    other.see(&running("offered")).await;
    state(&other, "booking-wish-offered", &BOTH).await;
    other.press(&test("wish")).await;
    other.see(&test("offered")).await;
    other.close().await;
    // Who comes back to the page sees it as it is.
    let looks_again = "document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))";
    person.run(looks_again, vec![]).await;
    person.see("[data-status=offered]").await;
    person.see("table.vs").await;
    let wish = wish_of(&server, &token);
    let (offer, booked) = (wish.offer.unwrap(), wish.booking.unwrap());
    assert_eq!(offer.start, slot.start);
    let loses = offer.benefit.amount < booked.benefit.amount;
    assert_eq!(person.has(&test("loss")).await, loses, "{offer:?} {booked:?}");
    speak(&person, "zh-CN").await;
    every_way(&person, "waitlist-offered-earlier", &BOTH).await;
    speak(&person, "de").await;

    person.press(&test("pass")).await;
    person.see("[data-status=waiting]").await;
    person.see(&test("note")).await;
    view(&person, "a time that was let pass").await;
    assert_eq!(booking_of(&server, &mine.manage_token).start, mine.start, "nothing was moved");
    person.press(&test("end")).await;
    person.press(&test("end-yes")).await;
    person.see("[data-status=ended]").await;
    speak(&person, "zh-CN").await;
    every_way(&person, "waitlist-ended", &[PHONE]).await;
    assert_eq!(wish_of(&server, &token).status, WaitlistStatus::Ended);

    person.go("about:blank").await;
    person.go(&format!("{}/waitlist#nobody", server.url)).await;
    person.see(&test("link-unknown")).await;
    every_way(&person, "waitlist-link-unknown", &[PHONE]).await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_is_found_by_its_number_and_the_phone_that_was_given() {
    let server = Server::start();
    let (slot, booked) = taken(&server, DAY);
    let person = phone(ANTING).await;
    person.go(&server.url).await;
    person.press(&format!("{} {}", test("dealer-anting"), test("find"))).await;
    person.see("#dealer").await;
    assert_eq!(person.value("#dealer").await, "anting");
    every_way(&person, "booking-find", &BOTH).await;
    person.press(&test("find-send")).await;
    person.see("#reference[aria-invalid=true]").await;
    let spaced = format!("{} {}", &booked.reference[..3], &booked.reference[3..].to_lowercase());
    person.write("#reference", &spaced).await;
    person.write("#phone", "13812345679").await;
    person.press(&test("find-send")).await;
    person.see(&test("find-miss")).await;
    state(&person, "booking-find-miss", &[PHONE]).await;
    person.write("#phone", "138 1234 5678").await;
    person.press(&test("find-send")).await;
    person.see(&test("start")).await;
    assert_eq!(person.attribute(&test("start"), "data-value").await.unwrap(), slot.start.0.to_rfc3339());
    assert_eq!(token(&person).await, booked.manage_token, "the address can be kept");
    view(&person, "a booking that was found").await;

    // Skipping to the content keeps the link.
    person.run("document.querySelector('.skip').click()", vec![]).await;
    person.wait_for(&format!("return location.hash === '#{}'", booked.manage_token), "the link to stay").await;
    // Another link in the same tab opens what it names, or says that it opens nothing.
    person.run("location.hash = 'nobody'", vec![]).await;
    person.see(&test("link-unknown")).await;
    person.see("#reference").await;
    person.close().await;
}

/// Fills hours of a day until one saves nothing any more.
fn without_advantage(server: &Server, day: &str) -> Slot {
    for _ in 0..40 {
        let slots = ANTING.slots(&server.client(), day, day);
        if let Some(slot) = slots.into_iter().find(|slot| slot.benefit.amount == 0) {
            return slot;
        }
        let jobs = ["service-60k", "ac"];
        let slot =
            ANTING.availability(&server.client(), &jobs.join(","), day, day).days.remove(0).slots.unwrap().remove(0);
        let mut request = ANTING.request(&slot.offer);
        request.services = jobs.map(String::from).to_vec();
        server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201);
    }
    panic!("every hour of {day} saves something");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_move_would_lose_is_said_before_it_is_made() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (quiet, booked) = taken(&server, LATER);
    assert_eq!(quiet.benefit.amount, 8_000);
    let busy = without_advantage(&server, DAY);
    for language in ["zh-CN", "en", "de"] {
        let person = Window::open(PHONE, language).await;
        person.go(&format!("{}/booking?lang={language}#{}", server.url, booked.manage_token)).await;
        person.press(&test("change")).await;
        person.see(".best [data-test^=slot-]").await;
        person.tick(&test("adviser-any")).await;
        person.press(&test(&format!("day-{DAY}"))).await;
        person.press(&format!("{} [data-test=\"slot-{}\"]", test("day-times"), busy.start.0.to_rfc3339())).await;
        person.see(&test("versus")).await;
        let loss = person.text(&test("loss")).await;
        assert!(loss.contains("80") && loss.contains(&busy.start.0.format("%H:%M").to_string()), "{loss}");
        state(&person, &format!("booking-move-loses-{language}"), &BOTH).await;
        person.close().await;
    }
    assert_eq!(booking_of(&server, &booked.manage_token).start, quiet.start, "nothing was moved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_is_moved_and_given_up_in_every_language() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    for (language, day) in [("zh-CN", "2026-06-15"), ("en", "2026-06-16"), ("de", "2026-06-17")] {
        let (_, booked) = taken(&server, day);
        let person = Window::open(PHONE, language).await;
        person.go(&format!("{}/booking?lang={language}#{}", server.url, booked.manage_token)).await;
        person.see(&test("start")).await;
        view(&person, &format!("a booking in {language}")).await;
        person.press(&test("change")).await;
        person.see(".best [data-test^=slot-]").await;
        person.press(&test("day-2026-06-18")).await;
        let first = format!("{} [data-test^=\"slot-2026-06-18\"]", test("day-times"));
        let start = person.attribute(&first, "data-test").await.unwrap();
        person.press(&first).await;
        person.see(&test("versus")).await;
        person.see("table.vs").await;
        view(&person, &format!("old beside new in {language}")).await;
        person.press(&test("confirm-change")).await;
        person.see(&test("moved")).await;
        let now = booking_of(&server, &booked.manage_token);
        assert_eq!(format!("slot-{}", now.start.0.to_rfc3339()), start);
        view(&person, &format!("a moved booking in {language}")).await;
        person.press(&test("cancel")).await;
        person.press(&test("cancel-yes")).await;
        person.see("[data-status=cancelled]").await;
        person.see(&test("calendar")).await;
        assert_eq!(person.attribute(&test("again"), "href").await.as_deref(), Some("/anting/book#services=oil"));
        view(&person, &format!("a cancelled booking in {language}")).await;
        assert_eq!(booking_of(&server, &booked.manage_token).status, BookingStatus::Cancelled);
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_close_to_the_visit_the_page_says_whom_to_call() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let slot = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09").swap_remove(0);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let until = booking_of(&server, &booked.manage_token).change_until;
    let now = ANTING.face(&server.client()).now;
    let advance = json!({ "advance_seconds": until.seconds_since(&now).max(0) + 60 });
    assert_eq!(server.client().post("/api/v1/demo/clock", &advance).status, 200);
    let person = phone(ANTING).await;
    person.go(&format!("{}/booking#{}", server.url, booked.manage_token)).await;
    person.see(&test("late")).await;
    assert!(!person.has(&test("change")).await && !person.has(&test("cancel")).await);
    every_way(&person, "booking-late", &BOTH).await;
    person.close().await;
}
