//! What every face is made of: accessible primitives on the tokens of `style/`.

pub mod address;
pub mod backoff;
pub mod clipboard;
pub mod clock;
pub mod date_format;
pub mod dom;
pub mod focus;
pub mod guard;
pub mod history;
pub mod intl;
pub mod map;
pub mod money;
pub mod qr;
mod reactive;
mod retry;
pub mod saved_input;
pub mod theme;
pub mod timer;

mod choice;
mod dialog;
mod failure_notice;
mod field;
mod language_switch;
mod mount;
mod progress_track;
mod status;
mod typing;

pub use bayside_view::view;
pub use choice::{Choice, ChoiceProps};
pub use dialog::{Dialog, DialogProps};
pub use failure_notice::{Failed, FailedProps, failure_text};
pub use field::{Field, FieldProps};
pub use language_switch::{LanguageSwitch, LanguageSwitchProps};
pub use mount::mount;
pub use progress_track::{Station, StationState, Track, TrackProps, stage_word, stations_at};
pub use reactive::{Tied, heard, live, press, tied};
pub use retry::retry_when_online;
pub use status::{Icon, IconProps, Notice, NoticeProps, Severity, Skeleton, SkeletonProps, Status, StatusProps};
