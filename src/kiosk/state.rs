//! The state of the kiosk and its transitions; pure.

use crate::kiosk::entry::plate::Plate;
use crate::kiosk::outcome::refusal::Refusal;
use bayside_api::arrival::{ArrivalRequest, CheckIn};
use bayside_api::codes::{PlateKind, VisitReason};
use bayside_domain::plate::simplified;
use bayside_domain::typed;

/// After this long without input, the kiosk returns to the start and clears everything.
pub const IDLE_MS: i64 = 45_000;
/// Characters of a reference.
pub const REFERENCE_CHARS: usize = 6;
/// Digits of a phone.
pub const DIGITS: usize = 4;

/// What fills the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KioskPage {
    /// The ways to begin.
    Start,
    /// Holding a code before the scanner or camera.
    Scan,
    /// The plate.
    Plate,
    /// The last digits of the phone.
    Digits,
    /// The booking's reference.
    Reference,
    /// Why somebody comes without a booking.
    WalkIn,
    /// The number.
    Done(CheckIn),
    /// No number, and what to do.
    Refused(Refusal),
}

/// What happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KioskEvent {
    /// A way was chosen.
    Open(KioskPage),
    /// To collect a car: by its plate.
    Collect,
    /// A key of the screen or the keyboard.
    Press(char),
    /// One character back.
    Erase,
    /// All characters back.
    Clear,
    /// A character of the plate is to be another.
    Pick(usize),
    /// Another rule for plates.
    Kind(PlateKind),
    /// On to what follows.
    Next,
    /// To where one came from.
    Back,
    /// A code was read.
    Scanned(String),
    /// Nothing was booked.
    Reason(VisitReason),
    /// The same once more.
    Again,
    /// The server answered.
    Answered(Result<Box<CheckIn>, Refusal>),
    /// Somebody is here.
    Touched,
    /// A tick of the clock.
    Beat,
}

/// A side effect of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Ask the server.
    Ask(Box<ArrivalRequest>),
    /// The next person speaks the house's language again.
    Forget,
}

/// The kiosk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kiosk {
    /// What fills the screen.
    pub page: KioskPage,
    /// The plate as entered.
    pub plate: Plate,
    /// The digits as entered.
    pub digits: String,
    /// The reference as entered.
    pub reference: String,
    /// The language was changed at the start.
    pub spoken: bool,
    asked: Option<ArrivalRequest>,
    is_sending: bool,
    collects: bool,
    kind: PlateKind,
    province: Option<char>,
    touched_ms: i64,
}

impl Kiosk {
    /// A kiosk where plates usually begin like this.
    pub fn new(kind: PlateKind, province: Option<char>, now_ms: i64) -> Self {
        Self {
            page: KioskPage::Start,
            plate: Plate::new(kind, province),
            digits: String::new(),
            reference: String::new(),
            spoken: false,
            asked: None,
            is_sending: false,
            collects: false,
            kind,
            province,
            touched_ms: now_ms,
        }
    }

    /// The server was asked and has not answered yet.
    pub const fn is_sending(&self) -> bool {
        self.is_sending
    }

    /// Whether there is anything that the next person must not see.
    pub fn is_fresh(&self) -> bool {
        self.page == KioskPage::Start && !self.spoken
    }

    /// Whether keys of a keyboard are characters of an entry.
    pub const fn is_typing(&self) -> bool {
        matches!(self.page, KioskPage::Plate | KioskPage::Digits | KioskPage::Reference)
    }

    /// Whether this plate kind is the usual one.
    pub fn is_usual_kind(&self) -> bool {
        self.plate.kind == self.kind
    }

    /// The usual kind of plate.
    pub const fn usual_kind(&self) -> PlateKind {
        self.kind
    }

    /// Milliseconds until it goes back to the start; none where it need not.
    pub fn left_ms(&self, now_ms: i64) -> Option<i64> {
        (!self.is_fresh() && !self.is_sending).then(|| (IDLE_MS - (now_ms - self.touched_ms)).clamp(0, IDLE_MS))
    }

    /// Whether what is entered on this page is whole.
    pub fn is_whole(&self) -> bool {
        match self.page {
            KioskPage::Plate => self.plate.is_complete(),
            KioskPage::Digits => self.digits.len() == DIGITS,
            KioskPage::Reference => self.reference.len() == REFERENCE_CHARS,
            _ => false,
        }
    }

