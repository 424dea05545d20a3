use super::state::*;
use crate::booking::draft::Draft;
use crate::booking::edit::Edit;
use crate::booking::event::Trouble;
use crate::booking::field::{Field, FieldFault};
use crate::notice::call::times::{CallInterval, CallTime, intervals};
use bayside_api::callback::{CallbackCreated, CallbackRequest, CallbackTeam};
use bayside_api::dealer::OpeningHours;
use bayside_api::limits::CONCERN_CHARS_MAX;
use bayside_api::problem::FieldError;
use bayside_api::triage::{Answer, Outcome, Question, Remedy, Triage};
use bayside_api::{Code, Instant, Problem};
use bayside_domain::country::Country;
use std::sync::Arc;

fn at(text: &str) -> Instant {
    Instant(text.parse().expect("an instant"))
}

/// A question `a` whose answers lead to question `b`, to advice and to `c`; `b` leads to jobs and to a stop.
fn triage() -> Arc<Triage> {
    let to = |text: &str, next: Option<&str>, outcome: Option<&str>| Answer {
        text: text.to_owned(),
        lamp: None,
        next: next.map(str::to_owned),
        outcome: outcome.map(str::to_owned),
    };
    let question = |id: &str, answers| Question { id: id.to_owned(), text: format!("{id}?"), hint: None, answers };
    let outcome = |id: &str, kind, services: &[&str]| Outcome {
        id: id.to_owned(),
        kind,
        text: id.to_owned(),
        advice: None,
        services: services.iter().map(|id| (*id).to_owned()).collect(),
        afterwards: Vec::new(),
    };
    Arc::new(Triage {
        first: Some("a".to_owned()),
        questions: vec![
            question(
                "a",
                vec![to("brakes", Some("b"), None), to("lamp", None, Some("green")), to("noise", Some("c"), None)],
            ),
            question("b", vec![to("squeal", None, Some("check")), to("soft", None, Some("stop"))]),
            question("c", vec![to("cold", None, Some("expert"))]),
        ],
        outcomes: vec![
            outcome("check", Remedy::Services, &["brake-check", "tyres"]),
            outcome("stop", Remedy::Unsafe, &[]),
            outcome("expert", Remedy::Technical, &[]),
            outcome("green", Remedy::Advice, &[]),
        ],
        emergency: None,
    })
}

fn terms() -> NoticeTerms {
    NoticeTerms { country: Country::Cn, consent_version: "v1".to_owned(), locale: "zh-CN".to_owned() }
}

fn new(triage: Arc<Triage>) -> State {
    State::new(triage, terms(), SavedNotice::new(Draft::for_country(Country::Cn), "key-1".to_owned(), 0))
}

fn answer(state: &mut State, question: &str, number: u32) {
    assert_eq!(state.apply(NoticeEvent::Answer(question.to_owned(), number)), None);
}

fn asked(state: &State) -> Vec<(String, Option<String>)> {
    let asked = state.saved.walk.asked(&state.triage);
    asked.into_iter().map(|(one, answer)| (one.id.clone(), answer.map(|answer| answer.text.clone()))).collect()
}

fn type_in(state: &mut State, field: Field, text: &str) {
    assert_eq!(state.apply(NoticeEvent::Edit(Edit::Typed(field, text.to_owned()))), None);
}

fn fill_in(state: &mut State) {
    for (field, text) in [
        (Field::Plate, "A12345"),
        (Field::Model, "Lavida"),
        (Field::Mileage, "58,600"),
        (Field::Name, "王小明"),
        (Field::Phone, "138 1234 5678"),
    ] {
        type_in(state, field, text);
    }
    state.apply(NoticeEvent::Edit(Edit::Consent(true)));
}

fn send(state: &mut State) -> Option<CallbackRequest> {
    let body = state.apply(NoticeEvent::Send(Vec::new(), 42_500))?;
    Some(serde_json::from_str(&body).expect("a request"))
}

