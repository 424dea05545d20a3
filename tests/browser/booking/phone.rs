//! A person books on a phone.

use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::world::At;

/// What is typed and chosen.
pub struct Wish<'a> {
    /// Whose customer.
    pub at: At,
    /// The job's id.
    pub job: &'a str,
    /// Licence plate as typed.
    pub plate: &'a str,
    /// The adviser, or any.
    pub adviser: Option<&'a str>,
    /// A local date.
    pub day: &'a str,
    /// The start, or the day's first.
    pub start: Option<&'a str>,
    /// The customer's name.
    pub name: &'a str,
    /// Mobile number.
    pub phone: &'a str,
}

impl Wish<'static> {
    /// An oil change tomorrow, as far as the times.
    pub const fn up_to_times(at: At, plate: &'static str) -> Self {
        Self { at, job: "oil", plate, adviser: None, day: "2026-06-10", start: None, name: "", phone: "" }
    }
}

/// What was confirmed.
#[derive(Debug, Clone)]
pub struct Booked {
    /// Six characters.
    pub reference: String,
    /// The start as the button names it.
    pub start: String,
}

/// The name of something for tests, as a selector.
pub fn test(name: &str) -> String {
    format!("[data-test=\"{name}\"]")
}

/// Opens a phone in the dealer's own language.
pub async fn phone(at: At) -> Window {
    Window::open(PHONE, if at.dealer == "anting" { "zh-CN" } else { "de-DE" }).await
}

/// Job and car; the times stand on the page afterwards.
pub async fn up_to_times(phone: &Window, url: &str, wish: &Wish<'_>) {
    phone.go(&format!("{url}/{}/book", wish.at.dealer)).await;
    phone.tick(&test(&format!("job-{}", wish.job))).await;
    view(phone, "booking, 1: what is needed").await;
    phone.press(&test("next")).await;
    phone.write("#plate", wish.plate).await;
    phone.write("#model", "朗逸 1.5L 2023 款").await;
    phone.write("#km", "58200").await;
    view(phone, "booking, 2: the car").await;
    phone.press(&test("next")).await;
    phone.see(".best [data-test^=slot-]").await;
}

/// Opens the choice of how to stay and who receives, which stands in one line above the times.
pub async fn open_ways(phone: &Window) {
    phone.see(&test("ways")).await;
    if !phone.has(&format!("{}[open]", test("ways"))).await {
        phone.press(&format!("{} > summary", test("ways"))).await;
    }
}

/// The starts of a day, as the buttons name them.
pub async fn starts_of(phone: &Window, wish: &Wish<'_>) -> Vec<String> {
    if let Some(adviser) = wish.adviser {
        open_ways(phone).await;
        phone.tick(&test(&format!("adviser-{adviser}"))).await;
    }
    let day = test(&format!("day-{}", wish.day));
    while !phone.has(&day).await {
        phone.press(&test("month-after")).await;
        phone.see("table.cal button").await;
    }
    phone.press(&day).await;
    phone.see(&format!("{} [data-test^=\"slot-{}\"]", test("day-times"), wish.day)).await;
    let script = "return [...document.querySelectorAll('[data-test=day-times] [data-test^=slot-]')].map(e => e.dataset.test.slice(5))";
    serde_json::from_value(phone.run(script, vec![]).await).unwrap()
}

/// The whole of it.
pub async fn book(phone: &Window, url: &str, wish: &Wish<'_>) -> Booked {
    up_to_times(phone, url, wish).await;
    view(phone, "booking, 3: the times").await;
    if wish.at.dealer == "anting" {
        phone.picture("booking").await;
    }
    let starts = starts_of(phone, wish).await;
    view(phone, "booking, 3: the times of a day").await;
    let start = wish.start.map_or_else(|| starts[0].clone(), str::to_owned);
    phone.press(&format!("{} {}", test("day-times"), test(&format!("slot-{start}")))).await;

    phone.write("#name", wish.name).await;
    phone.write("#phone", wish.phone).await;
    phone.tick(&test("salutation-mr")).await;
    assert!(!phone.is_ticked("#consent").await, "nothing is agreed to beforehand");
    phone.press(&test("confirm")).await;
    phone.see("#consent[aria-invalid=true]").await;
    view(phone, "booking, 4: who, without consent").await;
    assert_eq!(phone.value("#name").await, wish.name, "what was typed stays");
    phone.tick("#consent").await;
    phone.press(&test("confirm")).await;

    let reference = phone.attribute(&test("reference"), "data-value").await.expect("a reference");
    view(phone, "booking, 5: confirmed").await;
    Booked { reference, start }
}

/// What holds on every view: nobody is shut out, nothing sticks out, nothing broke.
pub async fn view(window: &Window, name: &str) {
    window.is_accessible(name).await;
    window.fits(name).await;
    window.is_quiet(name).await;
}
