//! Each way of booking, by customers of three languages: waiting, leaving the car, with a loaner; several
//! jobs; from a link that brings the car along; with few presses; without a network.

use crate::booking::phone::{open_ways, test, view};
use bayside_api::booking::Availability;
use bayside_api::codes::Stay;
use bayside_api::desk::DeskVisit;
use bayside_api::path;
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::{ALLER, ANTING, At};
use serde_json::{Value, json};

/// Somebody who books.
struct Person {
    at: At,
    language: &'static str,
    plate: &'static str,
    name: &'static str,
    phone: &'static str,
}

const PEOPLE: [Person; 3] = [
    Person { at: ANTING, language: "zh-CN", plate: "沪A12345", name: "王小明", phone: "13812345678" },
    Person { at: ANTING, language: "en-GB", plate: "沪AD12345", name: "Ann Miller", phone: "13912345678" },
    Person { at: ALLER, language: "de-DE", plate: "VER-AB 71", name: "Katrin Hansen", phone: "0151 23456789" },
];

impl Person {
    async fn open(&self, server: &Server, link: &str) -> Window {
        let window = Window::open(PHONE, self.language).await;
        window.go(&format!("{}/{}/book{link}", server.url, self.at.dealer)).await;
        window
    }

    /// From the jobs to the times.
    async fn up_to_times(&self, window: &Window, jobs: &[&str]) {
        for job in jobs {
            window.tick(&test(&format!("job-{job}"))).await;
        }
        window.press(&test("next")).await;
        window.write("#plate", self.plate).await;
        window.write("#model", "Lavida 1.5L").await;
        window.write("#km", "58200").await;
        window.press(&test("next")).await;
        window.see(BEST).await;
    }

    /// The last step; the booking's reference.
    async fn confirm(&self, window: &Window) -> String {
        window.write("#name", self.name).await;
        window.write("#phone", self.phone).await;
        window.tick("#consent").await;
        window.press(&test("confirm")).await;
        window.attribute(&test("reference"), "data-value").await.expect("a reference")
    }

    /// The booking as the desk sees it.
    fn booked(&self, server: &Server, reference: &str, start: &str) -> DeskVisit {
        let desk = Desk::sign_in(server, self.at, "manager");
        desk.visit(desk.card(&start[..10], reference).id)
    }
}

/// The first of the two best times.
const BEST: &str = ".best [data-test^=slot-]";

