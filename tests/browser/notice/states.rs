//! What somebody who notices something sees: every step in pictures, and what may stand in the way.

use crate::booking::phone::test;
use crate::gallery::{BOTH, state, view};
use crate::notice::answers::{answer, open, to_the_expert};
use bayside_api::path;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use serde_json::json;

/// Everything that a call asks for.
pub async fn fill_in(person: &Window, plate: &str) {
    person.write("#plate", plate).await;
    person.write("#model", "朗逸 1.5L 2023 款").await;
    person.write("#km", "58200").await;
    person.write("#name", "王小明").await;
    person.write("#phone", "13812345678").await;
    person.tick("#consent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_in_every_step() {
    let server = Server::start();
    let person = open(&server, "zh-CN").await;
    view(&person, "notice-1", &BOTH).await;
    to_the_expert(&person).await;
    view(&person, "notice-2-expert", &BOTH).await;
    answer(&person, "brake-feel", 0).await;
    person.see(&test("unsafe")).await;
    view(&person, "notice-2-unsafe", &BOTH).await;
    answer(&person, "brake-feel", 2).await;
    person.see("[data-test=outcome][data-kind=services]").await;
    view(&person, "notice-2-job", &BOTH).await;
    to_the_expert(&person).await;
    person.press(&test("call-me")).await;
    person.see(&test("send")).await;
    view(&person, "notice-3", &BOTH).await;
    person.press(&test("send")).await;
    person.see(&test("errors")).await;
    state(&person, "notice-3-wrong-fields", &BOTH).await;
    fill_in(&person, "沪A12345").await;
    person.press(&test("send")).await;
    person.see(&test("reference")).await;
    view(&person, "notice-4", &BOTH).await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_solves_it_at_once_is_said_and_who_still_worries_is_called() {
    let server = Server::start();
    let person = open(&server, "zh-CN").await;
    answer(&person, "what", 1).await;
    answer(&person, "lamp", 3).await;
    person.see("[data-test=outcome][data-kind=advice]").await;
    view(&person, "notice-2-advice", &BOTH).await;
    person.press(&test("call-me")).await;
    person.see(&test("send")).await;
    person.run("history.back()", vec![]).await;
    // Whom nobody can tell more is called by an adviser.
    answer(&person, "what", 6).await;
    person.see("[data-test=outcome][data-kind=adviser]").await;
    view(&person, "notice-2-adviser", &BOTH).await;
    person.press(&test("call-me")).await;
    person.see(&test("send")).await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_waits_for_the_network() {
    let server = Server::start();
    let person = open(&server, "zh-CN").await;
    to_the_expert(&person).await;
    person.press(&test("call-me")).await;
    fill_in(&person, "沪A12345").await;
    person.network(false).await;
    person.press(&test("send")).await;
    person.see(&test("retry")).await;
    state(&person, "notice-3-offline", &BOTH).await;
    person.press(&test("retry")).await;
    person.see(&test("retry")).await;
    assert_eq!(person.value("#name").await, "王小明");
    // It is sent once the network is back: nobody has to sit and wait for it.
    person.network(true).await;
    person.see(&test("reference")).await;
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_is_told_to_wait_and_keeps_what_was_typed() {
    let server = Server::start();
    let person = open(&server, "zh-CN").await;
    to_the_expert(&person).await;
    person.press(&test("call-me")).await;
    fill_in(&person, "沪A12345").await;
    // Others behind the same address have asked before, until there was an end.
    let nothing = json!({
        "kind": "adviser", "concern": "",
        "vehicle": { "plate": "", "plate_kind": "cn", "model": "", "mileage_km": 0 },
        "customer": { "name": "", "phone": "", "locale": "zh-CN" },
        "consent": { "version": "", "marketing": false, "display_name": false },
    });
    let others = "const post = () => fetch(arguments[0], {
            method: 'POST', body: JSON.stringify(arguments[1]),
            headers: { 'content-type': 'application/json', 'idempotency-key': 'others' },
        }).then(answer => answer.status === 422 ? post() : answer.status);
        return post()";
    let last = person.run(others, vec![json!(path::callbacks("anting")), nothing]).await;
    assert_eq!(last, 429);
    person.press(&test("send")).await;
    person.see(&test("retry")).await;
    state(&person, "notice-3-too-often", &BOTH).await;
    assert_eq!(person.value("#name").await, "王小明");
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dealer_without_questions_calls_back_all_the_same() {
    let mut server = Server::on(Engine::Sqlite, TUESDAY);
    let file = include_str!("../../../crates/server/src/demo/anting.toml");
    let (before, rest) = file.split_once("[[triage.question]]").expect("it has questions");
    let (_, after) = rest.split_once("[[staff]]").expect("it has staff");
    server.import(&format!("{before}[[staff]]{after}"));
    let person = Window::open(PHONE, "zh-CN").await;
    person.go(&format!("{}/anting/notice", server.url)).await;
    person.see(&test("send")).await;
    assert!(!person.has(&test("back")).await, "there is nothing to go back to");
    view(&person, "notice-3-no-questions", &BOTH).await;
    person.write("#concern", "左前轮踩刹车时有金属摩擦声").await;
    fill_in(&person, "沪A12345").await;
    person.press(&test("send")).await;
    person.see(&test("reference")).await;
    person.close().await;
}
