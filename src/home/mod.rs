//! The list of dealers with links to their pages.

use crate::booking::frame::Logo;
use crate::booking::labels;
use crate::client::{self, Failure};
use crate::i18n::{tags, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::view;
use crate::ui::{Failed, Icon, LanguageSwitch, Notice, Severity, Skeleton, focus, live};
use bayside_api::dealer::{DealerSummary, Dealers, Demo};
use bayside_api::path;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// `/`: the dealers with links to their pages.
#[component]
pub fn HomePage() -> impl IntoView {
    let lang = use_lang();
    let clock = use_clock();
    let dealers = RwSignal::new(None::<Dealers>);
    let failure = RwSignal::new(None::<Failure>);
    let fetch = move || {
        let url = format!("{}?locale={}", path::dealers(), lang.tag());
        spawn_local(async move {
            match client::get::<Dealers>(url).await {
                Ok(found) => {
                    if let Some(demo) = &found.demo {
                        clock.sync(&demo.now);
                    }
                    failure.set(None);
                    dealers.set(Some(found));
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    Effect::new(move |_| {
        focus::title(&format!("{} · Bayside", td_string!(lang.get(), booking.h_title)));
        fetch();
    });
    let locale = lang.now();
    let waiting = move || dealers.with(Option::is_none) && failure.with(Option::is_none);
    let body = move || {
        dealers.get().map(|found| {
            let none = found.dealers.is_empty();
            let rows = found.dealers.into_iter().map(|dealer| view! { <DealerRow dealer=dealer/> });
            view! {
                <ul class="dealers" role="list">{rows.collect_view()}</ul>
                {none.then(|| view! {
                    <p><b>{td_string!(locale, booking.h_none)}</b><br/><span class="soft">{td_string!(locale, booking.h_none_note)}</span></p>
                })}
                {found.demo.map(|demo| view! { <DemoNote demo=demo/> })}
            }
        })
    };
    view! {
        <Plain>
            <div>
                <h1>{td_string!(locale, booking.h_title)}</h1>
                <p class="lead">{td_string!(locale, booking.h_lead)}</p>
            </div>
            <Failed failure=failure retry=move |()| fetch()/>
            {live(move || waiting().then(|| view! { <Skeleton class="tall"/><Skeleton class="tall"/> }))}
            {live(body)}
        </Plain>
    }
}

/// A page without a dealer: sign, languages, content.
#[component]
pub fn Plain(children: Children) -> impl IntoView {
    let locale = use_lang().now();
    let spoken = Signal::stored(tags());
    view! {
        <div class="booking">
            <a class="skip" href="#main">{td_string!(locale, ui.skip)}</a>
            <header class="bar"><p class="dealer"><Logo/><span>"Bayside"</span></p><LanguageSwitch spoken=spoken/></header>
            <div class="book"><main id="main">{children()}</main></div>
        </div>
    }
}

#[component]
fn DealerRow(dealer: DealerSummary) -> impl IntoView {
    let locale = use_lang().now();
    let slug = dealer.slug;
    view! {
        <li data-test=format!("dealer-{slug}")>
            <h2>{dealer.name}</h2>
            <p class="row">
                <a class="btn" href=format!("/{slug}/book")>{td_string!(locale, booking.h_book)}<Icon name="arrow" class="end"/></a>
                <a class="btn b2" href=format!("/{slug}/lounge")><Icon name="screen"/>{td_string!(locale, booking.h_lounge)}</a>
                <a class="btn b2" href=format!("/{slug}/arrival")><Icon name="hand"/>{td_string!(locale, booking.h_arrival)}</a>
                <a class="btn b2" href=format!("/booking?dealer={slug}") data-test="find"><Icon name="search"/>{td_string!(locale, appointment.find_link)}</a>
                <a class="btn b2" href=format!("/desk/{slug}")><Icon name="user"/>{td_string!(locale, booking.h_desk)}</a>
            </p>
        </li>
    }
}

#[component]
fn DemoNote(demo: Demo) -> impl IntoView {
    let locale = use_lang().now();
    let now = demo.now;
    let time = move || format!("{} {}", labels::day(&now, locale), labels::clock(&now));
    view! {
        <Notice kind=Severity::Note icon="info" title=td_string!(locale, booking.h_demo)>
            <p>{live(move || td_string!(locale, booking.h_demo_note, time = time()))}</p>
            <p data-test="logins">{td_string!(locale, booking.h_logins)}": "<b>{demo.logins.join(", ")}</b></p>
            <p>{td_string!(locale, booking.h_password)}</p>
        </Notice>
    }
}

/// Nothing is at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let locale = use_lang().now();
    Effect::new(move |_| focus::title(td_string!(locale, booking.nf_title)));
    view! {
        <Plain>
            <div>
                <h1>{td_string!(locale, booking.nf_title)}</h1>
                <p class="lead">{td_string!(locale, booking.nf_note)}</p>
            </div>
            <p><a class="btn" href="/">{td_string!(locale, booking.nf_home)}</a></p>
        </Plain>
    }
}
