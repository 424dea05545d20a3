//! The browser's voice. Browsers forbid sound until somebody touches the page, unless they were started otherwise;
//! some machines have no voice for a language at all. Both are found out before there is anything to say.

use crate::i18n::{Lang, Language, td_string};
use crate::lounge::voice::announce::{Voice, voice};
use js_sys::Reflect;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// How often each announcement is read.
const READINGS: u32 = 2;
/// The longest time that a reading may take, in milliseconds; after that it counts as failed.
const READING_MS_MAX: i64 = 30_000;
/// How long to wait for the list of voices, which browsers load late.
const VOICES_MS_MAX: i64 = 10_000;

/// Whether announcements can be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sound {
    /// Nothing is to be said.
    Off,
    /// Not known yet.
    Asking,
    /// They are heard.
    On,
    /// Somebody has to touch the screen first.
    Forbidden,
    /// No voice speaks the language.
    NoVoice,
}

/// What is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    text: String,
    left: u32,
    since_ms: i64,
    /// Only to find out whether it may be heard.
    is_silent: bool,
}

type OnEnd = Closure<dyn FnMut()>;
type OnError = Closure<dyn FnMut(JsValue)>;

struct Inner {
    synth: Option<SpeechSynthesis>,
    sound: RwSignal<Sound>,
    reading: RefCell<Option<Reading>>,
    /// Since when voices are looked for, and in which language.
    asked: Cell<Option<(i64, Language)>>,
    voice: RefCell<Option<SpeechSynthesisVoice>>,
    handlers: RefCell<Option<(OnEnd, OnError)>>,
    /// The browser may forget what nobody holds, and then never says that it has ended.
    utterance: RefCell<Option<SpeechSynthesisUtterance>>,
}

/// Reads one announcement after the other.
pub struct Speaker(Rc<Inner>);

impl Speaker {
    /// Tells `sound` how it stands.
    pub fn new(sound: RwSignal<Sound>) -> Self {
        let inner = Rc::new(Inner {
            synth: window().speech_synthesis().ok().filter(|synth| !synth.is_undefined()),
            sound,
            reading: RefCell::default(),
            asked: Cell::new(None),
            voice: RefCell::default(),
            handlers: RefCell::default(),
            utterance: RefCell::default(),
        });
        let (ended, failed) = (Rc::downgrade(&inner), Rc::downgrade(&inner));
        let on_end = Closure::new(move || {
            if let Some(inner) = ended.upgrade() {
                inner.ended();
            }
        });
        let on_error = Closure::new(move |event: JsValue| {
            if let Some(inner) = failed.upgrade() {
                inner.failed(&event);
            }
        });
        inner.handlers.replace(Some((on_end, on_error)));
        Self(inner)
    }

    /// Whether something is being read.
    pub fn speaks(&self) -> bool {
        self.0.reading.borrow().as_ref().is_some_and(|reading| !reading.is_silent)
    }

    /// Whether announcements are heard.
    pub fn is_on(&self) -> bool {
        self.0.sound.get_untracked() == Sound::On
    }

    /// A second has passed; `wanted` while the dealer wants announcements and the house is open.
    pub fn beat(&self, wanted: bool, lang: Language, now_ms: i64) {
        let inner = &self.0;
        if !wanted {
            inner.asked.set(None);
            inner.set_sound(Sound::Off);
            return;
        }
        if inner.reading.borrow().as_ref().is_some_and(|reading| now_ms - reading.since_ms > READING_MS_MAX) {
            if let Some(synth) = &inner.synth {
                synth.cancel();
            }
            inner.reading.take();
        }
        let since_ms = match inner.asked.get() {
            Some((since_ms, asked)) if asked == lang => since_ms,
            _ => {
                inner.asked.set(Some((now_ms, lang)));
                inner.voice.take();
                inner.set_sound(Sound::Asking);
                now_ms
            }
        };
        if inner.voice.borrow().is_none() {
            inner.look_for_voice(lang);
            if inner.voice.borrow().is_some() {
                inner.set_sound(Sound::Asking);
                // Browsers that forbid sound also refuse a silent text, so it serves as a test.
                inner.read(".".into(), 1, true, now_ms);
            } else if now_ms - since_ms >= VOICES_MS_MAX || inner.synth.is_none() {
                inner.set_sound(Sound::NoVoice);
            }
        }
    }

