//! The statement (结算清单): what is charged line by line, who pays what, and how the charge came from
//! the estimate (semantics.md, "Money"). Work order and statement share the same lines.

mod bridge;
mod line;
mod totals;

pub use bridge::{ApprovedExtra, BridgeError, BridgeKind, BridgeStep, Difference, authorised, bridge};
pub use line::{LineError, LineField, LineProblem, Lines};
pub use totals::{PayerTotal, Tax, Totals, customer_total};

/// The most lines of a work order or statement.
pub const LINES_MAX: usize = 200;
/// The largest amount of a line and the largest unit price, in minor units.
pub const AMOUNT_MAX: i64 = 100_000_000_000;
/// The largest quantity, in thousandths.
pub const QUANTITY_THOUSANDTHS_MAX: i64 = 1_000_000_000;
/// The highest rate of tax, in basis points.
pub const TAX_BP_MAX: u32 = 10_000;
/// The longest name of a line, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// The longest id, code and brand, in characters.
pub const CODE_CHARS_MAX: usize = 60;

#[cfg(test)]
mod tests;
