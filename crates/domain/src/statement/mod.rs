//! The statement (结算清单): what is charged line by line, who pays what, and how the estimate became the charge
//! (docs/rules.md, "Money"). Work order and statement share the same lines.

mod bridge;
mod line;
mod totals;

pub use bridge::{ApprovedExtra, BridgeError, BridgeKind, BridgeStep, Difference, authorised, bridge};
pub use line::{LineError, LineField, LineProblem, Lines};
pub use totals::{PayerTotal, Tax, Totals, customer_total};

#[cfg(test)]
mod tests;
