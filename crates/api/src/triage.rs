//! "I notice something": the guided questions, and what their answers lead to.

pub use bayside_domain::triage::Remedy;
use serde::{Deserialize, Serialize};

/// `GET …/triage`. Texts are in the language asked for by `?locale=` or `Accept-Language`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Triage {
    /// The question that begins; null if the dealer asks none.
    pub first: Option<String>,
    /// All questions.
    pub questions: Vec<Question>,
    /// All outcomes.
    pub outcomes: Vec<Outcome>,
    /// Whom to call when the car must not be driven.
    pub emergency: Option<Emergency>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Question {
    /// Stable name.
    pub id: String,
    /// What is asked.
    pub text: String,
    /// How to find out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// One of them is chosen.
    pub answers: Vec<Answer>,
}

/// An answer; exactly one of `next` and `outcome` is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answer {
    /// What is answered.
    pub text: String,
    /// The next question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Or what is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// Stable name.
    pub id: String,
    /// `services`, `adviser`, `technical`, `advice` or `unsafe`.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub kind: Remedy,
    /// In one sentence.
    pub text: String,
    /// What to do until then, or instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// The jobs to be booked, with `services`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
}

/// Help on the road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Emergency {
    /// E.164, for `tel:`.
    pub phone: String,
    /// As people read it.
    pub phone_display: String,
}
