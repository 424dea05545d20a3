//! What hands do at a page beyond pressing: draw, go by keys alone, turn the device.

use crate::browser::Window;
use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PenActions, PointerAction,
    TouchActions,
};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use std::time::Duration;

/// What draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pointer {
    /// A finger.
    Finger,
    /// A stylus.
    Stylus,
    /// A mouse with its button held.
    Mouse,
}

/// A stroke as a hand draws a letter, around the middle of a surface.
pub const STROKE: [(f64, f64); 7] =
    [(-90.0, 10.0), (-60.0, -25.0), (-40.0, 20.0), (-10.0, -30.0), (15.0, 25.0), (45.0, -20.0), (80.0, 5.0)];

/// How often Tab is pressed at most: no page has more to go through.
const TABS_MAX: usize = 150;

impl Window {
    /// Draws one stroke on a surface, as quick as a hand.
    pub async fn draw(&self, css: &str, with: Pointer, stroke: &[(f64, f64)]) {
        let pad = self.see(css).await;
        self.run("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", vec![json!(pad)]).await;
        let mut moves = stroke.iter().map(|(x, y)| PointerAction::MoveToElement {
            element: pad.clone(),
            duration: Some(Duration::from_millis(20)),
            x: *x,
            y: *y,
        });
        let mut all = vec![moves.next().expect("a stroke begins somewhere")];
        all.push(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
        all.extend(moves);
        all.push(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        let name = format!("{with:?}");
        let actions: Actions = match with {
            Pointer::Finger => all.into_iter().fold(TouchActions::new(name), InputSource::then).into(),
            Pointer::Stylus => all.into_iter().fold(PenActions::new(name), InputSource::then).into(),
            Pointer::Mouse => all.into_iter().fold(MouseActions::new(name), InputSource::then).into(),
        };
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("{css} cannot be drawn on: {error}"));
    }

    /// Touches something with a finger, once it is there.
    pub async fn touch(&self, css: &str) {
        let place = self.see(css).await.rectangle().await.unwrap_or_else(|error| panic!("{css} is nowhere: {error}"));
        let (x, y, width, height) = place;
        let finger = json!([{ "x": x + width / 2.0, "y": y + height / 2.0 }]);
        self.devtools("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": finger })).await;
        self.devtools("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
    }

    /// Takes the network away, or gives it back.
    pub async fn network(&self, on: bool) {
        let answer = self.client.issue_cmd(Network { on }).await;
        answer.unwrap_or_else(|error| panic!("the network cannot be switched: {error}"));
    }

    /// Holds the mouse over something.
    pub async fn hover(&self, css: &str) {
        let element = self.see(css).await;
        let over = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".into()).then(over);
        self.client.perform_actions(mouse).await.unwrap_or_else(|error| panic!("{css} cannot be pointed at: {error}"));
    }

    /// The browser's back button.
    pub async fn back(&self) {
        self.client.back().await.expect("there is something to go back to");
    }

    /// The browser's forward button.
    pub async fn forward(&self) {
        self.client.forward().await.expect("there is something to go forward to");
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.client.refresh().await.expect("the page loads again");
    }

    /// Presses and lets go a key.
    pub async fn key(&self, key: Key) {
        let value = char::from(key);
        self.letter(value).await;
    }

    async fn letter(&self, value: char) {
        let keys = KeyActions::new("keys".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("a key can be pressed");
    }

    /// Types on the keyboard, wherever the focus is.
    pub async fn keys(&self, text: &str) {
        self.strike(text.chars()).await;
    }

    /// Types a text and Enter in one burst, as a scanner does.
    pub async fn scan(&self, text: &str) {
        self.strike(text.chars().chain([char::from(Key::Enter)])).await;
    }

    async fn strike(&self, letters: impl Iterator<Item = char>) {
        let keys = letters.fold(KeyActions::new("keys".into()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(keys).await.expect("keys can be pressed");
    }

    /// Types where the focus is.
    pub async fn type_text(&self, text: &str) {
        let field = self.client.active_element().await.expect("something has the focus");
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{text} cannot be typed: {error}"));
    }

    /// Goes on with Tab until something has the focus, and sees where it is at every step.
    pub async fn tab_to(&self, css: &str) {
        self.there(css).await;
        for _ in 0..TABS_MAX {
            self.key(Key::Tab).await;
            let script = "const e = document.activeElement;
                if (!e || e === document.body) return [false, true, ''];
                // What shows the focus: the element, or the label or frame around it.
                let seen = false;
                for (let m = e, n = 0; m && n < 4; m = m.parentElement, n += 1) seen ||= getComputedStyle(m).outlineStyle !== 'none';
                return [e.matches(arguments[0]), seen, e.outerHTML.slice(0, 160)];";
            let found = self.run(script, vec![json!(css)]).await;
            assert_eq!(found[1], true, "the focus cannot be seen on {}", found[2]);
            if found[0] == true {
                return;
            }
        }
        panic!("{css} is not reached by Tab on:\n{}", self.page().await);
    }

    /// Turns or resizes the device.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        self.wait_for(&format!("return innerWidth === {width}"), "the other size").await;
    }

    /// Asks for a dark or a light page, as the system's setting does.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
        let script = format!("return matchMedia('(prefers-color-scheme: {value})').matches");
        self.wait_for(&script, "the other scheme").await;
    }

    /// Has the browser do what WebDriver has no word for; its answer.
    pub async fn devtools(&self, method: &str, params: Value) -> Value {
        let call = DevTools { body: json!({ "cmd": method, "params": params }) };
        self.client.issue_cmd(call).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

/// ChromeDriver's own command for what WebDriver has no word for.
#[derive(Debug)]
struct DevTools {
    body: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

/// ChromeDriver's own command for the network of a window.
#[derive(Debug)]
struct Network {
    on: bool,
}

impl WebDriverCompatibleCommand for Network {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/chromium/network_conditions", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        let conditions =
            json!({ "offline": !self.on, "latency": 0, "download_throughput": -1, "upload_throughput": -1 });
        (http::Method::POST, Some(json!({ "network_conditions": conditions }).to_string()))
    }
}
