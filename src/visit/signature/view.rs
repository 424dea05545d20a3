//! Both signatures: the dealer's stands there, the customer's is drawn with a finger or typed.

use crate::i18n::td_string;
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, focus};
use crate::visit::labels::Formatter;
use crate::visit::session::VisitSession;
use crate::visit::signature::pad::{Pad, strokes};
use crate::visit::signature::pen::Pen;
use crate::visit::state::customer_total;
use bayside_api::statement::{Acceptance, Statement};
use bayside_api::visit::{AcceptanceRequest, ShownStatement, Visit};
use bayside_api::{Code, path};
use bayside_domain::typed::line;
use leptos::prelude::*;

/// What stands in the way of the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    None,
    NeedStroke,
    NeedName,
    Changed,
    Failed,
}

/// The signature that is being written; it outlives every redrawing of the page.
#[derive(Clone, Copy)]
pub struct SignatureForm {
    session: VisitSession,
    pen: RwSignal<Pen>,
    name: RwSignal<String>,
    is_typed: RwSignal<bool>,
    is_sending: RwSignal<bool>,
    trouble: RwSignal<Trouble>,
    accepted: Memo<Option<Acceptance>>,
}

impl SignatureForm {
    /// An empty signature.
    pub fn new(session: VisitSession) -> Self {
        let read = |statement: &Option<Statement>| statement.as_ref().and_then(|shown| shown.acceptance.clone());
        Self {
            session,
            pen: RwSignal::new(Pen::default()),
            name: RwSignal::new(String::new()),
            is_typed: RwSignal::new(false),
            is_sending: RwSignal::new(false),
            trouble: RwSignal::new(Trouble::None),
            accepted: Memo::new(move |_| session.statement.with(read)),
        }
    }

    /// What the page knows.
    pub fn session(self) -> VisitSession {
        self.session
    }

