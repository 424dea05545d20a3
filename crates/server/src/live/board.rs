//! The board: what the public screens of a dealer show, built from types that cannot hold more (docs/rules.md,
//! "Privacy").

use super::board_changes::{BoardChanges, Known};
use super::sse::event;
use crate::wire::OnTheWire;
use bayside_api::screen::{Arrival, LoungeRow, NumberCall, RowChange};
use bayside_domain::document::Person;
use bayside_domain::ids::{EventNumber, VisitId};
use bayside_domain::language::Language;
use bayside_domain::lounge::{DigestRow, LoungeNumber, Row, ShortName, digest};
use bayside_domain::mask::DisplayName;
use bayside_domain::time::Instant;
use bayside_domain::visit::Phase;
use bayside_store::VisitRow;
use bayside_workflow::contact::masked_plate;
use bayside_workflow::dealers::Dealer;
use bytes::Bytes;
use std::collections::BTreeMap;

/// Guests who are expected within this many minutes are listed as arrivals.
const ARRIVALS_MINUTES: i64 = 60;
/// So are guests who are late by at most this many minutes.
const LATE_MINUTES: i64 = 15;
/// For this many minutes a called number is shown, unless its customer came before.
const CALL_MINUTES: i64 = 3;

/// A dealer's board as the screens see it.
#[derive(Default)]
pub(super) struct Board {
    /// The state of the store that the board shows; `None` before the first read.
    pub(super) known: Option<Known>,
    /// The rows by visit, so that a row can be removed.
    pub(super) rows: BTreeMap<VisitId, LoungeRow>,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) notices: Vec<String>,
    pub(super) calls: Vec<NumberCall>,
    /// The numbers that wait and were called, and when.
    called: Vec<(Instant, u16)>,
    /// Today's guests who agreed to be named, by visit.
    expected: BTreeMap<VisitId, (Instant, Arrival)>,
    digest: String,
}

impl Board {
    /// The number of the last event that the board contains.
    pub(super) fn last_event(&self) -> EventNumber {
        self.known.as_ref().map_or(EventNumber::new(0), |known| known.last_event)
    }

    /// The digest of the rows.
    pub(super) fn digest(&self) -> &str {
        &self.digest
    }

    /// Applies the changes; returns the server-sent events for the listeners.
    pub(super) fn apply(&mut self, dealer: &Dealer, news: &BoardChanges, now: Instant) -> Vec<Bytes> {
        let is_first = self.known.is_none();
        let other_file = self.known.as_ref().is_some_and(|known| known.config_version != news.known.config_version);
        let mut told = if news.is_whole { self.replace(dealer, news) } else { self.change(dealer, news) };
        if other_file && !told.is_empty() {
            // Rows that changed because of an import have no event: listeners must read the whole board again.
            told = vec![event("reset", Some(news.known.last_event), &serde_json::json!({}))];
        }
        self.known = Some(news.known.clone());
        if news.is_whole || !news.cars.is_empty() {
            self.digest = digest(self.rows.values().map(DigestRow::from));
        }
        let notices = notices(dealer);
        if notices != self.notices {
            self.notices = notices;
            told.push(event("notices", None, &self.notices));
        }
        let arrivals = self.arrivals_at(now);
        if arrivals != self.arrivals {
            self.arrivals = arrivals;
            told.push(event("arrivals", None, &self.arrivals));
        }
        if let Some(called) = &news.called {
            self.called.clone_from(called);
        }
        let calls = self.calls_at(dealer, now);
        if calls != self.calls {
            self.calls = calls;
            told.push(event("calls", None, &self.calls));
        }
        if is_first { Vec::new() } else { told }
    }

    /// Replaces all rows.
    fn replace(&mut self, dealer: &Dealer, news: &BoardChanges) -> Vec<Bytes> {
        let is_gone = |visit: &VisitId| news.cars.iter().all(|(own, _)| own.id != *visit);
        let gone: Vec<VisitId> = self.rows.keys().copied().filter(is_gone).collect();
        let gone = gone.iter().filter_map(|visit| self.rows.remove(visit));
        let last = Some(news.known.last_event);
        let mut told: Vec<Bytes> =
            gone.map(|row| event("row", last, &RowChange::Remove { number: row.number })).collect();
        self.expected.clear();
        told.extend(self.change(dealer, news));
        told
    }

