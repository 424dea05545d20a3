//! A booking whose answer was lost: what is tried again, what calls it off, and what is shown.

use super::state::*;
use super::state_tests::{at_when, booked, complete, created, half_past_nine, hold, slot, terms, type_in};
use bayside_api::codes::Stay;

#[test]
fn what_is_tried_again_is_the_very_body_that_was_confirmed() {
    let mut state = complete();
    state.terms.now_ms = 90_000;
    let (body, request) = booked(state.apply(BookingEvent::Next));
    assert_eq!(request.filled_seconds, Some(90));
    state.apply(BookingEvent::Offline);
    // Later, in another language, under new terms of the dealer.
    state.terms =
        BookingTerms { now_ms: 120_000, locale: "en".to_owned(), consent_version: "v2".to_owned(), ..terms() };
    assert_eq!(state.apply(BookingEvent::Retry), Some(Effect::Book(body.clone())));
    assert_eq!(state.apply(BookingEvent::Retry), None, "one try at a time");
    state.apply(BookingEvent::Offline);
    // And after the page was closed before an answer came: it goes on by itself.
    let mut later = State::new(terms(), Some(state.saved), Draft::default(), "key-2".to_owned());
    assert_eq!((later.trouble, later.saved.key.as_str()), (Some(Trouble::Offline), "key-1"));
    assert_eq!(later.apply(BookingEvent::Retry), Some(Effect::Book(body)));
}

#[test]
fn the_first_change_calls_a_retry_off() {
    let typed = |field, text: &str| BookingEvent::Edit(Edit::Typed(field, text.to_owned()));
    let changes = [
        typed(Field::Phone, "138 1234 567"),
        typed(Field::Name, "王"),
        BookingEvent::Edit(Edit::Consent(false)),
        BookingEvent::Service("wash".to_owned(), true),
        BookingEvent::Stay(Stay::Loaner),
        BookingEvent::Adviser(Some("zhang-wei".to_owned())),
    ];
    for change in changes {
        let mut state = complete();
        state.apply(BookingEvent::Next);
        state.apply(BookingEvent::Offline);
        state.apply(change.clone());
        assert_eq!(state.trouble, Some(Trouble::CalledOff), "{change:?}");
        assert_eq!(state.apply(BookingEvent::Retry), None, "{change:?}: nothing is sent by itself");
        let saved = state.saved.clone();
        assert_eq!(State::new(terms(), Some(saved), Draft::default(), String::new()).trouble, None, "{change:?}");
        // The same while the request is under way.
        let mut state = complete();
        state.apply(BookingEvent::Next);
        state.apply(change.clone());
        state.apply(BookingEvent::Offline);
        assert_eq!(state.trouble, Some(Trouble::CalledOff), "{change:?}, under way");
        assert_eq!(state.apply(BookingEvent::Retry), None, "{change:?}, under way");
    }
}

#[test]
fn a_booking_that_was_made_before_is_shown_as_it_was_made() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    state.apply(BookingEvent::Offline);
    // The answer was lost; another time is held and confirmed under the same key.
    let ten = slot("2026-12-02T10:00:00+08:00", "zhang-wei");
    state.apply(BookingEvent::Choose(ten.clone()));
    state.apply(BookingEvent::Held(ten, hold("h2")));
    assert_eq!(state.saved.key, "key-1");
    let (_, request) = booked(state.apply(BookingEvent::Next));
    assert_eq!(request.hold.as_deref(), Some("h2"));
    let effect = state.apply(BookingEvent::Booked(created(&half_past_nine()), true));
    assert_eq!(effect, Some(Effect::Release("h2".to_owned())), "what was held since is given back");
    let booking = state.saved.made.clone().expect("it is booked");
    assert_eq!((booking.reference.as_str(), booking.start), ("7K4Q29", half_past_nine().start));
    assert!(state.saved.before && state.step() == Step::Done);

    // So is what was changed while the request was under way.
    let mut state = complete();
    state.apply(BookingEvent::Next);
    type_in(&mut state, Field::Phone, "139 1234 5678");
    state.apply(BookingEvent::Booked(created(&half_past_nine()), false));
    assert!(state.saved.before);
}

#[test]
fn nothing_is_sent_by_itself_once_the_time_is_kept_no_longer() {
    let mut state = complete();
    state.apply(BookingEvent::Next);
    state.apply(BookingEvent::Offline);
    let expires_ms = hold("h1").expires_at.epoch_ms();
    let later = |now_ms| {
        State::new(BookingTerms { now_ms, ..terms() }, Some(state.saved.clone()), Draft::default(), String::new())
    };
    assert!(later(expires_ms - 1).apply(BookingEvent::Retry).is_some());
    let mut later = later(expires_ms);
    assert_eq!(later.apply(BookingEvent::Retry), None);
    assert_eq!((later.trouble, later.saved.confirmed.as_ref()), (Some(Trouble::CalledOff), None));
    // Nor where a link brings other jobs.
    let mut linked = state.clone();
    linked.apply_link(LinkParams::read(
        |name| (name == "services").then(|| "service-60".to_owned()),
        &["service-60".to_owned()],
        &[],
    ));
    assert_eq!((linked.trouble, linked.saved.confirmed.as_ref()), (None, None));
}

#[test]
fn a_choice_has_one_key_however_often_it_is_tried() {
    let mut state = at_when();
    let mut again = |event| {
        let Some(Effect::Hold(_, _, again)) = state.apply(event) else { panic!("it is held") };
        state.apply(BookingEvent::Offline);
        again
    };
    assert!(!again(BookingEvent::Choose(half_past_nine())));
    assert!(again(BookingEvent::Retry));
    assert!(again(BookingEvent::Choose(half_past_nine())), "pressed again");
    assert!(!again(BookingEvent::Choose(slot("2026-12-02T10:00:00+08:00", "li-min"))));
}

#[test]
fn a_lost_extension_is_asked_for_again_and_books_nothing() {
    let mut state = complete();
    assert!(matches!(state.apply(BookingEvent::Extend), Some(Effect::Renew(_))));
    state.apply(BookingEvent::Offline);
    assert_eq!(state.apply(BookingEvent::Retry), Some(Effect::Renew("h1".to_owned())));
    state.apply(BookingEvent::Unreadable);
    assert_eq!(state.apply(BookingEvent::Retry), Some(Effect::Renew("h1".to_owned())));
}
