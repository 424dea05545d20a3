//! Guided questions that would lead a customer astray are refused with their place.

use super::super::parse;
use super::SMALL;
use bayside_domain::triage::{Lead, Remedy};

/// A sound triage of two questions, appended to the small file: its first line is number 48.
const TRIAGE: &str = r#"
[emergency]
phone = "+862155550110"
[[triage.question]]
id = "what"
text = { zh-CN = "哪里？", en = "What?" }
answer = [
  { text = { zh-CN = "刹车", en = "Brakes" }, next = "safe" },
  { text = { zh-CN = "别的", en = "Else" }, outcome = "call" },
]
[[triage.question]]
id = "safe"
text = { zh-CN = "软吗？", en = "Soft?" }
answer = [
  { text = { zh-CN = "是", en = "Yes" }, outcome = "stop" },
  { text = { zh-CN = "不", en = "No" }, outcome = "job" },
]
[[triage.outcome]]
id = "call"
kind = "adviser"
text = { zh-CN = "回电", en = "Call" }
[[triage.outcome]]
id = "stop"
kind = "unsafe"
text = { zh-CN = "别开", en = "Stop" }
[[triage.outcome]]
id = "job"
kind = "services"
services = ["oil"]
text = { zh-CN = "机油", en = "Oil" }
"#;

/// After one change of the triage the file has these mistakes, one a line.
#[track_caller]
fn check(old: &str, new: &str, expected: &str) {
    assert_eq!(TRIAGE.matches(old).count(), 1, "“{old}” must name one place");
    let text = format!("{SMALL}{}", TRIAGE.replace(old, new));
    let said: Vec<String> = parse(&text).err().unwrap_or_default().iter().map(ToString::to_string).collect();
    assert_eq!(said.join("\n"), expected, "{old} → {new}");
}

#[test]
fn a_sound_triage_is_read_in_order() {
    let promises = parse(&format!("{SMALL}{TRIAGE}")).unwrap().promises;
    assert_eq!(promises.emergency, Some(("+862155550110".to_owned(), "+862155550110".to_owned())));
    assert_eq!(promises.triage.questions[0].answers[0].leads, Lead::Question("safe".to_owned()));
    assert_eq!(promises.triage.outcomes[2].remedy, Remedy::Services);
    assert_eq!(promises.triage.outcomes[2].services, ["oil"]);
}

#[test]
fn promises_have_defaults_and_limits() {
    let promises = parse(SMALL).unwrap().promises;
    assert_eq!((promises.adviser_minutes, promises.technical_minutes, promises.retry_minutes), (60, 30, 10));
    assert_eq!((promises.offer_minutes, promises.no_show_grace_minutes), (30, 15));
    assert_eq!(promises.early_minutes, 120);
    assert!(promises.triage.is_empty() && promises.emergency.is_none());
    let early = format!("{SMALL}\n[arrival]\nearly_minutes = 1441\n");
    let errors = parse(&early).unwrap_err();
    assert_eq!(errors[0].to_string(), "line 49, column 17: arrival.early_minutes: must be between 0 and 1440");
    let other = format!("{SMALL}\n[callbacks]\nadviser_minutes = 15\n[waitlist]\noffer_minutes = 4\n");
    let errors = parse(&other).unwrap_err();
    assert_eq!(errors[0].to_string(), "line 51, column 17: waitlist.offer_minutes: must be between 5 and 240");
}

#[test]
fn a_way_that_leads_nowhere_is_named_at_its_answer() {
    check(
        "next = \"safe\"",
        "next = \"save\"",
        "line 54, column 3: triage.question[0].answer[0]: “save” is no question of this triage\n\
         line 57, column 1: triage.question[1]: no answer leads to “safe”\n\
         line 68, column 1: triage.outcome[1]: no answer leads to “stop”\n\
         line 72, column 1: triage.outcome[2]: no answer leads to “job”",
    );
    check(
        "outcome = \"call\"",
        "outcome = \"cal\"",
        "line 55, column 3: triage.question[0].answer[1]: “cal” is no outcome of this triage\n\
         line 64, column 1: triage.outcome[0]: no answer leads to “call”",
    );
    check(
        ", outcome = \"call\" }",
        " }",
        "line 55, column 3: triage.question[0].answer[1]: leads nowhere: “next” must name a question or “outcome” an \
         outcome",
    );
}

#[test]
fn a_circle_is_named_at_the_answer_that_closes_it() {
    check(
        "outcome = \"stop\"",
        "next = \"what\"",
        "line 61, column 3: triage.question[1].answer[0]: leads back to a question that was asked before\n\
         line 68, column 1: triage.outcome[1]: no answer leads to “stop”",
    );
}

#[test]
fn an_outcome_names_known_jobs_and_has_a_number_to_call() {
    check(
        "services = [\"oil\"]",
        "services = [\"wipers\"]",
        "line 75, column 13: triage.outcome[2].services[0]: “wipers” is no service of this dealer",
    );
    check("services = [\"oil\"]\n", "", "line 72, column 1: triage.outcome[2].services: is missing");
    check(
        "kind = \"adviser\"",
        "kind = \"magic\"",
        "line 66, column 8: triage.outcome[0].kind: “magic” must be one of services, adviser, technical, advice, \
         unsafe",
    );
    check(
        "[emergency]\nphone = \"+862155550110\"\n",
        "",
        "line 68, column 8: triage.outcome[1].kind: needs a number to call: “[emergency]” with “phone” is missing",
    );
}

#[test]
fn questions_are_there_in_every_language_of_the_dealer() {
    check(
        "text = { zh-CN = \"软吗？\", en = \"Soft?\" }",
        "text = \"软吗？\"",
        "line 59, column 8: triage.question[1].text: is missing in en",
    );
}
