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

/// Body of `POST /desk/session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The dealer's slug.
    pub dealer: String,
    /// Staff login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Session {
    /// The dealer's slug.
    pub dealer: String,
    /// The dealer's name.
    pub dealer_name: String,
    /// IANA zone.
    pub zone: String,
    /// ISO 4217.
    pub currency: String,
    /// Staff login.
    pub login: String,
    /// As shown.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whom a job can be given to.
    pub technicians: Vec<Person>,
    /// The server's time.
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
    /// Names it within the dealer.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub id: VisitId,
    /// Six characters.
    pub reference: String,
    /// Where it stands in the house.
    pub phase: Phase,
    /// Public stage.
    pub stage: Option<Stage>,
    /// `see-adviser` or null.
    pub flag: Option<Flag>,
    /// Lounge number.
    pub number: Option<u16>,
    /// In full.
    pub plate: String,
    /// 「王女士」, for the desk always.
    pub addressed_as: String,
    /// The jobs, in words; a name of its own on the wire, since [`DeskVisit`] lists them beside its card.
    #[serde(rename = "work")]
    pub jobs: String,
    /// When reception begins.
    pub start: Instant,
    /// From the booking.
    pub ready_estimate: Instant,
    /// The promise.
    pub promised_at: Option<Instant>,
    /// The promise before.
    pub promised_before: Option<Instant>,
    /// Who answers to the customer.
    pub adviser: Person,
    /// All four preparations are ticked.
    pub prepared: bool,
    /// What is odd about the booking.
    pub marks: Vec<Mark>,
    /// Booked with express reception: received without queueing.
    pub express: bool,
    /// In the house, and no room is kept for what is left to do: a conflict.
    pub out_of_room: bool,
}

/// `GET /desk/{dealer}/visits?date=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct VisitList {
    /// The server's time.
    pub as_of: Instant,
    /// The local date.
    pub date: Date,
    /// The dealer's event number.
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
    /// What is needed.
    pub services: Vec<String>,
    /// In the customer's own words.
    #[serde(default)]
    pub concern: String,
    /// The car.
    pub vehicle: crate::vehicle::Vehicle,
    /// Who brings it.
    pub customer: crate::person::Customer,
    /// How they stay.
    pub stay: Stay,
    /// Who takes care.
    pub adviser: String,
    /// What was agreed to.
    pub consent: crate::person::ConsentGiven,
    /// The number that they drew at the arrival kiosk: the car has come under it.
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
    /// Rises with every change; also the `ETag`.
    pub version: i64,
    /// The car.
    pub vehicle: DeskVehicle,
    /// Who brings it.
    pub customer: DeskCustomer,
    /// In the customer's own words.
    pub concern: String,
    /// How they stay.
    pub stay: Stay,
    /// Which preparations are ticked.
    pub preparations: Preparations,
    /// The jobs.
    pub jobs: Vec<DeskJob>,
    /// Steps possible now for this member of staff.
    pub allowed: Vec<Step>,
    /// Steps possible now for somebody.
    pub possible: Vec<Step>,
    /// The work order's draft or signed text.
    pub work_order: WorkOrder,
    /// When the order was signed.
    pub signed_at: Option<Instant>,
    /// Estimate, the booking advantage taken off.
    pub estimate: Money,
    /// Estimate and approved extra work.
    pub authorised: Money,
    /// The statement's draft or released text.
    pub statement: StatementDraft,
    /// What the draft would charge the customer.
    pub charged: Money,
    /// Extra work.
    pub extra_work: Vec<ExtraWork>,
    /// Every promise.
    pub promises: Vec<Promise>,
    /// When each public stage was last reached.
    pub reached: Vec<StageReached>,
    /// What happened, newest first.
    pub log: Vec<LogEntry>,
    /// The customer's private page, while it lives.
    pub private_url: Option<String>,
    /// Ids of statement lines that the customer marked as unclear.
    pub unclear: Vec<String>,
    /// Price advantage of the booking.
    pub benefit: Money,
    /// Where the booking came from.
    pub source: Option<String>,
    /// Campaign parameters (`utm_…`).
    pub utm: std::collections::BTreeMap<String, String>,
    /// What was agreed to, and when.
    pub consent: ConsentKept,
    /// With express reception: within so many minutes; 0 at once.
    pub express_minutes: Option<u32>,
}

/// The car at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskVehicle {
    /// In full.
    pub plate: String,
    /// Which rule it obeys.
    pub plate_kind: PlateKind,
    /// A new-energy plate.
    pub new_energy: bool,
    /// The model.
    pub model: String,
    /// As booked.
    pub mileage_km: u32,
    /// In full.
    pub vin: Option<String>,
    /// Its check digit is right.
    pub vin_ok: Option<bool>,
}

/// The customer at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskCustomer {
    /// In full.
    pub name: String,
    /// For 「王女士」.
    pub salutation: Option<Salutation>,
    /// In full.
    pub phone: String,
    /// Masked, for screens others can see.
    pub phone_masked: String,
    /// In full.
    pub email: Option<String>,
    /// BCP 47.
    pub locale: String,
}

/// The four preparations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Preparations {
    /// 顾问
    pub adviser: bool,
    /// 配件
    pub parts: bool,
    /// 工位
    pub bay: bool,
    /// 技师
    pub technician: bool,
}

/// A job at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskJob {
    /// Names it within the visit.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands.
    pub state: JobState,
    /// Who does it.
    pub technician: Option<Person>,
    /// When it began.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub completed_at: Option<Instant>,
    /// Which of dispatch, start, pause, resume, complete are possible.
    pub allowed: Vec<Step>,
}

/// Body of `POST …/steps/{step}`; each step reads its own fields.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// For dispatch, start, pause, resume, complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// For dispatch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technician: Option<String>,
    /// For self-check and final-inspection; default true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<bool>,
    /// Remarks of a check; needed when it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    /// Measured values of a check.
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
    /// For pause, cancel, no-show, follow-up and close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// For arrive and leave: the odometer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_km: Option<u32>,
}

/// Body of `POST …/promise`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PromiseRequest {
    /// The new promise; not in the past.
    pub promised_at: Instant,
    /// Why; told to the customer.
    pub reason: String,
}

/// Body of `POST …/extra-work`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ExtraWorkRequest {
    /// An item to quote anew, or null for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<i64>))]
    pub id: Option<ExtraWorkId>,
    /// What.
    pub title: String,
    /// Why.
    pub reason: String,
    /// How soon.
    pub urgency: Urgency,
    /// Minor units, tax included.
    pub price_amount: i64,
    /// Added to the promised time.
    pub extra_minutes: u32,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// The dealer's event number.
    #[cfg_attr(feature = "schema", schema(value_type = i64))]
    pub event_id: EventNumber,
    /// When it happened.
    pub at: Instant,
    /// The event's type, e.g. `visit.arrived`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: VisitEventKind,
    /// The name of who did it; empty for the customer or the clock.
    pub by: String,
    /// What the job that it is about is called.
    pub job: Option<String>,
    /// A remark.
    pub note: Option<String>,
}

/// `event: change` of the desk stream; its `id:` is the dealer's event number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DeskChange {
    /// Which visits changed.
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
