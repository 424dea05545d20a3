//! What the private page derives from what the server sent.

use super::*;
use bayside_api::codes::{Decision, Stay, Urgency};
use bayside_api::visit::StageReached;
use bayside_api::{Currency, Money};
use bayside_domain::ids::ExtraWorkId;

fn at(clock: &str) -> Instant {
    serde_json::from_value(serde_json::Value::String(format!("2026-12-01T{clock}:00+08:00"))).unwrap()
}

fn yuan(amount: i64) -> Money {
    Money::new(amount, Currency::parse("CNY").unwrap())
}

fn promise(promised: &str, given: &str, reason: &str) -> Promise {
    Promise { promised_at: at(promised), given_at: at(given), by: "李敏".into(), reason: reason.into() }
}

fn visit() -> Visit {
    Visit {
        dealer: "anting".into(),
        dealer_name: "安亭湾汽车".into(),
        written_in: "zh-CN".into(),
        zone: "Asia/Shanghai".into(),
        phone: "+862155550186".into(),
        as_of: at("10:30"),
        version: 5,
        number: 27,
        plate: "沪A12345".into(),
        model: "帕萨特".into(),
        addressed_as: "王女士".into(),
        adviser: bayside_api::dealer::Adviser { id: "li-min".into(), name: "李敏".into(), note: String::new() },
        stay: Stay::Wait,
        stage: Some(Stage::Repair),
        flag: None,
        reached: [(Stage::Received, "09:31"), (Stage::Waiting, "09:48"), (Stage::Repair, "09:55")]
            .map(|(stage, clock)| bayside_api::visit::StageReached { stage, at: at(clock) })
            .to_vec(),
        promised_at: Some(at("12:15")),
        promises: vec![promise("11:40", "09:48", ""), promise("12:15", "10:26", "加做前制动片")],
        jobs: vec![],
        estimate: Some(yuan(152_000)),
        authorised: Some(yuan(220_000)),
        extra_work: vec![],
        statement_ready: false,
        accepted_at: None,
        left_at: None,
    }
}

fn extra(id: i64, urgency: Urgency, decision: Option<Decision>) -> ExtraWork {
    ExtraWork {
        id: ExtraWorkId::new(id),
        title: "前雨刮片".into(),
        reason: "裂口".into(),
        urgency,
        price: yuan(12_000),
        extra_minutes: 35,
        quote_version: 1,
        decision,
        take_back_until: None,
        decided_at: None,
    }
}

fn step(kind: BridgeKind, amount: i64) -> BridgeStep {
    BridgeStep { kind, title: String::new(), amount: yuan(amount), reason: String::new(), by: String::new(), at: None }
}

#[test]
fn the_track_shows_what_is_behind_and_never_a_time_ahead() {
    let stations = stations(&visit());
    let words: Vec<_> = stations.iter().map(|station| station.state.as_str()).collect();
    assert_eq!(words, [Some("done"), Some("done"), Some("now"), None, None, None, None]);
    assert_eq!(stations[2].at, Some(at("09:55")));
    assert!(stations[3..].iter().all(|station| station.at.is_none()));
}

#[test]
fn after_a_failed_check_the_stations_ahead_lose_their_times() {
    let mut back = visit();
    back.reached.push(bayside_api::visit::StageReached { stage: Stage::Inspection, at: at("10:40") });
    assert_eq!(stations(&back)[3].at, None);
}

#[test]
fn a_flag_holds_the_station_and_acceptance_completes_the_track() {
    assert_eq!(station_states(Some(Stage::Repair), true, false)[2], StationState::Hold);
    assert_eq!(station_states(Some(Stage::Ready), false, false)[6], StationState::Ready);
    assert_eq!(station_states(None, false, true), [StationState::Done; 7]);
    assert_eq!(station_states(None, false, false), [StationState::Next; 7]);
}

#[test]
fn a_changed_promise_is_told_against_the_first_with_its_reason() {
    let change = change(&visit().promises).unwrap();
    assert_eq!((change.first, change.minutes, change.reason.as_str()), (at("11:40"), 35, "加做前制动片"));
    assert_eq!(super::change(&visit().promises[..1]), None);
    assert_eq!(super::change(&[]), None);
}

#[test]
fn a_promise_that_has_passed_is_overdue_until_the_car_is_ready() {
    let mut late = visit();
    assert!(!is_overdue(&late, at("12:15").epoch_ms()));
    assert!(is_overdue(&late, at("12:16").epoch_ms()));
    late.stage = Some(Stage::Ready);
    assert!(!is_overdue(&late, at("12:16").epoch_ms()));
}

