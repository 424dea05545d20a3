//! A real browser, driven as a person would.

use crate::guard::Guarded;
use crate::postgres::free_port;
use bayside_xtask::{find, process};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

/// Longer than any page may take on a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A phone held upright.
pub const PHONE: (u32, u32) = (390, 844);
/// A desk's monitor.
pub const DESKTOP: (u32, u32) = (1440, 900);
/// The lounge's screen.
pub const WALL: (u32, u32) = (1920, 1080);
/// The lounge's screen, hung upright.
pub const COLUMN: (u32, u32) = (1080, 1920);

struct Driver {
    url: String,
    _process: Guarded,
}

/// One ChromeDriver for all tests of a program; it ends with it and takes its browsers along.
fn driver() -> &'static Driver {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    DRIVER.get_or_init(|| {
        let program = find::chromedriver().expect("ChromeDriver is missing: `cargo xtask setup --tests` installs it");
        let port = free_port();
        let process = Guarded::family(program, |command| {
            // Nobody may rely on the browser standing where the dealer does.
            command
                .env("TZ", "America/New_York")
                .arg(format!("--port={port}"))
                .stdout(Stdio::null())
                .stderr(Stdio::null());
        });
        crate::clock::until("ChromeDriver to listen", PATIENCE, || TcpStream::connect(("127.0.0.1", port)).ok());
        Driver { url: format!("http://127.0.0.1:{port}"), _process: process }
    })
}

/// A browser window of a person of their own: nothing is shared with other windows.
pub struct Window {
    pub(crate) client: Client,
}

impl Window {
    /// Opens a window of this size, in this language and time zone of its own.
    pub async fn open(size: (u32, u32), language: &str) -> Self {
        Self::open_with(size, language, &[]).await
    }

    /// The same with more of the browser's preferences, by their names in Chromium.
    pub async fn open_with(size: (u32, u32), language: &str, more: &[(&str, Value)]) -> Self {
        let chromium = find::chromium().expect("Chromium is missing: `cargo xtask setup --tests` installs it");
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".into(),
            "--disable-gpu".into(),
            "--disable-dev-shm-usage".into(),
            "--disable-quic".into(),
            "--no-first-run".into(),
            "--disable-background-networking".into(),
            "--disable-component-update".into(),
            "--disable-sync".into(),
            "--hide-scrollbars".into(),
            "--force-color-profile=srgb".into(),
            // Nothing but the loopback is ever asked for.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost".into(),
            format!("--lang={language}"),
            format!("--window-size={},{}", size.0, size.1),
        ];
        let mut capabilities = serde_json::Map::new();
        let mut preferences = serde_json::Map::new();
        preferences.insert("intl.accept_languages".into(), language.into());
        preferences.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let metrics = json!({ "width": size.0, "height": size.1, "pixelRatio": 1, "touch": size.0 < 600, "mobile": size.0 < 600 });
        capabilities.insert(
            "goog:chromeOptions".into(),
            json!({
                "binary": chromium,
                "args": arguments,
                "mobileEmulation": { "deviceMetrics": metrics },
                "prefs": preferences,
            }),
        );
        capabilities.insert("goog:loggingPrefs".into(), json!({ "browser": "ALL" }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver().url)
            .await
            .expect("a browser opens");
        Self { client }
    }

