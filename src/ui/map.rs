//! The way to an address, in the map that a device has.

use crate::client::encode;
use leptos::prelude::window;

/// A link to the address in this device's map; nothing is loaded before it is pressed.
pub fn here(address: &str, country: &str) -> String {
    let agent = window().navigator().user_agent().unwrap_or_default();
    link(&agent, &encode(address), country)
}

/// A device's own map app; elsewhere a website that knows the country. `query` is percent-encoded.
fn link(agent: &str, query: &str, country: &str) -> String {
    if agent.contains("Android") {
        format!("geo:0,0?q={query}")
    } else if ["iPhone", "iPad", "Macintosh"].iter().any(|name| agent.contains(name)) {
        format!("https://maps.apple.com/?q={query}")
    } else if country == "CN" {
        format!("https://uri.amap.com/search?keyword={query}")
    } else {
        format!("https://www.openstreetmap.org/search?query={query}")
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn a_phone_opens_its_own_map_and_a_computer_one_that_knows_the_country() {
        for (agent, country, begins) in [
            ("Mozilla/5.0 (Linux; Android 14)", "CN", "geo:0,0?q=Verden"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)", "CN", "https://maps.apple.com/?q=Verden"),
            ("Mozilla/5.0 (Windows NT 10.0)", "CN", "https://uri.amap.com/search?keyword=Verden"),
            ("Mozilla/5.0 (X11; Linux x86_64)", "DE", "https://www.openstreetmap.org/search?query=Verden"),
        ] {
            assert_eq!(link(agent, "Verden", country), begins, "{agent}");
        }
    }
}
