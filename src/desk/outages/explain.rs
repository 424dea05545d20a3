//! Why a start is not offered, in sentences, and what would make it bookable.

use crate::client;
use crate::client::Failure;
use crate::desk::outages::labels as outage_labels;
use crate::desk::shared::date_text::DateText;
use crate::desk::shared::input::{MultiChips, Pick};
use crate::desk::shared::problems;
use crate::desk::shared::session::{use_desk, use_signed};
use crate::i18n::{td_string, use_lang};
use crate::ui::{Notice, Severity, date_format};
use bayside_api::capacity::{Explanation, Refused};
use bayside_api::codes::Stay;
use bayside_api::dealer::Dealer;
use bayside_api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The question and its answer.
#[component]
pub fn Explain() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let services = RwSignal::new(Vec::<(String, String)>::new());
    let advisers = RwSignal::new(Vec::<(String, String)>::new());
    let chosen = RwSignal::new(Vec::<String>::new());
    let adviser = RwSignal::new(String::new());
    let stay = RwSignal::new(Stay::Wait.as_str().to_owned());
    let start = RwSignal::new(String::new());
    let answer = RwSignal::new(None::<Explanation>);
    let failed = RwSignal::new(None::<Failure>);
    Effect::new(move |_| {
        // Read the language, so that the names are fetched again when it changes.
        let _ = lang.get();
        spawn_local(async move {
            if let Ok(face) = client::get::<Dealer>(path::dealer(&dealer.get_value())).await {
                services.try_set(face.services.into_iter().map(|one| (one.id, one.name)).collect());
                advisers.try_set(face.advisers.into_iter().map(|one| (one.id, one.name)).collect());
            }
        });
    });
    let ask = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (services, stay, adviser) =
            (chosen.get_untracked().join(","), stay.get_untracked(), adviser.get_untracked());
        let start = client::encode(&start.get_untracked());
        let base = path::desk_explain(&dealer.get_value());
        let path = format!("{base}?start={start}&services={services}&stay={stay}&adviser={adviser}");
        spawn_local(async move {
            match client::get::<Explanation>(path).await {
                Ok(found) => {
                    failed.try_set(None);
                    answer.try_set(Some(found));
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    answer.try_set(None);
                    failed.try_set(Some(failure));
                }
            }
        });
    };
    let stays = Signal::derive(move || outage_labels::stays(lang.get()));
    let receivers = Signal::derive(move || {
        let any = (String::new(), td_string!(lang.get(), room.explain.anybody).to_owned());
        std::iter::once(any).chain(advisers.get()).collect::<Vec<_>>()
    });
    view! {
        <section class="sec" data-test="explain">
            <h2>{move || td_string!(lang.get(), room.explain.title)}</h2>
            <form class="ask" on:submit=ask novalidate=true>
                <MultiChips name="why" label=Signal::derive(move || td_string!(lang.get(), room.explain.services).to_owned()) options=services chosen=chosen set=move |services| chosen.set(services)/>
                <div class="field">
                    <span class="label" aria-hidden="true">{move || td_string!(lang.get(), room.explain.stay)}</span>
                    <Pick label=Signal::derive(move || td_string!(lang.get(), room.explain.stay).to_owned()) options=stays value=stay set=move |word| stay.set(word)/>
                </div>
                <div class="field">
                    <span class="label" aria-hidden="true">{move || td_string!(lang.get(), room.explain.adviser)}</span>
                    <Pick label=Signal::derive(move || td_string!(lang.get(), room.explain.adviser).to_owned()) options=receivers value=adviser set=move |id| adviser.set(id)/>
                </div>
                <DateText id="explain-start" with_time=true label=Signal::derive(move || td_string!(lang.get(), room.explain.start).to_owned()) value=start set=move |text| start.set(text)/>
                <button type="submit" class="btn b2" data-test="ask-why">{move || td_string!(lang.get(), room.explain.ask)}</button>
            </form>
            {move || failed.get().map(|failure| {
                let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
            })}
            <div aria-live="polite">{move || answer.get().map(|answer| view! { <Answer answer=answer advisers=advisers/> })}</div>
        </section>
    }
}

#[component]
fn Answer(answer: Explanation, advisers: RwSignal<Vec<(String, String)>>) -> impl IntoView {
    let lang = use_lang();
    let when = move |at: &bayside_api::Instant| {
        let locale = lang.get();
        format!("{} {}", date_format::at(at, date_format::Style::Short, locale), date_format::time(at))
    };
    if let Some(slot) = answer.slot {
        let title = Signal::derive(move || {
            let ready = when(&slot.ready_estimate);
            let known = advisers.with(|known| known.iter().find(|(id, _)| *id == slot.adviser).cloned());
            let name = known.map_or_else(|| slot.adviser.clone(), |(_, name)| name);
            td_string!(lang.get(), room.explain.bookable, adviser = name, ready = ready).to_string()
        });
        return view! { <div data-test="bookable"><Notice kind=Severity::Ok icon="check" title=title role="status"/></div> }
            .into_any();
    }
    let code = answer.code.clone().unwrap_or_default();
    let title = {
        let code = code.clone();
        Signal::derive(move || {
            format!("{}: {}", td_string!(lang.get(), room.explain.refused), outage_labels::binding(&code, lang.get()))
        })
    };
    let row = move |refused: Refused| {
        let locale = lang.get();
        let what = refused.resource.as_ref().map(|what| outage_labels::resource(what, locale));
        let span = refused.from.as_ref().zip(refused.to.as_ref());
        let span =
            span.map(|(from, to)| td_string!(locale, room.explain.when, from = when(from), to = when(to)).to_string());
        let why = refused.reason.map(|reason| outage_labels::reason(reason, locale).to_owned());
        let more: Vec<String> = [what, span, why].into_iter().flatten().collect();
        view! {
            <tr>
                <th scope="row">{refused.adviser.name}</th>
                <td>{outage_labels::binding(&refused.code, locale)}</td>
                <td>{more.join(" · ")}</td>
            </tr>
        }
    };
    view! {
        <div data-test="refused" data-code=code>
            <Notice kind=Severity::Warn icon="stop" title=title role="status"/>
            <table class="list"><tbody>{move || answer.refused.clone().into_iter().map(row).collect_view()}</tbody></table>
            <h3>{move || td_string!(lang.get(), room.explain.helps)}</h3>
            {
                let help = answer.help.clone();
                move || {
                    let said: Vec<String> = help.iter().filter_map(|help| outage_labels::help(help, lang.get())).collect();
                    if said.is_empty() {
                        view! { <p class="soft">{td_string!(lang.get(), room.explain.nothing_helps)}</p> }.into_any()
                    } else {
                        view! { <ul data-test="helps">{said.into_iter().map(|one| view! { <li>{one}</li> }).collect_view()}</ul> }.into_any()
                    }
                }
            }
            <h3>{move || td_string!(lang.get(), room.explain.alternatives)}</h3>
            <ul data-test="alternatives">{move || answer.alternatives.iter().map(|slot| view! { <li>{when(&slot.start)}</li> }).collect_view()}</ul>
        </div>
    }
    .into_any()
}
