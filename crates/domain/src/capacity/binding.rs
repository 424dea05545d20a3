//! Why a start is not offered: the same engine that offers says what binds.

use std::sync::Arc;

/// Why a start is not offered: the first thing that binds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// An unknown service.
    UnknownService,
    /// A service does not go with this way of staying.
    StayNotOffered,
    /// Less than the minimum notice away, or past.
    Notice,
    /// Behind the horizon.
    Horizon,
    /// Not on the grid of starts.
    OffGrid,
    /// The workshop is closed.
    Closed,
    /// Parts arrive later.
    Parts,
    /// Nobody receives at that time.
    AdviserAway,
    /// The adviser receives somebody else.
    AdviserBusy,
    /// Receptions of the day are kept for walk-ins.
    AdviserReserve,
    /// A team has no free place in time.
    Team(Arc<str>),
    /// Places of a team are kept for walk-ins.
    TeamReserve(Arc<str>),
    /// The customer would wait idly for too long.
    Idle,
    /// Not ready on the same day, or not within the days allowed.
    NotReadyInTime,
    /// No seat in the lounge.
    Seat,
    /// No loaner.
    Loaner,
}

impl Binding {
    /// A stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownService => "unknown-service",
            Self::StayNotOffered => "stay-not-offered",
            Self::Notice => "notice",
            Self::Horizon => "horizon",
            Self::OffGrid => "off-grid",
            Self::Closed => "closed",
            Self::Parts => "parts",
            Self::AdviserAway => "adviser-away",
            Self::AdviserBusy => "adviser-busy",
            Self::AdviserReserve => "adviser-reserve",
            Self::Team(_) => "team",
            Self::TeamReserve(_) => "team-reserve",
            Self::Idle => "idle",
            Self::NotReadyInTime => "not-ready-in-time",
            Self::Seat => "seat",
            Self::Loaner => "loaner",
        }
    }
}
