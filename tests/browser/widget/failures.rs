//! The script for other sites' pages where pages are odd or hostile, and where something fails.

use crate::booking::phone::test;
use crate::widget::page::book;
use bayside_api::Instant;
use bayside_api::embed::{HEIGHT_MAX, Message};
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::server::Server;
use bayside_test_support::site::Site;
use bayside_test_support::world::ALLER;
use serde_json::{Value, json};

const WIDGET: &str = "#w";
/// Whether what the page itself put into the element is there to be used.
const OWN_CONTENT: &str = "const link = w.querySelector('a'), box = link?.getBoundingClientRect();
    return !!box && box.height > 0 && !root?.querySelector('.on') && link.checkVisibility({ visibilityProperty: true })";

/// A fresh demo, and a site that it allows.
fn site() -> (Server, Site) {
    let server = Server::start();
    let site = Site::of(&server);
    Site::allow(&server, ALLER, &[&site]);
    (server, site)
}

/// One of each kind; a new kind is not compiled until it is here.
fn all_messages() -> Vec<Message> {
    let start = Instant::parse("2026-12-01T09:30:00+01:00").unwrap();
    let all = vec![
        Message::Resized { height: 1234 },
        Message::Step { top: 0 },
        Message::JobChosen,
        Message::SlotChosen,
        Message::Booked { reference: "K7M2QX".into(), start },
        Message::CloseRequest,
        Message::Error { code: "offline".into() },
        Message::Ready,
    ];
    let number = |message: &Message| match message {
        Message::Resized { .. } => 0,
        Message::Step { .. } => 1,
        Message::JobChosen => 2,
        Message::SlotChosen => 3,
        Message::Booked { .. } => 4,
        Message::CloseRequest => 5,
        Message::Error { .. } => 6,
        Message::Ready => 7,
    };
    assert!(all.iter().map(number).eq(0..all.len()), "each once");
    all
}

/// Has the frame post this to the page, and waits until the page has heard it.
async fn post(window: &Window, messages: &[Value]) {
    window.run("window.heard = 0; addEventListener('message', () => { window.heard += 1 })", vec![]).await;
    window.enter(WIDGET).await;
    let say = "for (const message of arguments[0]) parent.postMessage(message, '*')";
    window.run(say, vec![json!(messages)]).await;
    window.leave().await;
    window.wait_for(&format!("return window.heard >= {}", messages.len()), "the page to hear it").await;
}

#[tokio::test]
async fn the_page_hears_what_the_protocol_says_and_nothing_else() {
    let (_server, site) = site();
    let window = Window::open(DESKTOP, "de-DE").await;
    window.visit_site(&site.page("plain")).await;
    window.see_booking(WIDGET).await;
    let id = "return new URLSearchParams(root.querySelector('iframe').src.split('#')[1]).get('id')";
    let id = window.of_widget(WIDGET, id).await;
    let wire = |message: &Message| {
        let mut wire = serde_json::to_value(message).unwrap();
        wire["bayside"] = json!(bayside_api::embed::VERSION);
        wire["id"] = id.clone();
        wire
    };
    // The frame may tell its own height at any time.
    let told = "return window.said.filter(it => it.type !== 'resized' || it.height === 1234)";

    window.run("window.said = []", vec![]).await;
    let all = all_messages();
    post(&window, &all.iter().map(wire).collect::<Vec<_>>()).await;
    let found: Vec<Message> = serde_json::from_value(window.run(told, vec![]).await).unwrap();
    assert_eq!(found, all, "each is an event of the element, with its fields and no more");

    window.run("window.said = []", vec![]).await;
    let mut strange = vec![Value::Null, json!("ready"), json!(7), json!([]), json!({}), json!({ "type": "ready" })];
    for (name, value) in
        [("bayside", json!(2)), ("id", json!("other")), ("type", json!("opened")), ("type", json!(["booked"]))]
    {
        let mut message = wire(&Message::Ready);
        message[name] = value;
        strange.push(message);
    }
    post(&window, &strange).await;
    // Rightly put, but not by the frame.
    let forged = "const message = arguments[0];
        postMessage(message, '*');
        const other = document.createElement('iframe');
        document.body.append(other);
        other.contentWindow.eval('parent.postMessage(' + JSON.stringify(message) + ', \"*\")');
        window.heard = 0;
        addEventListener('message', () => { window.heard += 1 })";
    window.run(forged, vec![wire(&Message::Ready)]).await;
    window.wait_for("return window.heard >= 2", "the page to hear them").await;
    assert_eq!(window.run(told, vec![]).await, json!([]));

    // A frame that went wrong does not grow for ever.
    post(&window, &[wire(&Message::Resized { height: u32::MAX })]).await;
    let height = format!("return root.querySelector('iframe').offsetHeight === {HEIGHT_MAX} + 2");
    window.until_widget(WIDGET, &height, "the frame to have an end").await;
    window.is_quiet("strange messages").await;
    window.close().await;
}

