//! What is entered by keys on the screen: the plate, four digits, a reference.

use crate::i18n::{Language, td_string, use_lang};
use crate::kiosk::entry::keys;
use crate::kiosk::entry::keys::Key;
use crate::kiosk::entry::plate::CELLS;
use crate::kiosk::session::KioskSession;
use crate::kiosk::state::{DIGITS, Kiosk, KioskEvent, KioskPage, REFERENCE_CHARS};
use crate::ui::Icon;
use bayside_api::codes::PlateKind;
use bayside_domain::plate::Typing;
use leptos::prelude::*;

fn part<T: PartialEq + Send + Sync + 'static>(
    session: KioskSession,
    read: impl Fn(&Kiosk) -> T + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |_| session.kiosk.with(&read))
}

/// The keys; those that cannot follow now are dim.
#[component]
fn Keys(
    session: KioskSession,
    /// In the order of the screen.
    #[prop(into)]
    keys: Signal<Vec<Key>>,
    /// Rows of three instead of ten.
    #[prop(optional)]
    few: bool,
    /// Whether a character may follow.
    #[prop(into)]
    takes: Callback<char, bool>,
) -> impl IntoView {
    let lang = use_lang();
    let one = move |key: Key| {
        let event = match key {
            Key::Letter(letter) => KioskEvent::Press(letter),
            Key::Space => KioskEvent::Press(' '),
            Key::Erase => KioskEvent::Erase,
            Key::Clear => KioskEvent::Clear,
        };
        let press = move |_| session.send(event.clone());
        match key {
            Key::Letter(letter) => {
                let dim = move || (!takes.run(letter)).then_some("true");
                let class = if letter == '-' { "w5" } else { "" };
                view! { <button type="button" class=class data-test=format!("key-{letter}") aria-disabled=dim on:click=press>{letter.to_string()}</button> }.into_any()
            }
            Key::Space => view! { <button type="button" class="w5" data-test="key-space" on:click=press>{move || td_string!(lang.get(), kiosk.keys.space)}</button> }.into_any(),
            Key::Erase => view! { <button type="button" data-test="key-erase" aria-label=move || td_string!(lang.get(), kiosk.keys.erase) on:click=press><Icon name="back"/></button> }.into_any(),
            Key::Clear => view! { <button type="button" class="word" data-test="key-clear" on:click=press>{move || td_string!(lang.get(), kiosk.keys.clear)}</button> }.into_any(),
        }
    };
    view! {
        <div class=if few { "keys n3" } else { "keys" } role="group" aria-label=move || td_string!(lang.get(), kiosk.keys.label)>
            {move || keys.get().into_iter().map(one).collect_view()}
        </div>
    }
}

/// On, once it is whole, and back.
#[component]
fn Acts(
    session: KioskSession,
    /// How many characters are missing.
    missing: Memo<usize>,
    /// What leads on.
    #[prop(into)]
    next: Signal<String>,
    /// More ways on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = use_lang();
    let waits = part(session, |kiosk| !kiosk.is_whole() || kiosk.is_sending());
    let word = move || match missing.get() {
        0 => next.get(),
        n => td_string!(lang.get(), kiosk.missing, n = n).to_string(),
    };
    view! {
        <div class="acts">
            <button type="button" class="btn" data-test="next" aria-disabled=move || waits.get().then_some("true") on:click=move |_| session.send(KioskEvent::Next)>{word}</button>
            <button type="button" class="btn b2" data-test="back" on:click=move |_| session.send(KioskEvent::Back)>{move || td_string!(lang.get(), kiosk.back)}</button>
            {children.map(|children| children())}
        </div>
    }
}

/// The characters of a Chinese plate, each of which can be pressed.
#[component]
pub fn PlateCells(session: KioskSession, cursor: bool) -> impl IntoView {
    let lang = use_lang();
    let plate = part(session, |kiosk| kiosk.plate.clone());
    let spelled = move || {
        let letters: Vec<String> = plate.with(|plate| plate.letters().iter().map(char::to_string).collect());
        td_string!(lang.get(), kiosk.plate.typed, text = letters.join(" ")).to_string()
    };
    let cells = move || {
        let plate = plate.get();
        let count = if cursor { CELLS } else { plate.letters().len() };
        (0..count).map(|at| {
            let class = match plate.letters().get(at) {
                _ if cursor && at == plate.at() => "c",
                Some(_) => "f",
                None if at == CELLS - 1 => "ne",
                None => "",
            };
            let label = move |letter: char| td_string!(lang.get(), kiosk.plate.cell, n = at + 1, letter = letter.to_string()).to_string();
            match plate.letters().get(at).copied() {
                Some(letter) => view! {
                    <li class=class><button type="button" data-test=format!("cell-{at}") aria-label=label(letter) on:click=move |_| session.send(KioskEvent::Pick(at))>{letter.to_string()}</button></li>
                }.into_any(),
                None if at == CELLS - 1 => view! { <li class=class>{td_string!(lang.get(), kiosk.plate.new_energy)}</li> }.into_any(),
                None => view! { <li class=class></li> }.into_any(),
            }
        }).collect_view()
    };
    let is_cn = part(session, |kiosk| kiosk.plate.kind == PlateKind::Cn);
    view! {
        {move || if is_cn.get() {
            view! { <ol class="cells" lang=Language::ZhCn.tag() data-test="plate" aria-label=spelled>{cells}</ol> }.into_any()
        } else {
            view! { <p class="typed plate" translate="no" data-test="plate">{move || plate.with(crate::kiosk::entry::plate::Plate::text)}<i aria-hidden="true"></i></p> }.into_any()
        }}
        <p class="vh" role="status">{spelled}</p>
    }
}