    /// Updates the rows of the cars that changed.
    fn change(&mut self, dealer: &Dealer, news: &BoardChanges) -> Vec<Bytes> {
        let mut told = Vec::new();
        for (visit, person) in &news.cars {
            match expected(dealer, visit, person.as_ref(), news.known.day) {
                Some(arrival) => drop(self.expected.insert(visit.id, (visit.state.appointment.start, arrival))),
                None => drop(self.expected.remove(&visit.id)),
            }
            let row = person.as_ref().and_then(|person| row(dealer, visit, person));
            let change = match (self.rows.get(&visit.id), row) {
                (Some(before), Some(row)) if *before == row => None,
                (_, Some(row)) => {
                    self.rows.insert(visit.id, row.clone());
                    Some(RowChange::Upsert { row })
                }
                (Some(_), None) => self.rows.remove(&visit.id).map(|row| RowChange::Remove { number: row.number }),
                (None, None) => None,
            };
            told.extend(change.map(|change| event("row", Some(visit.last_event), &change)));
        }
        told
    }

    /// Who is expected about now, soonest first.
    fn arrivals_at(&self, now: Instant) -> Vec<Arrival> {
        let is_soon =
            |start: Instant| start >= now.plus_minutes(-LATE_MINUTES) && start <= now.plus_minutes(ARRIVALS_MINUTES);
        let mut soon: Vec<&(Instant, Arrival)> = self.expected.values().filter(|(start, _)| is_soon(*start)).collect();
        soon.sort_by_key(|(start, _)| *start);
        soon.into_iter().map(|(_, arrival)| arrival.clone()).collect()
    }

    /// The numbers that were called just now, the latest first.
    fn calls_at(&self, dealer: &Dealer, now: Instant) -> Vec<NumberCall> {
        let mut calls: Vec<(Instant, u16)> = self.called.clone();
        calls.retain(|(at, _)| now < at.plus_minutes(CALL_MINUTES));
        calls.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        calls.into_iter().map(|(at, number)| NumberCall { number, at: dealer.wire(at) }).collect()
    }
}

/// The public row of a visit on the board.
fn row(dealer: &Dealer, visit: &VisitRow, person: &Person) -> Option<LoungeRow> {
    let state = &visit.state;
    let adviser = dealer.file.adviser(&state.appointment.adviser)?;
    let (own, others) = ShortName::in_all(adviser, &dealer.file);
    let public = Row {
        number: LoungeNumber::new(state.number?)?,
        plate: masked_plate(person)?,
        stage: state.stage()?,
        flag: state.flag(),
        promised_at: state.promised_at().map(Instant::seconds),
        promised_before: state.promised_before().map(Instant::seconds),
        ready_at: state.released.map(|(at, _)| at.seconds()),
        adviser: own,
        adviser_names: others,
    };
    let wire = |seconds: i64| dealer.wire(Instant::from_seconds(seconds));
    Some(LoungeRow {
        number: public.number.get(),
        plate: public.plate.into(),
        stage: public.stage,
        flag: public.flag,
        promised_at: public.promised_at.map(wire),
        promised_before: public.promised_before.map(wire),
        ready_at: public.ready_at.map(wire),
        adviser: public.adviser.as_str().to_owned(),
        adviser_names: by_tag(public.adviser_names),
    })
}

/// Names by the tags of their languages.
fn by_tag(names: BTreeMap<Language, ShortName>) -> BTreeMap<String, String> {
    names.into_iter().map(|(language, name)| (language.tag().to_owned(), name.as_str().to_owned())).collect()
}

/// A guest who is booked for today, has not arrived yet and agreed to be named. Walk-ins are not listed: they are here
/// already.
fn expected(dealer: &Dealer, visit: &VisitRow, person: Option<&Person>, today: i64) -> Option<Arrival> {
    let person = person.filter(|_| visit.state.phase == Phase::Booked && !visit.state.walk_in && visit.day == today)?;
    let named = |language| {
        DisplayName::if_agreed(person.display_name, &person.name, person.salutation, language).map(String::from)
    };
    let name = named(person.locale)?;
    let names = dealer.file.locales.iter().filter_map(|language| Some((language.tag().to_owned(), named(*language)?)));
    let names = names.filter(|(_, other)| *other != name).collect();
    let (adviser, others) = ShortName::in_all(dealer.file.adviser(&visit.state.appointment.adviser)?, &dealer.file);
    Some(Arrival {
        at: dealer.wire(visit.state.appointment.start),
        name,
        names,
        adviser: adviser.as_str().to_owned(),
        adviser_names: by_tag(others),
    })
}

fn notices(dealer: &Dealer) -> Vec<String> {
    let speaks = dealer.file.speaks(None);
    dealer.file.notices.iter().map(|notice| notice.get(&speaks).to_owned()).collect()
}
