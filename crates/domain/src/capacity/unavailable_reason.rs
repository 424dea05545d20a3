//! Why a start is not offered. The reason comes from the same engine that offers starts.

use std::sync::Arc;

/// The first reason because of which a start is not offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnavailableReason {
    /// An unknown service.
    UnknownService,
    /// A service does not go with this way of staying.
    StayNotOffered,
    /// The start is less than the minimum notice away, or in the past.
    Notice,
    /// The start lies beyond the booking horizon.
    Horizon,
    /// Not on the grid of starts.
    OffGrid,
    /// The workshop is closed.
    Closed,
    /// Parts for a service arrive after the start.
    Parts,
    /// The adviser does not work at that time.
    AdviserAway,
    /// The adviser receives another customer at that time.
    AdviserBusy,
    /// The remaining receptions of the day are reserved for walk-ins.
    AdviserReserve,
    /// The team with this skill has no free place in time.
    Team(Arc<str>),
    /// The remaining places of the team with this skill are reserved for walk-ins.
    TeamReserve(Arc<str>),
    /// The customer waits in the lounge, and the gaps between the work parts are too long.
    Idle,
    /// The car is not ready on the same day, or not within the allowed days if it is dropped off.
    NotReadyInTime,
    /// No seat in the lounge is free.
    Seat,
    /// No loaner is free.
    Loaner,
}

impl UnavailableReason {
    /// The stable code of the reason.
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
