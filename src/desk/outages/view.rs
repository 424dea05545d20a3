//! The page of outages, the bookings that they affect, and explanations of starts.

use crate::client;
use crate::client::Failure;
use crate::desk::lines::state::{error_at, filled};
use crate::desk::outages::explain::Explain;
use crate::desk::outages::labels as outage_labels;
use crate::desk::shared::date_text::DateText;
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::input::{Pick, Text};
use crate::desk::shared::keys::{Key, KeyLine, leave_on_escape};
use crate::desk::shared::phone::PhoneLink;
use crate::desk::shared::problems;
use crate::desk::shared::session::{Signed, use_desk, use_signed};
use crate::desk::shared::shell::Bar;
use crate::desk::visit::open_visit::field_errors;
use crate::i18n::{td_string, use_lang};
use crate::ui::{Failed, Icon, Notice, Severity, Skeleton, date_format, focus};
use bayside_api::capacity::{Outage, OutageList, OutageRequest};
use bayside_api::codes::OutageReason;
use bayside_api::{Code, FieldError, path};
use bayside_domain::typed::plain;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The component of the whole page.
#[component]
pub fn OutagesPage() -> impl IntoView {
    let lang = use_lang();
    let outages = Fetched::<OutageList>::of(path::desk_outages(&use_signed().0.dealer));
    leave_on_escape();
    Effect::new(move |_| focus::title(td_string!(lang.get(), room.blocks.title)));
    view! {
        <Bar/>
        <main id="main" class="screens">
            <div class="head"><h1>{move || td_string!(lang.get(), room.blocks.title)}</h1></div>
            <div class="visit">
                <div class="pane">
                    <p class="soft">{move || td_string!(lang.get(), room.blocks.lead)}</p>
                    <Failed failure=outages.failed retry=move |()| outages.read()/>
                    <List outages/>
                    <Explain/>
                </div>
                <aside><NewOutage outages/></aside>
            </div>
        </main>
        <KeyLine keys=vec![Key::Field, Key::Back]/>
    }
}

#[component]
fn List(outages: Fetched<OutageList>) -> impl IntoView {
    let lang = use_lang();
    view! {
        {move || match outages.value.with(|list| list.as_ref().map(|list| list.blocks.clone())) {
            None => view! { <Skeleton class="w80"/> <Skeleton class="w60"/> }.into_any(),
            Some(listed) if listed.is_empty() => view! {
                <p class="soft empty" data-test="no-blocks">{td_string!(lang.get(), room.blocks.empty)}</p>
            }.into_any(),
            Some(listed) => view! {
                <div class="scroll-x"><table class="list stacks">
                    <thead><tr>
                        <th scope="col">{move || td_string!(lang.get(), room.blocks.what)}</th>
                        <th scope="col">{move || td_string!(lang.get(), room.blocks.span)}</th>
                        <th scope="col">{move || td_string!(lang.get(), room.blocks.why)}</th>
                        <th scope="col">{move || td_string!(lang.get(), room.blocks.hits)}</th>
                        <th scope="col"><span class="vh">{move || td_string!(lang.get(), room.blocks.lift)}</span></th>
                    </tr></thead>
                    <tbody>{listed.into_iter().map(|outage| view! { <Row outage outages/> }).collect_view()}</tbody>
                </table></div>
            }.into_any(),
        }}
    }
}

