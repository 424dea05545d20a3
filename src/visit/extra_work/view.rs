//! Extra work: what was found later, what it costs, and the customer's three answers.

use crate::client::Failure;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Icon, Notice, Severity, Status};
use crate::ui::{focus, timer};
use crate::visit::labels::{Formatter, span};
use crate::visit::session::VisitSession;
use crate::visit::state::{asked, is_undecided, promised_with};
use bayside_api::codes::{Decision, Urgency};
use bayside_api::visit::{DecisionRequest, ExtraWork, ShownQuote, TakeBackRequest, Visit};
use bayside_api::{Code, Instant};
use bayside_domain::ids::ExtraWorkId;
use leptos::prelude::*;
use std::time::Duration;

/// What became of sending an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Idle,
    OnTheWay,
    QuoteChanged,
    Failed,
}

/// For how long no other item can be answered after an answer: a second tap at the same place means nothing.
const REST: Duration = Duration::from_millis(800);

/// What this page is told about its answers.
#[derive(Clone, Copy)]
struct Answering {
    sent: RwSignal<Sent>,
    /// The items that were answered here, which stay where they are.
    here: RwSignal<Vec<ExtraWorkId>>,
    /// An answer was just given.
    rests: RwSignal<bool>,
}

impl Answering {
    /// Sends something about an item; nothing else is sent until a moment after its answer.
    fn send(self, item: ExtraWorkId, call: impl Future<Output = Result<(), Failure>> + 'static) {
        if self.sent.get_untracked() == Sent::OnTheWay || self.rests.get_untracked() {
            return;
        }
        self.sent.set(Sent::OnTheWay);
        self.rests.set(true);
        self.here.update(|here| here.push(item));
        leptos::task::spawn_local(async move {
            let outcome = call.await;
            timer::after(REST, move || self.rests.set(false));
            if outcome.is_ok() {
                focus::on(&format!("extra-{item}"));
            }
            self.sent.set(match outcome {
                Ok(()) => Sent::Idle,
                Err(failure) => match failure.code() {
                    Some(Code::QuoteChanged) => Sent::QuoteChanged,
                    Some(Code::AlreadyDone | Code::TooLate) => Sent::Idle,
                    _ => Sent::Failed,
                },
            });
        });
    }

    /// Whether nothing can be pressed now.
    fn waits(self) -> bool {
        self.sent.get() == Sent::OnTheWay || self.rests.get()
    }
}

