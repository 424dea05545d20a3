//! What a visitor with a mid-range phone on a slow network waits for: `vitals URL` opens the booking page
//! of a dealer there, walks through it, and prints a figure a line: name, value; of the slowest press, what took its time.
//!
//! `cargo xtask bench page` runs it against a release.

use bayside_test_support::browser::{PHONE, Window};
use serde_json::json;

/// Collects from the first moment on.
const WATCH: &str = "
    const seen = window.vitals = { lcp: 0, cls: 0, inp: 0 };
    const watch = (type, take, more) => new PerformanceObserver(list => list.getEntries().forEach(take))
        .observe({ type, buffered: true, ...more });
    watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime; });
    watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
    watch('event', entry => {
        if (!entry.interactionId || entry.duration <= seen.inp) return;
        seen.inp = entry.duration;
        const work = entry.processingEnd - entry.processingStart;
        const on = entry.target?.id || entry.target?.closest('[data-test]')?.dataset.test;
        seen.slow = `${entry.name} on ${on}: ${Math.round(entry.processingStart - entry.startTime)} ms before, `
            + `${Math.round(work)} ms of work, ${Math.round(entry.startTime + entry.duration - entry.processingEnd)} ms until it is painted`;
    }, { durationThreshold: 16 });";

/// What was transferred, without headers.
const TRANSFERRED: &str = "
    const files = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
    const sum = list => list.reduce((sum, file) => sum + file.encodedBodySize, 0);
    return [sum(files), sum(files.filter(file => file.name.endsWith('.wasm'))), files.length];";

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the address of a booking page");
    let phone = Window::open(PHONE, "en").await;
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
    phone.devtools("Network.enable", json!({})).await;
    // 1.6 Mbit/s down, 750 kbit/s up.
    let network =
        json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750 });
    phone.devtools("Network.emulateNetworkConditions", network).await;
    phone.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    phone.go(&url).await;
    phone.see(".choices label").await;
    let transferred = phone.run(TRANSFERRED, vec![]).await;
    for (name, value) in
        ["bytes", "wasm_bytes", "requests"].into_iter().zip(transferred.as_array().into_iter().flatten())
    {
        println!("{name} {value}");
    }
    phone.tick(".choices label:nth-of-type(1) input").await;
    phone.tick(".choices label:nth-of-type(2) input").await;
    phone.press("[data-test=next]").await;
    type_into(&phone, "#plate", "VER-AB 123").await;
    type_into(&phone, "#model", "Golf").await;
    type_into(&phone, "#km", "58200").await;
    phone.press("[data-test=next]").await;
    phone.press(".best [data-test^=slot-]").await;
    phone.write("#name", "Wang").await;
    // What was done last has been painted, and its observers have heard of it.
    phone
        .wait_for("return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 0)))", "a frame")
        .await;
    let vitals = phone.run("return vitals", vec![]).await;
    for name in ["lcp", "inp", "cls"] {
        println!("{name} {}", vitals[name]);
    }
    println!("inp_of {}", vitals["slow"]);
    phone.close().await;
}

/// Types as people do: a letter after the other has been painted.
async fn type_into(phone: &Window, css: &str, text: &str) {
    phone.press(css).await;
    for letter in text.chars() {
        phone.type_text(&letter.to_string()).await;
        let painted = "return new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 0)))";
        phone.wait_for(painted, "a frame").await;
    }
}
