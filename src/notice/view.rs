//! The page of somebody who notices something.

use super::frame::Summary;
use super::state::{NoticeEvent, NoticePart, State};
use crate::booking::event::Trouble;
use crate::booking::frame::Bar;
use crate::booking::loaded::Loaded;
use crate::client::{self, Failure};
use crate::home::NotFoundPage;
use crate::i18n::{Lang, td_string, use_lang};
use crate::notice::call::{CallForm, CallFormProps};
use crate::notice::controller::Controller;
use crate::notice::done::{Done, DoneProps};
use crate::notice::labels;
use crate::notice::questions::{Ask, AskProps};
use crate::ui::clock::use_clock;
use crate::ui::view;
use crate::ui::{Failed, Skeleton, address, focus, history, live, retry_when_online, tied};
use bayside_api::triage::Triage;
use bayside_api::{Code, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// What the dealer asks, fetched again when the language changes.
#[derive(Clone, Copy)]
struct Asked {
    triage: RwSignal<Option<Arc<Triage>>>,
    failure: RwSignal<Option<Failure>>,
    slug: StoredValue<String>,
    lang: Lang,
}

impl Asked {
    fn new(slug: String, lang: Lang) -> Self {
        let asked =
            Self { triage: RwSignal::new(None), failure: RwSignal::new(None), slug: StoredValue::new(slug), lang };
        Effect::new(move |_| {
            asked.lang.get();
            asked.fetch();
        });
        asked
    }

    fn fetch(self) {
        let language = self.lang.now();
        let url = format!("{}?locale={}", path::triage(&self.slug.get_value()), self.lang.tag());
        spawn_local(async move {
            let answer = client::get::<Triage>(url).await;
            if self.lang.now() != language {
                return;
            }
            match answer {
                Ok(triage) => {
                    self.failure.set(None);
                    self.triage.set(Some(Arc::new(triage)));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// `/{dealer}/notice`.
#[component]
pub fn NoticePage() -> impl IntoView {
    let lang = use_lang();
    let clock = use_clock();
    let slug = address::path_part(0).unwrap_or_default();
    let loaded = Loaded::new(slug.clone());
    let asked = Asked::new(slug, lang);
    let known = Memo::new(move |_| loaded.dealer.with(Option::is_some) && asked.triage.with(Option::is_some));
    let missing = Memo::new(move |_| {
        loaded.failure.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    // What is noticed outlives a change of the language, which draws the page anew.
    let page = Owner::current();
    let begun = StoredValue::new(None::<Controller>);
    let begin = move || {
        let dealer = Signal::derive(move || loaded.dealer.get().expect("once known, a dealer stays known"));
        let triage = Signal::derive(move || asked.triage.get().expect("once known, questions stay known"));
        let controller = Controller::start(dealer, triage, lang, clock);
        run_effects(controller);
        begun.set_value(Some(controller));
        controller
    };
    let body = move || {
        lang.get();
        // Names and questions may arrive in another language later.
        loaded.dealer.track();
        asked.triage.track();
        if !known.get() {
            return view! { <Bar dealer=loaded.dealer.into()/><Waiting loaded=loaded asked=asked/> }.into_any();
        }
        let controller = begun.get_value().or_else(|| page.as_ref().map(|page| page.with(begin)));
        controller
            .map(|controller| view! { <Bar dealer=loaded.dealer.into()/><Parts controller=controller/> })
            .into_any()
    };
    let body = StoredValue::new_local(body);
    live(move || {
        if missing.get() {
            lang.get();
            return view! { <NotFoundPage/> }.into_any();
        }
        view! { <div class="booking noticing">{live(move || body.with_value(|body| body()))}</div> }.into_any()
    })
}

/// Until dealer and questions are known: the frame is real, only the unknown is grey.
#[component]
fn Waiting(loaded: Loaded, asked: Asked) -> impl IntoView {
    let locale = use_lang().now();
    let failure = Signal::derive(move || loaded.failure.get().or(asked.failure.get()));
    let failed = move || failure.get().is_some();
    let retry = move |()| {
        loaded.fetch();
        asked.fetch();
    };
    view! {
        <div class="book">
            <main id="main" aria-busy=tied(move || (!failed()).to_string())>
                <Failed failure=failure retry=retry/>
                <h1>{td_string!(locale, notice.title)}</h1>
                <div class="sec" hidden=failed>
                    <p class="vh" role="status">{td_string!(locale, ui.loading)}</p>
                    {(0..4).map(|_| view! { <Skeleton class="tall"/> }).collect_view()}
                </div>
            </main>
        </div>
    }
}

/// What goes on as long as the page is open: title, focus, history, new tries.
fn run_effects(controller: Controller) {
    let part = controller.part(|state| state.saved.part);
    let wrong = controller.part(|state| !state.faults.is_empty());
    history::follow(Memo::new(move |_| part.get().anchor()), move |wanted| {
        let parts = [NoticePart::Ask, NoticePart::Call];
        if let Some(found) = parts.into_iter().find(|part| part.anchor() == wanted) {
            controller.send(NoticeEvent::GoTo(found));
        }
    });
    retry_when_online(move || {
        if controller.state.with_untracked(|state| state.trouble == Some(Trouble::Offline)) {
            controller.send(NoticeEvent::Retry(controller.clock.now_ms()));
        }
    });
    Effect::new(move |_| {
        let locale = controller.lang.get();
        part.track();
        let heading = controller.state.with_untracked(|state| heading(state, locale));
        let heading =
            if wrong.get() { td_string!(locale, booking.error_title, title = heading) } else { heading.to_owned() };
        focus::title(&format!("{heading} · {}", controller.dealer.with(|dealer| dealer.name.clone())));
    });
    Effect::new(move |before: Option<NoticePart>| {
        let here = part.get();
        if before.is_some_and(|before| before != here) {
            focus::to_top();
            focus::on("heading");
        }
        here
    });
}

fn heading(state: &State, locale: crate::i18n::Language) -> &'static str {
    match state.saved.part {
        NoticePart::Ask => td_string!(locale, notice.title),
        NoticePart::Call => labels::wish(state.saved.team, locale),
        NoticePart::Done => labels::promise(state.saved.team, locale),
    }
}

/// The page's parts, and what was said beside them.
#[component]
fn Parts(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let part = controller.part(|state| state.saved.part);
    let body = move || match part.get() {
        NoticePart::Ask => Ask(AskProps { controller }).into_any(),
        NoticePart::Call => CallForm(CallFormProps { controller }).into_any(),
        NoticePart::Done => Done(DoneProps { controller }).into_any(),
    };
    let below = tied(move || part.get() == NoticePart::Done);
    view! {
        <div class="book" data-part=tied(move || part.get().anchor())>
            <main id="main">{live(body)}</main>
            <aside class="sum side" class:below=below aria-label=td_string!(locale, notice.summary)><Summary controller=controller/></aside>
        </div>
    }
}
