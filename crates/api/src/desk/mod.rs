//! The staff desk.

pub(crate) mod board;
pub(crate) mod change;
pub(crate) mod session;
pub(crate) mod visit;

pub use self::board::{DeskChange, VisitCard, VisitList};
pub use self::change::{ExtraWorkRequest, PromiseRequest, ShownOrder, StepRequest, WalkInRequest};
pub use self::session::{Login, Page, PasswordChange, Session};
pub use self::visit::{DeskCustomer, DeskJob, DeskVehicle, DeskVisit, LogDetail, LogEntry, Preparations};
pub use crate::document::{Difference, DoneNote, Line, OrderItem, StatementDraft, WorkOrder};
pub use crate::person::ConsentKept;
pub use bayside_domain::visit::{Phase, Right};
