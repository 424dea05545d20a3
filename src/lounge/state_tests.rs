//! The board is what the server says, and says honestly how old that is.

use super::*;

fn at(clock: &str) -> Instant {
    let text = format!("2026-12-01T{clock}+08:00");
    serde_json::from_value(serde_json::Value::String(text)).unwrap()
}

fn row(number: u16, stage: Stage, promised: Option<&str>) -> LoungeRow {
    LoungeRow {
        number,
        plate: "沪A·**345".into(),
        stage,
        flag: None,
        promised_at: promised.map(at),
        promised_before: None,
        adviser: "李敏".into(),
    }
}

fn lounge(last_event_id: i64, rows: Vec<LoungeRow>) -> Lounge {
    let digest = super::super::digest::of(rows.iter());
    Lounge { as_of: at("10:24:00"), last_event_id, digest, rows, arrivals: vec![], notices: vec![], command: None }
}

fn upsert(id: i64, row: LoungeRow) -> Event {
    Event::Row { id, change: RowChange::Upsert { row } }
}

fn tick(board: &Board, clock: &str, last_event_id: i64) -> Event {
    Event::Tick(Tick { as_of: at(clock), last_event_id, digest: board.digest() })
}

#[test]
fn the_stream_applied_to_a_snapshot_gives_the_next_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Wash, None)]), 0);
    board.apply(upsert(8, row(1, Stage::Inspection, None)), 10);
    board.apply(Event::Row { id: 9, change: RowChange::Remove { number: 2 } }, 20);
    board.apply(upsert(11, row(3, Stage::Received, None)), 30);

    let next = Board::new(lounge(11, vec![row(1, Stage::Inspection, None), row(3, Stage::Received, None)]), 30);
    assert_eq!(board.digest(), next.digest());
    assert_eq!(board.rows, next.rows);
    assert_eq!(board.last_event_id(), 11);
}

#[test]
fn an_event_that_the_snapshot_contains_changes_nothing() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0);
    assert_eq!(board.apply(upsert(7, row(1, Stage::Received, None)), 10), Then::Show);
    assert_eq!(board.row(1).unwrap().stage, Stage::Repair);
    assert!(!board.is_marked(1, 10));
}

#[test]
fn rows_of_one_change_may_come_in_any_order_of_their_numbers() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Repair, None)]), 0);
    board.apply(upsert(9, row(2, Stage::Wash, None)), 10);
    board.apply(upsert(8, row(1, Stage::Wash, None)), 10);
    assert_eq!((board.row(1).unwrap().stage, board.last_event_id()), (Stage::Wash, 9));
}

#[test]
fn whole_lists_need_no_number() {
    let mut board = Board::new(lounge(7, vec![]), 0);
    board.apply(Event::parse("notices", None, r#"["茶在左边"]"#).unwrap(), 1);
    board.apply(Event::parse("arrivals", None, "[]").unwrap(), 1);
    assert_eq!((board.notices(), board.arrivals().len()), (&["茶在左边".to_owned()][..], 0));
}

#[test]
fn a_tick_that_proves_other_rows_asks_for_the_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0);
    let good = tick(&board, "10:24:10", 9);
    assert_eq!(board.apply(good, 10_000), Then::Show);
    assert_eq!(board.last_event_id(), 9);
    let other = Tick { as_of: at("10:24:20"), last_event_id: 9, digest: "0000000000000000".into() };
    assert_eq!(board.apply(Event::Tick(other), 20_000), Then::Refetch);
}

