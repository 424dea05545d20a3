use super::*;
use bayside_api::codes::CheckInOutcome;

fn kiosk() -> Kiosk {
    Kiosk::new(PlateKind::Cn, Some('沪'), 0)
}

/// Everything at once, half a second apart; what was to be done outside.
fn play(kiosk: &mut Kiosk, from_ms: i64, events: impl IntoIterator<Item = KioskEvent>) -> Vec<Act> {
    (1..).zip(events).filter_map(|(at, event)| kiosk.apply(event, from_ms + at * 500)).collect()
}

fn keys(text: &str) -> Vec<KioskEvent> {
    text.chars().map(KioskEvent::Press).collect()
}

fn number(number: u16) -> CheckIn {
    CheckIn {
        outcome: CheckInOutcome::CheckedIn,
        number,
        adviser: Some("李敏".into()),
        start: None,
        stage: None,
        promised_at: None,
        private_url: Some("https://service.example.com/visit#token".into()),
        ahead: None,
    }
}

fn answered(check_in: CheckIn) -> KioskEvent {
    KioskEvent::Answered(Ok(Box::new(check_in)))
}

#[test]
fn three_steps_lead_from_the_start_to_the_number() {
    let mut kiosk = kiosk();
    assert_eq!(play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::Plate)]), []);
    assert_eq!(play(&mut kiosk, 0, keys("a12345")), []);
    assert_eq!(play(&mut kiosk, 0, [KioskEvent::Next]), []);
    assert_eq!(kiosk.page, KioskPage::Digits);
    let asked = play(&mut kiosk, 0, keys("x5678").into_iter().chain([KioskEvent::Next]));
    let request = ArrivalRequest {
        plate: Some("沪A12345".into()),
        plate_kind: Some(PlateKind::Cn),
        phone_digits: Some("5678".into()),
        ..ArrivalRequest::default()
    };
    assert_eq!(asked, [Act::Ask(Box::new(request))]);
    assert!(kiosk.is_sending());
    assert_eq!(play(&mut kiosk, 9_000, [answered(number(27))]), []);
    assert_eq!(kiosk.page, KioskPage::Done(number(27)));
}

#[test]
fn what_is_not_whole_goes_nowhere() {
    for (page, typed) in [(KioskPage::Plate, "A1234"), (KioskPage::Digits, "567"), (KioskPage::Reference, "7K4M2")] {
        let mut kiosk = kiosk();
        play(&mut kiosk, 0, [KioskEvent::Open(page.clone())]);
        assert_eq!(play(&mut kiosk, 0, keys(typed).into_iter().chain([KioskEvent::Next])), []);
        assert_eq!(kiosk.page, page);
    }
}

#[test]
fn a_scan_asks_from_any_page_and_takes_back_what_it_typed() {
    let mut kiosk = kiosk();
    play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::Plate)]);
    play(&mut kiosk, 0, keys("7K4M2P"));
    let asked = play(&mut kiosk, 0, [KioskEvent::Scanned("7K4M2P".into())]);
    assert_eq!(asked, [Act::Ask(Box::new(ArrivalRequest { qr: Some("7K4M2P".into()), ..ArrivalRequest::default() }))]);
    assert_eq!(kiosk.plate.text(), "沪");
}

#[test]
fn while_the_server_is_asked_nothing_else_happens_and_nobody_is_sent_away() {
    let mut kiosk = kiosk();
    play(&mut kiosk, 0, [KioskEvent::Scanned("7K4M2P".into())]);
    assert_eq!(
        play(
            &mut kiosk,
            0,
            [KioskEvent::Scanned("OTHER1".into()), KioskEvent::Back, KioskEvent::Reason(VisitReason::Other)]
        ),
        []
    );
    assert_eq!(kiosk.apply(KioskEvent::Beat, 300_000), None);
    assert_eq!(kiosk.left_ms(300_000), None);
    // The time to read it begins with the answer.
    kiosk.apply(answered(number(27)), 300_000);
    assert_eq!(kiosk.left_ms(300_000), Some(IDLE_MS));
}

