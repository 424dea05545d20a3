//! The made-up customers of the demo's dealers, with their cars and the progress of their visits.

mod aller;
mod anting;

use bayside_domain::callback::CallbackTeam;
use bayside_domain::codes::{PartFate, PlateKind, Salutation, Stage, Stay};
use bayside_domain::language::Language;

/// A customer and a car.
pub struct Who {
    /// As they wish to be called.
    pub name: &'static str,
    /// 先生, 女士.
    pub salutation: Option<Salutation>,
    /// As the customer typed it.
    pub phone: &'static str,
    /// As the customer typed it.
    pub plate: &'static str,
    /// The kind of the plate.
    pub plate_kind: PlateKind,
    /// One of the dealer's models.
    pub model: &'static str,
    /// Kilometres on the clock.
    pub mileage_km: u32,
    /// If known.
    pub vin: Option<&'static str>,
    /// What the customer notices, in their own words.
    pub concern: &'static str,
    /// BCP 47.
    pub locale: Language,
    /// Whether they agreed to be named on public screens.
    pub named: bool,
}

/// How far a car has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// On the premises, in this stage.
    Here(Stage),
    /// Handed over and gone.
    Gone,
}

/// What is special about a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variation {
    /// Nothing out of the ordinary.
    Plain,
    /// Extra work waits for the customer's answer (请联系服务顾问).
    Asks,
    /// The promised time has passed.
    Late,
    /// The promised time was changed.
    Moved,
    /// Extra work was declined.
    Declined,
    /// Extra work was approved and done.
    Approved,
}

/// A car that has arrived.
pub struct DemoCar {
    /// The customer with their car.
    pub who: Who,
    /// The ids of the services.
    pub services: &'static [&'static str],
    /// How far the visit has come.
    pub progress: Progress,
    /// How long ago it arrived, in minutes of opening time.
    pub minutes: i64,
    /// What is special about the visit.
    pub variation: Variation,
    /// Whether the car stays here overnight.
    pub overnight: bool,
}

/// When somebody is expected.
pub enum ExpectedAt {
    /// At the first start that is at least this many minutes away.
    Soon(i64),
    /// On the n-th opening day after today, at this hour or later.
    Day(usize, u32),
}

/// Somebody who is expected.
pub struct Expected {
    /// The customer with their car.
    pub who: Who,
    /// The ids of the services.
    pub services: &'static [&'static str],
    /// Which day, and around what time.
    pub when: ExpectedAt,
    /// The number of preparations that are ticked, 0 to 4.
    pub prepared: usize,
}

/// Somebody who asked to be called back.
pub struct DemoCallback {
    /// The customer with their car.
    pub who: Who,
    /// Who is to call.
    pub team: CallbackTeam,
}

/// A customer on the waitlist.
pub struct DemoWish {
    /// The customer with their car.
    pub who: Who,
    /// The ids of the services.
    pub services: &'static [&'static str],
    /// How they stay.
    pub stay: Stay,
    /// The first and the last wished day, counted from today: far enough ahead that no change of the demo frees a start
    /// for it.
    pub days: (u64, u64),
}

/// Extra work, as it is explained to the customer.
pub struct Extra {
    /// What is to be done, as a title.
    pub title: &'static str,
    /// Why it is needed.
    pub reason: &'static str,
    /// Minor units, tax included.
    pub amount: i64,
    /// How many minutes it adds to the promised time.
    pub minutes: u32,
}

/// What a statement explains beyond its order: a reading at its limit, a part that was not needed, one that the maker's
/// warranty pays, old parts.
pub struct Explained {
    /// What was found: title and detail.
    pub finding: (&'static str, &'static str),
    /// A reading: title, detail, what was measured in mm, then value, limit and new in thousandths.
    pub reading: (&'static str, &'static str, &'static str, [i64; 3]),
    /// What was done: the job and how.
    pub done: &'static [(&'static str, &'static str)],
    /// The code of a part of the order that was not needed, and why.
    pub not_needed: (&'static str, &'static str),
    /// What the maker's warranty pays: the job, the part, its code and its price in minor units.
    pub warranty: (&'static str, &'static str, &'static str, i64),
    /// What became of old parts.
    pub replaced: &'static [(&'static str, PartFate)],
    /// Advice that fits this visit.
    pub care_tips: &'static [&'static str],
}

/// Everybody of one dealer.
pub struct Cast {
    /// Cars that have arrived; some have left again.
    pub cars: &'static [DemoCar],
    /// The visits of the days to come.
    pub expected: &'static [Expected],
    /// The customer who requested a call-back.
    pub callback: DemoCallback,
    /// The customer on the waitlist.
    pub wish: DemoWish,
    /// Three pieces of extra work: unanswered, declined, approved.
    pub extras: [Extra; 3],
    /// How the statement of the car with declined extra work is explained.
    pub explained: &'static Explained,
    /// Why a promise was changed.
    pub moved_because: &'static str,
    /// What the final inspection measures.
    pub checks: &'static [(&'static str, &'static str)],
}

/// The cast of a demo dealer.
pub fn of(slug: &str) -> Option<Cast> {
    match slug {
        "anting" => Some(anting::cast()),
        "aller" => Some(aller::cast()),
        _ => None,
    }
}
