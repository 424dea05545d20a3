//! The booking in a dealer's own site, which is another origin: in the page and before it, on phone and desktop.

use crate::booking::phone::test;
use bayside_api::embed::Message;
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::site::Site;
use bayside_test_support::world::ALLER;

/// Where the widget's frame is wide enough for the summary to stand beside the steps.
const SUMMARY_BESIDE: f64 = 960.0;

/// The button that goes on, by where it stands in a frame of this width.
fn onward(word: &str, wide: bool) -> String {
    test(&if wide { format!("{word}-wide") } else { word.to_owned() })
}

/// What holds on every view in a frame that stands in the page.
async fn view(window: &Window, name: &str) {
    let whole = "return document.documentElement.scrollHeight <= innerHeight";
    window.wait_for(whole, &format!("{name} not to be clipped")).await;
    window.is_accessible(name).await;
    window.fits(name).await;
    window.is_quiet(name).await;
}

/// From the job to the confirmation, inside the frame; the reference.
pub async fn book(window: &Window, see: impl AsyncFn(&Window, &str), job: Option<&str>) -> String {
    let width = window.run("return innerWidth", vec![]).await.as_f64().unwrap();
    let wide = width >= SUMMARY_BESIDE;
    if let Some(job) = job {
        window.tick(&test(&format!("job-{job}"))).await;
        see(window, "widget, 1: what is needed").await;
        window.press(&onward("next", wide)).await;
    }
    window.see("#plate").await;
    window.press(&onward("next", wide)).await;
    window.see(&test("errors")).await;
    see(window, "widget, 2: the car, with mistakes").await;
    window.write("#plate", "VER-AB 71").await;
    window.write("#model", "Golf").await;
    window.write("#km", "58200").await;
    window.press(&onward("next", wide)).await;
    window.see(".best [data-test^=slot-]").await;
    see(window, "widget, 3: the times").await;
    window.press("table.cal button:not([aria-disabled])").await;
    window.see(&format!("{} [data-test^=slot-]", test("day-times"))).await;
    see(window, "widget, 3: the times of a day").await;
    window.press(".best [data-test^=slot-]").await;
    window.write("#name", "Katrin Hansen").await;
    window.write("#phone", "0151 23456789").await;
    window.tick("#consent").await;
    see(window, "widget, 4: who").await;
    window.press(&onward("confirm", wide)).await;
    let reference = window.attribute(&test("reference"), "data-value").await.expect("a reference");
    see(window, "widget, 5: confirmed").await;
    reference
}

/// What the desk knows of where a booking came from.
pub fn origin_of(server: &Server, booked: &Message) -> (String, Option<String>, Vec<(String, String)>) {
    let Message::Booked { reference, start } = booked else { panic!("{booked:?}") };
    let desk = Desk::sign_in(server, ALLER, "manager");
    let visit = desk.visit(desk.card(&start.date().to_string(), reference).id);
    (reference.clone(), visit.source, visit.utm.into_iter().collect())
}

#[tokio::test]
async fn a_customer_books_within_a_page_that_does_not_move() {
    for size in [PHONE, DESKTOP] {
        let server = Server::start();
        let site = Site::of(&server);
        Site::allow(&server, ALLER, &[&site]);
        let window = Window::open(size, "de-DE").await;
        window.visit_site(&site.page("plain")).await;
        window.see_booking("bayside-booking").await;
        assert_eq!(window.run("return scrollY", vec![]).await, 0, "nothing scrolls by itself");
        assert_eq!(
            window.run("return document.activeElement.tagName", vec![]).await,
            "BODY",
            "nothing takes the focus"
        );
        window.is_accessible("a page with a widget").await;

        window.enter("bayside-booking").await;
        let reference = book(&window, view, Some("oil")).await;
        window.leave().await;
        // Pages scroll by whole pixels, and what stands in them need not begin at one.
        let top = "const { top } = root.querySelector('iframe').getBoundingClientRect(); return top > -1 && top < innerHeight / 2";
        window.until_widget("bayside-booking", top, "the page to follow the visitor to the step's top").await;

        let said = window.said().await;
        assert_eq!(said.first(), Some(&Message::Ready));
        let wanted = [Message::Ready, Message::JobChosen, Message::Step { top: 0 }, Message::SlotChosen];
        for wanted in wanted {
            assert!(said.contains(&wanted), "{wanted:?} is missing in {said:?}");
        }
        let (booked, source, utm) =
            origin_of(&server, said.iter().find(|it| matches!(it, Message::Booked { .. })).unwrap());
        assert_eq!((booked, source.as_deref()), (reference, Some("widget")));
        let utm: Vec<(&str, &str)> = utm.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(utm, [("utm_campaign", "werkstatt"), ("utm_source", "plain")]);
        window.stood_still("booking in the page").await;
        window.close().await;
    }
}
