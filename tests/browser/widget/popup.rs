//! The booking in a dialog before another site's page: focus, keys, back button, phones.

use crate::booking::phone::test;
use crate::widget::page::{book, origin_of};
use bayside_api::embed::Message;
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::server::Server;
use bayside_test_support::site::Site;
use bayside_test_support::world::ALLER;
use fantoccini::key::Key;
use serde_json::{Value, json};

/// The widget with a button of its own.
const WIDGET: &str = "#w";
/// The one that was made for the page's own link.
const OF_LINK: &str = "body > bayside-booking[mode=open]";

/// A page of a site that the dealer allows.
async fn visit(size: (u32, u32), page: &str) -> (Server, Window) {
    let server = Server::start();
    let site = Site::of(&server);
    Site::allow(&server, ALLER, &[&site]);
    let window = Window::open(size, "de-DE").await;
    window.visit_site(&site.page(page)).await;
    (server, window)
}

async fn is_open(window: &Window, widget: &str) {
    window.until_widget(widget, "return dialog.open && root.contains(root.activeElement)", "an open dialog").await;
}

/// Closed, the focus where it was, and the page's history where it was.
async fn is_closed(window: &Window, widget: &str, how: &str) {
    let script = "return !dialog.open && !history.state?.bayside";
    window.until_widget(widget, script, &format!("{how} to close it")).await;
}

async fn gives_the_focus_back(window: &Window, how: &str) {
    let script = "return document.activeElement === w && root.activeElement?.matches('.go')";
    window.until_widget(WIDGET, script, &format!("the focus to return after {how}")).await;
}

#[tokio::test]
async fn a_popup_is_there_at_once_keeps_the_focus_and_gives_it_back() {
    let (_server, window) = visit(DESKTOP, "popup").await;
    let names = "const clean = document.createElement('iframe');
        document.body.append(clean);
        const names = Object.getOwnPropertyNames(window).filter(name => !(name in clean.contentWindow));
        clean.remove();
        // What the tests and their driver put there.
        return names.filter(name => !/^(\\d+|moved|said|ret_nodes|\\$?cdc_.*)$/.test(name))";
    assert_eq!(window.run(names, vec![]).await, json!(["Bayside"]), "no other global");
    let loaded = "return performance.getEntriesByType('resource').map(it => new URL(it.name).pathname)";
    assert_eq!(
        window.run(loaded, vec![]).await,
        json!(["/embed.js"]),
        "nothing else is loaded before somebody is near"
    );
    assert_eq!(window.of_widget(WIDGET, "return root.querySelectorAll('iframe').length").await, 0);

    // Near by the keyboard: it is loaded, and there when the button is pressed.
    window.key(Key::Tab).await;
    let seen = "return document.activeElement === w && getComputedStyle(root.activeElement).outlineStyle";
    assert_eq!(window.of_widget(WIDGET, seen).await, "solid", "the focus can be seen");
    window.see_booking(WIDGET).await;
    assert_eq!(window.of_widget(WIDGET, "return dialog.open").await, false);
    window.key(Key::Enter).await;
    is_open(&window, WIDGET).await;
    window.is_accessible("an open popup").await;
    for _ in 0..12 {
        window.key(Key::Tab).await;
        let inside = "return document.activeElement === w || document.activeElement === document.body";
        assert_eq!(window.of_widget(WIDGET, inside).await, true, "the focus stays in the dialog");
    }

    // Escape within the frame, then on the page; what was chosen stays.
    window.enter(WIDGET).await;
    window.tick(&test("job-oil")).await;
    // An input method is left by Escape too: that is not for the page.
    let composing = "const done = arguments[0];
        for (const how of [{ isComposing: true }, { keyCode: 229 }])
            document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, ...how }));
        requestAnimationFrame(() => setTimeout(done));";
    window.run_async(composing).await;
    window.leave().await;
    assert_eq!(window.of_widget(WIDGET, "return dialog.open").await, true, "an input method was left");
    window.enter(WIDGET).await;
    window.key(Key::Escape).await;
    window.leave().await;
    is_closed(&window, WIDGET, "Escape in the frame").await;
    gives_the_focus_back(&window, "Escape in the frame").await;
    window.key(Key::Enter).await;
    is_open(&window, WIDGET).await;
    window.enter(WIDGET).await;
    assert!(window.is_ticked(&test("job-oil")).await);
    window.leave().await;
    window.of_widget(WIDGET, "root.querySelector('.x').focus()").await;
    window.key(Key::Escape).await;
    is_closed(&window, WIDGET, "Escape on the page").await;
    gives_the_focus_back(&window, "Escape on the page").await;

    // Beside it.
    window.press_in(WIDGET, ".go").await;
    is_open(&window, WIDGET).await;
    let beside = "dialog.dispatchEvent(new MouseEvent('click', { bubbles: true }))";
    window.of_widget(WIDGET, beside).await;
    is_closed(&window, WIDGET, "a press beside it").await;
    let told = "return window.said.map(it => it.type).filter(type => type === 'closed').length";
    assert_eq!(window.run(told, vec![]).await, 3, "the page is told each time");
    window.stood_still("a popup").await;
    window.is_quiet("a popup").await;
    window.close().await;
}

