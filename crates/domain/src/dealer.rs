//! A dealer's settings, from which capacity, calendar and web pages are derived. The dealer can set every number; most
//! have a default.

use crate::calendar::{Closure, Hours};
use crate::car_criteria::CarCriteria;
use crate::codes::{PartType, Role, Stay};
use crate::country::Country;
use crate::due::DueRule;
use crate::language::{Language, LocalText};
use crate::messages::MessagePolicy;
use crate::money::{Currency, Money};
use crate::origin::Origin;
use crate::promises::Promises;
use crate::time::BUCKET_MINUTES;
use crate::warranty::Warranty;
use chrono::NaiveTime;

/// A service adviser (服务顾问).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adviser {
    /// The stable id within the dealer's file.
    pub id: String,
    /// The name as it is shown.
    pub name: LocalText,
    /// The short name for public screens.
    pub short_name: LocalText,
    /// What customers should know about the adviser; may be empty.
    pub note: LocalText,
    /// The adviser's own reception hours; empty means the dealer's opening hours.
    pub hours: Vec<Hours>,
}

/// A team: interchangeable places for one skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The skill: `maintenance`, `electrics`, `body`, `high-voltage`, `inspection`, `wash`, …
    pub skill: String,
    /// How many cars the team works on at the same time.
    pub places: u16,
    /// The technicians of the team, to whom jobs are dispatched.
    pub technicians: Vec<Technician>,
}

/// A technician.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Technician {
    /// The stable id within the dealer's file.
    pub id: String,
    /// The name as it is shown.
    pub name: LocalText,
}

/// A part that a service usually needs, as a line of the draft work order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsualPart {
    /// What the customer reads on the order, by language.
    pub name: LocalText,
    /// The part number.
    pub code: String,
    /// The brand as it is shown.
    pub brand: String,
    /// Whether it is original, of equal quality or reconditioned.
    pub part_type: PartType,
    /// The number of pieces, in thousandths.
    pub quantity_thousandths: i64,
    /// The price of one piece, in minor units.
    pub unit_price_amount: i64,
}

/// A job of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The stable id within the dealer's file.
    pub id: String,
    /// The name of the service.
    pub name: LocalText,
    /// What the service contains.
    pub description: LocalText,
    /// The labour in minutes.
    pub minutes: u32,
    /// The skill of the team that does the job.
    pub skill: String,
    /// The lowest price, in minor units, tax included.
    pub price_from: i64,
    /// The lead time of its parts, in opening days.
    pub parts_lead_days: u32,
    /// The ways of staying that the service allows.
    pub stays: Vec<Stay>,
    /// The parts that the draft work order begins with.
    pub parts: Vec<UsualPart>,
    /// Labour charged, in thousandths of an hour.
    pub labour_thousandths: i64,
    /// Model lines the job is for; empty means every car.
    pub models: Vec<String>,
    /// How often the service falls due.
    pub rule: DueRule,
    /// The mileage and age of the cars that the service is for.
    pub car_criteria: CarCriteria,
}

impl Service {
    /// Whether the job is for this model. Models that the dealer does not list may have every job.
    pub fn is_for(&self, model: &str, listed: &[String]) -> bool {
        self.models.is_empty()
            || !listed.iter().any(|known| known == model)
            || self.models.iter().any(|known| known == model)
    }
}

/// A pair of services that takes less time when done together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CombinedSaving {
    /// The id of one service.
    pub first: String,
    /// The id of the other service.
    pub second: String,
    /// How many minutes the later of the two then takes less.
    pub saves_minutes: u32,
}

/// The benefit of a booking, by how full the workshop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Benefit {
    /// The reduction in a quiet hour, in minor units.
    pub quiet_amount: i64,
    /// The reduction in a medium hour, in minor units.
    pub medium_amount: i64,
    /// The reduction in a busy hour, in minor units.
    pub busy_amount: i64,
    /// Express reception: within how many minutes customers with a booking are received without queueing (0: at once);
    /// `None` without it.
    pub express_minutes: Option<u32>,
}

/// Whether shown prices contain the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prices {
    /// Prices include the tax.
    Gross,
    /// The tax is added to the prices.
    Net,
}

