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

/// Words that stand letter under letter: more than four letters in a place narrower than three of them.
const TOWERS: &str = "const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode.data.trim(), box = walk.currentNode.parentElement;
        if (text.length <= 4 || !box.checkVisibility() || box.closest('.vh, .skip, [hidden]')) continue;
        const range = document.createRange(); range.selectNodeContents(walk.currentNode);
        const rect = range.getBoundingClientRect(), size = parseFloat(getComputedStyle(box).fontSize);
        if (rect.width && rect.width < 1.6 * size && rect.height > 4 * size) found.push(text);
    }
    return found;";

#[tokio::test(flavor = "multi_thread")]
async fn at_twice_the_text_size_every_step_can_be_read_and_pressed() {
    let server = Server::start();
    for (at, plate, language) in [(ANTING, "沪A12345", "zh-CN"), (ALLER, "VER-AB 71", "de-DE")] {
        let person = Window::open(PHONE, language).await;
        person
            .before_each_page(
                "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; });",
            )
            .await;
        let large = async |step: &str| {
            let name = format!("booking at 200 %, {language}, {step}");
            person.fits(&name).await;
            assert_eq!(person.run(TOWERS, vec![]).await, serde_json::json!([]), "{name}");
            person.picture(&format!("booking-200-{language}-{step}")).await;
        };
        person.go(&format!("{}/{}/book", server.url, at.dealer)).await;
        person.tick(&test("job-oil")).await;
        large("need").await;
        person.press(&test("next")).await;
        person.write("#plate", plate).await;
        person.write("#model", "Golf").await;
        person.write("#km", "58200").await;
        large("car").await;
        person.press(&test("next")).await;
        person.see(".best [data-test^=slot-]").await;
        large("when").await;
        person.press(".best [data-test^=slot-]").await;
        person.see(&test("chosen")).await;
        large("you").await;
        person.close().await;
    }
}
