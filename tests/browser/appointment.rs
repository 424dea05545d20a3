//! A booking's own page, the list of dealers, and addresses that lead nowhere.

use crate::booking::phone::test;
use crate::gallery::{BOTH, state};
use bayside_api::booking::{Booking, BookingChangeKind, BookingStatus};
use bayside_api::path;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;
use serde_json::Value;

const SMALL: (u32, u32) = (320, 640);
const DAY: &str = "2026-06-15";

/// A booking of Anting and its page in a language.
async fn opened(server: &Server, size: (u32, u32), language: &str) -> (Window, String) {
    let customer = server.client();
    let slot = ANTING.slots(&customer, DAY, DAY).swap_remove(4);
    let booked = ANTING.book(&customer, &slot.offer);
    let person = Window::open(size, language).await;
    person.go(&format!("{}/booking?lang={language}#{}", server.url, booked.manage_token)).await;
    person.see(&test("start")).await;
    (person, booked.manage_token)
}

fn booking(server: &Server, token: &str) -> Booking {
    server.client().get(&path::booking(token)).json(200)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_morning_of_the_visit_comes_first_on_a_bookings_page() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (person, _) = opened(&server, SMALL, "zh-CN").await;
    let order = "const all = [...document.querySelectorAll('main [data-test]')].map(one => one.dataset.test);
        return ['start', 'place', 'bring', 'change', 'cancel', 'earlier', 'history', 'data'].map(name => all.indexOf(name));";
    for language in ["zh-CN", "en", "de"] {
        crate::gallery::speak(&person, language).await;
        person.see(&test("data")).await;
        let order = person.run(order, vec![]).await;
        let order: Vec<i64> = order.as_array().unwrap().iter().filter_map(Value::as_i64).collect();
        assert!(order[0] >= 0 && order.is_sorted(), "{language}: {order:?}");
        let heads = "return [...document.querySelectorAll('h1, h2')].map(one => one.textContent)";
        let heads = person.run(heads, vec![]).await;
        let heads: Vec<&str> = heads.as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert!(heads.iter().all(|head| heads.iter().filter(|other| *other == head).count() == 1), "{heads:?}");
        let map = person.attribute(&test("map"), "href").await.unwrap();
        assert!(map.starts_with("https://") || map.starts_with("geo:"), "{map}");
        person.fits(&format!("a booking at 320 in {language}")).await;
        person.is_quiet("a booking").await;
    }
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_keeps_the_adviser_leaves_the_own_time_out_and_marks_the_chosen_one() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (person, token) = opened(&server, PHONE, "en").await;
    let own = booking(&server, &token);
    person.press(&test("change")).await;
    person.see(".best [data-test^=slot-]").await;
    assert!(person.is_ticked(&test(&format!("adviser-{}", own.adviser.id))).await);
    person.press(&test(&format!("day-{DAY}"))).await;
    let first = format!("{} [data-test^=\"slot-{DAY}\"]", test("day-times"));
    let name = person.attribute(&first, "data-test").await.unwrap();
    let mine = format!("slot-{}", own.start.0.to_rfc3339());
    person.see_gone(&format!("[data-test=\"{mine}\"]")).await;
    person.press(&first).await;
    person.see(&test("move-bar")).await;
    person.see(&format!("{} [data-test=\"{name}\"][aria-pressed=true]", test("day-times"))).await;
    state(&person, "booking-move-chosen", &[PHONE]).await;
    person.press(&test("confirm-dock")).await;
    person.see(&test("moved")).await;
    let now = booking(&server, &token);
    assert_eq!((format!("slot-{}", now.start.0.to_rfc3339()), &now.adviser.id), (name, &own.adviser.id));
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cancels_is_offered_other_times_before_the_step_itself() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let (person, token) = opened(&server, PHONE, "zh-CN").await;
    let own = booking(&server, &token).start.0.to_rfc3339();
    person.press(&test("cancel")).await;
    person.see("[data-near]").await;
    assert!(!person.has(&format!("[data-test=\"slot-{own}\"]")).await, "the own time is no other time");
    for language in ["zh-CN", "en", "de"] {
        crate::gallery::speak(&person, language).await;
        person.see("[data-near]").await;
        state(&person, &format!("booking-cancel-page-{language}"), &BOTH).await;
    }
    let first = "const buttons = [...document.querySelectorAll('main button.btn:not(.b3)')];
        return buttons.map(one => [one.dataset.test, one.classList.contains('danger')]).flat().join()";
    assert_eq!(person.run(first, vec![]).await, "cancel-no,false,cancel-yes,true");
    // Another time instead: nothing is cancelled.
    person.press("[data-near]").await;
    person.see(&test("versus")).await;
    person.press(&test("keep")).await;
    person.press(&test("cancel")).await;
    person.tick(&test("why-1")).await;
    person.press(&test("cancel-yes")).await;
    person.see("[data-status=cancelled]").await;
    let now = booking(&server, &token);
    assert_eq!(now.status, BookingStatus::Cancelled);
    assert_eq!(now.history.last().map(|change| change.what), Some(BookingChangeKind::Cancelled));
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_dealers_says_who_is_open_and_begins_with_the_visitors_language() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    for (language, first) in [("zh-CN", "dealer-anting"), ("de", "dealer-aller"), ("en", "dealer-aller")] {
        let person = Window::open(PHONE, language).await;
        person.go(&server.url).await;
        person.see(&format!("{} {}", test("dealer-anting"), test("open"))).await;
        assert_eq!(person.attribute(".shops > *", "data-test").await.as_deref(), Some(first), "{language}");
        let phone = person.attribute(&format!("{} {}", test("dealer-aller"), test("call")), "href").await;
        assert_eq!(phone.as_deref(), Some("tel:+4942315550"));
        state(&person, &format!("home-{language}"), &BOTH).await;
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_page_is_in_the_houses_hand() {
    let server = Server::start();
    for (language, page) in [("zh-CN", "/anting/nothing"), ("en", "/nothing"), ("de", "/aller/nothing")] {
        let person = Window::open(PHONE, language).await;
        person.go(&format!("{}{page}?lang={language}", server.url)).await;
        person.see("main li a").await;
        state(&person, &format!("not-found-{language}"), &BOTH).await;
        person.close().await;
    }
}

/// What search engines ask of a page, as Lighthouse's audits of that kind do.
#[tokio::test(flavor = "multi_thread")]
async fn public_pages_pass_what_search_engines_ask() {
    let server = Server::start();
    let script = "const faults = [], one = css => document.querySelector(css), all = css => [...document.querySelectorAll(css)];
        if (!document.title.trim()) faults.push('title');
        if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(document.documentElement.lang)) faults.push('lang');
        if (!one('meta[name=viewport]')?.content.includes('width=')) faults.push('viewport');
        if (!(one('meta[name=description]')?.content.length > 10)) faults.push('description');
        const canonical = one('link[rel=canonical]')?.href;
        if (!canonical || new URL(canonical).origin !== location.origin || new URL(canonical).pathname !== location.pathname) faults.push('canonical');
        if (all('link[rel=alternate][hreflang]').length < 2) faults.push('hreflang');
        if (all('meta[name=robots]').length) faults.push('robots');
        for (const link of all('a')) {
            if (!(link.textContent.trim() || link.getAttribute('aria-label'))) faults.push('link text: ' + link.outerHTML);
            if (!link.getAttribute('href') || link.protocol === 'javascript:') faults.push('not crawlable: ' + link.outerHTML);
        }
        for (const picture of all('img')) if (!picture.hasAttribute('alt')) faults.push('alt');
        for (const data of all('script[type=\"application/ld+json\"]')) JSON.parse(data.textContent);
        return faults.join('; ')";
    let person = Window::open(PHONE, "en").await;
    for page in ["/", "/booking", "/anting/book", "/aller/notice", "/anting/wait"] {
        person.go(&format!("{}{page}?lang=en", server.url)).await;
        person.see("main h1").await;
        person.wait_for("return !document.querySelector('.skel')", "the page is whole").await;
        assert_eq!(person.run(script, vec![]).await, "", "{page}");
        person.is_quiet(page).await;
    }
    person.close().await;
}