/// Presses the first of the two best times; its start.
async fn press_best(window: &Window) -> String {
    let start = window.attribute(BEST, "data-test").await.expect("a start");
    window.press(BEST).await;
    window.see("#name").await;
    start["slot-".len()..].to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_of_staying_is_booked_in_each_language() {
    let server = Server::start();
    for person in &PEOPLE {
        for (stay, jobs) in
            [(Stay::Wait, &["oil"][..]), (Stay::DropOff, &["oil", "tyres"]), (Stay::Loaner, &["brake-check"])]
        {
            let window = person.open(&server, "").await;
            let name = format!("{}, {stay}", person.language);
            person.up_to_times(&window, jobs).await;
            open_ways(&window).await;
            window.tick(&test(&format!("stay-{stay}"))).await;
            window.see(BEST).await;
            view(&window, &format!("{name}: times")).await;
            let start = press_best(&window).await;
            let reference = person.confirm(&window).await;
            view(&window, &format!("{name}: confirmed")).await;
            let spoken = window.attribute_now("html", "lang").await.expect("a language");
            assert!(person.language.starts_with(&spoken), "{spoken} is spoken to {}", person.language);
            let visit = person.booked(&server, &reference, &start);
            assert_eq!((visit.stay, visit.customer.name.as_str()), (stay, person.name), "{name}");
            let booked = visit.card.jobs.split(['、', ',']).count();
            assert_eq!(booked, jobs.len(), "{name}: {}", visit.card.jobs);
            window.close().await;
        }
    }
}

/// Counts what is pressed and which fields are filled in on the page from now on.
const COUNT: &str = "window.pressed = 0; window.filled = new Set();
    document.addEventListener('click', e => { if (e.isTrusted && e.target.closest('button, a, summary')) window.pressed++; }, true);
    document.addEventListener('input', e => window.filled.add(e.target.id || e.target.dataset.test), true);";

#[tokio::test(flavor = "multi_thread")]
async fn a_known_job_takes_at_most_five_presses_and_eight_fields() {
    let server = Server::start();
    let person = &PEOPLE[0];
    let window = person.open(&server, "").await;
    window.see(&test("job-oil")).await;
    window.run(COUNT, vec![]).await;
    person.up_to_times(&window, &["oil"]).await;
    press_best(&window).await;
    person.confirm(&window).await;
    let counted = window.run("return [window.pressed, [...window.filled]]", vec![]).await;
    let fields = counted[1].as_array().expect("a list").len();
    assert_eq!(counted[0], 4, "next, next, the time, confirm: {counted}");
    assert_eq!(fields, 7, "job, plate, model, mileage, name, phone, consent: {counted}");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_brings_job_and_car_along_and_says_where_the_booking_comes_from() {
    let server = Server::start();
    let person = &PEOPLE[0];
    let link = "?source=invitation&services=oil&utm_campaign=autumn#plate=%E8%8B%8FE12345&model=Lavida&km=58600";
    let window = person.open(&server, link).await;
    window.see(BEST).await;
    let address = window.run("return location.search + location.hash", vec![]).await;
    assert_eq!(address, "#when", "a reload brings nothing a second time");
    let start = press_best(&window).await;
    let reference = person.confirm(&window).await;
    let visit = person.booked(&server, &reference, &start);
    assert_eq!(visit.card.jobs, "机油与机滤更换");
    assert_eq!((visit.vehicle.plate.as_str(), visit.vehicle.mileage_km), ("苏E·12345", 58_600));
    assert_eq!(visit.source.as_deref(), Some("invitation"));
    assert_eq!(visit.utm.get("utm_campaign").map(String::as_str), Some("autumn"));
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_marks_what_is_due() {
    let server = Server::start();
    let window = PEOPLE[0].open(&server, "").await;
    window.press("details.due summary").await;
    view(&window, "booking, 1: what is due").await;
    window.write("#due-km", "60500").await;
    let marks = "return document.querySelectorAll('.choice .st').length";
    window.wait_for(&format!("{marks} > 0"), "a job that is due").await;
    view(&window, "booking, 1: due jobs").await;
    // What is known to be for other cars is marked, too, and goes no further than the car.
    let unfit = format!("{} ~ .side .st", test("job-battery"));
    assert!(!window.has(&unfit).await, "nobody knows how old the car is");
    window.set("#registered", "2025-06-01").await;
    window.see(&unfit).await;
    // What was typed here need not be typed again.
    window.tick(&test("job-oil")).await;
    window.press(&test("next")).await;
    assert_eq!(window.value("#km").await, "60500");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_for_other_cars_is_changed_at_the_car_for_the_one_that_fits() {
    let server = Server::start();
    for person in &PEOPLE[..2] {
        let window = person.open(&server, "").await;
        window.tick(&test("job-service-60k")).await;
        window.press(&test("next")).await;
        window.write("#plate", person.plate).await;
        window.write("#model", "Lavida 1.5L").await;
        window.write("#km", "12000").await;
        window.press(&test("next")).await;
        // It is said where the mileage stands, and what was typed stays.
        window.see(&test("instead")).await;
        window.see(&test("errors")).await;
        assert_eq!(window.value("#km").await, "12000");
        view(&window, &format!("booking, 2: a job for other cars, {}", person.language)).await;
        window.picture(&format!("booking-unfit-{}", person.language)).await;
        window.press(&test("instead")).await;
        window.see(BEST).await;
        window.press(&test("back")).await;
        window.press(&test("back")).await;
        assert!(!window.is_ticked(&test("job-service-60k")).await);
        assert_eq!(window.count("[name=job]:checked").await, 1, "one job was taken in its place");
        window.close().await;
    }
}

/// Seconds of `4:12`.
fn seconds(left: &str) -> u32 {
    let (minutes, seconds) = left.split_once(':').expect("minutes and seconds");
    minutes.parse::<u32>().unwrap() * 60 + seconds.parse::<u32>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_time_is_seen_running_out_and_extended_once() {
    let server = Server::start();
    let person = &PEOPLE[1];
    let window = person.open(&server, "").await;
    person.up_to_times(&window, &["oil"]).await;
    press_best(&window).await;
    // Where there is room, the summary stands beside the steps.
    window.resize(DESKTOP).await;
    let left = seconds(&window.text(&test("hold-left")).await);
    assert!((240..=300).contains(&left), "{left} s");
    // It runs while nobody does anything.
    let runs = format!(
        "const [m, s] = document.querySelector('[data-test=hold-left]').textContent.split(':'); return m * 60 + +s < {left}"
    );
    window.wait_for(&runs, "the time to run").await;
    window.press(&test("extend")).await;
    window.see_gone(&test("extend")).await;
    assert!(window.has(&test("hold-left")).await, "it runs on, and is not extended again");
    window.resize(PHONE).await;
    let reference = person.confirm(&window).await;
    assert_eq!(reference.chars().count(), 6);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_reload_and_the_loss_of_the_network() {
    let server = Server::start();
    let person = &PEOPLE[0];
    let window = person.open(&server, "").await;
    person.up_to_times(&window, &["oil"]).await;
    press_best(&window).await;
    window.write("#name", person.name).await;
    window.write("#phone", person.phone).await;
    window.tick("#consent").await;
    window.go(&format!("{}/anting/book", server.url)).await;
    assert_eq!(window.value("#name").await, person.name);
    assert_eq!(window.value("#phone").await, person.phone);
    window.network(false).await;
    window.press(&test("confirm")).await;
    window.see(&test("retry")).await;
    view(&window, "booking, 4: no network").await;
    window.press(&test("retry")).await;
    window.see(&test("retry")).await;
    assert_eq!(window.value("#name").await, person.name);
    // It is sent once the network is back: nobody has to sit and wait for it.
    window.network(true).await;
    assert!(window.attribute(&test("reference"), "data-value").await.is_some());
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_goes_while_the_last_fields_are_filled_in_takes_nothing_along() {
    let server = Server::start();
    let person = &PEOPLE[1];
    let window = person.open(&server, "").await;
    person.up_to_times(&window, &["oil"]).await;
    open_ways(&window).await;
    window.tick(&test("adviser-li-min")).await;
    window.press(&test("day-2026-06-11")).await;
    let first = format!("{} [data-test^=\"slot-2026-06-11\"]", test("day-times"));
    let start = window.attribute(&first, "data-test").await.expect("a start")["slot-".len()..].to_owned();
    window.press(&first).await;
    window.write("#name", person.name).await;
    window.write("#phone", person.phone).await;
    window.tick("#consent").await;
    // The time is held no more, and somebody else takes it.
    server.advance(6 * 60);
    let question = format!(
        "{}?from={day}&to={day}&services=oil&stay=wait&adviser=li-min",
        path::availability("anting"),
        day = &start[..10]
    );
    let free: Availability = server.client().get(&question).json(200);
    let mut slots = free.days.into_iter().flat_map(|day| day.slots.unwrap_or_default());
    let offer = slots.find(|slot| slot.start.0.to_rfc3339() == start).expect("it is free again").offer;
    ANTING.book(&server.client(), &offer);
    window.press(&test("confirm")).await;
    window.see(&test("slot-gone")).await;
    view(&window, "booking, 4: the time went").await;
    assert_eq!(window.count("[data-near]").await, 3, "the nearest are offered");
    let other = window.attribute("[data-near]", "data-test").await.expect("a start");
    window.press("[data-near]").await;
    assert_eq!(window.value("#name").await, person.name);
    assert_eq!(window.value("#phone").await, person.phone);
    assert!(window.is_ticked("#consent").await);
    window.press(&test("confirm")).await;
    let reference = window.attribute(&test("reference"), "data-value").await.expect("a reference");
    let visit = person.booked(&server, &reference, &other["slot-".len()..]);
    assert_eq!(visit.customer.name, person.name);
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_fills_in_the_hidden_field_books_and_is_marked_at_the_desk() {
    let server = Server::start();
    let person = &PEOPLE[0];
    let window = person.open(&server, "").await;
    person.up_to_times(&window, &["oil"]).await;
    let start = press_best(&window).await;
    let fill = "const e = document.querySelector('input[name=website]'); e.value = 'http://spam.example';
        e.dispatchEvent(new Event('input', { bubbles: true }));";
    assert_eq!(window.run(fill, vec![]).await, Value::Null);
    let reference = person.confirm(&window).await;
    let visit = person.booked(&server, &reference, &start);
    assert!(json!(visit.card.marks).to_string().contains("honeypot"), "{:?}", visit.card.marks);
    window.close().await;
}
