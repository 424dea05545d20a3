//! Staff set their own password at the desk.

use crate::booking::phone::{test, view};
use bayside_test_support::browser::{DESKTOP, PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{PASSWORD, Server};
use bayside_test_support::world::ANTING;

const NEW: &str = "Regenschirme-7";

async fn enter(desk: &Window, password: &str) {
    desk.write("#login", "adviser").await;
    desk.write("#password", password).await;
    desk.press(&test("sign-in")).await;
}

async fn change(desk: &Window, current: &str, new: &str, again: &str) {
    for (field, text) in [("current-password", current), ("new-password", new), ("new-password-again", again)] {
        desk.write(&format!("#{field}"), text).await;
    }
    desk.press(&test("save-password")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_change_their_password_and_are_out_everywhere_else() {
    let server = Server::start();
    let elsewhere = Desk::sign_in(&server, ANTING, "adviser");
    let (mut current, mut new) = (PASSWORD, NEW);
    for language in ["zh-CN", "en", "de"] {
        let desk = Window::open(DESKTOP, language).await;
        desk.go(&format!("{}/desk/anting", server.url)).await;
        enter(&desk, current).await;
        desk.press(&test("signed-in")).await;
        desk.press(&test("change-password")).await;
        desk.see("#current-password").await;
        change(&desk, "", "kurz", "lang").await;
        for field in ["current-password", "new-password", "new-password-again"] {
            desk.see(&format!("#{field}[aria-invalid=true]")).await;
        }
        view(&desk, &format!("desk: what is wrong with a new password, {language}")).await;
        change(&desk, "guess", new, new).await;
        desk.see("#current-password[aria-invalid=true]").await;
        desk.see_gone("#new-password[aria-invalid=true]").await;
        for (name, size) in [("phone", PHONE), ("desktop", DESKTOP)] {
            desk.resize(size).await;
            desk.fits(&format!("a new password, {name}, {language}")).await;
            desk.picture(&format!("desk-password-{name}-{language}")).await;
        }
        change(&desk, current, new, new).await;
        desk.see(&test("password-changed")).await;
        view(&desk, &format!("desk: a new password is set, {language}")).await;
        elsewhere.client.get(&bayside_api::path::session()).problem(401, "unauthenticated");
        // Whoever set it goes on, and is heard of.
        desk.go(&format!("{}/desk/anting", server.url)).await;
        desk.see(&test("signed-in")).await;
        desk.see("[data-test=live][data-live=true]").await;
        desk.close().await;
        std::mem::swap(&mut current, &mut new);
    }
}
