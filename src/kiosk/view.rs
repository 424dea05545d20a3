//! The kiosk: a bar on top, one question in the middle, the countdown below.

use super::option_button::OptionButton;
use super::session::{KioskPhase, KioskSession, start};
use super::state::{IDLE_MS, KioskEvent, KioskPage};
use crate::i18n::{Language, td_string, use_lang};
use crate::kiosk::entry::{DigitsPage, PlatePage, ReferencePage, input};
use crate::kiosk::labels;
use crate::kiosk::outcome::{Done, Refused};
use crate::kiosk::scan::ScanPage;
use crate::lounge::device::wake_lock;
use crate::lounge::pairing::pairing;
use crate::ui::address::path_part;
use crate::ui::clock::use_clock;
use crate::ui::date_format;
use crate::ui::{Icon, focus, guard};
use bayside_api::codes::VisitReason;
use bayside_api::offsets::instant_at;
use leptos::prelude::*;

/// From how many seconds on the countdown is announced to screen readers.
const SAID_SECONDS: i64 = 15;

/// The arrival kiosk of the dealer in the page's path.
#[component]
pub fn KioskApp() -> impl IntoView {
    let lang = use_lang();
    let session = start(path_part(0).unwrap_or_default(), lang, use_clock());
    wake_lock::keep_awake(session.now_ms);
    input::listen(session);
    let phase = Memo::new(move |_| session.phase.get());
    let name = Memo::new(move |_| {
        session.dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.name.clone())).unwrap_or_default()
    });
    Effect::new(move |_| focus::title(&td_string!(lang.get(), kiosk.title, dealer = name.get()).to_string()));
    guard::at_rest(move || td_string!(lang.get(), lounge.restarting));
    Effect::new(move |_| set_colour_scheme(matches!(phase.get(), KioskPhase::Pairing(_))));
    view! {
        {move || match phase.get() {
            KioskPhase::Pairing(code) => view! {
                <div class="lounge">{pairing(code, session.now_ms, session.offline)}</div>
            }.into_any(),
            KioskPhase::Unknown => view! { <div class="kiosk"><main><div>
                <h1>{move || td_string!(lang.get(), lounge.unknown.title)}</h1>
                <p>{move || td_string!(lang.get(), lounge.unknown.text)}</p>
            </div></main></div> }.into_any(),
            KioskPhase::Starting => view! { <div class="kiosk"><main><Waiting session/></main></div> }.into_any(),
            KioskPhase::Open => view! { <Open session name/> }.into_any(),
        }}
    }
}

/// Only the pairing page uses the lounge's colours.
fn set_colour_scheme(pairing: bool) {
    let Some(root) = document().document_element() else { return };
    // If the attribute cannot be set, the colours stay as they are.
    let _ = if pairing { root.set_attribute("data-scheme", "lounge") } else { root.remove_attribute("data-scheme") };
}

#[component]
fn Waiting(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    view! {
        <div role="status">
            {move || session.offline.get().then(|| view! {
                <h1>{td_string!(lang.get(), lounge.offline.title)}</h1>
                <p>{td_string!(lang.get(), lounge.offline.text)}</p>
            })}
        </div>
    }
}

#[component]
fn Open(session: KioskSession, name: Memo<String>) -> impl IntoView {
    let page = Memo::new(move |_| session.kiosk.with(|kiosk| kiosk.page.clone()));
    let sending = Memo::new(move |_| session.kiosk.with(super::state::Kiosk::is_sending));
    // Announce the new question to screen readers.
    Effect::new(move |before: Option<()>| {
        page.track();
        if before.is_some() {
            focus::on("heading");
        }
    });
    view! {
        <div class="kiosk" data-sending=move || sending.get().then_some("")>
            <Bar session name/>
            {move || match page.get() {
                KioskPage::Start => view! { <StartPage session/> }.into_any(),
                KioskPage::Scan => view! { <ScanPage session/> }.into_any(),
                KioskPage::Plate => view! { <PlatePage session/> }.into_any(),
                KioskPage::Digits => view! { <DigitsPage session/> }.into_any(),
                KioskPage::Reference => view! { <ReferencePage session/> }.into_any(),
                KioskPage::WalkIn => view! { <WalkInPage session/> }.into_any(),
                KioskPage::Done(checked_in) => view! { <Done session checked_in/> }.into_any(),
                KioskPage::Refused(refusal) => view! { <Refused session refusal/> }.into_any(),
            }}
            <Foot session page sending/>
        </div>
    }
}

/// Whose house it is, the languages, the time.
#[component]
fn Bar(session: KioskSession, name: Memo<String>) -> impl IntoView {
    let lang = use_lang();
    let time = Memo::new(move |_| {
        session.now_ms.track();
        let now = session.dealer.with(|dealer| instant_at(&dealer.as_ref()?.offsets, session.clock.now_ms()))?;
        Some(date_format::time(&now))
    });
    let spoken = Memo::new(move |_| {
        let known = |dealer: &bayside_api::dealer::Dealer| {
            dealer.locales.iter().filter_map(|text| Language::from_tag(text)).collect::<Vec<Language>>()
        };
        session.dealer.with(|dealer| dealer.as_ref().map(known)).unwrap_or_default()
    });
    view! {
        <header class="bar">
            <b>{name}</b>
            <nav aria-label=move || td_string!(lang.get(), ui.language)>
                {move || spoken.get().into_iter().map(|locale| view! {
                    <button
                        type="button"
                        lang=locale.tag()
                        title=locale.own_name()
                        data-test=format!("lang-{}", locale.tag())
                        aria-pressed=move || (lang.get() == locale).to_string()
                        on:click=move |_| session.choose_language(locale)
                    >{locale.short_name()}</button>
                }).collect_view()}
            </nav>
            <time translate="no">{time}</time>
        </header>
    }
}

