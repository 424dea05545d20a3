//! What a dealer promises to those who are not booked yet, or not well enough: call-backs with a clock,
//! a waitlist, help in an emergency.

use crate::callback::CallbackTeam;
use crate::triage::Triage;

/// The dealer's promises; every number is a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promises {
    /// Opening minutes until an adviser calls back. Default 60.
    pub adviser_minutes: u32,
    /// Opening minutes until a technical expert calls back. Default 30.
    pub technical_minutes: u32,
    /// Opening minutes until the next try after nobody answered. Default 10.
    pub retry_minutes: u32,
    /// How long freed room is kept for who waits for it. Default 30.
    pub offer_minutes: u32,
    /// From how long after the start a booking may be marked as a no-show. Default 15.
    pub no_show_grace_minutes: u32,
    /// How long before its start a booking is taken in at the arrival kiosk. Default 120.
    pub early_minutes: u32,
    /// Whom to call when a car must not be driven: E.164, and as people read it.
    pub emergency: Option<(String, String)>,
    /// Guided questions of those who notice something.
    pub triage: Triage,
}

impl Default for Promises {
    fn default() -> Self {
        Self {
            adviser_minutes: 60,
            technical_minutes: 30,
            retry_minutes: 10,
            offer_minutes: 30,
            no_show_grace_minutes: 15,
            early_minutes: 120,
            emergency: None,
            triage: Triage::default(),
        }
    }
}

impl Promises {
    /// Opening minutes within which this team calls back.
    pub const fn promise_minutes(&self, team: CallbackTeam) -> u32 {
        match team {
            CallbackTeam::Adviser => self.adviser_minutes,
            CallbackTeam::Technical => self.technical_minutes,
        }
    }
}
