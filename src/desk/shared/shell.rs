//! The frame around every page of a signed-in member of staff.

use crate::client;
use crate::client::Link;
use crate::desk::login::view::SignIn;
use crate::desk::shared::fetched::Fetched;
use crate::desk::shared::labels;
use crate::desk::shared::session::{Entry, Signed, use_desk, use_signed};
use crate::desk::shared::stream::{provide_stream, use_stream};
use crate::desk::today::last_board::LastBoard;
use crate::i18n;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Failed, Icon, LanguageSwitch, Skeleton, focus, theme};
use bayside_api::dealer::Dealer;
use bayside_api::desk::{Page, Session};
use bayside_api::message::UntoldList;
use bayside_api::path;
use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent};
use leptos::html::Details;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// The desk of one dealer: shows the sign-in form, then the requested page.
#[component]
pub fn DealerDesk() -> impl IntoView {
    let desk = use_desk();
    let params = use_params_map();
    let dealer = Memo::new(move |_| params.with(|params| params.get("dealer").unwrap_or_default()));
    Effect::new(move |_| apply_theme(dealer.get()));
    // Build the page again only when another member of staff signs in.
    let entry = Memo::new(move |_| desk.entry.get());
    move || {
        let dealer = dealer.get();
        match entry.get() {
            Entry::In(session) if session.dealer == dealer => view! { <Inside session=session/> }.into_any(),
            Entry::In(_) | Entry::Out { .. } => view! { <SignIn dealer=dealer/> }.into_any(),
            Entry::Asking => view! { <Waiting/> }.into_any(),
            Entry::Failed(failure) => view! {
                <main class="body alone">
                    <Failed failure=Signal::derive(move || Some(failure.clone())) retry=move |()| desk.ask()/>
                </main>
            }
            .into_any(),
        }
    }
}

/// Applies the dealer's colours, if they can be fetched.
fn apply_theme(dealer: String) {
    spawn_local(async move {
        if let Ok(dealer) = client::get::<Dealer>(path::dealer(&dealer)).await {
            theme::apply(dealer.theme.as_ref());
        }
    });
}

/// The frame while the session is being asked for.
#[component]
fn Waiting() -> impl IntoView {
    let lang = use_lang();
    view! {
        <header class="bar"><b>{move || td_string!(lang.get(), desk.desk)}</b></header>
        <main class="body alone" aria-busy="true">
            <p class="vh">{move || td_string!(lang.get(), ui.loading)}</p>
            <Skeleton class="w40 tall"/>
            <Skeleton class="w80"/>
            <Skeleton class="w60"/>
        </main>
    }
}

#[component]
fn Inside(session: Arc<Session>) -> impl IntoView {
    provide_stream(&session.dealer);
    provide_context(LastBoard::new());
    provide_context(Signed(session));
    view! { <Outlet/> }
}

/// What follows the dealer's own address.
const fn below(page: Page) -> &'static str {
    match page {
        Page::Today => "",
        Page::Phone => "/phone",
        Page::Calls => "/calls",
        Page::Callbacks => "/callbacks",
        Page::Waitlist => "/waitlist",
        Page::Outages => "/room",
        Page::Messages => "/messages",
        Page::Screens => "/screens",
    }
}

fn word(page: Page, locale: Language) -> &'static str {
    match page {
        Page::Today => td_string!(locale, desk.nav.today),
        Page::Phone => td_string!(locale, room.nav.phone),
        Page::Calls => td_string!(locale, room.nav.calls),
        Page::Callbacks => td_string!(locale, care.nav.callbacks),
        Page::Waitlist => td_string!(locale, care.nav.waitlist),
        Page::Outages => td_string!(locale, room.nav.room),
        Page::Messages => td_string!(locale, desk.nav.messages),
        Page::Screens => td_string!(locale, widget.nav.settings),
    }
}

/// What follows the dealer's own address on the page of the widget, which stands beside the screens.
const WIDGET: &str = "/widget";

/// What follows the dealer's own address on the page of the own password, which the menu leads to.
const PASSWORD: &str = "/password";

/// The pages of the settings.
#[component]
pub fn SettingsNav() -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let here = use_location().pathname;
    let link = |rest: &'static str, word: fn(Language) -> &'static str| {
        let address = format!("/desk/{}{rest}", session.dealer);
        let is_here = Memo::new(move |_| here.with(|here| here.trim_end_matches('/').ends_with(rest)));
        view! { <a href=address aria-current=move || is_here.get().then_some("page")>{move || word(lang.get())}</a> }
    };
    let screens = Page::Screens.is_for(session.role);
    view! {
        <nav class="sub" aria-label=move || td_string!(lang.get(), widget.nav.label)>
            {screens.then(|| link(below(Page::Screens), |locale| td_string!(locale, desk.nav.screens)))}
            {link(WIDGET, |locale| td_string!(locale, widget.nav.widget))}
        </nav>
    }
}