/// The dealer's rules of booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingPolicy {
    /// The distance between two starts, in minutes; a multiple of 15. Default 30.
    pub grid_minutes: u32,
    /// How many days ahead can be booked. Default 60, at least 60.
    pub horizon_days: u32,
    /// The least time between now and a start, in minutes. Default 120.
    pub notice_minutes: u32,
    /// How long a hold lasts, in minutes. Default 5.
    pub hold_minutes: u32,
    /// How long before its start a booking can be changed by its link, in minutes. Default 120.
    pub change_cutoff_minutes: u32,
    /// The share of places that is kept free for walk-ins, in percent. Default 20.
    pub walk_in_reserve_percent: u32,
    /// The length of a reception, in minutes. Default 15.
    pub reception_minutes: u32,
    /// The length of the final inspection, in minutes. Default 15.
    pub inspection_minutes: u32,
    /// The length of a wash, in minutes. Default 15.
    pub wash_minutes: u32,
    /// The longest idle time of a customer who waits, in minutes. Default 30.
    pub wait_idle_minutes_max: u32,
    /// The most opening days that a car may stay if it is dropped off. Default 5.
    pub leave_days_max: u32,
    /// The margin that is added to the ready time if the car is dropped off, in minutes. Default 120.
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

/// The text that customers agree to, with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The version of the text, which is stored with each booking.
    pub version: String,
    /// The text: what the data are for, and which rights customers have.
    pub text: LocalText,
    /// How many months after the last visit the data are erased. Default 24.
    pub retention_months: u32,
}

/// A dealer's colours `#rrggbb`, each for the light and the dark scheme, and the corner radius.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The colour of actions and selections.
    pub accent: [String; 2],
    /// The colour of text on the accent.
    pub on_accent: [String; 2],
    /// The tint of selected rows.
    pub accent_soft: [String; 2],
    /// The corner radius in CSS pixels.
    pub radius: u8,
}

/// How the lounge screens look and what they announce.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lounge {
    /// Whether the screens are light instead of dark during opening hours.
    pub light: bool,
    /// Where customers go when their car is ready; absent means reception.
    pub place: Option<LocalText>,
    /// How cars that are ready are announced; `None` if they are not.
    pub announce: Option<Announce>,
}

/// When and how cars that are ready are announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announce {
    /// After how many minutes the announcement is repeated once; 0 means never.
    pub again_minutes: u32,
    /// The quiet hours of every day, local time, from and to; a range whose end is before its beginning spans midnight.
    pub quiet: Vec<(NaiveTime, NaiveTime)>,
}

/// A member of staff in the dealer's file (its password is set by `bayside staff`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The name to sign in with.
    pub login: String,
    /// The name as it is shown.
    pub name: LocalText,
    /// The role, which says what they may do.
    pub role: Role,
}