#[test]
fn without_input_it_forgets_after_45_seconds_and_any_input_begins_them_anew() {
    let mut kiosk = kiosk();
    assert_eq!(kiosk.left_ms(1_000_000), None, "nothing is to be forgotten at the start");
    kiosk.apply(KioskEvent::Open(KioskPage::Plate), 1_000);
    kiosk.apply(KioskEvent::Press('A'), 2_000);
    assert_eq!(kiosk.left_ms(12_000), Some(35_000));
    assert_eq!(kiosk.apply(KioskEvent::Beat, 46_999), None);
    kiosk.apply(KioskEvent::Touched, 46_999);
    assert_eq!(kiosk.left_ms(46_999), Some(IDLE_MS));
    assert_eq!(kiosk.apply(KioskEvent::Beat, 91_998), None);
    assert_eq!(kiosk.apply(KioskEvent::Beat, 91_999), Some(Act::Forget));
    assert_eq!((kiosk.page.clone(), kiosk.plate.text().as_str()), (KioskPage::Start, "沪"));
    assert!(kiosk.is_fresh());
}

#[test]
fn a_language_that_was_chosen_is_forgotten_too() {
    let mut kiosk = kiosk();
    kiosk.spoken = true;
    kiosk.apply(KioskEvent::Touched, 0);
    assert_eq!(kiosk.apply(KioskEvent::Beat, IDLE_MS), Some(Act::Forget));
    assert!(!kiosk.spoken);
}

#[test]
fn an_answer_that_nobody_waits_for_is_not_shown_to_the_next() {
    let mut kiosk = kiosk();
    kiosk.apply(answered(number(27)), 0);
    assert_eq!(kiosk.page, KioskPage::Start);
}

#[test]
fn what_was_entered_stays_when_nothing_is_found_and_each_character_can_be_another() {
    let mut kiosk = kiosk();
    play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::Plate)]);
    play(&mut kiosk, 0, keys("A12354").into_iter().chain([KioskEvent::Next]));
    play(&mut kiosk, 0, keys("5678").into_iter().chain([KioskEvent::Next]));
    kiosk.apply(KioskEvent::Answered(Err(Refusal::NotFound)), 10_000);
    assert_eq!(kiosk.page, KioskPage::Refused(Refusal::NotFound));
    assert!(kiosk.was_plate());
    play(&mut kiosk, 10_000, [KioskEvent::Pick(5), KioskEvent::Press('4'), KioskEvent::Press('5')]);
    assert_eq!(
        (kiosk.page.clone(), kiosk.plate.text().as_str(), kiosk.digits.as_str()),
        (KioskPage::Plate, "沪A12345", "5678")
    );
}

#[test]
fn a_failed_call_is_made_again_as_it_was() {
    let mut kiosk = kiosk();
    let asked = play(&mut kiosk, 0, [KioskEvent::Reason(VisitReason::Tyres)]);
    kiosk.apply(KioskEvent::Answered(Err(Refusal::Offline)), 1_000);
    assert_eq!(play(&mut kiosk, 1_000, [KioskEvent::Again]), asked);
}

#[test]
fn who_collects_a_car_that_is_not_found_draws_a_number_for_that() {
    let mut kiosk = kiosk();
    play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::WalkIn), KioskEvent::Collect]);
    assert_eq!((kiosk.page.clone(), kiosk.reason()), (KioskPage::Plate, Some(VisitReason::Pickup)));
    play(&mut kiosk, 0, [KioskEvent::Back]);
    assert_eq!((kiosk.page.clone(), kiosk.reason()), (KioskPage::WalkIn, None));
}

#[test]
fn going_back_leads_to_where_one_came_from() {
    let mut kiosk = kiosk();
    play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::Plate)]);
    play(&mut kiosk, 0, keys("A12345").into_iter().chain([KioskEvent::Next, KioskEvent::Back]));
    assert_eq!((kiosk.page.clone(), kiosk.plate.text().as_str()), (KioskPage::Plate, "沪A12345"));
    assert_eq!(play(&mut kiosk, 0, [KioskEvent::Back]), [Act::Forget]);
    assert_eq!(kiosk.page, KioskPage::Start);
    play(&mut kiosk, 0, [KioskEvent::Open(KioskPage::Scan), KioskEvent::Open(KioskPage::Reference), KioskEvent::Back]);
    assert_eq!(kiosk.page, KioskPage::Scan);
}
