//! `/waitlist#token`: the page of a wish on the waitlist.

use crate::appointment::asked::asked;
use crate::appointment::days_and_hours;
use crate::appointment::frame::{DealerPage, Frame};
use crate::appointment::labels::{stay_word, unbroken, wish_status};
use crate::appointment::wish::offer::{Offer, OfferProps};
use crate::appointment::wish::state::{Note, WishPageState};
use crate::booking::done::reference_card::ReferenceCard;
use crate::booking::labels;
use crate::client::Failure;
use crate::home::{Plain, WaysOn};
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::view;
use crate::ui::{Dialog, Failed, Icon, Notice, Severity, Skeleton, address, focus, live, press, tied};
use bayside_api::dealer::Dealer;
use bayside_api::waitlist::{Waitlist, WaitlistStatus};
use bayside_api::{Code, path};
use leptos::prelude::*;
use std::sync::Arc;

/// `/waitlist#{token}`.
#[component]
pub fn WishPage() -> impl IntoView {
    let lang = use_lang();
    let state = WishPageState::follow(address::fragment().unwrap_or_default());
    address::keep(state.token);
    let slug = Memo::new(move |_| state.wish.with(|wish| wish.as_ref().map(|wish| wish.dealer.clone())));
    let missing = Memo::new(move |_| {
        state.unread.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    live(move || {
        let locale = lang.get();
        match slug.get() {
            Some(slug) => view! { <Known state=state slug=slug/> },
            None if missing.get() => view! { <Unknown/> },
            None => view! {
                <Plain>
                    <h1>{td_string!(locale, appointment.w_title)}</h1>
                    <Failed failure=state.unread retry=move |()| state.fetch()/>
                    {live(move || state.unread.with(Option::is_none).then(|| view! { <Skeleton class="tall w60"/><Skeleton class="w80"/><Skeleton class="w60"/> }))}
                </Plain>
            },
        }
    })
}

/// Shown if the link is not valid.
#[component]
fn Unknown() -> impl IntoView {
    let locale = use_lang().now();
    Effect::new(move |_| focus::title(td_string!(locale, appointment.gone_title)));
    view! {
        <Plain>
            <div data-test="link-unknown">
                <h1>{td_string!(locale, appointment.gone_title)}</h1>
                <p class="lead">{td_string!(locale, appointment.gone_lead)}</p>
                <p class="soft">{td_string!(locale, appointment.gone_why)}</p>
            </div>
            <WaysOn/>
        </Plain>
    }
}

/// What a state is called.
fn heading(status: WaitlistStatus, booked: bool, locale: Language) -> &'static str {
    match status {
        WaitlistStatus::Waiting => td_string!(locale, appointment.w_title),
        WaitlistStatus::Offered if booked => td_string!(locale, appointment.o_title_earlier),
        WaitlistStatus::Offered => td_string!(locale, appointment.o_title),
        WaitlistStatus::Accepted => td_string!(locale, appointment.a_title),
        WaitlistStatus::Ended => td_string!(locale, appointment.x_title),
    }
}

/// The wish and its dealer.
#[component]
fn Known(state: WishPageState, slug: String) -> impl IntoView {
    let lang = use_lang();
    let page = DealerPage::of(slug);
    let status = Memo::new(move |_| state.wish.with(|wish| wish.as_ref().map(|wish| wish.status)));
    let title = Memo::new(move |_| {
        let locale = lang.get();
        let word = |wish: &Waitlist| heading(wish.status, wish.booking.is_some(), locale).to_owned();
        state.wish.with(|wish| wish.as_ref().map(word)).unwrap_or_default()
    });
    Effect::new(move |_| focus::title(&format!("{} · {}", title.get(), page.name())));
    let asking = RwSignal::new(false);
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        let wish = state.wish.get()?;
        let locale = lang.now();
        let content = match wish.status {
            WaitlistStatus::Waiting => Waiting(WaitingProps { wish, dealer, asking }).into_any(),
            WaitlistStatus::Offered => Offer(OfferProps { state, wish, dealer, asking }).into_any(),
            WaitlistStatus::Accepted => Accepted(AcceptedProps { state, wish, dealer }).into_any(),
            WaitlistStatus::Ended => Ended(EndedProps { wish }).into_any(),
        };
        let note = live(move || state.note.get().and_then(|note| said(note, locale)));
        Some(view! { {note}{content} })
    });
    let aside = Callback::new(move |()| {
        let dealer = page.dealer()?;
        state.wish.get().map(|wish| WishDetails(WishDetailsProps { wish, dealer }).into_any())
    });
    let failure = Signal::derive(move || state.refused.get().or_else(|| state.unread.get()));
    let retry = Callback::new(move |()| {
        state.refused.set(None);
        state.unread.set(None);
        state.fetch();
    });
    view! {
        <div class="booking" data-status=tied(move || status.get().map(wish_status))>
            // Announced to screen readers when the page changes.
            <p class="vh" role="status">{live(move || state.note.get().map(|_| title.get()))}</p>
            <Frame page=page failure=failure retry=retry body=body aside=aside/>
            <EndDialog state=state open=asking/>
        </div>
    }
}

