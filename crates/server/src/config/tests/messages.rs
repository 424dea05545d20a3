//! What is wrong in `[messages]` is named with its line and field.

use super::{check, fine};
use crate::config::parse;
use bayside_domain::codes::MessageKind;
use bayside_domain::language::Language;

/// Puts `[messages]` settings into one line of the small file.
fn with(settings: &str) -> String {
    format!("messages = {{ {settings} }}\nclosure = ")
}

#[track_caller]
fn said(settings: &str, place: &str, expected: &str) {
    let column = "messages = { ".len() + settings.find(place).unwrap() + 1;
    check("closure = ", &with(settings), &format!("line 11, column {column}: messages.{expected}"));
}

#[test]
fn times_senders_and_reminders_are_what_they_seem() {
    fine("closure = ", &with(r#"quiet = "22:00-07:30", day_before = "never", hour_before_minutes = 0"#));
    fine("closure = ", &with(r#"quiet = "never", from = "service@a.example", reply_to = "b@a.example""#));
    let time = "must be local time such as";
    said(r#"quiet = "22-7""#, "\"22", &format!("quiet: {time} “21:00-08:00”, or “never”"));
    said(r#"quiet = "08:00-08:00""#, "\"08", &format!("quiet: {time} “21:00-08:00”, or “never”"));
    said(r#"day_before = "25:00""#, "\"25", &format!("day_before: {time} “17:00”, or “never”"));
    said("hour_before_minutes = 721", "721", "hour_before_minutes: must be between 0 and 720");
    said("invite_again_days = 91", "91", "invite_again_days: must be between 1 and 90");
    said(r#"from = "nobody""#, "\"nobody", "from: must be a mail address such as service@werkstatt.example");
}

#[test]
fn a_gateway_is_encrypted_complete_and_keeps_its_secrets_out_of_the_file() {
    let gateway = |rest: &str| format!("sms = {{ {rest} }}");
    fine("closure = ", &with(&gateway(r#"url = "https://a.example/{id}?k=${BAYSIDE_SMS_KEY}", body = "{to} {text}""#)));
    fine("closure = ", &with(&gateway(r#"url = "http://127.0.0.1:9/?a={to}&b={text}", method = "GET""#)));
    let unsafe_url = "sms.url: must be https:// and a host; http:// is for a gateway on this machine only";
    for url in ["http://a.example", "https://u:p@a.example", "ftp://a.example", "a.example", "https://{to}.example"] {
        let settings = gateway(&format!(r#"url = "{url}", body = "{{to}} {{text}}""#));
        said(&settings, &format!("\"{url}"), unsafe_url);
    }
    said(
        &gateway(r#"url = "https://a.example", body = "{to} {text} ${BAYSIDE_DATABASE}""#),
        "\"{to}",
        "sms.body: ${BAYSIDE_DATABASE} must name a variable that begins with BAYSIDE_SMS_",
    );
    said(&gateway(r#"url = "https://a.example", body = "{to}""#), "{ url", "sms: {text} must stand in “url” or “body”");
    said(
        &gateway(r#"url = "https://a.example", body = "{to} {text}", method = "DELETE""#),
        "\"DELETE",
        "sms.method: must be GET, POST or PUT",
    );
    let countries = |codes: &str| {
        gateway(&format!(r#"url = "https://a.example", body = "{{to}} {{text}}", calling_codes = [{codes}]"#))
    };
    fine("closure = ", &with(&countries(r#""+49", "0043", "86""#)));
    let no_code = "must be a country's calling code, e.g. “+49”";
    said(&countries(r#""+49", "DE""#), "\"DE", &format!("sms.calling_codes[1]: {no_code}"));
    said(&countries(r#""+0""#), "\"+0", &format!("sms.calling_codes[0]: {no_code}"));
}

#[test]
fn own_words_have_only_places_that_can_be_filled() {
    let own = |text: &str| format!(r#"texts = {{ confirmation = {{ sms = "{text}" }} }}"#);
    fine("closure = ", &with(&own("{name}, {link}")));
    said(
        &own("{nme} {link}"),
        "\"{nme",
        "texts.confirmation.sms: {nme} cannot be filled in here; known: {name}, {dealer}, {adviser}, {date}, {time}, {ready}, {services}, {reference}, {link}, {phone}, {address}, {plate}",
    );
    said(&own("{name}"), "\"{name", "texts.confirmation.sms: {link} is missing");
    said(&own("{link} {name"), "\"{link", "texts.confirmation.sms: has a brace without its partner");
    let known: Vec<&str> = MessageKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let unknown = format!("texts.greeting: “greeting” is no kind of message; known: {}", known.join(", "));
    said("texts = { greeting = { } }", "greeting", &unknown);
}

#[test]
fn own_words_stand_in_place_of_the_usual_ones_in_their_language_only() {
    let file = include_str!("../../demo/anting.toml");
    let own = "\n[messages.texts.hour-before]\nsubject = { en = \"Soon: {time}\" }\n";
    let dealer = parse(&format!("{file}{own}")).unwrap();
    let kind = MessageKind::HourBefore;
    let subject = |locale| crate::messages::message_texts(&dealer, kind, locale).subject;
    assert_eq!(subject(Language::En), "Soon: {time}");
    assert_eq!(subject(Language::ZhCn), "稍后见：{time}，{dealer}");
}