    /// Goes to an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.expect("the page loads");
    }

    /// Waits until something is there and shown. A search that a page interrupts by beginning anew has found nothing yet.
    pub async fn see(&self, css: &str) -> Element {
        let start = std::time::Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(error) if start.elapsed() >= PATIENCE => {
                    panic!("{css} does not appear ({error}) on:\n{}", self.page().await)
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// Whether something is there now.
    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.expect("a selector").is_empty()
    }

    /// Waits until something is gone.
    pub async fn see_gone(&self, css: &str) {
        self.wait_for(&format!("return !document.querySelector({})", quoted(css)), &format!("{css} to go")).await;
    }

    /// Waits until a script that returns a value returns true. A script that fails has not returned true yet: what it
    /// looks for is missing for a moment where a page begins anew.
    pub async fn wait_for(&self, script: &str, what: &str) {
        let start = std::time::Instant::now();
        loop {
            let found = self.client.execute(script, vec![]).await;
            if matches!(found, Ok(Value::Bool(true))) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what}: {found:?} on:\n{}", self.page().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Presses something, once it is there and can be pressed.
    pub async fn press(&self, css: &str) {
        self.see(css).await;
        let ready = format!(
            "const e = document.querySelector({}); return !!e && !e.disabled && e.getAttribute('aria-disabled') !== 'true'",
            quoted(css)
        );
        self.wait_for(&ready, &format!("{css} to be pressable")).await;
        // As a person would: out from under what is docked at the edge.
        let scroll = "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.run(scroll, vec![json!(css)]).await;
        let start = std::time::Instant::now();
        // A face may draw the button anew between finding and pressing it.
        while let Err(error) = self.see(css).await.click().await {
            assert!(start.elapsed() < PATIENCE, "{css} cannot be pressed: {error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into a field, after what it holds was taken away.
    pub async fn write(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.clear().await.unwrap_or_else(|error| panic!("{css} cannot be cleared: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{css} cannot be typed into: {error}"));
    }

    /// Sets a date, time, colour or number field as its picker would.
    pub async fn set(&self, css: &str, value: &str) {
        self.see(css).await;
        let script = "const e = document.querySelector(arguments[0]);
            Object.getOwnPropertyDescriptor(Object.getPrototypeOf(e), 'value').set.call(e, arguments[1]);
            e.dispatchEvent(new Event('input', { bubbles: true }));
            e.dispatchEvent(new Event('change', { bubbles: true }));";
        self.run(script, vec![json!(css), json!(value)]).await;
    }

    /// The visible text of something.
    pub async fn text(&self, css: &str) -> String {
        self.see(css).await.text().await.unwrap_or_default()
    }

    /// An attribute of something.
    pub async fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.see(css).await.attr(name).await.unwrap_or_default()
    }

    /// A property of something, as text.
    pub async fn value(&self, css: &str) -> String {
        self.see(css).await.prop("value").await.unwrap_or_default().unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// Runs a script in the page that calls its last argument with the result.
    pub async fn run_async(&self, script: &str) -> Value {
        self.client.execute_async(script, vec![]).await.unwrap_or_else(|error| panic!("{error} in {script}"))
    }

    /// All visible text and the address, for messages.
    pub async fn page(&self) -> String {
        let text = self.client.execute("return location.href + '\\n' + document.body.innerText", vec![]).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Everything in the page's tree, hidden or not.
    pub async fn source(&self) -> String {
        self.client.source().await.expect("a page has a source")
    }

    /// Ticks a box or a round choice by its label, as a person would.
    pub async fn tick(&self, css: &str) {
        self.there(css).await;
        let ready = format!("return !document.querySelector({}).disabled", quoted(css));
        self.wait_for(&ready, &format!("{css} to be choosable")).await;
        let script = "const e = document.querySelector(arguments[0]);
            const label = e.closest('label') || document.querySelector('label[for=\"' + e.id + '\"]');
            label.scrollIntoView({ block: 'center', behavior: 'instant' });
            return label";
        let label = self.run(script, vec![json!(css)]).await;
        let label: Element = Element::from_element_id(self.client.clone(), element_id(&label).into());
        label.click().await.unwrap_or_else(|error| panic!("{css} cannot be ticked: {error}"));
        self.wait_for(
            &format!("return document.querySelector({}).checked", quoted(css)),
            &format!("{css} to be ticked"),
        )
        .await;
    }

    /// Whether a box is ticked.
    pub async fn is_ticked(&self, css: &str) -> bool {
        self.there(css).await;
        self.run("return document.querySelector(arguments[0]).checked", vec![json!(css)]).await == Value::Bool(true)
    }

    /// Waits until something is in the page, shown or not.
    pub async fn there(&self, css: &str) {
        self.wait_for(&format!("return !!document.querySelector({})", quoted(css)), css).await;
    }

    /// How many there are now.
    pub async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("a selector").len()
    }

    /// An attribute of something as it is now, if it is there.
    pub async fn attribute_now(&self, css: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.run(script, vec![json!(css), json!(name)]).await.as_str().map(str::to_owned)
    }

    /// Takes a picture into `target/screenshots/`.
    pub async fn picture(&self, name: &str) {
        let png = self.client.screenshot().await.expect("a picture is taken");
        let folder = process::target().join("screenshots");
        std::fs::create_dir_all(&folder).expect("target/ can be written");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("target/ can be written");
    }

    /// axe-core finds nothing against WCAG 2.2 AA, and nothing against its own best practices.
    pub async fn is_accessible(&self, view: &str) {
        self.is_accessible_in(view, json!({ "resultTypes": ["violations"] })).await;
    }

    /// The same of colours alone, which are all that a dark scheme changes.
    pub async fn has_readable_colours(&self, view: &str) {
        self.has_colours(view, "color-contrast").await;
    }

    pub(crate) async fn has_colours(&self, view: &str, rule: &str) {
        let only = json!({ "type": "rule", "values": [rule] });
        self.is_accessible_in(view, json!({ "resultTypes": ["violations"], "runOnly": only })).await;
    }

    async fn is_accessible_in(&self, view: &str, options: Value) {
        if self.run("return !window.axe", vec![]).await == Value::Bool(true) {
            self.client.execute(axe(), vec![]).await.expect("axe-core loads");
        }
        let script = "const done = arguments[arguments.length - 1];
            // Colours are judged while they stand still: who finds them moving looks again.
            let moved = false;
            document.addEventListener('transitionrun', () => { moved = true; });
            const still = () => Promise.allSettled(document.getAnimations()
                .filter(a => a.effect.getComputedTiming().endTime !== Infinity).map(a => a.finished));
            const look = times => still()
                .then(() => { moved = false; return axe.run(document, arguments[0]); })
                .then(r => moved && times > 0 ? look(times - 1) : r);
            look(5)
                .then(r => done(r.violations.map(v => v.id + ': ' + v.help + v.nodes.map(n => '\\n      ' + n.target + '  ' + n.html.slice(0, 160) + '\\n        ' + (n.any.concat(n.all, n.none).map(c => c.message).join('; '))).join(''))))
                .catch(e => done([String(e)]));";
        let violations = self.client.execute_async(script, vec![options]).await.expect("axe-core runs");
        let violations: Vec<String> = serde_json::from_value(violations).expect("a list of sentences");
        assert!(violations.is_empty(), "{view}: {} violations\n  - {}", violations.len(), violations.join("\n  - "));
    }

    /// The page wrote no error to its console since it was last asked: no panic, no refused policy.
    /// Answers of the API that are errors by design are the page's business.
    pub async fn is_quiet(&self, view: &str) {
        let entries = self.client.issue_cmd(ConsoleLog).await.expect("the console can be read");
        let errors: Vec<&str> = entries
            .as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["level"] == "SEVERE" && entry["source"] != "network")
            .filter_map(|entry| entry["message"].as_str())
            .collect();
        assert!(errors.is_empty(), "{view}:\n{}", errors.join("\n"));
    }

    /// Nothing sticks out sideways.
    pub async fn fits(&self, view: &str) {
        let over = self
            .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth", vec![])
            .await;
        assert!(over.as_i64().is_some_and(|over| over <= 0), "{view} is {over} px wider than its window");
    }

    /// Nothing sticks out below: for screens, which nobody scrolls.
    pub async fn fits_downwards(&self, view: &str) {
        let script = "return document.documentElement.scrollHeight - document.documentElement.clientHeight";
        let over = self.run(script, vec![]).await;
        assert!(over.as_i64().is_some_and(|over| over <= 0), "{view} is {over} px taller than its window");
    }

    /// Closes the window.
    pub async fn close(self) {
        self.client.close().await.ok();
    }
}

/// WebDriver's own name of an element that a script returned.
pub(crate) fn element_id(value: &Value) -> String {
    value["element-6066-11e4-a52e-4f735466cecf"].as_str().expect("the script returns an element").to_owned()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn axe() -> &'static str {
    static AXE: OnceLock<String> = OnceLock::new();
    AXE.get_or_init(|| {
        std::fs::read_to_string(process::root().join("node_modules/axe-core/axe.min.js"))
            .expect("axe-core is missing: `cargo xtask setup` installs it")
    })
}

/// ChromeDriver's own command for what a page wrote to its console.
#[derive(Debug)]
struct ConsoleLog;

impl WebDriverCompatibleCommand for ConsoleLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}
