//! What is shown: routes, who is signed in, and the frame around every page.

mod aside;
mod call_outcome;
mod callbacks;
mod calls;
mod card;
mod checking;
mod differences;
mod draft;
mod draft_parts;
mod editor;
mod explain;
mod extra;
mod fetched;
mod input;
mod invitations;
mod keys;
mod lines;
mod live;
mod login;
mod message_preview;
mod message_words;
mod messages;
mod odd;
mod order;
mod origin;
mod pad;
mod page;
mod phone;
mod problems;
mod promise;
mod room;
mod room_words;
mod screen_orders;
mod screen_pair;
mod screens;
mod session;
mod shell;
mod sites;
mod snippet;
mod snippet_look;
mod step_form;
mod steps;
mod tickets;
mod today;
mod typed;
mod visit;
mod waitlist;
mod walk_in;
mod who;
mod words;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

/// The face.
#[component]
pub fn DeskApp() -> impl IntoView {
    session::provide_desk();
    view! {
        <Router>
            <Routes fallback=login::LoginPage>
                <Route path=path!("/desk") view=login::LoginPage/>
                <ParentRoute path=path!("/desk/:dealer") view=shell::House>
                    <Route path=path!("") view=today::Today/>
                    <Route path=path!("messages") view=messages::Messages/>
                    <Route path=path!("callbacks") view=callbacks::CallbacksPage/>
                    <Route path=path!("waitlist") view=waitlist::WaitlistPage/>
                    <Route path=path!("screens") view=screens::Screens/>
                    <Route path=path!("widget") view=snippet::SnippetPage/>
                    <Route path=path!("room") view=room::Room/>
                    <Route path=path!("phone") view=phone::Phone/>
                    <Route path=path!("calls") view=calls::Calls/>
                    <Route path=path!("walk-in") view=walk_in::WalkIn/>
                    <Route path=path!("visits/:id") view=visit::VisitPage/>
                    <Route path=path!("visits/:id/order") view=order::OrderPage/>
                    <Route path=path!("visits/:id/statement") view=draft::DraftPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
