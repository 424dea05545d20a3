//! A dealer's settings: what the capacity, the calendar and the faces are computed from.
//! Every number is the dealer's own, most with a default.

use crate::calendar::{Closure, Hours};
use crate::country::Country;
use crate::due::DueRule;
use crate::language::{Language, LocalText};
use crate::messages::MessagePolicy;
use crate::money::{Currency, Money};
use crate::origin::Origin;
use crate::promises::Promises;
use crate::span::CarSpan;
use crate::words::{PartType, Role, Stay};
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// A service adviser (服务顾问).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adviser {
    /// Stable name.
    pub id: String,
    /// As shown.
    pub name: LocalText,
    /// As shown on walls.
    pub short_name: LocalText,
    /// What to know about them.
    pub note: LocalText,
    /// Own reception hours; empty means the dealer's.
    pub hours: Vec<Hours>,
}

/// A team: interchangeable places for one skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The skill: `maintenance`, `electrics`, `body`, `high-voltage`, `inspection`, `wash`, …
    pub skill: String,
    /// How many cars at once.
    pub places: u16,
    /// Who works there, for dispatch.
    pub technicians: Vec<Technician>,
}

/// A technician.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technician {
    /// Stable name.
    pub id: String,
    /// As shown.
    pub name: LocalText,
}

/// A line that a service usually brings into the work order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualPart {
    /// What the customer reads on the order, by language.
    pub name: LocalText,
    /// Part number.
    pub code: String,
    /// The brand as it is shown.
    pub brand: String,
    /// Whether it is original, of equal quality or reconditioned.
    pub part_type: PartType,
    /// Pieces, in thousandths.
    pub quantity_thousandths: i64,
    /// Minor units per piece.
    pub unit_price_amount: i64,
}

/// A job of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Stable name.
    pub id: String,
    /// What it is called.
    pub name: LocalText,
    /// What it contains.
    pub description: LocalText,
    /// Labour minutes.
    pub minutes: u32,
    /// Which team does it.
    pub skill: String,
    /// From this price.
    pub price_from: i64,
    /// Opening days until its parts are here.
    pub parts_lead_days: u32,
    /// Which ways of staying make sense.
    pub stays: Vec<Stay>,
    /// Parts that the draft work order begins with.
    pub parts: Vec<UsualPart>,
    /// Labour charged, in thousandths of an hour.
    pub labour_thousandths: i64,
    /// Model lines the job is for; empty means every car.
    pub models: Vec<String>,
    /// When it falls due.
    pub rule: DueRule,
    /// For cars of which mileage and age it is.
    pub span: CarSpan,
}

impl Service {
    /// Whether the job is for this model: one that the dealer does not list may have any.
    pub fn is_for(&self, model: &str, listed: &[String]) -> bool {
        self.models.is_empty()
            || !listed.iter().any(|known| known == model)
            || self.models.iter().any(|known| known == model)
    }
}

/// A pair of services that takes less time when done together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// One service.
    pub first: String,
    /// The other.
    pub second: String,
    /// Minutes saved on the later of the two.
    pub saves_minutes: u32,
}

/// What a booking saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Benefit {
    /// Minor units off in a quiet hour.
    pub quiet_amount: i64,
    /// Minor units off in a medium hour.
    pub medium_amount: i64,
    /// Minor units off in a busy hour.
    pub busy_amount: i64,
    /// Express reception: who booked is received without queueing, within so many minutes (0: at once).
    pub express_minutes: Option<u32>,
}

/// Whether shown prices contain the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// Tax included.
    Gross,
    /// Tax on top.
    Net,
}

/// Rules of booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingPolicy {
    /// Starts lie on this grid; a multiple of 15. Default 30.
    pub grid_minutes: u32,
    /// Default 60, at least 60.
    pub horizon_days: u32,
    /// Default 120.
    pub notice_minutes: u32,
    /// Default 5.
    pub hold_minutes: u32,
    /// Default 120.
    pub change_cutoff_minutes: u32,
    /// Kept free for walk-ins, percent. Default 20.
    pub walk_in_reserve_percent: u32,
    /// Default 15.
    pub reception_minutes: u32,
    /// Default 15.
    pub inspection_minutes: u32,
    /// Default 15.
    pub wash_minutes: u32,
    /// Default 30.
    pub wait_idle_minutes_max: u32,
    /// Default 5.
    pub leave_days_max: u32,
    /// Added to the chain's end for `leave`. Default 120.
    pub leave_margin_minutes: u32,
}

impl Default for BookingPolicy {
    fn default() -> Self {
        Self {
            grid_minutes: 30,
            horizon_days: 60,
            notice_minutes: 120,
            hold_minutes: 5,
            change_cutoff_minutes: 120,
            walk_in_reserve_percent: 20,
            reception_minutes: 15,
            inspection_minutes: 15,
            wash_minutes: 15,
            wait_idle_minutes_max: 30,
            leave_days_max: 5,
            leave_margin_minutes: 120,
        }
    }
}

/// The consent text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Stored with each booking.
    pub version: String,
    /// Purpose and rights.
    pub text: LocalText,
    /// Months after the last visit until erasure. Default 24.
    pub retention_months: u32,
}

/// Colours `#rrggbb`, light and dark, and the corner radius.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Action and selection.
    pub accent: [String; 2],
    /// Text on it.
    pub on_accent: [String; 2],
    /// Tint of selected rows.
    pub accent_soft: [String; 2],
    /// CSS pixels.
    pub radius: u8,
}