#[test]
fn open_questions_and_wished_calls_come_most_urgent_first_and_say_the_new_time() {
    let mut asked = visit();
    asked.extra_work = vec![
        extra(1, Urgency::Note, None),
        extra(2, Urgency::Now, Some(Decision::Approve)),
        extra(3, Urgency::Now, Some(Decision::CallMe)),
        extra(4, Urgency::Soon, Some(Decision::Decline)),
    ];
    assert_eq!(super::asked(&asked, &[]).iter().map(|item| item.id.get()).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(promised_with(&asked, &asked.extra_work[0]), Some(at("12:50")));
}

#[test]
fn the_page_follows_the_visit_from_progress_to_acceptance() {
    let mut visit = visit();
    assert_eq!(phase(&visit), VisitPhase::Progress);
    visit.statement_ready = true;
    assert_eq!(phase(&visit), VisitPhase::Delivery);
    visit.accepted_at = Some(at("12:18"));
    assert_eq!(phase(&visit), VisitPhase::Accepted);
}

#[test]
fn the_bridge_is_drawn_from_zero_and_carries_each_level() {
    let steps = [
        step(BridgeKind::Estimate, 152_000),
        step(BridgeKind::ExtraWork, 68_000),
        step(BridgeKind::Authorised, 220_000),
        step(BridgeKind::Difference, -6_000),
        step(BridgeKind::Difference, -8_000),
        step(BridgeKind::Charged, 206_000),
    ];
    let drawn: Vec<_> = bars(&steps).iter().map(|bar| (bar.from.css(), bar.to.css(), bar.style)).collect();
    let expected = [
        ("0.00", "69.09", BarStyle::Total),
        ("69.09", "100.00", BarStyle::Up),
        ("0.00", "100.00", BarStyle::Between),
        ("97.27", "100.00", BarStyle::Down),
        ("93.64", "97.27", BarStyle::Down),
        ("0.00", "93.64", BarStyle::Total),
    ];
    assert_eq!(drawn, expected.map(|(from, to, style)| (from.to_owned(), to.to_owned(), style)));
    assert_eq!(bars(&steps)[4].carry.css(), "93.64");
    assert!(bars(&[step(BridgeKind::Charged, 0)])[0].to == Share(0));
}

#[test]
fn a_gauge_has_its_limit_below_or_above() {
    let mut gauge = Gauge {
        label: "左前".into(),
        unit: "mm".into(),
        value_thousandths: 2_100,
        limit_thousandths: 2_000,
        new_thousandths: 12_000,
    };
    let pads = scale(&gauge);
    assert_eq!((pads.value.css(), pads.limit.css(), pads.new.css()), ("17.50".into(), "16.67".into(), "100.00".into()));
    assert!(pads.is_close && !pads.is_ceiling);
    gauge = Gauge { value_thousandths: 500, limit_thousandths: 3_000, new_thousandths: 200, ..gauge };
    let water = scale(&gauge);
    assert!(water.is_ceiling && !water.is_close);
    assert_eq!(water.limit.css(), "80.00");
}

#[test]
fn figures_drop_digits_that_say_nothing() {
    assert_eq!(thousandths(2_100, '.'), "2.1");
    assert_eq!(thousandths(4_000, '.'), "4");
    assert_eq!(thousandths(-1_250, ','), "−1,25");
}

#[test]
fn minutes_are_those_between_the_clocks_that_are_shown() {
    let mut visit = visit();
    let ready = Instant(at("10:13").0 + chrono::TimeDelta::seconds(50));
    visit.reached = vec![StageReached { stage: Stage::Ready, at: ready }];
    visit.promised_at = Some(at("11:15"));
    assert_eq!(ready_before_promise(&visit).map(|(_, minutes)| minutes), Some(62), "11:15 less 10:13");
}

/// The explanation that the API's document shows.
fn statement() -> Statement {
    let replies = include_str!("../../crates/server/src/openapi/replies.json");
    let mut replies: serde_json::Value = serde_json::from_str(replies).unwrap();
    serde_json::from_value(replies["Statement"].take()).unwrap()
}

#[test]
fn what_was_not_noted_is_not_none() {
    let mut statement = statement();
    assert_eq!(old_parts(&statement), OldParts::Noted(&statement.replaced_parts));
    statement.replaced_parts.clear();
    assert_eq!(
        old_parts(&statement),
        OldParts::NotNoted,
        "parts are charged, and nobody says what became of the old ones"
    );
    statement.lines.retain(|line| line.kind != LineKind::Material);
    assert_eq!(old_parts(&statement), OldParts::NoParts);
}

#[test]
fn who_has_nothing_to_pay_is_not_sent_to_the_till() {
    let mut statement = statement();
    assert!(!is_free(&statement));
    statement.totals.retain(|total| total.payer != Payer::Customer);
    assert!(is_free(&statement), "the maker's warranty pays all");
}