#[tokio::test]
async fn booking_works_where_the_browser_keeps_nothing() {
    let (_server, site) = site();
    // Neither cookies nor storage, for anybody.
    let nothing = [("profile.default_content_setting_values.cookies", json!(2))];
    let window = Window::open_with(PHONE, "de-DE", &nothing).await;
    window.visit_site(&site.page("plain")).await;
    window.see_booking(WIDGET).await;
    window.enter(WIDGET).await;
    let refused = "try { return !localStorage } catch (error) { return error.name }";
    assert_eq!(window.run(refused, vec![]).await, "SecurityError", "the browser keeps nothing");
    book(&window, async |_, _| (), Some("oil")).await;
    window.is_quiet("booking without storage").await;
    window.close().await;
}

#[tokio::test]
async fn what_the_page_brought_itself_stays_useful_whatever_fails() {
    let (mut server, site) = site();
    let window = Window::open(DESKTOP, "de-DE").await;
    // No script runs at all.
    window.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    window.go(&site.page("hostile")).await;
    assert_eq!(window.of_widget(WIDGET, OWN_CONTENT).await, true, "without scripts");
    assert_eq!(window.of_widget(WIDGET, "return root ?? null").await, Value::Null);
    window.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false })).await;
    // Ours is blocked.
    window.devtools("Network.enable", json!({})).await;
    window.devtools("Network.setBlockedURLs", json!({ "urls": ["*/embed.js"] })).await;
    window.visit_site(&format!("{}?mode=floating", site.page("plain"))).await;
    assert_eq!(window.of_widget(WIDGET, OWN_CONTENT).await, true, "the script is blocked");
    window.devtools("Network.setBlockedURLs", json!({ "urls": [] })).await;
    // A browser that is too old for it.
    let old = json!({ "source": "delete Document.prototype.adoptedStyleSheets" });
    window.devtools("Page.addScriptToEvaluateOnNewDocument", old).await;
    window.visit_site(&site.page("strict")).await;
    assert_eq!(window.of_widget(WIDGET, OWN_CONTENT).await, true, "an old browser");
    window.is_quiet("an old browser").await;
    window.close().await;

    // The server dies while somebody books: what was typed stays, the frame says what is the matter, and another
    // language that cannot be had does not take the booking away.
    let window = Window::open(PHONE, "de-DE").await;
    window.visit_site(&site.page("plain")).await;
    window.see_booking(WIDGET).await;
    window.enter(WIDGET).await;
    window.tick(&test("job-oil")).await;
    window.press(&test("next")).await;
    window.write("#plate", "VER-AB 71").await;
    window.write("#model", "Golf").await;
    window.write("#km", "58200").await;
    server.kill();
    window.press(&test("lang-en")).await;
    window.wait_for("return document.documentElement.lang === 'en'", "English").await;
    window.press(&test("next")).await;
    window.see(&test("retry")).await;
    window.fits("a server that died").await;
    window.leave().await;
    window.see_booking(WIDGET).await;
    assert_eq!(window.said().await.iter().filter(|it| matches!(it, Message::Error { .. })).count(), 0);

    // It is gone when somebody comes near: in the page and in a dialog the link and the number are what is shown.
    let gone = "Bayside.open({ dealer: 'aller', label: 'Termin' }).id = 'late'";
    window.run(gone, vec![]).await;
    let shown = "const link = w.querySelector('a').getBoundingClientRect();
        return dialog.open && link.height > 0 && link.top >= 0 && link.bottom <= innerHeight && !root.querySelector('.on')";
    window.until_widget("#late", shown, "the link in the dialog").await;
    window.close().await;
}