#[test]
fn questions_grow_one_by_one_until_an_answer_leads_somewhere() {
    let mut state = new(triage());
    assert_eq!(asked(&state), [("a".to_owned(), None)]);
    answer(&mut state, "a", 0);
    assert_eq!(asked(&state), [("a".to_owned(), Some("brakes".to_owned())), ("b".to_owned(), None)]);
    assert_eq!(state.outcome(), None);
    answer(&mut state, "b", 0);
    assert_eq!(state.outcome().map(|outcome| outcome.kind), Some(Remedy::Services));
    assert_eq!(state.saved.walk.line(&state.triage), "a? brakes · b? squeal");
}

#[test]
fn a_changed_answer_drops_the_later_ones() {
    let mut state = new(triage());
    answer(&mut state, "a", 0);
    answer(&mut state, "b", 1);
    assert!(state.is_unsafe());
    assert_eq!(state.saved.team, CallbackTeam::Technical);
    answer(&mut state, "a", 2);
    assert_eq!(asked(&state), [("a".to_owned(), Some("noise".to_owned())), ("c".to_owned(), None)]);
    assert!(!state.is_unsafe());
    answer(&mut state, "a", 0);
    assert_eq!(state.saved.walk.answer("b"), None, "what was dropped does not come back");
    answer(&mut state, "c", 0);
    assert_eq!(asked(&state).len(), 2, "a question that is not asked cannot be answered");
}

#[test]
fn what_was_kept_ends_where_the_dealers_questions_changed() {
    let mut state = new(triage());
    answer(&mut state, "a", 0);
    answer(&mut state, "b", 1);
    let mut changed = (*triage()).clone();
    changed.questions[1].answers.truncate(1);
    let state = State::new(Arc::new(changed), terms(), state.saved);
    assert_eq!(asked(&state), [("a".to_owned(), Some("brakes".to_owned())), ("b".to_owned(), None)]);
    assert_eq!(state.outcome(), None);
}

#[test]
fn a_dealer_who_asks_nothing_is_asked_for_a_call_at_once() {
    let none = Triage { first: None, questions: Vec::new(), outcomes: Vec::new(), emergency: None };
    let mut state = new(Arc::new(none));
    assert_eq!((state.saved.part, state.saved.team), (NoticePart::Call, CallbackTeam::Adviser));
    state.apply(NoticeEvent::GoTo(NoticePart::Ask));
    assert_eq!(state.saved.part, NoticePart::Call);
    fill_in(&mut state);
    assert_eq!(send(&mut state), None);
    assert_eq!(state.faults, [(Field::Concern, FieldFault::Required)]);
    type_in(&mut state, Field::Concern, "有异响");
    assert!(state.faults.is_empty());
    assert_eq!(send(&mut state).expect("it is sent").concern, "有异响");
}

#[test]
fn own_words_come_first_and_are_never_cut_for_the_answers() {
    let mut state = new(triage());
    answer(&mut state, "a", 2);
    answer(&mut state, "c", 0);
    assert_eq!(state.concern(), "a? noise · c? cold");
    type_in(&mut state, Field::Concern, " 冷车启动时响 ");
    assert_eq!(state.concern(), "冷车启动时响\na? noise · c? cold");
    let nearly_all = "响".repeat(CONCERN_CHARS_MAX - 5);
    type_in(&mut state, Field::Concern, &nearly_all);
    assert_eq!(state.concern(), format!("{nearly_all}\na? n"));
}

#[test]
fn jobs_are_handed_over_with_what_was_typed() {
    let mut state = new(triage());
    answer(&mut state, "a", 0);
    answer(&mut state, "b", 0);
    let services = state.outcome().expect("it leads somewhere").services.clone();
    let marked = |text: &str| text.replace(['\n', ' '], "+");
    assert_eq!(state.handover(&services, marked), "services=brake-check,tyres&concern=a?+brakes+·+b?+squeal");
    type_in(&mut state, Field::Plate, "A12345");
    type_in(&mut state, Field::Model, "Lavida");
    let whole = state.handover(&services, marked);
    assert!(whole.ends_with("&plate=沪A12345&plate_kind=cn&model=Lavida"), "{whole}");
}

