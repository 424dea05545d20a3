//! The board: what the public screen of a dealer shows, built from types that can hold no more.

use crate::dealers::Dealer;
use crate::people::masked_plate;
use crate::store::{Person, VisitRow};
use bayside_api::screen::{Arrival, LoungeRow};
use bayside_domain::lounge::{DigestRow, LoungeNumber, Row, ShortName, digest};
use bayside_domain::mask::DisplayName;
use bayside_domain::time::Instant;
use std::collections::BTreeMap;

/// Who is expected within these minutes stands in the arrivals.
const ARRIVALS_MINUTES: i64 = 60;

/// A dealer's board as the screens see it.
#[derive(Default)]
pub(super) struct Board {
    pub(super) loaded: bool,
    pub(super) last_event: i64,
    /// By visit, so that a row can be taken away.
    pub(super) rows: BTreeMap<i64, LoungeRow>,
    pub(super) arrivals: Vec<Arrival>,
}

pub(super) fn is_expected_soon(start: Instant, now: Instant) -> bool {
    start >= now.plus_minutes(-15) && start <= now.plus_minutes(ARRIVALS_MINUTES)
}

pub(super) fn digest_of(board: &Board) -> String {
    digest(board.rows.values().map(DigestRow::from))
}

/// The public row of a visit on the board.
pub(super) fn row(dealer: &Dealer, visit: &VisitRow, person: &Person) -> Option<LoungeRow> {
    let state = &visit.state;
    let adviser = dealer.file.adviser(&state.adviser)?;
    let public = Row {
        number: LoungeNumber::new(state.number?)?,
        plate: masked_plate(person)?,
        stage: state.stage()?,
        flag: state.flag(),
        promised_at: state.promised_at().map(Instant::seconds),
        promised_before: state.promised_before().map(Instant::seconds),
        adviser: ShortName::of(adviser, &dealer.file.speaks(None)),
    };
    let wire = |seconds: i64| dealer.wire(Instant::from_seconds(seconds));
    Some(LoungeRow {
        number: public.number.get(),
        plate: public.plate.into(),
        stage: public.stage,
        flag: public.flag,
        promised_at: public.promised_at.map(wire),
        promised_before: public.promised_before.map(wire),
        adviser: public.adviser.as_str().to_owned(),
    })
}

/// Who is expected, if they agreed to be named.
pub(super) fn arrival(dealer: &Dealer, visit: &VisitRow, person: Option<&Person>) -> Option<Arrival> {
    let person = person?;
    let speaks = dealer.file.speaks(None);
    let name = DisplayName::if_agreed(person.display_name, &person.name, person.salutation, &person.locale)?;
    let adviser = ShortName::of(dealer.file.adviser(&visit.state.adviser)?, &speaks);
    Some(Arrival { at: dealer.wire(visit.state.start), name: name.into(), adviser: adviser.as_str().to_owned() })
}

pub(super) fn notices(dealer: &Dealer) -> Vec<String> {
    let speaks = dealer.file.speaks(None);
    dealer.file.notices.iter().map(|notice| notice.get(&speaks).to_owned()).collect()
}