/// What happened to the offer, where the page itself does not say it.
fn said(note: Note, locale: Language) -> Option<AnyView> {
    let (kind, title, more) = match note {
        Note::Offered => return None,
        Note::Passed => {
            (Severity::Ok, td_string!(locale, appointment.n_passed), td_string!(locale, appointment.n_passed_note))
        }
        Note::Missed => {
            (Severity::Warn, td_string!(locale, appointment.n_missed), td_string!(locale, appointment.n_missed_note))
        }
        Note::Fixed => {
            (Severity::Warn, td_string!(locale, appointment.n_fixed), td_string!(locale, appointment.n_fixed_note))
        }
    };
    Some(
        view! { <div data-test="note"><Notice kind=kind icon="clock" role="status" title=title><p>{more}</p></Notice></div> },
    )
}

/// What is wished.
#[component]
fn WishDetails(wish: Waitlist, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let jobs = labels::chosen(&dealer, &wish.services).into_iter().map(|job| {
        view! { <li><span>{job.name.clone()}</span><span>{labels::price_from(job.price_from, locale)}</span></li> }
    });
    let adviser = match &wish.adviser {
        Some(id) => labels::adviser_name(&dealer, id),
        None => td_string!(locale, booking.adviser_any).to_owned(),
    };
    view! {
        <h2>{td_string!(locale, appointment.w_wish)}</h2>
        <dl class="dl" data-test="wish">
            <div><dt>{td_string!(locale, booking.sum_work)}</dt><dd><ul role="list">{jobs.collect_view()}</ul></dd></div>
            <div><dt>{td_string!(locale, appointment.w_days)}</dt><dd>{days_and_hours::days(wish.from, wish.to, locale)}</dd></div>
            <div><dt>{td_string!(locale, appointment.w_hours)}</dt><dd>{days_and_hours::hours(&wish.hours, locale)}</dd></div>
            <div><dt>{td_string!(locale, appointment.w_stay)}</dt><dd>{stay_word(wish.stay, locale)}</dd></div>
            <div><dt>{td_string!(locale, booking.sum_adviser)}</dt><dd>{adviser}</dd></div>
        </dl>
    }
}

/// Nothing fits yet.
#[component]
fn Waiting(wish: Waitlist, dealer: Arc<Dealer>, asking: RwSignal<bool>) -> impl IntoView {
    let locale = use_lang().now();
    let lead = match &wish.booking {
        Some(booked) => td_string!(
            locale,
            appointment.w_lead_booked,
            date = unbroken(&labels::day(&booked.start, locale), locale),
            time = labels::clock(&booked.start)
        ),
        None => td_string!(locale, appointment.w_lead).to_owned(),
    };
    let ahead = match wish.ahead {
        0 => td_string!(locale, appointment.w_first).to_owned(),
        1 => td_string!(locale, appointment.w_ahead_one).to_owned(),
        n => td_string!(locale, appointment.w_ahead, n = n),
    };
    let how = if wish.booking.is_some() {
        td_string!(locale, appointment.how_booked)
    } else {
        td_string!(locale, appointment.how_free)
    };
    let asked = dealer.booking.waitlist.as_ref().map(|policy| asked(policy, None, locale));
    let free = wish.booking.is_none().then(|| format!("/{}/book#services={}", dealer.slug, wish.services.join(",")));
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.w_title)}</h1>
            <p class="lead">{lead}</p>
        </div>
        <div data-test="ahead" data-value=wish.ahead.to_string()><Notice kind=Severity::Note icon="info" title=ahead><p>{how}</p>{asked.map(|asked| view! { <p data-test="asked">{asked}</p> })}</Notice></div>
        <p class="soft">{td_string!(locale, appointment.w_nothing)}</p>
        <p class="row">
            {free.map(|free| view! { <a class="btn b2" href=free>{td_string!(locale, appointment.w_look)}</a> })}
            <button type="button" class="btn b3" data-test="end" on:click=press(move || asking.set(true))>{td_string!(locale, appointment.w_end)}</button>
        </p>
    }
}

