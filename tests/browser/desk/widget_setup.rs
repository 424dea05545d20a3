//! The desk's page of the widget: what is chosen is what is copied, and the sites that may show it.

use crate::booking::phone::test;
use crate::desk::board::sign_in;
use crate::gallery::{BOTH, state, view};
use crate::visit::signature::MORNING;
use bayside_api::path;
use bayside_api::settings::{Settings, WidgetSettings};
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::site::Site;
use bayside_test_support::world::ALLER;
use serde_json::json;

/// The wanted page's choice stands in the code.
async fn says(desk: &Window, part: &str) {
    let script = format!("return document.querySelector('#widget-code').textContent.includes('{part}')");
    desk.wait_for(&script, part).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_makes_the_code_and_says_which_sites_may_show_it() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let api = Desk::sign_in(&server, ALLER, "manager");
    let desk = sign_in(ALLER, &server.url, "manager").await;
    desk.go(&format!("{}/desk/aller/widget", server.url)).await;
    desk.see(&test("site-1")).await;
    view(&desk, "desk-widget", &BOTH).await;

    // A colour that is not read is refused, and its neighbour taken.
    desk.write("#widget-accent", "#2f8f93").await;
    desk.see(&test("colour-bad")).await;
    assert_eq!(desk.attribute(&test("copy"), "aria-disabled").await.as_deref(), Some("true"));
    state(&desk, "desk-widget-colour", &BOTH).await;
    desk.press(&test("colour-take")).await;
    desk.see_gone(&test("colour-bad")).await;
    says(&desk, "accent=\"#27767a\"").await;
    desk.tick(&test("mode-popup")).await;
    desk.write("#widget-label", "Räder wechseln").await;
    desk.set("#widget-job", "oil").await;
    desk.write("#widget-utm", "startseite").await;
    for part in
        ["mode=\"popup\"", "label=\"Räder wechseln\"", "job=\"oil\"", "utm-source=\"startseite\"", "href=\"tel:+"]
    {
        says(&desk, part).await;
    }
    desk.tick(&test("pin")).await;
    says(&desk, "integrity=\"sha384-").await;
    let tried =
        "return document.querySelector('[data-test=preview]').src.includes('mode=popup&job=oil&accent=%2327767a')";
    desk.wait_for(tried, "the preview follows").await;
    desk.press(&test("copy")).await;
    desk.wait_for(
        "return /已复制|已选中/.test(document.querySelector('[data-test=copy]').textContent)",
        "it was copied",
    )
    .await;

    // Sites: wrong ones are named at their rows, right ones saved by the keyboard.
    desk.press(&test("site-add")).await;
    desk.write(&test("site-2"), "http://aller.example").await;
    desk.see(&test("sites-unsaved")).await;
    desk.press(&test("sites-save")).await;
    desk.see(&format!("{}[aria-invalid=true]", test("site-2"))).await;
    state(&desk, "desk-widget-wrong", &BOTH).await;
    desk.write(&test("site-2"), "https://Shop.Aller.example/").await;
    let save = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true, bubbles: true, cancelable: true }))";
    desk.run(save, vec![]).await;
    desk.see(&test("sites-saved")).await;
    assert_eq!(desk.value(&test("site-2")).await, "https://shop.aller.example", "as browsers write it");

    // Somebody else is quicker: nothing is overwritten, and what is typed stays.
    desk.press(&test("site-remove-0")).await;
    let theirs = Settings { widget: WidgetSettings { origins: vec!["https://theirs.example".to_owned()] } };
    api.client.put_with(&path::desk_settings("aller"), &[], &theirs).json::<Settings>(200);
    desk.press(&test("sites-save")).await;
    desk.see(&test("sites-clash")).await;
    state(&desk, "desk-widget-clash", &BOTH).await;
    desk.press(&test("sites-mine")).await;
    desk.see(&test("sites-saved")).await;
    let kept: Settings = api.client.get(&path::desk_settings("aller")).json(200);
    assert_eq!(kept.widget.origins, ["http://localhost", "https://shop.aller.example"]);

    // What is copied is put into a site as it is: nothing moves, and nothing is in the way of the booking.
    let site = Site::of(&server);
    Site::allow(&server, ALLER, &[&site]);
    let visitor = Window::open(PHONE, "de-DE").await;
    // The page is painted long before the script comes.
    let slow = json!({ "offline": false, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1 });
    visitor.devtools("Network.enable", json!({})).await;
    visitor.devtools("Network.emulateNetworkConditions", slow).await;
    visitor.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    for mode in ["popup", "floating", "inline"] {
        desk.tick(&test(&format!("mode-{mode}"))).await;
        says(&desk, &format!("mode=\"{mode}\"")).await;
        let code = desk.run("return document.querySelector('#widget-code').textContent", vec![]).await;
        let page = format!(
            "<!doctype html><html lang=\"de\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">
             <title>Start</title><main><h1>Werkstatt</h1>{}<p>Anfahrt</p></main>",
            code.as_str().expect("a text")
        );
        visitor.visit_site(&site.write(mode, page)).await;
        let late = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime
            < performance.getEntriesByType('resource')[0].responseEnd";
        visitor.wait_for(late, "a page that is painted before the script is there").await;
        if mode != "inline" {
            visitor.press_in("bayside-booking", ".go").await;
        }
        visitor.see_booking("bayside-booking").await;
        visitor.stood_still(&format!("the copied code, {mode}")).await;
        visitor.is_quiet(&format!("the copied code, {mode}")).await;
    }
    visitor.close().await;

    // The page on which all three forms are tried.
    desk.go(&format!("{}/embed/aller/try", server.url)).await;
    desk.see_booking("bayside-booking[mode=inline]").await;
    state(&desk, "widget-try", &BOTH).await;
    desk.close().await;

    let reception = sign_in(ALLER, &server.url, "reception").await;
    reception.go(&format!("{}/desk/aller/widget", server.url)).await;
    reception.see(&test("sites-read-only")).await;
    assert!(!reception.has(&test("sites-save")).await && !reception.has(&test("site-remove-0")).await);
    state(&reception, "desk-widget-reception", &BOTH).await;
    reception.close().await;
}
