//! Answers that get lost: what was done is shown, nothing is done twice, and nothing is called a failure that was none.

use crate::booking::phone::{Wish, phone, test, up_to_times, view};
use crate::desk::board::{each_job, open_visit, repeatable_step, sign_in, step};
use crate::kiosk::check_in::kiosk;
use crate::notice::answers::to_the_expert;
use crate::notice::states::fill_in;
use crate::visit::signature::{MORNING, here, links};
use crate::visit::whole_visit::write_statement;
use bayside_api::booking::{Booking, BookingStatus};
use bayside_api::callback::DeskCallbacks;
use bayside_api::codes::Stage;
use bayside_api::desk::DeskVisit;
use bayside_api::path;
use bayside_api::visit::Visit;
use bayside_api::waitlist::DeskWaitlist;
use bayside_domain::event::VisitEventKind;
use bayside_test_support::browser::{PHONE, Window};
use bayside_test_support::desk::Desk;
use bayside_test_support::server::{Engine, Server, TUESDAY};
use bayside_test_support::world::ANTING;

const DAY: &str = "2026-06-10";

/// Loses the answers to the first `times` tries of every write, also over reloads: the server has done it, the page
/// hears nothing. What was sent is noted.
fn losing(times: u32) -> String {
    format!(
        "const real = window.fetch;
        const tries = JSON.parse(sessionStorage.getItem('lost') ?? '{{}}');
        window.fetch = async (path, how) => {{
            const answer = await real(path, how);
            if ((how?.method ?? 'GET') === 'GET') return answer;
            const place = how.method + path;
            tries[place] = (tries[place] ?? 0) + 1;
            sessionStorage.setItem('lost', JSON.stringify(tries));
            if (tries[place] > {times}) return answer;
            await answer.text();
            throw new TypeError('the line broke');
        }};"
    )
}

/// How often something was sent to places that contain this.
async fn sent(window: &Window, place: &str) -> u64 {
    let script = "return Object.entries(JSON.parse(sessionStorage.getItem('lost') ?? '{}'))
        .filter(([place]) => place.includes(arguments[0])).reduce((sum, [, tries]) => sum + tries, 0)";
    window.run(script, vec![place.into()]).await.as_u64().unwrap_or_default()
}

const WISH: Wish<'_> = Wish {
    at: ANTING,
    job: "oil",
    plate: "沪A12345",
    adviser: None,
    day: DAY,
    start: None,
    name: "王小明",
    phone: "13812345678",
};

/// Up to the last step, with everything filled in.
async fn up_to_confirm(person: &Window, server: &Server) {
    up_to_times(person, &server.url, &WISH).await;
    person.press(".best [data-test^=slot-]").await;
    person.write("#name", WISH.name).await;
    person.write("#phone", WISH.phone).await;
    person.tick("#consent").await;
}

