//! Arrivals at the kiosk: a customer with a booking is checked in, a customer without one draws a ticket
//! (docs/rules.md, "Arrival").

use crate::dealers::Dealer;
use crate::failure::{Failure, FieldChecks};
use crate::reference::first_of;
use crate::step::{self, StepInput};
use crate::ticket::draw_number;
use crate::tokens::same;
use crate::tokens::{KeyRing, ParsedToken, Purpose};
use crate::transaction::DealerTransaction;
use bayside_domain::arrival::{ArrivalCheck, at_the_door, four_digits, last_four};
use bayside_domain::codes::{PlateKind, Step, VisitReason};
use bayside_domain::document::Person;
use bayside_domain::error_code::Code;
use bayside_domain::event::{Actor, TicketEvent};
use bayside_domain::ids::{ScreenId, VisitId};
use bayside_domain::limits::{QR_CHARS_MAX, TICKETS_WAITING_MAX};
use bayside_domain::plate::{Plate, PlateError};
use bayside_domain::typed::meant_references;
use bayside_store::{Ticket, TicketRow, VisitRow};

/// The input of the kiosk: exactly one of a reference, a QR code, a plate with phone digits, or a reason.
#[derive(Debug, Clone, Default)]
pub struct ArrivalInput {
    /// The reference of a booking, as typed.
    pub reference: Option<String>,
    /// What a scanner read.
    pub qr: Option<String>,
    /// A plate, as typed.
    pub plate: Option<String>,
    /// The kind of plate; by default that of the dealer's country.
    pub plate_kind: Option<PlateKind>,
    /// The last four digits of the telephone.
    pub phone_digits: Option<String>,
    /// Why somebody comes without a booking.
    pub walk_in: Option<VisitReason>,
}

/// The checked input: how the booking is identified, or why the customer comes without one.
pub enum CheckedArrival {
    /// A reference without spaces and hyphens.
    References(Vec<String>),
    /// The token of a link of ours.
    Token(ParsedToken),
    /// A car, and the phone of its customer.
    Car {
        /// The plate in its stored form.
        plate: String,
        /// The last four digits of the telephone.
        digits: String,
    },
    /// There is no booking: the reason for the visit.
    WalkIn(VisitReason),
}

impl CheckedArrival {
    /// The plate that was typed with the digits of a telephone, which can be guessed.
    pub fn plate(&self) -> Option<&str> {
        if let Self::Car { plate, .. } = self { Some(plate) } else { None }
    }
}

/// The result of an arrival.
pub enum ArrivalResult {
    /// A booked car was checked in.
    Visit {
        /// The visit.
        visit: Box<VisitRow>,
        /// Its lounge number.
        number: u16,
        /// Whether it had been checked in before.
        already: bool,
    },
    /// A ticket was drawn.
    Ticket {
        /// The number.
        number: u16,
        /// The count of tickets that wait before it.
        ahead: u32,
    },
}

/// Checks a customer in. Wrong plate, wrong digits, wrong reference and an unknown code all get the same refusal.
pub async fn check_in_or_draw(
    at: &mut DealerTransaction<'_, '_>,
    screen: ScreenId,
    asked: CheckedArrival,
) -> Result<ArrivalResult, Failure> {
    match asked {
        CheckedArrival::WalkIn(reason) => draw(at, screen, reason).await,
        booked => check_in(at, screen, &booked).await,
    }
}

/// How many of these tickets were not called yet.
pub fn waiting(tickets: &[TicketRow]) -> u32 {
    let waiting = tickets.iter().filter(|ticket| ticket.state.called.is_none()).count();
    u32::try_from(waiting).unwrap_or(u32::MAX)
}

impl ArrivalInput {
    /// Names every field that is wrong.
    pub fn check(self, dealer: &Dealer) -> Result<CheckedArrival, Failure> {
        let ArrivalInput { reference, qr, plate, plate_kind, phone_digits, walk_in } = self;
        let ways = [reference.is_some(), qr.is_some(), plate.is_some(), walk_in.is_some()];
        if ways.iter().filter(|way| **way).count() != 1 {
            return Err(Failure::at("", "one-way"));
        }
        let mut checks = FieldChecks::new();
        if plate.is_none() {
            for (pointer, is_there) in
                [("/plate_kind", plate_kind.is_some()), ("/phone_digits", phone_digits.is_some())]
            {
                if is_there {
                    checks.wrong(pointer, "without-plate");
                }
            }
        }
        let asked = match (reference, qr, plate, walk_in) {
            (Some(reference), ..) => CheckedArrival::References(meant_references(&reference)),
            (_, Some(qr), ..) => {
                if qr.chars().count() > QR_CHARS_MAX {
                    checks.wrong("/qr", "too-long");
                }
                scanned(&qr)
            }
            (_, _, Some(plate), _) => {
                let kind = plate_kind.unwrap_or(dealer.file.country.plate_kind());
                let plate = Plate::parse(kind, &plate).map_err(PlateError::code);
                if let Err(code) = plate {
                    checks.wrong("/plate", code);
                }
                let digits = four_digits(&phone_digits.unwrap_or_default());
                checks.check(digits.is_some(), "/phone_digits", "digits-format");
                let plate = plate.map(|plate| plate.to_string()).unwrap_or_default();
                CheckedArrival::Car { plate, digits: digits.unwrap_or_default() }
            }
            (.., reason) => CheckedArrival::WalkIn(reason.unwrap_or(VisitReason::Other)),
        };
        if checks.is_empty() { Ok(asked) } else { Err(checks.refuse()) }
    }
}

/// What a scanner read: the token of a link of ours, else a reference.
fn scanned(text: &str) -> CheckedArrival {
    KeyRing::read(text).map_or_else(|| CheckedArrival::References(meant_references(text)), CheckedArrival::Token)
}

