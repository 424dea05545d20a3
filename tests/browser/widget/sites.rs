//! Booking through sites that are not ours, at an origin that is not ours: each in every mode, on phone and desktop.

use crate::booking::phone::test;
use crate::desk::board::sign_in;
use crate::gallery::speak;
use crate::widget::page::{book, origin_of};
use bayside_api::embed::Message;
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::site::Site;
use bayside_test_support::world::ALLER;
use serde_json::json;

/// The element that is booked through.
const WIDGET: &str = "#w";

/// Inside a frame in the page nothing is cut off and nothing scrolls by itself.
async fn is_whole(window: &Window, name: &str) {
    let whole = "const root = document.documentElement; return root.scrollHeight <= root.clientHeight";
    window.wait_for(whole, &format!("{name} not to be clipped")).await;
    window.fits(name).await;
}

/// The same, and once the page's language is changed there and back.
async fn is_whole_in_every_language(window: &Window, name: &str) {
    is_whole(window, name).await;
    window.is_accessible(name).await;
    if name.contains("1:") || name.contains("mistakes") {
        for language in ["en", "de"] {
            speak(window, language).await;
            is_whole(window, &format!("{name}, {language}")).await;
        }
    }
}

/// A popup scrolls inside; it is never wider than its frame.
async fn fits(window: &Window, name: &str) {
    window.fits(name).await;
}

/// Books once through the page's widget; what the page itself was told of it.
async fn book_through(window: &Window, url: &str, mode: &str, first: bool) -> Message {
    let name = format!("{url}, {mode}");
    // Each time another visitor comes.
    let forget = "localStorage.clear(); sessionStorage.clear()";
    if mode == "inline" {
        window.see_booking(WIDGET).await;
        window.enter(WIDGET).await;
        if first {
            book(window, is_whole_in_every_language, Some("oil")).await;
        } else {
            book(window, is_whole, Some("oil")).await;
        }
        window.run(forget, vec![]).await;
        window.leave().await;
    } else {
        window.press_in(WIDGET, ".go").await;
        window.see_booking(WIDGET).await;
        window.enter(WIDGET).await;
        book(window, fits, Some("oil")).await;
        window.run(forget, vec![]).await;
        window.leave().await;
        window.press_in(WIDGET, ".x").await;
        window
            .wait_for("return !document.querySelector('#w').shadowRoot.querySelector('dialog').open", "it to close")
            .await;
    }
    window.stood_still(&name).await;
    let said = window.said().await;
    let mut booked: Vec<Message> = said.iter().filter(|it| matches!(it, Message::Booked { .. })).cloned().collect();
    assert_eq!(booked.len(), 1, "{name}: {said:?}");
    booked.remove(0)
}

/// Books in every mode on phone and desktop; `arrive` does what a visitor has to do to see the widget.
async fn book_in_every_way(page: &str, arrive: impl AsyncFn(&Window)) -> (Server, Message) {
    let server = Server::start();
    let site = Site::of(&server);
    Site::allow(&server, ALLER, &[&site]);
    let window = Window::open(PHONE, "de-DE").await;
    let mut booked = Vec::new();
    for size in [PHONE, DESKTOP] {
        if size != PHONE {
            window.resize(size).await;
        }
        for mode in ["inline", "popup", "floating"] {
            let url = format!("{}?mode={mode}", site.page(page));
            window.visit_site(&url).await;
            arrive(&window).await;
            booked.push(book_through(&window, &url, mode, size == PHONE).await);
            window.is_accessible(&format!("{page}, {mode}, the page around")).await;
            window.is_quiet(&format!("{page}, {mode}")).await;
        }
    }
    window.close().await;
    for told in &booked {
        let (_, source, utm) = origin_of(&server, told);
        assert_eq!(source.as_deref(), Some("widget"));
        let campaign = utm.iter().find(|(name, _)| name == "utm_source").map(|(_, value)| value.as_str());
        assert_eq!(campaign, Some(page), "what the element says is known at the desk");
    }
    (server, booked.pop().expect("it was booked"))
}

#[tokio::test]
async fn a_plain_page_shows_the_widget_in_every_mode() {
    book_in_every_way("plain", async |_| ()).await;
}