/// How the lounge's screens look and what they say aloud.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lounge {
    /// Light instead of dark while the house is open.
    pub light: bool,
    /// Cars that are ready are said aloud, by number.
    pub announce: Option<Announce>,
}

/// When and how cars that are ready are announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announce {
    /// Where to go; absent means the service desk.
    pub place: Option<LocalText>,
    /// Said again once after so many minutes; 0 is never.
    pub again_minutes: u32,
    /// Local hours of every day in which nothing is said; the first after the second is over midnight.
    pub quiet: Vec<(NaiveTime, NaiveTime)>,
}

/// How long a repair is warranted: kilometres or days from the car's leaving, whichever comes first. A setting of the
/// dealer's, and a part of the stored statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warranty {
    /// Kilometres that this dealer gives.
    pub km: u32,
    /// Days that this dealer gives.
    pub days: u32,
    /// The least that the law asks for (default 2,000 km).
    pub statutory_km: u32,
    /// The least that the law asks for (default 10 days).
    pub statutory_days: u32,
}

/// A member of staff in the dealer's file (its password is set by `bayside staff`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The name to sign in with.
    pub login: String,
    /// As shown.
    pub name: LocalText,
    /// What they may do.
    pub role: Role,
}

/// Everything that a dealer's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealer {
    /// The name in paths: `[a-z0-9-]{2,40}`, no reserved word.
    pub slug: String,
    /// The dealer's name.
    pub name: LocalText,
    /// IANA zone.
    pub zone: String,
    /// Whose plate and phone rules hold.
    pub country: Country,
    /// At least one; the first is the dealer's own.
    pub locales: Vec<Language>,
    /// ISO 4217.
    pub currency: Currency,
    /// Whether prices contain the tax.
    pub prices: Prices,
    /// Basis points.
    pub tax_bp: u32,
    /// Minor units per hour of labour.
    pub labour_rate_amount: i64,
    /// Postal address.
    pub address: LocalText,
    /// The telephone number in E.164, e.g. `+862159570000`.
    pub phone: String,
    /// As people read it.
    pub phone_display: String,
    /// 统一社会信用代码 or VAT id.
    pub credit_code: String,
    /// A usual week.
    pub hours: Vec<Hours>,
    /// Days without work.
    pub closures: Vec<Closure>,
    /// Who receives.
    pub advisers: Vec<Adviser>,
    /// Who repairs.
    pub teams: Vec<Team>,
    /// The catalogue.
    pub services: Vec<Service>,
    /// Pairs that save time.
    pub together: Vec<Together>,
    /// Loaner cars.
    pub loaners: u16,
    /// Lounge seats.
    pub seats: u16,
    /// Models to choose from.
    pub models: Vec<String>,
    /// Rules of booking.
    pub booking: BookingPolicy,
    /// What a booking saves.
    pub benefit: Benefit,
    /// What the customer agrees to.
    pub consent: Consent,
    /// Repair warranty.
    pub warranty: Warranty,
    /// Said at delivery.
    pub care_tips: Vec<LocalText>,
    /// Kilometres and months to the next service.
    pub next_service: (u32, u32),
    /// What customers are told, and when.
    pub messages: MessagePolicy,
    /// Lines of the lounge screen.
    pub notices: Vec<LocalText>,
    /// How the lounge looks and sounds.
    pub lounge: Lounge,
    /// The dealer's own colours; `None` for those of Bayside.
    pub theme: Option<Theme>,
    /// Who can sign in at the desk.
    pub staff: Vec<Staff>,
    /// What is promised to those who wait or call.
    pub promises: Promises,
    /// The sites in whose pages the booking may stand, if the file says so; the desk may change them.
    pub origins: Option<Vec<Origin>>,
}

impl Dealer {
    /// An amount in the dealer's currency.
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }

    /// The languages to look texts up in: the asked one if the dealer speaks it, then the dealer's.
    pub fn speaks(&self, asked: Option<Language>) -> Vec<Language> {
        let asked = asked.filter(|asked| self.locales.contains(asked));
        asked.into_iter().chain(self.locales.iter().copied()).collect()
    }

    /// The BCP 47 tags of its languages, the dealer's own first.
    pub fn locale_tags(&self) -> Vec<String> {
        self.locales.iter().map(|language| language.tag().to_owned()).collect()
    }

    /// The language to speak: the asked one if the dealer speaks it, else the dealer's own.
    pub fn language(&self, asked: Option<Language>) -> Language {
        self.speaks(asked).first().copied().unwrap_or_default()
    }

    /// A service by its id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// What a service is called; its id, if it is in the catalogue no more.
    pub fn service_name<'a>(&'a self, id: &'a str, speaks: &[Language]) -> &'a str {
        self.service(id).map_or(id, |service| service.name.get(speaks))
    }

    /// Price from of services together, minor units, tax included. What is in the catalogue no more costs nothing.
    pub fn price_of(&self, services: &[String]) -> i64 {
        services.iter().filter_map(|id| self.service(id)).map(|service| service.price_from).sum()
    }

    /// An adviser by id.
    pub fn adviser(&self, id: &str) -> Option<&Adviser> {
        self.advisers.iter().find(|adviser| adviser.id == id)
    }

    /// A team by its skill.
    pub fn team(&self, skill: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.skill == skill)
    }

    /// A technician of any team.
    pub fn technician(&self, id: &str) -> Option<&Technician> {
        self.teams.iter().flat_map(|team| &team.technicians).find(|technician| technician.id == id)
    }
}
