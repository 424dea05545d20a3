//! Why there is no number, as the page says it.

use crate::client::Failure;
use bayside_api::Code;

/// Why there is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No booking matches; the page does not say which part is wrong.
    NotFound,
    /// The booking is for later today.
    TooEarly,
    /// The booking is for another day.
    OtherDay,
    /// The booking was given up.
    Void,
    /// So many wait that no more numbers are drawn.
    QueueFull,
    /// Too many tries in a minute.
    TooMany,
    /// No answer.
    Offline,
    /// The server cannot, or will not.
    Server,
}

impl Refusal {
    /// What a failed call means here.
    pub fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Offline => Self::Offline,
            Failure::Unreadable => Self::Server,
            Failure::Problem(problem) => match problem.code {
                // Input that the server finds invalid matches no booking either.
                Code::NotFound | Code::Invalid => Self::NotFound,
                Code::ArrivalTooEarly => Self::TooEarly,
                Code::ArrivalOtherDay => Self::OtherDay,
                Code::ArrivalVoid => Self::Void,
                Code::QueueFull => Self::QueueFull,
                Code::TooMany => Self::TooMany,
                _ => Self::Server,
            },
        }
    }

    /// Whether the same may succeed when it is tried again.
    pub const fn is_passing(self) -> bool {
        matches!(self, Self::TooMany | Self::Offline | Self::Server)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_api::Problem;

    #[test]
    fn what_fits_nothing_and_what_is_no_plate_are_said_alike() {
        let problem = |code| Failure::Problem(Box::new(Problem::new(code)));
        for code in [Code::NotFound, Code::Invalid] {
            assert_eq!(Refusal::of(&problem(code)), Refusal::NotFound);
        }
        assert_eq!(Refusal::of(&problem(Code::Internal)), Refusal::Server);
        assert!(Refusal::of(&Failure::Offline).is_passing() && !Refusal::NotFound.is_passing());
    }
}
