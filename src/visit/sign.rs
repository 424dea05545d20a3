//! Both signatures: the dealer's stands there, the customer's is drawn with a finger or typed.

use super::live::Live;
use super::pen::Pen;
use super::state::customer_total;
use super::words::Words;
use crate::ui::{Icon, Kind, Notice, focus};
use bayside_api::statement::{Acceptance, Statement};
use bayside_api::visit::{AcceptanceRequest, Visit};
use bayside_api::{Code, path};
use leptos::html;
use leptos::prelude::*;
use leptos_i18n::td_string;
use web_sys::PointerEvent;

/// What stands in the way of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    None,
    NeedStroke,
    NeedName,
    Failed,
}

/// The signature that is being written; it outlives every redrawing of the page.
#[derive(Clone, Copy)]
pub struct Sign {
    live: Live,
    pen: RwSignal<Pen>,
    name: RwSignal<String>,
    is_typed: RwSignal<bool>,
    is_sending: RwSignal<bool>,
    trouble: RwSignal<Trouble>,
    accepted: Memo<Option<Acceptance>>,
}

impl Sign {
    /// An empty signature.
    pub fn new(live: Live) -> Self {
        let read = |statement: &Option<Statement>| statement.as_ref().and_then(|shown| shown.acceptance.clone());
        Self {
            live,
            pen: RwSignal::new(Pen::default()),
            name: RwSignal::new(String::new()),
            is_typed: RwSignal::new(false),
            is_sending: RwSignal::new(false),
            trouble: RwSignal::new(Trouble::None),
            accepted: Memo::new(move |_| live.statement.with(read)),
        }
    }

    /// What the page knows.
    pub fn live(self) -> Live {
        self.live
    }

    /// The dealer's signature, and the customer's: given, or to be given.
    pub fn signatures(self, statement: &Statement, visit: &Visit, words: &Words) -> AnyView {
        let locale = words.locale;
        let dealer = td_string!(
            locale,
            visit.sign.dealer,
            name = statement.released_by.as_str(),
            time = words.when(&statement.released_at)
        )
        .to_string();
        let released_by = statement.released_by.clone();
        let customer = if statement.parties.customer.is_empty() {
            visit.addressed_as.clone()
        } else {
            statement.parties.customer.clone()
        };
        let total = customer_total(statement).map(|total| words.money(total));
        let words = words.clone();
        view! {
            <div class="stack" data-test="signatures">
                <h3>{td_string!(locale, visit.sign.head)}</h3>
                <div class="signed"><figure><span class="by">{released_by}</span><figcaption class="muted">{dealer}</figcaption></figure></div>
                {move || match self.accepted.get() {
                    Some(acceptance) => signed(&acceptance, &words),
                    None => self.form(total.clone(), customer.clone(), &words),
                }}
                <p class="no-print">
                    <button type="button" class="btn b3" on:click=move |_| print()>
                        <Icon name="print"/>
                        {td_string!(locale, visit.sign.print)}
                    </button>
                </p>
            </div>
        }
        .into_any()
    }

    fn form(self, total: Option<String>, customer: String, words: &Words) -> AnyView {
        let locale = words.locale;
        let agree = match total {
            Some(total) => {
                view! { <p>{td_string!(locale, visit.sign.agree)}<b data-test="agree-total">{total}</b></p> }.into_any()
            }
            None => view! { <p>{td_string!(locale, visit.sign.agree_free)}</p> }.into_any(),
        };
        view! {
            <div class="stack no-print">
                {agree}
                {move || if self.is_typed.get() { self.typed(locale) } else { self.pad(locale) }}
                {move || self.trouble_view(locale)}
                <div class="row">
                    <button
                        type="button"
                        class="btn"
                        data-test="accept"
                        disabled=move || self.is_sending.get()
                        on:click=move |_| self.send(&customer)
                    >
                        <Icon name="pen"/>
                        {move || if self.is_sending.get() { td_string!(locale, visit.sign.sending) } else { td_string!(locale, visit.sign.submit) }}
                    </button>
                    {move || (!self.is_typed.get()).then(|| view! {
                        <button type="button" class="btn b3" data-test="sign-again" on:click=move |_| self.pen.set(Pen::default())>
                            {td_string!(locale, visit.sign.again)}
                        </button>
                    })}
                    <button type="button" class="btn b3" data-test="sign-mode" on:click=move |_| self.switch()>
                        {move || if self.is_typed.get() { td_string!(locale, visit.sign.by_hand) } else { td_string!(locale, visit.sign.by_name) }}
                    </button>
                </div>
            </div>
        }
        .into_any()
    }

    fn switch(self) {
        self.trouble.set(Trouble::None);
        self.is_typed.update(|typed| *typed = !*typed);
        if self.is_typed.get_untracked() {
            focus::on("sign-name");
        }
    }

