//! The documents of a visit as the desk reads and writes them: work order and statement.
//!
//! A line has three forms: `bayside_domain::document::Line` is stored, and the rules work with it; over the wire go
//! [`Line`], to the desk and back, and [`StatementLine`](crate::statement::StatementLine), with its amount, to the
//! customer; while a line is being typed, the desk keeps it as the text of its input fields.

use crate::statement::{Finding, NextService, ReplacedPart, Warranty};
use bayside_domain::codes::{LineKind, PartType, Payer};
use serde::{Deserialize, Serialize};

/// What the customer authorises: body of `PUT …/work-order`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkOrder {
    /// The jobs in the order of work, at most 40.
    pub items: Vec<OrderItem>,
    /// The estimated lines, at most 200.
    pub lines: Vec<Line>,
    /// The odometer on arrival, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_in_km: Option<u32>,
    /// Whether the customer wants to see the replaced parts.
    pub wants_parts: bool,
    /// Whether the customer wants the car washed.
    pub wants_wash: bool,
    /// Whether it repeats an earlier repair that did not hold.
    #[serde(default)]
    pub repeat_repair: bool,
}

/// A job of the work order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrderItem {
    /// The id of the job within the visit, at most 60 characters.
    pub id: String,
    /// What the job is called, at most 120 characters.
    pub name: String,
}

/// A line as the desk writes it; the server computes the amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The id of the line within its list, at most 60 characters.
    pub id: String,
    /// The id of the job that it belongs to; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// What the line charges.
    pub kind: LineKind,
    /// What is charged, in words; at most 120 characters.
    pub name: String,
    /// The part number or labour position, at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The maker of a material, at most 60 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    /// Where a material comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_type: Option<PartType>,
    /// Hours or pieces, in thousandths, 1 to 1,000,000,000; 1000 for a discount.
    pub quantity_thousandths: i64,
    /// The price of one hour or piece in minor units; negative for a discount.
    pub unit_price_amount: i64,
    /// The tax rate in basis points, 0 to 10,000: 1300 is 13 %.
    pub tax_bp: u32,
    /// Who pays the line.
    pub payer: Payer,
    /// The id of the line that a discount reduces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduces: Option<String>,
}

/// What will be charged and explained: body of `PUT …/statement`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StatementDraft {
    /// What the workshop found, for the customer to read.
    pub found: Vec<Finding>,
    /// What was done, for each job of the work order.
    pub done: Vec<DoneNote>,
    /// The lines that will be charged, at most 200.
    pub lines: Vec<Line>,
    /// Why the charge differs from what was authorised; the amounts sum to the difference.
    pub differences: Vec<Difference>,
    /// The replaced parts and what became of them.
    pub replaced_parts: Vec<ReplacedPart>,
    /// How long the repair is warranted; the dealer's own terms if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty: Option<Warranty>,
    /// When the next service falls due; may be left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_service: Option<NextService>,
    /// Tips for the care of the car, one sentence of at most 500 characters each.
    pub care_tips: Vec<String>,
    /// The odometer on delivery, in kilometres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mileage_out_km: Option<u32>,
    /// The number of the engine, if known, at most 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engine_no: Option<String>,
}

/// What was done in one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DoneNote {
    /// The id of the job in the work order.
    pub job: String,
    /// What was done, in words for the customer, at most 1,000 characters.
    pub detail: String,
}

/// Why the charge differs from what was authorised, in one amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What was charged differently, in a few words, at most 120 characters.
    pub title: String,
    /// Why the charge differs, as the customer reads it, at most 500 characters.
    pub reason: String,
    /// The difference in minor units; negative where less is charged.
    pub amount: i64,
}

crate::example::examples! {
    StatementDraft = r#"{
  "found": [
    {
      "id": "f1",
      "title": "前刹车片磨损",
      "detail": "前轴刹车片剩余 6.5 毫米，下次保养时复查。",
      "gauge": {
        "label": "前刹车片",
        "unit": "mm",
        "value_thousandths": 6500,
        "limit_thousandths": 3000,
        "new_thousandths": 12000
      }
    }
  ],
  "done": [{"job": "service-60k", "detail": "更换机油与机滤，检查底盘与制动。"}, {"job": "extra-1", "detail": "更换两支前雨刮片。"}],
  "lines": [
    {
      "id": "l1",
      "job": "service-60k",
      "kind": "labour",
      "name": "6 万公里保养工时",
      "code": "0110-06",
      "quantity_thousandths": 800,
      "unit_price_amount": 18000,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l2",
      "job": "service-60k",
      "kind": "material",
      "name": "机油 5W-30",
      "code": "G 052 577 M2",
      "brand": "大众原厂",
      "part_type": "original",
      "quantity_thousandths": 4000,
      "unit_price_amount": 9500,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l3",
      "job": "service-60k",
      "kind": "material",
      "name": "机油滤清器",
      "code": "06L 115 562",
      "brand": "曼牌",
      "part_type": "equivalent",
      "quantity_thousandths": 1000,
      "unit_price_amount": 6800,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l4",
      "job": "service-60k",
      "kind": "discount",
      "name": "预约优惠",
      "quantity_thousandths": 1000,
      "unit_price_amount": -8000,
      "tax_bp": 1300,
      "payer": "customer",
      "reduces": "l1"
    },
    {
      "id": "l5",
      "job": "extra-1",
      "kind": "material",
      "name": "雨刮片",
      "code": "3V1 955 425",
      "brand": "博世",
      "part_type": "equivalent",
      "quantity_thousandths": 2000,
      "unit_price_amount": 6400,
      "tax_bp": 1300,
      "payer": "customer"
    }
  ],
  "differences": [],
  "replaced_parts": [{"name": "雨刮片", "fate": "taken"}, {"name": "机油滤清器", "fate": "left"}],
  "warranty": {"km": 10000, "days": 180, "statutory_km": 2000, "statutory_days": 10},
  "next_service": {"mileage_km": 68200, "date": "2027-12-01"},
  "care_tips": ["新雨刮片前两天请勿干刮。"],
  "mileage_out_km": 58210
}"#,
    WorkOrder = r#"{
  "items": [{"id": "service-60k", "name": "6 万公里保养"}],
  "lines": [
    {
      "id": "l1",
      "job": "service-60k",
      "kind": "labour",
      "name": "6 万公里保养工时",
      "code": "0110-06",
      "quantity_thousandths": 800,
      "unit_price_amount": 18000,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l2",
      "job": "service-60k",
      "kind": "material",
      "name": "机油 5W-30",
      "code": "G 052 577 M2",
      "brand": "大众原厂",
      "part_type": "original",
      "quantity_thousandths": 4000,
      "unit_price_amount": 9500,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l3",
      "job": "service-60k",
      "kind": "material",
      "name": "机油滤清器",
      "code": "06L 115 562",
      "brand": "曼牌",
      "part_type": "equivalent",
      "quantity_thousandths": 1000,
      "unit_price_amount": 6800,
      "tax_bp": 1300,
      "payer": "customer"
    },
    {
      "id": "l4",
      "job": "service-60k",
      "kind": "discount",
      "name": "预约优惠",
      "quantity_thousandths": 1000,
      "unit_price_amount": -8000,
      "tax_bp": 1300,
      "payer": "customer",
      "reduces": "l1"
    }
  ],
  "mileage_in_km": 58204,
  "wants_parts": true,
  "wants_wash": true,
  "repeat_repair": false
}"#,
}
