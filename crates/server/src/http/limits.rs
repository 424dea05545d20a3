//! Limits per client address, and who the client is (docs/rules.md, "Limits").

use crate::http::problem::{Failure, Refusal};
use bayside_api::problem::Code;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The operations that are rate limited, each separately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Holds and bookings.
    Book,
    /// Drawing a pairing code.
    PairingCode,
    /// Confirming a pairing code, and opening a screen by its lasting address.
    Pair,
    /// Writes on a private page, and renewing or releasing a hold.
    Write,
    /// Finding a booking by reference and phone.
    Find,
    /// Requests for call-backs, and wishes for the waitlist.
    Ask,
    /// Holds: each takes a start away from others for some minutes.
    Hold,
    /// Highlighting a row on the lounge screens, which everybody there sees.
    Highlight,
    /// Arrivals at a kiosk.
    Arrive,
}

impl Operation {
    /// How often a client may do it per minute.
    const fn per_minute(self) -> u32 {
        match self {
            Self::Book => 1200,
            Self::PairingCode => 20,
            Self::Pair => 60,
            Self::Write => 300,
            Self::Find => 10,
            Self::Ask => 30,
            Self::Hold => 60,
            Self::Highlight => 6,
            Self::Arrive => 20,
        }
    }

    /// Every operation.
    const ALL: [Self; 9] = [
        Self::Book,
        Self::PairingCode,
        Self::Pair,
        Self::Write,
        Self::Find,
        Self::Ask,
        Self::Hold,
        Self::Highlight,
        Self::Arrive,
    ];
}

type Limiter = DefaultKeyedRateLimiter<IpAddr>;

/// Limiters, one per operation.
#[derive(Clone)]
pub struct Limits(Arc<Limiters>);

struct Limiters {
    book: Limiter,
    pairing_code: Limiter,
    pair: Limiter,
    write: Limiter,
    find: Limiter,
    ask: Limiter,
    hold: Limiter,
    highlight: Limiter,
    arrive: Limiter,
}

impl Limiters {
    const fn of(&self, operation: Operation) -> &Limiter {
        match operation {
            Operation::Book => &self.book,
            Operation::PairingCode => &self.pairing_code,
            Operation::Pair => &self.pair,
            Operation::Write => &self.write,
            Operation::Find => &self.find,
            Operation::Ask => &self.ask,
            Operation::Hold => &self.hold,
            Operation::Highlight => &self.highlight,
            Operation::Arrive => &self.arrive,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let limiter = |operation: Operation| {
            let count = NonZeroU32::new(operation.per_minute()).expect("limits are above zero");
            DefaultKeyedRateLimiter::keyed(Quota::per_minute(count))
        };
        Self(Arc::new(Limiters {
            book: limiter(Operation::Book),
            pairing_code: limiter(Operation::PairingCode),
            pair: limiter(Operation::Pair),
            write: limiter(Operation::Write),
            find: limiter(Operation::Find),
            ask: limiter(Operation::Ask),
            hold: limiter(Operation::Hold),
            highlight: limiter(Operation::Highlight),
            arrive: limiter(Operation::Arrive),
        }))
    }
}

impl Limits {
    /// Counts one operation of a client; refuses it if there were too many.
    pub fn check(&self, operation: Operation, client: Client) -> Result<(), Failure> {
        self.0.of(operation).check_key(&client.key()).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
            Failure::from(Refusal { retry_after_seconds: Some(seconds), ..Refusal::new(Code::TooMany) })
        })
    }

    /// Forgets clients that have made no calls for a while.
    pub fn tidy(&self) {
        for operation in Operation::ALL {
            self.0.of(operation).retain_recent();
        }
    }
}

/// The half of an IPv6 address that names the network (RFC 4291, 2.5.1).
const NETWORK: u128 = !0 << 64;

/// The client's address: the peer's, or what a trusted proxy says. IPv4 within IPv6 is IPv4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub IpAddr);

impl Client {
    /// The address that is counted as one client: for IPv6 its /64 network, since a customer can use all addresses of
    /// one.
    pub(crate) fn key(self) -> IpAddr {
        match self.0 {
            IpAddr::V4(_) => self.0,
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_network_of_ipv6_counts_as_one_client() {
        let key = |address: &str| Client(address.parse().unwrap()).key();
        assert_eq!(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(key("2001:db8:1:2::1"), key("2001:db8:1:3::1"));
        assert_ne!(key("192.0.2.1"), key("192.0.2.2"));
    }

    #[test]
    fn another_address_of_the_same_network_has_no_tries_of_its_own() {
        let limits = Limits::default();
        let find = |address: &str| limits.check(Operation::Find, Client(address.parse().unwrap())).is_ok();
        let tries = (0..20).filter(|last| find(&format!("2001:db8:1:2::{last:x}"))).count();
        assert_eq!(tries, 10);
        assert!(find("2001:db8:1:3::1"));
    }
}
