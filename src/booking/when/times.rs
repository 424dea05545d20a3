//! Free times: fetched for a range of days, cached by day, without blocking the page.

use crate::booking::when::month::{Month, plus_days};
use crate::client;
use crate::client::Failure;
use crate::ui::timer;
use bayside_api::booking::{Availability, Day, Slot};
use bayside_api::codes::Stay;
use bayside_api::{Date, path};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The most days that one question may span.
const WINDOW_DAYS: u64 = 61;
/// How often free times are fetched again: before their offers expire, which takes five to ten minutes.
const REFRESH: Duration = Duration::from_mins(4);

/// The request for free times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimesQuestion {
    /// The dealer.
    pub slug: String,
    /// Service ids.
    pub services: Vec<String>,
    /// How the customer stays.
    pub stay: Stay,
    /// Only this adviser.
    pub adviser: Option<String>,
    /// The dealer's date now.
    pub today: Date,
    /// How many days ahead may be booked.
    pub horizon_days: u32,
}

impl TimesQuestion {
    fn last(&self) -> Date {
        plus_days(self.today, u64::from(self.horizon_days))
    }

    fn url(&self, from: Date, to: Date, days_only: bool) -> String {
        let services: Vec<String> = self.services.iter().map(|id| client::encode(id)).collect();
        let adviser = self.adviser.as_ref().map_or(String::new(), |id| format!("&adviser={}", client::encode(id)));
        let detail = if days_only { "&detail=days" } else { "" };
        let (path, services, stay) = (path::availability(&self.slug), services.join(","), self.stay.as_str());
        format!("{path}?from={from}&to={to}&services={services}&stay={stay}{adviser}{detail}")
    }
}

/// The free times on this page.
#[derive(Clone, Copy)]
pub struct Times {
    /// The request for free times.
    pub question: Memo<TimesQuestion>,
    /// The two best times; `None` before the first reply.
    pub best: RwSignal<Option<Vec<Slot>>>,
    /// Every day that was fetched, without its slots.
    pub days: RwSignal<Vec<Day>>,
    /// The month that is shown.
    pub month: RwSignal<Month>,
    /// The day whose times are shown.
    pub day: RwSignal<Option<Date>>,
    /// The times of that day; none while they are fetched.
    pub slots: RwSignal<Option<Vec<Slot>>>,
    /// Why there is no answer.
    pub failure: RwSignal<Option<Failure>>,
    /// The number of the current request; replies to older ones are dropped.
    turn: StoredValue<u32>,
}

impl Times {
    /// Fetches now, whenever the request changes, and before the offers expire.
    pub fn follow(question: Memo<TimesQuestion>) -> Self {
        let month = Month::of(question.with_untracked(|question| question.today));
        let times = Self {
            question,
            best: RwSignal::new(None),
            days: RwSignal::new(Vec::new()),
            month: RwSignal::new(month),
            day: RwSignal::new(None),
            slots: RwSignal::new(None),
            failure: RwSignal::new(None),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            question.track();
            times.ask_anew();
        });
        timer::every(REFRESH, move || times.refresh());
        times
    }

    /// The dealer's date now.
    pub fn today(self) -> Date {
        self.question.with_untracked(|question| question.today)
    }

    /// Drops all fetched times and fetches again.
    pub fn ask_anew(self) {
        self.best.set(None);
        self.days.set(Vec::new());
        self.day.set(None);
        self.slots.set(None);
        self.refresh();
    }

    /// Fetches again; the shown times stay until the reply comes.
    pub fn refresh(self) {
        self.failure.set(None);
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let question = self.question.get_untracked();
        let to = question.last().min(plus_days(question.today, WINDOW_DAYS));
        let url = question.url(question.today, to, true);
        spawn_local(async move {
            let answer = client::get::<Availability>(url).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(answer) => self.answered(answer),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
        if let Some(day) = self.day.get_untracked() {
            self.fetch_day(day);
        }
    }

    fn answered(self, answer: Availability) {
        let first_answer = self.best.with_untracked(Option::is_none);
        let first_best = answer.best.first().map(|slot| slot.start.date());
        self.days.set(answer.days);
        self.best.set(Some(answer.best));
        if let Some(day) = first_best.filter(|_| first_answer && self.day.get_untracked().is_none()) {
            self.month.set(Month::of(day));
            self.show(day);
        }
    }

    /// Shows the times of a day.
    pub fn show(self, day: Date) {
        self.day.set(Some(day));
        self.slots.set(None);
        self.fetch_day(day);
    }

    fn fetch_day(self, day: Date) {
        let turn = self.turn.get_value();
        let url = self.question.with_untracked(|question| question.url(day, day, false));
        spawn_local(async move {
            let answer = client::get::<Availability>(url).await;
            if self.turn.try_get_value() != Some(turn) || self.day.get_untracked() != Some(day) {
                return;
            }
            match answer {
                Ok(answer) => {
                    let slots = answer.days.into_iter().find(|one| one.date == day).and_then(|one| one.slots);
                    self.slots.set(Some(slots.unwrap_or_default()));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Shows another month; days beyond the first window are fetched.
    pub fn turn_to(self, month: Month) {
        self.month.set(month);
        let question = self.question.get_untracked();
        let to = month.last().min(question.last());
        let known = self.days.with_untracked(|days| days.last().is_some_and(|last| last.date >= to));
        if known {
            return;
        }
        let turn = self.turn.get_value();
        let from = month.first().max(question.today);
        let url = question.url(from, to, true);
        spawn_local(async move {
            let answer = client::get::<Availability>(url).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(answer) => self.days.update(|days| {
                    days.retain(|day| day.date < from || day.date > to);
                    let place = days.partition_point(|day| day.date < from);
                    days.splice(place..place, answer.days);
                }),
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }

    /// Whether a month before or after the shown one may have free times.
    pub fn may_turn_to(self, month: Month) -> bool {
        self.question.with(|question| month >= Month::of(question.today) && month <= Month::of(question.last()))
    }
}
