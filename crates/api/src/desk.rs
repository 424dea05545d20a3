//! The staff desk.

pub use crate::document::{Difference, DoneNote, Line, OrderItem, StatementDraft, WorkOrder};
pub use crate::person::ConsentKept;
use crate::person::Person;
use crate::statement::Check;
use crate::visit::{ExtraWork, Promise, StageReached};
use crate::{Date, Instant, Money};
use bayside_domain::event::VisitEventKind;
use bayside_domain::ids::{EventNumber, ExtraWorkId, TicketId, VisitId};
pub use bayside_domain::visit::Phase;
use bayside_domain::words::{Flag, JobState, Mark, PlateKind, Role, Salutation, Stage, Stay, Step, Urgency};
use serde::{Deserialize, Serialize};

/// Body of `POST /desk/session`: signs a member of staff in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The name that the member of staff signs in with.
    pub login: String,
    /// The password of that login.
    pub password: String,
}

/// Who is signed in at the desk, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    /// The dealer's short name in addresses (slug), e.g. `anting`.
    pub dealer: String,
    /// The dealer's name, in the asked language.
    pub dealer_name: String,
    /// The dealer's time zone, an IANA name such as `Asia/Shanghai`.
    pub zone: String,
    /// The dealer's currency: three capital letters (ISO 4217), e.g. `CNY`.
    pub currency: String,
    /// The name that the member of staff signed in with.
    pub login: String,
    /// The name as it is shown to colleagues and customers.
    pub name: String,
    /// The role, which says what they may do.
    pub role: Role,
    /// The technicians to whom a job can be given.
    pub technicians: Vec<Person>,
    /// The server's time at the reply.
    pub now: Instant,
}

/// A page of the desk; who may use it is told once, for the server that refuses and the bar that does not show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The day's visits.
    Today,
    /// Bookings by phone.
    Phone,
    /// Calls that the house makes.
    Calls,
    /// Call-backs.
    Callbacks,
    /// Who waits.
    Waitlist,
    /// What is out of use.
    Room,
    /// What customers are told.
    Messages,
    /// Confirming screens.
    Screens,
}

impl Page {
    /// Every page, in the order of the bar.
    pub const ALL: [Self; 8] = [
        Self::Today,
        Self::Phone,
        Self::Calls,
        Self::Callbacks,
        Self::Waitlist,
        Self::Room,
        Self::Messages,
        Self::Screens,
    ];

    /// Whose page it is, beside the manager's.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Today => Role::ALL,
            Self::Phone | Self::Calls | Self::Waitlist | Self::Messages => &[Role::Reception, Role::Adviser],
            Self::Callbacks => &[Role::Reception, Role::Adviser, Role::Workshop, Role::Inspector],
            Self::Room => &[Role::Reception, Role::Adviser, Role::Workshop],
            Self::Screens => &[],
        }
    }

    /// Whether a role may use it; a manager may use every page.
    pub fn is_for(self, role: Role) -> bool {
        role == Role::Manager || self.roles().contains(&role)
    }
}

/// One card of today's board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitCard {
    /// A whole number, the id of it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// The booking's reference: six characters, for the telephone and the gate.
    pub reference: String,
    /// Where it stands in the house.
    pub phase: Phase,
    /// The stage that the public may see; null before arrival and after acceptance.
    pub stage: Option<Stage>,
    /// `see-adviser` where the lounge shows it, else null.
    pub flag: Option<Flag>,
    /// The number in the lounge, 1 to 999; null before arrival.
    pub number: Option<u16>,
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// How the customer is addressed, e.g. 「王女士」; shown at the desk whatever they agreed to.
    pub addressed_as: String,
    /// The jobs by name, in one line; a name of its own on the wire, since [`DeskVisit`] lists them beside its
    /// card.
    #[serde(rename = "work")]
    pub jobs: String,
    /// When reception begins, in the dealer's offset.
    pub start: Instant,
    /// When the car is expected to be ready, as it was booked.
    pub ready_estimate: Instant,
    /// The promised time; null before the work order is signed.
    pub promised_at: Option<Instant>,
    /// The promise before the last change; null without one.
    pub promised_before: Option<Instant>,
    /// The adviser who answers to the customer.
    pub adviser: Person,
    /// Whether all four preparations are ticked.
    pub prepared: bool,
    /// Signs that the booking may be spam; none for most.
    pub marks: Vec<Mark>,
    /// Whether it was booked with express reception: received without queueing.
    pub express: bool,
    /// Whether the car is in the house without room kept for what is left to do: a conflict.
    pub out_of_room: bool,
}

