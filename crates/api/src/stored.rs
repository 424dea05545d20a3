//! Conversions between stored documents and the types of the wire, so that the wire stays as it is when the stored form
//! changes. Every field is named on both sides: a new field does not compile until somebody decides whether it goes
//! over the wire.

use crate::desk::{Difference, DoneNote, Line, OrderItem, StatementDraft, WorkOrder};
use crate::statement::{
    BridgeKind, Check, Finding, FollowUp, Gauge, NextService, ReplacedPart, StatementLine, Warranty,
};
use crate::visit::FollowUpPreference;
use crate::{Currency, Date, Money};
use bayside_domain::codes::LineKind;
use bayside_domain::{document, statement, warranty};

/// Writes `From` in both directions between a wire type and a stored type with the same field names. Fields of
/// different types follow after `;`, each with its conversion function.
macro_rules! both_ways {
    ($wire:ident = $module:ident::$stored:ident { $($same:ident),* $(; $($field:ident by $convert:path),+)? }) => {
        impl From<$module::$stored> for $wire {
            fn from(stored: $module::$stored) -> Self {
                let $module::$stored { $($same,)* $($($field,)+)? } = stored;
                Self { $($same,)* $($($field: $convert($field),)+)? }
            }
        }

        impl From<$wire> for $module::$stored {
            fn from(wire: $wire) -> Self {
                let $wire { $($same,)* $($($field,)+)? } = wire;
                Self { $($same,)* $($($field: $convert($field),)+)? }
            }
        }
    };
}

fn each<A, B: From<A>>(list: Vec<A>) -> Vec<B> {
    list.into_iter().map(B::from).collect()
}

fn any<A, B: From<A>>(value: Option<A>) -> Option<B> {
    value.map(B::from)
}

both_ways!(WorkOrder = document::WorkOrder {
    mileage_in_km, wants_parts, wants_wash, repeat_repair; items by each, lines by each
});

both_ways!(OrderItem = document::WorkItem { id, name });

both_ways!(
    Line = document::Line {
        id,
        job,
        kind,
        name,
        code,
        brand,
        part_type,
        quantity_thousandths,
        unit_price_amount,
        tax_bp,
        payer,
        reduces
    }
);

both_ways!(StatementDraft = document::StatementDraft {
    care_tips, mileage_out_km, engine_no;
    found by each, done by each, lines by each, differences by each, replaced_parts by each, warranty by any,
    next_service by any
});

both_ways!(Finding = document::Finding { id, title, detail; gauge by any });

both_ways!(Gauge = document::Gauge { label, unit, value_thousandths, limit_thousandths, new_thousandths });

both_ways!(DoneNote = document::DoneNote { job, detail });

both_ways!(Difference = document::Difference { title, reason, amount });

both_ways!(ReplacedPart = document::ReplacedPart { name, fate });

both_ways!(Warranty = warranty::Warranty { km, days, statutory_km, statutory_days });

both_ways!(NextService = document::NextService { mileage_km; date by Into::into });

both_ways!(Check = document::Check { title, measured, passed });

both_ways!(FollowUpPreference = document::FollowUpWish { channel, hour });

impl From<chrono::NaiveDate> for Date {
    fn from(date: chrono::NaiveDate) -> Self {
        Self(date)
    }
}

impl From<Date> for chrono::NaiveDate {
    fn from(date: Date) -> Self {
        date.0
    }
}

impl From<document::FollowUpWish> for FollowUp {
    fn from(document::FollowUpWish { channel, hour }: document::FollowUpWish) -> Self {
        Self { channel, hour }
    }
}

impl StatementLine {
    /// The line as the customer reads it, with its amount in minor units; a discount has no quantity and no unit price.
    pub fn of(line: &document::Line, amount: i64, currency: Currency) -> Self {
        let is_discount = line.kind == LineKind::Discount;
        let money = |amount| Money::new(amount, currency);
        Self {
            id: line.id.clone(),
            job: line.job.clone(),
            kind: line.kind,
            name: line.name.clone(),
            code: line.code.clone(),
            brand: line.brand.clone(),
            part_type: line.part_type,
            quantity_thousandths: (!is_discount).then_some(line.quantity_thousandths),
            unit_price: (!is_discount).then(|| money(line.unit_price_amount)),
            amount: money(amount),
            payer: line.payer,
            reduces: line.reduces.clone(),
        }
    }
}

impl From<statement::BridgeKind> for BridgeKind {
    fn from(kind: statement::BridgeKind) -> Self {
        match kind {
            statement::BridgeKind::Estimate => Self::Estimate,
            statement::BridgeKind::ExtraWork => Self::ExtraWork,
            statement::BridgeKind::Authorised => Self::Authorised,
            statement::BridgeKind::Difference => Self::Difference,
            statement::BridgeKind::Charged => Self::Charged,
        }
    }
}
