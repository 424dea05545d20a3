//! Who comes to the demo's dealers, with which car, and how far they have got.

mod aller;
mod anting;

use bayside_domain::callback::CallbackTeam;
use bayside_domain::language::Language;
use bayside_domain::words::{PlateKind, Salutation, Stage, Stay};

/// A customer and a car.
pub struct Who {
    /// As they wish to be called.
    pub name: &'static str,
    /// 先生, 女士.
    pub salutation: Option<Salutation>,
    /// As typed.
    pub phone: &'static str,
    /// As typed.
    pub plate: &'static str,
    /// Which rule it obeys.
    pub plate_kind: PlateKind,
    /// One of the dealer's models.
    pub model: &'static str,
    /// Kilometres on the clock.
    pub mileage_km: u32,
    /// If known.
    pub vin: Option<&'static str>,
    /// Own words.
    pub concern: &'static str,
    /// BCP 47.
    pub locale: Language,
    /// May be named on the wall.
    pub named: bool,
}

/// How far a car has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// On the premises, in this stage.
    Here(Stage),
    /// Delivered and gone.
    Gone,
}

/// What is special about a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twist {
    /// Nothing out of the ordinary.
    Plain,
    /// Extra work waits for the customer: 请联系服务顾问.
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

/// A car that has come.
pub struct Car {
    /// Who it is, with car and telephone.
    pub who: Who,
    /// What for.
    pub services: &'static [&'static str],
    /// How far it has come.
    pub until: Until,
    /// About how many opening minutes ago it came.
    pub minutes: i64,
    /// What is special.
    pub twist: Twist,
    /// Stands here when the workshop is closed, too.
    pub overnight: bool,
}

/// When somebody is expected.
pub enum When {
    /// At the first start from so many minutes on.
    Soon(i64),
    /// On the so-manieth opening day after today, at this hour or later.
    Day(usize, u32),
}

/// Somebody who is expected.
pub struct Expected {
    /// Who it is, with car and telephone.
    pub who: Who,
    /// What for.
    pub services: &'static [&'static str],
    /// Which day, and around what time.
    pub when: When,
    /// How many of the four preparations are ticked.
    pub prepared: usize,
}

/// Somebody who asked to be called back.
pub struct Asks {
    /// Who it is, with car and telephone.
    pub who: Who,
    /// Who is to call.
    pub team: CallbackTeam,
}

/// Somebody who waits for room.
pub struct Waits {
    /// Who it is, with car and telephone.
    pub who: Who,
    /// What for.
    pub services: &'static [&'static str],
    /// How they stay.
    pub stay: Stay,
    /// From the so-manieth day after today to the so-manieth: far enough ahead that nobody else's change meets it.
    pub days: (u64, u64),
}

/// Extra work, as it is explained to the customer.
pub struct Extra {
    /// What is found, as a title.
    pub title: &'static str,
    /// Why it is needed.
    pub reason: &'static str,
    /// Minor units, tax included.
    pub amount: i64,
    /// Added to the promised time.
    pub minutes: u32,
}

/// Everybody of one dealer.
pub struct Cast {
    /// Here or gone.
    pub cars: &'static [Car],
    /// The visits of the days to come.
    pub expected: &'static [Expected],
    /// Asked to be called back.
    pub asks: Asks,
    /// Waits for room.
    pub waits: Waits,
    /// Extra work that waits, was declined, was approved.
    pub extras: [Extra; 3],
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
