//! Reading the code of a booking, by the camera or a scanner.

pub(crate) mod camera;
pub(crate) mod code;
pub(crate) mod scanner;
mod view;

pub(crate) use view::ScanPage;