/// The bar at the top: navigation, connection state, signed-in member of staff.
#[component]
pub fn Bar(
    /// Whether the page has a board, which is what a keyboard looks for first.
    #[prop(optional)]
    has_board: bool,
    /// Between navigation and status, e.g. the search.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = use_lang();
    let Signed(session) = use_signed();
    let here = use_location().pathname;
    let home = format!("/desk/{}", session.dealer);
    let mine = Page::ALL.into_iter().filter(|page| page.is_for(session.role));
    let pages = mine.map(|page| {
        let rest = below(page);
        let address = format!("{home}{rest}");
        let is_here = Memo::new({
            let address = address.clone();
            let others = Page::ALL.map(|page| format!("{home}{}", below(page)));
            move |_| {
                let here = here.get();
                let here = here.trim_end_matches('/');
                let is_widget = here.ends_with(WIDGET);
                let is_own = here.ends_with(PASSWORD);
                // A visit's own pages belong to today, the widget's to the settings.
                here == address
                    || (is_widget && page == Page::Screens)
                    || (rest.is_empty() && !is_widget && !is_own && !others.iter().any(|other| here == *other))
            }
        });
        let calls = (page == Page::Calls).then(|| view! { <UntoldCount dealer=session.dealer.clone()/> });
        view! { <a href=address aria-current=move || is_here.get().then_some("page")>{move || word(page, lang.get())}{calls}</a> }
    }).collect_view();
    view! {
        <SkipLink to="main" word=Signal::derive(move || td_string!(lang.get(), desk.skip))/>
        {has_board.then(|| view! { <SkipLink to="board" word=Signal::derive(move || td_string!(lang.get(), desk.today.to_board))/> })}
        <header class="bar">
            <b>{session.dealer_name.clone()}</b>
            <nav aria-label=move || td_string!(lang.get(), desk.nav.label)>
                {pages}
            </nav>
            <span class="gap"></span>
            {children.map(|children| children())}
            <LiveMark/>
            <Menu/>
        </header>
    }
}

/// A link that is seen once it has the focus, and passes what stands between.
#[component]
fn SkipLink(
    /// The id of where it leads.
    to: &'static str,
    /// What it says.
    word: Signal<&'static str>,
) -> impl IntoView {
    let skip = move |event: MouseEvent| {
        event.prevent_default();
        if let Some(target) = document().get_element_by_id(to) {
            if !target.has_attribute("tabindex") {
                // A page's part takes no focus by itself; if it cannot be given one, the link does nothing.
                let _ = target.set_attribute("tabindex", "-1");
            }
            focus::on(to);
        }
    };
    view! { <a class="skip" href=format!("#{to}") data-test=format!("skip-to-{to}") on:click=skip>{move || word.get()}</a> }
}

/// Who is signed in; opened, the language, the own password and the way out.
#[component]
fn Menu() -> impl IntoView {
    let lang = use_lang();
    let desk = use_desk();
    let Signed(session) = use_signed();
    let own_password = format!("/desk/{}{PASSWORD}", session.dealer);
    let menu = NodeRef::<Details>::new();
    let who = move || {
        let locale = lang.get();
        let role = labels::role(session.role, locale);
        td_string!(locale, desk.nav.signed_in, name = session.name.clone(), role = role).to_string()
    };
    let said = {
        let who = who.clone();
        move || td_string!(lang.get(), desk.nav.menu, who = who()).to_string()
    };
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    // It closes by Escape, and when the focus goes elsewhere.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && menu.get_untracked().is_some_and(|menu| menu.open()) {
            event.prevent_default();
            close();
            focus::on("me");
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let stays = menu.get_untracked().is_some_and(|menu| menu.contains(to.as_ref()));
        if to.is_some() && !stays {
            close();
        }
    };
    view! {
        <details class="me" node_ref=menu on:keydown=on_key on:focusout=on_leave>
            <summary id="me" data-test="signed-in" aria-label=said>{who}<Icon name="down"/></summary>
            <div class="menu">
                <LanguageSwitch spoken=i18n::tags()/>
                <a class="btn b3" href=own_password data-test="change-password">{move || td_string!(lang.get(), desk.password.title)}</a>
                <button type="button" class="btn b3" data-test="sign-out" on:click=move |_| desk.leave()>
                    {move || td_string!(lang.get(), desk.nav.sign_out)}
                </button>
            </div>
        </details>
    }
}

/// How many customers must be called because a message did not reach them.
#[component]
fn UntoldCount(dealer: String) -> impl IntoView {
    let lang = use_lang();
    let fetched = Fetched::<UntoldList>::of(path::desk_untold(&dealer));
    move || {
        let count = fetched.value.with(|list| list.as_ref().map_or(0, |list| list.calls.len()));
        let said = move || td_string!(lang.get(), room.calls.untold_count, count = count.to_string()).to_string();
        (count > 0).then(|| view! { " "<b class="count" data-test="untold-count" title=said>{count}</b> })
    }
}

/// Whether what is shown is live.
#[component]
fn LiveMark() -> impl IntoView {
    let lang = use_lang();
    let link = use_stream().link;
    view! {
        <span role="status" data-test="live" data-live=move || (link.get() == Link::Live).to_string()>
            {move || match link.get() {
                Link::Live | Link::Resting => view! { <span class="live">{move || td_string!(lang.get(), desk.nav.live)}</span> }.into_any(),
                Link::Opening => view! { <span class="soft">{move || td_string!(lang.get(), desk.nav.opening)}</span> }.into_any(),
                Link::Lost => view! {
                    <span class="st" data-k="warn"><Icon name="broken"/>{move || td_string!(lang.get(), desk.nav.lost)}</span>
                }.into_any(),
            }}
        </span>
    }
}
