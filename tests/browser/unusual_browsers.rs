//! Browsers that do not know the dealer's zone or currency, or know another time there; and words that are long.

use crate::booking::phone::{Wish, test, up_to_times, view};
use crate::kiosk::check_in::kiosk;
use crate::visit::signature::{MORNING, here, links};
use bayside_api::codes::Stage;
use bayside_api::dealer::Dealer;
use bayside_api::path;
use bayside_api::visit::Visit;
use bayside_test_support::browser::{DESKTOP, PHONE, WALL, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, PASSWORD, Server};
use bayside_test_support::world::{ALLER, ANTING, CORNER, CORNER_FILE};

/// `Intl` knows neither the zone nor the currency of 安亭湾.
const IGNORANT: &str = "
    for (const [name, key, unknown] of [['DateTimeFormat', 'timeZone', 'Asia/Shanghai'], ['NumberFormat', 'currency', 'CNY']]) {
        Intl[name] = new Proxy(Intl[name], {
            construct(target, [locales, options = {}]) {
                if (options[key] === unknown) throw new RangeError(unknown);
                return new target(locales, options);
            },
        });
    }";
/// `Intl` has another hour in every zone but UTC.
const WRONG: &str = "
    Intl.DateTimeFormat = new Proxy(Intl.DateTimeFormat, {
        construct(target, [locales, options = {}]) {
            const known = new target(locales, options);
            if (options.timeZone === 'UTC') return known;
            const later = date => new Date(+(date ?? Date.now()) + 3600000);
            return { format: date => known.format(later(date)), formatToParts: date => known.formatToParts(later(date)) };
        },
    });";

/// The dealer's wall clock now, and a minute ago.
fn clocks(server: &Server) -> [String; 2] {
    let now = server.client().get(&path::dealer("anting")).json::<Dealer>(200).now.0;
    [now - chrono::Duration::minutes(1), now].map(|at| at.format("%H:%M").to_string())
}