/// The visits that match the input, without those of erased persons.
async fn found(at: &mut DealerTransaction<'_, '_>, asked: &CheckedArrival) -> Result<Vec<VisitRow>, Failure> {
    let dealer = at.dealer.id;
    let (visits, digits): (Vec<(VisitRow, Option<Person>)>, _) = match asked {
        CheckedArrival::WalkIn(_) => (Vec::new(), None),
        CheckedArrival::References(meant) => (first_of(at, meant).await?.into_iter().collect(), None),
        CheckedArrival::Token(parsed) => {
            let id: VisitId = parsed.id();
            let visit = at.tx.visit(dealer, id).await?.filter(|visit| {
                let is_ours = |purpose| at.context.keys.is_genuine(parsed, purpose, visit.generation);
                parsed.dealer == dealer && (is_ours(Purpose::Manage) || is_ours(Purpose::Visit))
            });
            let person = at.tx.person(dealer, id).await?;
            (visit.map(|visit| (visit, person)).into_iter().collect(), None)
        }
        CheckedArrival::Car { plate, digits } => {
            let visits = at.tx.visits_of_car(dealer, plate).await?;
            (visits.into_iter().map(|(visit, person)| (visit, Some(person))).collect(), Some(digits))
        }
    };
    let known = visits.into_iter().filter_map(|(visit, person)| Some((visit, person?)));
    Ok(known
        .filter(|(_, person)| digits.is_none_or(|digits| has_digits(person, digits)))
        .map(|(visit, _)| visit)
        .collect())
}

/// Whether a phone number ends in these digits, compared in constant time.
fn has_digits(person: &Person, digits: &str) -> bool {
    let kept = last_four(&person.phone).unwrap_or("....");
    same(kept.as_bytes(), digits.as_bytes())
}

fn door(at: &DealerTransaction<'_, '_>, visit: &VisitRow) -> Option<ArrivalCheck> {
    let today = at.dealer.day(at.now);
    ArrivalCheck::of(&visit.state, visit.day == today, at.now, at.dealer.file.promises.early_minutes)
}

/// Takes the step of arrival, unless it was taken before; returns the visit.
async fn check_in(
    at: &mut DealerTransaction<'_, '_>,
    screen: ScreenId,
    asked: &CheckedArrival,
) -> Result<ArrivalResult, Failure> {
    let visits = found(at, asked).await?;
    let standing = visits.into_iter().map(|visit| {
        let (door, start) = (door(at, &visit), visit.state.appointment.start);
        (visit, door, start)
    });
    let counts = at_the_door(standing.collect::<Vec<_>>(), at.now);
    let (mut visit, door) = counts.ok_or_else(|| Failure::new(Code::NotFound))?;
    let (already, number) = match door {
        ArrivalCheck::Already(number) => (true, number),
        ArrivalCheck::Open => {
            step::take(at, &mut visit, Actor::Device(screen), Step::Arrive, StepInput::default()).await?;
            at.tx.save_visit(at.dealer.id, &visit).await?;
            (false, visit.state.number.ok_or_else(|| Failure::new(Code::Internal))?)
        }
        ArrivalCheck::TooEarly => return Err(Failure::new(Code::ArrivalTooEarly)),
        ArrivalCheck::OtherDay => return Err(Failure::new(Code::ArrivalOtherDay)),
        ArrivalCheck::Void => return Err(Failure::new(Code::ArrivalVoid)),
    };
    Ok(ArrivalResult::Visit { visit: Box::new(visit), number, already })
}

/// Draws a ticket for a customer without a booking.
async fn draw(
    at: &mut DealerTransaction<'_, '_>,
    screen: ScreenId,
    reason: VisitReason,
) -> Result<ArrivalResult, Failure> {
    let day = at.dealer.day(at.now);
    let before = at.tx.open_tickets(at.dealer.id, day).await?;
    if before.len() >= TICKETS_WAITING_MAX {
        return Err(Failure::new(Code::QueueFull));
    }
    let number = draw_number(at).await?;
    let state = Ticket { version: 1, reason, drawn_at: at.now, screen, called: None, ended: None };
    let row = TicketRow { id: at.row.next_id(), day, number, visit: None, state };
    at.tx.put_ticket(at.dealer.id, &row).await?;
    at.append_event(row.id, Actor::Device(screen), TicketEvent::Drawn { number, reason }).await?;
    Ok(ArrivalResult::Ticket { number, ahead: waiting(&before) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use bayside_domain::ids::DealerId;

    fn reference_of(text: &str) -> String {
        match scanned(text) {
            CheckedArrival::References(meant) => meant[0].clone(),
            _ => panic!("{text} is no reference"),
        }
    }

    #[test]
    fn a_scanner_reads_references_and_our_links() {
        assert_eq!(reference_of(" 7k4 m2p\r\n"), "7K4M2P");
        assert_eq!(reference_of("7K4M2P"), "7K4M2P");
        assert_eq!(reference_of("]Q17K4M2P"), "7K4M2P");
        let keys = KeyRing::new(&[(1, "secret".to_owned())]);
        let token = keys.sign_token(Purpose::Manage, DealerId::new(1), VisitId::new(77), 0);
        for text in [
            token.clone(),
            format!("https://service.example.com/booking#{token}"),
            format!("http://127.0.0.1:8080/visit#{token}\n"),
            format!("http://127.0.0.1:8080/visit#{token}."),
            format!("{token}%20"),
            format!("]Q1http://127.0.0.1:8080/visit#{token}"),
        ] {
            let CheckedArrival::Token(parsed) = scanned(&text) else { panic!("{text} holds a token") };
            assert_eq!((parsed.dealer, parsed.id()), (DealerId::new(1), VisitId::new(77)), "{text}");
        }
    }
}
