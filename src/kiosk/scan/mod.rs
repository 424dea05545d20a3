//! Reading the code of a booking, by the camera or a scanner.

pub(crate) mod camera;
pub(crate) mod code;
mod view;
pub(crate) mod wedge;

pub(crate) use view::ScanPage;