#[test]
fn a_call_is_asked_for_once_with_all_that_was_said() {
    let mut state = new(triage());
    answer(&mut state, "a", 2);
    answer(&mut state, "c", 0);
    state.apply(NoticeEvent::Call(CallbackTeam::Technical));
    assert_eq!(state.saved.part, NoticePart::Call);
    assert_eq!(send(&mut state), None);
    let wrong: Vec<Field> = state.faults.iter().map(|(field, _)| *field).collect();
    assert_eq!(wrong, [Field::Plate, Field::Model, Field::Mileage, Field::Name, Field::Phone, Field::Consent]);
    fill_in(&mut state);
    let request = send(&mut state).expect("it is sent");
    assert_eq!((request.kind, request.vehicle.plate.as_str()), (CallbackTeam::Technical, "沪A12345"));
    assert_eq!((request.vehicle.mileage_km, request.filled_seconds, request.website), (58_600, Some(42), None));
    assert_eq!(send(&mut state), None, "it is under way");

    state.apply(NoticeEvent::Offline);
    assert_eq!(state.trouble, Some(Trouble::Offline));
    let again = state.apply(NoticeEvent::Retry(42_500)).expect("it is tried again");
    assert_eq!(state.apply(NoticeEvent::Retry(42_500)), None, "one try at a time");
    state.apply(NoticeEvent::Offline);
    state.terms.consent_version = "v2".to_owned();
    assert_eq!(state.apply(NoticeEvent::Send(Vec::new(), 99_000)), Some(again), "another press is the same request");
    let created = CallbackCreated { reference: "R5M8T12".to_owned(), due_at: at("2026-06-09T10:54:00+08:00") };
    state.apply(NoticeEvent::Sent(Sent { created, asked_at: at("2026-06-09T10:24:00+08:00"), before: false }));
    assert_eq!((state.saved.part, state.busy, state.trouble), (NoticePart::Done, false, None));
    state.apply(NoticeEvent::GoTo(NoticePart::Ask));
    assert_eq!(state.saved.part, NoticePart::Done, "what was sent stays sent");
}

#[test]
fn a_refusal_stands_at_its_field_or_else_above_all() {
    let mut state = new(triage());
    answer(&mut state, "a", 2);
    state.apply(NoticeEvent::Call(CallbackTeam::Technical));
    let mut problem = Problem::new(Code::Invalid);
    problem.errors.push(FieldError { pointer: "/customer/phone".to_owned(), code: "phone-format".to_owned() });
    state.apply(NoticeEvent::Refused(Box::new(problem)));
    assert_eq!((state.faults.as_slice(), state.trouble), (&[(Field::Phone, FieldFault::Format)][..], None));
    state.apply(NoticeEvent::Refused(Box::new(Problem::new(Code::TooMany))));
    assert_eq!((state.faults.len(), state.trouble), (0, Some(Trouble::Refused(Code::TooMany))));
}

#[test]
fn the_first_change_calls_a_retry_off() {
    let changes = [
        NoticeEvent::Edit(Edit::Typed(Field::Phone, "138 1234 567".to_owned())),
        NoticeEvent::Edit(Edit::Consent(false)),
        NoticeEvent::Answer("a".to_owned(), 1),
        NoticeEvent::Call(CallbackTeam::Adviser),
    ];
    for change in changes {
        let mut state = new(triage());
        answer(&mut state, "a", 2);
        state.apply(NoticeEvent::Call(CallbackTeam::Technical));
        fill_in(&mut state);
        send(&mut state).expect("it is sent");
        let mut under_way = state.clone();
        state.apply(NoticeEvent::Offline);
        state.apply(change.clone());
        assert_eq!(state.apply(NoticeEvent::Retry(42_500)), None, "{change:?}: nothing is sent by itself");
        under_way.apply(change.clone());
        under_way.apply(NoticeEvent::Offline);
        assert_eq!(under_way.trouble, Some(Trouble::CalledOff), "{change:?}");
        assert_eq!(under_way.apply(NoticeEvent::Retry(42_500)), None, "{change:?}");
        assert_eq!(under_way.saved.key, "key-1", "one key, so that it is not asked for twice");
    }
    // Nor is anything sent by itself much later.
    let mut state = new(triage());
    answer(&mut state, "a", 2);
    state.apply(NoticeEvent::Call(CallbackTeam::Technical));
    fill_in(&mut state);
    send(&mut state).expect("it is sent");
    state.apply(NoticeEvent::Offline);
    assert!(state.clone().apply(NoticeEvent::Retry(42_500 + 600_000)).is_some());
    assert_eq!(state.apply(NoticeEvent::Retry(42_501 + 600_000)), None);
    assert_eq!(state.trouble, Some(Trouble::CalledOff));
}

