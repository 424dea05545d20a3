//! The desk: who may do what, in which order, and what the customer sees of it.

use bayside_api::codes::{Decision, Payer, Stage, Step, Urgency};
use bayside_api::desk::{DeskVisit, ExtraWorkRequest, Login, Right, StepRequest};
use bayside_api::path;
use bayside_api::statement::{BridgeKind, Statement};
use bayside_api::visit::{AcceptanceRequest, Visit};
use bayside_domain::ids::{ExtraWorkId, VisitId};
use bayside_test_support::desk::{Desk, draft};
use bayside_test_support::server::{ENGINES, PASSWORD, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::{Value, json};

const DAY: &str = "2026-06-09";

fn booked(server: &Server) -> (String, String) {
    let customer = server.client();
    let slots = ANTING.slots(&customer, DAY, DAY);
    let created = ANTING.book(&customer, &slots[0].offer);
    (created.reference, created.manage_token)
}

fn visit_of_today(server: &Server, desk: &Desk) -> VisitId {
    desk.card(DAY, &booked(server).0).id
}

/// The token at the end of the private link.
fn token(visit: &DeskVisit) -> String {
    let url = visit.private_url.as_deref().expect("the private link is given on arrival");
    let (page, token) = url.split_once('#').expect("the token stands after #");
    assert!(page.ends_with("/visit"), "{url}");
    token.to_owned()
}

#[test]
fn one_visit_from_arrival_to_the_closed_file() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ANTING, "manager");
        let id = visit_of_today(&server, &desk);
        for step in [Step::PrepareAdviser, Step::PrepareParts, Step::PrepareBay, Step::PrepareTechnician] {
            desk.plain(id, step);
        }
        assert!(desk.visit(id).card.prepared, "{engine:?}");
        let signed = desk.receive(id);
        let page = path::visit(&token(&signed));
        let customer = server.client();
        let seen: Visit = customer.get(&page).json(200);
        assert_eq!((seen.stage, seen.plate.as_str(), seen.statement_ready), (Some(Stage::Waiting), "沪A·12345", false));
        assert_eq!(seen.promised_at, signed.card.promised_at);
        customer.get(&path::statement(&token(&signed))).problem(404, "not-found");

        desk.repair(id);
        let released = desk.release_statement(id);
        assert_eq!(released.card.stage, Some(Stage::Ready));
        let statement: Statement = customer.get(&path::statement(&token(&signed))).json(200);
        check_sums(&statement);
        assert_eq!(statement.asked.text, "冷车启动时有异响");
        assert_eq!(statement.inspected.len(), 2, "the technician's own check and the inspector's");

        let accept = AcceptanceRequest {
            name: "王小明".into(),
            signature_svg: Some("M10 80L60 20L90 130".into()),
            statement_version: None,
            shown: None,
        };
        let accepted = customer.post(&path::acceptance(&token(&signed)), &accept);
        assert!((200..300).contains(&accepted.status), "{}", accepted.text());
        customer.post(&path::acceptance(&token(&signed)), &accept).problem(409, "already-done");
        let seen: Visit = customer.get(&page).json(200);
        assert!(seen.accepted_at.is_some() && seen.stage.is_none(), "{engine:?}");

        desk.plain(id, Step::Settle);
        desk.step(id, Step::HandOver, &StepRequest { mileage_km: Some(58_244), ..StepRequest::default() });
        desk.plain(id, Step::FollowUp);
        let closed = desk.plain(id, Step::Close);
        assert!(closed.allowed.is_empty(), "{engine:?}: {:?}", closed.allowed);
    }
}

/// Lines sum to their payer's total, and the bridge leads from the estimate to the charge.
fn check_sums(statement: &Statement) {
    for total in &statement.totals {
        let lines: i64 =
            statement.lines.iter().filter(|line| line.payer == total.payer).map(|line| line.amount.amount).sum();
        assert_eq!(lines, total.lines.amount);
        let added: i64 = total.taxes.iter().filter(|tax| !tax.included).map(|tax| tax.amount.amount).sum();
        assert_eq!(total.total.amount, lines + added);
    }
    let amount = |kind: BridgeKind| {
        statement.bridge.iter().find(|step| step.kind == kind).map(|step| step.amount.amount).expect("a total")
    };
    let sum = |kind: BridgeKind| {
        statement.bridge.iter().filter(|step| step.kind == kind).map(|step| step.amount.amount).sum::<i64>()
    };
    assert_eq!(amount(BridgeKind::Estimate) + sum(BridgeKind::ExtraWork), amount(BridgeKind::Authorised));
    assert_eq!(amount(BridgeKind::Authorised) + sum(BridgeKind::Difference), amount(BridgeKind::Charged));
    let customer = statement.totals.iter().find(|total| total.payer == Payer::Customer).expect("the customer pays");
    assert_eq!(customer.total.amount, amount(BridgeKind::Charged));
}

