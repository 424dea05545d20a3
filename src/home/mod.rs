//! The list of dealers with links to their pages.

pub(crate) mod hours;

use crate::booking::frame::Logo;
use crate::booking::labels;
use crate::booking::when::month::plus_days;
use crate::client::{self, Failure};
use crate::home::hours::{Opening, closed_days, opening, rank};
use crate::i18n::{Language, tags, td_string, use_lang};
use crate::ui::clock::use_clock;
use crate::ui::date_format::{self, Style};
use crate::ui::intl;
use crate::ui::map;
use crate::ui::view;
use crate::ui::{Failed, Icon, LanguageSwitch, Notice, Severity, Skeleton, Status, focus, live};
use bayside_api::dealer::{DealerSummary, Dealers, Demo};
use bayside_api::{Instant, path};
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
        focus::title(&format!("{} · Bayside", td_string!(lang.get(), home.title)));
        fetch();
    });
    let locale = lang.now();
    let waiting = move || dealers.with(Option::is_none) && failure.with(Option::is_none);
    let body = move || {
        dealers.get().map(|found| {
            let none = found.dealers.is_empty();
            let zone = found.dealers.first().map(|dealer| dealer.zone.clone()).unwrap_or_default();
            let mut dealers = found.dealers;
            dealers.sort_by_key(|dealer| rank(&dealer.locales, locale.tag()));
            let rows = dealers.iter().cloned().map(|dealer| view! { <DealerRow dealer=dealer/> });
            let doors = dealers.iter().cloned().map(|dealer| view! { <Doors dealer=dealer/> });
            view! {
                <div class="shops">{rows.collect_view()}</div>
                {(!none).then(|| view! {
                    <section class="staff" aria-label=td_string!(locale, home.house)>
                        <h2>{td_string!(locale, home.house)}</h2>
                        {doors.collect_view()}
                        <p class="muted">{td_string!(locale, home.house_note)}</p>
                    </section>
                })}
                {none.then(|| view! {
                    <p><b>{td_string!(locale, home.none)}</b><br/><span class="soft">{td_string!(locale, home.none_note)}</span></p>
                })}
                {found.demo.map(|demo| view! { <DemoNote demo=demo zone=zone/> })}
            }
        })
    };
    view! {
        <Plain>
            <div>
                <h1>{td_string!(locale, home.title)}</h1>
                <p class="lead">{td_string!(locale, home.lead)}</p>
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

/// A dealer: when it closes, how to book, where it is.
#[component]
fn DealerRow(dealer: DealerSummary) -> impl IntoView {
    let locale = use_lang().now();
    let slug = dealer.slug.clone();
    view! {
        <section class="shop" data-test=format!("dealer-{slug}")>
            <h2><Logo/><span>{dealer.name.clone()}</span></h2>
            {dealer.now.map(|now| view! { <Open dealer=dealer.clone() now=now/> })}
            <p class="row">
                <a class="btn" href=format!("/{slug}/book")>{td_string!(locale, home.book)}</a>
                <a class="btn b2" href=format!("/booking?dealer={slug}") data-test="find">{td_string!(locale, appointment.find_link)}</a>
            </p>
            <div>
                <a class="place" href=map::here(&dealer.address, &dealer.country) rel="noreferrer" data-test="map">
                    <span>{dealer.address}<small>{td_string!(locale, home.map)}</small></span><Icon name="pin"/>
                </a>
                <a class="place" href=format!("tel:{}", dealer.phone) data-test="call">
                    <span>{dealer.phone_display}<small>{td_string!(locale, home.call)}</small></span><Icon name="phone"/>
                </a>
            </div>
        </section>
    }
}

/// Whether the dealer is open, in large type: until when, or from when.
#[component]
fn Open(dealer: DealerSummary, now: Instant) -> impl IntoView {
    let locale = use_lang().now();
    let state = opening(now.date(), &labels::clock(&now), &dealer.opening_hours, &dealer.closures);
    let (kind, words, large) = match state {
        Opening::Until(time) => (Some(Severity::Ok), td_string!(locale, home.open).to_owned(), Some(time)),
        Opening::AllDay => (Some(Severity::Ok), td_string!(locale, home.open_all).to_owned(), None),
        Opening::From(0, time) => (None, td_string!(locale, home.opens_today).to_owned(), Some(time)),
        Opening::From(1, time) => (None, td_string!(locale, home.opens_tomorrow).to_owned(), Some(time)),
        Opening::From(ahead, time) => {
            let day = date_format::date(plus_days(now.date(), ahead), Style::Weekday, locale);
            (None, td_string!(locale, home.opens_on, day = day), Some(time))
        }
        Opening::Closed => (None, td_string!(locale, home.opens_late).to_owned(), None),
    };
    let closed: Vec<String> =
        closed_days(&dealer.opening_hours).into_iter().filter_map(|day| weekday(day, locale)).collect();
    let closed = (!closed.is_empty()).then(|| td_string!(locale, home.closed_days, days = closed.join(locale.comma())));
    let notes: Vec<String> = intl::zone_name(&dealer.zone, locale).into_iter().chain(closed).collect();
    let word = Signal::stored(words);
    view! {
        <div class="open" data-test="open">
            <p>{match kind {
                Some(kind) => view! { <Status kind=kind icon="clock" word=word/> }.into_any(),
                None => view! { <Status icon="clock" word=word/> }.into_any(),
            }}</p>
            {large.map(|time| view! { <time class="big num" translate="no">{time}</time> })}
            <p class="soft">{notes.join(locale.comma())}</p>
        </div>
    }
}

/// What a day of the week is called; 1 is Monday.
fn weekday(day: u8, locale: Language) -> Option<String> {
    // 1 January 2024 was a Monday.
    let noon = js_sys::Date::new_with_year_month_day_hr(2024, 0, i32::from(day), 12);
    let format = intl::format("DateTimeFormat", locale, [("weekday", "long")])?;
    format.call1(&wasm_bindgen::JsValue::UNDEFINED, &noon).ok()?.as_string()
}

/// The pages for the house itself.
#[component]
fn Doors(dealer: DealerSummary) -> impl IntoView {
    let locale = use_lang().now();
    let slug = dealer.slug;
    view! {
        <p><b>{dealer.name}</b>
            <a href=format!("/desk/{slug}")>{td_string!(locale, home.desk)}</a>
            <a href=format!("/{slug}/arrival")>{td_string!(locale, home.arrival)}</a>
            <a href=format!("/{slug}/lounge")>{td_string!(locale, home.lounge)}</a>
        </p>
    }
}

#[component]
fn DemoNote(demo: Demo, zone: String) -> impl IntoView {
    let locale = use_lang().now();
    let now = demo.now;
    let zone = intl::zone_name(&zone, locale).map_or(String::new(), |zone| format!(" ({zone})"));
    let time = move || format!("{} {}{zone}", labels::day(&now, locale), labels::clock(&now));
    view! {
        <Notice kind=Severity::Note icon="info" title=td_string!(locale, home.demo)>
            <p>{live(move || td_string!(locale, home.demo_note, time = time()))}</p>
            <p data-test="logins">{td_string!(locale, home.logins)}": "<b>{demo.logins.join(", ")}</b></p>
            <p>{td_string!(locale, home.password)}</p>
        </Notice>
    }
}

/// The ways on from a page that leads nowhere: the search for a booking, and the dealers.
#[component]
pub fn WaysOn() -> impl IntoView {
    let locale = use_lang().now();
    view! {
        <section class="sec" data-test="ways-on">
            <h2>{td_string!(locale, home.nf_ways)}</h2>
            <div>
                <a class="place" href="/booking"><span><b>{td_string!(locale, appointment.find_link)}</b><small>{td_string!(locale, home.nf_find_note)}</small></span><Icon name="arrow"/></a>
                <a class="place" href="/"><span><b>{td_string!(locale, home.nf_home)}</b><small>{td_string!(locale, home.nf_home_note)}</small></span><Icon name="arrow"/></a>
            </div>
        </section>
    }
}

/// Nothing is at this address.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let locale = use_lang().now();
    Effect::new(move |_| focus::title(td_string!(locale, home.nf_title)));
    view! {
        <Plain>
            <div>
                <h1>{td_string!(locale, home.nf_title)}</h1>
                <p class="lead">{td_string!(locale, home.nf_note)}</p>
            </div>
            <WaysOn/>
        </Plain>
    }
}