#[tokio::test]
async fn a_page_may_do_with_the_element_what_it_likes() {
    let (_server, site) = site();
    let window = Window::open(DESKTOP, "de-DE").await;
    // It forbids its frames all it can, and lets nothing in that does not offer itself.
    window.visit_site(&format!("{}?isolated", site.page("plain"))).await;
    assert_eq!(window.run("return crossOriginIsolated", vec![]).await, true);
    window.see_booking(WIDGET).await;
    window.enter(WIDGET).await;
    window.tick(&test("job-oil")).await;
    window.leave().await;
    window.is_quiet("an isolated page").await;

    // Up and down again and again: what was taken down hears nothing any more.
    window.visit_site(&site.page("single")).await;
    let often = "const heard = new Set();
        const kind = customElements.get('bayside-booking'), hear = kind.prototype.handleEvent;
        kind.prototype.handleEvent = function (event) { heard.add(this); return hear.call(this, event) };
        for (let n = 0; n < 200; n += 1) {
            const made = document.createElement('bayside-booking');
            made.setAttribute('dealer', 'aller');
            made.setAttribute('mode', n % 2 ? 'popup' : 'inline');
            document.body.append(made);
            if (n < 199) made.remove();
        }
        dispatchEvent(new PopStateEvent('popstate'));
        document.body.lastElementChild.remove();
        return [heard.size, document.querySelectorAll('bayside-booking').length]";
    assert_eq!(window.run(often, vec![]).await, json!([1, 0]));

    // Far below it loads nothing until the visitor is nearly there.
    let far = "const gap = document.createElement('div'), made = document.createElement('bayside-booking');
        gap.style.height = '4000px';
        made.setAttribute('dealer', 'aller');
        made.id = 'far';
        document.body.append(gap, made);
        // Told in the order of their making.
        new IntersectionObserver(() => { window.looked = true }).observe(made)";
    window.run(far, vec![]).await;
    window.wait_for("return window.looked === true", "the browser to look").await;
    assert_eq!(window.of_widget("#far", "return root.querySelectorAll('iframe').length").await, 0);
    window.of_widget("#far", "scrollTo(0, w.offsetTop - innerHeight - 500)").await;
    window.see_booking("#far").await;
    let seen = window.of_widget("#far", "return w.getBoundingClientRect().top < innerHeight").await;
    assert_eq!(seen, false, "it is there before it is seen");
    window.of_widget("#far", "w.previousSibling.remove(); w.remove(); scrollTo(0, 0)").await;

    // A framework that says later what the element is, says it twice, and then says something else.
    let late = "const made = document.createElement('bayside-booking');
        made.id = 'w';
        made.innerHTML = '<a href=\"tel:1\">04231 555-0</a>';
        document.querySelector('h1').after(made);
        made.setAttribute('dealer', 'aller')";
    window.run(late, vec![]).await;
    window.see_booking(WIDGET).await;
    let same = "const frame = root.querySelector('iframe');
        w.setAttribute('dealer', 'aller');
        return frame.isConnected && root.querySelector('iframe') === frame";
    assert_eq!(window.of_widget(WIDGET, same).await, true, "the same is no change");
    window.of_widget(WIDGET, "w.setAttribute('mode', 'popup')").await;
    window.press_in(WIDGET, ".go").await;
    window.see_booking(WIDGET).await;

    // It moves, with its dialog open; then the page hides what is around it.
    window.of_widget(WIDGET, "w.removeAttribute('mode'); document.querySelector('main').prepend(w)").await;
    window.see_booking(WIDGET).await;
    let hidden =
        "w.parentElement.style.visibility = 'hidden'; return getComputedStyle(root.querySelector('iframe')).visibility";
    assert_eq!(window.of_widget(WIDGET, hidden).await, "hidden", "what is hidden around it hides it");
    window.of_widget(WIDGET, "w.parentElement.style.visibility = ''").await;

    // Values that make no sense count as left out, or are refused by who reads them.
    let odd = "for (const [name, value] of Object.entries({ accent: 'red;}*{}', radius: '-7em', theme: 'neon', locale: '💥', lang: 'xx',
            job: '../../x', plate: '<b>', 'utm-source': 'x'.repeat(5000), style: 'display:none', width: '1', mode: 'inline', dealer: 'aller' })) w.setAttribute(name, value);
        w.remove();
        document.querySelector('main').prepend(w)";
    window.of_widget(WIDGET, odd).await;
    window.see_booking(WIDGET).await;
    window.enter(WIDGET).await;
    window.see("#plate, [data-test=job-oil]").await;
    window.leave().await;
    window.of_widget(WIDGET, "w.setAttribute('dealer', '../desk')").await;
    window.until_widget(WIDGET, OWN_CONTENT, "the page's own content for a dealer that is none").await;
    window.close().await;
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_goes_on_where_the_visitor_was() {
    let (_server, site) = site();
    let window = Window::open(DESKTOP, "de-DE").await;
    let visit = async || {
        window.visit_site(&site.page("three")).await;
        window.run("document.querySelector('#second').scrollIntoView()", vec![]).await;
        window.see_booking("#second").await;
        window.enter("#second").await;
    };
    // It begins with a job, and nobody can change its language.
    visit().await;
    window.see("#plate").await;
    assert!(window.page().await.contains("Number plate"));
    assert_eq!(window.run("return document.querySelector('.bar').offsetHeight", vec![]).await, 0);
    window.write("#plate", "VER-AB 71").await;
    window.write("#model", "Golf").await;
    window.write("#km", "58200").await;
    let width = window.run("return innerWidth", vec![]).await.as_f64().unwrap();
    let onward = if width >= 960.0 { "next-wide" } else { "next" };
    window.press(&test(onward)).await;
    window.press(".best [data-test^=slot-]").await;
    window.write("#name", "Katrin Hansen").await;
    window.leave().await;
    visit().await;
    assert_eq!(window.value("#name").await, "Katrin Hansen", "the time is still held");
    window.write("#phone", "0151 23456789").await;
    window.tick("#consent").await;
    window.press(&test(if width >= 960.0 { "confirm-wide" } else { "confirm" })).await;
    let reference = window.attribute(&test("reference"), "data-value").await;
    window.leave().await;
    visit().await;
    assert_eq!(window.attribute(&test("reference"), "data-value").await, reference, "what is booked is still there");
    window.leave().await;

    // The widget beside it, of the same dealer, knows nothing of it.
    window.see_booking(WIDGET).await;
    window.enter(WIDGET).await;
    window.there(&test("job-oil")).await;
    window.leave().await;
    window.close().await;
}

