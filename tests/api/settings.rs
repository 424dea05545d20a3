//! What a dealer's own people set at the desk: the sites in whose pages the booking may stand.

use bayside_api::path;
use bayside_api::settings::{Settings, WidgetSettings};
use bayside_test_support::clock::until;
use bayside_test_support::desk::Desk;
use bayside_test_support::http::Reply;
use bayside_test_support::server::{ENGINES, Engine, Server, TUESDAY};
use bayside_test_support::world::{ALLER, ANTING};
use serde_json::json;
use std::time::Duration;

fn settings(origins: &[&str]) -> Settings {
    Settings { widget: WidgetSettings { origins: origins.iter().map(|origin| (*origin).to_owned()).collect() } }
}

fn put(desk: &Desk, tag: &str, origins: &[&str]) -> Reply {
    desk.client.put_with(&path::desk_settings("aller"), &[("if-match", tag)], &settings(origins))
}

fn get(desk: &Desk) -> (Settings, String) {
    let reply = desk.client.get(&path::desk_settings("aller"));
    let tag = reply.header("etag").to_owned();
    (reply.json(200), tag)
}

#[test]
fn a_manager_sets_the_sites_that_may_show_the_booking() {
    for engine in ENGINES {
        let server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ALLER, "manager");
        let (first, tag) = get(&desk);
        assert_eq!(first, settings(&["https://autohaus-aller.example", "http://localhost"]), "{engine:?}: of the file");

        let typed = ["https://Shop.Aller.Example/", "http://127.0.0.1:5173", "https://aller.example:443"];
        let written = settings(&["https://shop.aller.example", "http://127.0.0.1:5173", "https://aller.example"]);
        let reply = put(&desk, &tag, &typed);
        let second = reply.header("etag").to_owned();
        assert_eq!(reply.json::<Settings>(200), written, "as browsers write them, in the dealer's order");
        assert_ne!(second, tag);
        assert_eq!(get(&desk), (written.clone(), second.clone()));

        put(&desk, &tag, &[]).problem(412, "changed-meanwhile");
        assert_eq!(get(&desk).0, written, "what another set is not overwritten");
        let same = put(&desk, &second, &typed);
        assert_eq!(same.header("etag"), second, "nothing was changed");
        assert_eq!(put(&desk, &second, &[]).json::<Settings>(200), settings(&[]));
    }
}

#[test]
fn what_is_set_at_one_server_holds_at_every_other() {
    let here = Server::on(Engine::Postgres, TUESDAY);
    let there = here.beside();
    let may_frame = |server: &Server| {
        let page = server.client().get("/embed/aller/book");
        page.header("content-security-policy").rsplit_once("frame-ancestors ").map(|(_, sites)| sites.to_owned())
    };
    assert_eq!(may_frame(&there).as_deref(), Some("'self' https://autohaus-aller.example http://localhost"));
    let desk = Desk::sign_in(&here, ALLER, "manager");
    put(&desk, &get(&desk).1, &["https://only.example"]).json::<Settings>(200);
    assert_eq!(may_frame(&here).as_deref(), Some("'self' https://only.example"), "at once where it was set");
    // Well before the sweep that would find it, too.
    until("the other server to know", Duration::from_secs(5), || {
        (may_frame(&there).as_deref() == Some("'self' https://only.example")).then_some(())
    });
}

#[test]
fn each_wrong_site_is_named_with_its_reason() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let desk = Desk::sign_in(&server, ALLER, "manager");
    let (before, tag) = get(&desk);
    let wrong = [
        "https://a.example",
        "http://a.example",
        "https://*.a.example",
        "https://a.example/booking",
        "a.example",
        "",
        "https://A.example/",
    ];
    let problem = put(&desk, &tag, &wrong).problem(422, "invalid");
    let errors: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code.as_str())).collect();
    assert_eq!(
        errors,
        [
            ("/widget/origins/1", "origin-https"),
            ("/widget/origins/2", "origin-wildcard"),
            ("/widget/origins/3", "origin-path"),
            ("/widget/origins/4", "origin-format"),
            ("/widget/origins/5", "required"),
            ("/widget/origins/6", "duplicate"),
        ]
    );
    let many: Vec<String> = (0..21).map(|site| format!("https://a{site}.example")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let problem = put(&desk, &tag, &many).problem(422, "invalid");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/widget/origins", "too-many"));
    put(&desk, &tag, &many[..20]).json::<Settings>(200);
    let unknown = json!({ "widget": { "origins": [], "colour": "red" } });
    let reply = desk.client.put_with(&path::desk_settings("aller"), &[], &unknown);
    assert_eq!(reply.problem(422, "unknown-field").errors[0].pointer, "/widget/colour");
    assert_ne!(get(&desk).0, before);
}

#[test]
fn everybody_of_the_house_may_read_and_only_a_manager_may_set() {
    let server = Server::on(Engine::Sqlite, TUESDAY);
    let reception = Desk::sign_in(&server, ALLER, "reception");
    let (read, tag) = get(&reception);
    assert_eq!(read.widget.origins.len(), 2);
    put(&reception, &tag, &[]).problem(403, "forbidden");
    let other = Desk::sign_in(&server, ANTING, "manager");
    other.client.get(&path::desk_settings("aller")).problem(403, "forbidden");
    put(&other, &tag, &[]).problem(403, "forbidden");
    server.client().get(&path::desk_settings("aller")).problem(401, "unauthenticated");
}

#[test]
fn a_file_imported_anew_sets_the_sites_only_if_it_names_any() {
    let file = include_str!("../../crates/server/src/demo/aller.toml");
    let start = file.find("[widget]").expect("the demo names its sites");
    let end = start + file[start..].find("\n\n").expect("and goes on");
    let silent = format!("{}{}", &file[..start], &file[end..]);
    for engine in ENGINES {
        let mut server = Server::on(engine, TUESDAY);
        let desk = Desk::sign_in(&server, ALLER, "manager");
        put(&desk, &get(&desk).1, &["https://desk.example"]).json::<Settings>(200);
        let told = |server: &Server| get(&Desk::sign_in(server, ALLER, "manager")).0.widget.origins;
        server.import(&silent);
        assert_eq!(told(&server), ["https://desk.example"], "{engine:?}: what the desk set stays");
        server.import(file);
        assert_eq!(told(&server), ["https://autohaus-aller.example", "http://localhost"], "{engine:?}");
    }
}