#[test]
fn a_step_out_of_order_is_refused_and_told_what_is_possible() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    let problem = desk.try_step(id, Step::Settle, &StepRequest::default()).problem(409, "step-not-allowed");
    let allowed = problem.allowed.expect("what is possible");
    assert!(allowed.contains(&Step::Arrive) && !allowed.contains(&Step::Settle), "{allowed:?}");
    let unknown = desk.client.post(&path::desk_step("anting", id, "polish"), &json!({}));
    assert!([400, 404, 422].contains(&unknown.status), "{}", unknown.text());
}

/// What the wire says that somebody may do is what the server takes, for every role as the visit goes on.
#[test]
fn what_one_may_do_is_what_the_server_takes() {
    let server = Server::start();
    let logins = ["gate", "reception", "adviser", "parts", "workshop", "inspector", "cashier", "manager"];
    let stand: [fn(&Desk, VisitId); 5] = [
        |_, _| {},
        |desk, id| drop(desk.plain(id, Step::Arrive)),
        |desk, id| drop(desk.receive(id)),
        |desk, id| {
            desk.receive(id);
            desk.repair(id);
            desk.release_statement(id);
        },
        Desk::serve,
    ];
    for reach in stand {
        let manager = Desk::sign_in(&server, ANTING, "manager");
        let id = visit_of_today(&server, &manager);
        reach(&manager, id);
        for login in logins {
            let (desk, writer) = (Desk::sign_in(&server, ANTING, login), Desk::sign_in(&server, ANTING, login));
            let visit = desk.visit(id);
            let role = desk.session.role;
            assert_eq!(visit.rights.contains(&Right::SeeContact), !visit.customer.phone.is_empty(), "{role}");
            assert!(visit.rights.contains(&Right::SeeLink) || visit.private_url.is_none(), "{role} sees the link");
            // Whoever is refused before the body was read is hung up on.
            let send = |method: &str, path: &str, body: &Value| {
                let (_, tag) = desk.read(id);
                let headers = [("if-match", tag.as_str()), ("connection", "close")];
                match method {
                    "PUT" => writer.client.put_with(path, &headers, body),
                    _ => writer.client.post_with(path, &headers, body),
                }
            };
            let takes = |right: Right, method: &str, path: String, body: Value| {
                let may = desk.visit(id).rights.contains(&right);
                let reply = send(method, &path, &body);
                let expected: &[u16] = if may { &[200] } else { &[403, 409] };
                assert!(expected.contains(&reply.status), "{role} {right}: {}", reply.text());
            };
            let promised_at = visit.card.promised_at.unwrap_or(visit.card.ready_estimate);
            let promise = json!({ "promised_at": promised_at, "reason": "等配件" });
            takes(Right::Promise, "POST", path::desk_promise("anting", id), promise);
            takes(Right::WriteOrder, "PUT", path::desk_work_order("anting", id), json!(visit.work_order));
            let statement = json!(draft(visit.work_order.lines.clone()));
            takes(Right::WriteStatement, "PUT", path::desk_statement("anting", id), statement);
            let quote = json!({ "title": "雨刮片", "reason": "开裂", "urgency": "soon", "price_amount": 100, "extra_minutes": 5 });
            takes(Right::Quote, "POST", path::desk_extra_work("anting", id), quote);
            for step in Step::ALL.iter().filter(|step| !desk.visit(id).allowed.contains(step)) {
                let reply = send("POST", &path::desk_step("anting", id, step.as_str()), &json!({}));
                assert!([403, 409, 422].contains(&reply.status), "{role} {step}: {}", reply.text());
            }
        }
    }
}

