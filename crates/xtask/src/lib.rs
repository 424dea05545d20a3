//! The commands of this repository, and what they are made of.
//!
//! The test harness uses [`find`], so that there is one answer to "where is Chromium?".

pub mod bench;
pub mod bundles;
pub mod compress;
pub mod dev;
pub mod download;
pub mod embed;
pub mod find;
pub mod packages;
pub mod pictures;
pub mod process;
pub mod quick;
pub mod serve;
pub mod setup;
pub mod stamp;
pub mod suite;
pub mod tools;
