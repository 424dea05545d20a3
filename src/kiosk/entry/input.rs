//! Input of the kiosk: keyboards, scanners that act as keyboards, and touches, which show that somebody is there.

use crate::kiosk::scan::scanner::ScannerInput;
use crate::kiosk::session::{KioskPhase, KioskSession};
use crate::kiosk::state::{KioskEvent, KioskPage};
use leptos::ev;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// Listens for as long as the page lives.
pub fn listen(session: KioskSession) {
    let scanner = StoredValue::new(ScannerInput::default());
    let key = window_event_listener(ev::keydown, move |event| on_key(session, scanner, &event));
    let finger = window_event_listener(ev::pointerdown, move |_| session.send(KioskEvent::Touched));
    // A long press must not open the context menu.
    let menu = window_event_listener(ev::contextmenu, |event| event.prevent_default());
    on_cleanup(move || {
        key.remove();
        finger.remove();
        menu.remove();
    });
}

fn on_key(session: KioskSession, scanner: StoredValue<ScannerInput>, event: &KeyboardEvent) {
    if session.phase.get_untracked() != KioskPhase::Open || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let key = event.key();
    let (typing, is_start) = session.kiosk.with_untracked(|kiosk| (kiosk.is_typing(), kiosk.page == KioskPage::Start));
    let scanned = scanner.try_update_value(|scanner| scanner.key(&key, event.time_stamp(), typing)).flatten();
    if let Some(text) = scanned {
        // The Enter of a scanner must not press the focused control.
        event.prevent_default();
        return session.send(KioskEvent::Scanned(text));
    }
    match key.as_str() {
        "Backspace" if typing => session.send(KioskEvent::Erase),
        "Escape" if !is_start => session.send(KioskEvent::Back),
        "Enter" if typing && !on_control() => session.send(KioskEvent::Next),
        _ => {
            let mut letters = key.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) if typing && !(letter == ' ' && on_control()) => {
                    session.send(KioskEvent::Press(letter));
                }
                _ => session.send(KioskEvent::Touched),
            }
        }
    }
}

/// Whether the focus is on something that Enter and the space bar press.
fn on_control() -> bool {
    document().active_element().is_some_and(|element| element.tag_name().eq_ignore_ascii_case("button"))
}