/// `GET /desk/{dealer}/visits?date=`: a day's bookings and every car on the premises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitList {
    /// The server's time when this was so.
    pub as_of: Instant,
    /// The local date that was asked for.
    pub date: Date,
    /// The dealer's event number up to which this holds, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub last_event_id: EventNumber,
    /// That day's bookings, and every car on the premises.
    pub visits: Vec<VisitCard>,
}

/// Body of `POST /desk/{dealer}/visits`: a walk-in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WalkInRequest {
    /// Ids of the jobs that are needed, at most ten.
    pub services: Vec<String>,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    #[serde(default)]
    pub concern: String,
    /// The car, as its owner describes it.
    pub vehicle: crate::vehicle::Vehicle,
    /// The customer who brings the car.
    pub customer: crate::person::Customer,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// The id of the adviser who takes care of them.
    pub adviser: String,
    /// What the customer agreed to, and to which text.
    pub consent: crate::person::ConsentGiven,
    /// The id of the ticket that they drew at the arrival kiosk: the car has come under its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub ticket: Option<TicketId>,
}

/// `GET /desk/{dealer}/visits/{id}`; the `ETag` goes back as `If-Match`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskVisit {
    /// The card.
    #[serde(flatten)]
    pub card: VisitCard,
    /// The version: a number that rises with every change; also the `ETag`.
    pub version: i64,
    /// The car with its plate and number in full.
    pub vehicle: DeskVehicle,
    /// The customer with name and phone in full.
    pub customer: DeskCustomer,
    /// What the customer notices or wants, in their own words; at most 2,000 characters.
    pub concern: String,
    /// How the customer spends the time: `wait`, `leave` or `loaner`.
    pub stay: Stay,
    /// Which of the four preparations are ticked.
    pub preparations: Preparations,
    /// The jobs of the work order, in the order of work.
    pub jobs: Vec<DeskJob>,
    /// The steps possible now for this member of staff.
    pub allowed: Vec<Step>,
    /// The steps possible now for somebody of the house.
    pub possible: Vec<Step>,
    /// The work order's draft or signed text.
    pub work_order: WorkOrder,
    /// When the work order was signed; null before.
    pub signed_at: Option<Instant>,
    /// The estimate, with the booking's benefit taken off.
    pub estimate: Money,
    /// What the customer agreed to: the estimate and approved extra work.
    pub authorised: Money,
    /// The statement's draft or released text.
    pub statement: StatementDraft,
    /// What the draft would charge the customer, tax included.
    pub charged: Money,
    /// Work found later, with the customer's answers.
    pub extra_work: Vec<ExtraWork>,
    /// Every promised time ever given, oldest first.
    pub promises: Vec<Promise>,
    /// When each public stage was last reached.
    pub reached: Vec<StageReached>,
    /// What happened, newest first.
    pub log: Vec<LogEntry>,
    /// The address of the customer's private page, while it lives.
    pub private_url: Option<String>,
    /// Ids of statement lines that the customer marked as unclear.
    pub unclear: Vec<String>,
    /// The benefit of the booking; zero or positive.
    pub benefit: Money,
    /// From where they came to the form, e.g. `widget:hero`; null if unknown.
    pub source: Option<String>,
    /// Campaign parameters of the booking by name (`utm_…`).
    pub utm: std::collections::BTreeMap<String, String>,
    /// What was agreed to, and when.
    pub consent: ConsentKept,
    /// Within how many minutes express reception is due; 0 means at once, null without it.
    pub express_minutes: Option<u32>,
}

/// The car at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskVehicle {
    /// The licence plate in full, as it is written on the car.
    pub plate: String,
    /// Which country's rule the plate obeys.
    pub plate_kind: PlateKind,
    /// Whether it is a Chinese new-energy plate.
    pub new_energy: bool,
    /// The car's model, as the customer named it.
    pub model: String,
    /// The odometer in kilometres, as booked.
    pub mileage_km: u32,
    /// The vehicle identification number in full: 17 characters, if known.
    pub vin: Option<String>,
    /// Whether the check digit is right; null without a number.
    pub vin_ok: Option<bool>,
}