/// A dealer's whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dealer {
    /// The dealer's name in paths: `[a-z0-9-]{2,40}`, not a reserved word.
    pub slug: String,
    /// The dealer's name.
    pub name: LocalText,
    /// The IANA time zone.
    pub zone: String,
    /// The country whose rules for plates and phone numbers apply.
    pub country: Country,
    /// The dealer's languages, at least one; the first is its own.
    pub locales: Vec<Language>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Whether prices contain the tax.
    pub prices: Prices,
    /// The usual tax rate in basis points: 1300 is 13 %.
    pub tax_bp: u32,
    /// The price of an hour of labour, in minor units.
    pub labour_rate_amount: i64,
    /// The postal address.
    pub address: LocalText,
    /// The telephone number in E.164, e.g. `+862159570000`.
    pub phone: String,
    /// The telephone number as people read it.
    pub phone_display: String,
    /// The dealer's registration number: 统一社会信用代码 or VAT id.
    pub credit_code: String,
    /// The opening hours of a usual week.
    pub hours: Vec<Hours>,
    /// The periods in which the dealer is closed.
    pub closures: Vec<Closure>,
    /// The advisers who receive customers.
    pub advisers: Vec<Adviser>,
    /// The teams of the workshop.
    pub teams: Vec<Team>,
    /// The services that can be booked, in the order of work.
    pub services: Vec<Service>,
    /// The pairs of services that take less time together.
    pub combined_savings: Vec<CombinedSaving>,
    /// The number of loaner cars.
    pub loaners: u16,
    /// The number of seats in the lounge.
    pub seats: u16,
    /// The models that customers can choose from.
    pub models: Vec<String>,
    /// The rules of booking.
    pub booking: BookingPolicy,
    /// The benefit of a booking, by how full the workshop is.
    pub benefit: Benefit,
    /// The consent text.
    pub consent: Consent,
    /// The repair warranty.
    pub warranty: Warranty,
    /// The dealer's usual care tips for the statement.
    pub care_tips: Vec<LocalText>,
    /// The general service interval: kilometres and months.
    pub next_service: (u32, u32),
    /// The rules for messages to customers.
    pub messages: MessagePolicy,
    /// The dealer's own lines at the foot of the lounge screen.
    pub notices: Vec<LocalText>,
    /// The settings of the lounge screens.
    pub lounge: Lounge,
    /// The dealer's own colours; `None` for the default look of Bayside.
    pub theme: Option<Theme>,
    /// The staff who can sign in at the desk.
    pub staff: Vec<Staff>,
    /// The dealer's promises about call-backs, waitlist and no-shows.
    pub promises: Promises,
    /// The websites that may embed the booking form, if the file names any; a manager may change them at the desk.
    pub origins: Option<Vec<Origin>>,
}

impl Dealer {
    /// An amount in the dealer's currency.
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }

    /// From start to ready in minutes, at the least, if the car has this one job: reception, labour, final inspection and
    /// wash, each in whole buckets as capacity plans them.
    pub fn stay_minutes(&self, service: &Service) -> u32 {
        let rules = &self.booking;
        let wash = if self.teams.iter().any(|team| team.skill == "wash") { rules.wash_minutes } else { 0 };
        [rules.reception_minutes, service.minutes, rules.inspection_minutes, wash]
            .into_iter()
            .map(|minutes| minutes.next_multiple_of(BUCKET_MINUTES))
            .sum()
    }

    /// The languages in which to look up texts: first the requested ones that the dealer has, then, for who reads one of
    /// them, its English, whose letters more people read, then all of the dealer's.
    pub fn speaks(&self, asked: impl IntoIterator<Item = Language>) -> Vec<Language> {
        let has = |language: &Language| self.locales.contains(language);
        let spoken: Vec<Language> = asked.into_iter().filter(has).collect();
        let english = Some(Language::En).filter(|english| !spoken.is_empty() && has(english));
        spoken.into_iter().chain(english).chain(self.locales.iter().copied()).collect()
    }

    /// The BCP 47 tags of its languages, the dealer's own first.
    pub fn locale_tags(&self) -> Vec<String> {
        self.locales.iter().map(|language| language.tag().to_owned()).collect()
    }

    /// The language to use: the first of the requested ones that the dealer has, else the dealer's first.
    pub fn language(&self, asked: impl IntoIterator<Item = Language>) -> Language {
        self.speaks(asked).first().copied().unwrap_or_default()
    }

    /// A service by its id.
    pub fn service(&self, id: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    /// The name of a service; its id if it is no longer in the catalogue.
    pub fn service_name<'a>(&'a self, id: &'a str, speaks: &[Language]) -> &'a str {
        self.service(id).map_or(id, |service| service.name.get(speaks))
    }

    /// The name of a job of an order: a service that still bears a name from the catalogue is named in the reader's
    /// language, what staff wrote stays as it was written.
    pub fn job_name<'a>(&'a self, id: &str, written: &'a str, speaks: &[Language]) -> &'a str {
        let catalogue = self.service(id).map(|service| &service.name);
        let is_catalogue = |name: &&LocalText| self.locales.iter().any(|language| name.get(&[*language]) == written);
        catalogue.filter(is_catalogue).map_or(written, |name| name.get(speaks))
    }

    /// The sum of the lowest prices of these services, in minor units, tax included. Services that are no longer in the
    /// catalogue count as zero.
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
