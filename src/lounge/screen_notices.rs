//! Notices about the screen itself: that announcements cannot be heard, that the data are made up.

use super::screen::LoungeScreen;
use crate::i18n::{td_string, use_lang};
use crate::lounge::voice::speech::Sound;
use crate::ui::Icon;
use leptos::prelude::*;

/// Announcements are wanted and cannot be heard.
#[component]
pub fn SoundNotice(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
) -> impl IntoView {
    let lang = use_lang();
    let words = move || match screen.sound.get() {
        Sound::Forbidden => Some((td_string!(lang.get(), lounge.sound.forbidden), "forbidden")),
        Sound::NoVoice => Some((td_string!(lang.get(), lounge.sound.no_voice), "no-voice")),
        Sound::Off | Sound::Asking | Sound::On => None,
    };
    view! {
        {move || words().map(|(words, why)| view! {
            <p class="mute" role="status" data-test="sound-off" data-why=why><Icon name="mute"/>{words}</p>
        })}
    }
}

/// The notice that all data are made up.
#[component]
pub fn DemoNotice(
    /// The state of the screen, as the views read it.
    screen: LoungeScreen,
) -> impl IntoView {
    let lang = use_lang();
    screen.is_demo.then(
        || view! { <span class="sham" data-test="demo">{move || td_string!(lang.get(), lounge.demo.sign)}</span> },
    )
}