#[tokio::test]
async fn the_back_button_closes_a_popup_on_a_phone_whatever_lies_in_the_history() {
    let (_server, window) = visit(PHONE, "popup").await;
    let here = window.run("history.replaceState({ own: 'router' }, ''); scrollTo(0, 40); return location.href", vec![]);
    let here = here.await;
    let open = async || {
        window.press_in(WIDGET, ".go").await;
        is_open(&window, WIDGET).await;
        let kept = window.run("return history.state.own", vec![]).await;
        assert_eq!(kept, "router", "what the page's own router keeps there stays");
    };
    let go_back = async |how: &str| {
        window.back().await;
        is_closed(&window, WIDGET, how).await;
        let left = window.run("return [location.href, scrollY, history.state.own]", vec![]).await;
        assert_eq!(left, json!([here, 40, "router"]), "{how}: the page is where it was");
    };
    open().await;
    go_back("the back button").await;

    // Forward to the entry of a popup that is closed, and from there.
    window.forward().await;
    open().await;
    window.back().await;
    window.until_widget(WIDGET, "return !dialog.open", "the back button after the forward button").await;

    // The page is loaded anew while a popup is open.
    open().await;
    window.reload().await;
    assert_eq!(window.of_widget(WIDGET, "return dialog.open").await, false);
    open().await;
    window.back().await;
    window.until_widget(WIDGET, "return !dialog.open", "the back button after a reload").await;
    window.is_quiet("the back button").await;
    window.close().await;
}

#[tokio::test]
async fn a_popup_fills_a_phone_and_leaves_room_for_its_edges_and_the_keyboard() {
    let (_server, window) = visit(PHONE, "popup").await;
    let insets = json!({ "insets": { "top": 47, "bottom": 34, "left": 0, "right": 0 } });
    window.devtools("Emulation.setSafeAreaInsetsOverride", insets).await;
    let bottom = "return innerHeight - root.querySelector('.go').getBoundingClientRect().bottom";
    assert_eq!(window.of_widget("#floating", bottom).await, 34, "the button is above the phone's own bar");
    window.press_in("#floating", ".go").await;
    window.see_booking("#floating").await;
    let edges =
        "const of = it => { const { top, bottom } = it.getBoundingClientRect(); return [top, innerHeight - bottom] };
        return [dialog, root.querySelector('h2'), root.querySelector('iframe')].map(of)";
    let found = window.of_widget("#floating", edges).await;
    assert_eq!(found[0], json!([0, 0]), "all of the window");
    assert!(found[1][0].as_f64().unwrap() >= 47.0, "below the camera: {found}");
    assert_eq!(found[2][1], 34, "above the phone's own bar: {found}");
    assert_eq!(window.of_widget("#floating", "return innerWidth - dialog.offsetWidth").await, 0);

    // As a phone reports its keyboard, and a page that two fingers have enlarged.
    let report = async |height: u32, top: u32, scale: u32| {
        let script = format!(
            "for (const [name, value] of Object.entries({{ height: {height}, offsetTop: {top}, scale: {scale} }}))
                Object.defineProperty(visualViewport, name, {{ configurable: true, get: () => value }});
            visualViewport.dispatchEvent(new Event('resize'));"
        );
        window.run(&script, vec![]).await;
        window
            .of_widget("#floating", "const { top, height } = dialog.getBoundingClientRect(); return [top, height]")
            .await
    };
    assert_eq!(report(420, 30, 1).await, json!([30, 420]), "what is typed into stays in view");
    assert_eq!(report(300, 100, 2).await, json!([0, 844]), "who enlarges the page moves in it");
    assert_eq!(report(844, 0, 1).await, json!([0, 844]));
    window.close().await;
}