#[tokio::test]
async fn a_page_whose_styles_undo_everything_changes_nothing_in_the_widget() {
    book_in_every_way("hostile", async |_| ()).await;
}

#[tokio::test]
async fn a_page_that_forbids_what_it_does_not_name_shows_the_widget() {
    let (server, booked) = book_in_every_way("strict", async |_| ()).await;
    // Where it came from, as the desk's own page shows it.
    let Message::Booked { reference, start } = booked else { panic!("{booked:?}") };
    let id = Desk::sign_in(&server, ALLER, "reception").card(&start.date().to_string(), &reference).id;
    let desk = sign_in(ALLER, &server.url, "reception").await;
    desk.go(&format!("{}/desk/aller/visits/{id}", server.url)).await;
    assert_eq!(
        (desk.text(&test("source")).await, desk.text(&test("utm")).await),
        ("widget".into(), "utm_source = strict".into())
    );
    desk.close().await;
}

#[tokio::test]
async fn a_site_of_one_page_mounts_the_widget_unmounts_it_and_mounts_it_again() {
    book_in_every_way("single", async |window| {
        window.press("#service").await;
        window.press("#home").await;
        window.press("#service").await;
    })
    .await;
}

#[tokio::test]
async fn three_widgets_on_a_page_keep_to_themselves() {
    book_in_every_way("three", async |_| ()).await;
}

/// Puts an address into a frame of the page, and goes there.
async fn show_in_frame(window: &Window, url: &str) {
    let script = "const frame = document.createElement('iframe');
        frame.src = arguments[0];
        document.body.prepend(frame);
        return frame";
    let frame = window.run(script, vec![json!(url)]).await;
    window.enter_frame(&frame).await;
}

#[tokio::test]
async fn a_site_that_the_dealer_does_not_name_shows_what_it_brought_itself() {
    let server = Server::start();
    let (site, other) = (Site::of(&server), Site::of(&server));
    Site::allow(&server, ALLER, &[&site]);
    let window = Window::open(DESKTOP, "de-DE").await;
    window.visit_site(&other.page("strict")).await;
    window.enter(WIDGET).await;
    let refused = "return location.href.startsWith('chrome-error:')";
    window.wait_for(refused, "the browser to refuse the frame").await;
    window.leave().await;
    assert_eq!(window.said().await, []);
    let link = "return document.querySelector('#w a').getBoundingClientRect().height > 0";
    assert_eq!(window.run(link, vec![]).await, json!(true), "the link is there to be used");

    // A page of an allowed site that gives itself out for another hears nothing.
    window.visit_site(&site.page("single")).await;
    let forged = format!(
        "window.heard = []; addEventListener('message', event => window.heard.push(event.data));
        const frame = document.createElement('iframe');
        frame.id = 'forged';
        frame.src = '{}/embed/aller/book#v=1&id=1&host={}&mode=inline';
        document.body.append(frame);",
        server.url, other.origin
    );
    window.run(&forged, vec![]).await;
    let frame = window.run("return document.querySelector('#forged')", vec![]).await;
    window.enter_frame(&frame).await;
    window.tick(&test("job-oil")).await;
    window.leave().await;
    assert_eq!(window.run("return window.heard", vec![]).await, json!([]));

    // Nor may an allowed site show any other page of ours.
    for path in ["/desk/aller", "/aller/book", "/booking", "/visit", "/aller/notice"] {
        show_in_frame(&window, &format!("{}{path}", server.url)).await;
        window.wait_for(refused, &format!("the browser to refuse {path}")).await;
        window.leave().await;
    }
    // Nor may somebody else show the allowed site with the booking in it.
    window.visit_site(&other.page("single")).await;
    show_in_frame(&window, &site.page("plain")).await;
    window.there(WIDGET).await;
    let tries = "w.scrollIntoView(); return !!root?.querySelector('iframe')";
    window.until_widget(WIDGET, tries, "the widget to try").await;
    window.enter(WIDGET).await;
    window.wait_for(refused, "the browser to refuse the frame in a frame").await;
    window.close().await;
}