/// The plate.
#[component]
pub fn PlatePage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let plate = part(session, |kiosk| kiosk.plate.clone());
    let kind = part(session, |kiosk| kiosk.plate.kind);
    let usual = part(session, Kiosk::is_usual_kind);
    let wants_province = part(session, |kiosk| kiosk.plate.wants_province());
    let keys = Memo::new(move |_| {
        wants_province.track();
        kind.track();
        plate.with_untracked(keys::of_plate)
    });
    let missing = Memo::new(move |_| match plate.with(crate::kiosk::entry::plate::Plate::typing) {
        Typing::Missing { characters } => characters,
        Typing::Empty | Typing::Wrong(_) => 1,
        Typing::Complete { .. } => 0,
    });
    let note = move || match kind.get() {
        PlateKind::Cn => td_string!(lang.get(), kiosk.plate.note_cn),
        PlateKind::De => td_string!(lang.get(), kiosk.plate.note_de),
        PlateKind::Other => td_string!(lang.get(), kiosk.plate.note_other),
    };
    let other = move |_| {
        let kind = session
            .kiosk
            .with_untracked(|kiosk| if kiosk.is_usual_kind() { PlateKind::Other } else { kiosk.usual_kind() });
        session.send(KioskEvent::Kind(kind));
    };
    let has_other = part(session, |kiosk| kiosk.usual_kind() != PlateKind::Other);
    view! {
        <main class="k2">
            <div>
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.plate.title)}</h1>
                <p>{note}</p>
            </div>
            <div class="entry"><PlateCells session cursor=true/></div>
            <Keys session keys takes=move |letter| plate.with(|plate| plate.takes(letter))/>
            <Acts session missing next=Signal::derive(move || td_string!(lang.get(), kiosk.next).to_owned())>
                {move || has_other.get().then(|| view! {
                    <button type="button" class="btn b3" data-test="other-plate" on:click=other>
                        {move || if usual.get() { td_string!(lang.get(), kiosk.plate.other) } else { td_string!(lang.get(), kiosk.plate.usual) }}
                    </button>
                })}
            </Acts>
        </main>
    }
}

/// Characters that are all of one kind, one cell each.
#[component]
fn Cells(count: usize, #[prop(into)] text: Signal<String>, test: &'static str, class: &'static str) -> impl IntoView {
    let lang = use_lang();
    let spelled = move || {
        let letters: Vec<String> = text.with(|text| text.chars().map(|letter| letter.to_string()).collect());
        td_string!(lang.get(), kiosk.plate.typed, text = letters.join(" ")).to_string()
    };
    let cells = move || {
        let letters: Vec<char> = text.with(|text| text.chars().collect());
        (0..count)
            .map(|at| {
                let class = match letters.get(at) {
                    Some(_) => "f",
                    None if at == letters.len() => "c",
                    None => "",
                };
                view! { <li class=class>{letters.get(at).map(char::to_string)}</li> }
            })
            .collect_view()
    };
    view! {
        <div class="entry">
            <ol class=class data-test=test aria-label=spelled>{cells}</ol>
            <p class="vh" role="status">{spelled}</p>
        </div>
    }
}

/// The last digits of the phone.
#[component]
pub fn DigitsPage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let digits = part(session, |kiosk| kiosk.digits.clone());
    let missing = Memo::new(move |_| digits.with(|digits| DIGITS - digits.len().min(DIGITS)));
    view! {
        <main class="ks">
            <div>
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.digits.title)}</h1>
                <p>{move || td_string!(lang.get(), kiosk.digits.note)}</p>
            </div>
            <Cells count=DIGITS text=digits test="digits" class="cells n4"/>
            <Keys session keys=Signal::stored(keys::of_digits()) few=true takes=move |_| digits.with(|digits| digits.len() < DIGITS)/>
            <Acts session missing next=Signal::derive(move || td_string!(lang.get(), kiosk.finish).to_owned())/>
        </main>
    }
}

/// The booking's reference.
#[component]
pub fn ReferencePage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let reference = part(session, |kiosk| kiosk.reference.clone());
    let missing = Memo::new(move |_| reference.with(|typed| REFERENCE_CHARS - typed.len().min(REFERENCE_CHARS)));
    view! {
        <main class="k2">
            <div>
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.reference.title)}</h1>
                <p>{move || td_string!(lang.get(), kiosk.reference.note)}</p>
            </div>
            <Cells count=REFERENCE_CHARS text=reference test="reference" class="cells n6"/>
            <Keys session keys=Signal::stored(keys::of_reference()) takes=move |_| reference.with(|typed| typed.len() < REFERENCE_CHARS)/>
            <Acts session missing next=Signal::derive(move || td_string!(lang.get(), kiosk.finish).to_owned())>
                <button type="button" class="btn b3" data-test="to-plate" on:click=move |_| session.send(KioskEvent::Open(KioskPage::Plate))>{move || td_string!(lang.get(), kiosk.scan.plate)}</button>
            </Acts>
        </main>
    }
}