/// The offer was accepted.
#[component]
fn Accepted(state: WishPageState, wish: Waitlist, dealer: Arc<Dealer>) -> impl IntoView {
    let locale = use_lang().now();
    let booking = wish.booking?;
    let (start, ready) = (booking.start, booking.ready_estimate);
    let line = td_string!(
        locale,
        booking.m_line,
        date = labels::day(&start, locale),
        name = labels::adviser_name(&dealer, &booking.adviser),
        ready = labels::clock(&ready)
    );
    let ways = move || {
        if let Some(made) = state.made.get() {
            return view! {
            <a class="btn" href=format!("/booking#{}", made.manage_token) data-test="open">{td_string!(locale, appointment.a_open)}</a>
            <a class="btn b2" href=path::calendar(&made.manage_token) download="" data-test="calendar">
                <Icon name="calendar"/>{td_string!(locale, booking.calendar)}
            </a>
            };
        }
        view! {
            <button type="button" class="btn" data-test="open" on:click=press(move || state.open())>{td_string!(locale, appointment.a_open)}</button>
        }
    };
    Some(view! {
        <div class="got">
            <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.a_title)}</h1>
            <p class="big num" translate="no" data-test="start" data-value=crate::ui::date_format::machine(&start)><time translate="no">{labels::clock(&start)}</time></p>
            <p>{line}</p>
            <p class="soft">{td_string!(locale, appointment.a_note)}</p>
        </div>
        <p class="row">{live(ways)}</p>
        <ReferenceCard reference=booking.reference/>
    })
}

/// The wish has ended.
#[component]
fn Ended(wish: Waitlist) -> impl IntoView {
    let locale = use_lang().now();
    let note = match &wish.booking {
        Some(booked) => td_string!(
            locale,
            appointment.x_lead_booked,
            date = labels::day(&booked.start, locale),
            time = labels::clock(&booked.start)
        ),
        None => td_string!(locale, appointment.x_lead).to_owned(),
    };
    let again = wish.booking.is_none().then(|| format!("/{}/book#services={}", wish.dealer, wish.services.join(",")));
    view! {
        <div>
            <h1 id="heading" tabindex="-1">{td_string!(locale, appointment.x_title)}</h1>
            <p class="lead">{note}</p>
        </div>
        <p class="row">{again.map(|again| view! { <a class="btn" href=again>{td_string!(locale, appointment.w_look)}</a> })}</p>
    }
}

/// The dialog that asks before a wish is ended and loses its place in the queue.
#[component]
fn EndDialog(state: WishPageState, open: RwSignal<bool>) -> impl IntoView {
    let lang = use_lang();
    view! {
        <Dialog open=open labelled_by="end-title" test="end-dialog">
            {
                let locale = lang.get();
                view! {
                    <div class="sheet">
                        <h2 id="end-title">{td_string!(locale, appointment.end_title)}</h2>
                        <p>{td_string!(locale, appointment.end_lead)}</p>
                        <p class="row">
                            <button type="button" class="btn" data-test="end-yes" on:click=press(move || { open.set(false); state.end(); })>
                                {td_string!(locale, appointment.end_yes)}
                            </button>
                            <button type="button" class="btn b2" data-test="end-no" on:click=press(move || open.set(false))>
                                {td_string!(locale, appointment.end_no)}
                            </button>
                        </p>
                    </div>
                }
            }
        </Dialog>
    }
}
