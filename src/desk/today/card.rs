//! One card of today's board.

use crate::desk::shared::labels;
use crate::desk::shared::session::use_signed;
use crate::desk::shared::spam_labels::SpamSignals;
use crate::desk::today::state;
use crate::desk::today::state::CardNotice;
use crate::i18n::{Language, td_string, use_lang};
use crate::ui::{Icon, date_format, stage_word};
use bayside_api::Instant;
use bayside_api::codes::Stage;
use bayside_api::desk::{Phase, VisitCard};
use bayside_domain::ids::VisitId;
use leptos::prelude::*;

/// A notice as a sentence.
pub fn sentence(notice: CardNotice, locale: Language) -> String {
    match notice {
        CardNotice::Overdue(minutes) => {
            td_string!(locale, desk.mark.overdue, time = labels::span(minutes, locale)).to_string()
        }
        CardNotice::Late(minutes) => {
            td_string!(locale, desk.mark.late, time = labels::span(minutes, locale)).to_string()
        }
        CardNotice::SeeAdviser => td_string!(locale, desk.mark.see_adviser).to_owned(),
        CardNotice::AtRisk(minutes) => {
            td_string!(locale, desk.mark.at_risk, time = labels::span(minutes, locale)).to_string()
        }
        CardNotice::OutOfRoom => td_string!(locale, desk.mark.out_of_room).to_owned(),
        CardNotice::NotPrepared => td_string!(locale, desk.mark.not_prepared).to_owned(),
        CardNotice::Changed => td_string!(locale, desk.mark.changed).to_owned(),
        CardNotice::Prepared => td_string!(locale, desk.mark.prepared).to_owned(),
        CardNotice::Waiting => td_string!(locale, desk.mark.waiting).to_owned(),
    }
}

/// The server's time at an offset of the dealer, for comparisons.
pub fn instant(epoch_ms: i64, like: Instant) -> Instant {
    chrono::DateTime::from_timestamp_millis(epoch_ms).map_or(like, |at| Instant(at.with_timezone(like.0.offset())))
}

/// The card. Its link carries the focus; the chosen card carries the keys.
#[component]
pub fn Card(
    /// What it shows.
    #[prop(into)]
    card: Signal<VisitCard>,
    /// The server's time in milliseconds.
    now: Signal<i64>,
    /// The chosen card.
    chosen: RwSignal<Option<VisitId>>,
) -> impl IntoView {
    let lang = use_lang();
    let session = use_signed().0;
    let id = card.with_untracked(|card| card.id);
    let reference = card.with_untracked(|card| card.reference.clone());
    let notice = Memo::new(move |_| card.with(|card| state::notice(card, instant(now.get(), card.start))));
    let time = move |at: &Instant| date_format::time(at);
    let lead = move || {
        card.with(|card| match card.number {
            Some(number) if card.phase != Phase::Booked => number.to_string(),
            _ => time(&card.start),
        })
    };
    let due = move || {
        card.with(|card| {
            let before = card.promised_before.filter(|_| card.promised_at.is_some());
            let due = state::due(card);
            // A time of another day says which.
            let today =
                if card.phase == Phase::Booked { card.start.date() } else { instant(now.get(), card.start).date() };
            let due = labels::on_day(&due, today, lang.get());
            view! { {before.map(|before| view! { <del>{time(&before)}</del> " " })}{due} }
        })
    };
    view! {
        <a
            class="vc"
            id=format!("card-{id}")
            href=format!("/desk/{}/visits/{id}", session.dealer)
            data-test=format!("card-{reference}")
            data-k=move || notice.get().and_then(|notice| notice.severity().kind())
            aria-current=move || (chosen.get() == Some(id)).then_some("true")
            on:focus=move |_| chosen.set(Some(id))
        >
            <span class="t"><span class="n">{lead}</span><span class="p">{due}</span></span>
            <span class="plate" translate="no">{move || card.with(|card| card.plate.clone())}</span>
            <small>{move || card.with(|card| labels::joined(&[&card.addressed_as, &card.jobs], lang.get()))}</small>
            {move || card.with(|card| (card.phase == Phase::OnSite).then(|| {
                strokes(card.stage.unwrap_or(Stage::Received), card.flag.is_some(), lang.get())
            }))}
            {move || card.with(is_express).then(|| view! {
                <span class="st" data-k="ok" data-test="express"><Icon name="clock"/><span>{td_string!(lang.get(), desk.mark.express)}</span></span>
            })}
            {move || card.with(|card| view! { <SpamSignals marks=card.marks.clone()/> })}
            {move || notice.get().map(|notice| view! {
                <span class="st" data-k=notice.severity().kind()><Icon name=notice.icon()/><span>{sentence(notice, lang.get())}</span></span>
            })}
        </a>
    }
}

/// Whether the card says "express": until the order is signed.
fn is_express(card: &VisitCard) -> bool {
    card.express && (card.phase == Phase::Booked || card.stage == Some(Stage::Received))
}

/// Seven strokes, the tall one is now.
fn strokes(stage: Stage, waits: bool, locale: Language) -> impl IntoView + use<> {
    let at = Stage::ALL.iter().position(|other| *other == stage).unwrap_or_default();
    let label = td_string!(locale, desk.today.stage_of, stage = stage_word(stage, locale), at = at + 1).to_string();
    let class = move |place: usize| match place.cmp(&at) {
        std::cmp::Ordering::Less => "d",
        std::cmp::Ordering::Equal if place + 1 == Stage::ALL.len() => "e",
        std::cmp::Ordering::Equal if waits => "h",
        std::cmp::Ordering::Equal => "n",
        std::cmp::Ordering::Greater => "",
    };
    view! {
        <span class="tk" role="img" aria-label=label>
            {(0..Stage::ALL.len()).map(|place| view! { <i class=class(place)></i> }).collect_view()}
        </span>
    }
}
