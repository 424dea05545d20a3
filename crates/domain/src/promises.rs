//! A dealer's promises to customers without a suitable booking: call-backs within a certain time, the waitlist, an
//! emergency number.

use crate::callback::CallbackTeam;
use crate::triage::Triage;

/// The dealer's promises; every number is a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promises {
    /// Within how many minutes of opening time an adviser calls back. Default 60.
    pub adviser_minutes: u32,
    /// Within how many minutes of opening time a technical expert calls back. Default 30.
    pub technical_minutes: u32,
    /// After how many minutes of opening time a call that nobody answered is tried again. Default 10.
    pub retry_minutes: u32,
    /// For how many minutes a start is held for a customer on the waitlist. Default 30.
    pub offer_minutes: u32,
    /// How many minutes after its start a booking may be marked as a no-show. Default 15.
    pub no_show_grace_minutes: u32,
    /// How many minutes before its start a booking can be checked in at the arrival kiosk. Default 120.
    pub early_minutes: u32,
    /// The emergency number for cars that must not be driven: in E.164, and as people read it.
    pub emergency: Option<(String, String)>,
    /// The guided questions for customers who notice a fault.
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
    /// Within how many minutes of opening time this team calls back.
    pub const fn promise_minutes(&self, team: CallbackTeam) -> u32 {
        match team {
            CallbackTeam::Adviser => self.adviser_minutes,
            CallbackTeam::Technical => self.technical_minutes,
        }
    }
}