    /// Takes in what happens; tells what is to be done outside.
    pub fn apply(&mut self, event: KioskEvent, now_ms: i64) -> Option<Act> {
        if event == KioskEvent::Beat {
            return (self.left_ms(now_ms) == Some(0)).then(|| self.forget(now_ms));
        }
        self.touched_ms = now_ms;
        match event {
            KioskEvent::Answered(answer) => {
                // A late reply must not be shown to the next customer.
                if std::mem::take(&mut self.is_sending) {
                    self.page = match answer {
                        Ok(checked_in) => KioskPage::Done(*checked_in),
                        Err(refusal) => KioskPage::Refused(refusal),
                    };
                }
            }
            KioskEvent::Touched | KioskEvent::Beat => {}
            // While a request is running, input is ignored.
            _ if self.is_sending => {}
            KioskEvent::Open(KioskPage::Start) => return Some(self.forget(now_ms)),
            KioskEvent::Open(page) => self.page = page,
            KioskEvent::Collect => {
                self.collects = true;
                self.page = KioskPage::Plate;
            }
            KioskEvent::Press(letter) => self.press(letter),
            KioskEvent::Erase => self.erase(),
            KioskEvent::Clear => self.digits.clear(),
            KioskEvent::Pick(at) => {
                self.plate.pick(at);
                self.page = KioskPage::Plate;
            }
            KioskEvent::Kind(kind) => self.plate = Plate::new(kind, self.province),
            KioskEvent::Next => return self.next(),
            KioskEvent::Back => return self.back(now_ms),
            KioskEvent::Scanned(text) => {
                // The beginning of a scan may have been taken for typing: clear the plate.
                self.plate = Plate::new(self.kind, self.province);
                self.digits.clear();
                self.reference.clear();
                return Some(self.ask(ArrivalRequest { qr: Some(text), ..ArrivalRequest::default() }));
            }
            KioskEvent::Reason(reason) => {
                return Some(self.ask(ArrivalRequest { walk_in: Some(reason), ..ArrivalRequest::default() }));
            }
            KioskEvent::Again => {
                let asked = self.asked.clone()?;
                return Some(self.ask(asked));
            }
        }
        None
    }

    fn press(&mut self, letter: char) {
        let Some(capital) = typed::fold(letter).map(typed::capital) else { return };
        match self.page {
            KioskPage::Plate => self.plate.press(simplified(capital)),
            KioskPage::Digits if capital.is_ascii_digit() && self.digits.len() < DIGITS => self.digits.push(capital),
            KioskPage::Reference if capital.is_ascii_alphanumeric() && self.reference.len() < REFERENCE_CHARS => {
                self.reference.push(capital);
            }
            _ => {}
        }
    }

    fn erase(&mut self) {
        match self.page {
            KioskPage::Plate => self.plate.erase(),
            KioskPage::Digits => drop(self.digits.pop()),
            KioskPage::Reference => drop(self.reference.pop()),
            _ => {}
        }
    }

    fn next(&mut self) -> Option<Act> {
        if !self.is_whole() {
            return None;
        }
        match self.page {
            KioskPage::Plate => {
                self.page = KioskPage::Digits;
                None
            }
            KioskPage::Digits => Some(self.ask(ArrivalRequest {
                plate: Some(self.plate.text()),
                plate_kind: Some(self.plate.kind),
                phone_digits: Some(self.digits.clone()),
                ..ArrivalRequest::default()
            })),
            KioskPage::Reference => {
                Some(self.ask(ArrivalRequest { reference: Some(self.reference.clone()), ..ArrivalRequest::default() }))
            }
            _ => None,
        }
    }

    fn back(&mut self, now_ms: i64) -> Option<Act> {
        match self.page {
            KioskPage::Digits => self.page = KioskPage::Plate,
            KioskPage::Reference => self.page = KioskPage::Scan,
            KioskPage::Plate if self.collects => {
                self.collects = false;
                self.page = KioskPage::WalkIn;
            }
            KioskPage::Refused(_) if self.was_plate() => self.page = KioskPage::Digits,
            KioskPage::Refused(_) if self.was_reference() => self.page = KioskPage::Reference,
            _ => return Some(self.forget(now_ms)),
        }
        None
    }

    fn ask(&mut self, request: ArrivalRequest) -> Act {
        self.is_sending = true;
        self.asked = Some(request.clone());
        Act::Ask(Box::new(request))
    }

    /// Whether the last question was by a plate.
    pub fn was_plate(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.plate.is_some())
    }

    /// Whether the last question was by a typed reference.
    pub fn was_reference(&self) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.reference.is_some())
    }

    /// What to draw a number for where no car is found; none means to ask.
    pub fn reason(&self) -> Option<VisitReason> {
        self.collects.then_some(VisitReason::Pickup)
    }

    fn forget(&mut self, now_ms: i64) -> Act {
        *self = Self::new(self.kind, self.province, now_ms);
        Act::Forget
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