/// The customer at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCustomer {
    /// The customer's name in full.
    pub name: String,
    /// How they are addressed with their family name, as in 「王女士」.
    pub salutation: Option<Salutation>,
    /// The customer's phone number in full, E.164.
    pub phone: String,
    /// The phone number masked, e.g. `138****5678`, for screens that others can see.
    pub phone_masked: String,
    /// The customer's e-mail address in full, if given.
    pub email: Option<String>,
    /// The language they are written to in, a BCP 47 tag.
    pub locale: String,
}

/// The four preparations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Preparations {
    /// Whether the adviser (顾问) is ready for the customer.
    pub adviser: bool,
    /// Whether the parts (配件) lie ready.
    pub parts: bool,
    /// Whether the bay (工位) is free and fitted out.
    pub bay: bool,
    /// Whether the technician (技师) knows and is free.
    pub technician: bool,
}

/// A job at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskJob {
    /// The id of it within the visit.
    pub id: String,
    /// What it is called, in the asked language.
    pub name: String,
    /// How far it has come.
    pub state: JobState,
    /// The technician who does the job; null before it is dispatched.
    pub technician: Option<Person>,
    /// When the job began; null before.
    pub started_at: Option<Instant>,
    /// When the job ended; null before.
    pub completed_at: Option<Instant>,
    /// Which of dispatch, start, pause, resume and complete are possible for it now.
    pub allowed: Vec<Step>,
}

/// Body of `POST …/steps/{step}`; each step reads its own fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// For dispatch, start, pause, resume and complete: the id of the job.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// For dispatch: the id of the technician.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
    /// For self-check and final-inspection: whether the car passed; true if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// For a check: what was remarked, at most 2,000 characters; needed when the car did not pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    /// For a check: the values that were measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// For sign-order: the first promise; default is the booking's estimate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised_at: Option<Instant>,
    /// For sign-order and accept: who signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// For sign-order and accept: the pen's path (see `AcceptanceRequest`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_svg: Option<String>,
    /// For pause, cancel, no-show, follow-up and close: why, or what was said, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For arrive and leave: the odometer in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_km: Option<u32>,
}

/// Body of `POST …/promise`: a new promised time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// By when the car shall be ready; not in the past, at most 90 days ahead.
    pub promised_at: Instant,
    /// Why the time is changed, 1 to 500 characters; told to the customer.
    pub reason: String,
}

/// Body of `POST …/extra-work`: a quote for work that was found later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraWorkRequest {
    /// The id of an item to quote anew; null for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub id: Option<ExtraWorkId>,
    /// What is to be done, in a few words, at most 120 characters.
    pub title: String,
    /// Why it is needed, as the customer reads it, at most 1,000 characters.
    pub reason: String,
    /// How soon it should be done.
    pub urgency: Urgency,
    /// The price in minor units of the dealer's currency, tax included.
    pub price_amount: i64,
    /// How many minutes it adds to the promised time.
    pub extra_minutes: u32,
}

/// Something that happened in a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// The dealer's event number, a rising count.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub event_id: EventNumber,
    /// When it happened, in the dealer's offset.
    pub at: Instant,
    /// The event's type, e.g. `visit.arrived`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: VisitEventKind,
    /// The name of who did it; empty for the customer or the clock.
    pub by: String,
    /// What the job that it is about is called; null if about none.
    pub job: Option<String>,
    /// What was remarked with it; null without a remark.
    pub note: Option<String>,
}

/// `event: change` of the desk stream; its `id:` is the dealer's event number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskChange {
    /// Ids of the visits that changed.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<i64>))]
    pub visits: Vec<VisitId>,
}

#[cfg(test)]
mod tests {
    use super::Page;
    use bayside_domain::words::Role;

    #[test]
    fn the_bar_shows_a_role_what_it_may_use() {
        let pages = |role: Role| Page::ALL.into_iter().filter(|page| page.is_for(role)).collect::<Vec<_>>();
        assert_eq!(pages(Role::Manager), Page::ALL);
        assert_eq!(pages(Role::Gate), [Page::Today]);
        assert_eq!(pages(Role::Inspector), [Page::Today, Page::Callbacks]);
        assert_eq!(pages(Role::Workshop), [Page::Today, Page::Callbacks, Page::Room]);
        assert!(!pages(Role::Reception).contains(&Page::Screens));
    }
}
