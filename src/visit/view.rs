//! The private page: its views and the frame around them.

use super::session::VisitSession;
use super::state::{STALE_AFTER_MS, VisitPhase, phase};
use crate::client::Failure;
use crate::i18n::{Language, tags, td_string, use_lang};
use crate::ui::address::fragment;
use crate::ui::clock::use_clock;
use crate::ui::view;
use crate::ui::{LanguageSwitch, Notice, Severity, Skeleton, focus};
use crate::visit::delivery::delivery;
use crate::visit::extra_work;
use crate::visit::labels::Formatter;
use crate::visit::progress::progress;
use leptos::prelude::*;

/// What fills the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageView {
    Loading,
    Offline,
    Gone,
    Shown(VisitPhase),
}

/// `/visit#{token}`.
#[component]
pub fn VisitPage() -> impl IntoView {
    let lang = use_lang();
    let changed = window_event_listener(leptos::ev::hashchange, |_| {
        // Another token is another page.
        let _ = window().location().reload();
    });
    on_cleanup(move || changed.remove());
    let Some(token) = fragment() else {
        return view! { <div class="visit-page">{gone()}</div> }.into_any();
    };
    let session = VisitSession::start(token, lang, use_clock());
    let view = Memo::new(move |_| {
        let shown = session.visit.with(|visit| visit.as_ref().map(phase));
        match shown {
            _ if session.is_gone() => PageView::Gone,
            Some(phase) => PageView::Shown(phase),
            None if session.trouble.with(Option::is_some) => PageView::Offline,
            None => PageView::Loading,
        }
    });
    // The workshop's own texts come in the language that was asked for.
    Effect::new(move |before: Option<Language>| {
        let now = lang.get();
        if before.is_some_and(|before| before != now) {
            session.refetch();
        }
        now
    });
    Effect::new(move |_| {
        let dealer = session.visit.with(|visit| visit.as_ref().map(|visit| visit.dealer_name.clone()));
        focus::title(&td_string!(lang.get(), visit.title, dealer = dealer.unwrap_or_default()).to_string());
    });
    view! {
        <div class="visit-page">
            {move || match view.get() {
                PageView::Gone => gone().into_any(),
                PageView::Offline => offline(session).into_any(),
                PageView::Loading => loading().into_any(),
                PageView::Shown(phase) => shown(session, phase).into_any(),
            }}
        </div>
    }
    .into_any()
}

fn shown(session: VisitSession, phase: VisitPhase) -> impl IntoView {
    let lang = use_lang();
    let head = Memo::new(move |_| {
        session
            .visit
            .with(|visit| visit.as_ref().map(|visit| (visit.dealer_name.clone(), visit.plate.clone(), visit.number)))
    });
    let spoken = Signal::derive(move || {
        session.dealer.with(|dealer| dealer.as_ref().map(|dealer| dealer.locales.clone())).unwrap_or_default()
    });
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); focus::on("main"); }>
            {move || td_string!(lang.get(), visit.skip)}
        </a>
        {move || head.get().map(|(dealer, plate, number)| view! {
            <header class="bar">
                <b>{dealer}</b>
                <span class="plate" translate="no" data-test="plate">{plate}</span>
                // There is none before arrival.
                {(number > 0).then(|| view! { <span class="muted" data-test="number">{td_string!(lang.get(), visit.number, n = number).to_string()}</span> })}
                <LanguageSwitch spoken/>
            </header>
        })}
        <main class="v" id="main" tabindex="-1">
            {lost(session)}
            {match phase {
                VisitPhase::Progress => view! { {extra_work::open(session)}{progress(session)} }.into_any(),
                VisitPhase::Delivery | VisitPhase::Accepted => delivery(session, phase).into_any(),
            }}
        </main>
    }
}

/// Says so when the page is no longer live.
fn lost(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let since = Memo::new(move |_| {
        let is_lost = session.now_ms.get() - session.heard_ms.get() >= STALE_AFTER_MS;
        (is_lost && session.trouble.with(Option::is_some)).then_some(())
    });
    move || {
        since.get()?;
        let time = session.visit.with(|visit| {
            let visit = visit.as_ref()?;
            Some(Formatter::of(visit, lang.get()).when(&session.heard_at.get().unwrap_or(visit.as_of)))
        })?;
        let kept = td_string!(lang.get(), visit.offline.kept, time = time).to_string();
        let title = Signal::derive(move || td_string!(lang.get(), visit.offline.title).to_owned());
        Some(view! {
            <div data-test="stale">
                <Notice kind=Severity::Warn icon="broken" title role="status">
                    <p>{kept}" "{td_string!(lang.get(), visit.offline.text)}</p>
                </Notice>
            </div>
        })
    }
}

fn gone() -> impl IntoView {
    let lang = use_lang();
    view! {
        <main class="gone" data-test="gone">
            <LanguageSwitch spoken=Signal::stored(tags())/>
            <h1>{move || td_string!(lang.get(), appointment.gone_title)}</h1>
            <p>{move || td_string!(lang.get(), appointment.gone_lead)}</p>
            <p>{move || td_string!(lang.get(), visit.gone.text)}</p>
            <p class="row">
                <a class="btn" href="/booking">{move || td_string!(lang.get(), appointment.find_link)}</a>
                <a class="btn b2" href="/">{move || td_string!(lang.get(), home.nf_home)}</a>
            </p>
        </main>
    }
}

fn offline(session: VisitSession) -> impl IntoView {
    let lang = use_lang();
    let is_offline = move || session.trouble.with(|failure| matches!(failure, Some(Failure::Offline)));
    let title = Signal::derive(move || {
        let failure = session.trouble.get();
        match failure.filter(|_| !is_offline()) {
            Some(failure) => crate::ui::failure_text(&failure, lang.get()).to_owned(),
            None => td_string!(lang.get(), visit.offline.title).to_owned(),
        }
    });
    view! {
        <main class="gone" data-test="offline">
            <h1>{move || title.get()}</h1>
            <p>{move || td_string!(lang.get(), visit.offline.text)}</p>
            <p>
                <button type="button" class="btn" data-test="retry" on:click=move |_| session.refetch()>
                    {move || td_string!(lang.get(), visit.offline.retry)}
                </button>
            </p>
        </main>
    }
}

/// Shown while loading: the real frame with grey placeholders.
fn loading() -> impl IntoView {
    let lang = use_lang();
    view! {
        <main class="v" aria-busy="true">
            <h1 class="vh">{move || td_string!(lang.get(), visit.loading)}</h1>
            <section class="hero">
                <p>{move || td_string!(lang.get(), visit.hero.promised)}</p>
                <Skeleton class="tall"/>
                <Skeleton class="w60"/>
            </section>
            <section class="sec">
                <h2>{move || td_string!(lang.get(), visit.progress)}</h2>
                <Skeleton class="w40"/>
                <Skeleton class="w60"/>
                <Skeleton class="w40"/>
            </section>
        </main>
    }
}