#[component]
fn Row(outage: Outage, outages: Fetched<OutageList>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let dealer = session.dealer.clone();
    let id = outage.id;
    let lift = move |_| {
        let dealer = dealer.clone();
        spawn_local(async move {
            match client::delete(path::desk_outage(&dealer, id)).await {
                Ok(()) => outages.read(),
                // Somebody else has lifted it.
                Err(failure) if failure.code() == Some(Code::NotFound) => outages.read(),
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    outages.failed.try_set(Some(failure));
                }
            }
        });
    };
    let said = {
        let outage = outage.clone();
        move || {
            let locale = lang.get();
            let when =
                |at| format!("{} {}", date_format::at(at, date_format::Style::Short, locale), date_format::time(at));
            let many = (outage.resource.places > 1).then(|| {
                td_string!(locale, room.blocks.of, blocked = outage.blocked, places = outage.resource.places)
                    .to_string()
            });
            let span =
                td_string!(locale, room.explain.when, from = when(&outage.from), to = when(&outage.to)).to_string();
            view! {
                <th scope="row"><b>{outage_labels::resource(&outage.resource, locale)}</b>" "{many}</th>
                <td>{span}</td>
                <td>{outage_labels::reason(outage.reason, locale)}</td>
            }
        }
    };
    let hits = move || {
        let locale = lang.get();
        if outage.hits.is_empty() {
            return view! { <span class="soft">{td_string!(locale, room.blocks.no_hits)}</span> }.into_any();
        }
        let rows = outage.hits.iter().map(|hit| {
            let at = format!(
                "{} {}",
                date_format::at(&hit.start, date_format::Style::Short, locale),
                date_format::time(&hit.start)
            );
            let short = td_string!(locale, room.blocks.short, time = date_format::time(&hit.short_at)).to_string();
            view! {
                <li data-test=format!("hit-{}", hit.reference)>
                    <a href=format!("/desk/{}/visits/{}", session.dealer, hit.id)><b>{hit.plate.clone()}</b>" "{at}</a>" "
                    {hit.addressed_as.clone()}" "
                    <PhoneLink number=hit.phone.clone()/>" "
                    <span class="st" data-k="warn"><Icon name="soon"/>{short}</span>
                </li>
            }
        });
        view! { <ul class="hits">{rows.collect_view()}</ul> }.into_any()
    };
    view! {
        <tr data-test=format!("block-{id}")>
            {said}
            <td>{hits}</td>
            <td><button type="button" class="btn b3" data-test=format!("lift-{id}") on:click=lift>{move || td_string!(lang.get(), room.blocks.lift)}</button></td>
        </tr>
    }
}

