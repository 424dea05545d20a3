//! A person of the house at the desk, and the screen in the lounge.

use crate::booking::phone::{test, view};
use bayside_test_support::browser::{DESKTOP, WALL, Window};
use bayside_test_support::server::PASSWORD;
use bayside_test_support::world::At;
use serde_json::json;

/// Opens the desk and signs in.
pub async fn sign_in(at: At, url: &str, login: &str) -> Window {
    let desk = Window::open(DESKTOP, "zh-CN").await;
    desk.go(&format!("{url}/desk/{}", at.dealer)).await;
    desk.write("#login", login).await;
    desk.write("#password", PASSWORD).await;
    view(&desk, "desk: sign in").await;
    desk.press(&test("sign-in")).await;
    desk.see(&test("signed-in")).await;
    desk
}

/// Opens a visit from today's board.
pub async fn open_visit(desk: &Window, reference: &str) {
    desk.press(&test(&format!("card-{reference}"))).await;
    desk.see(&test("number")).await;
    desk.run("performance.setResourceTimingBufferSize(5000)", vec![]).await;
}

/// Presses a step; where it asks for something, sends its form as it stands, signed by the customer.
pub async fn step(desk: &Window, step: &str) {
    press_step(desk, &test(&format!("step-{step}"))).await;
}

/// Presses a step that may be repeated and so stays: it is done when the log has it.
pub async fn repeatable_step(desk: &Window, step: &str) {
    let entries = format!("{} li", test("log"));
    let before = desk.count(&entries).await;
    desk.press(&test(&format!("step-{step}"))).await;
    let logged = format!("return document.querySelectorAll(\"{}\").length > {before}", entries.replace('"', "'"));
    desk.wait_for(&logged, &format!("{step} in the log")).await;
}

/// Presses a step of every job of the visit.
pub async fn each_job(desk: &Window, step: &str) {
    let buttons = format!("[data-test^=job-][data-test$=-{step}]");
    desk.see(&buttons).await;
    let jobs = desk.count(&buttons).await;
    for _ in 0..jobs {
        let name = desk.attribute(&buttons, "data-test").await.unwrap();
        press_step(desk, &test(&name)).await;
    }
}

async fn press_step(desk: &Window, button: &str) {
    desk.press(button).await;
    if desk.attribute_now(button, "aria-expanded").await.is_some() {
        desk.see("form.stepform").await;
        let technicians = "form.stepform [data-test^=technician-]";
        if desk.has(technicians).await {
            let first = desk.attribute(technicians, "data-test").await.expect("a technician has a name");
            desk.press(&test(&first)).await;
        }
        if desk.has(&test("passed-true")).await {
            assert!(!desk.is_ticked(&test("passed-true")).await, "whoever checks says how it is");
            desk.press(&test("passed-true")).await;
        }
        if desk.has("#step-name").await {
            assert_eq!(desk.value("#step-name").await, "", "whoever signs types their name");
            desk.write("#step-name", "王小明").await;
        }
        desk.press(&test("submit-step")).await;
        // A refused form stays open; a job that was given to someone can be given to another.
        desk.see_gone("form.stepform").await;
    } else {
        desk.see_gone(&format!("{button}:not([aria-disabled])")).await;
    }
}

/// The longest time from the server's reply to the lounge's screen.
const LIVE_MS_MAX: f64 = 1_000.0;

/// Notes on the screen's page when each row first stood at each stage, and when it went. What is
/// timed is the page, not the test that looks at it.
const NOTE: &str = "window.neverReloaded = true;
    window.shownAt = {};
    const on = new Set();
    const note = () => {
        const now = performance.timeOrigin + performance.now();
        const rows = [...document.querySelectorAll('[data-test^=row-]')];
        for (const row of rows) {
            window.shownAt[`${row.dataset.test} ${row.dataset.stage}`] ??= now;
            on.add(row.dataset.test);
        }
        for (const gone of [...on].filter(name => !rows.some(row => row.dataset.test === name))) {
            window.shownAt[`${gone} gone`] ??= now;
        }
    };
    new MutationObserver(note).observe(document.body,
        { subtree: true, childList: true, attributes: true, attributeFilter: ['data-stage'] });
    note();";

/// The lounge's screen.
pub struct Wall {
    /// Its window.
    pub window: Window,
    number: String,
}

impl Wall {
    /// Opens the screen and pairs it at the desk.
    pub async fn pair(at: At, url: &str, desk: &Window) -> Self {
        let window = Window::open(WALL, "zh-CN").await;
        window.go(&format!("{url}/{}/lounge", at.dealer)).await;
        let code = window.text(&test("pairing-code")).await;
        view(&window, "lounge: pairing").await;
        desk.go(&format!("{url}/desk/{}/screens", at.dealer)).await;
        desk.write("#pairing-code", &code).await;
        desk.write("#screen-name", "休息区东侧").await;
        view(desk, "desk: screens").await;
        desk.press(&test("pair")).await;
        desk.see(&test("paired")).await;
        window.see(&test("age")).await;
        window.run(NOTE, vec![]).await;
        Self { window, number: String::new() }
    }

    /// From now on this car is looked for.
    pub fn follow(&mut self, number: &str) {
        number.clone_into(&mut self.number);
    }

    fn row(&self) -> String {
        test(&format!("row-{}", self.number))
    }

    /// The followed car comes to this stage within a second of the reply to the step that was taken
    /// at the desk.
    pub async fn shows(&self, stage: &str, desk: &Window) {
        let replied_ms = replied_ms(desk, "/steps/").await;
        self.window.there(&format!("{}[data-stage={stage}]", self.row())).await;
        self.was_in_time(stage, replied_ms).await;
    }

    /// The followed car leaves the board within a second of the reply to the acceptance.
    pub async fn lets_go(&self, customer: &Window) {
        let replied_ms = replied_ms(customer, "/acceptance").await;
        self.window.see_gone(&self.row()).await;
        self.was_in_time("gone", replied_ms).await;
    }

    async fn was_in_time(&self, what: &str, replied_ms: f64) {
        let name = json!(format!("row-{} {what}", self.number));
        let shown = self.window.run("return window.shownAt[arguments[0]] ?? null", vec![name]).await;
        let delay_ms = shown.as_f64().expect("the page was not loaded anew") - replied_ms;
        assert!(delay_ms < LIVE_MS_MAX, "{what} came to the screen {delay_ms:.0} ms after the reply");
    }

    /// The text of the followed car's row.
    pub async fn text(&self) -> String {
        let script = format!("return document.querySelector('{}').textContent", self.row());
        self.window.run(&script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The page was never reloaded.
    pub async fn was_live(&self) {
        assert_eq!(self.window.run("return window.neverReloaded", vec![]).await, true);
    }
}

/// When the server's last reply to such a call began to come, in milliseconds since the epoch.
async fn replied_ms(window: &Window, call: &str) -> f64 {
    let script = format!(
        "const calls = performance.getEntriesByType('resource').filter(e => e.name.includes('{call}'));
        window.repliedMs = calls.length ? performance.timeOrigin + calls.at(-1).responseStart : null;
        return window.repliedMs !== null"
    );
    window.wait_for(&script, &format!("a reply to {call}")).await;
    let replied = window.run("performance.clearResourceTimings(); return window.repliedMs", vec![]).await;
    replied.as_f64().expect("a time")
}
