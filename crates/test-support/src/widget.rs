//! A page with a widget in it, as its visitor and its owner see it.

use crate::browser::Window;
use bayside_api::embed::Message;
use fantoccini::elements::Element;
use serde_json::{Value, json};

/// Notes in the page itself, and once for each page, what moves and what the widgets say. A new window may take the
/// phone's width only after the page's first frame: what moves by that is not the page's doing.
const WATCH: &str = "if (window === top && !window.said) {
    window.moved = [];
    let width = innerWidth;
    new PerformanceObserver(list => {
        if (innerWidth !== width) { width = innerWidth; return; }
        for (const one of list.getEntries()) window.moved.push({ value: one.value,
        nodes: one.sources.map(it => (it.node?.outerHTML ?? String(it.node)).slice(0, 120) + JSON.stringify([it.previousRect, it.currentRect])) }); })
        .observe({ type: 'layout-shift', buffered: true });
    window.said = [];
    for (const type of ['ready', 'resized', 'step', 'job_chosen', 'slot_chosen', 'booked', 'close_request', 'closed', 'error'])
        document.addEventListener('bayside:' + type, event => window.said.push({ type, ...event.detail }));
}";

impl Window {
    /// Opens a site's page and notes, from before its first script, what its owner would measure: what moved by itself,
    /// and what the widgets say.
    pub async fn visit_site(&self, url: &str) {
        self.before_each_page(WATCH).await;
        self.go(url).await;
    }

    /// Nothing of the page around ever moved by itself.
    pub async fn stood_still(&self, view: &str) {
        let moved = self.run("return window.moved", vec![]).await;
        assert_eq!(moved, json!([]), "{view}: what stands around the widget moved");
    }

    /// What the page's widgets said, in order; how high they are is left out.
    pub async fn said(&self) -> Vec<Message> {
        let said =
            self.run("return window.said.filter(it => it.type !== 'resized' && it.type !== 'closed')", vec![]).await;
        serde_json::from_value(said).expect("messages of the protocol")
    }

    /// Waits until a widget shows its booking instead of what the page shows itself.
    pub async fn see_booking(&self, widget: &str) {
        let script = format!("return !!document.querySelector({})?.shadowRoot?.querySelector('.on')", json!(widget));
        self.wait_for(&script, &format!("{widget} to be ready")).await;
    }

    /// Goes into a widget's frame: all that follows is done there.
    pub async fn enter(&self, widget: &str) {
        let script = "return document.querySelector(arguments[0]).shadowRoot.querySelector('iframe')";
        let frame = self.run(script, vec![json!(widget)]).await;
        self.enter_frame(&frame).await;
    }

    /// The same for a frame that a script has found.
    pub async fn enter_frame(&self, frame: &Value) {
        self.element(frame).enter_frame().await.unwrap_or_else(|error| panic!("no frame to go into: {error}"));
    }

    /// Goes back out to the page.
    pub async fn leave(&self) {
        self.client.clone().enter_parent_frame().await.expect("there is a page around");
    }

    /// Presses something in a widget's own tree, once it is there.
    pub async fn press_in(&self, widget: &str, css: &str) {
        self.until_widget(widget, &format!("return !!root?.querySelector({})", json!(css)), css).await;
        let script = "return document.querySelector(arguments[0])?.shadowRoot?.querySelector(arguments[1])";
        let found = self.run(script, vec![json!(widget), json!(css)]).await;
        self.element(&found).click().await.unwrap_or_else(|error| panic!("{widget} {css} cannot be pressed: {error}"));
    }

    /// What a script finds out about a widget `w`, its own tree `root` and its `dialog`.
    pub async fn of_widget(&self, widget: &str, script: &str) -> Value {
        self.run(&of_widget(widget, script), vec![]).await
    }

    /// Waits until a script about a widget finds something to be true.
    pub async fn until_widget(&self, widget: &str, script: &str, what: &str) {
        self.wait_for(&of_widget(widget, script), what).await;
    }

    fn element(&self, found: &Value) -> Element {
        Element::from_element_id(self.client.clone(), crate::browser::element_id(found).into())
    }
}

fn of_widget(widget: &str, script: &str) -> String {
    format!(
        "const w = document.querySelector({}), root = w?.shadowRoot, dialog = root?.querySelector('dialog'); {script}",
        json!(widget)
    )
}
