use super::state::*;
use bayside_api::booking::{BookingCreated, BookingRequest, Hold, Slot, Stays};
use bayside_api::codes::{Load, PlateKind, Salutation, Stay};
use bayside_api::{Code, Currency, Instant, Money, Problem};
use bayside_domain::car_criteria::NotForCar;
use bayside_domain::country::Country;

fn at(text: &str) -> Instant {
    Instant(text.parse().expect("an instant"))
}

fn yuan(amount: i64) -> Money {
    Money::new(amount, Currency::parse("CNY").expect("a currency"))
}

pub(super) fn slot(start: &str, adviser: &str) -> Slot {
    Slot {
        start: at(start),
        ready_estimate: at("2026-12-02T11:40:00+08:00"),
        adviser: adviser.to_owned(),
        offer: format!("offer-{start}-{adviser}"),
        price: yuan(152_000),
        benefit: yuan(8_000),
        load: Load::Quiet,
        stays: Stays { wait: None, leave: None, loaner: None },
    }
}

pub(super) fn half_past_nine() -> Slot {
    slot("2026-12-02T09:30:00+08:00", "li-min")
}

pub(super) fn hold(name: &str) -> Hold {
    Hold { hold: name.to_owned(), expires_at: at("2026-11-30T10:05:00+08:00"), renewable: true }
}

pub(super) fn terms() -> BookingTerms {
    BookingTerms {
        country: Country::Cn,
        consent_version: "v1".to_owned(),
        locale: "zh-CN".to_owned(),
        now_ms: 0,
        unfit: None,
    }
}

fn new_booking() -> State {
    State::new(terms(), None, Draft::for_country(Country::Cn), "key-1".to_owned())
}

pub(super) fn type_in(state: &mut State, field: Field, text: &str) {
    assert_eq!(state.apply(BookingEvent::Edit(Edit::Typed(field, text.to_owned()))), None);
}

/// A booking whose job and car are known.
pub(super) fn at_when() -> State {
    let mut state = new_booking();
    state.apply(BookingEvent::Service("service-60".to_owned(), true));
    state.apply(BookingEvent::Next);
    type_in(&mut state, Field::Plate, "A12345");
    type_in(&mut state, Field::Model, "Lavida");
    type_in(&mut state, Field::Mileage, "58,600");
    state.apply(BookingEvent::Next);
    assert_eq!(state.step(), Step::When);
    state
}

/// A booking whose time is held.
fn at_you() -> State {
    let mut state = at_when();
    state.apply(BookingEvent::Choose(half_past_nine()));
    state.apply(BookingEvent::Held(half_past_nine(), hold("h1")));
    assert_eq!(state.step(), Step::You);
    state
}

/// A complete booking, about to be confirmed.
pub(super) fn complete() -> State {
    let mut state = at_you();
    type_in(&mut state, Field::Name, "王怡");
    type_in(&mut state, Field::Phone, "138 1234 5678");
    state.apply(BookingEvent::Edit(Edit::Consent(true)));
    state
}

/// The body that is sent, and what it says.
pub(super) fn booked(effect: Option<Effect>) -> (String, BookingRequest) {
    let Some(Effect::Book(body)) = effect else { panic!("the booking is asked for: {effect:?}") };
    let request = serde_json::from_str(&body).expect("a request");
    (body, request)
}

pub(super) fn created(slot: &Slot) -> BookingCreated {
    BookingCreated {
        reference: "7K4Q29".to_owned(),
        manage_token: "t".to_owned(),
        manage_url: "/booking#t".to_owned(),
        start: slot.start,
        ready_estimate: slot.ready_estimate,
        adviser: slot.adviser.clone(),
        stay: Stay::Wait,
        price: slot.price,
        benefit: slot.benefit,
        told_to: None,
    }
}

fn taken(alternatives: Vec<Slot>) -> BookingEvent {
    BookingEvent::Refused(Box::new(Problem { alternatives: Some(alternatives), ..Problem::new(Code::SlotTaken) }))
}

#[test]
fn without_a_job_there_is_no_way_on() {
    let mut state = new_booking();
    assert_eq!(state.apply(BookingEvent::Next), None);
    assert_eq!(state.step(), Step::Need);
    assert_eq!(state.faults, [(Field::Services, FieldFault::Required)]);
    state.apply(BookingEvent::Service("service-60".to_owned(), true));
    assert_eq!(state.faults, []);
}

