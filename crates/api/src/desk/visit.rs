//! One visit at the desk: the car, the customer, the jobs and what happened.

use super::VisitCard;
use crate::document::{StatementDraft, WorkOrder};
use crate::person::{ConsentKept, Person};
use crate::visit::{ExtraWork, Promise, StageReached};
use crate::{Instant, Money};
use bayside_domain::codes::{Decision, JobState, PlateKind, Salutation, Stay, Step};
use bayside_domain::event::VisitEventKind;
use bayside_domain::ids::EventNumber;
use bayside_domain::visit::Right;
use serde::{Deserialize, Serialize};

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
    /// The steps that some member of staff could take now.
    pub possible: Vec<Step>,
    /// What else this member of staff may do with the visit now: `promise`, `quote`, `write-order`,
    /// `write-statement`, `see-link`, `see-contact`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub rights: Vec<Right>,
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
    /// The address of the customer's private page, as long as the link is valid; null for whom the right `see-link`
    /// is missing.
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
    /// The customer's phone number in full, E.164; empty for whom the right `see-contact` is missing.
    pub phone: String,
    /// The phone number masked, e.g. `138****5678`, for screens that others can see.
    pub phone_masked: String,
    /// The customer's e-mail address in full, if given; null for whom the right `see-contact` is missing.
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
    /// What exactly happened.
    #[serde(default)]
    pub detail: LogDetail,
}

/// What an entry of the log says besides its type; what does not belong to its type is null.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LogDetail {
    /// Of a preparation: which.
    pub preparation: Option<Step>,
    /// Of an arrival or a hand-over: the odometer in kilometres.
    pub mileage_km: Option<u32>,
    /// Of a signed order, a quote or a released statement: the amount.
    pub amount: Option<Money>,
    /// Of a promise, a signed order or a moved booking: the time that counts from then on.
    pub time: Option<Instant>,
    /// Of a dispatch: the technician's name.
    pub technician: Option<String>,
    /// Of a check: whether the car passed.
    pub passed: Option<bool>,
    /// Of extra work: what it is.
    pub item: Option<String>,
    /// Of an answer to extra work: which.
    pub decision: Option<Decision>,
}

/// The paths of the calls that use these types.
pub mod path {
    use crate::BASE;
    use bayside_domain::ids::VisitId;

    /// `GET` one visit.
    pub fn desk_visit(slug: &str, id: VisitId) -> String {
        format!("{BASE}/desk/{slug}/visits/{id}")
    }
}
