//! The page that embeds the frame.

use crate::json;
use bayside_api::embed::{Message, Options, VERSION};
use js_sys::{JSON, Reflect};
use leptos::prelude::{StoredValue, WithValue, document, window};
use wasm_bindgen::{JsCast, JsValue};

/// The frame's id and the origin of the embedding page; `None` if there is none.
#[derive(Clone, Copy)]
pub struct Host(StoredValue<Option<(String, String)>>);

impl Host {
    /// The embedding page that gave these options, if it is really the parent of the frame and the dealer allows it.
    pub fn of(options: Option<&Options>) -> Self {
        let known = options.filter(|options| is_framed() && is_allowed(&options.host));
        Self(StoredValue::new(known.map(|options| (options.id.clone(), options.host.clone()))))
    }

    /// Posts a message to the embedding page, and to no other.
    pub fn say(self, message: Message) {
        self.0.with_value(|known| {
            if let Some((id, origin)) = known {
                // If the message cannot be posted, the page keeps what it shows.
                let _ = say(id, origin, &message);
            }
        });
    }
}

fn say(id: &str, origin: &str, message: &Message) -> Option<()> {
    let parent = window().parent().ok()??;
    let said = JSON::parse(&serde_json::to_string(message).ok()?).ok()?;
    Reflect::set(&said, &"bayside".into(), &VERSION.into()).ok()?;
    Reflect::set(&said, &"id".into(), &id.into()).ok()?;
    parent.post_message(&said, origin).ok()
}

fn is_framed() -> bool {
    let own: JsValue = window().into();
    window().parent().ok().flatten().is_some_and(|parent| JsValue::from(parent) != own)
}

/// Whether the dealer allows the origin, and the browser, where it tells, knows it as that of the page around.
fn is_allowed(origin: &str) -> bool {
    let own = window().location().origin().is_ok_and(|own| own == origin);
    let listed = document().get_element_by_id("origins").and_then(|block| block.text_content());
    let listed: Vec<String> = listed.and_then(|text| json::read(&text)).unwrap_or_default();
    (own || listed.iter().any(|listed| listed == origin)) && parent_origin().is_none_or(|parent| parent == origin)
}

/// `ancestorOrigins`, which not every browser has.
fn parent_origin() -> Option<String> {
    let ancestors = Reflect::get(window().location().unchecked_ref(), &"ancestorOrigins".into()).ok()?;
    Reflect::get(&ancestors, &0.into()).ok()?.as_string()
}