#[test]
fn a_job_chosen_twice_is_chosen_once_and_can_be_taken_back() {
    let mut state = new_booking();
    state.apply(BookingEvent::Service("a".to_owned(), true));
    state.apply(BookingEvent::Service("b".to_owned(), true));
    state.apply(BookingEvent::Service("a".to_owned(), true));
    assert_eq!(state.draft().services, ["b", "a"]);
    state.apply(BookingEvent::Service("b".to_owned(), false));
    assert_eq!(state.draft().services, ["a"]);
}

#[test]
fn every_wrong_field_of_the_car_is_named_at_once_in_order() {
    let mut state = new_booking();
    state.apply(BookingEvent::Service("a".to_owned(), true));
    state.apply(BookingEvent::Next);
    type_in(&mut state, Field::Plate, "A1234");
    type_in(&mut state, Field::Mileage, "many");
    type_in(&mut state, Field::Vin, "LSV");
    state.apply(BookingEvent::Next);
    assert_eq!(
        state.faults,
        [
            (Field::Plate, FieldFault::Length(6)),
            (Field::Model, FieldFault::Required),
            (Field::Mileage, FieldFault::Format),
            (Field::Vin, FieldFault::Length(3)),
        ]
    );
    assert_eq!(state.step(), Step::Car);
    type_in(&mut state, Field::Plate, "A12345");
    assert_eq!(state.fault(Field::Plate), None, "a field being corrected is not complained about");
    assert_eq!(state.fault(Field::Model), Some(FieldFault::Required));
}

#[test]
fn a_new_energy_plate_and_a_plate_typed_with_its_province_are_both_read() {
    let mut state = new_booking();
    state.apply(BookingEvent::Edit(Edit::Province("苏".to_owned())));
    type_in(&mut state, Field::Plate, "ad12345");
    assert_eq!(state.draft().whole_plate(), "苏ad12345");
    assert!(state.draft().faults(Step::Car, Country::Cn).iter().all(|(field, _)| *field != Field::Plate));
    type_in(&mut state, Field::Plate, "沪A12345");
    assert_eq!(state.draft().whole_plate(), "沪A12345");
}

#[test]
fn another_kind_of_plate_is_kept_as_typed() {
    let mut state = at_when();
    state.apply(BookingEvent::GoTo(Step::Car));
    state.apply(BookingEvent::Edit(Edit::PlateKind(PlateKind::Other)));
    type_in(&mut state, Field::Plate, "使 224·001");
    state.apply(BookingEvent::Next);
    assert_eq!(state.step(), Step::When);
    assert_eq!(state.draft().whole_plate(), "使 224·001");
}

#[test]
fn choosing_a_time_holds_it_and_goes_on() {
    let mut state = at_when();
    let Some(Effect::Hold(wanted, request, false)) = state.apply(BookingEvent::Choose(half_past_nine())) else {
        panic!("a hold is asked for")
    };
    assert_eq!(request.offer, half_past_nine().offer);
    assert_eq!(request.replaces, None);
    assert_eq!(state.busy, Some(Busy::Holding));
    assert_eq!(state.apply(BookingEvent::Choose(wanted.clone())), None, "a second press changes nothing");
    state.apply(BookingEvent::Held(wanted, hold("h1")));
    assert_eq!((state.step(), state.busy), (Step::You, None));
}

#[test]
fn another_time_replaces_the_held_one() {
    let mut state = at_you();
    state.apply(BookingEvent::GoTo(Step::When));
    let effect = state.apply(BookingEvent::Choose(slot("2026-12-02T10:00:00+08:00", "li-min")));
    let Some(Effect::Hold(_, request, _)) = effect else { panic!("a hold is asked for") };
    assert_eq!(request.replaces.as_deref(), Some("h1"));
}

#[test]
fn a_changed_wish_gives_the_held_time_back() {
    for event in [
        BookingEvent::Stay(Stay::DropOff),
        BookingEvent::Adviser(Some("wang".to_owned())),
        BookingEvent::Service("b".to_owned(), true),
    ] {
        let mut state = at_you();
        assert_eq!(state.apply(event), Some(Effect::Release("h1".to_owned())));
        assert_eq!(state.saved.held, None);
        state.apply(BookingEvent::GoTo(Step::You));
        assert_eq!(state.step(), Step::When, "a new time must be chosen first");
    }
}

#[test]
fn a_hold_is_extended_once() {
    let mut state = at_you();
    assert_eq!(state.apply(BookingEvent::Extend), Some(Effect::Renew("h1".to_owned())));
    state.apply(BookingEvent::Renewed(Hold { renewable: false, ..hold("h1") }));
    assert_eq!(state.apply(BookingEvent::Extend), None);
    let mut twice = at_you();
    twice.apply(BookingEvent::Extend);
    twice.apply(BookingEvent::Refused(Box::new(Problem::new(Code::HoldRenewed))));
    assert_eq!((twice.step(), twice.trouble, twice.apply(BookingEvent::Extend)), (Step::You, None, None));
}

