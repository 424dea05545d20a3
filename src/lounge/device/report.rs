//! What the screen says of itself with its own calls, and the reload that the desk may ask of it.

use crate::storage;
use bayside_api::screen::{Command, Report, Viewport};
use leptos::prelude::*;

/// What a screen of some kind says of itself, and the last reload that it obeyed.
pub struct Reporter {
    key: String,
}

impl Reporter {
    /// Of a dealer's screen: `lounge`, `arrival`.
    pub fn new(face: &str, dealer: &str) -> Self {
        Self { key: format!("bayside.{face}.{dealer}.reload") }
    }

    fn obeyed(&self) -> i64 {
        storage::read(&self.key).and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// A path of the screen's own calls, with what it says of itself.
    pub fn called(&self, path: &str) -> String {
        let report = Report { version: Some(version()), viewport: viewport(), reload: Some(self.obeyed()) };
        format!("{path}?{}", report.query())
    }

    /// Whether a command is new to this screen. From now on it is known, also after the page has begun anew, so no
    /// reload is followed by another of the same number. Where nothing can be kept it is passed over.
    pub fn must_reload(&self, command: Command) -> bool {
        command.reload > self.obeyed() && storage::write(&self.key, &command.reload.to_string())
    }
}

/// The program's version, and the bundle's own where its files carry one.
fn version() -> String {
    let link = document().query_selector("link[rel=modulepreload][href]").ok().flatten();
    let file = link.and_then(|link| link.get_attribute("href")).unwrap_or_default();
    // `/screen-609ab516209b31c4.js`
    let own = file
        .rsplit_once('-')
        .and_then(|(_, end)| end.get(..8))
        .filter(|own| own.bytes().all(|c| c.is_ascii_hexdigit()));
    let program = env!("CARGO_PKG_VERSION");
    own.map_or_else(|| program.to_owned(), |own| format!("{program}+{own}"))
}

fn viewport() -> Option<Viewport> {
    let side = |side: Result<wasm_bindgen::JsValue, _>| {
        let side = side.ok()?.as_f64()?;
        (side >= 1.0).then_some(side as u32)
    };
    Some(Viewport { width: side(window().inner_width())?, height: side(window().inner_height())? })
}
