//! The routes of the desk.

use super::callbacks::view::CallbacksPage;
use super::calls::view::Calls;
use super::login::view::LoginPage;
use super::messages::view::Messages;
use super::order::view::OrderPage;
use super::outages::view::Room;
use super::phone::view::Phone;
use super::screens::view::Screens;
use super::shared::session::provide_desk;
use super::shared::shell::House;
use super::snippet::view::SnippetPage;
use super::statement::view::DraftPage;
use super::today::view::Today;
use super::visit::view::VisitPage;
use super::waitlist::view::WaitlistPage;
use super::walk_in::view::WalkIn;
use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

/// The app of the staff's desk.
#[component]
pub fn DeskApp() -> impl IntoView {
    provide_desk();
    view! {
        <Router>
            <Routes fallback=LoginPage>
                <Route path=path!("/desk") view=LoginPage/>
                <ParentRoute path=path!("/desk/:dealer") view=House>
                    <Route path=path!("") view=Today/>
                    <Route path=path!("messages") view=Messages/>
                    <Route path=path!("callbacks") view=CallbacksPage/>
                    <Route path=path!("waitlist") view=WaitlistPage/>
                    <Route path=path!("screens") view=Screens/>
                    <Route path=path!("widget") view=SnippetPage/>
                    <Route path=path!("room") view=Room/>
                    <Route path=path!("phone") view=Phone/>
                    <Route path=path!("calls") view=Calls/>
                    <Route path=path!("walk-in") view=WalkIn/>
                    <Route path=path!("visits/:id") view=VisitPage/>
                    <Route path=path!("visits/:id/order") view=OrderPage/>
                    <Route path=path!("visits/:id/statement") view=DraftPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