/// Everything that waits for an answer, most urgent first; what was answered here stays as its own receipt.
pub fn open(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let answering =
        Answering { sent: RwSignal::new(Sent::Idle), here: RwSignal::default(), rests: RwSignal::new(false) };
    let asked = Memo::new(move |_| {
        let here = answering.here.get();
        session.visit.with(|visit| visit.as_ref().map(|visit| (asked(visit, &here), visit.adviser.name.clone())))
    });
    move || {
        let (items, adviser) = asked.get().filter(|(items, _)| !items.is_empty())?;
        let visit = session.visit.get_untracked()?;
        let formatter = Formatter::of(&visit, lang.get());
        let waits = items.iter().any(is_undecided);
        let head = match items.iter().filter(|item| is_undecided(item)).count() {
            0 => td_string!(formatter.locale, visit.extra.answered).to_owned(),
            1 => td_string!(formatter.locale, visit.extra.head_one).to_owned(),
            n => td_string!(formatter.locale, visit.extra.head, n = n).to_string(),
        };
        Some(view! {
            <section class="sec wide" data-test="extra-work">
                <h2 class="big2">{head}</h2>
                {waits.then(|| view! { <p class="soft">{td_string!(formatter.locale, visit.extra.lead, name = adviser).to_string()}</p> })}
                {failed(answering.sent, &formatter)}
                {items.iter().map(|item| {
                    if is_undecided(item) {
                        card(item, &visit, &formatter, session, answering)
                    } else {
                        receipt(item, &visit, &formatter, session, answering)
                    }
                }).collect_view()}
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
    answering: Answering,
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
                    <h3 class="big2" id=format!("extra-{}", item.id) tabindex="-1">{formatter.written(&item.title)}</h3>
                    <p>{formatter.written(&item.reason)}</p>
                </div>
                <div class="stack">
                    <div class="pay">
                        <div>
                            <small>{td_string!(locale, visit.extra.price)}</small>
                            <span class="num" translate="no">{price.clone()}</span>
                        </div>
                        {moves(item, visit, formatter)}
                    </div>
                    {answers(item, price, promised_with(visit, item), formatter, session, answering)}
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

/// What was answered, where it was asked.
fn receipt(
    item: &ExtraWork,
    visit: &Visit,
    formatter: &Formatter,
    session: VisitSession,
    answering: Answering,
) -> AnyView {
    let locale = formatter.locale;
    let is_approved = item.decision == Some(Decision::Approve);
    let (kind, icon) = if is_approved { (Severity::Ok, "check") } else { (Severity::Note, "cross") };
    let word = answer_word(item, formatter).unwrap_or_default();
    let total = visit.authorised.filter(|_| is_approved).map(|total| formatter.money(total));
    let promised = visit.promised_at.filter(|_| is_approved && item.extra_minutes > 0).map(|at| formatter.time(&at));
    let (id, quote_version, until) = (item.id, item.quote_version, item.take_back_until);
    let left = Memo::new(move |_| {
        session.now_ms.track();
        until.map(|until| (until.epoch_ms() - session.server_ms()) / 1000).filter(|left| *left > 0)
    });
    let take_back = move |_| {
        let body = TakeBackRequest { quote_version };
        answering.send(id, async move { session.take_back(id, &body).await });
    };
    let adviser = visit.adviser.name.clone();
    view! {
        <article class="card" data-k=kind.as_str() data-test=format!("receipt-{id}")>
            <p role="status"><Status kind icon word/></p>
            <h3 class="big2" id=format!("extra-{id}") tabindex="-1">{formatter.written(&item.title)}</h3>
            <p><span class="num" translate="no">{formatter.money(item.price)}</span></p>
            {total.map(|total| view! { <p>{td_string!(locale, visit.extra.new_total)}" "<b translate="no">{total}</b></p> })}
            {promised.map(|time| view! { <p>{td_string!(locale, visit.hero.promised)}" "<b translate="no">{time}</b></p> })}
            {move || left.get().map(|left| view! {
                <p class="row">
                    <button type="button" class="btn b2" data-test=format!("take-back-{id}") disabled=move || answering.waits() on:click=take_back>
                        {td_string!(locale, visit.extra.take_back)}
                    </button>
                    <small aria-live="off">{td_string!(locale, visit.extra.take_back_left, n = left, name = adviser.clone()).to_string()}</small>
                </p>
            })}
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
    answering: Answering,
) -> AnyView {
    let shown = ShownQuote { price_amount: Some(item.price.amount), promised_at };
    let (locale, id, quote_version) = (formatter.locale, item.id, item.quote_version);
    let answer = move |decision: Decision| {
        let body = DecisionRequest { decision, quote_version, shown: Some(shown) };
        answering.send(id, async move { session.decide(id, &body).await });
    };
    let waits = move || answering.waits();
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

/// When and how an item was answered.
fn answer_word(item: &ExtraWork, formatter: &Formatter) -> Option<String> {
    let locale = formatter.locale;
    let word = match item.decision? {
        Decision::Approve => td_string!(locale, visit.extra.approved),
        Decision::Decline => td_string!(locale, visit.extra.declined),
        Decision::CallMe => td_string!(locale, visit.extra.calling),
    };
    let time = item.decided_at.map(|at| formatter.when(&at)).unwrap_or_default();
    Some(format!("{time} {word}"))
}

fn answered_row(item: &ExtraWork, formatter: &Formatter) -> Option<AnyView> {
    let word = answer_word(item, formatter)?;
    let view = view! {
        <li>
            <span>{formatter.written(&item.title)}<small>{word}</small></span>
            <span>{formatter.money(item.price)}</span>
        </li>
    };
    Some(view.into_any())
}