/// The ways to begin.
#[component]
fn StartPage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let offline = Memo::new(move |_| session.offline.get());
    let word = move |word: fn(Language) -> &'static str| Signal::derive(move || word(lang.get()).to_owned());
    let open = move |page: KioskPage| Callback::new(move |()| session.send(KioskEvent::Open(page.clone())));
    view! {
        <main>
            <div>
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.start.title)}</h1>
                <p>{move || td_string!(lang.get(), kiosk.start.lead)}</p>
            </div>
            {move || offline.get().then(|| view! {
                <p class="say" data-k="warn" role="status" data-test="offline"><Icon name="broken"/><span>{td_string!(lang.get(), kiosk.start.offline)}</span></p>
            })}
            <ul class="ways">
                <OptionButton icon="scan" test="way-scan" title=word(|l| td_string!(l, kiosk.start.scan)) note=word(|l| td_string!(l, kiosk.start.scan_note)) go=open(KioskPage::Scan)/>
                <OptionButton icon="car" test="way-plate" title=word(|l| td_string!(l, kiosk.start.plate)) note=word(|l| td_string!(l, kiosk.start.plate_note)) go=open(KioskPage::Plate)/>
                <OptionButton icon="user" test="way-walk-in" title=word(|l| td_string!(l, kiosk.start.walk_in)) note=word(|l| td_string!(l, kiosk.start.walk_in_note)) go=open(KioskPage::WalkIn)/>
            </ul>
        </main>
    }
}

/// Why somebody comes without a booking.
#[component]
fn WalkInPage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let queue = Memo::new(move |_| session.queue.get());
    view! {
        <main>
            <div>
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.walk_in.title)}</h1>
                <p>{move || td_string!(lang.get(), kiosk.walk_in.lead)}</p>
            </div>
            <p class="line">
                {move || queue.get().map(|(ahead, receiving)| view! {
                    <span data-test="ahead"><span class="num" translate="no">{ahead}</span>{labels::ahead(ahead, lang.get())}</span>
                    <span data-test="receiving"><span class="num" translate="no">{receiving}</span>{labels::receiving(receiving, lang.get())}</span>
                })}
                <span class="soft">{move || td_string!(lang.get(), kiosk.walk_in.booked_first)}</span>
            </p>
            <ul class="ways thin">
                {VisitReason::ALL.iter().map(|reason| {
                    let reason = *reason;
                    let event = if reason == VisitReason::Pickup { KioskEvent::Collect } else { KioskEvent::Reason(reason) };
                    view! {
                        <OptionButton
                            icon=labels::reason_icon(reason)
                            test=labels::reason_test(reason)
                            title=Signal::derive(move || labels::reason(reason, lang.get()).to_owned())
                            note=Signal::derive(move || labels::reason_note(reason, lang.get()).to_owned())
                            go=Callback::new(move |()| session.send(event.clone()))
                        />
                    }
                }).collect_view()}
            </ul>
            <div class="acts"><button type="button" class="btn b2" data-test="back" on:click=move |_| session.send(KioskEvent::Back)>{move || td_string!(lang.get(), kiosk.back)}</button></div>
        </main>
    }
}

/// The time that is left, and how to have more.
#[component]
fn Foot(session: KioskSession, page: Memo<KioskPage>, sending: Memo<bool>) -> impl IntoView {
    let lang = use_lang();
    let seconds = Memo::new(move |_| {
        let now_ms = session.now_ms.get();
        session.kiosk.with(|kiosk| kiosk.left_ms(now_ms)).map(|left_ms| (left_ms + 999) / 1000)
    });
    let counts = Memo::new(move |_| seconds.get().is_some());
    let left = move || labels::time_left(&page.get(), seconds.get().unwrap_or_default(), lang.get());
    let said = move || {
        let is_soon = seconds.get().is_some_and(|left| left <= SAID_SECONDS);
        is_soon.then(|| td_string!(lang.get(), kiosk.idle.soon, n = SAID_SECONDS).to_string())
    };
    view! {
        <footer class="foot">
            {move || match (sending.get(), counts.get()) {
                (true, _) => view! { <p class="say" role="status" data-test="sending"><Icon name="clock"/><span>{td_string!(lang.get(), kiosk.sending)}</span></p> }.into_any(),
                (_, false) => view! { <p class="say soft"><Icon name="info"/><span>{td_string!(lang.get(), kiosk.start.privacy)}</span></p> }.into_any(),
                (_, true) => view! {
                    <progress
                        class="left"
                        max=(IDLE_MS / 1000).to_string()
                        prop:value=move || seconds.get().unwrap_or_default() as f64
                        aria-label=move || td_string!(lang.get(), kiosk.idle.label)
                    ></progress>
                    <p data-test="left" data-seconds=move || seconds.get().map(|left| left.to_string())>{left}</p>
                    <button type="button" class="btn b2" data-test="still-here" on:click=move |_| session.send(KioskEvent::Touched)>
                        {move || td_string!(lang.get(), kiosk.idle.here)}
                    </button>
                    <p class="vh" role="status">{said}</p>
                }.into_any(),
            }}
        </footer>
    }
}
