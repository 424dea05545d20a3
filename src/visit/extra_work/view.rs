//! Extra work: what was found later, what it costs, and the customer's three answers.

use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, Status};
use crate::visit::labels::{Formatter, span};
use crate::visit::session::VisitSession;
use crate::visit::state::{promised_with, undecided};
use bayside_api::codes::{Decision, Urgency};
use bayside_api::visit::{DecisionRequest, ExtraWork, ShownQuote, Visit};
use bayside_api::{Code, Instant};
use leptos::prelude::*;

/// What became of sending an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Idle,
    OnTheWay,
    QuoteChanged,
    Failed,
}

/// Everything that waits for an answer, most urgent first.
pub fn open(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let asked = Memo::new(move |_| {
        session.visit.with(|visit| visit.as_ref().map(|visit| (undecided(visit), visit.adviser.name.clone())))
    });
    let sent = RwSignal::new(Sent::Idle);
    move || {
        let (items, adviser) = asked.get().filter(|(items, _)| !items.is_empty())?;
        let visit = session.visit.get_untracked()?;
        let formatter = Formatter::of(&visit, lang.get());
        let head = match items.len() {
            1 => td_string!(formatter.locale, visit.extra.head_one).to_owned(),
            n => td_string!(formatter.locale, visit.extra.head, n = n).to_string(),
        };
        Some(view! {
            <section class="sec wide" data-test="extra-work">
                <h2 class="big2">{head}</h2>
                <p class="soft">{td_string!(formatter.locale, visit.extra.lead, name = adviser).to_string()}</p>
                {failed(sent, &formatter)}
                {items.iter().map(|item| card(item, &visit, &formatter, session, sent)).collect_view()}
            </section>
        })
    }
}

fn failed(sent: RwSignal<Sent>, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let view = move || {
        let title = match sent.get() {
            Sent::Idle | Sent::OnTheWay => return None,
            Sent::QuoteChanged => td_string!(locale, visit.extra.quote_changed),
            Sent::Failed => td_string!(locale, visit.extra.failed),
        };
        Some(view! { <Notice kind=Severity::Warn icon="warn" title=title.to_owned() role="alert"/> })
    };
    view.into_any()
}

fn urgency(item: &ExtraWork, formatter: &Formatter) -> (Severity, &'static str, &'static str) {
    match item.urgency {
        Urgency::Now => (Severity::Bad, "stop", td_string!(formatter.locale, visit.extra.now)),
        Urgency::Soon => (Severity::Warn, "soon", td_string!(formatter.locale, visit.extra.soon)),
        Urgency::Note => (Severity::Note, "info", td_string!(formatter.locale, visit.extra.note)),
    }
}

fn card(
    item: &ExtraWork,
    visit: &Visit,
    formatter: &Formatter,
    session: VisitSession,
    sent: RwSignal<Sent>,
) -> AnyView {
    let locale = formatter.locale;
    let (kind, icon, word) = urgency(item, formatter);
    let price = formatter.money(item.price);
    let without = td_string!(locale, visit.extra.without_text);
    view! {
        <article class="card" data-k=kind.as_str() data-test=format!("extra-{}", item.id)>
            <div class="split tight">
                <div class="stack">
                    <p><Status kind icon word=word.to_owned()/></p>
                    <h3 class="big2">{item.title.clone()}</h3>
                    <p>{item.reason.clone()}</p>
                </div>
                <div class="stack">
                    <div class="pay">
                        <div>
                            <small>{td_string!(locale, visit.extra.price)}</small>
                            <span class="num" translate="no">{price.clone()}</span>
                        </div>
                        {moves(item, visit, formatter)}
                    </div>
                    {answers(item, price, promised_with(visit, item), formatter, session, sent)}
                    <details class="fold" open="">
                        <summary><b>{td_string!(locale, visit.extra.without)}</b><Icon name="down" class="turn"/></summary>
                        <div><p>{without}</p></div>
                    </details>
                    <p><small>{td_string!(locale, visit.extra.version, n = item.quote_version).to_string()}</small></p>
                </div>
            </div>
        </article>
    }
    .into_any()
}

