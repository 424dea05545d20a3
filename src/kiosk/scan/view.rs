//! Holding a code before the scanner, or before the camera where there is one.

use crate::i18n::{td_string, use_lang};
use crate::kiosk::scan::camera;
use crate::kiosk::scan::camera::CameraState;
use crate::kiosk::session::KioskSession;
use crate::kiosk::state::{KioskEvent, KioskPage};
use crate::ui::{Icon, timer};
use leptos::prelude::*;

/// The component of the whole page.
#[component]
pub fn ScanPage(session: KioskSession) -> impl IntoView {
    let lang = use_lang();
    let state = RwSignal::new(CameraState::Asking);
    let video = NodeRef::<leptos::html::Video>::new();
    // After the element stands in the page.
    timer::next_frame({
        let owner = Owner::current();
        move || {
            if let Some(owner) = owner {
                owner.with(|| camera::look(video, state, move |text| session.send(KioskEvent::Scanned(text))));
            }
        }
    });
    let title = move || match state.get() {
        CameraState::Looking => td_string!(lang.get(), kiosk.scan.title_camera),
        _ => td_string!(lang.get(), kiosk.scan.title),
    };
    let note = move || match state.get() {
        CameraState::Looking => td_string!(lang.get(), kiosk.scan.note_camera),
        CameraState::Refused => td_string!(lang.get(), kiosk.scan.note_refused),
        _ => td_string!(lang.get(), kiosk.scan.note),
    };
    let status = move || match state.get() {
        CameraState::Looking => td_string!(lang.get(), kiosk.scan.looking),
        CameraState::Asking => td_string!(lang.get(), kiosk.scan.asking),
        _ => td_string!(lang.get(), kiosk.scan.waiting),
    };
    let word = move || match state.get() {
        CameraState::Asking => "asking",
        CameraState::Looking => "looking",
        CameraState::Refused => "refused",
        CameraState::Nothing => "none",
    };
    view! {
        <main class="ks" data-test="scan" data-camera=word>
            <div>
                <h1 id="heading" tabindex="-1">{title}</h1>
                <p>{note}</p>
            </div>
            <div class="cam">
                <video node_ref=video muted=true playsinline="" aria-hidden="true" hidden=move || state.get() != CameraState::Looking></video>
                <svg viewBox="0 0 400 400" fill="none" aria-hidden="true">
                    {move || (state.get() != CameraState::Looking).then(|| view! {
                        <rect class="body" x="128" y="62" width="144" height="270" rx="14"></rect>
                        <rect class="glass" x="136" y="76" width="128" height="242"></rect>
                        <path class="ink" d="M160 142h32v32h-32zM208 142h32v32h-32zM160 190h32v32h-32zM212 194h8v8h-8zM228 194h12v12h-12zM212 212h12v10h-12zM232 214h8v8h-8zM172 154h8v8h-8zM220 154h8v8h-8zM172 202h8v8h-8z" fill-rule="evenodd"></path>
                        <path class="text" d="M160 106h70M160 120h44M160 252h80M160 268h60"></path>
                    })}
                    <path class="corners" d="M64 112V64h48M288 64h48v48M336 288v48h-48M112 336H64v-48"></path>
                    <path class="beam" d="M64 200h272"></path>
                </svg>
                <p class="st" role="status"><Icon name="scan"/>{status}</p>
            </div>
            <div class="acts">
                <button type="button" class="btn b2" data-test="to-reference" on:click=move |_| session.send(KioskEvent::Open(KioskPage::Reference))><Icon name="pen"/>{move || td_string!(lang.get(), kiosk.scan.reference)}</button>
                <button type="button" class="btn b2" data-test="to-plate" on:click=move |_| session.send(KioskEvent::Open(KioskPage::Plate))><Icon name="car"/>{move || td_string!(lang.get(), kiosk.scan.plate)}</button>
                <button type="button" class="btn b2" data-test="back" on:click=move |_| session.send(KioskEvent::Back)>{move || td_string!(lang.get(), kiosk.back)}</button>
            </div>
        </main>
    }
}