/// What was booked by who fills in the form.
fn bookings(desk: &Desk) -> Vec<DeskVisit> {
    let days = ["2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12", "2026-06-15"];
    let cards = days.iter().flat_map(|day| desk.list(day).visits);
    cards.map(|card| desk.visit(card.id)).filter(|visit| visit.customer.phone == "+8613812345678").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_lost_answer_is_nobodys_business() {
    let server = Server::start();
    let person = phone(ANTING).await;
    person.before_each_page(&losing(1)).await;
    up_to_confirm(&person, &server).await;
    person.press(&test("confirm")).await;
    person.see(&test("reference")).await;
    assert!(!person.has(&test("before")).await, "it is what was confirmed");
    assert_eq!((sent(&person, "/holds").await, sent(&person, "/bookings").await), (2, 2));
    assert_eq!(bookings(&Desk::sign_in(&server, ANTING, "manager")).len(), 1);
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_without_an_answer_goes_on_by_itself_and_is_called_off_by_a_change() {
    let server = Server::start();
    let person = phone(ANTING).await;
    person.before_each_page(&losing(2)).await;
    up_to_times(&person, &server.url, &WISH).await;
    // The hold is there, although no answer came: it is not taken by oneself.
    person.press(".best [data-test^=slot-]").await;
    person.press(&test("retry")).await;
    person.write("#name", WISH.name).await;
    person.write("#phone", WISH.phone).await;
    person.tick("#consent").await;
    let kept = person.run("return JSON.stringify(localStorage)", vec![]).await;
    person.press(&test("confirm")).await;
    person.see(&test("retry")).await;
    view(&person, "booking: no answer came").await;
    // The page was closed before the answer came.
    person.run("location.reload()", vec![]).await;
    let reference = person.attribute(&test("reference"), "data-value").await.expect("a reference");
    assert!(!person.has(&test("before")).await);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let made = bookings(&desk);
    assert_eq!(made.iter().map(|visit| &visit.card.reference).collect::<Vec<_>>(), [&reference]);

    // Another tab, which was opened before: it is told of the same booking.
    let restore = "const kept = JSON.parse(arguments[0]); sessionStorage.clear(); localStorage.clear();
        for (const name in kept) localStorage.setItem(name, kept[name]); location.reload()";
    person.run(restore, vec![kept]).await;
    person.see("#phone").await;
    person.write("#phone", "139 1234 567").await;
    person.write("#phone", "139 1234 5678").await;
    person.press(&test("confirm")).await;
    person.press(&test("retry")).await;
    person.see(&test("before")).await;
    assert_eq!(person.attribute(&test("reference"), "data-value").await, Some(reference));
    view(&person, "booking: it was made before").await;
    assert_eq!(bookings(&desk).len(), 1);
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_back_is_asked_for_once() {
    let server = Server::start();
    let person = Window::open(PHONE, "zh-CN").await;
    person.before_each_page(&losing(2)).await;
    person.go(&format!("{}/anting/notice", server.url)).await;
    person.see(&test("question-what")).await;
    to_the_expert(&person).await;
    person.press(&test("call-me")).await;
    fill_in(&person, "沪A12345").await;
    person.press(&test("send")).await;
    person.see(&test("retry")).await;
    // A changed number is not sent by itself; sent again, it leads to what was asked for.
    person.write("#phone", "139 1234 5678").await;
    person.see_gone(&test("retry")).await;
    view(&person, "notice: called off").await;
    assert_eq!(sent(&person, "/callbacks").await, 2);
    person.press(&test("send")).await;
    person.see(&test("reference")).await;
    view(&person, "notice: it was asked for before").await;
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let list = desk.client.get(&path::desk_callbacks("anting")).json::<DeskCallbacks>(200).callbacks;
    let ours: Vec<&str> =
        list.iter().map(|row| row.phone.as_str()).filter(|phone| phone.ends_with("12345678")).collect();
    assert_eq!(ours, ["+8613812345678"]);
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_and_a_cancelled_booking_show_what_is_true() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let customer = server.client();
    let slot = ANTING.slots(&customer, "2026-06-15", "2026-06-15").swap_remove(0);
    let booked = ANTING.book(&customer, &slot.offer);
    let now = || server.client().get(&path::booking(&booked.manage_token)).json::<Booking>(200);
    let person = Window::open(PHONE, "en").await;
    person.before_each_page(&losing(2)).await;
    person.go(&format!("{}/booking?lang=en#{}", server.url, booked.manage_token)).await;
    person.press(&test("change")).await;
    person.see(".best [data-test^=slot-]").await;
    person.press(&test("day-2026-06-18")).await;
    let first = format!("{} [data-test^=\"slot-2026-06-18\"]", test("day-times"));
    person.press(&first).await;
    person.press(&test("confirm-change")).await;
    // No answer came, but the booking itself tells.
    person.see(&test("moved")).await;
    let start = now().start;
    assert_ne!(start, slot.start);
    person.press(&test("cancel")).await;
    person.press(&test("cancel-yes")).await;
    person.see("[data-status=cancelled]").await;
    assert_eq!((now().status, now().start), (BookingStatus::Cancelled, start));
    person.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_answered_and_signed_is_shown_as_done() {
    let server = Server::on(Engine::Sqlite, MORNING);
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let asked = links(&desk, Stage::Repair)
        .into_iter()
        .map(|link| here(&server, &link))
        .find(|link| {
            let token = link.split_once('#').unwrap().1;
            let visit: Visit = server.client().get(&path::visit(token)).json(200);
            visit.extra_work.iter().any(|item| item.decision.is_none())
        })
        .expect("the demo has extra work to decide");
    let customer = Window::open(PHONE, "zh-CN").await;
    customer.before_each_page(&losing(2)).await;
    customer.go(&asked).await;
    customer.press("[data-test^=approve]").await;
    customer.see(&test("answers")).await;
    customer.see_gone("[role=alert]").await;
    view(&customer, "private page: decided without an answer").await;

    customer.go(&here(&server, &links(&desk, Stage::Ready)[0])).await;
    customer.see(&test("sign-pad")).await;
    customer.press(&test("sign-mode")).await;
    customer.write("#sign-name", "王小明").await;
    customer.press(&test("accept")).await;
    customer.see(&test("signature")).await;
    view(&customer, "private page: accepted without an answer").await;
    customer.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_arrival_counts_once() {
    let server = Server::start();
    let kiosk = kiosk(&server, ANTING).await;
    kiosk.before_each_page(&losing(1)).await;
    kiosk.run("location.reload()", vec![]).await;
    kiosk.press(&test("way-walk-in")).await;
    kiosk.press(&test("reason-tyres")).await;
    let number = crate::kiosk::check_in::number(&kiosk).await;
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let tickets: serde_json::Value = desk.client.get(&path::desk_tickets("anting")).json(200);
    let numbers: Vec<String> =
        tickets["tickets"].as_array().unwrap().iter().map(|ticket| ticket["number"].to_string()).collect();
    assert_eq!(numbers, [number]);
    kiosk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_writes_once_whatever_it_hears() {
    let server = Server::start();
    let slot = ANTING.slots(&server.client(), "2026-06-09", "2026-06-09").swap_remove(0);
    let booked = ANTING.book(&server.client(), &slot.offer);
    let desk = sign_in(ANTING, &server.url, "manager").await;
    desk.before_each_page(&losing(1)).await;
    desk.go(&format!("{}/desk/anting?date=2026-06-09", server.url)).await;
    open_visit(&desk, &booked.reference).await;
    step(&desk, "arrive").await;
    repeatable_step(&desk, "inspect").await;
    step(&desk, "sign-order").await;
    desk.press(&test("promise")).await;
    desk.press(&test("later-20")).await;
    desk.write("#promise-reason", "等待配件").await;
    desk.press(&test("save-promise")).await;
    desk.see_gone("dialog[open]").await;
    assert!(!desk.has("[role=alert]").await, "{}", desk.page().await);
    for job_step in ["dispatch", "start", "complete"] {
        each_job(&desk, job_step).await;
    }
    for inspection in ["self-check", "final-inspection", "wash"] {
        step(&desk, inspection).await;
    }
    write_statement(&desk).await;
    for last in ["prepare-delivery", "ready", "accept", "settle", "leave", "follow-up", "close"] {
        step(&desk, last).await;
    }
    assert!(!desk.has("[role=alert]").await, "{}", desk.page().await);
    let staff = Desk::sign_in(&server, ANTING, "manager");
    let visit = staff.visit(staff.card("2026-06-09", &booked.reference).id);
    let times = |kind| visit.log.iter().filter(|entry| entry.kind == kind).count();
    for kind in [
        VisitEventKind::Arrived,
        VisitEventKind::OrderSigned,
        VisitEventKind::PromiseChanged,
        VisitEventKind::Accepted,
        VisitEventKind::Settled,
        VisitEventKind::Delivered,
        VisitEventKind::Closed,
    ] {
        assert_eq!(times(kind), 1, "{kind:?}");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_without_an_answer_is_kept_once() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let person = phone(ANTING).await;
    person.before_each_page(&losing(1)).await;
    let given = "services=oil&stay=wait&plate=%E6%B2%AAA12345&model=%E6%9C%97%E9%80%B8";
    person.go(&format!("{}/anting/wait#{given}", server.url)).await;
    person.set("#from", DAY).await;
    person.set("#to", DAY).await;
    for (field, text) in [("#km", "58200"), ("#name", WISH.name), ("#phone", WISH.phone)] {
        person.write(field, text).await;
    }
    person.tick("#consent").await;
    person.press(&test("wish-send")).await;
    person.see("[data-status=waiting]").await;
    assert_eq!(person.attribute(&test("ahead"), "data-value").await.as_deref(), Some("0"), "nobody stands before them");
    assert_eq!(sent(&person, "/waitlist").await, 2);
    let desk = Desk::sign_in(&server, ANTING, "reception");
    let wishes: DeskWaitlist = desk.client.get(&path::desk_waitlist("anting")).json(200);
    assert_eq!(wishes.wishes.iter().filter(|wish| wish.phone == "+8613812345678").count(), 1);
    person.close().await;
}