#[tokio::test]
async fn a_link_of_the_page_opens_the_booking_with_what_it_says() {
    let (server, window) = visit(DESKTOP, "popup?utm_source=brief&utm_medium=mail&utm_campaign=sommer").await;
    window.hover("#link").await;
    window.see_booking(OF_LINK).await;
    assert_eq!(window.of_widget(OF_LINK, "return dialog.open").await, false, "it is only prepared");
    window.press("#link").await;
    is_open(&window, OF_LINK).await;
    assert_eq!(window.run("return location.pathname", vec![]).await, "/popup", "the link is not followed");

    // The job is chosen already.
    window.enter(OF_LINK).await;
    book(&window, async |_, _| (), None).await;
    let cookies = window.run("return document.cookie", vec![]).await;
    assert_eq!(cookies, "", "the frame has no cookie");
    window.leave().await;
    let said = window.said().await;
    let booked = said.iter().find(|it| matches!(it, Message::Booked { .. })).expect("it is booked");
    let (_, source, utm) = origin_of(&server, booked);
    assert_eq!(source.as_deref(), Some("widget"));
    let utm: Vec<(&str, &str)> = utm.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        utm,
        [("utm_campaign", "herbst"), ("utm_medium", "mail"), ("utm_source", "brief")],
        "what the link says, then what the page's address says"
    );
    window.press_in(OF_LINK, ".x").await;
    is_closed(&window, OF_LINK, "its button").await;
    assert_eq!(window.run("return document.activeElement.id", vec![]).await, "link");

    // By script, twice the same.
    let open = "const options = { dealer: 'aller', job: 'ac', plate: 'VER-KL 99', model: 'Golf', km: '58200', label: 'Klima' };
        const first = Bayside.open(options);
        first.shadowRoot.querySelector('dialog').close();
        return first === Bayside.open(options) && first.shadowRoot.querySelector('dialog').open";
    assert_eq!(window.run(open, vec![]).await, true);
    // The car is filled in, and no log knows of it.
    let of_script = "bayside-booking[label=Klima]";
    window.see_booking(of_script).await;
    window.enter(of_script).await;
    window.see(".best [data-test^=slot-]").await;
    window.press(&test("back")).await;
    assert_eq!((window.value("#plate").await.as_str(), window.value("#km").await.as_str()), ("VER-KL 99", "58200"));
    window.leave().await;
    let log = server.log_text();
    assert!(log.contains("/embed/{dealer}/book") && !log.contains("KL 99") && !log.contains("KL+99"), "{log}");

    // What is meant for another tab, or names no dealer, is the page's own business.
    let untouched = "return ['#link', '#nobody'].map(css => {
        const event = new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: css === '#link' });
        // After the widget, before the browser.
        addEventListener('click', event => { event.taken = event.defaultPrevented; event.preventDefault(); }, { once: true });
        document.querySelector(css).dispatchEvent(event);
        return event.taken })";
    assert_eq!(window.run(untouched, vec![]).await, Value::from(vec![false, false]));
    assert_eq!(
        window.run("Bayside.open({}); return document.body.innerText.includes('undefined')", vec![]).await,
        false
    );
    window.is_quiet("links and scripts").await;
    window.close().await;
}