async fn says_the_time(window: &Window, server: &Server, css: &str) {
    let said = window.text(css).await;
    let clocks = clocks(server);
    assert!(clocks.iter().any(|clock| said.contains(clock)), "{css} says {said}, not {clocks:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_face_shows_the_dealers_time_whatever_the_browser_knows() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let link = here(&server, &links(&desk, Stage::Repair)[0]);
    let token = link.split_once('#').unwrap().1;
    let promised = server.client().get(&path::visit(token)).json::<Visit>(200).promised_at.unwrap();
    let promised = promised.0.format("%H:%M").to_string();
    for (script, what) in [(IGNORANT, "an ignorant browser"), (WRONG, "a browser with another table")] {
        let person = Window::open(PHONE, "zh-CN").await;
        person.before_each_page(script).await;
        person.go(&link).await;
        assert_eq!(person.text(&test("promised")).await, promised, "{what}");
        view(&person, &format!("private page in {what}")).await;

        let wish = Wish::up_to_times(ANTING, "沪A12345");
        up_to_times(&person, &server.url, &wish).await;
        let best = ".best [data-test^=slot-]";
        let start = person.attribute(best, "data-test").await.unwrap();
        let clock = start.split_once('T').unwrap().1[..5].to_owned();
        assert!(person.text(best).await.contains(&clock), "{what}: {start}");
        if script == IGNORANT {
            assert!(person.page().await.contains("CNY"), "{}", person.page().await);
        }
        view(&person, &format!("booking in {what}")).await;
        person.close().await;

        let staff = Window::open(DESKTOP, "zh-CN").await;
        staff.before_each_page(script).await;
        staff.go(&format!("{}/desk/anting", server.url)).await;
        staff.see("time.clock").await;
        says_the_time(&staff, &server, "time.clock").await;
        staff.write("#login", "manager").await;
        staff.write("#password", PASSWORD).await;
        staff.press(&test("sign-in")).await;
        staff.see(&test("signed-in")).await;
        staff.see("[data-test^=card-]").await;
        says_the_time(&staff, &server, "h1").await;
        view(&staff, &format!("desk in {what}")).await;
        staff.close().await;
    }
    // The pages of who notices something, and of who finds no time.
    for (page, css) in [("notice", test("question-what")), ("wait", "#heading".to_owned())] {
        let person = Window::open(PHONE, "zh-CN").await;
        person.before_each_page(IGNORANT).await;
        person.go(&format!("{}/anting/{page}", server.url)).await;
        person.see(&css).await;
        view(&person, &format!("{page} in an ignorant browser")).await;
        person.close().await;
    }
    let kiosk = kiosk(&server, ANTING).await;
    let wall = Window::open(WALL, "zh-CN").await;
    wall.go(&format!("{}/anting/lounge", server.url)).await;
    wall.is_paired(&server, ANTING).await;
    for script in [IGNORANT, WRONG] {
        wall.before_each_page(script).await;
        wall.run("location.reload()", vec![]).await;
        wall.see("li.car").await;
        says_the_time(&wall, &server, "time.clock").await;
        kiosk.before_each_page(script).await;
        kiosk.run("location.reload()", vec![]).await;
        kiosk.see(&test("way-scan")).await;
        says_the_time(&kiosk, &server, ".bar").await;
    }
    kiosk.close().await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_words_never_scroll_sideways_on_the_smallest_phone() {
    let mut server = Server::start();
    let file = CORNER_FILE
        .replace("Eckgarage", "Kraftfahrzeugmeisterbetrieb Schmidt")
        .replace("name = \"Anna\"", "name = \"Karl-Theodor Mustermannshausen-Wolfe\"")
        .replace("name = \"Ölwechsel\"", "name = \"Hochvoltbatteriezustandsermittlung\"");
    server.import(&file);
    for language in ["de-DE", "en-GB"] {
        let person = Window::open((320, 640), language).await;
        let wish = Wish::up_to_times(CORNER, "VER-AB 71");
        up_to_times(&person, &server.url, &wish).await;
        view(&person, "long words: the times").await;
        person.press(".best [data-test^=slot-]").await;
        person.write("#name", "Maximiliane Donaudampfschifffahrtsgesellschaft").await;
        person.write("#phone", "0151 23456789").await;
        person.tick("#consent").await;
        view(&person, "long words: who").await;
        person.press(&test("confirm")).await;
        person.see(&test("reference")).await;
        view(&person, "long words: confirmed").await;
        person.press(&test("manage")).await;
        person.see(&test("start")).await;
        view(&person, "long words: the booking's page").await;
        person.go(&format!("{}/corner/notice", server.url)).await;
        person.see("#heading").await;
        view(&person, "long words: a call-back").await;
        person.close().await;
    }
}

/// What stands in a bill, in minor units of a currency with so many digits: each payer's lines, subtotal, taxes and
/// total, and which numbers of decimals occur. A whole total stands without decimals, as all amounts in sentences.
const BILL: &str = "
    const digits = arguments[0], seen = new Set();
    const amount = cell => {
        const text = cell.textContent.match(/[−-]?[\\d.]+(,\\d+)?/)[0].replaceAll('.', '').replace('−', '-');
        const [whole, part = ''] = text.split(',');
        const isWholeTotal = !part && cell.parentNode.matches('.tot');
        if (!isWholeTotal) seen.add(part.length);
        return Number(whole + (isWholeTotal ? '0'.repeat(digits) : part));
    };
    const payers = [];
    let lines = [];
    for (const body of document.querySelectorAll('table.st-t tbody')) {
        if (!body.matches('.foot2')) {
            lines.push(...[...body.querySelectorAll('[data-test^=line-]')].map(row => amount(row.querySelectorAll('td.r')[1])));
            continue;
        }
        payers.push({ lines, feet: [...body.querySelectorAll('td.r')].map(amount) });
        lines = [];
    }
    return { digits: [...seen], payers }";

#[tokio::test(flavor = "multi_thread")]
async fn bills_add_up_in_currencies_with_no_two_and_three_digits() {
    let mut server = Server::on(Engine::Sqlite, "2026-06-09T11:00:00+02:00");
    for (currency, digits) in [("JPY", 0), ("EUR", 2), ("KWD", 3)] {
        let whole = |line: &str| match line.split_once("unit_price = ").map(|(_, price)| price.split_once('.')) {
            Some(Some((price, _))) if digits == 0 => format!("unit_price = {price}"),
            _ => line.to_owned(),
        };
        let file =
            include_str!("../../crates/server/src/demo/aller.toml").replace("\"EUR\"", &format!("\"{currency}\""));
        server.import(&file.lines().map(whole).collect::<Vec<_>>().join("\n"));
        let desk = Desk::sign_in(&server, ALLER, "manager");
        let link = here(&server, &links(&desk, Stage::Ready)[0]);
        let person = Window::open(PHONE, "de-DE").await;
        person.go(&link).await;
        person.see("table.st-t .tot").await;
        let bill = person.run(BILL, vec![digits.into()]).await;
        assert_eq!(bill["digits"], serde_json::json!([digits]), "{currency}: {bill}");
        let numbers = |value: &serde_json::Value| -> Vec<i64> {
            value.as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
        };
        let payers = bill["payers"].as_array().unwrap();
        assert!(!payers.is_empty(), "{currency}");
        for payer in payers {
            let (lines, feet) = (numbers(&payer["lines"]), numbers(&payer["feet"]));
            assert!(!lines.is_empty() && feet.len() >= 2, "{currency}: {payer}");
            assert_eq!(lines.iter().sum::<i64>(), feet[0], "{currency}: the lines and their sum: {payer}");
            // Prices of this house contain the tax.
            assert_eq!(feet[0], *feet.last().unwrap(), "{currency}: the sum and the total: {payer}");
        }
        view(&person, &format!("a bill in {currency}")).await;
        person.close().await;
    }
}
