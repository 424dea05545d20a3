//! The path of each API call, collected from the files of its types. The server registers the same templates below
//! `/api/v1`.

pub use crate::BASE;
pub use crate::arrival::path::*;
pub use crate::booking::path::*;
pub use crate::callback::path::*;
pub use crate::capacity::path::*;
pub use crate::dealer::path::*;
pub use crate::desk::board::path::*;
pub use crate::desk::change::path::*;
pub use crate::desk::session::path::*;
pub use crate::desk::visit::path::*;
pub use crate::find::path::*;
pub use crate::message::path::*;
pub use crate::screen::path::*;
pub use crate::settings::path::*;
pub use crate::statement::path::*;
pub use crate::triage::path::*;
pub use crate::visit::path::*;
pub use crate::waitlist::path::*;