fn hours(days: &[(u8, &str, &str)]) -> Vec<OpeningHours> {
    let open = |(weekday, from, to): &(u8, &str, &str)| OpeningHours {
        weekday: *weekday,
        from: (*from).to_owned(),
        to: (*to).to_owned(),
    };
    days.iter().map(open).collect()
}

fn offered(days: &[(u8, &str, &str)], now: &str) -> Vec<(CallTime, String, String)> {
    let found = intervals(&hours(days), &at(now));
    found.into_iter().map(|one| (one.when, one.date.to_string(), one.hours())).collect()
}

#[test]
fn a_call_is_offered_when_the_dealer_is_open() {
    let week = [(2, "08:00", "12:00"), (2, "13:00", "18:00"), (3, "08:00", "12:00"), (6, "08:00", "17:15")];
    let said = |when, date: &str, hours: &str| (when, date.to_owned(), hours.to_owned());
    // Tuesday.
    assert_eq!(
        offered(&week, "2026-06-09T10:24:00+08:00"),
        [
            said(CallTime::Noon, "2026-06-09", "13:00–14:00"),
            said(CallTime::Evening, "2026-06-09", "17:00–18:00"),
            said(CallTime::Morning, "2026-06-10", "08:00–12:00"),
        ]
    );
    assert_eq!(
        offered(&week, "2026-06-09T13:45:00+08:00").first(),
        Some(&said(CallTime::Evening, "2026-06-09", "17:00–18:00")),
        "a stretch that is nearly over is not offered"
    );
    // Wednesday: the next open morning is Saturday's.
    assert_eq!(offered(&week, "2026-06-10T15:00:00+08:00"), [said(CallTime::Morning, "2026-06-13", "08:00–12:00")]);
    // A quarter of an hour is no evening.
    assert_eq!(offered(&week, "2026-06-13T15:00:00+08:00"), [said(CallTime::Morning, "2026-06-16", "08:00–12:00")]);
    assert_eq!(offered(&[], "2026-06-13T15:00:00+08:00"), []);
}

#[test]
fn a_stretch_behind_the_night_that_changes_the_clock_is_where_the_wall_clock_says() {
    // Berlin's clock goes back in the night to 25 October 2026: from +02:00 to +01:00.
    let change = at("2026-10-25T01:00:00Z").epoch_ms();
    let wall = |epoch_ms: i64| {
        let offset = if epoch_ms < change { 120 } else { 60 };
        u32::try_from((epoch_ms / 60_000 + offset).rem_euclid(24 * 60)).ok()
    };
    let now = at("2026-10-24T10:00:00+02:00");
    let morning = |date: &str| CallInterval {
        when: CallTime::Morning,
        date: date.parse().expect("a date"),
        from: 9 * 60,
        to: 12 * 60,
    };
    let window = morning("2026-10-25").window(&now, wall).expect("it is a time");
    assert_eq!(window.from.epoch_ms(), at("2026-10-25T09:00:00+01:00").epoch_ms());
    assert_eq!(window.to.epoch_ms(), at("2026-10-25T12:00:00+01:00").epoch_ms());
    let window = morning("2026-10-24").window(&now, wall).expect("it is a time");
    assert_eq!(window.from.epoch_ms(), at("2026-10-24T09:00:00+02:00").epoch_ms());
}
