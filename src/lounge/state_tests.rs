//! The board is what the server says, and says honestly how old that is.

use super::*;
use bayside_domain::ids::EventNumber;

pub fn at(clock: &str) -> Instant {
    let text = format!("2026-12-01T{clock}+08:00");
    serde_json::from_value(serde_json::Value::String(text)).unwrap()
}

pub fn row(number: u16, stage: Stage, promised: Option<&str>) -> LoungeRow {
    LoungeRow {
        number,
        plate: "沪A·**345".into(),
        stage,
        flag: None,
        promised_at: promised.map(at),
        promised_before: None,
        ready_at: None,
        adviser: "李敏".into(),
        adviser_names: Default::default(),
    }
}

pub fn lounge(last_event_id: i64, rows: Vec<LoungeRow>) -> Lounge {
    let digest = super::super::digest::of(rows.iter());
    Lounge {
        as_of: at("10:24:00"),
        last_event_id: EventNumber::new(last_event_id),
        digest,
        rows,
        arrivals: vec![],
        notices: vec![],
        calls: vec![],
        viewing: None,
        command: None,
    }
}

fn upsert(id: i64, row: LoungeRow) -> LoungeEvent {
    LoungeEvent::Row { id: EventNumber::new(id), change: RowChange::Upsert { row } }
}

fn tick(board: &Board, clock: &str, last_event_id: i64) -> LoungeEvent {
    LoungeEvent::Tick(Tick { as_of: at(clock), last_event_id: EventNumber::new(last_event_id), digest: board.digest() })
}

#[test]
fn the_stream_applied_to_a_snapshot_gives_the_next_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Wash, None)]), 0, 0);
    board.apply(upsert(8, row(1, Stage::Inspection, None)), 10);
    board.apply(LoungeEvent::Row { id: EventNumber::new(9), change: RowChange::Remove { number: 2 } }, 20);
    board.apply(upsert(11, row(3, Stage::Received, None)), 30);

    let next = Board::new(lounge(11, vec![row(1, Stage::Inspection, None), row(3, Stage::Received, None)]), 30, 30);
    assert_eq!(board.digest(), next.digest());
    assert_eq!(board.rows, next.rows);
    assert_eq!(board.last_event_id().get(), 11);
}

#[test]
fn an_event_that_the_snapshot_contains_changes_nothing() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    assert_eq!(board.apply(upsert(7, row(1, Stage::Received, None)), 10), NextAction::Show);
    assert_eq!(board.row(1).unwrap().stage, Stage::Repair);
    assert!(!board.is_marked(1, 10));
}

#[test]
fn rows_of_one_change_may_come_in_any_order_of_their_numbers() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Repair, None)]), 0, 0);
    board.apply(upsert(9, row(2, Stage::Wash, None)), 10);
    board.apply(upsert(8, row(1, Stage::Wash, None)), 10);
    assert_eq!((board.row(1).unwrap().stage, board.last_event_id().get()), (Stage::Wash, 9));
}

