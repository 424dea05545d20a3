//! `/booking#token`: a booking behind its private link. Without one it is found by reference and phone.

use crate::appointment::booking::cancel::{Cancel, CancelProps};
use crate::appointment::booking::change::{Move, MoveProps};
use crate::appointment::booking::earlier::{Earlier, EarlierProps};
use crate::appointment::booking::facts::{Lines, LinesProps, Shown, ShownProps};
use crate::appointment::booking::find::{Find, FindForm};
use crate::appointment::booking::state::{BookingActivity, BookingPageState};
use crate::appointment::frame::{DealerPage, Frame};
use crate::appointment::labels::booking_status;
use crate::client::Failure;
use crate::home::Plain;
use crate::i18n::{td_string, use_lang};
use crate::ui::view;
use crate::ui::{Failed, Skeleton, address, focus, live, retry_when_online, tied};
use bayside_api::Code;
use leptos::prelude::*;

/// `/booking#{manage_token}`.
#[component]
pub fn ManagePage() -> impl IntoView {
    let lang = use_lang();
    let state = BookingPageState::new(address::fragment().unwrap_or_default(), lang);
    let none = RwSignal::new(state.token.with_value(String::is_empty));
    let form = FindForm::new(Callback::new(move |token: String| {
        address::show(&token);
        state.token.set_value(token);
        state.unread.set(None);
        none.set(false);
        state.fetch();
        focus::to_top();
    }));
    address::keep(state.token);
    retry_when_online(move || state.look_again());
    Effect::new(move |_| {
        lang.get();
        state.fetch();
    });
    let slug = Memo::new(move |_| state.booking.with(|booking| booking.as_ref().map(|booking| booking.dealer.clone())));
    let missing = Memo::new(move |_| {
        state.unread.with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::NotFound))
    });
    live(move || {
        if let Some(slug) = slug.get() {
            return view! { <Known state=state slug=slug/> };
        }
        let locale = lang.get();
        if none.get() || missing.get() {
            return view! { <Find form=form lost=!none.get()/> };
        }
        view! {
            <Plain>
                <h1>{td_string!(locale, booking.m_title)}</h1>
                <Failed failure=state.unread retry=move |()| state.fetch()/>
                {live(move || state.unread.with(Option::is_none).then(|| view! { <Skeleton class="tall w60"/><Skeleton class="w80"/><Skeleton class="w60"/> }))}
            </Plain>
        }
    })
}

/// The booking and its dealer.
#[component]
fn Known(state: BookingPageState, slug: String) -> impl IntoView {
    let lang = use_lang();
    let page = DealerPage::of(slug);
    let status = Memo::new(move |_| state.booking.with(|booking| booking.as_ref().map(|booking| booking.status)));
    Effect::new(move |_| {
        let locale = lang.get();
        let heading = match state.activity.get() {
            BookingActivity::Looking => td_string!(locale, booking.m_title),
            BookingActivity::Moving => td_string!(locale, booking.m_change_title),
            BookingActivity::Cancelling => td_string!(locale, booking.m_cancel),
            BookingActivity::Wishing => td_string!(locale, appointment.title),
        };
        focus::title(&format!("{heading} · {}", page.name()));
    });
    let body = Callback::new(move |()| {
        let dealer = page.dealer()?;
        let booking = state.in_shown_language()?;
        Some(match state.activity.get() {
            BookingActivity::Looking => Shown(ShownProps { state, booking, dealer }).into_any(),
            BookingActivity::Moving => Move(MoveProps { state, booking, dealer }).into_any(),
            BookingActivity::Cancelling => Cancel(CancelProps { state, booking, dealer }).into_any(),
            BookingActivity::Wishing => Earlier(EarlierProps { state, booking, dealer }).into_any(),
        })
    });
    let aside =
        Callback::new(move |()| state.in_shown_language().map(|booking| Lines(LinesProps { booking }).into_any()));
    // A refused change, and a booking that could not be read again in another language.
    let failure = Signal::derive(move || state.refused.get().or_else(|| state.unread.get()));
    let retry = Callback::new(move |()| {
        state.refused.set(None);
        state.unread.set(None);
        state.fetch();
    });
    view! {
        <div class="booking" data-status=tied(move || status.get().map(booking_status))>
            <Frame page=page failure=failure retry=retry body=body aside=aside/>
        </div>
    }
}
