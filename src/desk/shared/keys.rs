//! Keyboard shortcuts: single keys that work outside of fields, and the line at the foot that lists them.

use crate::desk::shared::session::use_signed;
use crate::i18n::{Language, td_string, use_lang};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Calls `pressed` with each key that is pressed anew (or held, if it moves), not typed into a field, and without a modifier other than the one
/// that writes it on some keyboards. If it returns true, the key is handled and the event ends there.
pub fn on_keys(pressed: impl Fn(&str) -> bool + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        // German keyboards write a bracket with AltGr, which is Ctrl and Alt together.
        let writes = event.get_modifier_state("AltGraph");
        let modified = (event.ctrl_key() || event.alt_key()) && !writes || event.meta_key() || event.is_composing();
        let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
        let key = event.key();
        // Who holds a key moves on; nothing is done twice by it.
        let runs_away = event.repeat() && !matches!(key.as_str(), "h" | "j" | "k" | "l") && !key.starts_with("Arrow");
        if modified || runs_away || in_dialog || event.default_prevented() || types(&event) {
            return;
        }
        if pressed(&key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Ctrl and Enter saves, wherever on the page the focus is.
pub fn on_save(save: impl Fn() + 'static) {
    let handle = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let in_dialog = document().query_selector("dialog[open]").ok().flatten().is_some();
        let saves = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if saves && !in_dialog && !event.repeat() && !event.default_prevented() {
            event.prevent_default();
            save();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Escape leads back to the board.
pub fn leave_on_escape() {
    let board = format!("/desk/{}", use_signed().0.dealer);
    let go = use_navigate();
    on_keys(move |key| {
        let leaves = key == "Escape";
        if leaves {
            go(&board, NavigateOptions::default());
        }
        leaves
    });
}

/// Whether the key goes into a field, or presses the control that has the focus.
fn types(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    let control = match target.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(target.get_attribute("type").as_deref(), Some("checkbox" | "radio")),
        "BUTTON" | "A" | "SUMMARY" => event.key() == "Enter" || event.key() == " ",
        _ => target.is_content_editable(),
    };
    if control && event.key() == "Escape" {
        // The first Escape leaves the field, the next one is a shortcut of the page.
        let _ = target.blur();
    }
    control
}

/// A key and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// J K
    UpDown,
    /// H L
    LeftRight,
    /// Opens the chosen card; Enter.
    Open,
    /// ]
    Next,
    /// Changes the promised time; P.
    Promise,
    /// Quotes extra work; E.
    Extra,
    /// Shows the customer's number; T.
    Phone,
    /// /
    Search,
    /// ?
    Help,
    /// Closes what is open; Esc.
    Back,
    /// Goes back to the visit; Esc.
    Leave,
    /// Goes to the next field; Tab.
    Field,
    /// Enter, on the sign-in page
    SignIn,
    /// Ctrl+Enter
    Save,
    /// Ctrl+S
    SaveAll,
    /// Ctrl+C
    Copy,
    /// R, at a screen
    Reload,
    /// U, at a screen
    Revoke,
    /// A, at the screens
    Add,
}

impl Key {
    const fn caps(self) -> &'static [&'static str] {
        match self {
            Self::UpDown => &["J", "K"],
            Self::LeftRight => &["H", "L"],
            Self::Open | Self::SignIn => &["↵"],
            Self::Next => &[".", "]"],
            Self::Promise => &["P"],
            Self::Extra => &["E"],
            Self::Phone => &["T"],
            Self::Search => &["/"],
            Self::Help => &["?"],
            Self::Back | Self::Leave => &["Esc"],
            Self::Field => &["Tab"],
            Self::Save => &["Ctrl", "↵"],
            Self::SaveAll => &["Ctrl", "S"],
            Self::Copy => &["Ctrl", "C"],
            Self::Reload => &["R"],
            Self::Revoke => &["U"],
            Self::Add => &["A"],
        }
    }

    fn word(self, locale: Language) -> &'static str {
        match self {
            Self::UpDown => td_string!(locale, desk.keys.up_down),
            Self::LeftRight => td_string!(locale, desk.keys.left_right),
            Self::Open => td_string!(locale, desk.keys.open),
            Self::Next => td_string!(locale, desk.keys.next),
            Self::Promise => td_string!(locale, desk.keys.promise),
            Self::Extra => td_string!(locale, desk.keys.extra),
            Self::Phone => td_string!(locale, desk.keys.phone),
            Self::Search => td_string!(locale, desk.keys.search),
            Self::Help => td_string!(locale, desk.keys.help),
            Self::Back => td_string!(locale, desk.keys.back),
            Self::Leave => td_string!(locale, desk.keys.leave),
            Self::Field => td_string!(locale, desk.keys.field),
            Self::SignIn => td_string!(locale, desk.keys.sign_in),
            Self::Save | Self::SaveAll => td_string!(locale, desk.keys.save),
            Self::Copy => td_string!(locale, widget.keys.copy),
            Self::Reload => td_string!(locale, desk.keys.reload),
            Self::Revoke => td_string!(locale, desk.keys.revoke),
            Self::Add => td_string!(locale, desk.keys.add),
        }
    }
}

/// The line at the foot.
#[component]
pub fn KeyLine(
    /// In order.
    #[prop(into)]
    keys: Signal<Vec<Key>>,
) -> impl IntoView {
    view! { <footer><KeyList keys=keys/></footer> }
}

/// Keys and what they do.
#[component]
pub fn KeyList(
    /// In order.
    #[prop(into)]
    keys: Signal<Vec<Key>>,
) -> impl IntoView {
    let lang = use_lang();
    let one = move |key: Key| {
        view! {
            <span>
                {key.caps().iter().map(|cap| view! { <kbd>{*cap}</kbd> }).collect_view()}
                {move || key.word(lang.get())}
            </span>
        }
    };
    view! {
        <div class="keys" role="group" aria-label=move || td_string!(lang.get(), desk.keys.label)>
            {move || keys.get().into_iter().map(one).collect_view()}
        </div>
    }
}

/// A key cap on a button, hidden from screen readers because the button has a label.
#[component]
pub fn Cap(
    /// As printed on it.
    key: &'static str,
) -> impl IntoView {
    view! { <kbd aria-hidden="true">{key}</kbd> }
}
