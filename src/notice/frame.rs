//! What stands beside the parts: what was said so far.

use crate::i18n::{td_string, use_lang};
use crate::notice::controller::Controller;
use crate::notice::labels;
use crate::notice::questions::walk::Walk;
use crate::ui::view;
use crate::ui::{Icon, live};
use bayside_api::triage::Triage;
use bayside_domain::plate::Plate;
use leptos::prelude::*;

/// Questions with their answers.
pub fn said(walk: &Walk, triage: &Triage) -> AnyView {
    let rows = walk.said(triage).into_iter().map(|(question, answer)| {
        view! { <li>{question.to_owned()}<b>{answer.to_owned()}</b></li> }
    });
    view! { <ul class="said" role="list">{rows.collect_view()}</ul> }.into_any()
}

/// What was said so far.
#[component]
pub fn Summary(controller: Controller) -> impl IntoView {
    let locale = use_lang().now();
    let draft = controller.part(|state| state.saved.draft.clone());
    let walk = controller.part(|state| state.saved.walk.clone());
    let sent = controller.part(|state| state.saved.sent.clone());
    let team = controller.part(|state| (state.outcome().is_some() || !state.asks()).then_some(state.saved.team));
    let missing = move || view! { <span class="muted">{td_string!(locale, booking.not_yet)}</span> }.into_any();
    let reference = move || {
        let reference = labels::spelt(&sent.get()?.created.reference);
        Some(view! { <div><dt>{td_string!(locale, notice.reference)}</dt><dd class="nb">{reference}</dd></div> })
    };
    let own = move || {
        let own = draft.with(|draft| draft.concern.trim().to_owned());
        if own.is_empty() { missing() } else { view! { <q>{own}</q> }.into_any() }
    };
    let answers = move || {
        walk.with(|walk| {
            controller.triage.with(|triage| if walk.said(triage).is_empty() { missing() } else { said(walk, triage) })
        })
    };
    let car = move || {
        draft.with(|draft| {
            let typed = if draft.plate.trim().is_empty() { String::new() } else { draft.whole_plate() };
            if typed.is_empty() && draft.model.is_empty() {
                return missing();
            }
            let plate = Plate::parse(draft.plate_kind, &typed).map_or(typed, |plate| plate.to_string());
            view! { <span class="plate" translate="no">{plate}</span><br/>{draft.model.clone()} }.into_any()
        })
    };
    let who = move || match team.get() {
        Some(team) => labels::who(team, locale).into_any(),
        None => missing(),
    };
    let asks = controller.part(super::state::State::asks);
    view! {
        <h2>{td_string!(locale, notice.summary)}</h2>
        <dl class="dl">
            {live(reference)}
            <div><dt>{td_string!(locale, notice.sum_words)}</dt><dd>{live(own)}</dd></div>
            {live(move || asks.get().then(|| view! { <div><dt>{td_string!(locale, notice.sum_answers)}</dt><dd>{live(answers)}</dd></div> }))}
            <div><dt>{td_string!(locale, booking.sum_car)}</dt><dd>{live(car)}</dd></div>
            <div><dt>{td_string!(locale, notice.sum_who)}</dt><dd>{live(who)}</dd></div>
        </dl>
        <p class="hold"><Icon name="lock"/><span>{td_string!(locale, notice.private)}</span></p>
    }
}
