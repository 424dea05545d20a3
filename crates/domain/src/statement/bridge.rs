//! The steps from the estimate, via what the customer authorised, to the charge, each with its reason (docs/rules.md,
//! "Money"). All amounts are the customer's share, tax included, in minor units.

use crate::limits::AMOUNT_MAX;

/// Extra work that the customer approved. `At` is the caller's type of instant; it is passed through unread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovedExtra<At> {
    /// The title, as the customer reads it.
    pub title: String,
    /// The reason, as the customer reads it.
    pub reason: String,
    /// The price in minor units, tax included.
    pub amount: i64,
    /// When the customer consented.
    pub at: At,
}

/// Why the charge differs from what was authorised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<At> {
    /// The title, as the customer reads it.
    pub title: String,
    /// The reason, as the customer reads it.
    pub reason: String,
    /// The difference in minor units; negative where less is charged.
    pub amount: i64,
    /// Who approved it.
    pub by: String,
    /// The instant of the approval.
    pub at: At,
}

/// What a step of the bridge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BridgeKind {
    /// The signed estimate, the booking advantage taken off: a total.
    Estimate,
    /// Approved extra work: a change.
    ExtraWork,
    /// Estimate and approved extra work: a total.
    Authorised,
    /// A difference between authorised and charged: a change.
    Difference,
    /// What is charged: a total.
    Charged,
}

/// One step of the bridge. The changes between two totals sum to their difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeStep<At> {
    /// Whether it is a total or a change, and of what.
    pub kind: BridgeKind,
    /// What was changed; empty for totals.
    pub title: String,
    /// Why it was changed; empty for totals.
    pub reason: String,
    /// The total, or the signed change.
    pub amount: i64,
    /// Who approved it; empty for totals and where it was the customer.
    pub by: String,
    /// When it was approved; `None` for totals.
    pub at: Option<At>,
}

/// Why a charge cannot be explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BridgeError {
    /// More is charged than the customer authorised.
    ExceedsAuthorised {
        /// Estimate and approved extra work.
        authorised: i64,
        /// What would be charged.
        charged: i64,
    },
    /// The differences do not sum to what is charged less what was authorised.
    DifferencesSum {
        /// Charged less authorised.
        expected: i64,
        /// What the differences sum to.
        found: i64,
    },
    /// A difference has no title.
    Title {
        /// The index of the difference, from 0.
        difference: usize,
    },
    /// A difference has no reason.
    Reason {
        /// The index of the difference, from 0.
        difference: usize,
    },
    /// An amount exceeds the limit.
    TooLarge,
}

impl BridgeError {
    /// The stable error code, as it is sent over the wire.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ExceedsAuthorised { .. } => "charge-exceeds-authorised",
            Self::DifferencesSum { .. } => "differences-sum",
            Self::Title { .. } | Self::Reason { .. } => "required",
            Self::TooLarge => "too-large",
        }
    }

    /// JSON pointer into the statement: `/differences/0/reason`, `/differences` or `/lines`.
    pub fn pointer(&self) -> String {
        match self {
            Self::ExceedsAuthorised { .. } | Self::TooLarge => "/lines".to_owned(),
            Self::DifferencesSum { .. } => "/differences".to_owned(),
            Self::Title { difference } => format!("/differences/{difference}/title"),
            Self::Reason { difference } => format!("/differences/{difference}/reason"),
        }
    }
}

/// Estimate and approved extra work.
pub fn authorised<At>(estimate: i64, extra_work: &[ApprovedExtra<At>]) -> Result<i64, BridgeError> {
    summed(estimate, extra_work.iter().map(|extra| extra.amount))
}

/// Explains a charge, or says why it cannot be explained: the charge must not exceed what was
/// authorised, and the differences, each with title and reason, must sum to charged less authorised.
pub fn bridge<At: Clone>(
    estimate: i64,
    extra_work: &[ApprovedExtra<At>],
    charged: i64,
    differences: &[Difference<At>],
) -> Result<Vec<BridgeStep<At>>, BridgeError> {
    let authorised = authorised(estimate, extra_work)?;
    if charged > authorised {
        return Err(BridgeError::ExceedsAuthorised { authorised, charged });
    }
    for (difference, explained) in differences.iter().enumerate() {
        if explained.title.trim().is_empty() {
            return Err(BridgeError::Title { difference });
        }
        if explained.reason.trim().is_empty() {
            return Err(BridgeError::Reason { difference });
        }
    }
    let expected = summed(charged, [-authorised])?;
    let found = summed(0, differences.iter().map(|difference| difference.amount))?;
    if found != expected {
        return Err(BridgeError::DifferencesSum { expected, found });
    }
    let mut steps = vec![total(BridgeKind::Estimate, estimate)];
    steps.extend(extra_work.iter().map(|extra| BridgeStep {
        kind: BridgeKind::ExtraWork,
        title: extra.title.clone(),
        reason: extra.reason.clone(),
        amount: extra.amount,
        by: String::new(),
        at: Some(extra.at.clone()),
    }));
    steps.push(total(BridgeKind::Authorised, authorised));
    steps.extend(differences.iter().map(|difference| BridgeStep {
        kind: BridgeKind::Difference,
        title: difference.title.clone(),
        reason: difference.reason.clone(),
        amount: difference.amount,
        by: difference.by.clone(),
        at: Some(difference.at.clone()),
    }));
    steps.push(total(BridgeKind::Charged, charged));
    Ok(steps)
}

fn total<At>(kind: BridgeKind, amount: i64) -> BridgeStep<At> {
    BridgeStep { kind, title: String::new(), reason: String::new(), amount, by: String::new(), at: None }
}

/// The sum, if it and all its parts stay within the limit.
fn summed(start: i64, parts: impl IntoIterator<Item = i64>) -> Result<i64, BridgeError> {
    let bound = AMOUNT_MAX * 1_000;
    let within = |amount: i64| (-bound..=bound).contains(&amount).then_some(amount);
    let sum = parts.into_iter().try_fold(within(start), |sum, part| Some(within(sum? + within(part)?)));
    sum.flatten().ok_or(BridgeError::TooLarge)
}