#[test]
fn jobs_and_names_are_told_in_the_readers_language() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    desk.receive(id);
    let read = |language: &str| {
        let headers = [("accept-language", language)];
        desk.client.get_with(&path::desk_visit("anting", id), &headers).json::<DeskVisit>(200)
    };
    for (language, job) in
        [("zh-CN", "机油与机滤更换"), ("en", "Oil and filter change"), ("de", "Öl- und Filterwechsel")]
    {
        let visit = read(language);
        assert_eq!((visit.jobs[0].name.as_str(), visit.card.jobs.as_str()), (job, job), "board and visit say the same");
    }
    // A name that is not written in the reader's language comes in English.
    assert_eq!(read("zh-CN").log[0].by, "周敏");
    assert_eq!((read("en").log[0].by.as_str(), read("de").log[0].by.as_str()), ("Zhou Min", "Zhou Min"));
}

#[test]
fn each_role_takes_its_own_steps_only() {
    let server = Server::start();
    let adviser = Desk::sign_in(&server, ANTING, "adviser");
    let id = visit_of_today(&server, &adviser);
    for (login, step) in [("parts", Step::Arrive), ("cashier", Step::Inspect), ("gate", Step::PrepareParts)] {
        let other = Desk::sign_in(&server, ANTING, login);
        assert!(!other.visit(id).allowed.contains(&step), "{login} is not shown {step}");
        other.try_step(id, step, &StepRequest::default()).problem(403, "forbidden");
    }
    Desk::sign_in(&server, ANTING, "gate").plain(id, Step::Arrive);
    adviser.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
    let workshop = Desk::sign_in(&server, ANTING, "workshop");
    for step in [Step::Dispatch, Step::Start, Step::Complete] {
        workshop.each_job(id, step);
    }
    workshop.plain(id, Step::SelfCheck);
    workshop.try_step(id, Step::FinalInspection, &StepRequest::default()).problem(403, "forbidden");
    Desk::sign_in(&server, ANTING, "inspector").plain(id, Step::FinalInspection);
}

#[test]
fn one_dealers_staff_are_strangers_at_another() {
    let server = Server::start();
    let (desk, stranger) = (Desk::sign_in(&server, ANTING, "manager"), Desk::sign_in(&server, ALLER, "manager"));
    let id = visit_of_today(&server, &desk);
    for refused in [
        stranger.client.get(&path::desk_visits("anting")),
        stranger.client.get(&path::desk_visit("anting", id)),
        stranger.client.post(&path::desk_step("anting", id, "arrive"), &json!({})),
        stranger.client.get(&path::desk_screens("anting")),
        stranger.client.get(&path::desk_events("anting")),
    ] {
        assert!([401, 403, 404].contains(&refused.status), "{} {}", refused.status, refused.text());
    }
    assert_eq!(desk.visit(id).card.number, None, "and nothing has happened");
}

#[test]
fn nobody_enters_without_the_password() {
    let server = Server::start();
    let client = server.client();
    let sign_in = |login: &str, password: &str| {
        let body = Login { dealer: "anting".into(), login: login.into(), password: password.into() };
        client.post(&path::session(), &body)
    };
    sign_in("manager", "guess").problem(401, "bad-credentials");
    sign_in("nobody", PASSWORD).problem(401, "bad-credentials");
    client.get(&path::session()).problem(401, "unauthenticated");
    client.get(&path::desk_visits("anting")).problem(401, "unauthenticated");
    let reply = sign_in("manager", PASSWORD);
    let cookie = reply.header("set-cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");

    let desk = Desk::sign_in(&server, ANTING, "manager");
    assert!((200..300).contains(&desk.client.delete(&path::session()).status));
    desk.client.get(&path::desk_visits("anting")).problem(401, "unauthenticated");
}

#[test]
fn a_page_of_elsewhere_cannot_use_the_session() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    let (_, tag) = desk.read(id);
    let headers =
        [("if-match", tag.as_str()), ("origin", "https://elsewhere.example"), ("sec-fetch-site", "cross-site")];
    let refused = desk.client.post_with(&path::desk_step("anting", id, "arrive"), &headers, &json!({}));
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert_eq!(desk.visit(id).card.number, None);
}

#[test]
fn who_read_an_older_state_is_told() {
    let server = Server::start();
    let (first, second) = (Desk::sign_in(&server, ANTING, "adviser"), Desk::sign_in(&server, ANTING, "manager"));
    let id = visit_of_today(&server, &first);
    let (_, old) = first.read(id);
    second.plain(id, Step::PrepareAdviser);
    let arrive = path::desk_step("anting", id, "arrive");
    let stale = first.client.post_with(&arrive, &[("if-match", old.as_str())], &json!({}));
    stale.problem(412, "changed-meanwhile");
    assert_eq!(first.visit(id).card.number, None);
    first.plain(id, Step::Arrive);
}

