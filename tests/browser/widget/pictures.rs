//! The widget as it looks in another site's page, in pictures: `target/screenshots/widget-*.png`.

use crate::gallery::BOTH;
use bayside_test_support::browser::Window;
use bayside_test_support::server::Server;
use bayside_test_support::site::Site;
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::json;

/// Dealer, language, scheme.
const LOOKS: [(&str, &str, &str); 3] = [("aller", "de", "light"), ("anting", "zh-CN", "dark"), ("aller", "en", "auto")];

#[tokio::test]
async fn the_widget_can_be_read_in_every_form_scheme_and_language() {
    let server = Server::start();
    let site = Site::of(&server);
    for at in [ALLER, ANTING] {
        Site::allow(&server, at, &[&site]);
    }
    for size in BOTH {
        let window = Window::open(size, "de-DE").await;
        for (dealer, locale, theme) in LOOKS {
            let name = format!("widget-{locale}-{theme}-{}", size.0);
            window.dark(theme == "auto").await;
            window.visit_site(&format!("{}?mode=floating", site.page("plain"))).await;
            window.picture(&format!("{name}-page")).await;
            let options = json!({ "dealer": dealer, "locale": locale, "theme": theme });
            let inline = "for (const name in arguments[0]) w.setAttribute(name, arguments[0][name]); w.setAttribute('mode', 'inline')";
            window.run(&format!("const w = document.querySelector('#w'); {inline}"), vec![options.clone()]).await;
            for form in ["inline", "popup"] {
                let widget = if form == "inline" { "#w" } else { "body > bayside-booking" };
                if form == "popup" {
                    window.run("Bayside.open(arguments[0])", vec![options.clone()]).await;
                }
                window.see_booking(widget).await;
                window.picture(&format!("{name}-{form}")).await;
                window.has_readable_colours(&format!("{name}, {form}, the page")).await;
                window.enter(widget).await;
                window.has_readable_colours(&format!("{name}, {form}")).await;
                window.fits(&format!("{name}, {form}")).await;
                let (lang, dark) = (json!(locale), json!(theme != "light"));
                let shown = "const colour = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
                    return [document.documentElement.lang, colour[0] + colour[1] + colour[2] < 384]";
                assert_eq!(window.run(shown, vec![]).await, json!([lang, dark]), "{name}, {form}");
                window.leave().await;
            }
            window.is_quiet(&name).await;
        }
        window.close().await;
    }
}
