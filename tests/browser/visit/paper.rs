//! The delivery explanation on paper.

use crate::booking::phone::test;
use crate::gallery::speak;
use crate::visit::signature::{MORNING, here};
use bayside_api::codes::Stage;
use bayside_test_support::browser::{DESKTOP, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, Server};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::json;

/// Glove boxes are opened by others: the bill can be read, says whose it is, and opens nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_printed_bill_can_be_read_and_opens_nothing() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let reader = Window::open(DESKTOP, "zh-CN").await;
    for (world, language, name) in
        [(ALLER, "de", "Autohaus Aller"), (ANTING, "zh-CN", "安亭湾"), (ALLER, "en", "Autohaus Aller")]
    {
        let desk = Desk::sign_in(&server, world, "manager");
        let card = desk
            .list("2026-06-09")
            .visits
            .into_iter()
            .find(|card| card.stage == Some(Stage::Ready))
            .expect("one is ready");
        let link = here(&server, &desk.visit(card.id).private_url.expect("a car that is here has a private page"));
        let token = link.split_once('#').expect("a token").1;
        reader.go("about:blank").await;
        reader.go(&link).await;
        reader.see(&test("part-9")).await;
        speak(&reader, language).await;
        reader.see(&test("bridge")).await;
        // What staff wrote is read aloud in their language.
        let is_foreign = reader.has("[data-test=part-2] [lang=de]").await;
        assert_eq!(is_foreign, language == "en", "{language}");
        let listen = "window.printed = [];
            for (const event of ['beforeprint', 'afterprint']) addEventListener(event, () => printed.push(location.href));";
        reader.run(listen, vec![]).await;

        let paper = reader.paper(&format!("visit-paper-{language}")).await;
        assert_eq!(paper.overprinted(), [], "{language}");
        for sheet in 0..paper.sheets.len() {
            let text = paper.text(sheet);
            assert!(!text.contains(token) && !text.contains("visit#"), "{language}, sheet {sheet}: {text}");
            assert!(text.ends_with(&format!("{} / {}", sheet + 1, paper.sheets.len())), "{language}: {text}");
        }
        assert!(paper.text(0).contains(name), "{language}: {}", paper.text(0));
        assert!(paper.sheets.len() <= 4, "{language}: {} sheets", paper.sheets.len());
        let printed = reader.run("return printed", vec![]).await;
        // A heading of two lines stays within its part, which may be as short as one.
        reader.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        let script = "return [...document.querySelectorAll('.story > section')]
            .filter(part => part.querySelector('h2').getBoundingClientRect().bottom > part.getBoundingClientRect().bottom)
            .map(part => part.dataset.test)";
        assert_eq!(reader.run(script, vec![]).await, json!([]), "{language}: headings that leave their part");
        reader.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
        assert_eq!(printed, json!([format!("{}/visit", server.url), link]), "the address on paper, and after it");
    }
    reader.close().await;
}