#[test]
fn a_time_that_went_leaves_everything_typed_and_offers_others() {
    let mut state = complete();
    let before = state.draft().clone();
    assert!(matches!(state.apply(BookingEvent::Next), Some(Effect::Book(_))));
    let others = vec![slot("2026-12-02T10:00:00+08:00", "li-min"), slot("2026-12-02T13:00:00+08:00", "li-min")];
    assert_eq!(state.apply(taken(others.clone())), None);
    assert_eq!(state.step(), Step::When);
    assert_eq!(state.lost, Some(LostSlot { slot: half_past_nine(), alternatives: others.clone() }));
    assert_eq!(*state.draft(), before);
    state.apply(BookingEvent::Choose(others[0].clone()));
    state.apply(BookingEvent::Held(others[0].clone(), hold("h2")));
    assert_eq!((state.step(), state.lost.clone()), (Step::You, None));
    assert_eq!(*state.draft(), before);
}

#[test]
fn who_said_any_adviser_gets_the_same_time_with_another_one_unasked() {
    let mut state = at_when();
    state.apply(BookingEvent::Choose(half_past_nine()));
    let other = slot("2026-12-02T09:30:00+08:00", "wang-lei");
    let Some(Effect::Hold(wanted, request, _)) = state.apply(taken(vec![other.clone()])) else {
        panic!("the same time is held at once")
    };
    assert_eq!((wanted, request.offer), (other.clone(), other.offer.clone()));
    for _ in 0..5 {
        state.apply(taken(vec![other.clone()]));
    }
    assert!(state.lost.is_some(), "after a few tries the customer is asked");
}

#[test]
fn who_chose_an_adviser_is_asked_before_another_one_receives() {
    let mut state = at_when();
    state.apply(BookingEvent::Adviser(Some("li-min".to_owned())));
    state.apply(BookingEvent::Choose(half_past_nine()));
    assert_eq!(state.apply(taken(vec![slot("2026-12-02T09:30:00+08:00", "wang-lei")])), None);
    assert!(state.lost.is_some());
}

#[test]
fn a_swap_that_failed_keeps_the_time_held_before() {
    let mut state = at_you();
    state.apply(BookingEvent::GoTo(Step::When));
    state.apply(BookingEvent::Choose(slot("2026-12-02T10:00:00+08:00", "li-min")));
    state.apply(taken(Vec::new()));
    assert_eq!(state.saved.held.as_ref().map(|held| held.hold.hold.as_str()), Some("h1"));
}

#[test]
fn the_request_says_what_was_typed() {
    let mut state = complete();
    state.apply(BookingEvent::Edit(Edit::Salutation(Salutation::Ms)));
    state.apply(BookingEvent::Edit(Edit::DisplayName(true)));
    let request = booked(state.apply(BookingEvent::Next)).1;
    assert_eq!(request.hold.as_deref(), Some("h1"));
    assert_eq!(request.vehicle.plate, "沪A12345");
    assert_eq!(request.vehicle.mileage_km, 58_600);
    assert_eq!(request.vehicle.vin, None);
    assert_eq!(request.customer.name, "王怡");
    assert_eq!(request.customer.locale, "zh-CN");
    assert_eq!(request.consent.version, "v1");
    assert!(request.consent.display_name && !request.consent.marketing);
    assert_eq!(state.apply(BookingEvent::Next), None, "a second press does not book twice");
}

#[test]
fn without_consent_nothing_is_sent() {
    let mut state = complete();
    state.apply(BookingEvent::Edit(Edit::Consent(false)));
    type_in(&mut state, Field::Phone, "138 1234 567");
    assert_eq!(state.apply(BookingEvent::Next), None);
    assert_eq!(state.faults, [(Field::Phone, FieldFault::Length(10)), (Field::Consent, FieldFault::Required)]);
}

#[test]
fn what_the_server_finds_wrong_is_shown_at_its_field() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    let problem =
        Problem::new(Code::Invalid).at("/customer/phone", "phone-format").at("/vehicle/plate", "plate-format");
    state.apply(BookingEvent::Refused(Box::new(problem)));
    assert_eq!(state.step(), Step::Car, "the earliest step first");
    assert_eq!(state.faults, [(Field::Plate, FieldFault::Format)]);
    assert_eq!(state.draft().plate, "A12345");
}

#[test]
fn what_no_field_can_mend_is_said_as_it_is() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    state.apply(BookingEvent::Refused(Box::new(Problem::new(Code::TooMany))));
    assert_eq!((state.step(), state.trouble), (Step::You, Some(Trouble::Refused(Code::TooMany))));
}

