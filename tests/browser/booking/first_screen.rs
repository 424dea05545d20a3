//! What matters stands in the first screen of a phone, without scrolling.

use crate::booking::phone::{Wish, test, up_to_times, view};
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::server::Server;
use bayside_test_support::world::{ALLER, ANTING, At};

/// The narrowest phone that is served.
const SMALL: (u32, u32) = (320, 640);

const fn wish(at: At, plate: &'static str) -> Wish<'static> {
    Wish {
        at, job: "oil", plate, adviser: None, day: "2026-06-15", start: None, name: "王小明", phone: "13812345678"
    }
}

/// How far below what is seen the last of these ends, in CSS pixels; not above 0 if all are seen whole.
async fn hidden_below(window: &Window, css: &str) -> f64 {
    let script = "const edge = document.querySelector('.dock').getBoundingClientRect().top || innerHeight;
        return Math.max(...[...document.querySelectorAll(arguments[0])].map(one => one.getBoundingClientRect().bottom)) - edge;";
    window.run(script, vec![css.into()]).await.as_f64().expect("they are on the page")
}

#[tokio::test(flavor = "multi_thread")]
async fn both_best_times_and_what_is_confirmed_are_seen_at_once() {
    let server = Server::start();
    for (at, plate, language) in
        [(ANTING, "沪A12345", "zh-CN"), (ANTING, "沪A12345", "en-GB"), (ALLER, "VER-AB 71", "de-DE")]
    {
        for (name, size) in [("390", PHONE), ("320", SMALL)] {
            let person = Window::open(size, language).await;
            up_to_times(&person, &server.url, &wish(at, plate)).await;
            person.run("scrollTo(0, 0)", vec![]).await;
            assert_eq!(person.count(".best [data-test^=slot-]").await, 2, "{language} {name}");
            person.picture(&format!("booking-when-{language}-{name}")).await;
            let hidden = hidden_below(&person, ".best [data-test^=slot-]").await;
            assert!(hidden <= 0.0, "{language} {name}: {hidden} px of the best times are hidden");

            person.press(".best [data-test^=slot-]").await;
            person.see(&test("chosen")).await;
            person.run("scrollTo(0, 0)", vec![]).await;
            view(&person, &format!("booking, 4: what is confirmed, {language} {name}")).await;
            let hidden = hidden_below(&person, &test("chosen")).await;
            assert!(hidden <= 0.0, "{language} {name}: what is confirmed is hidden");
            person.close().await;
        }
    }
}
