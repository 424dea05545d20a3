//! The number, or why there is none and what to do.

use crate::i18n::{Language, td_string, use_lang};
use crate::kiosk::entry::PlateCells;
use crate::kiosk::labels;
use crate::kiosk::option_button::OptionButton;
use crate::kiosk::outcome::refusal::Refusal;
use crate::kiosk::session::KioskSession;
use crate::kiosk::state::{Kiosk, KioskEvent, KioskPage};
use crate::lounge::board::row::day;
use crate::ui::qr::Qr;
use crate::ui::{Icon, date_format, stage_word};
use bayside_api::Instant;
use bayside_api::arrival::CheckIn;
use bayside_api::codes::{CheckInOutcome, Stage};
use chrono::DateTime;
use leptos::prelude::*;

/// How far a car is that was here before: as the lounge shows it, in a sentence. `place` is where cars are collected, in
/// this language.
fn progress(stage: Stage, promised: Option<Instant>, now_ms: i64, place: Option<&str>, locale: Language) -> String {
    let word = stage_word(stage, locale);
    match (stage, place, promised) {
        (Stage::Ready, Some(place), _) => td_string!(locale, kiosk.done.ready, place = place).to_string(),
        (Stage::Ready, None, _) => td_string!(locale, kiosk.done.ready_reception).to_owned(),
        (_, _, None) => td_string!(locale, kiosk.done.open, stage = word).to_string(),
        (_, _, Some(promised)) if promised.epoch_ms() < now_ms => {
            td_string!(locale, kiosk.done.late, stage = word).to_string()
        }
        (_, _, Some(promised)) => {
            let now = DateTime::from_timestamp_millis(now_ms).map(|now| now.with_timezone(promised.0.offset()));
            let day = now.and_then(|now| day(promised, Instant(now), locale));
            let time = [day, Some(date_format::time(&promised))].into_iter().flatten().collect::<Vec<_>>().join(" ");
            td_string!(locale, kiosk.done.promised, stage = word, time = time).to_string()
        }
    }
}

/// The number, who receives, and the way to the private page.
#[component]
pub fn Done(session: KioskSession, checked_in: CheckIn) -> impl IntoView {
    let lang = use_lang();
    let CheckIn { outcome, number, adviser, start, stage, promised_at, private_url, ahead } = checked_in;
    let face = adviser.as_ref().and_then(|name| name.chars().next()).map(String::from);
    let who = StoredValue::new(adviser);
    let receives = move || {
        let locale = lang.get();
        match (outcome, who.get_value()) {
            (CheckInOutcome::Ticket, _) => match ahead.unwrap_or_default() {
                0 => td_string!(locale, kiosk.done.first).to_owned(),
                n => td_string!(locale, kiosk.done.ahead, n = n).to_string(),
            },
            (CheckInOutcome::Already, Some(name)) => td_string!(locale, kiosk.done.adviser, name = name).to_string(),
            (_, Some(name)) => td_string!(locale, kiosk.done.receives, name = name).to_string(),
            (_, None) => td_string!(locale, kiosk.done.somebody).to_owned(),
        }
    };
    let then = move || {
        let locale = lang.get();
        let time = start.map(|start| date_format::time(&start));
        match (outcome, time) {
            (CheckInOutcome::CheckedIn, Some(time)) => td_string!(locale, kiosk.done.booked, time = time).to_string(),
            (CheckInOutcome::Already, _) => {
                let place = session.place().filter(|_| session.speaks_own_language());
                let now = session.clock.now_ms();
                progress(stage.unwrap_or(Stage::Received), promised_at, now, place.as_deref(), locale)
            }
            _ => td_string!(locale, kiosk.done.called, n = number).to_string(),
        }
    };
    let is_ticket = outcome == CheckInOutcome::Ticket;
    let book = session.dealer.with_untracked(|dealer| dealer.as_ref().map(|dealer| dealer.slug.clone()));
    let book = book.and_then(|slug| Some(format!("{}/{slug}/book", window().location().origin().ok()?)));
    let link = if is_ticket { book } else { private_url };
    let url = link.clone();
    let label = move || {
        if is_ticket { td_string!(lang.get(), kiosk.done.qr_book) } else { td_string!(lang.get(), kiosk.done.qr) }
            .to_owned()
    };
    let take = move || {
        if is_ticket { td_string!(lang.get(), kiosk.done.book) } else { td_string!(lang.get(), kiosk.done.take) }
    };
    let take_note = move || {
        let locale = lang.get();
        if is_ticket {
            td_string!(locale, kiosk.done.book_note).to_owned()
        } else {
            td_string!(locale, kiosk.done.take_note, n = number).to_string()
        }
    };
    view! {
        <main class="k3" data-test="done" data-outcome=outcome.as_str()>
            <div class="got">
                <h1 id="heading" tabindex="-1">{move || td_string!(lang.get(), kiosk.done.title)}<span class="vh">" "{number}</span></h1>
                <p class="big num" translate="no" aria-hidden="true" data-test="number">{number}</p>
            </div>
            <div class="sa">
                <span class="face" aria-hidden="true">{match face {
                    Some(face) => face.into_any(),
                    None => view! { <Icon name="user"/> }.into_any(),
                }}</span>
                <p><b data-test="who">{receives}</b><br/><span data-test="progress">{then}</span></p>
            </div>
            {link.map(|link| view! {
                <div class="take" data-test="link" data-url=url>
                    <Qr text=link label=Signal::derive(label)/>
                    <div><p><b>{take}</b></p><p data-test="take-note">{take_note}</p></div>
                </div>
            })}
            <div class="acts">
                <button type="button" class="btn" data-test="finish" on:click=move |_| session.send(KioskEvent::Open(KioskPage::Start))>{move || td_string!(lang.get(), kiosk.done.finish)}</button>
            </div>
        </main>
    }
}