#[test]
fn offline_keeps_everything_and_the_same_key() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    state.apply(BookingEvent::Offline);
    assert_eq!((state.step(), state.trouble, state.busy), (Step::You, Some(Trouble::Offline), None));
    let saved = state.saved.clone();
    let later = State::new(terms(), Some(saved.clone()), Draft::default(), "key-2".to_owned());
    assert_eq!(later.saved, saved);
}

#[test]
fn a_new_try_does_what_failed_before() {
    let mut state = at_when();
    state.apply(BookingEvent::Choose(half_past_nine()));
    state.apply(BookingEvent::Offline);
    assert!(matches!(state.apply(BookingEvent::Retry), Some(Effect::Hold(slot, _, true)) if slot == half_past_nine()));
}

#[test]
fn a_confirmed_booking_stays_confirmed() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    state.apply(BookingEvent::Booked(created(&half_past_nine()), false));
    assert_eq!(state.step(), Step::Done);
    state.apply(BookingEvent::GoTo(Step::Need));
    assert_eq!(state.step(), Step::Done);
}

#[test]
fn a_kept_step_whose_conditions_are_gone_falls_back() {
    let saved = SavedBooking { held: None, step: Step::You, ..complete().saved };
    assert_eq!(State::new(terms(), Some(saved), Draft::default(), String::new()).step(), Step::When);
    let blank = SavedBooking { draft: Draft::default(), ..complete().saved };
    assert_eq!(State::new(terms(), Some(blank), Draft::default(), String::new()).step(), Step::Need);
}

#[test]
fn a_link_opens_the_form_at_the_first_step_that_is_still_to_be_filled_in() {
    let known = ["service-60".to_owned()];
    let link = |pairs: &'static [(&'static str, &'static str)]| {
        let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        LinkParams::read(get, &known, &[])
    };
    let mut state = new_booking();
    assert_eq!(state.apply_link(link(&[("utm_source", "mail")])), None);
    assert_eq!(state.step(), Step::Need);
    state.apply_link(link(&[("services", "service-60")]));
    assert_eq!(state.step(), Step::Car);
    state.apply_link(link(&[("plate", "沪A12345"), ("model", "Lavida"), ("km", "58600")]));
    assert_eq!((state.step(), state.draft().whole_plate().as_str()), (Step::When, "沪A12345"));
    assert_eq!(state.saved.origin.utm["utm_source"], "mail");
}

#[test]
fn a_second_booking_begins_as_the_first_did() {
    let get = |name: &str| match name {
        "services" => Some("service-60".to_owned()),
        "source" => Some("widget".to_owned()),
        _ => None,
    };
    let brought = LinkParams::read(get, &["service-60".to_owned()], &[]);
    let mut first = at_you();
    first.apply_link(brought.clone());
    assert_eq!(first.saved.brought, brought, "so that who brings the same again is known");
    let again = first.restarted(new_booking());
    assert_eq!(again.saved.origin.source.as_deref(), Some("widget"), "it comes from there too");
    assert_eq!(again.draft().services, ["service-60"]);
    assert_eq!((again.draft().plate.as_str(), again.saved.held.is_none()), ("", true));
}

#[test]
fn a_link_to_other_jobs_gives_the_held_time_back() {
    let mut state = at_you();
    let get = |name: &str| (name == "services").then(|| "oil".to_owned());
    let released = state.apply_link(LinkParams::read(get, &["oil".to_owned()], &[]));
    assert!(matches!(released, Some(Effect::Release(_))));
    assert_eq!(state.draft().services, ["oil"]);
}

#[test]
fn a_job_for_other_cars_is_told_as_soon_as_the_car_is_known() {
    let mut state = at_when();
    state.apply(BookingEvent::GoTo(Step::Car));
    for (unfit, fault) in [
        (NotForCar::Model, FieldFault::NotForModel),
        (NotForCar::Mileage, FieldFault::NotForMileage),
        (NotForCar::Age, FieldFault::NotForAge),
    ] {
        state.terms.unfit = Some(unfit);
        state.apply(BookingEvent::GoTo(Step::Car));
        state.apply(BookingEvent::Next);
        assert_eq!((state.step(), state.fault(Field::Services)), (Step::Car, Some(fault)));
    }
    // The job that fits is taken instead, and the way goes on from where it was.
    state.apply(BookingEvent::Service("service-60k".to_owned(), false));
    state.apply(BookingEvent::Service("oil".to_owned(), true));
    state.terms.unfit = None;
    state.apply(BookingEvent::Next);
    assert_eq!((state.step(), state.fault(Field::Services)), (Step::When, None));
}