    /// The dealer's signature, and the customer's: given, or to be given.
    pub fn signatures(self, statement: &Statement, visit: &Visit, formatter: &Formatter) -> AnyView {
        let locale = formatter.locale;
        let dealer = td_string!(
            locale,
            visit.sign.dealer,
            name = statement.released_by.as_str(),
            time = formatter.when(&statement.released_at)
        )
        .to_string();
        let released_by = statement.released_by.clone();
        let customer = if statement.parties.customer.is_empty() {
            visit.addressed_as.clone()
        } else {
            statement.parties.customer.clone()
        };
        let total = customer_total(statement).map(|total| formatter.money(total));
        let formatter = formatter.clone();
        view! {
            <div class="stack" data-test="signatures">
                <h3>{td_string!(locale, visit.sign.head)}</h3>
                <div class="signed"><figure><span class="by">{released_by}</span><figcaption class="muted">{dealer}</figcaption></figure></div>
                {move || match self.accepted.get() {
                    Some(acceptance) => signed(&acceptance, &formatter),
                    None => self.form(total.clone(), customer.clone(), &formatter),
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

    fn form(self, total: Option<String>, customer: String, formatter: &Formatter) -> AnyView {
        let locale = formatter.locale;
        let word = if total.is_some() {
            td_string!(locale, visit.sign.submit)
        } else {
            td_string!(locale, visit.sign.submit_free)
        };
        let agree = match total {
            Some(total) => {
                view! { <p>{td_string!(locale, visit.sign.agree)}<b data-test="agree-total">{total}</b></p> }.into_any()
            }
            None => view! { <p>{td_string!(locale, visit.sign.agree_free)}</p> }.into_any(),
        };
        // On paper the line is there to be signed.
        let line = td_string!(locale, visit.sign.here);
        view! {
            <div class="signed on-paper"><figure><span class="by"></span><figcaption class="muted">{line}</figcaption></figure></div>
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
                        {move || if self.is_sending.get() { td_string!(locale, visit.sign.sending) } else { word }}
                    </button>
                    {move || (!self.is_typed.get()).then(|| view! {
                        <button type="button" class="btn b3" data-test="sign-again" on:click=move |_| self.pen.update(Pen::clear)>
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

    fn typed(self, locale: crate::i18n::Language) -> AnyView {
        view! {
            <div class="typed">
                <label for="sign-name"><b>{td_string!(locale, visit.sign.typed)}</b></label>
                <input
                    type="text"
                    id="sign-name"
                    data-test="typed-name"
                    autocomplete="name"
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

    fn pad(self, locale: crate::i18n::Language) -> AnyView {
        let label = td_string!(locale, visit.sign.pad).to_owned();
        let hint = td_string!(locale, visit.sign.here).to_owned();
        let on_down = move |()| self.trouble.set(Trouble::None);
        view! { <Pad pen=self.pen label=label test="sign-pad" on_down=on_down hint=hint/> }.into_any()
    }

    fn trouble_view(self, locale: crate::i18n::Language) -> Option<AnyView> {
        let title = match self.trouble.get() {
            Trouble::None => return None,
            Trouble::NeedStroke => td_string!(locale, visit.sign.need_stroke),
            Trouble::NeedName => td_string!(locale, visit.sign.need_name),
            Trouble::Changed => td_string!(locale, visit.sign.changed),
            Trouble::Failed => td_string!(locale, visit.sign.failed),
        };
        Some(view! { <Notice kind=Severity::Warn icon="warn" title=title.to_owned() role="alert"/> }.into_any())
    }

    fn send(self, customer: &str) {
        let (statement_version, shown) = self.session.statement.with_untracked(|statement| {
            let total_amount = statement.as_ref().and_then(customer_total).map(|total| total.amount);
            (statement.as_ref().map(|statement| statement.version), Some(ShownStatement { total_amount }))
        });
        let (name, signature_svg) = if self.is_typed.get_untracked() {
            let name = self.name.with_untracked(|name| line(name));
            if name.is_empty() {
                self.trouble.set(Trouble::NeedName);
                return;
            }
            (name, None)
        } else if self.pen.with_untracked(Pen::is_signature) {
            (customer.to_owned(), Some(self.pen.with_untracked(Pen::path)))
        } else {
            self.trouble.set(Trouble::NeedStroke);
            return;
        };
        let body = AcceptanceRequest { name, signature_svg, statement_version, shown };
        self.is_sending.set(true);
        self.trouble.set(Trouble::None);
        leptos::task::spawn_local(async move {
            let outcome = self.session.answer(path::acceptance, &body).await;
            self.is_sending.set(false);
            match outcome {
                Ok(()) => focus::to_top(),
                // It was signed on another device: the page shows that in a moment.
                Err(failure) if failure.code() == Some(Code::AlreadyDone) => {}
                Err(failure) if failure.code() == Some(Code::StatementChanged) => self.trouble.set(Trouble::Changed),
                Err(failure) if failure.code() == Some(Code::Invalid) => self.trouble.set(Trouble::NeedName),
                Err(_) => self.trouble.set(Trouble::Failed),
            }
        });
    }
}

/// The customer's signature as it was given.
fn signed(acceptance: &Acceptance, formatter: &Formatter) -> AnyView {
    let name = acceptance.name.as_str();
    let caption = td_string!(formatter.locale, visit.sign.customer, name = name, time = formatter.when(&acceptance.at))
        .to_string();
    let hand = match acceptance.signature_svg.clone() {
        Some(path) => {
            let label = td_string!(formatter.locale, visit.sign.drawn, name = name).to_string();
            view! { <div class="pad" data-done="" role="img" aria-label=label>{strokes(path.into())}</div> }.into_any()
        }
        None => view! { <span class="by">{acceptance.name.clone()}</span> }.into_any(),
    };
    view! { <div class="signed"><figure data-test="signature">{hand}<figcaption class="muted">{caption}</figcaption></figure></div> }.into_any()
}

/// Prints the page; the style sheet opens all details.
fn print() {
    // A browser without a printer says so itself.
    let _ = window().print();
}