/// Why there is no number. What was entered stays, and every way on is shown.
#[component]
pub fn Refused(session: KioskSession, refusal: Refusal) -> impl IntoView {
    let lang = use_lang();
    let by_plate = session.kiosk.with_untracked(Kiosk::was_plate);
    let by_reference = session.kiosk.with_untracked(Kiosk::was_reference);
    let reason = session.kiosk.with_untracked(Kiosk::reason);
    let word = move |word: fn(Language) -> &'static str| Signal::derive(move || word(lang.get()).to_owned());
    let go = move |event: KioskEvent| Callback::new(move |()| session.send(event.clone()));
    let ahead = Memo::new(move |_| session.queue.get().map(|(ahead, _)| ahead));
    let walk_in_note = Signal::derive(move || match ahead.get() {
        Some(0) => td_string!(lang.get(), kiosk.done.first).to_owned(),
        Some(n) => td_string!(lang.get(), kiosk.done.ahead, n = n).to_string(),
        None => td_string!(lang.get(), kiosk.start.walk_in_note).to_owned(),
    });
    let is_not_found = refusal == Refusal::NotFound;
    let walk_in = Signal::derive(move || {
        let locale = lang.get();
        // A customer whose booking is for later must not read that there is none.
        if is_not_found { td_string!(locale, kiosk.refused.walk_in) } else { td_string!(locale, kiosk.refused.ticket) }
            .to_owned()
    });
    let code = match refusal {
        Refusal::NotFound => "not-found",
        Refusal::TooEarly => "too-early",
        Refusal::OtherDay => "other-day",
        Refusal::Void => "void",
        Refusal::QueueFull => "queue-full",
        Refusal::TooMany => "too-many",
        Refusal::Offline => "offline",
        Refusal::Server => "server",
    };
    view! {
        <main data-test="refused" data-code=code>
            <div role="alert">
                <h1 id="heading" tabindex="-1">{move || labels::refused(refusal, by_plate, lang.get())}</h1>
                <p>{move || labels::refused_note(refusal, by_plate, lang.get())}</p>
            </div>
            {(by_plate && (is_not_found || refusal.is_passing())).then(|| view! { <div class="entry"><PlateCells session cursor=false/></div> })}
            <ul class="ways thin one">
                {refusal.is_passing().then(|| view! { <OptionButton icon="arrow" test="again" title=word(|l| td_string!(l, kiosk.again)) note=word(|l| td_string!(l, kiosk.again_note)) go=go(KioskEvent::Again)/> })}
                {(is_not_found && by_plate).then(|| view! { <OptionButton icon="phone" test="way-digits" title=word(|l| td_string!(l, kiosk.refused.digits)) note=word(|l| td_string!(l, kiosk.refused.digits_note)) go=go(KioskEvent::Back)/> })}
                {(is_not_found && by_reference).then(|| view! { <OptionButton icon="pen" test="way-reference" title=word(|l| td_string!(l, kiosk.refused.reference)) note=word(|l| td_string!(l, kiosk.refused.reference_note)) go=go(KioskEvent::Back)/> })}
                {(is_not_found && by_plate).then(|| view! { <OptionButton icon="scan" test="way-scan" title=word(|l| td_string!(l, kiosk.start.scan)) note=word(|l| td_string!(l, kiosk.refused.scan_note)) go=go(KioskEvent::Open(KioskPage::Scan))/> })}
                {(is_not_found && !by_plate).then(|| view! { <OptionButton icon="car" test="way-plate" title=word(|l| td_string!(l, kiosk.start.plate)) note=word(|l| td_string!(l, kiosk.start.plate_note)) go=go(KioskEvent::Open(KioskPage::Plate))/> })}
                {(!refusal.is_passing() && refusal != Refusal::QueueFull).then(|| {
                    let event = reason.map_or(KioskEvent::Open(KioskPage::WalkIn), KioskEvent::Reason);
                    view! { <OptionButton icon="user" test="way-walk-in" title=walk_in note=walk_in_note go=go(event)/> }
                })}
            </ul>
            <div class="acts"><button type="button" class="btn b2" data-test="home" on:click=move |_| session.send(KioskEvent::Open(KioskPage::Start))>{move || td_string!(lang.get(), kiosk.home)}</button></div>
        </main>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn who_comes_for_a_car_that_is_not_ready_reads_how_far_it_is() {
        let now_ms = at("2026-12-01T10:36:00+08:00").epoch_ms();
        let says =
            |stage, promised: Option<&str>, place| progress(stage, promised.map(at), now_ms, place, Language::ZhCn);
        let today = Some("2026-12-01T11:15:00+08:00");
        assert_eq!(says(Stage::Waiting, today, None), "现在待派工，预计 11:15 交车。好了大屏会显示");
        let tomorrow = Some("2026-12-02T09:00:00+08:00");
        assert_eq!(says(Stage::Repair, tomorrow, None), "现在维修中，预计 明天 09:00 交车。好了大屏会显示");
        assert_eq!(says(Stage::Received, None, None), "现在已接车。好了大屏会显示");
        let past = Some("2026-12-01T10:30:00+08:00");
        assert_eq!(says(Stage::Repair, past, None), "现在维修中，已过预计时间，请咨询服务顾问");
        assert_eq!(says(Stage::Ready, past, Some("一楼交车区")), "可以交车了，请到一楼交车区");
        assert_eq!(says(Stage::Ready, today, None), "可以交车了，请到前台");
    }
}