/// What approving does to the promised time.
fn moves(item: &ExtraWork, visit: &Visit, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    match (promised_with(visit, item), visit.promised_at) {
        (Some(moved), Some(promised)) if item.extra_minutes > 0 => view! {
            <div>
                <small>{td_string!(locale, visit.extra.moves)}</small>
                <span class="num" translate="no">{formatter.time(&moved)}</span>
                <small>
                    {td_string!(locale, visit.extra.minutes, span = span(item.extra_minutes.into(), locale)).to_string()}
                    <del>{formatter.time(&promised)}</del>
                </small>
            </div>
        }
        .into_any(),
        _ => view! { <div><small>{td_string!(locale, visit.extra.no_delay)}</small></div> }.into_any(),
    }
}

fn answers(
    item: &ExtraWork,
    price: String,
    promised_at: Option<Instant>,
    formatter: &Formatter,
    session: VisitSession,
    sent: RwSignal<Sent>,
) -> AnyView {
    let shown = ShownQuote { price_amount: Some(item.price.amount), promised_at };
    let (locale, id, quote_version) = (formatter.locale, item.id, item.quote_version);
    let answer = move |decision: Decision| {
        sent.set(Sent::OnTheWay);
        leptos::task::spawn_local(async move {
            let outcome = session.decide(id, &DecisionRequest { decision, quote_version, shown: Some(shown) }).await;
            sent.set(match outcome {
                Ok(()) => Sent::Idle,
                Err(failure) => match failure.code() {
                    Some(Code::QuoteChanged) => Sent::QuoteChanged,
                    Some(Code::AlreadyDone) => Sent::Idle,
                    _ => Sent::Failed,
                },
            });
        });
    };
    let waits = move || sent.get() == Sent::OnTheWay;
    let is_called = item.decision == Some(Decision::CallMe);
    let calling = td_string!(locale, visit.extra.calling_note).to_owned();
    view! {
        <div class="ask">
            <button type="button" class="btn" data-test=format!("approve-{id}") disabled=waits on:click=move |_| answer(Decision::Approve)>
                {td_string!(locale, visit.extra.approve, price = price).to_string()}
            </button>
            <div class="two">
                <button type="button" class="btn b2" data-test=format!("decline-{id}") disabled=waits on:click=move |_| answer(Decision::Decline)>
                    {td_string!(locale, visit.extra.decline)}
                </button>
                <button type="button" class="btn b2" data-test=format!("call-me-{id}") disabled=move || waits() || is_called on:click=move |_| answer(Decision::CallMe)>
                    <Icon name="phone"/>
                    {td_string!(locale, visit.extra.call_me)}
                </button>
            </div>
            {is_called.then(|| view! { <p data-test=format!("calling-{id}")><Status kind=Severity::Ok icon="phone" word=calling.clone()/></p> })}
            <p class="vh" role="status">{move || waits().then(|| td_string!(locale, visit.extra.sending))}</p>
        </div>
    }
    .into_any()
}

/// The answers that were given.
pub fn answered(items: &[ExtraWork], formatter: &Formatter) -> Option<AnyView> {
    let locale = formatter.locale;
    let rows: Vec<AnyView> = items.iter().filter_map(|item| answered_row(item, formatter)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <details class="fold" open="">
                <summary><b>{td_string!(locale, visit.extra.answered)}</b><Icon name="down" class="turn"/></summary>
                <div><ul class="hist plain" role="list" data-test="answers">{rows}</ul></div>
            </details>
        }
        .into_any()
    })
}

fn answered_row(item: &ExtraWork, formatter: &Formatter) -> Option<AnyView> {
    let locale = formatter.locale;
    let word = match item.decision? {
        Decision::Approve => td_string!(locale, visit.extra.approved),
        Decision::Decline => td_string!(locale, visit.extra.declined),
        Decision::CallMe => td_string!(locale, visit.extra.calling),
    };
    let time = item.decided_at.map(|at| formatter.when(&at)).unwrap_or_default();
    let view = view! {
        <li>
            <span>{item.title.clone()}<small>{time}" "{word}</small></span>
            <span>{formatter.money(item.price)}</span>
        </li>
    };
    Some(view.into_any())
}