    fn typed(self, locale: crate::i18n::Locale) -> AnyView {
        view! {
            <div class="typed">
                <label for="sign-name"><b>{td_string!(locale, visit.sign.typed)}</b></label>
                <input
                    type="text"
                    id="sign-name"
                    data-test="typed-name"
                    autocomplete="name"
                    maxlength="60"
                    aria-describedby="sign-hint"
                    aria-invalid=move || (self.trouble.get() == Trouble::NeedName).then_some("true")
                    prop:value=self.name
                    on:input=move |event| {
                        self.name.set(event_target_value(&event));
                        self.trouble.set(Trouble::None);
                    }
                />
                <p class="soft" id="sign-hint">{td_string!(locale, visit.sign.typed_hint)}</p>
            </div>
        }
        .into_any()
    }

    fn pad(self, locale: crate::i18n::Locale) -> AnyView {
        let pad = NodeRef::<html::Div>::new();
        let place = move |event: &PointerEvent| {
            let area = pad.get_untracked()?.get_bounding_client_rect();
            let x = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
            let y = (f64::from(event.client_y()) - area.top()) / area.height().max(1.0);
            Some((x, y))
        };
        let down = move |event: PointerEvent| {
            event.prevent_default();
            if let (Some((x, y)), Some(pad)) = (place(&event), pad.get_untracked()) {
                // Without capture a stroke ends at the edge.
                let _ = pad.set_pointer_capture(event.pointer_id());
                self.trouble.set(Trouble::None);
                self.pen.update(|pen| pen.down(x, y));
            }
        };
        let moved = move |event: PointerEvent| {
            if let Some((x, y)) = place(&event) {
                self.pen.maybe_update(|pen| pen.move_to(x, y));
            }
        };
        let up = move |_: PointerEvent| self.pen.update_untracked(Pen::up);
        view! {
            <div
                class="pad"
                node_ref=pad
                data-test="sign-pad"
                role="img"
                aria-label=td_string!(locale, visit.sign.pad)
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=up
                on:pointercancel=up
            >
                {strokes(Signal::derive(move || self.pen.with(Pen::path)))}
                {move || self.pen.with(Pen::is_empty).then(|| view! { <p>{td_string!(locale, visit.sign.here)}</p> })}
            </div>
        }
        .into_any()
    }

    fn trouble_view(self, locale: crate::i18n::Locale) -> Option<AnyView> {
        let title = match self.trouble.get() {
            Trouble::None => return None,
            Trouble::NeedStroke => td_string!(locale, visit.sign.need_stroke),
            Trouble::NeedName => td_string!(locale, visit.sign.need_name),
            Trouble::Failed => td_string!(locale, visit.sign.failed),
        };
        Some(view! { <Notice kind=Kind::Warn icon="warn" title=title.to_owned() role="alert"/> }.into_any())
    }

    fn send(self, customer: &str) {
        let body = if self.is_typed.get_untracked() {
            let name = self.name.get_untracked().trim().to_owned();
            if name.is_empty() {
                self.trouble.set(Trouble::NeedName);
                return;
            }
            AcceptanceRequest { name, signature_svg: None }
        } else if self.pen.with_untracked(Pen::is_signature) {
            AcceptanceRequest { name: customer.to_owned(), signature_svg: Some(self.pen.with_untracked(Pen::path)) }
        } else {
            self.trouble.set(Trouble::NeedStroke);
            return;
        };
        self.is_sending.set(true);
        self.trouble.set(Trouble::None);
        leptos::task::spawn_local(async move {
            let outcome = self.live.answer(path::acceptance, &body).await;
            self.is_sending.set(false);
            match outcome {
                Ok(()) => focus::to_top(),
                // It was signed on another device: the page shows that in a moment.
                Err(failure) if failure.code() == Some(Code::AlreadyDone) => {}
                Err(_) => self.trouble.set(Trouble::Failed),
            }
        });
    }
}

/// The customer's signature as it was given.
fn signed(acceptance: &Acceptance, words: &Words) -> AnyView {
    let name = acceptance.name.as_str();
    let caption =
        td_string!(words.locale, visit.sign.customer, name = name, time = words.when(&acceptance.at)).to_string();
    let hand = match acceptance.signature_svg.clone() {
        Some(path) => {
            let label = td_string!(words.locale, visit.sign.drawn, name = name).to_string();
            view! { <div class="pad" data-done="" role="img" aria-label=label>{strokes(path.into())}</div> }.into_any()
        }
        None => view! { <span class="by">{acceptance.name.clone()}</span> }.into_any(),
    };
    view! { <div class="signed"><figure data-test="signature">{hand}<figcaption class="muted">{caption}</figcaption></figure></div> }.into_any()
}

fn strokes(path: Signal<String>) -> AnyView {
    view! {
        <svg
            viewBox="0 0 350 160"
            fill="none"
            stroke="currentColor"
            stroke-width="2.4"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
        >
            <path d=move || path.get()></path>
        </svg>
    }
    .into_any()
}

/// Prints with all evidence open; the sheet opens it.
fn print() {
    // A browser without a printer says so itself.
    let _ = window().print();
}
