//! The routes of the desk.

use super::callbacks::view::CallbacksPage;
use super::calls::view::CallsPage;
use super::login::view::LoginPage;
use super::messages::view::MessagesPage;
use super::order::view::OrderPage;
use super::outages::view::OutagesPage;
use super::password::view::PasswordPage;
use super::phone::view::PhonePage;
use super::screens::view::ScreensPage;
use super::shared::session::provide_desk;
use super::shared::shell::DealerDesk;
use super::statement::view::StatementPage;
use super::today::view::TodayPage;
use super::visit::view::VisitPage;
use super::waitlist::view::WaitlistPage;
use super::walk_in::view::WalkInPage;
use super::widget_page::view::WidgetSetupPage;
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
                <ParentRoute path=path!("/desk/:dealer") view=DealerDesk>
                    <Route path=path!("") view=TodayPage/>
                    <Route path=path!("messages") view=MessagesPage/>
                    <Route path=path!("callbacks") view=CallbacksPage/>
                    <Route path=path!("waitlist") view=WaitlistPage/>
                    <Route path=path!("screens") view=ScreensPage/>
                    <Route path=path!("widget") view=WidgetSetupPage/>
                    <Route path=path!("room") view=OutagesPage/>
                    <Route path=path!("phone") view=PhonePage/>
                    <Route path=path!("calls") view=CallsPage/>
                    <Route path=path!("password") view=PasswordPage/>
                    <Route path=path!("walk-in") view=WalkInPage/>
                    <Route path=path!("visits/:id") view=VisitPage/>
                    <Route path=path!("visits/:id/order") view=OrderPage/>
                    <Route path=path!("visits/:id/statement") view=StatementPage/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}
