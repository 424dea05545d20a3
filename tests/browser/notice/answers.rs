//! Somebody notices something about the car.

use crate::booking::phone::{test, view};
use bayside_api::callback::{CallbackTeam, DeskCallbacks};
use bayside_api::path;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::Server;
use bayside_test_support::world::ANTING;
use fantoccini::key::Key;
use serde_json::json;

const LANGUAGES: [&str; 3] = ["zh-CN", "en-GB", "de-DE"];

pub async fn open(server: &Server, language: &str) -> Window {
    let person = Window::open(PHONE, language).await;
    person.go(&format!("{}/anting/notice", server.url)).await;
    person.see(&test("question-what")).await;
    person
}

pub async fn answer(person: &Window, question: &str, number: u32) {
    person.tick(&test(&format!("answer-{question}-{number}"))).await;
}

/// Brakes that grind, without the red lamp: an expert is to call.
pub async fn to_the_expert(person: &Window) {
    answer(person, "what", 0).await;
    answer(person, "brake-feel", 1).await;
    answer(person, "brake-light", 1).await;
    person.see("[data-test=outcome][data-kind=technical]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_answers_lead_to_is_booked() {
    let server = Server::start();
    for language in LANGUAGES {
        let person = open(&server, language).await;
        view(&person, &format!("notice in {language}")).await;
        answer(&person, "what", 0).await;
        answer(&person, "brake-feel", 2).await;
        person.see("[data-test=outcome][data-kind=services]").await;
        person.write("#concern", "Quietscht & pfeift").await;
        view(&person, &format!("notice: a job, in {language}")).await;
        person.press(&test("to-booking")).await;
        // The job is known, so the form opens at the car; a step back shows what came along.
        person.see("#plate").await;
        let here = person.run("return location.pathname", vec![]).await;
        assert_eq!(here, "/anting/book");
        person.press(&test("back")).await;
        assert!(person.is_ticked(&test("job-brake-check")).await, "the job came along");
        assert!(person.value("#concern").await.starts_with("Quietscht & pfeift"), "and so did the words");
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_and_the_words_go_along_in_the_address() {
    let server = Server::start();
    let person = open(&server, "de-DE").await;
    answer(&person, "what", 0).await;
    answer(&person, "brake-feel", 2).await;
    person.write("#concern", "Quietscht & pfeift").await;
    let script = "const link = new URL(document.querySelector('[data-test=to-booking]').href);
        const parts = new URLSearchParams(link.hash.slice(1));
        return [link.pathname, parts.get('services'), parts.get('concern')]";
    let found = person.run(script, vec![]).await;
    assert_eq!(found[0], "/anting/book");
    assert_eq!(found[1], "brake-check");
    assert!(found[2].as_str().is_some_and(|concern| concern.starts_with("Quietscht & pfeift\n")), "{found}");
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expert_is_asked_to_call_and_the_desk_knows() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    for (language, plate) in LANGUAGES.into_iter().zip(["沪A12345", "沪B12345", "沪C12345"]) {
        let person = open(&server, language).await;
        to_the_expert(&person).await;
        person.write("#concern", "左前轮踩刹车时有金属摩擦声").await;
        person.press(&test("call-me")).await;

        // Nothing is typed yet: it is said at the head and at each field.
        person.press(&test("send")).await;
        person.see(&test("errors")).await;
        for field in ["plate", "model", "km", "name", "phone", "consent"] {
            person.see(&format!("#{field}[aria-invalid=true]")).await;
        }
        view(&person, &format!("notice: nothing filled in, in {language}")).await;

        person.write("#plate", plate).await;
        person.write("#model", "朗逸 1.5L 2023 款").await;
        person.write("#km", "58200").await;
        person.write("#name", "王小明").await;
        // A reload keeps all of it.
        person.go("about:blank").await;
        person.go(&format!("{}/anting/notice", server.url)).await;
        person.see("#name").await;
        assert_eq!(person.value("#name").await, "王小明");
        assert_eq!(person.value("#concern").await, "左前轮踩刹车时有金属摩擦声");

        person.write("#phone", "13812345678").await;
        person.tick("#consent").await;
        view(&person, &format!("notice: filled in, in {language}")).await;
        person.press(&test("send")).await;
        let reference = person.attribute(&test("reference"), "data-value").await.expect("a reference");
        let due = person.attribute(&test("due"), "data-value").await.expect("a promise");
        assert!(person.text(&test("from-to")).await.contains("138****5678"));
        view(&person, &format!("notice: promised, in {language}")).await;

        let list: DeskCallbacks = desk.client.get(&path::desk_callbacks("anting")).json(200);
        let asked = list.callbacks.iter().find(|one| one.reference == reference).expect("the desk has it");
        assert_eq!((asked.kind, asked.plate.replace('·', "").as_str()), (CallbackTeam::Technical, plate));
        assert_eq!(asked.due_at.epoch_ms(), chrono_ms(&due));
        let lines: Vec<&str> = asked.concern.lines().collect();
        assert_eq!((lines.len(), lines[0]), (2, "左前轮踩刹车时有金属摩擦声"), "own words, then the answers");
        person.close().await;
    }
}

fn chrono_ms(text: &str) -> i64 {
    bayside_api::Instant::parse(text).expect("an instant").epoch_ms()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_car_that_must_not_be_driven_shows_the_number_at_once() {
    let server = Server::start();
    for language in LANGUAGES {
        let person = open(&server, language).await;
        answer(&person, "what", 0).await;
        answer(&person, "brake-feel", 0).await;
        let link = person.attribute(&test("emergency"), "href").await;
        assert_eq!(link.as_deref(), Some("tel:+862155550110"));
        person.see("[data-test=unsafe] [role=alert]").await;
        // The warning and the number are on the screen, and where the keys are.
        let focused = person.run("return document.activeElement.id", vec![]).await;
        assert_eq!(focused, "unsafe", "{language}");
        let seen = "const it = document.querySelector('[data-test=emergency]').getBoundingClientRect(),
            head = document.querySelector('[data-test=unsafe]').getBoundingClientRect();
            return [head.top >= 0, it.bottom <= innerHeight]";
        assert_eq!(person.run(seen, vec![]).await, json!([true, true]), "{language}");
        view(&person, &format!("notice: do not drive, in {language}")).await;
        // Another answer drops what followed from the first.
        answer(&person, "what", 2).await;
        person.see_gone(&test("unsafe")).await;
        person.see(&test("question-noise")).await;
        assert!(!person.has(&test("question-brake-feel")).await);
        person.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questions_are_answered_by_keys_alone() {
    let server = Server::start();
    let person = open(&server, "zh-CN").await;
    person.tab_to("[data-test=answer-what-0]").await;
    person.key(Key::Space).await;
    // Enter goes on to the question that appeared, an arrow chooses there and stays there.
    person.see(&test("question-brake-feel")).await;
    person.key(Key::Enter).await;
    person.wait_for("return document.activeElement.id === 'open-answer'", "the focus on the new question").await;
    person.key(Key::Down).await;
    person.see(&test("question-brake-light")).await;
    let script = "return document.activeElement.dataset.test === 'answer-brake-feel-1'";
    person.wait_for(script, "the focus to stay where it was").await;
    person.tab_to("[data-test=answer-brake-light-0]").await;
    person.key(Key::Down).await;
    person.see("[data-test=outcome][data-kind=technical]").await;
    person.key(Key::Enter).await;
    person.wait_for("return document.activeElement.id === 'outcome-act'", "the focus on what to do").await;
    person.key(Key::Enter).await;
    person.see(&test("send")).await;
    person.wait_for("return document.activeElement.id === 'heading'", "the focus on the new heading").await;
    // The browser's own way back leads to the questions.
    person.run("history.back()", vec![]).await;
    person.see(&test("question-brake-light")).await;
    person.close().await;
}