#[test]
fn reset_refetches_and_a_command_is_to_be_obeyed() {
    let mut board = Board::new(lounge(7, vec![]), 0);
    assert_eq!(board.apply(Event::parse("reset", None, "{}").unwrap(), 1), Then::Refetch);
    let command = Event::parse("command", None, r#"{"reload":3}"#).unwrap();
    assert_eq!(board.apply(command, 1), Then::Obey(Command { reload: 3 }));
    assert_eq!(Event::parse("command", None, r#"{"dance":true}"#), None, "of another version");
    assert_eq!(Event::parse("something-new", Some(9), "{}"), None);
    assert_eq!(Event::parse("row", Some(9), "not json"), Some(Event::Reset));
}

#[test]
fn the_wire_form_of_a_row_event_is_read() {
    let data = r#"{"op":"upsert","row":{"number":27,"plate":"沪A·**345","stage":"repair","flag":"see-adviser",
        "promised_at":"2026-12-01T11:40:00+08:00","promised_before":null,"adviser":"李敏"}}"#;
    let mut board = Board::new(lounge(1, vec![]), 0);
    board.apply(Event::parse("row", Some(2), data).unwrap(), 5);
    assert_eq!(board.row(27).unwrap().stage, Stage::Repair);
    assert!(board.is_flagged(27));
}

#[test]
fn a_row_glows_for_a_while_and_stays_what_it_is() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0);
    let (digest, number) = (board.digest(), board.last_event_id());
    let glow = |text: &str| Event::parse("highlight", None, text).unwrap();
    assert_eq!(board.apply(glow(r#"{"number":1,"seconds":8}"#), 1_000), Then::Show);
    board.apply(glow(r#"{"number":2,"seconds":8}"#), 1_000);
    assert!(board.glows(1, 8_999) && !board.glows(1, 9_000));
    assert!(!board.glows(2, 1_000), "there is no such row");
    assert_eq!((board.digest(), board.last_event_id()), (digest, number));
    assert!(!board.is_marked(1, 1_000), "nothing has changed");
    board.replace(lounge(8, vec![row(1, Stage::Wash, None)]), 2_000);
    assert!(board.glows(1, 8_999), "a snapshot knows nothing of it");
    board.apply(glow(r#"{"number":1,"seconds":100000}"#), 10_000);
    assert!(!board.glows(1, 10_000 + GLOW_MS_MAX), "for ever is too long");
}

#[test]
fn a_changed_row_is_marked_for_six_seconds() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None)]), 0);
    board.apply(upsert(8, row(1, Stage::Inspection, None)), 1_000);
    assert!(board.is_marked(1, 6_999));
    assert!(!board.is_marked(1, 7_000));
}

#[test]
fn what_changed_while_out_of_contact_is_marked_by_the_next_snapshot() {
    let mut board = Board::new(lounge(7, vec![row(1, Stage::Repair, None), row(2, Stage::Wash, None)]), 0);
    board.replace(lounge(9, vec![row(1, Stage::Wash, None), row(2, Stage::Wash, None)]), 90_000);
    assert!(board.is_marked(1, 90_000));
    assert!(!board.is_marked(2, 90_000));
}

#[test]
fn after_thirty_seconds_without_contact_the_board_is_not_live() {
    let mut board = Board::new(lounge(7, vec![]), 1_000);
    assert_eq!(board.age_seconds(4_999), 3);
    assert!(board.is_live(30_999));
    assert!(!board.is_live(31_000));
    assert_eq!(board.heard_at(), at("10:24:00"));
    let again = tick(&board, "10:25:00", 7);
    board.apply(again, 61_000);
    assert!(board.is_live(61_000));
    assert_eq!(board.server_now(71_000), at("10:25:10"));
}

#[test]
fn a_promise_that_has_passed_says_ask_unless_the_car_is_ready() {
    let board =
        Board::new(lounge(7, vec![row(1, Stage::Repair, Some("10:24:30")), row(2, Stage::Ready, Some("10:00:00"))]), 0);
    assert_eq!(board.due(1, 30_000), Due::At(at("10:24:30"), None));
    assert_eq!(board.due(1, 30_001), Due::Ask);
    assert_eq!(board.due(2, 30_001), Due::At(at("10:00:00"), None));
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
    assert_eq!(Board::new(lounge(1, rows), 0).order(), [14, 19, 17, 21, 22, 3]);
}

#[test]
fn eight_rows_make_a_page_and_pages_turn_round() {
    let board = Board::new(lounge(1, (1..=10).map(|n| row(n, Stage::Repair, None)).collect()), 0);
    assert_eq!(board.pages(ROWS_PER_PAGE), 2);
    assert_eq!(board.page(0, ROWS_PER_PAGE), (1..=8).collect::<Vec<u16>>());
    assert_eq!(board.page(1, ROWS_PER_PAGE), [9, 10]);
    assert_eq!(board.page(2, ROWS_PER_PAGE), board.page(0, ROWS_PER_PAGE));
    assert_eq!((board.page_of(8, ROWS_PER_PAGE), board.page_of(9, ROWS_PER_PAGE)), (0, 1));
    assert_eq!(Board::new(lounge(1, vec![]), 0).pages(ROWS_PER_PAGE), 1);
}

#[test]
fn a_kept_board_comes_back_with_its_age() {
    let board = Board::new(lounge(7, vec![row(1, Stage::Repair, Some("11:40:00"))]), 1_000);
    let kept: Board = serde_json::from_str(&serde_json::to_string(&board).unwrap()).unwrap();
    assert_eq!(kept, board);
    assert_eq!(kept.age_seconds(301_000), 300);
    assert!(!kept.is_live(301_000));
}
