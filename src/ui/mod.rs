//! What every face is made of: accessible primitives on the tokens of `style/`.

pub mod address;
mod again;
pub mod backoff;
pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod focus;
pub mod guard;
pub mod history;
pub mod keep;
mod live;
pub mod moment;
pub mod money;
pub mod qr;
pub mod saved;
pub mod theme;
pub mod timer;

mod choice;
mod dialog;
mod failed;
mod field;
mod mount;
mod status;
mod switch;
mod track;

pub use again::again;
pub use bayside_view::view;
pub use choice::{Choice, ChoiceProps};
pub use dialog::{Dialog, DialogProps};
pub use failed::{Failed, FailedProps, failure_text};
pub use field::{Field, FieldProps};
pub use live::{Tied, heard, live, press, tied};
pub use mount::mount;
pub use status::{Icon, IconProps, Notice, NoticeProps, Severity, Skeleton, SkeletonProps, Status, StatusProps};
pub use switch::{LanguageSwitch, LanguageSwitchProps};
pub use track::{Station, StationState, Track, TrackProps, stage_word, stations_at};