/// A page with the booking, and this before it; `server` only if it is said.
fn page_with(script: &str, says_server: bool) -> String {
    let server = if says_server { "server=\"{{server}}/\"" } else { "" };
    format!(
        "<!doctype html><html lang=de><meta charset=utf-8><title>x</title><link rel=icon href=data:,>{script}
        <bayside-booking id=w dealer=aller {server}><a href='{{{{server}}}}/aller/book'>buchen</a></bayside-booking>"
    )
}

#[tokio::test]
async fn the_script_finds_its_server_however_it_is_loaded_or_says_why_not() {
    let (server, site) = site();
    // As text it has no address, like a copy in a file of the site.
    let as_text = "<script type=module>new Function(await (await fetch('{{server}}/embed.js')).text())()</script>";
    let inserted = "<script>const made = document.createElement('script'); made.src = '{{server}}/embed.js';
        document.head.append(made)</script>";
    let module = "<script type=module src='{{server}}/embed.js'></script>";
    for (name, page) in [
        ("module", page_with(module, true)),
        ("inserted", page_with(inserted, false)),
        ("said", page_with(as_text, true)),
    ] {
        let window = Window::open(DESKTOP, "de-DE").await;
        window.visit_site(&site.write(name, page)).await;
        window.see_booking(WIDGET).await;
        let origin = "return new URL(root.querySelector('iframe').src).origin";
        assert_eq!(window.of_widget(WIDGET, origin).await, json!(server.url), "{name}");
        window.close().await;
    }
    // Another one's script of that name is not taken for ours, and a link stays a link.
    let others = "<script>document.head.append(Object.assign(document.createElement('script'),
        { type: 'text/plain', src: 'https://other.example/embed.js' }))</script>
        <a id=link href='#plain' data-bayside-open=aller>buchen</a>
        <a id=told href='#told' data-bayside-open=aller data-bayside-server='{{server}}'>buchen</a>";
    let as_text = &format!("{others}{as_text}");
    let window = Window::open(DESKTOP, "de-DE").await;
    window
        .before_each_page("console.error = (...said) => { window.errors = [...(window.errors ?? []), said.join(' ')] }")
        .await;
    window.visit_site(&site.write("unsaid", page_with(as_text, false))).await;
    window.wait_for("return window.errors?.some(error => error.includes('server'))", "it to say why").await;
    window.until_widget(WIDGET, OWN_CONTENT, "what stands inside to stay").await;
    window.press("#link").await;
    window.wait_for("return location.hash === '#plain'", "the link to lead where it says").await;
    window.press("#told").await;
    let opens = "return [...document.querySelectorAll('bayside-booking')].some(it => it.shadowRoot.querySelector('dialog[open]'))";
    window.wait_for(opens, "a link that is told to open the booking").await;
    window.close().await;
}
