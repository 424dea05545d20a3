//! `/booking#token`: a booking behind its private link. Without one it is found by reference and phone.

use crate::appointment::booking::change::{Move, MoveProps};
use crate::appointment::booking::earlier::{Earlier, EarlierProps};
use crate::appointment::booking::facts::{Lines, LinesProps, Shown, ShownProps};
use crate::appointment::booking::find::{Find, Finding};
use crate::appointment::booking::state::{Doing, Mine};
use crate::appointment::frame::{DealerPage, Frame};
use crate::appointment::labels::booking_status;
use crate::client::Failure;
use crate::home::Plain;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Skeleton, address, focus, live, tied};
use bayside_api::Code;
use leptos::prelude::*;

/// `/booking#{manage_token}`.
#[component]
pub fn ManagePage() -> impl IntoView {
    let lang = use_lang();
    let mine = Mine::new(address::fragment().unwrap_or_default(), lang);
    let none = RwSignal::new(mine.token.with_value(String::is_empty));
    let finding = Finding::new(Callback::new(move |token: String| {
        address::show(&token);
        mine.token.set_value(token);
        mine.unread.set(None);
        none.set(false);
        mine.fetch();
        focus::to_top();
    }));
    address::keep(mine.token);
    Effect::new(move |_| {
        lang.get();
        mine.fetch();
    });
    let slug = Memo::new(move |_| mine.booking.with(|booking| booking.as_ref().map(|booking| booking.dealer.clone())));
    let missing = Memo::new(move |_| {
        mine.unread.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    live(move || {
        if let Some(slug) = slug.get() {
            return view! { <Known mine=mine slug=slug/> };
        }
        let locale = lang.get();
        if none.get() || missing.get() {
            return view! { <Find finding=finding lost=!none.get()/> };
        }
        view! {
            <Plain>
                <h1>{td_string!(locale, booking.m_title)}</h1>
                <Failed failure=mine.unread retry=move |()| mine.fetch()/>
                {live(move || mine.unread.with(Option::is_none).then(|| view! { <Skeleton class="tall w60"/><Skeleton class="w80"/><Skeleton class="w60"/> }))}
            </Plain>
        }
    })
}

/// The booking and its dealer.
#[component]
fn Known(mine: Mine, slug: String) -> impl IntoView {
    let lang = use_lang();
    let page = DealerPage::of(slug);
    let status = Memo::new(move |_| mine.booking.with(|booking| booking.as_ref().map(|booking| booking.status)));
    Effect::new(move |_| {
        let locale = lang.get();
        let heading = match mine.doing.get() {
            Doing::Looking => td_string!(locale, booking.m_title),
            Doing::Moving => td_string!(locale, booking.m_change_title),
            Doing::Wishing => td_string!(locale, appointment.title),
        };
        focus::title(&format!("{heading} · {}", page.name()));
    });
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        let booking = mine.told()?;
        Some(match mine.doing.get() {
            Doing::Looking => Shown(ShownProps { mine, booking, dealer }).into_any(),
            Doing::Moving => Move(MoveProps { mine, booking, dealer }).into_any(),
            Doing::Wishing => Earlier(EarlierProps { mine, booking, dealer }).into_any(),
        })
    });
    let aside = Callback::new(move |()| mine.told().map(|booking| Lines(LinesProps { booking }).into_any()));
    // A refused change, and a booking that could not be read again in another language.
    let failure = Signal::derive(move || mine.refused.get().or_else(|| mine.unread.get()));
    let retry = Callback::new(move |()| {
        mine.refused.set(None);
        mine.unread.set(None);
        mine.fetch();
    });
    view! {
        <div class="booking" data-status=tied(move || status.get().map(booking_status))>
            <Frame page=page failure=failure retry=retry body=body aside=aside/>
        </div>
    }
}
