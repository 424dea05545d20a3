//! Names of people and forms of address.

pub mod name;