#[component]
fn NewOutage(outages: Fetched<OutageList>) -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let dealer = StoredValue::new(use_signed().0.dealer.clone());
    let chosen = RwSignal::new(String::new());
    let reason = RwSignal::new(OutageReason::Training.as_str().to_owned());
    let places = RwSignal::new(String::new());
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let failed = RwSignal::new(None::<Failure>);
    let made = RwSignal::new(None::<usize>);
    let busy = RwSignal::new(false);
    let resources = Memo::new(move |_| {
        outages.value.with(|list| list.as_ref().map(|list| list.resources.clone()).unwrap_or_default())
    });
    Effect::new(move |_| {
        if let Some(first) = resources.with(|resources| resources.first().map(|resource| resource.id.clone()))
            && chosen.with_untracked(String::is_empty)
        {
            chosen.set(first);
        }
    });
    let most = move || {
        let chosen = chosen.get();
        resources.with(|resources| resources.iter().find(|known| known.id == chosen).map_or(1, |known| known.places))
    };
    let at = move |pointer: &'static str| errors.with(|errors| error_at(errors, pointer).map(str::to_owned));
    let time_error = move |pointer: &'static str| {
        Signal::derive(move || {
            let locale = lang.get();
            at(pointer).map(|code| match code.as_str() {
                "required" | "wall-time" => td_string!(locale, room.blocks.bad_time).to_owned(),
                "before-from" | "past" => td_string!(locale, room.blocks.bad_order).to_owned(),
                other => problems::field(other, locale).to_owned(),
            })
        })
    };
    let places_error = Signal::derive(move || {
        at("/places").map(|_| td_string!(lang.get(), room.blocks.bad_places, most = most()).to_string())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        made.set(None);
        let typed = places.with_untracked(|text| plain(text).replace(' ', ""));
        let count = typed.parse::<u16>().ok();
        let mut wrong = Vec::new();
        let mut bad = |pointer: &str| {
            wrong.push(FieldError { pointer: pointer.to_owned(), code: "required".to_owned() });
        };
        if !typed.is_empty() && count.is_none() {
            bad("/places");
        }
        let (begins, ends) = (filled(&from.get_untracked()), filled(&to.get_untracked()));
        if begins.is_none() {
            bad("/from");
        }
        if ends.is_none() {
            bad("/to");
        }
        let clean = wrong.is_empty();
        errors.set(wrong);
        let (Some(from), Some(to), Some(reason)) = (begins, ends, OutageReason::from_word(&reason.get_untracked()))
        else {
            return;
        };
        if !clean || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = OutageRequest { resource: chosen.get_untracked(), places: count, from, to, reason };
        spawn_local(async move {
            let answer = client::post::<Outage>(path::desk_outages(&dealer.get_value()), &body).await;
            busy.set(false);
            match answer {
                Ok(outage) => {
                    made.set(Some(outage.hits.len()));
                    places.set(String::new());
                    outages.read();
                }
                Err(failure) => {
                    desk.sign_out_if_expired(&failure);
                    errors.set(field_errors(&failure));
                    failed.set(Some(failure));
                }
            }
        });
    };
    let options = Signal::derive(move || {
        let locale = lang.get();
        let word = |known: &bayside_api::capacity::Resource| (known.id.clone(), outage_labels::resource(known, locale));
        resources.with(|resources| resources.iter().map(word).collect::<Vec<_>>())
    });
    let reasons = Signal::derive(move || {
        let locale = lang.get();
        let word = |known: &OutageReason| (known.as_str().to_owned(), outage_labels::reason(*known, locale).to_owned());
        OutageReason::ALL.iter().map(word).collect::<Vec<_>>()
    });
    view! {
        <section class="sec">
            <h2>{move || td_string!(lang.get(), room.blocks.new)}</h2>
            <form class="stack" on:submit=submit novalidate=true>
                {move || made.get().map(|count| {
                    let title = Signal::derive(move || match count {
                        0 => td_string!(lang.get(), room.blocks.done_clear).to_owned(),
                        count => td_string!(lang.get(), room.blocks.done_hits, count = count).to_string(),
                    });
                    let (kind, icon) = if count == 0 { (Severity::Ok, "check") } else { (Severity::Warn, "soon") };
                    view! { <div data-test="blocked"><Notice kind=kind icon=icon title=title role="status"/></div> }
                })}
                {move || failed.get().map(|failure| {
                    let title = Signal::derive(move || problems::sentence(&failure, lang.get()));
                    view! { <Notice kind=Severity::Bad icon="stop" title=title role="alert"/> }
                })}
                <div class="field" data-test="block-resource">
                    <span class="label" aria-hidden="true">{move || td_string!(lang.get(), room.blocks.what)}</span>
                    <Pick label=Signal::derive(move || td_string!(lang.get(), room.blocks.what).to_owned()) options=options value=chosen set=move |id| chosen.set(id)/>
                </div>
                <div class="field" data-test="block-reason">
                    <span class="label" aria-hidden="true">{move || td_string!(lang.get(), room.blocks.why)}</span>
                    <Pick label=Signal::derive(move || td_string!(lang.get(), room.blocks.why).to_owned()) options=reasons value=reason set=move |word| reason.set(word)/>
                </div>
                <DateText id="block-from" with_time=true label=Signal::derive(move || td_string!(lang.get(), room.blocks.from).to_owned()) value=from set=move |text| from.set(text) error=time_error("/from")/>
                <DateText id="block-to" with_time=true label=Signal::derive(move || td_string!(lang.get(), room.blocks.to).to_owned()) value=to set=move |text| to.set(text) error=time_error("/to")/>
                {move || (most() > 1).then(|| view! {
                    <Text id="block-places" keyboard="numeric" label=Signal::derive(move || td_string!(lang.get(), room.blocks.places).to_owned()) hint=Signal::derive(move || td_string!(lang.get(), room.blocks.places_hint).to_owned()) value=places set=move |text| places.set(text) error=places_error/>
                })}
                <div><button type="submit" class="btn" data-test="block" aria-disabled=move || busy.get().then_some("true")>{move || td_string!(lang.get(), room.blocks.submit)}</button></div>
            </form>
        </section>
    }
}
