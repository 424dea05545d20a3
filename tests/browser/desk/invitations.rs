//! Who is due is written to at the press of a button.

use crate::booking::phone::{test, view};
use crate::desk::board::sign_in;
use crate::gallery::{BOTH, state};
use bayside_api::booking::BookingCreated;
use bayside_api::path;
use bayside_test_support::desk::Desk;
use bayside_test_support::postbox::{Postbox, Security};
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_due_is_written_to_and_seen_to_be() {
    let postbox = Postbox::open(Security::Plain);
    let server = Server::with(Engine::Sqlite, TUESDAY, |folder| postbox.flags(folder));
    let offer = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09").swap_remove(0).offer;
    let mut request = ANTING.request(&offer);
    request.consent.marketing = true;
    let made: BookingCreated = server.client().post(&path::bookings("anting"), &request).json(201);
    let known = Desk::sign_in(&server, ANTING, "manager");
    let visit = known.card("2026-06-09", &made.reference).id;
    known.serve(visit);
    server.set_clock("2027-04-05T09:30:00+08:00");

    let desk = sign_in(ANTING, &server.url, "reception").await;
    desk.go(&format!("{}/desk/anting/calls", server.url)).await;
    let write = test(&format!("write-{visit}"));
    desk.see(&write).await;
    view(&desk, "desk: who is due").await;
    desk.press(&write).await;
    desk.see(&format!("{} [data-state=sent]", test(&format!("writing-{visit}")))).await;
    desk.see(&format!("{write}[aria-disabled=true]")).await;
    assert!(desk.text(&format!("#against-{visit}")).await.contains("5月5日"), "it says from when on again");
    state(&desk, "desk-calls-invited", &BOTH).await;
    let invited = postbox.mails().iter().filter(|mail| mail.subject().contains("该保养了")).count();
    assert_eq!(invited, 1);

    let mut request = ANTING.request(&ANTING.slots(&server.client(), "2027-04-12", "2027-04-12").swap_remove(0).offer);
    request.source = Some("invitation".into());
    server.client().post(&path::bookings("anting"), &request).json::<BookingCreated>(201);
    desk.reload().await;
    desk.see(&test("booked-by-invitation")).await;
    assert!(!desk.has(&write).await, "who has a booking is not due");
    view(&desk, "desk: booked by an invitation").await;
    desk.close().await;
}
