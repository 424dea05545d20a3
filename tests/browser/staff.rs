//! A person of the house at the desk, and the screen in the lounge.

use crate::booking::{test, view};
use bayside_tests::browser::{DESKTOP, WALL, Window};
use bayside_tests::server::PASSWORD;
use bayside_tests::world::At;
use std::time::{Duration, Instant};

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
}

/// Presses a step; where it asks for something, sends its form as it stands.
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
    let jobs = desk.count(&buttons).await;
    assert!(jobs > 0, "no job allows {step} on:\n{}", desk.page().await);
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
        desk.press(&test("submit-step")).await;
        // A refused form stays open; a job that was given to someone can be given to another.
        desk.see_gone("form.stepform").await;
    } else {
        desk.see_gone(&format!("{button}:not([aria-disabled])")).await;
    }
}

/// The lounge's screen.
pub struct Wall {
    /// Its window.
    pub window: Window,
    number: String,
    delays: Vec<Duration>,
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
        window.run("window.neverReloaded = true", vec![]).await;
        Self { window, number: String::new(), delays: Vec::new() }
    }

    /// From now on this car is looked for.
    pub fn follow(&mut self, number: &str) {
        number.clone_into(&mut self.number);
    }

    fn row(&self) -> String {
        test(&format!("row-{}", self.number))
    }

    /// The followed car comes to this stage.
    pub async fn shows(&mut self, stage: &str) {
        let start = Instant::now();
        self.window.there(&format!("{}[data-stage={stage}]", self.row())).await;
        self.delays.push(start.elapsed());
    }

    /// The followed car leaves the board.
    pub async fn lets_go(&self) {
        self.window.see_gone(&self.row()).await;
    }

    /// The text of the followed car's row, shown or on another page of the board.
    pub async fn text(&self) -> String {
        let script = format!("return document.querySelector('{}').textContent", self.row());
        self.window.run(&script, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// The page was never reloaded, and what it showed came within a second (in the middle of all:
    /// a machine that is busy with other things may stumble once).
    pub async fn was_live(&self) {
        assert_eq!(self.window.run("return window.neverReloaded", vec![]).await, true);
        let mut delays = self.delays.clone();
        delays.sort();
        let middle = delays[delays.len() / 2];
        assert!(middle < Duration::from_secs(1), "{delays:?}");
    }
}
