//! The delivery explanation: nine parts, told as a story.

use crate::i18n::{td_string, use_lang};
use crate::ui::date_format::{self, Style};
use crate::ui::view;
use crate::ui::{Skeleton, stage_word};
use crate::visit::delivery::unclear::Unclear;
use crate::visit::delivery::{care_and_signatures, price_bridge, sections};
use crate::visit::labels::{Formatter, span};
use crate::visit::session::VisitSession;
use crate::visit::signature::SignatureForm;
use crate::visit::state::{VisitPhase, first_of_day, is_free, ready_before_promise};
use bayside_api::codes::Stage;
use bayside_api::statement::Statement;
use bayside_api::visit::Visit;
use leptos::prelude::*;

/// The explanation of a car that is ready, or was accepted.
pub fn delivery(session: VisitSession, phase: VisitPhase) -> impl IntoView {
    let lang = use_lang();
    let unclear = Unclear::new(session);
    let signature_form = SignatureForm::new(session);
    let visit = Memo::new(move |_| session.visit.with(|visit| visit.clone().map(steady)));
    // Marks and the signature change by themselves; the story is drawn once.
    let told = Memo::new(move |_| {
        session.statement.with(|statement| {
            let mut told = statement.clone()?;
            (told.unclear, told.acceptance, told.follow_up) = (Vec::new(), None, None);
            Some(told)
        })
    });
    let is_free = Memo::new(move |_| told.with(|told| told.as_ref().is_some_and(is_free)));
    view! {
        {move || visit.get().map(|visit| head(&visit, phase, is_free.get(), &Formatter::of(&visit, lang.get())))}
        {move || match (visit.get(), told.get()) {
            (Some(visit), Some(statement)) => {
                let formatter = Formatter::of(&visit, lang.get());
                parts(&visit, &statement, &formatter, unclear, signature_form).into_any()
            }
            _ => view! { <div class="story" aria-busy="true"><Skeleton class="w60"/><Skeleton class="w80"/><Skeleton class="w40"/></div> }.into_any(),
        }}
    }
}

/// Removes fields that change with every fetch, so that an unchanged visit is not drawn again.
fn steady(mut visit: Visit) -> Visit {
    visit.as_of = first_of_day(&visit);
    visit.version = 0;
    visit
}

fn head(visit: &Visit, phase: VisitPhase, is_free: bool, formatter: &Formatter) -> AnyView {
    let locale = formatter.locale;
    let name = visit.addressed_as.as_str();
    let (title, lead) = match (phase, visit.accepted_at) {
        (VisitPhase::Accepted, Some(at)) => {
            let (time, adviser) = (formatter.when(&at), visit.adviser.name.as_str());
            let lead = if visit.left_at.is_some() {
                td_string!(locale, visit.story.left, time = time).to_string()
            } else if is_free {
                td_string!(locale, visit.story.accepted_free, time = time).to_string()
            } else {
                td_string!(locale, visit.story.accepted, time = time, adviser = adviser).to_string()
            };
            (td_string!(locale, visit.story.thanks, name = name).to_string(), lead)
        }
        _ => (td_string!(locale, visit.story.ready, name = name).to_string(), lead(visit, formatter)),
    };
    let test = if phase == VisitPhase::Accepted { "accepted" } else { "ready" };
    let stations = Stage::ALL.iter().map(|stage| {
        let at = visit.reached.iter().rfind(|reached| reached.stage == *stage).map(|reached| reached.at);
        let time = at.map(|at| {
            let day = (at.date() != formatter.today).then(|| date_format::at(&at, Style::Day, locale));
            view! { <time translate="no">{day.map(|day| format!("{day} "))}{formatter.time(&at)}</time> }
        });
        view! { <li data-s="done"><i></i><span>{stage_word(*stage, locale)}</span>{time}</li> }
    });
    view! {
        <div>
            <h1 data-test=test>{title}</h1>
            <p class="soft lead">{lead}</p>
            <ol
                class="track brief"
                aria-label=td_string!(locale, visit.progress)
                data-test="stage"
                data-stage=visit.stage.map(Stage::as_str)
            >
                {stations.collect_view()}
            </ol>
        </div>
    }
    .into_any()
}

/// How the promise was kept.
fn lead(visit: &Visit, formatter: &Formatter) -> String {
    let locale = formatter.locale;
    let Some((ready, minutes)) = ready_before_promise(visit) else {
        return td_string!(locale, visit.story.released).to_owned();
    };
    let is_same_day = visit.promised_at.is_none_or(|promised| promised.date() == ready.date());
    let ready = formatter.when(&ready);
    let promised = visit.promised_at.map(|at| formatter.when(&at)).unwrap_or_default();
    match minutes {
        // Nights are no time that somebody worked or waited.
        _ if !is_same_day => td_string!(locale, visit.story.other_day, ready = ready, promised = promised).to_string(),
        0 => td_string!(locale, visit.story.punctual, ready = ready).to_string(),
        n if n > 0 => td_string!(locale, visit.story.early, ready = ready, promised = promised, span = span(n, locale))
            .to_string(),
        n => td_string!(locale, visit.story.late, ready = ready, promised = promised, span = span(-n, locale))
            .to_string(),
    }
}

fn parts(
    visit: &Visit,
    statement: &Statement,
    formatter: &Formatter,
    unclear: Unclear,
    signature_form: SignatureForm,
) -> impl IntoView {
    let adviser = visit.adviser.name.as_str();
    view! {
        <div class="story" data-test="story">
            {unclear.summary(visit.adviser.name.clone(), formatter)}
            {sections::asked_section(statement, formatter)}
            {sections::found_section(statement, adviser, formatter, unclear)}
            {sections::done_section(statement, formatter, unclear)}
            {sections::checked_section(statement, adviser, formatter)}
            {price_bridge::cost_section(statement, formatter, unclear)}
            {sections::old_parts_section(statement, adviser, formatter)}
            {sections::warranty_section(statement, formatter)}
            {sections::next_service_section(statement, visit, formatter)}
            {care_and_signatures::care_section(statement, visit, formatter, signature_form)}
        </div>
    }
}