    /// Says that a car is ready: its number and where to go.
    pub fn say(&self, number: u16, place: Option<&str>, lang: Language, now_ms: i64) {
        let place = place.unwrap_or(td_string!(lang, lounge.say.place));
        let text = td_string!(lang, lounge.say.ready, number = number, place = place).to_string();
        self.0.read(text, READINGS, false, now_ms);
    }

    /// Somebody touched the screen: if sound was forbidden, it may be allowed now. Tells whether it was.
    pub fn touched(&self, lang: Lang, now_ms: i64) -> bool {
        let was_forbidden = self.0.sound.get_untracked() == Sound::Forbidden;
        if was_forbidden {
            self.0.read(td_string!(lang.now(), lounge.say.on).to_owned(), 1, false, now_ms);
        }
        was_forbidden
    }
}

impl Inner {
    fn set_sound(&self, sound: Sound) {
        if self.sound.get_untracked() != sound {
            self.sound.set(sound);
        }
    }

    fn look_for_voice(&self, lang: Language) {
        let Some(synth) = &self.synth else { return };
        let all: Vec<SpeechSynthesisVoice> = synth.get_voices().iter().map(JsCast::unchecked_into).collect();
        let voices: Vec<Voice> =
            all.iter().map(|voice| Voice { lang: voice.lang(), is_local: voice.local_service() }).collect();
        let found = voice(&voices, lang.tag()).and_then(|at| all.into_iter().nth(at));
        self.voice.replace(found);
    }

    fn read(&self, text: String, readings: u32, is_silent: bool, now_ms: i64) {
        self.reading.replace(Some(Reading { text, left: readings, since_ms: now_ms, is_silent }));
        self.go_on();
    }

    /// Hands the next reading to the browser.
    fn go_on(&self) {
        let Some(Reading { text, is_silent, .. }) = self.reading.borrow().clone() else { return };
        let (Some(synth), Ok(utterance)) = (&self.synth, SpeechSynthesisUtterance::new_with_text(&text)) else {
            self.reading.take();
            return;
        };
        if let Some(voice) = &*self.voice.borrow() {
            utterance.set_voice(Some(voice));
            utterance.set_lang(&voice.lang());
        }
        utterance.set_rate(0.9);
        utterance.set_volume(if is_silent { 0.0 } else { 1.0 });
        if let Some((on_end, on_error)) = &*self.handlers.borrow() {
            utterance.set_onend(Some(on_end.as_ref().unchecked_ref()));
            utterance.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        }
        self.utterance.replace(Some(utterance.clone()));
        synth.speak(&utterance);
    }

    fn ended(&self) {
        self.set_sound(Sound::On);
        let is_over = match &mut *self.reading.borrow_mut() {
            Some(reading) => {
                reading.left = reading.left.saturating_sub(1);
                reading.left == 0
            }
            None => return,
        };
        if is_over {
            self.reading.take();
        } else {
            self.go_on();
        }
    }

    /// Named as the Web Speech API names it; web-sys does not know all of them.
    fn failed(&self, event: &JsValue) {
        self.reading.take();
        let error = Reflect::get(event, &JsValue::from_str("error")).ok().and_then(|error| error.as_string());
        match error.as_deref() {
            Some("not-allowed") => self.set_sound(Sound::Forbidden),
            // Our own doing, or for once: the next one is tried again.
            Some("canceled" | "interrupted") => {}
            Some("audio-busy" | "network") => self.set_sound(Sound::On),
            _ => self.set_sound(Sound::NoVoice),
        }
    }
}