#[test]
fn a_version_is_known_behind_a_proxy_that_compresses() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    let prepare = path::desk_step("anting", id, Step::PrepareAdviser.as_str());
    let take = |tag: &str| desk.client.post_with(&prepare, &[("if-match", tag)], &json!({}));
    let version = desk.read(id).1.trim_matches('"').to_owned();
    for other in ["\"0-gzip\"", "\"x\"", "", "W/\"7777\", \"8888\""] {
        take(other).problem(412, "changed-meanwhile");
    }
    assert_eq!(take(&format!("\"x\", W/\"{version}-gzip\"")).status, 200);
}

#[test]
fn extra_work_is_done_only_after_the_customers_own_yes() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    let signed = desk.receive(id);
    let (token, customer) = (token(&signed), server.client());
    let quote = |price_amount: i64, item: Option<ExtraWorkId>| ExtraWorkRequest {
        id: item,
        title: "更换前制动片".into(),
        reason: "剩余 2 毫米".into(),
        urgency: Urgency::Now,
        price_amount,
        extra_minutes: 35,
    };
    let path = path::desk_extra_work("anting", id);
    assert!((200..300).contains(&desk.change(id, "POST", &path, &quote(68_000, None)).status));
    let seen: Visit = customer.get(&path::visit(&token)).json(200);
    let item = &seen.extra_work[0];
    assert!(seen.flag.is_some() && item.decision.is_none());

    // The quote changes while the customer reads it.
    assert!((200..300).contains(&desk.change(id, "POST", &path, &quote(70_000, Some(item.id))).status));
    let decide = |version: u32| {
        let body = json!({ "decision": "approve", "quote_version": version });
        customer.post(&path::decision(&token, item.id), &body)
    };
    decide(item.quote_version).problem(409, "quote-changed");
    let fresh: Visit = customer.get(&path::visit(&token)).json(200);
    assert!((200..300).contains(&decide(fresh.extra_work[0].quote_version).status));
    let seen: Visit = customer.get(&path::visit(&token)).json(200);
    assert_eq!((seen.extra_work[0].decision, seen.flag), (Some(Decision::Approve), None));
    let (estimate, authorised) = (seen.estimate.unwrap().amount, seen.authorised.unwrap().amount);
    assert_eq!(authorised - estimate, 70_000);

    // What has begun is not quoted anew: finished and authorised work would vanish from the bill.
    desk.step(id, Step::Start, &StepRequest { job: Some("extra-1".into()), ..StepRequest::default() });
    desk.change(id, "POST", &path, &quote(90_000, Some(item.id))).problem(409, "step-not-allowed");
    let kept: Visit = customer.get(&path::visit(&token)).json(200);
    assert_eq!(kept.authorised.unwrap().amount, authorised);
}

#[test]
fn what_the_desk_writes_of_work_is_refused_where_it_could_not_be_charged() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    desk.step(id, Step::Arrive, &StepRequest::default());
    let refused = |method: &str, path: &str, body: &Value, pointer: &str| {
        let problem = desk.change(id, method, path, body).problem(422, "invalid");
        let found = problem.errors.iter().find(|error| error.pointer == pointer);
        found.unwrap_or_else(|| panic!("no {pointer} in {:?}", problem.errors)).code.clone()
    };
    let order = serde_json::to_value(desk.visit(id).work_order).unwrap();
    let mut named_like_extra_work = order.clone();
    named_like_extra_work["lines"][0]["id"] = json!("extra-1");
    let path = path::desk_work_order("anting", id);
    assert_eq!(refused("PUT", &path, &named_like_extra_work, "/lines/0/id"), "duplicate");

    desk.plain(id, Step::Inspect);
    desk.step(id, Step::SignOrder, &StepRequest { name: Some("王小明".into()), ..StepRequest::default() });
    let quote = |title: &str, price: i64| json!({ "title": title, "reason": "磨损", "urgency": "soon", "price_amount": price, "extra_minutes": 10 });
    let path = path::desk_extra_work("anting", id);
    for title in ["前制动片\n更换", "前制动片\u{200d}", "\u{202e}片动制"] {
        let code = refused("POST", &path, &quote(title, 1), "/title");
        assert_eq!(code, "text-format", "{title:?}");
    }
    assert_eq!(refused("POST", &path, &quote("前制动片", -1), "/price_amount"), "negative");
    assert_eq!(refused("POST", &path, &quote("前制动片", i64::MAX), "/price_amount"), "too-large");

    let path = path::desk_statement("anting", id);
    let with = |name: &str, value: Value| {
        let mut draft = serde_json::to_value(draft(desk.visit(id).work_order.lines)).unwrap();
        draft[name] = value;
        draft
    };
    for amount in [i64::MIN, i64::MIN + 1, i64::MAX] {
        let differences = with("differences", json!([{ "title": "a", "reason": "b", "amount": amount }]));
        assert_eq!(refused("PUT", &path, &differences, "/differences/0/amount"), "too-large");
    }
    let next = with("next_service", json!({ "mileage_km": u32::MAX, "date": "2027-06-09" }));
    assert_eq!(refused("PUT", &path, &next, "/next_service/mileage_km"), "too-large");
    let warranty =
        |km, days| with("warranty", json!({ "km": km, "days": days, "statutory_km": 0, "statutory_days": 0 }));
    assert_eq!(refused("PUT", &path, &warranty(1_999, 90), "/warranty/km"), "below-statutory", "a request is no law");
    assert_eq!(refused("PUT", &path, &warranty(2_000, 9), "/warranty/days"), "below-statutory");
    let job = desk.visit(id).work_order.items[0].id.clone();
    let twice = with("done", json!([{ "job": job, "detail": "a" }, { "job": job, "detail": "b" }]));
    assert_eq!(refused("PUT", &path, &twice, "/done/1/job"), "duplicate");
}