#[test]
fn whole_lists_need_no_number() {
    let mut board = Board::new(lounge(7, vec![]), 0, 0);
    board.apply(LoungeEvent::parse("notices", None, r#"["茶在左边"]"#).unwrap(), 1);
    board.apply(LoungeEvent::parse("arrivals", None, "[]").unwrap(), 1);
    assert_eq!((board.notices(), board.arrivals().len()), (&["茶在左边".to_owned()][..], 0));
}

#[test]
fn a_tick_that_proves_other_rows_asks_for_the_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    let good = tick(&board, "10:24:10", 9);
    assert_eq!(board.apply(good, 10_000), NextAction::Show);
    assert_eq!(board.last_event_id().get(), 9);
    let other = Tick { as_of: at("10:24:20"), last_event_id: EventNumber::new(9), digest: "0000000000000000".into() };
    assert_eq!(board.apply(LoungeEvent::Tick(other), 20_000), NextAction::Refetch);
}

#[test]
fn reset_refetches_and_a_command_is_to_be_obeyed() {
    let mut board = Board::new(lounge(7, vec![]), 0, 0);
    assert_eq!(board.apply(LoungeEvent::parse("reset", None, "{}").unwrap(), 1), NextAction::Refetch);
    let command = LoungeEvent::parse("command", None, r#"{"reload":3}"#).unwrap();
    assert_eq!(board.apply(command, 1), NextAction::Obey(Command { reload: 3 }));
    assert_eq!(LoungeEvent::parse("command", None, r#"{"dance":true}"#), None, "of another version");
    assert_eq!(LoungeEvent::parse("something-new", Some(EventNumber::new(9)), "{}"), None);
    assert_eq!(LoungeEvent::parse("row", Some(EventNumber::new(9)), "not json"), Some(LoungeEvent::Reset));
}

#[test]
fn the_wire_form_of_a_row_event_is_read() {
    let data = r#"{"op":"upsert","row":{"number":27,"plate":"沪A·**345","stage":"repair","flag":"see-adviser",
        "promised_at":"2026-12-01T11:40:00+08:00","promised_before":null,"adviser":"李敏"}}"#;
    let mut board = Board::new(lounge(1, vec![]), 0, 0);
    board.apply(LoungeEvent::parse("row", Some(EventNumber::new(2)), data).unwrap(), 5);
    assert_eq!(board.row(27).unwrap().stage, Stage::Repair);
    assert!(board.is_flagged(27));
}

#[test]
fn a_row_glows_for_a_while_and_stays_what_it_is() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    let (digest, number) = (board.digest(), board.last_event_id());
    let glow = |text: &str| LoungeEvent::parse("highlight", None, text).unwrap();
    assert_eq!(board.apply(glow(r#"{"number":1,"seconds":8}"#), 1_000), NextAction::Show);
    board.apply(glow(r#"{"number":2,"seconds":8}"#), 1_000);
    assert!(board.glows(1, 8_999) && !board.glows(1, 9_000));
    assert!(!board.glows(2, 1_000), "there is no such row");
    assert_eq!((board.digest(), board.last_event_id()), (digest, number));
    assert!(!board.is_marked(1, 1_000), "nothing has changed");
    board.replace(lounge(8, vec![row(1, Stage::Wash, None)]), 2_000, 2_000);
    assert!(board.glows(1, 8_999), "a snapshot knows nothing of it");
    board.apply(glow(r#"{"number":1,"seconds":100000}"#), 10_000);
    assert!(!board.glows(1, 10_000 + GLOW_MS_MAX), "for ever is too long");
}

#[test]
fn a_changed_row_is_marked_for_six_seconds() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    board.apply(upsert(8, row(1, Stage::Inspection, None)), 1_000);
    assert!(board.is_marked(1, 6_999));
    assert!(!board.is_marked(1, 7_000));
}

#[test]
fn what_changed_while_out_of_contact_is_marked_by_the_next_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Wash, None)]), 0, 0);
    board.replace(lounge(9, vec![row(1, Stage::Wash, None), row(2, Stage::Wash, None)]), 89_900, 90_000);
    assert!(board.is_marked(1, 90_000));
    assert!(!board.is_marked(2, 90_000));
}

#[test]
fn after_thirty_seconds_without_contact_the_board_is_not_live() {
    let mut board = Board::new(lounge(7, vec![]), 900, 1_000);
    assert_eq!(board.age_seconds(4_999), 3);
    assert_eq!(board.freshness(30_999), Freshness::Live(29));
    assert_eq!(board.freshness(31_000), Freshness::Lost(30));
    assert_eq!(board.heard_at(), at("10:24:00"));
    let again = tick(&board, "10:25:00", 7);
    assert_eq!(board.apply(again, 61_000), NextAction::Show);
    assert!(board.is_live(61_000));
    assert_eq!(board.server_now(71_000), at("10:25:10"));
}

#[test]
fn a_row_without_a_proof_is_no_contact() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    board.apply(upsert(8, row(1, Stage::Wash, None)), 29_000);
    assert_eq!(board.freshness(31_000), Freshness::Lost(31));
}

#[test]
fn a_proof_that_was_held_up_is_as_old_as_it_is() {
    let mut board = Board::new(lounge(7, vec![]), 0, 0);
    let late = tick(&board, "10:24:10", 7);
    assert_eq!(board.apply(late, 50_000), NextAction::Check);
    assert_eq!(board.freshness(50_000), Freshness::Lost(40));
    // The answer tells whether the server's clock was set back instead.
    board.replace(Lounge { as_of: at("10:24:11"), ..lounge(7, vec![]) }, 50_000, 50_100);
    assert_eq!(board.freshness(51_100), Freshness::Live(1));
}

#[test]
fn after_a_sleep_only_a_new_answer_makes_the_board_live() {
    let mut board = Board::new(lounge(7, vec![]), 0, 0);
    board.doubt(5_000);
    assert_eq!(board.freshness(5_500), Freshness::Checking);
    // What lay in the line since before the sleep.
    let old = tick(&board, "10:24:05", 7);
    board.apply(old, 5_600);
    assert_eq!((board.freshness(7_999), board.freshness(8_000)), (Freshness::Checking, Freshness::Kept));
    board.replace(Lounge { as_of: at("10:24:05"), ..lounge(7, vec![]) }, 4_900, 8_100);
    assert_eq!(board.freshness(8_200), Freshness::Kept, "it was asked before");
    board.replace(Lounge { as_of: at("18:00:00"), ..lounge(7, vec![]) }, 8_200, 8_300);
    assert_eq!(board.freshness(9_300), Freshness::Live(1));
    assert_eq!(board.server_now(9_300), at("18:00:01"));
}

#[test]
fn a_first_word_without_an_answer_does_not_make_a_kept_board_live() {
    let kept = serde_json::to_string(&Board::new(lounge(7, vec![]), 0, 0)).unwrap();
    let mut board = serde_json::from_str::<Board>(&kept).unwrap().taken_up(100);
    let word = tick(&board, "10:30:00", 7);
    assert_eq!(board.apply(word, 200), NextAction::Check);
    assert!(!board.is_live(200));
}

#[test]
fn a_promise_that_has_passed_is_late_unless_the_car_is_ready() {
    let board = Board::new(
        lounge(7, vec![row(1, Stage::Repair, Some("10:24:30")), row(2, Stage::Ready, Some("10:00:00"))]),
        0,
        0,
    );
    assert_eq!(board.due(1, 30_000), Due::At(at("10:24:30"), None));
    assert_eq!(board.due(1, 30_001), Due::Late);
    assert_eq!(board.due(2, 30_001), Due::Ready(None));
    assert_eq!(board.due(9, 0), Due::Open);
}

#[test]
fn ready_cars_stand_first_then_the_soonest_promise() {
    let rows = vec![
        row(3, Stage::Received, None),
        row(17, Stage::Repair, Some("10:15:00")),
        row(19, Stage::Ready, Some("10:15:00")),
        row(14, Stage::Ready, Some("10:30:00")),
        row(22, Stage::Wash, Some("10:50:00")),
        row(21, Stage::Wash, Some("10:50:00")),
    ];
    assert_eq!(Board::new(lounge(1, rows), 0, 0).order(), [14, 19, 17, 21, 22, 3]);
}

#[test]
fn a_kept_board_comes_back_and_says_from_when_it_is() {
    let board = Board::new(lounge(7, vec![row(1, Stage::Repair, Some("10:24:30"))]), 1_000, 1_000);
    let kept: Board = serde_json::from_str(&serde_json::to_string(&board).unwrap()).unwrap();
    let mut kept = kept.taken_up(40);
    assert_eq!((kept.rows.clone(), kept.last_event_id().get()), (board.rows, 7));
    assert_eq!((kept.freshness(50), kept.heard_at()), (Freshness::Kept, at("10:24:00")));
    assert!(!kept.knows_now());
    // Whatever the time is, it is not before this.
    assert_eq!((kept.server_now(20_040), kept.age_seconds(20_040)), (at("10:24:20"), 20));
    assert_eq!((kept.due(1, 20_040), kept.due(1, 31_041)), (Due::At(at("10:24:30"), None), Due::Late));
    kept.replace(lounge(9, vec![]), 30_000, 30_010);
    assert_eq!(kept.freshness(30_010), Freshness::Live(0));
}

#[test]
fn it_rests_when_no_row_has_changed_for_a_while() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0, 0);
    assert!(board.rests(10_000, 0));
    board.apply(upsert(8, row(1, Stage::Ready, None)), 1_000);
    assert!(!board.rests(10_000, 10_999) && board.rests(10_000, 11_000));
    assert_eq!(board.ready().collect::<Vec<u16>>(), [1]);
}