#[test]
fn nobody_is_charged_more_than_was_authorised() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    desk.receive(id);
    desk.repair(id);
    let mut lines = desk.visit(id).work_order.lines;
    let dearest = lines.iter_mut().max_by_key(|line| line.unit_price_amount).expect("an order has lines");
    dearest.unit_price_amount += 100_000;
    let saved = desk.change(id, "PUT", &path::desk_statement("anting", id), &draft(lines));
    if saved.status == 200 {
        desk.plain(id, Step::PrepareDelivery);
        let refused = desk.try_step(id, Step::Ready, &StepRequest::default());
        refused.problem(422, "charge-exceeds-authorised");
    } else {
        saved.problem(422, "charge-exceeds-authorised");
    }
    assert_ne!(desk.visit(id).card.stage, Some(Stage::Ready));
}

#[test]
fn a_signature_is_a_pen_path_and_nothing_else() {
    let server = Server::start();
    let desk = Desk::sign_in(&server, ANTING, "manager");
    let id = visit_of_today(&server, &desk);
    let token = token(&desk.receive(id));
    desk.repair(id);
    desk.release_statement(id);
    let customer = server.client();
    for path_data in ["<svg onload=alert(1)>", "M0 0 url(#x)", "M10 10L9999 10", "not a path", &"M1 1".repeat(40_000)] {
        let body = AcceptanceRequest {
            name: "王小明".into(),
            signature_svg: Some(path_data.into()),
            statement_version: None,
            shown: None,
        };
        let reply = customer.post(&path::acceptance(&token), &body);
        assert!([413, 422].contains(&reply.status), "{path_data:.40}: {}", reply.text());
    }
    let nameless = AcceptanceRequest { name: " ".into(), signature_svg: None, statement_version: None, shown: None };
    let problem = customer.post(&path::acceptance(&token), &nameless).problem(422, "invalid");
    assert_eq!(problem.errors[0].pointer, "/name");
    let typed =
        AcceptanceRequest { name: "王小明".into(), signature_svg: None, statement_version: None, shown: None };
    assert!((200..300).contains(&customer.post(&path::acceptance(&token), &typed).status));
}

#[test]
fn a_cancelled_booking_gives_its_room_back() {
    let server = Server::start();
    let customer = server.client();
    let slot = ANTING.slots(&customer, "2026-06-15", "2026-06-15").swap_remove(0);
    let token = ANTING.book(&customer, &slot.offer).manage_token;
    ANTING.try_book(&customer, &slot.offer).problem(409, "slot-taken");
    let cancelled = customer.post(&path::cancel(&token), &json!({}));
    assert_eq!(cancelled.status, 200, "{}", cancelled.text());
    customer.post(&path::cancel(&token), &json!({})).problem(409, "not-changeable");
    ANTING.book(&customer, &slot.offer);
    let ics = customer.get(&path::calendar(&token)).text();
    assert!(ics.contains("STATUS:CANCELLED"), "{ics}");
}
